#include "geo/crs_advice.hpp"

#include "base/error.hpp"
#include "geo/crs_short.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tuple>

namespace jt::geo {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr std::size_t kSteps = 32;  ///< intervals a side; even, for Simpson's rule
constexpr double kZoneWidth = 3;

// The zones of CGCS2000 that EPSG has without zone numbers in their eastings.
constexpr int kFirst3 = 25, kLast3 = 45, kEpsg3 = 4534;  // 75 E ... 135 E
constexpr int kFirst6 = 13, kLast6 = 23, kEpsg6 = 4502;

[[noreturn]] void refuse(const Box& box) {
    throw base::data_error("geo.advice.box", box.min_x, box.min_y, box.max_x, box.max_y);
}

void check(const Box& box) {
    const bool good = box.min_x >= -180 && box.max_x <= 360 && box.min_x <= box.max_x &&
                      box.min_y >= -90 && box.max_y <= 90 && box.min_y <= box.max_y;
    if (!good) {  // NaN too
        refuse(box);
    }
}

double interval(double low, double high, std::size_t i) {
    return std::lerp(low, high, static_cast<double>(i) / kSteps);
}

/// What the projection does at one place: areal scale, largest and least linear scale.
struct Factors {
    double areal = 1, most = 1, least = 1;
};

/// From the derivatives of the coordinates by longitude and latitude, each over the length of a
/// radian on the ellipsoid (Snyder 1987, 4-10 to 4-13). The difference of the axes is formed from
/// differences, so that a conformal projection has equal ones to the last digits.
Factors factors(const std::array<double, 2>& east, const std::array<double, 2>& north) {
    const double k = std::hypot(east[0], east[1]), h = std::hypot(north[0], north[1]);
    Factors out;
    out.areal = std::fabs(east[0] * north[1] - east[1] * north[0]);
    const double cosine = (east[0] * north[0] + east[1] * north[1]) / (h * k);
    const double sine = out.areal / (h * k);
    const double sum = std::sqrt(h * h + k * k + 2 * out.areal);
    const double difference =
        std::sqrt((h - k) * (h - k) + 2 * h * k * cosine * cosine / (1 + sine));
    out.most = (sum + difference) / 2;
    out.least = (sum - difference) / 2;
    return out;
}

/// The factors at all places of the box, row by row from the south.
std::vector<Factors> sample(const Crs& crs, const Box& box) {
    constexpr double kStep = 1e-5;  // radians: errors of 1e-11 by the step and by rounding
    constexpr double kStepDegrees = kStep / kDegree;
    std::vector<double> xy;
    for (std::size_t j = 0; j <= kSteps; ++j) {
        const double lat = interval(box.min_y, box.max_y, j);
        for (std::size_t i = 0; i <= kSteps; ++i) {
            const double lon = interval(box.min_x, box.max_x, i);
            xy.insert(xy.end(), {lon + kStepDegrees, lat, lon - kStepDegrees, lat, lon,
                                 lat + kStepDegrees, lon, lat - kStepDegrees});
        }
    }
    Transform(crs.geodetic(), crs).apply(xy);
    const double e2 = crs.flattening() * (2 - crs.flattening());
    std::vector<Factors> out;
    for (std::size_t at = 0; at < xy.size(); at += 8) {
        const double lat = interval(box.min_y, box.max_y, out.size() / (kSteps + 1)) * kDegree;
        const double w2 = 1 - e2 * std::sin(lat) * std::sin(lat);
        const double normal = crs.semi_major() / std::sqrt(w2);
        const double along = 2 * kStep * normal * std::cos(lat);
        const double up = 2 * kStep * normal * (1 - e2) / w2;
        out.push_back(factors({(xy[at] - xy[at + 2]) / along, (xy[at + 1] - xy[at + 3]) / along},
                              {(xy[at + 4] - xy[at + 6]) / up, (xy[at + 5] - xy[at + 7]) / up}));
        if (!std::isfinite(out.back().most)) {
            refuse(box);
        }
    }
    return out;
}

double simpson(std::size_t i) { return i == 0 || i == kSteps ? 1 : i % 2 == 1 ? 4 : 2; }

/// Area of the ellipsoid for a step in longitude and latitude, but for a constant factor.
double area_element(double eccentricity2, double lat) {
    const double s = std::sin(lat * kDegree), w = 1 - eccentricity2 * s * s;
    return std::cos(lat * kDegree) / (w * w);
}

double hundredths(double degrees) { return std::round(degrees * 100) / 100 + 0.0; }  // no -0

std::string albers(const Box& box) {
    const double sixth = (box.max_y - box.min_y) / 6;
    return albers_name(hundredths(box.min_y + sixth), hundredths(box.max_y - sixth),
                       hundredths((box.min_y + box.max_y) / 2),
                       hundredths((box.min_x + box.max_x) / 2));
}

/// The last zone that the box reaches into: not the one that begins at its eastern side.
int last_zone(int first, int of_east, double begin_of_east, double east) {
    return of_east > first && begin_of_east >= east ? of_east - 1 : of_east;
}

void add_zone(std::vector<CrsAdvice>& out, AdviceKind kind, int zone, int epsg, double meridian) {
    CrsAdvice advice;
    advice.kind = kind;
    advice.definition = fmt::format("EPSG:{}", epsg);
    advice.zone = zone;
    advice.central_meridian = meridian;
    out.push_back(std::move(advice));
}

void add_zones(std::vector<CrsAdvice>& out, const Box& box) {
    const auto [first3, last3] = three_degree_zones(box);
    for (int zone = std::max(first3, kFirst3); zone <= std::min(last3, kLast3); ++zone) {
        add_zone(out, AdviceKind::three_degree, zone, kEpsg3 + zone - kFirst3, 3 * zone);
    }
    const int first6 = six_degree_zone(box.min_x), east6 = six_degree_zone(box.max_x);
    const int last6 = last_zone(first6, east6, 6 * east6 - 6, box.max_x);
    for (int zone = std::max(first6, kFirst6); zone <= std::min(last6, kLast6); ++zone) {
        add_zone(out, AdviceKind::six_degree, zone, kEpsg6 + zone - kFirst6, 6 * zone - 3);
    }
}

/// One frame where several zones meet.
void add_frames(std::vector<CrsAdvice>& out, const Box& box) {
    const auto [first, last] = three_degree_zones(box);
    if (first == last || last < kFirst3 || first > kLast3) {
        return;
    }
    // Standard parallels on both sides of the equator make no cone.
    const bool cone = std::fabs(box.min_y + box.max_y) > 1;
    const double middle = (box.min_x + box.max_x) / 2;
    const double meridian = std::round(2 * middle) / 2;
    CrsAdvice advice;
    if (std::fmod(meridian, kZoneWidth) != 0) {
        advice.kind = AdviceKind::one_frame;
        advice.definition = gauss_kruger_name(meridian);
        advice.central_meridian = meridian;
        out.push_back(advice);
    }
    if (cone) {
        advice.kind = AdviceKind::albers;
        advice.definition = albers(box);
        advice.central_meridian = hundredths(middle);
        out.push_back(advice);
    }
}

}  // namespace

