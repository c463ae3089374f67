// What the symbol renderer draws: groups of shapes in page millimetres, y down, in order.
#pragma once

#include "geo/geometry.hpp"
#include "map/colour.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace jt::map {

struct Paint {
    std::optional<Colour> fill, stroke;
    double width_mm = 0.25;
    std::vector<double> dash_mm;
};

struct Stratum {
    Paint paint;
    geo::GeometryArray shapes;
};

/// Pixels over a box of the page.
struct Image {
    geo::Box box;
    std::size_t width = 0, height = 0;
    std::vector<std::uint32_t> argb;  ///< 0xAARRGGBB, colours not premultiplied, rows from the top
};

/// Drawn together, then laid over what is below with one opacity.
struct Group {
    double opacity = 1;
    std::vector<Stratum> strata;
    std::shared_ptr<const Image> image = nullptr;  ///< in place of strata
};

struct Picture {
    geo::Box box;  ///< nothing is drawn outside
    std::vector<Group> groups;
};

}  // namespace jt::map
