#include "map/classify.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "map/breaks.hpp"
#include "map/graded.hpp"
#include "map/landuse.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace jt::map {
namespace {

using base::Severity;
using layer::Column;
using layer::Layer;
using Rows = std::vector<std::size_t>;

std::vector<std::int64_t> ids_of(const Layer& layer, const Rows& rows) {
    std::vector<std::int64_t> out;
    for (const std::size_t row : rows) {
        out.push_back(layer.ids()[row]);
    }
    return out;
}

base::Text title_or_name(const LayerStyle& style, const Layer& layer) {
    return style.title.zh.empty() ? base::Text{layer.name(), layer.name()} : style.title;
}

Classified one_class(const Rows& rows, const base::Text& label, const Symbol& symbol) {
    return {{{label, symbol}}, {0}, std::vector<std::int32_t>(rows.size(), 0)};
}

Classified single(const Layer& layer, const Rows& rows, const LayerStyle& style) {
    return one_class(rows, title_or_name(style, layer), style.symbol);
}

/// A layer without the role's column: where its own name is one of the role's values, it is that
/// class (a layer 生态保护红线 of role "constraint"); otherwise one class.
Classified by_name(const Layer& layer, const Rows& rows, const LayerStyle& style) {
    for (const Category& item : style.categories) {
        for (const std::string& value : item.values) {
            if (value == layer.name() || value == style.title.zh || value == style.title.en) {
                return one_class(rows, item.label, item.symbol);
            }
        }
    }
    return single(layer, rows, style);
}

/// Gives the area or the line of a symbol its colour.
void paint(Symbol& symbol, Colour colour, geo::Shape shape) {
    if (shape == geo::Shape::line) {
        symbol.stroke = colour;
    } else {
        symbol.fill = colour;
    }
}

void top_first(Classified& out) {
    out.draw_order.resize(out.classes.size());
    std::iota(out.draw_order.rbegin(), out.draw_order.rend(), std::size_t{0});
}

/// Categories that the style lists, or one class for each value, in order of the values.
std::vector<Category> categories_for(const Column& column, const Rows& rows,
                                     const LayerStyle& style, geo::Shape shape) {
    if (!style.categories.empty()) {
        std::vector<Category> out = style.categories;
        const bool coloured =
            std::any_of(out.begin(), out.end(), [](const Category& c) { return c.coloured; });
        if (!coloured && !style.symbol.fill && !style.symbol.stroke &&
            out.size() > category_colours().size()) {
            throw base::data_error("map.style.colours", out.size(), category_colours().size());
        }
        for (std::size_t i = 0; i < out.size() && !coloured; ++i) {
            if (i < category_colours().size()) {
                paint(out[i].symbol, category_colours()[i], shape);
            }
        }
        return out;
    }
    std::set<std::string> values;
    for (const std::size_t row : rows) {
        if (column.valid(row)) {
            values.insert(column.show(row));
        }
    }
    if (values.size() > category_colours().size()) {
        throw base::data_error("map.style.colours", values.size(), category_colours().size());
    }
    std::vector<Category> out;
    for (const std::string& value : values) {
        Category item{{value}, {value, value}, style.symbol, false};
        paint(item.symbol, category_colours()[out.size()], shape);
        out.push_back(std::move(item));
    }
    return out;
}

void report_others(const Layer& layer, const Rows& others, const Column& column, bool drawn,
                   base::Diagnostics& diagnostics, const std::string& where) {
    if (others.empty()) {
        return;
    }
    std::set<std::string> words;
    for (const std::size_t row : others) {
        words.insert(column.valid(row) ? column.show(row) : "null");
    }
    const std::string list = base::join_some({words.begin(), words.end()});
    diagnostics.features(drawn ? Severity::info : Severity::warning,
                         base::msg(drawn ? "map.class.other" : "map.class.skipped", list), where,
                         ids_of(layer, others));
}

Classified categories(const Layer& layer, const Rows& rows, const LayerStyle& style,
                      base::Diagnostics& diagnostics, const std::string& where) {
    const Column& column = layer.column(style.field);
    Classified out;
    std::map<std::string, std::int32_t> index;
    for (const Category& item : categories_for(column, rows, style, layer.geometry().shape())) {
        for (const std::string& value : item.values) {
            index.emplace(value, static_cast<std::int32_t>(out.classes.size()));
        }
        out.classes.push_back({item.label, item.symbol});
    }
    const auto other = static_cast<std::int32_t>(out.classes.size());
    Rows others;
    for (const std::size_t row : rows) {
        const auto found = column.valid(row) ? index.find(column.show(row)) : index.end();
        if (found == index.end()) {
            others.push_back(row);
        }
        out.of_row.push_back(found != index.end() ? found->second : style.draw_other ? other : -1);
    }
    report_others(layer, others, column, style.draw_other, diagnostics, where);
    if (style.draw_other) {
        out.classes.push_back({style.other_label, style.other_symbol});
        out.rest = true;
    }
    top_first(out);
    return out;
}

Classified landuse(const Layer& layer, const Rows& rows, const LayerStyle& style,
                   base::Diagnostics& diagnostics, const std::string& where) {
    const Column& column = layer.column(style.field);
    std::map<std::string, const LanduseClass*> found;
    for (const std::size_t row : rows) {
        if (const LanduseClass* item = find_landuse(column.show(row))) {
            found.emplace(item->code, item);
        }
    }
    Classified out;
    std::map<std::string, std::int32_t> index;
    for (const auto& [code, item] : found) {
        Symbol symbol = style.symbol;
        const auto own = style.colours.find(code);
        symbol.fill = own == style.colours.end() ? item->colour : own->second;
        index[code] = static_cast<std::int32_t>(out.classes.size());
        out.classes.push_back(
            {{code + " " + std::string(item->zh), code + " " + std::string(item->en)}, symbol});
    }
    const auto other = static_cast<std::int32_t>(out.classes.size());
    Rows others;
    for (const std::size_t row : rows) {
        const LanduseClass* item = find_landuse(column.show(row));
        if (item == nullptr) {
            others.push_back(row);
        }
        out.of_row.push_back(item != nullptr ? index[std::string(item->code)] : other);
    }
    report_others(layer, others, column, true, diagnostics, where);
    Symbol unknown = style.other_symbol;
    unknown.fill = Colour{240, 240, 240, 255};
    out.classes.push_back({style.other_label, unknown});
    out.rest = true;
    top_first(out);
    return out;
}

std::vector<double> finite_values(const Column& column, const Rows& rows) {
    std::vector<double> out;
    for (const std::size_t row : rows) {
        const double value = column.number(row);
        if (std::isfinite(value)) {
            out.push_back(value);
        }
    }
    return out;
}

const Column& number_column(const Layer& layer, const std::string& field) {
    const Column& column = layer.column(field);
    if (column.type() == layer::Type::text) {
        throw base::data_error("map.style.text", field);
    }
    return column;
}

double along(const std::vector<double>& range, std::size_t i, std::size_t count, double fallback) {
    return range.empty() ? fallback
                         : range[0] + (range[1] - range[0]) * double(i) /
                                          double(std::max<std::size_t>(count - 1, 1));
}

/// One class for each label, and one for features without a value.
Classified graded_classes(const LayerStyle& style, const std::vector<std::string>& labels,
                          const std::vector<Colour>& colours, geo::Shape shape) {
    Classified out;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        Symbol symbol = style.symbol;
        paint(symbol, colours[i], shape);
        symbol.size = along(style.sizes, i, labels.size(), symbol.size);
        symbol.width = along(style.widths, i, labels.size(), symbol.width);
        out.classes.push_back({with_unit(labels[i], style), symbol});
        out.draw_order.push_back(i);
    }
    Symbol grey = style.symbol;
    paint(grey, {235, 235, 235, 255}, shape);
    out.classes.push_back({{"无数据", "No data"}, grey});
    out.draw_order.insert(out.draw_order.begin(), labels.size());
    return out;
}

