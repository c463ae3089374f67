// From one file format, CRS and encoding to another.
#pragma once

#include "source/read.hpp"
#include "source/style/class_style.hpp"
#include "source/write.hpp"

#include <string>

namespace jt::source {

struct ConvertOptions {
    ReadOptions read;      ///< source, its layer, CRS and encoding, target CRS, repair policy, role
    std::string target;    ///< path; its extension decides the format
    std::string to_datum;  ///< datum of web maps to write in: "gcj02", "bd09"; "" for none
    WriteOptions write;
    std::string class_field;  ///< .dxf and .gpkg: column that gives each feature its class and
                              ///< colour; "" for none
    ClassColours colours;     ///< of those classes
    std::size_t piece_bytes = 64 << 20;  ///< how much of a layer is in memory at a time, about
};

/// Reads and writes. A file with several layers goes whole into a GeoPackage; other formats ask for
/// the layer. A layer goes through memory in pieces, unless its format or
/// its role needs it whole. Features that `repair` made valid go as they were into a layer _repairs
/// of a GeoPackage
/// (_repairs_<layer> where several are converted). Data and machine errors as in read_layer() and
/// write_dataset().
void convert(const ConvertOptions& options, base::Diagnostics& diagnostics,
             const base::Progress& progress = {});

}  // namespace jt::source
