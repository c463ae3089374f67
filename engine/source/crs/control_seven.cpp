// Seven parameters between two datums from control points.
#include "base/error.hpp"
#include "geo/datum_shift.hpp"
#include "geo/geocentric.hpp"
#include "source/crs/control.hpp"
#include "source/crs/control_report.hpp"
#include "source/crs/control_table.hpp"
#include "source/crs/crs_evidence.hpp"
#include "source/crs/crs_file.hpp"
#include "source/crs/reproject.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace jt::source {
namespace {

constexpr double kEarth = 6371000;  ///< m, for a rule of thumb

/// The CRS of the file's own coordinates.
geo::Crs source_crs(const Loaded& loaded, const ReadOptions& options) {
    if (!options.control_from.empty()) {
        return crs_of(options.control_from);
    }
    if (loaded.declared_crs.empty()) {
        throw base::data_error("source.control.from_missing");
    }
    return geo::Crs::from(loaded.declared_crs);
}

void check_side(const ControlSide& side, const geo::Crs& crs) {
    if (side.places != Places::plane) {
        return;
    }
    geo::Box box;
    for (std::size_t i = 0; i < side.values.size(); i += 3) {
        box.add(side.values[i], side.values[i + 1]);
    }
    check_coordinates(crs, box);
}

/// East, north and up at a place, of a geocentric vector.
std::array<double, 3> local(std::span<const double> vector, double lon, double lat) {
    const double l = lon * std::numbers::pi / 180, b = lat * std::numbers::pi / 180;
    const double away = std::cos(l) * vector[0] + std::sin(l) * vector[1];
    return {-std::sin(l) * vector[0] + std::cos(l) * vector[1],
            -std::sin(b) * away + std::cos(b) * vector[2],
            std::cos(b) * away + std::sin(b) * vector[2]};
}

void tell_residuals(const geo::FitQuality& quality, const std::vector<std::string>& names,
                    std::vector<double> places, const geo::Crs& crs, base::Diagnostics& diagnostics,
                    const std::string& where) {
    geo::from_geocentric(crs, places);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto vector = std::span(quality.residuals).subspan(3 * i, 3);
        const auto [east, north, up] = local(vector, places[3 * i], places[3 * i + 1]);
        diagnostics.info(base::msg("source.control.residual_seven", names[i], metres(east),
                                   metres(north), metres(up)),
                         where);
    }
}

void tell_parameters(const geo::Helmert& found, std::size_t count, const geo::Crs& from,
                     const geo::Crs& to, base::Diagnostics& diagnostics, const std::string& where) {
    diagnostics.info(base::msg("source.control.seven", count, from.geodetic().label(),
                               to.geodetic().label(), found.proj()),
                     where);
    const double shift =
        std::hypot(found.translation[0], found.translation[1], found.translation[2]);
    diagnostics.info(base::msg("source.control.flat", fmt::format("{:.3f}", shift / kEarth * 1000)),
                     where);
}

}  // namespace

void apply_seven(Loaded& loaded, const ReadOptions& options, base::Diagnostics& diagnostics) {
    const geo::Crs from = source_crs(loaded, options), to = crs_of(options.crs);
    geo::with_helmert(from, to, {});  // refuses one datum before anything is fitted
    const ControlTable table = read_control_table(options.control, false);
    check_side(table.from, from);
    check_side(table.to, to);
    check_coordinates(from, loaded.geometry.box());
    const std::vector<double> here = geocentric_of(table.from, from);
    const std::vector<double> there = geocentric_of(table.to, to);
    const geo::HelmertFit fit = geo::fit_helmert(here, there, &diagnostics);
    tell_parameters(fit.transform, table.names.size(), from, to, diagnostics, loaded.where);
    tell_residuals(fit.quality, table.names, there, to, diagnostics, loaded.where);
    tell_quality(fit.quality, table.names, diagnostics, loaded.where);
    tell_outside(loaded, plane_of(table.from, from), diagnostics);
    reproject(loaded, geo::with_helmert(from, to, fit.transform), to, diagnostics);
    loaded.declared_crs.clear();  // what it declared is behind it
}

}  // namespace jt::source
