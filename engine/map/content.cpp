#include "map/content.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/measure.hpp"
#include "layer/expression.hpp"
#include "layer/schematic.hpp"
#include "map/breaks.hpp"
#include "map/raster.hpp"
#include "map/strata.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::map {
namespace {

using base::Severity;
using layer::Layer;
using Rows = std::vector<std::size_t>;

bool has_geometry(const Layer& layer, std::size_t row) {
    const geo::Status status = layer.geometry().status(row);
    return status == geo::Status::ok || status == geo::Status::invalid;
}

Rows filtered(const LayerUse& use, const Layer& layer) {
    if (!use.filter.is_null()) {
        return layer::where(use.filter, layer);
    }
    Rows rows(layer.rows());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
}

Selection select_one(const LayerUse& use, const Layer& layer, base::Lang lang,
                     base::Diagnostics& diagnostics) {
    Selection out{&use, &layer, {}, use.style.title.in(lang)};
    if (out.title.empty()) {
        out.title = layer.name();
    }
    std::vector<std::int64_t> missing;
    for (const std::size_t row : filtered(use, layer)) {
        if (has_geometry(layer, row)) {
            out.rows.push_back(row);
        } else {
            missing.push_back(layer.ids()[row]);
        }
    }
    if (!missing.empty()) {
        diagnostics.features(Severity::warning, base::msg("map.layer.no_geometry"), out.title,
                             missing);
    }
    if (out.rows.empty()) {
        diagnostics.warn(base::msg("map.layer.empty"), out.title);
    }
    return out;
}

std::string with_number(const std::string& label, const std::string& number, base::Lang lang) {
    return lang == base::Lang::zh ? label + "（" + number + "）" : label + " (" + number + ")";
}

/// Adds what each class has of features or of area inside the whole layer selection.
void add_numbers(const Selection& selection, const Classified& classified, base::Lang lang,
                 std::vector<std::string>& labels) {
    const Numbers kind = selection.use->style.numbers;
    if (kind == Numbers::none) {
        return;
    }
    const Layer& layer = *selection.layer;
    if (kind == Numbers::area && layer.geometry().shape() != geo::Shape::polygon) {
        throw base::data_error("map.numbers.area", selection.title,
                               geo::shape_name(layer.geometry().shape()));
    }
    std::vector<double> sums(labels.size(), 0);
    const std::vector<double> areas = kind == Numbers::area
                                          ? geo::areas(layer.geometry(), layer.crs())
                                          : std::vector<double>(layer.rows(), 1.0);
    for (std::size_t i = 0; i < selection.rows.size(); ++i) {
        const double value = areas[selection.rows[i]];
        if (classified.of_row[i] >= 0 && std::isfinite(value)) {
            sums[static_cast<std::size_t>(classified.of_row[i])] += value;
        }
    }
    if (kind == Numbers::area && selection.use->style.kind == StyleKind::bands) {
        for (std::size_t i = sums.size(); i-- > 1;) {  // a band's polygon holds the inner ones
            sums[i] -= sums[i - 1];
        }
    }
    const bool large = std::any_of(sums.begin(), sums.end(), [](double s) { return s >= 1e8; });
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::string number =
            kind == Numbers::count ? show_number(sums[i], 0)
            : large                ? show_number(sums[i] / 1e6, 1) + " km²"
                    : show_number(sums[i] / 1e4, 2) + (lang == base::Lang::zh ? " 公顷" : " ha");
        labels[i] = with_number(labels[i], number, lang);
    }
}

std::vector<DrawnClass> all_classes(const Selection& selection, const Classified& classified,
                                    base::Lang lang) {
    std::vector<std::string> labels;
    for (const DrawClass& item : classified.classes) {
        labels.push_back(item.label.in(lang));
    }
    add_numbers(selection, classified, lang, labels);
    std::vector<DrawnClass> out;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        out.push_back({labels[i], classified.classes[i].symbol, {}, i});
        make_visible(out.back().symbol, selection.layer->geometry().shape());
    }
    return out;
}

/// Classes that nothing visible belongs to are left out, so the legend shows what the map shows.
void drop_unseen(DrawnLayer& out) {
    std::vector<std::size_t> renumbered(out.classes.size());
    std::vector<DrawnClass> kept;
    for (std::size_t i = 0; i < out.classes.size(); ++i) {
        renumbered[i] = kept.size();
        if (!out.classes[i].places.empty()) {
            kept.push_back(std::move(out.classes[i]));
        }
    }
    out.classes = std::move(kept);
    for (std::size_t& index : out.class_of) {
        index = renumbered[index];
    }
}

