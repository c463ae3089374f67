#include "overlay/measured.hpp"

#include "base/closing.hpp"
#include "base/error.hpp"
#include "base/units.hpp"
#include "geo/measure.hpp"
#include "overlay/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace jt::overlay {
namespace {

using layer::Layer;

constexpr double kProbe = 1000;  ///< metres, to see that coordinates are metres
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Lengths in the plane of lines and of the rings of polygons; NaN where the status is not ok.
std::vector<double> planar_lengths(const geo::GeometryArray& geometry) {
    std::vector<double> out(geometry.size(), kMissing);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!takes_part(geometry, i)) {
            continue;
        }
        out[i] = 0;
        for (std::size_t p = geometry.parts_begin(i); p < geometry.parts_end(i); ++p) {
            for (std::size_t r = geometry.rings_begin(p); r < geometry.rings_end(p); ++r) {
                const auto xy = geometry.ring(r);
                for (std::size_t k = 2; k + 1 < xy.size(); k += 2) {
                    out[i] += std::hypot(xy[k] - xy[k - 2], xy[k + 1] - xy[k - 1]);
                }
            }
        }
    }
    return out;
}

void check_plane(const Layer& layer) {
    const geo::Box box = layer.geometry().box();
    if (!box.empty()) {
        ground_scale(layer.crs(), box, kProbe);
    }
}

std::vector<double> measures(const Layer& layer, const MeasurePlan& plan, bool planar) {
    const auto& geometry = layer.geometry();
    std::vector<double> out =
        planar ? (plan.polygons ? geo::planar_areas(geometry) : planar_lengths(geometry))
               : (plan.polygons ? geo::areas(geometry, layer.crs())
                                : geo::lengths(geometry, layer.crs()));
    for (double& value : out) {
        value *= plan.factor;
    }
    return out;
}

}  // namespace

MeasurePlan measure_plan(const registry::Call& call, const Layer& layer) {
    MeasurePlan out;
    out.planar = call.params.at("kind") == "planar";
    out.polygons = layer.geometry().shape() != geo::Shape::line;
    const std::string asked = call.params.at("unit");
    const std::string own = out.polygons ? "m2" : "m";
    out.unit = asked.empty() ? own : asked;
    out.factor = base::unit_conversion(own, out.unit);
    if (out.factor == 0) {
        throw base::data_error("overlay.measure.unit", out.unit,
                               geo::shape_name(layer.geometry().shape()));
    }
    out.decimals = call.params.at("decimals").get<int>();
    out.scale = std::pow(10, out.decimals);
    if (out.planar) {
        check_plane(layer);
    }
    return out;
}

std::vector<double> measured(const Layer& layer, const MeasurePlan& plan) {
    return measures(layer, plan, plan.planar);
}

std::vector<double> perimeters(const Layer& layer, const MeasurePlan& plan) {
    if (!plan.polygons) {
        return std::vector<double>(layer.rows(), kMissing);
    }
    return plan.planar ? planar_lengths(layer.geometry())
                       : geo::lengths(layer.geometry(), layer.crs());
}

double known_sum(const std::vector<double>& values) {
    std::vector<double> known;
    std::ranges::copy_if(values, std::back_inserter(known),
                         [](double value) { return std::isfinite(value); });
    return base::ordered_sum(std::move(known));
}

std::string shown(double value, int decimals) {
    const double scale = std::pow(10, decimals);
    return fmt::format("{:.{}f}", std::round(value * scale) / scale + 0.0, decimals);  // no -0
}

/// On what the measures are, and what the other way would have given.
void tell_kind(registry::Call& call, const Layer& layer, const MeasurePlan& plan,
               const std::vector<double>& raw) {
    if (!plan.planar) {
        const geo::Crs degrees = layer.crs().geodetic();
        call.diagnostics->info(
            base::msg("overlay.measure.geodesic", degrees.label(), degrees.semi_major(),
                      fmt::format("{:.9g}", 1 / degrees.flattening()), plan.unit, plan.decimals),
            layer.name());
        return;
    }
    const double plane = known_sum(raw), ground = known_sum(measures(layer, plan, false));
    const double ppm = ground > 0 ? (plane / ground - 1) * 1e6 : 0;
    call.diagnostics->info(
        base::msg("overlay.measure.planar", layer.crs().label(), shown(plane, plan.decimals),
                  shown(ground, plan.decimals), plan.unit, fmt::format("{:.0f}", ppm + 0.0)),
        layer.name());
}

}  // namespace jt::overlay
