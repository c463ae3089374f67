#include "map/raster_sample.hpp"

#include "map/image.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jt::map {
namespace {

using surface::Grid;
using surface::ResampleMethod;
using surface::Surface;
using surface::Window;

constexpr std::array kWords{"nearest", "bilinear", "mean", "majority"};

/// Box of the box in another CRS; what cannot be transformed is left out.
geo::Box moved(const geo::Box& box, const geo::Transform& transform) {
    if (transform.identity()) {
        return box;
    }
    constexpr int kSteps = 32;  // along each edge
    std::vector<double> xy;
    for (int i = 0; i <= kSteps; ++i) {
        const double share = double(i) / kSteps;
        const double x = box.min_x + share * (box.max_x - box.min_x);
        const double y = box.min_y + share * (box.max_y - box.min_y);
        xy.insert(xy.end(), {x, box.min_y, x, box.max_y, box.min_x, y, box.max_x, y});
    }
    transform.apply(xy);
    geo::Box out;
    for (std::size_t i = 0; i < xy.size(); i += 2) {
        if (std::isfinite(xy[i]) && std::isfinite(xy[i + 1])) {
            out.add(xy[i], xy[i + 1]);
        }
    }
    return out;
}

/// The size of a pixel in the middle of the page, in the surface's coordinates; 0 where it cannot
/// be said.
struct Step {
    double x = 0, y = 0;
};

Step pixel_step(const Grid& pixels, const geo::Transform& to_surface) {
    const geo::Box box = pixels.box();
    const double x = (box.min_x + box.max_x) / 2, y = (box.min_y + box.max_y) / 2;
    std::vector<double> xy{x, y, x + pixels.cell_x, y, x, y + pixels.cell_y};
    to_surface.apply(xy);
    const Step out{std::max(std::fabs(xy[2] - xy[0]), std::fabs(xy[4] - xy[0])),
                   std::max(std::fabs(xy[3] - xy[1]), std::fabs(xy[5] - xy[1]))};
    return std::isfinite(out.x) && std::isfinite(out.y) ? out : Step{};
}

ResampleMethod method_of(const LayerStyle& style, const Grid& cells, const Step& step) {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (style.resample == kWords[i]) {
            return static_cast<ResampleMethod>(i);
        }
    }
    if (style.kind == StyleKind::graduated || style.kind == StyleKind::categories) {
        return ResampleMethod::nearest;
    }
    const bool coarse = step.x <= cells.cell_x && step.y <= cells.cell_y;
    return coarse ? ResampleMethod::bilinear : ResampleMethod::mean;
}

/// Cells of the surface that the box lies on, and two around.
std::optional<Window> window_of(const Grid& grid, const geo::Box& box) {
    if (!grid.box().meets(box)) {
        return {};
    }
    const auto at = [](double place, std::size_t count) {
        return static_cast<std::size_t>(
            std::clamp(std::floor(place), 0.0, static_cast<double>(count - 1)));
    };
    const std::size_t row = at((grid.top - box.max_y) / grid.cell_y, grid.rows);
    const std::size_t column = at((box.min_x - grid.left) / grid.cell_x, grid.columns);
    const std::size_t last_row = at((grid.top - box.min_y) / grid.cell_y, grid.rows);
    const std::size_t last_column = at((box.max_x - grid.left) / grid.cell_x, grid.columns);
    return surface::widened({row, column, last_row - row + 1, last_column - column + 1}, 2, grid);
}

/// A part of a surface, computed once and held.
template <class Value>
Surface held(const Surface& from, const Window& window) {
    const Grid& whole = from.grid();
    const Grid grid{window.columns,
                    window.rows,
                    whole.left + static_cast<double>(window.column) * whole.cell_x,
                    whole.top - static_cast<double>(window.row) * whole.cell_y,
                    whole.cell_x,
                    whole.cell_y};
    std::vector<Value> values(grid.cells());
    surface::for_windows(grid, {}, from.cells()->reach(), [&](const Window& part) {
        const auto read = from.window<Value>(
            {part.row + window.row, part.column + window.column, part.rows, part.columns});
        for (std::size_t r = 0; r < part.rows; ++r) {
            std::copy_n(read.begin() + static_cast<std::ptrdiff_t>(r * part.columns), part.columns,
                        values.begin() + static_cast<std::ptrdiff_t>((part.row + r) * grid.columns +
                                                                     part.column));
        }
    });
    return {grid, from.crs(), std::move(values)};
}

