// How a layer is drawn, free of any format: what becomes a style of a GeoPackage (QML and SLD) or
// the layers of a DXF.
#pragma once

#include "layer/table.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace jt::source {

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Colour&) const = default;
};

/// Lengths are millimetres on paper.
struct StyleSymbol {
    std::optional<Colour> fill, stroke, casing;
    double width = 0.25;            ///< of the line or outline
    double casing_width = 0.25;     ///< on each side of the line
    std::vector<double> dash;       ///< on, off, ...
    std::string marker = "circle";  ///< circle square triangle diamond star hexagon cross, or a
                                    ///< name of one's own with an outline
    std::vector<double> outline;    ///< x, y of the marker within radius 1, y down; closed
    double size = 2.4;              ///< of the marker, across
    std::vector<double> hatch;      ///< directions of hatch lines, degrees counter-clockwise
    Colour hatch_colour;
    double hatch_spacing = 1.6, hatch_width = 0.15;
    bool operator==(const StyleSymbol&) const = default;
};

struct StyleClass {
    std::string name;   ///< of the layer in a DXF
    std::string label;  ///< in the legend
    StyleSymbol symbol;
    std::vector<std::string> values;  ///< categorised: as layer::Column::show() gives them
    double low = -std::numeric_limits<double>::infinity();  ///< graduated: low <= value < high
    double high = std::numeric_limits<double>::infinity();
    /// Categorised: values that no other class has, and no value at all; graduated: no value.
    bool rest = false;
    std::size_t level = 0;  ///< classes of a higher level are drawn over those of a lower one
    bool operator==(const StyleClass&) const = default;
};

struct StyleLabel {
    std::string field;
    double size_mm = 2.6;
    Colour colour;
    bool bold = false;
    double halo_mm = 0.35;
    bool operator==(const StyleLabel&) const = default;
};

enum class StyleKind { single, categorised, graduated };

struct LayerStyle {
    std::string name;  ///< of the style; a layer may have several
    StyleKind kind = StyleKind::single;
    std::string field;                ///< of the table; unused by single
    std::vector<StyleClass> classes;  ///< in legend order; single: one
    double least = 0, most = 0;       ///< graduated: of the values, where a format wants ends
    double opacity = 1;               ///< of the layer as a whole
    std::optional<StyleLabel> label;
    bool operator==(const LayerStyle&) const = default;
};

constexpr std::size_t kNoClass = std::numeric_limits<std::size_t>::max();

/// The class of each row; kNoClass where the style draws none. A style of a column that the table
/// lacks is a data error.
std::vector<std::size_t> classes_of(const LayerStyle& style, const layer::Table& table);

/// Quiet colours for a layer that nothing is known of: one class of its name.
LayerStyle plain_style(const std::string& name);

/// The one colour that stands for a symbol: the fill of areas and markers, the stroke of `lines`;
/// what else it has where that is missing.
Colour main_colour(const StyleSymbol& symbol, bool lines);

}  // namespace jt::source
