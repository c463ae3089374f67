#include "map/style.hpp"

#include "base/error.hpp"
#include "map/json.hpp"
#include "map/roles.hpp"

#include <algorithm>
#include <charconv>

namespace jt::map {
namespace {

using Json = nlohmann::json;

template <class Enum>
Enum word_of(const Json& json, const char* key, Enum fallback,
             const std::vector<std::pair<std::string, Enum>>& words) {
    const std::string word = text_of(json, key);
    if (word.empty()) {
        return fallback;
    }
    std::vector<std::string> names;
    for (const auto& [name, value] : words) {
        if (name == word) {
            return value;
        }
        names.push_back(name);
    }
    unknown_word(key, word, names);
}

std::string value_text(const Json& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (!value.is_number() && !value.is_boolean()) {
        throw base::data_error("map.value", "value", value.dump(), "\"...\", 1, [...]");
    }
    return value.dump();
}

Category parse_category(const Json& json, const Symbol& base) {
    known_keys(json, "classes", {"value", "label", "symbol"});
    if (!json.contains("value")) {
        throw base::data_error("map.missing", "classes", "value");
    }
    Category out;
    const Json& value = json.at("value");
    if (value.is_array()) {
        for (const Json& item : value) {
            out.values.push_back(value_text(item));
        }
    } else {
        out.values.push_back(value_text(value));
    }
    out.label = title_of(json, "label");
    if (out.label.zh.empty() && !out.values.empty()) {
        out.label = {out.values.front(), out.values.front()};
    }
    out.symbol = base;
    const Json& symbol = object_of(json, "symbol");
    apply_symbol(symbol, out.symbol);
    out.coloured = symbol.contains("fill") || symbol.contains("stroke");
    return out;
}

void parse_other(const Json& json, LayerStyle& style) {
    style.other_symbol = style.symbol;
    style.other_label = {"其他", "Other"};
    const auto found = json.find("other");
    if (found == json.end() || found->is_null()) {
        return;
    }
    if (found->is_boolean()) {
        style.draw_other = found->get<bool>();
        return;
    }
    known_keys(*found, "other", {"label", "symbol"});
    if (const base::Text label = title_of(*found, "label"); !label.zh.empty()) {
        style.other_label = label;
    }
    apply_symbol(object_of(*found, "symbol"), style.other_symbol);
}

/// Values that are not listed are drawn in grey where nothing says how.
void grey_other(LayerStyle& style) {
    if (!style.other_symbol.fill && !style.other_symbol.stroke) {
        style.other_symbol.fill = Colour{214, 214, 214, 255};
        style.other_symbol.stroke = Colour{150, 150, 150, 255};
    }
}

LabelStyle parse_label(const Json& json) {
    known_keys(json, "label",
               {"field", "size", "priority", "colour", "bold", "shield", "halo", "where"});
    LabelStyle out;
    out.field = text_of(json, "field", "name");
    out.size_mm = number_of(json, "size", out.size_mm, kMinTextMm, 12);
    out.priority = number_of(json, "priority", out.priority, 0, 1000);
    out.halo_mm = number_of(json, "halo", out.halo_mm, 0, 2);
    out.bold = flag_of(json, "bold", false);
    out.shield = flag_of(json, "shield", false);
    out.where = text_of(json, "where", "right");
    const std::vector<std::string> sides{"right",  "top_right", "bottom_right", "top",
                                         "bottom", "left",      "top_left",     "bottom_left"};
    if (std::find(sides.begin(), sides.end(), out.where) == sides.end()) {
        unknown_word("where", out.where, sides);
    }
    if (json.contains("colour")) {
        out.colour = parse_colour(text_of(json, "colour"));
    }
    return out;
}

std::vector<double> two_numbers(const Json& json, const char* key) {
    const std::vector<double> out = numbers_of(json, key);
    if (!out.empty() && (out.size() != 2 || out[0] <= 0 || out[1] <= 0)) {
        throw base::data_error("map.value", key, json.at(key).dump(), "[first, last]");
    }
    return out;
}

void parse_numeric(const Json& json, LayerStyle& style) {
    style.method = word_of<BreakMethod>(json, "method", BreakMethod::manual,
                                        {{"manual", BreakMethod::manual},
                                         {"quantile", BreakMethod::quantile},
                                         {"equal", BreakMethod::equal},
                                         {"jenks", BreakMethod::jenks}});
    style.breaks = numbers_of(json, "breaks");
    for (std::size_t i = 1; i < style.breaks.size(); ++i) {
        if (style.breaks[i] <= style.breaks[i - 1]) {
            throw base::data_error("map.style.breaks", json.at("breaks").dump());
        }
    }
    style.count = static_cast<std::size_t>(number_of(json, "count", 5, 1, 12));
    style.ramp = text_of(json, "ramp",
                         style.kind == StyleKind::bands   ? "isochrones"
                         : style.kind == StyleKind::shade ? "greys"
                                                          : "viridis");
    style.own_ramp = json.contains("ramp");
    (void)is_diverging(style.ramp);  // fails here for an unknown name, before any data is read
    style.reverse = flag_of(json, "reverse", false);
    style.unit = title_of(json, "unit");
    style.digits = static_cast<int>(number_of(json, "digits", -1, -1, 9));
    style.sizes = two_numbers(json, "sizes");
    style.widths = two_numbers(json, "widths");
    style.cutoffs = numbers_of(json, "cutoffs");
    std::sort(style.cutoffs.begin(), style.cutoffs.end());
    if (style.kind == StyleKind::graduated && style.method == BreakMethod::manual &&
        style.breaks.empty()) {
        throw base::data_error("map.missing", "style", "breaks");
    }
    if (style.breaks.size() > 11) {
        throw base::data_error("map.style.colours", style.breaks.size() + 1, 12);
    }
}

/// The role's JSON under the user's own.
Json merged(const Json& json, LayerStyle& style) {
    style.role = text_of(json, "role");
    if (style.role.empty()) {
        return json;
    }
    Json out = role_style(style.role);
    style.optional_field = !json.contains("field") && !json.contains("kind");
    style.optional_label = !object_of(json, "label").contains("field");
    if (json.contains("kind") && json.at("kind") != out.value("kind", "single")) {
        for (const char* key : {"classes", "field", "other"}) {  // they belong to the role's kind
            out.erase(key);
        }
    }
    out.merge_patch(json);
    return out;
}

void check_numbers(const LayerStyle& style) {
    for (const Category& item : style.categories) {
        for (const std::string& value : item.values) {
            double number = 0;
            const auto [end, error] =
                std::from_chars(value.data(), value.data() + value.size(), number);
            if (error != std::errc() || end != value.data() + value.size()) {
                throw base::data_error("map.surface.class", value);
            }
        }
    }
}

}  // namespace

LayerStyle parse_surface_style(const Json& json) {
    known_keys(json, "style",
               {"kind", "title", "classes", "other", "breaks", "method", "count", "ramp", "reverse",
                "unit", "digits", "opacity", "legend", "range", "resample"});
    LayerStyle style;
    style.kind = word_of<StyleKind>(json, "kind", StyleKind::continuous,
                                    {{"continuous", StyleKind::continuous},
                                     {"graduated", StyleKind::graduated},
                                     {"categories", StyleKind::categories},
                                     {"shade", StyleKind::shade}});
    style.title = title_of(json, "title");
    for (const Json& item : array_of(json, "classes")) {
        style.categories.push_back(parse_category(item, style.symbol));
    }
    check_numbers(style);
    parse_other(json, style);
    grey_other(style);
    parse_numeric(json, style);
    style.range = numbers_of(json, "range");
    if (!style.range.empty() && (style.range.size() != 2 || !(style.range[0] < style.range[1]))) {
        throw base::data_error("map.value", "range", json.at("range").dump(), "[low, high]");
    }
    if (style.kind == StyleKind::shade && style.range.empty()) {
        style.range = {0, 255};
    }
    style.resample = text_of(json, "resample");
    const std::vector<std::string> methods{"nearest", "bilinear", "mean", "majority"};
    if (!style.resample.empty() && std::ranges::find(methods, style.resample) == methods.end()) {
        unknown_word("resample", style.resample, methods);
    }
    style.opacity = number_of(json, "opacity", 1, 0, 1);
    style.legend = flag_of(json, "legend", style.kind != StyleKind::shade);
    return style;
}

LayerStyle parse_style(const Json& json) {
    known_keys(json, "style",
               {"role",    "kind",    "title", "symbol",  "field",   "classes", "other", "breaks",
                "method",  "count",   "ramp",  "reverse", "unit",    "digits",  "sizes", "widths",
                "cutoffs", "colours", "label", "numbers", "opacity", "legend"});
    LayerStyle style;
    const Json full = merged(json, style);
    style.kind = word_of<StyleKind>(full, "kind", StyleKind::single,
                                    {{"single", StyleKind::single},
                                     {"categories", StyleKind::categories},
                                     {"graduated", StyleKind::graduated},
                                     {"bands", StyleKind::bands},
                                     {"landuse", StyleKind::landuse}});
    style.title = title_of(full, "title");
    apply_symbol(object_of(full, "symbol"), style.symbol);
    style.field = text_of(full, "field", style.kind == StyleKind::bands ? "cutoff_min" : "");
    if (style.kind != StyleKind::single && style.field.empty()) {
        throw base::data_error("map.missing", "style", "field");
    }
    for (const Json& item : array_of(full, "classes")) {
        style.categories.push_back(parse_category(item, style.symbol));
    }
    parse_other(full, style);
    grey_other(style);
    parse_numeric(full, style);
    for (const auto& [code, colour] : object_of(full, "colours").items()) {
        style.colours[code] = parse_colour(value_text(colour));
    }
    if (!object_of(full, "label").empty()) {
        style.label = parse_label(full.at("label"));
    }
    style.numbers = word_of<Numbers>(
        full, "numbers", Numbers::none,
        {{"none", Numbers::none}, {"count", Numbers::count}, {"area", Numbers::area}});
    style.opacity = number_of(full, "opacity", 1, 0, 1);
    style.legend = flag_of(full, "legend", true);
    return style;
}

}  // namespace jt::map
