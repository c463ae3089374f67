// A symbol: how one class of points, lines or polygons is drawn. All lengths are millimetres on
// paper.
#pragma once

#include "map/colour.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::map {

enum class Marker { circle, square, triangle, diamond, star, hexagon, cross, plane, anchor };
enum class Hatch { none, forward, backward, cross, horizontal, vertical };

/// The JSON form has the members' names: {"fill": "#ffeeaa", "stroke": "#333333", "width": 0.3,
/// "dash": [2, 1], "casing": "#555555", "casing_width": 0.2, "marker": "star", "size": 3,
/// "hatch": "forward", "hatch_colour": "#aa0000", "hatch_spacing": 1.5, "hatch_width": 0.15,
/// "opacity": 0.5}. A colour of null or "none" takes the colour away. `opacity` belongs to the
/// fill of polygons, and to the line of lines.
struct Symbol {
    std::optional<Colour> fill, stroke, casing;
    double width = 0.25;         ///< of the line or outline
    double casing_width = 0.25;  ///< on each side of the line
    std::vector<double> dash;    ///< on, off, ...
    Marker marker = Marker::circle;
    double size = 2.4;  ///< of the marker, across
    Hatch hatch = Hatch::none;
    Colour hatch_colour{90, 90, 90, 255};
    double hatch_spacing = 1.6, hatch_width = 0.15;
    double opacity = 1;
    bool operator==(const Symbol&) const = default;
};

/// "star": the word for a marker in the JSON.
std::string marker_name(Marker marker);

/// Changes what the JSON names. Data errors: "map.unknown" for an unknown member, "map.value" for a
/// value of the wrong type or outside its range.
void apply_symbol(const nlohmann::json& json, Symbol& symbol);

}  // namespace jt::map
