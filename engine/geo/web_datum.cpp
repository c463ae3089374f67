#include "geo/web_datum.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"

#include <cmath>
#include <numbers>

namespace jt::geo {
namespace {

using std::numbers::pi;

constexpr std::size_t kGrain = 256;
// Krasovsky 1940, as the public algorithm has it.
constexpr double kAxis = 6378245.0;
constexpr double kEccentricity2 = 0.00669342162296594323;
constexpr double kBaidu = pi * 3000.0 / 180.0;

double waves(double value, double a, double b, double c, double x, double y, double z) {
    return (a * std::sin(value * x) + b * std::sin(value * y) + c * std::sin(value * z)) * 2 / 3;
}

/// Metres that the algorithm moves a place by, north and east, before they become degrees.
double north_metres(double x, double y) {
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::fabs(x)) +
           (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3 +
           waves(y, 20, 40, 160, pi, pi / 3, pi / 12) + 320 * std::sin(y * pi / 30) * 2 / 3;
}
double east_metres(double x, double y) {
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::fabs(x)) +
           (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3 +
           waves(x, 20, 40, 150, pi, pi / 3, pi / 12) + 300 * std::sin(x * pi / 30) * 2 / 3;
}

/// Metres that the map services add to the published formula, east and north: their code adds half
/// a metre before it rounds. Found on 664 cities that a service converted, all of which it brings
/// from 0.5 m to within 0.07 m (7e-7 degree).
constexpr double kServices = 0.5;

LonLat shifted(LonLat p, double more_metres) {
    const double x = p.lon - 105, y = p.lat - 35;
    const double phi = p.lat * pi / 180, sine = std::sin(phi);
    const double magic = 1 - kEccentricity2 * sine * sine, root = std::sqrt(magic);
    const double meridian = kAxis * (1 - kEccentricity2) / (magic * root) * pi / 180;
    const double parallel = kAxis / root * std::cos(phi) * pi / 180;
    return {p.lon + (east_metres(x, y) + more_metres) / parallel,
            p.lat + (north_metres(x, y) + more_metres) / meridian};
}

LonLat gcj_of(LonLat p) { return shifted(p, kServices); }

LonLat baidu_of(LonLat p) {
    const double radius = std::hypot(p.lon, p.lat) + 0.00002 * std::sin(p.lat * kBaidu);
    const double angle = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * kBaidu);
    return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

/// Where forward() leads to `target`: p <- p - (forward(p) - target). Both shifts change so slowly
/// that each step gains two or three digits.
template <class Forward>
LonLat inverse(LonLat target, Forward&& forward) {
    LonLat p = target;
    for (int i = 0; i < 12; ++i) {
        const LonLat there = forward(p);
        const double lon = there.lon - target.lon, lat = there.lat - target.lat;
        p = {p.lon - lon, p.lat - lat};
        if (std::fabs(lon) + std::fabs(lat) < 1e-13) {
            break;
        }
    }
    return p;
}

}  // namespace

WebDatum web_datum_from_name(const std::string& name) {
    std::string plain;
    for (const char c : base::lower(base::trim(name))) {
        if (c != '-' && c != ' ' && c != '_') {
            plain += c;
        }
    }
    if (plain == "wgs84" || plain == "cgcs2000") {
        return WebDatum::wgs84;
    }
    if (plain == "gcj02") {
        return WebDatum::gcj02;
    }
    if (plain == "bd09" || plain == "bd09ll") {
        return WebDatum::bd09;
    }
    throw base::unknown_name_error("geo.web_datum.unknown", name, {"wgs84", "gcj02", "bd09"});
}

std::string web_datum_name(WebDatum datum) {
    return datum == WebDatum::gcj02 ? "GCJ-02" : datum == WebDatum::bd09 ? "BD-09" : "WGS 84";
}

LonLat gcj02_as_published(LonLat wgs84) { return shifted(wgs84, 0); }

bool in_web_datum_area(LonLat p) {
    return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271;
}

LonLat convert_web_datum(LonLat p, WebDatum from, WebDatum to) {
    if (from == to || !in_web_datum_area(p)) {
        return p;
    }
    if (from == WebDatum::bd09) {
        p = inverse(p, baidu_of);
        from = WebDatum::gcj02;
    }
    if (from == WebDatum::gcj02 && to == WebDatum::wgs84) {
        return inverse(p, gcj_of);
    }
    if (from == WebDatum::wgs84) {
        p = gcj_of(p);
    }
    return to == WebDatum::bd09 ? baidu_of(p) : p;
}

std::vector<std::size_t> convert_web_datum(GeometryArray& degrees, WebDatum from, WebDatum to) {
    std::vector<std::uint8_t> outside(degrees.size(), 0);
    const std::span<double> all = degrees.xy();
    base::parallel_blocks(degrees.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const auto own = degrees.coordinates(i);
            const auto first = static_cast<std::size_t>(own.data() - all.data());
            const std::span<double> xy = all.subspan(first, own.size());
            for (std::size_t k = 0; k < xy.size() && outside[i] == 0; k += 2) {
                outside[i] = in_web_datum_area({xy[k], xy[k + 1]}) ? 0 : 1;
            }
            for (std::size_t k = 0; k < xy.size() && outside[i] == 0; k += 2) {
                const LonLat there = convert_web_datum({xy[k], xy[k + 1]}, from, to);
                xy[k] = there.lon;
                xy[k + 1] = there.lat;
            }
        }
    });
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < outside.size(); ++i) {
        if (outside[i] != 0) {
            rows.push_back(i);
        }
    }
    return rows;
}

}  // namespace jt::geo
