#include "source/style/layer_style.hpp"

#include <cmath>
#include <map>

namespace jt::source {
namespace {

std::size_t rest_of(const LayerStyle& style) {
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        if (style.classes[i].rest) {
            return i;
        }
    }
    return kNoClass;
}

std::vector<std::size_t> categorised(const LayerStyle& style, const layer::Column& column) {
    std::map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        for (const std::string& value : style.classes[i].values) {
            index.emplace(value, i);
        }
    }
    std::vector<std::size_t> out(column.size(), rest_of(style));
    for (std::size_t row = 0; row < column.size(); ++row) {
        const auto found = column.valid(row) ? index.find(column.show(row)) : index.end();
        out[row] = found == index.end() ? out[row] : found->second;
    }
    return out;
}

std::size_t graduated(const LayerStyle& style, double value) {
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        const StyleClass& one = style.classes[i];
        if (!one.rest && one.low <= value && value < one.high) {
            return i;
        }
    }
    return kNoClass;
}

}  // namespace

std::vector<std::size_t> classes_of(const LayerStyle& style, const layer::Table& table) {
    if (style.kind == StyleKind::single) {
        return std::vector<std::size_t>(table.rows(), 0);
    }
    const layer::Column& column = table.column(style.field);
    if (style.kind == StyleKind::categorised) {
        return categorised(style, column);
    }
    std::vector<std::size_t> out(column.size(), rest_of(style));
    for (std::size_t row = 0; row < column.size(); ++row) {
        const double value = column.number(row);
        out[row] = std::isnan(value) ? out[row] : graduated(style, value);
    }
    return out;
}

LayerStyle plain_style(const std::string& name) {
    StyleClass only;
    only.name = only.label = name;
    only.symbol.fill = Colour{206, 221, 226, 255};
    only.symbol.stroke = Colour{74, 104, 117, 255};
    LayerStyle out;
    out.name = name;
    out.classes = {only};
    return out;
}

Colour main_colour(const StyleSymbol& symbol, bool lines) {
    const std::optional<Colour>& first = lines ? symbol.stroke : symbol.fill;
    const std::optional<Colour>& second = lines ? symbol.fill : symbol.stroke;
    return first ? *first : second ? *second : symbol.hatch_colour;
}

}  // namespace jt::source