Classified graduated(const Layer& layer, const Rows& rows, const LayerStyle& style,
                     base::Diagnostics& diagnostics, const std::string& where) {
    const Column& column = number_column(layer, style.field);
    const std::vector<double> values = finite_values(column, rows);
    const int digits = digits_of(style, values);
    const std::vector<double> breaks = breaks_of(style, values, digits);
    std::vector<std::string> labels = break_labels(breaks, digits);
    if (labels.empty()) {  // one value only, or none
        labels.push_back(values.empty() ? "" : show_number(values.front(), digits));
    }
    Classified out =
        graded_classes(style, labels, class_colours(style, breaks), layer.geometry().shape());
    out.breaks = breaks;
    out.rest = true;
    Rows nulls;
    for (const std::size_t row : rows) {
        const double value = column.number(row);
        const bool known = std::isfinite(value);
        if (!known) {
            nulls.push_back(row);
        }
        out.of_row.push_back(
            static_cast<std::int32_t>(known ? class_of(value, breaks) : labels.size()));
    }
    if (!nulls.empty()) {
        diagnostics.features(Severity::info, base::msg("map.class.null", style.field), where,
                             ids_of(layer, nulls));
    }
    return out;
}

/// A band that reaches no farther than the one inside it is the same polygon, lies hidden under it,
/// and must not stand in the legend.
void hide_repeated(const Layer& layer, const Rows& rows, Classified& out) {
    const std::vector<std::int32_t> given = out.of_row;
    const auto same = [&](std::size_t i, std::size_t k) {
        const auto a = layer.geometry().coordinates(rows[i]);
        const auto b = layer.geometry().coordinates(rows[k]);
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t k = 0; given[i] > 0 && k < rows.size(); ++k) {
            if (given[k] == given[i] - 1 && same(i, k)) {
                out.of_row[i] = -1;
            }
        }
    }
}