Drawing draw(const Selection& selection, const View& view, base::Lang lang,
             base::Diagnostics& diagnostics) {
    const Layer& layer = *selection.layer;
    const LayerStyle& style = selection.use->style;
    const Classified classified =
        classify(layer, selection.rows, style, diagnostics, selection.title);
    Drawing out;
    out.layer.title = selection.title;
    out.layer.layer = &layer;
    out.layer.style = &style;
    out.layer.classes = all_classes(selection, classified, lang);
    const geo::GeometryArray inside = to_page(layer.geometry(), selection.rows, view, view.page);
    Rows visible;
    for (std::size_t i = 0; i < selection.rows.size(); ++i) {
        if (classified.of_row[i] >= 0 && inside.status(i) == geo::Status::ok) {
            const auto index = static_cast<std::size_t>(classified.of_row[i]);
            out.layer.classes[index].places.push_back(visible.size());
            out.layer.class_of.push_back(index);
            out.layer.rows.push_back(selection.rows[i]);
            visible.push_back(i);
        }
    }
    out.layer.shapes = inside.take(visible);
    out.layer.schematic = layer::schematic_count(layer, out.layer.rows).value_or(0) > 0;
    // Drawn a little beyond the frame, so that no outline runs along its edge.
    const geo::GeometryArray drawn =
        to_page(layer.geometry(), out.layer.rows, view, view.page.grown(4));
    std::vector<Symbol> symbols;
    std::vector<geo::GeometryArray> shapes;
    for (const std::size_t index : classified.draw_order) {
        symbols.push_back(out.layer.classes[index].symbol);
        shapes.push_back(drawn.take(out.layer.classes[index].places));
    }
    out.group = symbolised(symbols, shapes, style.opacity);
    drop_unseen(out.layer);
    return out;
}

}  // namespace

void make_visible(Symbol& symbol, geo::Shape shape) {
    if (shape == geo::Shape::line ? !symbol.stroke
                                  : !symbol.fill && !symbol.stroke && symbol.hatch == Hatch::none) {
        (shape == geo::Shape::line ? symbol.stroke : symbol.fill) = category_colours().front();
    }
}

std::vector<Selection> select(const std::vector<LayerUse>& uses, const Sources& sources,
                              base::Lang lang, base::Diagnostics& diagnostics) {
    std::vector<Selection> out;
    for (const LayerUse& use : uses) {
        if (use.surface) {
            out.push_back(
                {&use, nullptr, {}, use.style.title.in(lang), sources.surfaces[use.port]});
            continue;
        }
        const Layer& layer = *sources.layers[use.port];
        base::within(base::msg("map.in.layer_named", layer.name()),
                     [&] { out.push_back(select_one(use, layer, lang, diagnostics)); });
    }
    return out;
}

geo::Box extent_of(const std::vector<Selection>& selections, const geo::Crs& crs) {
    geo::Box box;
    for (const Selection& selection : selections) {
        if (selection.surface != nullptr) {
            box.add(base::within(base::msg("map.in.surface_named", selection.title),
                                 [&] { return box_in(*selection.surface, crs); }));
        }
        for (const std::size_t row : selection.rows) {
            box.add(selection.layer->geometry().box(row));
        }
    }
    return box;
}

FrameContent fill_frame(const View& view, const std::vector<Selection>& selections,
                        const Canvas& canvas, base::Lang lang, base::Diagnostics& diagnostics) {
    FrameContent out;
    out.view = view;
    out.picture.box = view.page;
    for (const Selection& selection : selections) {
        const bool surface = selection.surface != nullptr;
        if (!surface && selection.rows.empty()) {
            continue;
        }
        base::within(surface ? base::msg("map.in.surface_named", selection.title)
                             : base::msg("map.in.layer_named", selection.layer->name()),
                     [&] {
                         Drawing drawing =
                             surface ? draw_surface(selection, view, canvas, lang, diagnostics)
                                     : draw(selection, view, lang, diagnostics);
                         if (drawing.layer.classes.empty()) {
                             diagnostics.warn(base::msg("map.layer.outside"), selection.title);
                             return;
                         }
                         out.picture.groups.push_back(std::move(drawing.group));
                         out.layers.push_back(std::move(drawing.layer));
                     });
    }
    return out;
}

}  // namespace jt::map
