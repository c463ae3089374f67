// How a layer is drawn: read from the JSON that scenarios give, or from a named role.
//
// {
//   "role": "roads",              a built-in style (roles.hpp); every other member overrides it
//   "kind": "categories",         single (default) | categories | graduated | bands | landuse
//   "title": "道路",              legend title of the layer; text or {"zh": ..., "en": ...}
//   "symbol": {...},              symbol.hpp; the common base of all classes
//   "field": "class",             column that decides the class (all kinds but single)
//   "classes": [{"value": "expressway" | ["expressway", "高速公路"], "label": ..., "symbol": {}}],
//                                 in legend order; the first is drawn on top
//   "other": {"label": ..., "symbol": {...}} | false,   values not listed; false: do not draw them
//   "breaks": [20, 40, 60], "method": "manual" | "quantile" | "equal" | "jenks", "count": 5,
//   "ramp": "viridis", "reverse": false, "unit": "分", "digits": 1,
//   "sizes": [1.5, 5],            graduated points: marker size from the first to the last class
//   "widths": [0.3, 2],           graduated lines
//   "cutoffs": [15, 30, 45, 60],  bands: values of `field` (default cutoff_min), nested polygons
//   "colours": {"0701": "#ffff66"},   landuse: a bureau's own colours
//   "label": {"field": "name", "size": 2.8, "priority": 60, "colour": "#222222", "bold": true,
//             "shield": false, "halo": 0.4, "where": "bottom"},
//   "numbers": "none" | "count" | "area",   printed beside each legend class
//   "opacity": 0.6,               of the layer as a whole
//   "legend": true
// }
//
// Surfaces know kind (continuous by default, graduated, categories, shade: grey, for hillshades),
// title, classes (value: numbers; symbol: its fill), other, breaks, method, count, ramp, reverse,
// unit, digits, opacity, legend, and
//   "range": [0, 60],             continuous: values of the first and the last colour; default: all
//   "resample": "mean"            nearest | bilinear | mean | majority; default by kind and cells
#pragma once

#include "base/message.hpp"
#include "map/symbol.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::map {

enum class StyleKind { single, categories, graduated, bands, landuse, continuous, shade };
enum class BreakMethod { manual, quantile, equal, jenks };
enum class Numbers { none, count, area };

struct Category {
    std::vector<std::string> values;
    base::Text label;
    Symbol symbol;
    bool coloured = false;  ///< its JSON names a fill or stroke
};

struct LabelStyle {
    std::string field;
    double size_mm = 2.6;  ///< of the CJK em box; at least kMinTextMm
    double priority = 50;  ///< higher is placed first
    Colour colour{34, 34, 34, 255};
    bool bold = false;
    bool shield = false;  ///< a plate on the line, for road numbers
    double halo_mm = 0.35;
    std::string where;  ///< points: preferred side ("right" by default)
};

struct LayerStyle {
    std::string role;
    StyleKind kind = StyleKind::single;
    base::Text title;
    Symbol symbol;
    std::string field;
    bool optional_field = false;  ///< the role assumed it: a layer may lack it
    bool optional_label = false;  ///< the same for label->field
    std::vector<Category> categories;
    bool draw_other = true;
    base::Text other_label;
    Symbol other_symbol;
    BreakMethod method = BreakMethod::manual;
    std::vector<double> breaks;
    std::size_t count = 5;
    std::string ramp;
    bool reverse = false;
    base::Text unit;
    int digits = -1;  ///< -1: from the spread of the values
    std::vector<double> sizes, widths, cutoffs;
    std::map<std::string, Colour> colours;
    std::optional<LabelStyle> label;
    Numbers numbers = Numbers::none;
    double opacity = 1;
    bool legend = true;
    std::vector<double> range;  ///< of surfaces; empty: all values
    std::string resample;       ///< of surfaces; "": by kind and cell size
    bool own_ramp = false;      ///< the JSON names it
};

constexpr double kMinTextMm = 2.5;

/// Reads and checks; an empty object is the default style of role "single". Data errors:
/// "map.unknown" (key, role, kind, method, ramp), "map.value".
LayerStyle parse_style(const nlohmann::json& json);
/// The same for a surface. Besides "map.surface.class" for a class that is no number.
LayerStyle parse_surface_style(const nlohmann::json& json);

}  // namespace jt::map
