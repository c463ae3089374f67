#include "surface/metres.hpp"

#include "base/error.hpp"
#include "geo/measure.hpp"

#include <cmath>

namespace jt::surface {

void require_metres(const Surface& surface, const char* message) {
    constexpr double kPlausibleScale = 0.05;  // a foot is far beyond, a wrong zone below
    const Grid& grid = surface.grid();
    const geo::Box box = grid.box();
    const double x = (box.min_x + box.max_x) / 2, y = (box.min_y + box.max_y) / 2;
    const double scale =
        geo::Measure(surface.crs()).distance(x, y, x + grid.cell_x, y) / grid.cell_x;
    if (!(std::abs(scale - 1) <= kPlausibleScale)) {
        throw base::data_error(message, surface.crs().label(), fmt::format("{:.4g}", scale));
    }
}

}  // namespace jt::surface
