#include "source/crs/control_report.hpp"

#include <cmath>

namespace jt::source {

std::string metres(double value) {
    return fmt::format("{:.4f}", std::round(value * 1e4) / 1e4 + 0.0);
}

void tell_quality(const geo::FitQuality& quality, const std::vector<std::string>& names,
                  base::Diagnostics& diagnostics, const std::string& where) {
    if (quality.degrees_of_freedom == 0) {
        diagnostics.warn(base::msg("source.control.untested"), where);
        return;
    }
    diagnostics.info(base::msg("source.control.sigma", fmt::format("{:.4f}", quality.sigma),
                               quality.degrees_of_freedom),
                     where);
    diagnostics.warn(
        base::msg("source.control.rmse", fmt::format("{:.4f}", quality.rmse), names[quality.worst],
                  fmt::format("{:.4f}", quality.lengths[quality.worst])),
        where);
}

void tell_outside(const Loaded& loaded, std::span<const double> control_xy,
                  base::Diagnostics& diagnostics) {
    geo::Box box;
    for (std::size_t i = 0; i + 1 < control_xy.size(); i += 2) {
        box.add(control_xy[i], control_xy[i + 1]);
    }
    std::vector<std::int64_t> ids;
    for (std::size_t row = 0; row < loaded.ids.size(); ++row) {
        const geo::Box own = loaded.geometry.box(row);
        const bool inside = own.min_x >= box.min_x && own.max_x <= box.max_x &&
                            own.min_y >= box.min_y && own.max_y <= box.max_y;
        if (!own.empty() && !inside) {
            ids.push_back(loaded.ids[row]);
        }
    }
    if (!ids.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.control.outside"),
                             loaded.where, ids);
    }
}

}  // namespace jt::source
