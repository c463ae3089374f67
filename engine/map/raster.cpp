#include "map/raster.hpp"

#include "base/text.hpp"
#include "map/breaks.hpp"
#include "map/image.hpp"
#include "map/raster_classes.hpp"

#include <algorithm>
#include <cmath>

namespace jt::map {
namespace {

/// "30 m", "0.01°", "30 × 20 m".
std::string cell_text(const surface::Surface& surface) {
    const surface::Grid& grid = surface.grid();
    const std::string unit = surface.crs().geographic() ? "°" : " m";
    const bool square = std::fabs(grid.cell_x - grid.cell_y) <= 1e-9 * grid.cell_x;
    return square ? fmt::format("{:.6g}{}", grid.cell_x, unit)
                  : fmt::format("{:.6g} × {:.6g}{}", grid.cell_x, grid.cell_y, unit);
}

SurfaceFact fact_of(const Selection& selection, const Sampled& shown, const Canvas& canvas) {
    const surface::Surface& surface = *selection.surface;
    SurfaceFact out;
    out.cell = cell_text(surface);
    const std::string code =
        surface.crs().code().empty() ? surface.crs().name() : surface.crs().code();
    out.crs = surface.crs().same(canvas.crs) ? "" : code;
    out.resample = word_of(shown.method);
    out.json = {{"title", selection.title},
                {"columns", surface.grid().columns},
                {"rows", surface.grid().rows},
                {"cell", {surface.grid().cell_x, surface.grid().cell_y}},
                {"crs", code},
                {"resample", out.resample}};
    return out;
}

void tell(const Selection& selection, const RasterClasses& classes,
          base::Diagnostics& diagnostics) {
    if (!classes.others().empty()) {
        std::vector<std::string> words;
        std::uint64_t pixels = 0;
        for (const auto& [value, count] : classes.others()) {
            words.push_back(fmt::format("{}", value));
            pixels += count;
        }
        const bool drawn = selection.use->style.draw_other;
        diagnostics.add({drawn ? base::Severity::info : base::Severity::warning,
                         base::msg(drawn ? "map.surface.other" : "map.surface.skipped",
                                   base::join_some(words), pixels),
                         selection.title,
                         {},
                         0});
    }
    if (classes.below() + classes.above() > 0) {
        diagnostics.info(base::msg("map.surface.beyond", classes.range()[0], classes.range()[1],
                                   classes.below(), classes.above()),
                         selection.title);
    }
}

}  // namespace

Drawing draw_surface(const Selection& selection, const View& view, const Canvas& canvas,
                     base::Lang lang, base::Diagnostics& diagnostics) {
    const LayerStyle& style = selection.use->style;
    const surface::Grid pixels = pixel_grid(view, canvas.dpi);
    const Sampled shown = sampled(*selection.surface, pixels, canvas, style);
    RasterClasses classes(style, *selection.surface, shown, lang);
    auto image = std::make_shared<Image>();
    image->box = snapped(view.page, canvas.dpi / 25.4);
    image->width = pixels.columns;
    image->height = pixels.rows;
    image->argb.reserve(pixels.cells());
    std::uint64_t empty = 0;
    for (std::size_t row = 0; row < pixels.rows; ++row) {
        for (const double value : shown.row(row)) {
            image->argb.push_back(classes.colour(value));
            empty += std::isnan(value) ? 1U : 0U;
        }
    }
    tell(selection, classes, diagnostics);
    Drawing out;
    out.layer.title = selection.title;
    out.layer.style = &style;
    out.layer.shapes = geo::GeometryArray(geo::Shape::polygon);
    out.layer.classes = classes.seen();
    out.layer.surface = fact_of(selection, shown, canvas);
    nlohmann::json& json = out.layer.surface->json;
    json["pixels_without_value"] = empty;
    json["pixels"] = pixels.cells();
    if (!classes.range().empty()) {
        json["range"] = classes.range();
    }
    out.group.opacity = style.opacity;
    out.group.image = std::move(image);
    return out;
}

}  // namespace jt::map