std::pair<int, int> three_degree_zones(const Box& degrees) {
    const int first = three_degree_zone(degrees.min_x), east = three_degree_zone(degrees.max_x);
    return {first, last_zone(first, east, 3 * east - 1.5, degrees.max_x)};
}

int three_degree_zone(double lon) { return static_cast<int>(std::floor((lon + 1.5) / 3)); }

int six_degree_zone(double lon) { return static_cast<int>(std::floor(lon / 6)) + 1; }

Distortion distortion(const Crs& crs, const Box& degrees) {
    if (!crs.known()) {
        throw base::data_error("geo.crs.missing");
    }
    if (crs.geographic()) {
        throw base::data_error("geo.advice.crs", crs.label());
    }
    check(degrees);
    const std::vector<Factors> places = sample(crs, degrees);
    const double e2 = crs.flattening() * (2 - crs.flattening());
    Distortion out;
    double plane = 0, ground = 0;
    for (std::size_t at = 0; at < places.size(); ++at) {
        for (const double scale : {places[at].most, places[at].least}) {
            const double ppm = (scale - 1) * 1e6;
            out.scale_ppm = std::fabs(ppm) > std::fabs(out.scale_ppm) ? ppm : out.scale_ppm;
        }
        const std::size_t i = at % (kSteps + 1), j = at / (kSteps + 1);
        const double lat = interval(degrees.min_y, degrees.max_y, j);
        const double weight = simpson(i) * simpson(j) * area_element(e2, lat);
        plane += weight * (places[at].areal - 1);
        ground += weight;
    }
    out.area_ppm = ground > 0 ? plane / ground * 1e6 : 0;
    return out;
}

std::vector<CrsAdvice> advise_crs(const Box& degrees) {
    check(degrees);
    std::vector<CrsAdvice> out;
    add_zones(out, degrees);
    add_frames(out, degrees);
    for (CrsAdvice& advice : out) {
        advice.distortion = distortion(Crs::from(advice.definition), degrees);
    }
    // To a thousandth ppm: the factors come from differences.
    const auto rank = [](const CrsAdvice& a) {
        return std::tuple(std::llround(std::fabs(a.distortion.scale_ppm) * 1000), a.kind, a.zone);
    };
    std::ranges::sort(out,
                      [&](const CrsAdvice& a, const CrsAdvice& b) { return rank(a) < rank(b); });
    return out;
}

}  // namespace jt::geo