/// Interpolated where the four cells have values, elsewhere the cell under the pixel.
Sampled interpolated(const Surface& surface, const Grid& pixels, const Canvas& canvas,
                     const geo::Box& box) {
    std::optional<Surface> part;
    const auto window = window_of(surface.grid(), box);
    if (window && window->cells() <= 4 * pixels.cells()) {
        part = surface.double_precision() ? held<double>(surface, *window)
                                          : held<float>(surface, *window);
    }
    const Surface& from = part ? *part : surface;
    return {surface::resampled(from, pixels, canvas.crs, ResampleMethod::bilinear),
            surface::resampled(from, pixels, canvas.crs, ResampleMethod::nearest),
            ResampleMethod::bilinear};
}

/// Cells of about a pixel in the surface's own CRS, over the part that the page shows.
Grid averaged_grid(const Grid& cells, const geo::Box& box, const Step& step) {
    const geo::Box all = cells.box();
    const geo::Box shown{
        std::max(all.min_x, box.min_x - 2 * step.x), std::max(all.min_y, box.min_y - 2 * step.y),
        std::min(all.max_x, box.max_x + 2 * step.x), std::min(all.max_y, box.max_y + 2 * step.y)};
    const auto count = [](double length, double size) {
        return std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(length / size)));
    };
    return {count(shown.max_x - shown.min_x, step.x),
            count(shown.max_y - shown.min_y, step.y),
            shown.min_x,
            shown.max_y,
            step.x,
            step.y};
}

}  // namespace

const char* word_of(ResampleMethod method) { return kWords[static_cast<std::size_t>(method)]; }

geo::Box box_in(const Surface& surface, const geo::Crs& crs) {
    return moved(surface.grid().box(), geo::Transform(surface.crs(), crs));
}

Grid pixel_grid(const View& view, double dpi) {
    const double per_mm = dpi / 25.4;
    const PixelFrame frame = pixel_frame(view.page, per_mm);
    const double size = view.metres_per_mm() / per_mm;
    return {static_cast<std::size_t>(frame.width),
            static_cast<std::size_t>(frame.height),
            view.map_x(frame.x / per_mm),
            view.map_y(frame.y / per_mm),
            size,
            size};
}

std::vector<double> Sampled::row(std::size_t at) const {
    const Window window{at, 0, 1, values.grid().columns};
    std::vector<double> out = values.window(window);
    if (nearest) {
        const std::vector<double> beside = nearest->window(window);
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = std::isnan(out[i]) || std::isnan(beside[i]) ? beside[i] : out[i];
        }
    }
    return out;
}

Sampled sampled(const Surface& surface, const Grid& pixels, const Canvas& canvas,
                const LayerStyle& style) {
    const geo::Transform to_surface(canvas.crs, surface.crs());
    const Step step = pixel_step(pixels, to_surface);
    const ResampleMethod method = method_of(style, surface.grid(), step);
    const geo::Box box = moved(pixels.box(), to_surface);
    if (method == ResampleMethod::bilinear) {
        return interpolated(surface, pixels, canvas, box);
    }
    const bool averaged = method == ResampleMethod::mean && !to_surface.identity() && step.x > 0 &&
                          surface.grid().box().meets(box);
    if (!averaged) {
        const bool far = method == ResampleMethod::mean && !to_surface.identity();
        return {
            surface::resampled(surface, pixels, canvas.crs, far ? ResampleMethod::nearest : method),
            {},
            method};
    }
    const Surface means = surface::resampled(surface, averaged_grid(surface.grid(), box, step),
                                             surface.crs(), method);
    Sampled out = interpolated(means, pixels, canvas, box);
    out.method = method;
    return out;
}

}  // namespace jt::map
