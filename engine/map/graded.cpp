#include "map/graded.hpp"

#include "map/breaks.hpp"

#include <algorithm>
#include <cmath>

namespace jt::map {
namespace {

bool same_at(const std::vector<double>& values, int digits) {
    const double scale = std::pow(10.0, digits);
    return std::all_of(values.begin(), values.end(), [&](double v) {
        return std::fabs(v - std::round(v * scale) / scale) < 1e-12;
    });
}

}  // namespace

/// Colours of the classes: along the ramp, or for a diverging one by distance from zero, with the
/// class that holds zero in grey; where a break is zero no class does.
std::vector<Colour> class_colours(const LayerStyle& style, const std::vector<double>& breaks) {
    const std::size_t count = breaks.size() + 1;
    if (!is_diverging(style.ramp)) {
        return ramp(style.ramp, count, style.reverse);
    }
    const std::size_t zero = class_of(0.0, breaks);
    // With a break at zero the classes beside it are a half step away.
    const bool parted = std::find(breaks.begin(), breaks.end(), 0.0) != breaks.end();
    const double middle = double(zero) - (parted ? 0.5 : 0.0);
    const double steps = std::max({middle, double(count - 1) - middle, 1.0});
    std::vector<Colour> out;
    for (std::size_t i = 0; i < count; ++i) {
        const double position = (double(i) - middle) / steps;
        out.push_back(diverging_at(style.ramp, style.reverse ? -position : position));
    }
    return out;
}

/// As few decimals as show the given breaks, or as the spread of the values asks for.
int digits_of(const LayerStyle& style, const std::vector<double>& values) {
    if (style.digits >= 0) {
        return style.digits;
    }
    if (style.method != BreakMethod::manual) {
        return digits_for(values);
    }
    int digits = 0;
    while (digits < 6 && !same_at(style.breaks, digits)) {
        ++digits;
    }
    return digits;
}

std::vector<double> breaks_of(const LayerStyle& style, const std::vector<double>& values,
                              int digits) {
    switch (style.method) {
        case BreakMethod::manual: return style.breaks;
        case BreakMethod::quantile: return quantile_breaks(values, style.count, digits);
        case BreakMethod::equal: return equal_breaks(values, style.count, digits);
        case BreakMethod::jenks: return jenks_breaks(values, style.count, digits);
    }
    return {};
}

base::Text with_unit(const std::string& label, const LayerStyle& style) {
    const std::string gap = style.unit.zh.empty() ? "" : " ";
    return {label + gap + style.unit.zh, label + gap + style.unit.en};
}

}  // namespace jt::map
