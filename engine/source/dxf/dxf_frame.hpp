// What stands around the entities of a DXF: header, tables, blocks, objects. Internal to source/.
#pragma once

#include "geo/geometry.hpp"
#include "source/style/layer_style.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jt::source {

/// A DXF is a list of group codes and values, two lines each.
using DxfPairs = std::vector<std::pair<int, std::string>>;

DxfPairs read_dxf(std::string_view text);
std::string dxf_text(const DxfPairs& pairs);

struct DxfLayer {
    std::string name;  ///< in the bytes of the file's encoding
    Colour colour;
    bool coloured = true;  ///< false: black on white, white on black
};

struct DxfFrame {
    DxfPairs head, tail;  ///< before and behind the entities
};

/// GDAL's templates header.dxf and trailer.dxf (AutoCAD 2004, AC1018), with our layers, in metres,
/// zoomed to the box, text in SimSun; `utf8` makes it AC1021 (AutoCAD 2007), where text is UTF-8,
/// and otherwise text is code page 936. `next_handle` is above every handle of layers and entities;
/// layers take the handles from kFirstLayerHandle on. Machine error where GDAL's data files are
/// missing.
DxfFrame dxf_frame(const std::vector<DxfLayer>& layers, const geo::Box& box, bool utf8,
                   std::size_t next_handle);

constexpr std::size_t kFirstLayerHandle = 0x100;

std::string dxf_handle(std::size_t handle);

}  // namespace jt::source
