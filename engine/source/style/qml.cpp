// Styles as QML, the style documents of QGIS 3.
#include "source/style/qml_symbol.hpp"
#include "source/style/style_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace jt::source {
namespace {

using Attributes = XmlText::Attributes;

const char* value_type(layer::Type type) {
    switch (type) {
        case layer::Type::boolean: return "bool";
        case layer::Type::integer: return "longlong";
        case layer::Type::real: return "double";
        case layer::Type::text: return "string";
    }
    return "string";
}

bool with_rest(const LayerStyle& style) {
    return std::ranges::any_of(style.classes, [](const StyleClass& one) { return one.rest; });
}

std::string kind_of(const LayerStyle& style) {
    switch (style.kind) {
        case StyleKind::single: return "singleSymbol";
        case StyleKind::categorised: return "categorizedSymbol";
        case StyleKind::graduated: return with_rest(style) ? "RuleRenderer" : "graduatedSymbol";
    }
    return "singleSymbol";
}

/// A symbol belongs to one category, which may have a list of values; "" are all other values.
void add_categories(XmlText& xml, const LayerStyle& style, const StyledField& field) {
    const char* type = value_type(field.type);
    xml.open("categories");
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        const StyleClass& one = style.classes[i];
        Attributes attributes = {
            {"symbol", std::to_string(i)}, {"label", one.label}, {"render", "true"}};
        if (one.rest || one.values.size() == 1) {
            attributes.emplace_back("value", one.rest ? "" : one.values.front());
            attributes.emplace_back("type", one.rest ? "NULL" : type);
            xml.leaf("category", attributes);
            continue;
        }
        xml.open("category", attributes);
        for (const std::string& value : one.values) {
            xml.leaf("val", {{"value", value}, {"type", type}});
        }
        xml.close();
    }
    xml.close();
}

/// QGIS' ranges hold both ends and the first one that fits is taken; ours do not hold the upper
/// end.
void add_ranges(XmlText& xml, const LayerStyle& style) {
    xml.open("ranges");
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        const StyleClass& one = style.classes[i];
        const double low = std::isfinite(one.low) ? one.low : std::min(style.least, one.high);
        const double high = std::isfinite(one.high) ? std::nextafter(one.high, one.low)
                                                    : std::max(style.most, one.low);
        xml.leaf("range", {{"symbol", std::to_string(i)},
                           {"lower", fmt::format("{}", low)},
                           {"upper", fmt::format("{}", high)},
                           {"label", one.label},
                           {"render", "true"}});
    }
    xml.close();
}

std::string quoted(const std::string& name) {
    std::string out = "\"";
    for (const char c : name) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

std::string filter_of(const StyleClass& one, const std::string& column) {
    if (one.rest) {
        return column + " IS NULL";
    }
    std::string out;
    if (std::isfinite(one.low)) {
        out = fmt::format("{} >= {}", column, one.low);
    }
    if (std::isfinite(one.high)) {
        out += fmt::format("{}{} < {}", out.empty() ? "" : " AND ", column, one.high);
    }
    return out.empty() ? column + " IS NOT NULL" : out;
}

void add_rules(XmlText& xml, const LayerStyle& style, const StyledField& field) {
    xml.open("rules", {{"key", "classes"}});
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        xml.leaf("rule", {{"key", fmt::format("class{}", i)},
                          {"symbol", std::to_string(i)},
                          {"label", style.classes[i].label},
                          {"filter", filter_of(style.classes[i], quoted(field.name))}});
    }
    xml.close();
}

void add_renderer(XmlText& xml, const LayerStyle& style, const StyledField& field) {
    Attributes attributes = {{"type", kind_of(style)},
                             {"symbollevels", "1"},
                             {"enableorderby", "0"},
                             {"forceraster", "0"}};
    if (style.kind != StyleKind::single) {
        attributes.emplace_back("attr", field.name);
    }
    const bool rules = kind_of(style) == "RuleRenderer";
    if (style.kind == StyleKind::graduated && !rules) {
        attributes.emplace_back("graduatedMethod", "GraduatedColor");
    }
    xml.open("renderer-v2", attributes);
    if (rules) {
        add_rules(xml, style, field);
    } else if (style.kind == StyleKind::graduated) {
        add_ranges(xml, style);
    } else if (style.kind == StyleKind::categorised) {
        add_categories(xml, style, field);
    }
    xml.open("symbols");
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        add_qml_symbol(xml, std::to_string(i), style.classes[i].symbol, field.shape,
                       style.classes[i].level, style.classes.size());
    }
    xml.close();
    xml.close();
}

/// QGIS' placements: beside a point, in the middle of an area, along a line.
void add_labeling(XmlText& xml, const StyleLabel& label, const StyledField& field) {
    xml.open("labeling", {{"type", "simple"}});
    xml.open("settings", {{"calloutType", "simple"}});
    xml.open("text-style", {{"fieldName", field.label},
                            {"isExpression", "0"},
                            {"fontSize", fmt::format("{}", label.size_mm)},
                            {"fontSizeUnit", "MM"},
                            {"fontFamily", "Noto Sans CJK SC"},
                            {"namedStyle", label.bold ? "Bold" : "Regular"},
                            {"fontWeight", label.bold ? "75" : "50"},
                            {"textColor", qml_colour(label.colour)},
                            {"textOpacity", "1"}});
    xml.leaf("text-buffer", {{"bufferDraw", label.halo_mm > 0 ? "1" : "0"},
                             {"bufferSize", fmt::format("{}", label.halo_mm)},
                             {"bufferSizeUnits", "MM"},
                             {"bufferColor", "255,255,255,255"},
                             {"bufferOpacity", "1"}});
    xml.close();
    const bool lines = field.shape == geo::Shape::line;
    const char* placement = lines ? "2" : field.shape == geo::Shape::point ? "6" : "1";
    xml.leaf(
        "placement",
        {{"placement", placement}, {"centroidInside", "1"}, {"dist", "0.5"}, {"distUnits", "MM"}});
    xml.leaf("rendering", {{"drawLabels", "1"}, {"obstacle", "1"}});
    xml.close();
    xml.close();
}

}  // namespace

std::string qml_of(const LayerStyle& style, const StyledField& field) {
    XmlText xml;
    xml.raw("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>");
    const bool labels = style.label && !field.label.empty();
    xml.open("qgis", {{"version", "3.22.0"},
                      {"styleCategories", "Symbology|Labeling|Rendering"},
                      {"labelsEnabled", labels ? "1" : "0"}});
    add_renderer(xml, style, field);
    if (labels) {
        add_labeling(xml, *style.label, field);
    }
    xml.text("blendMode", "0");
    xml.text("featureBlendMode", "0");
    xml.text("layerOpacity", fmt::format("{}", style.opacity));
    xml.text("layerGeometryType", field.shape == geo::Shape::point  ? "0"
                                  : field.shape == geo::Shape::line ? "1"
                                                                    : "2");
    xml.close();
    return xml.str();
}

}  // namespace jt::source
