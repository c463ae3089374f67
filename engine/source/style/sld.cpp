// Styles as SLD 1.1.0 with Symbology Encoding 1.1.0 (OGC 05-078r4, 05-077r4).
#include "source/style/style_xml.hpp"
#include "source/text/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::source {
namespace {

constexpr double kPixelMm = 0.28;  ///< OGC 05-077r4, 11.3.3: the standardized rendering pixel

std::string pixels(double mm) { return fmt::format("{:.4g}", mm / kPixelMm); }
std::string hex(Colour c) { return fmt::format("#{:02x}{:02x}{:02x}", c.r, c.g, c.b); }

void parameter(XmlText& xml, const char* name, const std::string& value) {
    xml.text("se:SvgParameter", value, {{"name", name}});
}

void add_fill(XmlText& xml, Colour colour) {
    xml.open("se:Fill");
    parameter(xml, "fill", hex(colour));
    if (colour.a != 255) {
        parameter(xml, "fill-opacity", fmt::format("{:.3g}", colour.a / 255.0));
    }
    xml.close();
}

void add_stroke(XmlText& xml, Colour colour, double width, const std::vector<double>& dash) {
    xml.open("se:Stroke");
    parameter(xml, "stroke", hex(colour));
    if (colour.a != 255) {
        parameter(xml, "stroke-opacity", fmt::format("{:.3g}", colour.a / 255.0));
    }
    parameter(xml, "stroke-width", pixels(width));
    parameter(xml, "stroke-linejoin", "round");
    if (!dash.empty()) {
        std::string pattern;
        for (const double part : dash) {
            pattern += (pattern.empty() ? "" : " ") + pixels(part);
        }
        parameter(xml, "stroke-dasharray", pattern);
    }
    xml.close();
}

/// A pattern of lines, by the names that GeoServer and QGIS know.
void add_hatch(XmlText& xml, const StyleSymbol& symbol, double angle) {
    const char* mark = angle == 0    ? "shape://horline"
                       : angle == 90 ? "shape://vertline"
                       : angle > 0   ? "shape://slash"
                                     : "shape://backslash";
    xml.open("se:PolygonSymbolizer");
    xml.open("se:Fill");
    xml.open("se:GraphicFill");
    xml.open("se:Graphic");
    xml.open("se:Mark");
    xml.text("se:WellKnownName", mark);
    add_stroke(xml, symbol.hatch_colour, symbol.hatch_width, {});
    xml.close();
    xml.text("se:Size", pixels(symbol.hatch_spacing));
    for (int i = 0; i < 4; ++i) {
        xml.close();
    }
}

void add_area(XmlText& xml, const StyleSymbol& symbol) {
    if (symbol.fill || symbol.hatch.empty()) {
        xml.open("se:PolygonSymbolizer");
        if (symbol.fill) {
            add_fill(xml, *symbol.fill);
        }
        xml.close();
    }
    for (const double angle : symbol.hatch) {
        add_hatch(xml, symbol, angle);
    }
    if (symbol.stroke) {
        xml.open("se:LineSymbolizer");
        add_stroke(xml, *symbol.stroke, symbol.width, symbol.dash);
        xml.close();
    }
}

void add_line(XmlText& xml, const StyleSymbol& symbol) {
    const auto line = [&](Colour colour, double width, const std::vector<double>& dash) {
        xml.open("se:LineSymbolizer");
        add_stroke(xml, colour, width, dash);
        xml.close();
    };
    if (symbol.casing && symbol.dash.empty()) {
        line(*symbol.casing, symbol.width + 2 * symbol.casing_width, {});
    }
    if (symbol.stroke) {
        line(*symbol.stroke, symbol.width, symbol.dash);
    }
}

void add_marker(XmlText& xml, const StyleSymbol& symbol) {
    const std::string& name = symbol.marker;
    const bool known = name == "square" || name == "triangle" || name == "star" || name == "cross";
    xml.open("se:PointSymbolizer");
    xml.open("se:Graphic");
    xml.open("se:Mark");
    xml.text("se:WellKnownName", name == "diamond" ? "square" : known ? name : "circle");
    if (symbol.fill) {
        add_fill(xml, *symbol.fill);
    }
    if (symbol.stroke) {
        add_stroke(xml, *symbol.stroke, symbol.width, {});
    }
    xml.close();
    // A diamond is a square on its corner, and a square's side is less than its diagonal.
    xml.text("se:Size", pixels(name == "diamond" ? symbol.size / std::sqrt(2.0) : symbol.size));
    if (name == "diamond") {
        xml.text("se:Rotation", "45");
    }
    xml.close();
    xml.close();
}

void compare(XmlText& xml, const char* operation, const std::string& field,
             const std::string& value) {
    xml.open(operation);
    xml.text("ogc:PropertyName", field);
    xml.text("ogc:Literal", value);
    xml.close();
}

void add_values(XmlText& xml, const StyleClass& one, const StyledField& field) {
    if (one.values.size() > 1) {
        xml.open("ogc:Or");
    }
    for (const std::string& value : one.values) {
        compare(xml, "ogc:PropertyIsEqualTo", field.name, value);
    }
    if (one.values.size() > 1) {
        xml.close();
    }
}

void add_range(XmlText& xml, const StyleClass& one, const StyledField& field) {
    const bool low = std::isfinite(one.low), high = std::isfinite(one.high);
    if (low && high) {
        xml.open("ogc:And");
    }
    if (low) {
        compare(xml, "ogc:PropertyIsGreaterThanOrEqualTo", field.name, fmt::format("{}", one.low));
    }
    if (high) {
        compare(xml, "ogc:PropertyIsLessThan", field.name, fmt::format("{}", one.high));
    }
    if (low && high) {
        xml.close();
    }
}

/// The features of a class: nothing for one class of all, `else` for those of no other.
void add_filter(XmlText& xml, const LayerStyle& style, const StyleClass& one,
                const StyledField& field) {
    if (one.rest) {
        xml.leaf("se:ElseFilter", {});
        return;
    }
    const bool range = std::isfinite(one.low) || std::isfinite(one.high);
    if (style.kind == StyleKind::single || (style.kind == StyleKind::graduated && !range) ||
        (style.kind == StyleKind::categorised && one.values.empty())) {
        return;
    }
    xml.open("ogc:Filter");
    if (style.kind == StyleKind::categorised) {
        add_values(xml, one, field);
    } else {
        add_range(xml, one, field);
    }
    xml.close();
}

void add_rule(XmlText& xml, const LayerStyle& style, const StyleClass& one,
              const StyledField& field) {
    xml.open("se:Rule");
    xml.text("se:Name", one.label);
    add_filter(xml, style, one, field);
    if (field.shape == geo::Shape::polygon) {
        add_area(xml, one.symbol);
    } else if (field.shape == geo::Shape::line) {
        add_line(xml, one.symbol);
    } else {
        add_marker(xml, one.symbol);
    }
    xml.close();
}

}  // namespace

std::string sld_of(const LayerStyle& style, const StyledField& field, const std::string& layer) {
    XmlText xml;
    xml.raw(R"(<?xml version="1.0" encoding="UTF-8"?>)");
    xml.open("StyledLayerDescriptor",
             {{"version", "1.1.0"},
              {"xmlns", "http://www.opengis.net/sld"},
              {"xmlns:ogc", "http://www.opengis.net/ogc"},
              {"xmlns:se", "http://www.opengis.net/se"},
              {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
              {"xsi:schemaLocation",
               "http://www.opengis.net/sld "
               "http://schemas.opengis.net/sld/1.1.0/StyledLayerDescriptor.xsd"}});
    xml.open("NamedLayer");
    xml.text("se:Name", layer);
    xml.open("UserStyle");
    xml.text("se:Name", style.name);
    xml.open("se:FeatureTypeStyle");
    std::vector<std::size_t> order(style.classes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return style.classes[i].level; });
    for (const std::size_t i : order) {  // what is drawn later lies above
        add_rule(xml, style, style.classes[i], field);
    }
    for (int i = 0; i < 4; ++i) {
        xml.close();
    }
    return xml.str();
}

}  // namespace jt::source
