#include "map/colour.hpp"

#include "base/error.hpp"
#include "map/json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace jt::map {
namespace {

struct Ramp {
    bool diverging;
    std::vector<const char*> stops;
};

const std::map<std::string, Ramp>& ramps() {
    static const std::map<std::string, Ramp> kRamps = {
        {"viridis", {false, {"#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725"}}},
        {"blues", {false, {"#eaf3fb", "#b9d6ec", "#73aed6", "#2f7fbc", "#08478f"}}},
        {"greens", {false, {"#eef8ea", "#bfe3b8", "#7cc57d", "#359a4f", "#00602b"}}},
        {"oranges", {false, {"#fff3e3", "#fdd4a3", "#fba35c", "#e7681f", "#9c3505"}}},
        {"greys", {false, {"#000000", "#ffffff"}}},
        {"terrain", {false, {"#4f8f5b", "#a9c77e", "#f1e6a8", "#d1a56c", "#9a6a47", "#f4f0ec"}}},
        {"grades", {false, {"#d7503f", "#f2a35c", "#f8e28a", "#a8cf6c", "#3f9a50"}}},
        {"grades_safe", {false, {"#b35806", "#f1a340", "#f2ead9", "#8fb3d9", "#2a5f9e"}}},
        {"isochrones", {false, {"#00695c", "#3fa796", "#97d0bd", "#dcefe3"}}},
        {"diverging", {true, {"#1f5a94", "#7fb0d8", "#d9d9d9", "#eda66b", "#b24a0b"}}},
        {"diverging_rg", {true, {"#b2392e", "#e39a85", "#d9d9d9", "#93c48d", "#2b7a3b"}}},
    };
    return kRamps;
}

const Ramp& find_ramp(const std::string& name) {
    const auto found = ramps().find(name);
    if (found == ramps().end()) {
        unknown_word("ramp", name, ramp_names());
    }
    return found->second;
}

std::uint8_t mix(std::uint8_t a, std::uint8_t b, double share) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
}

/// Linear between the stops; position 0..1.
Colour at(const Ramp& ramp, double position) {
    const double place = std::clamp(position, 0.0, 1.0) * double(ramp.stops.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(place), ramp.stops.size() - 2);
    const Colour a = parse_colour(ramp.stops[low]), b = parse_colour(ramp.stops[low + 1]);
    const double share = place - double(low);
    return {mix(a.r, b.r, share), mix(a.g, b.g, share), mix(a.b, b.b, share), 255};
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

Colour Colour::with_alpha(double share) const {
    return {r, g, b, static_cast<std::uint8_t>(std::lround(a * std::clamp(share, 0.0, 1.0)))};
}

Colour parse_colour(std::string_view text) {
    std::string digits(text.empty() ? text : text.substr(1));
    const bool hex =
        std::all_of(digits.begin(), digits.end(), [](char c) { return hex_digit(c) >= 0; });
    if (text.empty() || text[0] != '#' || !hex ||
        (digits.size() != 3 && digits.size() != 6 && digits.size() != 8)) {
        throw base::data_error("map.colour", text);
    }
    if (digits.size() == 3) {
        digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
    }
    std::array<std::uint8_t, 4> parts{0, 0, 0, 255};
    for (std::size_t i = 0; 2 * i < digits.size(); ++i) {
        parts[i] =
            static_cast<std::uint8_t>(16 * hex_digit(digits[2 * i]) + hex_digit(digits[2 * i + 1]));
    }
    return {parts[0], parts[1], parts[2], parts[3]};
}

std::string to_hex(Colour c) {
    return c.a == 255 ? fmt::format("#{:02x}{:02x}{:02x}", c.r, c.g, c.b)
                      : fmt::format("#{:02x}{:02x}{:02x}{:02x}", c.r, c.g, c.b, c.a);
}

std::vector<Colour> ramp(const std::string& name, std::size_t count, bool reverse) {
    const Ramp& found = find_ramp(name);
    std::vector<Colour> out;
    for (std::size_t i = 0; i < count; ++i) {
        const double place = count == 1 ? 0.5 : double(i) / double(count - 1);
        out.push_back(at(found, reverse ? 1 - place : place));
    }
    return out;
}

bool is_diverging(const std::string& name) { return find_ramp(name).diverging; }

Colour diverging_at(const std::string& name, double position) {
    return at(find_ramp(name), (position + 1) / 2);
}

std::vector<std::string> ramp_names() {
    std::vector<std::string> out;
    for (const auto& [name, ramp] : ramps()) {
        out.push_back(name);
    }
    return out;
}

const std::vector<Colour>& category_colours() {
    static const std::vector<Colour> kColours = [] {
        std::vector<Colour> out;
        for (const char* text :
             {"#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#b07aa1", "#76b7b2", "#edc948",
              "#9c755f", "#ff9da7", "#6b6ecf", "#8ca252", "#7f7f7f"}) {
            out.push_back(parse_colour(text));
        }
        return out;
    }();
    return kColours;
}

}  // namespace jt::map