Classified bands(const Layer& layer, const Rows& rows, const LayerStyle& style,
                 base::Diagnostics& diagnostics, const std::string& where) {
    const Column& column = number_column(layer, style.field);
    std::vector<double> cutoffs = style.cutoffs;
    if (cutoffs.empty()) {
        const std::vector<double> values = finite_values(column, rows);
        const std::set<double> distinct(values.begin(), values.end());
        cutoffs.assign(distinct.begin(), distinct.end());
    }
    if (cutoffs.size() > 12) {
        throw base::data_error("map.style.colours", cutoffs.size(), 12);
    }
    const std::vector<Colour> colours = ramp(style.ramp, cutoffs.size(), style.reverse);
    const int digits =
        std::all_of(cutoffs.begin(), cutoffs.end(), [](double c) { return c == std::floor(c); })
            ? 0
            : 1;
    Classified out;
    for (std::size_t i = 0; i < cutoffs.size(); ++i) {
        Symbol symbol = style.symbol;
        paint(symbol, colours[i], layer.geometry().shape());
        const std::string text = (i == 0 ? "≤ " : show_number(cutoffs[i - 1], digits) + " – ") +
                                 show_number(cutoffs[i], digits) + " ";
        out.classes.push_back({{text + style.unit.zh, text + style.unit.en}, symbol});
    }
    top_first(out);
    Rows others;
    for (const std::size_t row : rows) {
        const auto found = std::find(cutoffs.begin(), cutoffs.end(), column.number(row));
        if (found == cutoffs.end()) {
            others.push_back(row);
        }
        out.of_row.push_back(
            found == cutoffs.end() ? -1 : static_cast<std::int32_t>(found - cutoffs.begin()));
    }
    report_others(layer, others, column, false, diagnostics, where);
    hide_repeated(layer, rows, out);
    return out;
}

}  // namespace

Classified classify(const Layer& layer, const Rows& rows, const LayerStyle& style,
                    base::Diagnostics& diagnostics, const std::string& where) {
    if (style.kind != StyleKind::single && style.optional_field && !layer.has(style.field)) {
        diagnostics.info(base::msg("map.role.field", style.role, style.field), where);
        return by_name(layer, rows, style);
    }
    switch (style.kind) {
        case StyleKind::single: return single(layer, rows, style);
        case StyleKind::categories: return categories(layer, rows, style, diagnostics, where);
        case StyleKind::graduated: return graduated(layer, rows, style, diagnostics, where);
        case StyleKind::bands: return bands(layer, rows, style, diagnostics, where);
        case StyleKind::landuse: return landuse(layer, rows, style, diagnostics, where);
        case StyleKind::continuous:
        case StyleKind::shade: break;  // of surfaces
    }
    return {};
}

}  // namespace jt::map
