#include "report/layer_styles.hpp"

#include "base/text.hpp"
#include "map/content.hpp"
#include "map/landuse.hpp"
#include "map/strata.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace jt::report {
namespace {

source::Colour colour_of(map::Colour c) { return {c.r, c.g, c.b, c.a}; }

std::optional<source::Colour> colour_of(const std::optional<map::Colour>& c, double opacity) {
    return c ? std::optional(colour_of(c->with_alpha(opacity))) : std::nullopt;
}

std::vector<double> angles_of(map::Hatch hatch) {
    switch (hatch) {
        case map::Hatch::none: return {};
        case map::Hatch::forward: return {45};
        case map::Hatch::backward: return {-45};
        case map::Hatch::cross: return {45, -45};
        case map::Hatch::horizontal: return {0};
        case map::Hatch::vertical: return {90};
    }
    return {};
}

/// The opacity of a symbol is that of lines, or of the fill.
source::StyleSymbol symbol_of(map::Symbol symbol, geo::Shape shape) {
    map::make_visible(symbol, shape);
    const bool lines = shape == geo::Shape::line;
    source::StyleSymbol out;
    out.fill = colour_of(symbol.fill, symbol.opacity);
    out.stroke = colour_of(symbol.stroke, lines ? symbol.opacity : 1);
    out.casing = colour_of(symbol.casing, 1);
    out.width = symbol.width;
    out.casing_width = symbol.casing_width;
    out.dash = symbol.dash;
    out.marker = map::marker_name(symbol.marker);
    out.outline = map::marker_ring(symbol.marker, 2, 0, 0);
    out.size = symbol.size;
    out.hatch = angles_of(symbol.hatch);
    out.hatch_colour = colour_of(symbol.hatch_colour);
    out.hatch_spacing = symbol.hatch_spacing;
    out.hatch_width = symbol.hatch_width;
    return out;
}

/// The classes, each with its place in the drawing order, and what is in them.
std::vector<source::StyleClass> classes_of(const map::Classified& found, geo::Shape shape,
                                           base::Lang lang) {
    std::vector<source::StyleClass> out;
    for (std::size_t i = 0; i < found.classes.size(); ++i) {
        source::StyleClass one;
        one.name = one.label = found.classes[i].label.in(lang);
        one.symbol = symbol_of(found.classes[i].symbol, shape);
        one.rest = found.rest && i + 1 == found.classes.size();
        const auto level = std::ranges::find(found.draw_order, i);
        one.level = static_cast<std::size_t>(level - found.draw_order.begin());
        if (i <= found.breaks.size()) {
            one.low = i == 0 ? one.low : found.breaks[i - 1];
            one.high = i == found.breaks.size() ? one.high : found.breaks[i];
        }
        out.push_back(std::move(one));
    }
    return out;
}

void add_values(const layer::Column& column, const map::Classified& found,
                std::vector<source::StyleClass>& classes) {
    std::set<std::string> seen;
    for (std::size_t row = 0; row < found.of_row.size(); ++row) {
        const std::int32_t at = found.of_row[row];
        if (at < 0 || !column.valid(row) || classes[static_cast<std::size_t>(at)].rest) {
            continue;
        }
        if (const std::string value = column.show(row); seen.insert(value).second) {
            classes[static_cast<std::size_t>(at)].values.push_back(value);
        }
    }
    for (source::StyleClass& one : classes) {
        std::ranges::sort(one.values);
    }
}

void add_ends(const layer::Column& column, source::LayerStyle& out) {
    bool any = false;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const double value = column.number(row);
        if (std::isfinite(value)) {
            out.least = any ? std::min(out.least, value) : value;
            out.most = any ? std::max(out.most, value) : value;
            any = true;
        }
    }
}

/// Classes that a feature is in; all of them for a layer without features.
void drop_unseen(const map::Classified& found, std::vector<source::StyleClass>& classes) {
    const std::set<std::int32_t> seen(found.of_row.begin(), found.of_row.end());
    if (found.of_row.empty()) {
        return;
    }
    std::int32_t i = 0;
    std::erase_if(classes, [&](const source::StyleClass&) { return !seen.contains(i++); });
}

std::optional<source::StyleLabel> label_of(const map::LayerStyle& style,
                                           const layer::Layer& layer) {
    if (!style.label || !layer.has(style.label->field)) {
        return std::nullopt;
    }
    return source::StyleLabel{style.label->field, style.label->size_mm,
                              colour_of(style.label->colour), style.label->bold,
                              style.label->halo_mm};
}

}  // namespace

source::LayerStyle layer_style(const map::LayerStyle& style, const std::string& name,
                               const layer::Layer& layer, base::Lang lang) {
    std::vector<std::size_t> rows(layer.rows());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    base::Diagnostics told_by_the_sheet;
    const map::Classified found = map::classify(layer, rows, style, told_by_the_sheet, name);
    source::LayerStyle out;
    out.name = name;
    out.opacity = style.opacity;
    out.label = label_of(style, layer);
    out.classes = classes_of(found, layer.geometry().shape(), lang);
    if (style.kind != map::StyleKind::single && layer.has(style.field)) {
        const layer::Column& column = layer.column(style.field);
        out.field = style.field;
        if (style.kind == map::StyleKind::graduated) {
            out.kind = source::StyleKind::graduated;
            add_ends(column, out);
        } else {
            out.kind = source::StyleKind::categorised;
            add_values(column, found, out.classes);
        }
        drop_unseen(found, out.classes);
    }
    return out;
}

source::ClassColours class_colours(const std::string& word) {
    using Use = source::ClassColours::Use;
    source::ClassColours out;
    out.use = word == "distinct" ? Use::distinct : word == "landuse" ? Use::known : Use::automatic;
    for (const map::Colour& colour : map::category_colours()) {
        out.palette.push_back(colour_of(colour));
    }
    out.known = [](const std::string& value) -> std::optional<source::ClassColours::Known> {
        const std::string text = base::trim(value);
        const map::LanduseClass* found = map::landuse_by_name(text);
        if (found == nullptr && map::is_landuse_code(text)) {
            found = map::find_landuse(text);
        }
        if (found == nullptr) {
            return std::nullopt;
        }
        const std::string title(found->zh);
        return source::ClassColours::Known{text == title ? text : text + " " + title,
                                           colour_of(found->colour)};
    };
    return out;
}

source::StyleHooks style_hooks() {
    return {[](const nlohmann::json& style, const std::string& name, const layer::Layer& layer,
               const std::string& lang) {
                return layer_style(map::parse_style(style), name, layer, base::lang_of(lang));
            },
            [](const nlohmann::json& style) { map::parse_style(style); }, class_colours};
}

}  // namespace jt::report
