// Colours and colour ramps of map sheets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jt::map {

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Colour&) const = default;
    Colour with_alpha(double share) const;  ///< share 0..1, multiplied with the own alpha
};

/// "#rgb", "#rrggbb" or "#rrggbbaa". Data error "map.colour" for anything else.
Colour parse_colour(std::string_view text);
std::string to_hex(Colour colour);  ///< "#rrggbb", or "#rrggbbaa" where not opaque

/// A sequential or diverging ramp cut into `count` colours, first to last.
/// Sequential: viridis (Smith & van der Walt 2015, safe for the colour-blind), blues, greens,
/// oranges, greys, terrain (heights), grades (red to green: five suitability grades), grades_safe
/// (the same order, safe for the colour-blind). Diverging: diverging (blue - grey - orange) and
/// diverging_rg (red - grey - green). Data error "map.unknown" with the closest name.
std::vector<Colour> ramp(const std::string& name, std::size_t count, bool reverse = false);
bool is_diverging(const std::string& name);
/// The colour of a diverging ramp at -1..1; 0 is its grey.
Colour diverging_at(const std::string& name, double position);
std::vector<std::string> ramp_names();

/// Distinct colours for categories without colours of their own (12 of them).
const std::vector<Colour>& category_colours();

}  // namespace jt::map
