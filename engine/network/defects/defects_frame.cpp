// Places of the search for defects: the lattice and distances on the ground.
#include "base/error.hpp"
#include "network/defects/defects_lines.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace jt::network {
namespace {

constexpr double kPerMetre = 1000, kPerDegree = 1e8;
constexpr double kDegree = std::numbers::pi / 180;
constexpr double kProbe = 1000, kPlausible = 0.05;

const geo::Crs& measurable(const layer::Layer& lines) {
    const geo::Crs& crs = lines.crs();
    if (!crs.known()) {
        throw base::data_error("network.crs.unknown");
    }
    if (crs.web_mercator()) {
        throw base::data_error("network.crs.mercator", crs.label());
    }
    return crs;
}

/// A tolerance in metres means nothing in a CRS in kilometres or feet.
void check_metres(const layer::Layer& lines, const geo::Measure& measure) {
    const geo::Box box = lines.geometry().box();
    if (box.empty()) {
        return;
    }
    const double x = (box.min_x + box.max_x) / 2, y = (box.min_y + box.max_y) / 2;
    const double scale = measure.distance(x, y, x + kProbe, y) / kProbe;
    if (!(std::abs(scale - 1) <= kPlausible)) {
        throw base::data_error("network.crs.unit", lines.crs().label(),
                               fmt::format("{:.4g}", scale));
    }
}

/// Metres that pass for degrees would be measured as nonsense.
void check_degrees(const layer::Layer& lines) {
    const geo::Box box = lines.geometry().box();
    if (!box.empty() &&
        (box.min_x < -360 || box.max_x > 360 || box.min_y < -90 || box.max_y > 90)) {
        throw base::data_error("network.defects.degrees", lines.crs().label(), box.min_x, box.min_y,
                               box.max_x, box.max_y);
    }
}

}  // namespace

DefectFrame::DefectFrame(const layer::Layer& lines)
    : m_geographic(lines.crs().geographic()),
      m_per_unit(m_geographic ? kPerDegree : kPerMetre),
      m_semi_major(lines.crs().semi_major()),
      m_eccentricity2(lines.crs().flattening() * (2 - lines.crs().flattening())),
      m_measure(base::within(base::msg("network.in_layer", lines.name()),
                             [&] { return geo::Measure(measurable(lines)); })) {
    base::within(base::msg("network.in_layer", lines.name()),
                 [&] { m_geographic ? check_degrees(lines) : check_metres(lines, m_measure); });
}

Point DefectFrame::place(double x, double y) const {
    return {std::llround(x * m_per_unit), std::llround(y * m_per_unit)};
}

std::pair<double, double> DefectFrame::coordinates(Point at) const {
    return {static_cast<double>(at.x) / m_per_unit, static_cast<double>(at.y) / m_per_unit};
}

double DefectFrame::distance(Point a, Point b) const {
    if (!m_geographic) {
        return distance_mm(a, b) / kPerMetre;
    }
    const auto [x1, y1] = coordinates(a);
    const auto [x2, y2] = coordinates(b);
    return m_measure.distance(x1, y1, x2, y2);
}

std::pair<double, double> DefectFrame::unit(Point at) const {
    if (!m_geographic) {
        return {1 / kPerMetre, 1 / kPerMetre};
    }
    // Radii of curvature of the prime vertical and of the meridian.
    const double lat = coordinates(at).second * kDegree, sine = std::sin(lat);
    const double w2 = 1 - m_eccentricity2 * sine * sine, radius = m_semi_major / std::sqrt(w2);
    const double east = std::max(radius * std::cos(lat), 1.0);  // not 0 at the pole
    const double north = radius * (1 - m_eccentricity2) / w2;
    return {east * kDegree / kPerDegree, north * kDegree / kPerDegree};
}

Point DefectFrame::nearest(Point p, Point a, Point b) const {
    if (!m_geographic) {
        return nearest_on_segment(p, a, b);
    }
    const auto [east, north] = unit(p);
    const double ax = static_cast<double>(a.x - p.x) * east;
    const double ay = static_cast<double>(a.y - p.y) * north;
    const double dx = static_cast<double>(b.x - a.x) * east;
    const double dy = static_cast<double>(b.y - a.y) * north;
    const double square = dx * dx + dy * dy;
    const double share = square > 0 ? std::clamp(-(ax * dx + ay * dy) / square, 0.0, 1.0) : 0.0;
    return {a.x + std::llround(share * static_cast<double>(b.x - a.x)),
            a.y + std::llround(share * static_cast<double>(b.y - a.y))};
}

}  // namespace jt::network
