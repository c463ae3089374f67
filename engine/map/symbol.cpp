#include "map/symbol.hpp"

#include "base/error.hpp"
#include "map/json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace jt::map {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::pair<const char*, Marker>, 9> kMarkers{{{"circle", Marker::circle},
                                                                  {"square", Marker::square},
                                                                  {"triangle", Marker::triangle},
                                                                  {"diamond", Marker::diamond},
                                                                  {"star", Marker::star},
                                                                  {"hexagon", Marker::hexagon},
                                                                  {"cross", Marker::cross},
                                                                  {"plane", Marker::plane},
                                                                  {"anchor", Marker::anchor}}};
constexpr std::array<std::pair<const char*, Hatch>, 6> kHatches{{{"none", Hatch::none},
                                                                 {"forward", Hatch::forward},
                                                                 {"backward", Hatch::backward},
                                                                 {"cross", Hatch::cross},
                                                                 {"horizontal", Hatch::horizontal},
                                                                 {"vertical", Hatch::vertical}}};

template <class Table, class T>
void choose(const Json& json, const char* key, const Table& table, T& out) {
    if (!json.contains(key)) {
        return;
    }
    const std::string word = text_of(json, key);
    std::vector<std::string> names;
    for (const auto& [name, value] : table) {
        if (word == name) {
            out = value;
            return;
        }
        names.emplace_back(name);
    }
    unknown_word(key, word, names);
}

void colour_of(const Json& json, const char* key, std::optional<Colour>& out) {
    if (!json.contains(key)) {
        return;
    }
    const Json& value = json.at(key);
    if (value.is_null() || value == "none") {
        out.reset();
    } else {
        out = parse_colour(text_of(json, key));
    }
}

}  // namespace

std::string marker_name(Marker marker) {
    const auto found = std::ranges::find(kMarkers, marker, &std::pair<const char*, Marker>::second);
    return found->first;
}

void apply_symbol(const Json& json, Symbol& symbol) {
    known_keys(json, "symbol",
               {"fill", "stroke", "width", "dash", "casing", "casing_width", "marker", "size",
                "hatch", "hatch_colour", "hatch_spacing", "hatch_width", "opacity"});
    colour_of(json, "fill", symbol.fill);
    colour_of(json, "stroke", symbol.stroke);
    colour_of(json, "casing", symbol.casing);
    std::optional<Colour> hatch = symbol.hatch_colour;
    colour_of(json, "hatch_colour", hatch);
    symbol.hatch_colour = hatch.value_or(symbol.hatch_colour);
    symbol.width = number_of(json, "width", symbol.width, 0.02, 10);
    symbol.casing_width = number_of(json, "casing_width", symbol.casing_width, 0.02, 5);
    symbol.size = number_of(json, "size", symbol.size, 0.5, 20);
    symbol.hatch_spacing = number_of(json, "hatch_spacing", symbol.hatch_spacing, 0.4, 10);
    symbol.hatch_width = number_of(json, "hatch_width", symbol.hatch_width, 0.05, 2);
    symbol.opacity = number_of(json, "opacity", symbol.opacity, 0, 1);
    choose(json, "marker", kMarkers, symbol.marker);
    choose(json, "hatch", kHatches, symbol.hatch);
    if (json.contains("dash")) {
        const Json& dash = json.at("dash");
        const bool good = dash.is_array() && dash.size() % 2 == 0 &&
                          std::all_of(dash.begin(), dash.end(), [](const Json& v) {
                              return v.is_number() && v.get<double>() > 0;
                          });
        if (!good) {
            throw base::data_error("map.value", "dash", dash.dump(), "[on, off, ...]");
        }
        symbol.dash = dash.get<std::vector<double>>();
    }
}

}  // namespace jt::map
