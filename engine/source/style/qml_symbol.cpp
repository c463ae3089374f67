#include "source/style/qml_symbol.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

namespace jt::source {
namespace {

using Options = std::vector<std::pair<std::string_view, std::string>>;

std::string mm(double value) { return fmt::format("{}", value); }

/// Properties in today's form, and in that of QGIS before 3.18.
void add_options(XmlText& xml, const Options& options) {
    xml.open("Option", {{"type", "Map"}});
    for (const auto& [name, value] : options) {
        xml.leaf("Option", {{"type", "QString"}, {"name", std::string(name)}, {"value", value}});
    }
    xml.close();
    for (const auto& [name, value] : options) {
        xml.leaf("prop", {{"k", std::string(name)}, {"v", value}});
    }
}

void open_layer(XmlText& xml, const char* kind, std::size_t pass, const Options& options) {
    xml.open("layer",
             {{"class", kind}, {"enabled", "1"}, {"locked", "0"}, {"pass", std::to_string(pass)}});
    add_options(xml, options);
}

void add_layer(XmlText& xml, const char* kind, std::size_t pass, const Options& options) {
    open_layer(xml, kind, pass, options);
    xml.close();
}

Options line_options(Colour colour, double width, const std::vector<double>& dash) {
    std::string pattern;
    for (const double part : dash) {
        pattern += (pattern.empty() ? "" : ";") + mm(part);
    }
    return {{"line_color", qml_colour(colour)},
            {"line_width", mm(width)},
            {"line_width_unit", "MM"},
            {"line_style", "solid"},
            {"joinstyle", "round"},
            {"capstyle", dash.empty() ? "round" : "flat"},
            {"use_custom_dash", dash.empty() ? "0" : "1"},
            {"customdash", pattern.empty() ? "5;2" : pattern},
            {"customdash_unit", "MM"}};
}

void open_symbol(XmlText& xml, const char* type, const std::string& name) {
    xml.open("symbol", {{"type", type},
                        {"name", name},
                        {"alpha", "1"},
                        {"clip_to_extent", "1"},
                        {"force_rhr", "0"}});
}

void add_hatch(XmlText& xml, const StyleSymbol& symbol, double angle, const std::string& name,
               std::size_t pass, std::size_t index) {
    open_layer(xml, "LinePatternFill", pass,
               {{"angle", mm(angle)},
                {"distance", mm(symbol.hatch_spacing)},
                {"distance_unit", "MM"},
                {"color", qml_colour(symbol.hatch_colour)},
                {"line_width", mm(symbol.hatch_width)},
                {"line_width_unit", "MM"}});
    open_symbol(xml, "line", fmt::format("@{}@{}", name, index));
    add_layer(xml, "SimpleLine", 0, line_options(symbol.hatch_colour, symbol.hatch_width, {}));
    xml.close();
    xml.close();
}

void add_area(XmlText& xml, const std::string& name, const StyleSymbol& symbol, std::size_t level,
              std::size_t levels) {
    std::size_t index = 0;
    // A symbol without any layer would be given one of QGIS' own: the fill is there, perhaps empty.
    add_layer(xml, "SimpleFill", level,
              {{"color", qml_colour(symbol.fill.value_or(Colour{255, 255, 255, 0}))},
               {"style", symbol.fill ? "solid" : "no"},
               {"outline_style", "no"},
               {"outline_color", "35,35,35,255"},
               {"outline_width", "0"},
               {"outline_width_unit", "MM"}});
    for (const double angle : symbol.hatch) {
        add_hatch(xml, symbol, angle, name, levels + level, ++index);
    }
    if (symbol.stroke) {
        add_layer(xml, "SimpleLine", 2 * levels + level,
                  line_options(*symbol.stroke, symbol.width, symbol.dash));
    }
}

void add_line(XmlText& xml, const StyleSymbol& symbol, std::size_t level, std::size_t levels) {
    if (symbol.casing && symbol.dash.empty()) {
        add_layer(xml, "SimpleLine", level,
                  line_options(*symbol.casing, symbol.width + 2 * symbol.casing_width, {}));
    }
    add_layer(xml, "SimpleLine", levels + level,
              line_options(symbol.stroke.value_or(Colour{0, 0, 0, 0}), symbol.width, symbol.dash));
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k) {
            bits = bits << 8U |
                   (k < count ? static_cast<std::uint8_t>(bytes[i + k]) : std::uint8_t{0});
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= count ? kDigits[bits >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return out;
}

/// The outline as a picture whose colours QGIS may change.
std::string picture_of(const StyleSymbol& symbol) {
    std::string path;
    for (std::size_t i = 0; i + 1 < symbol.outline.size(); i += 2) {
        path += fmt::format("{}{:.0f},{:.0f}", i == 0 ? "M" : " L", 100 + 100 * symbol.outline[i],
                            100 + 100 * symbol.outline[i + 1]);
    }
    return fmt::format(
        R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" )svg"
        R"svg(viewBox="0 0 200 200"><path d="{} Z" fill="param(fill)" )svg"
        R"svg(fill-opacity="param(fill-opacity)" stroke="param(outline)" )svg"
        R"svg(stroke-opacity="param(outline-opacity)" stroke-width="param(outline-width)"/></svg>)svg",
        path);
}

void add_marker(XmlText& xml, const StyleSymbol& symbol, std::size_t level) {
    /// QGIS' name, and how large it draws what we call one across.
    static const std::map<std::string, std::pair<const char*, double>> kMarkers = {
        {"circle", {"circle", 1}},   {"square", {"square", 0.85}}, {"triangle", {"triangle", 1}},
        {"diamond", {"diamond", 1}}, {"star", {"star", 1}},        {"hexagon", {"hexagon", 1}},
        {"cross", {"cross_fill", 1}}};
    const auto found = kMarkers.find(symbol.marker);
    const bool simple = found != kMarkers.end();
    const double size = symbol.size * (simple ? found->second.second : 1);
    Options options = {
        {"name", simple ? found->second.first : "base64:" + base64(picture_of(symbol))},
        {"color", qml_colour(symbol.fill.value_or(Colour{255, 255, 255, 0}))},
        {"outline_color", qml_colour(symbol.stroke.value_or(Colour{0, 0, 0, 0}))},
        {"outline_style", symbol.stroke ? "solid" : "no"},
        {"outline_width", mm(symbol.stroke ? symbol.width : 0)},
        {"outline_width_unit", "MM"},
        {"size", mm(size)},
        {"size_unit", "MM"},
        {"scale_method", "diameter"}};
    add_layer(xml, simple ? "SimpleMarker" : "SvgMarker", level, options);
}

}  // namespace

std::string qml_colour(Colour colour) {
    return fmt::format("{},{},{},{}", colour.r, colour.g, colour.b, colour.a);
}

void add_qml_symbol(XmlText& xml, const std::string& name, const StyleSymbol& symbol,
                    geo::Shape shape, std::size_t level, std::size_t levels) {
    const bool lines = shape == geo::Shape::line, areas = shape == geo::Shape::polygon;
    open_symbol(xml, areas ? "fill" : lines ? "line" : "marker", name);
    if (areas) {
        add_area(xml, name, symbol, level, levels);
    } else if (lines) {
        add_line(xml, symbol, level, levels);
    } else {
        add_marker(xml, symbol, level);
    }
    xml.close();
}

}  // namespace jt::source
