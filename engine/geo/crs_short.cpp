#include "geo/crs_short.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <charconv>
#include <cmath>
#include <vector>

namespace jt::geo {
namespace {

constexpr const char* kDegree = "ANGLEUNIT[\"degree\",0.0174532925199433]";
constexpr const char* kMetre = "LENGTHUNIT[\"metre\",1]";
constexpr double kLeastCone = 1;  ///< degrees between a parallel and its mirror

std::string base_crs() {
    return std::string(
               "BASEGEOGCRS[\"China Geodetic Coordinate System 2000\","
               "DATUM[\"China 2000\",ELLIPSOID[\"CGCS2000\",6378137,298.257222101,") +
           kMetre + "]],PRIMEM[\"Greenwich\",0," + kDegree + "],ID[\"EPSG\",4490]]";
}

std::string parameter(const char* name, double value, const char* unit, int code) {
    return fmt::format(",PARAMETER[\"{}\",{},{},ID[\"EPSG\",{}]]", name, value, unit, code);
}

std::string projected(const std::string& name, const std::string& method,
                      const std::string& parameters) {
    return "PROJCRS[\"CGCS2000 / " + name + "\"," + base_crs() + ",CONVERSION[\"" + name +
           "\",METHOD[" + method + "]" + parameters +
           "],CS[Cartesian,2],AXIS[\"easting\",east],AXIS[\"northing\",north]," + kMetre + "]";
}

std::string gauss_kruger_wkt(double meridian) {
    const std::string name = fmt::format("Gauss-Kruger CM {}{}", std::fabs(meridian),
                                         std::signbit(meridian) ? "W" : "E");
    return projected(
        name, "\"Transverse Mercator\",ID[\"EPSG\",9807]",
        parameter("Latitude of natural origin", 0, kDegree, 8801) +
            parameter("Longitude of natural origin", meridian, kDegree, 8802) +
            parameter("Scale factor at natural origin", 1, "SCALEUNIT[\"unity\",1]", 8805) +
            parameter("False easting", 500000, kMetre, 8806) +
            parameter("False northing", 0, kMetre, 8807));
}

std::string albers_wkt(const std::vector<double>& n) {
    const std::string name = fmt::format("Albers {} {} {} {}", n[0], n[1], n[2], n[3]);
    return projected(name, "\"Albers Equal Area\",ID[\"EPSG\",9822]",
                     parameter("Latitude of false origin", n[2], kDegree, 8821) +
                         parameter("Longitude of false origin", n[3], kDegree, 8822) +
                         parameter("Latitude of 1st standard parallel", n[0], kDegree, 8823) +
                         parameter("Latitude of 2nd standard parallel", n[1], kDegree, 8824) +
                         parameter("Easting at false origin", 0, kMetre, 8826) +
                         parameter("Northing at false origin", 0, kMetre, 8827));
}

/// The numbers after the colon; empty where one is no number.
std::vector<double> numbers_of(const std::string& text) {
    std::vector<double> out;
    for (const std::string& item : base::split(text, ',')) {
        const std::string word = base::trim(item);
        double value = 0;
        const char* const end = word.data() + word.size();
        const auto [rest, code] = std::from_chars(word.data(), end, value);
        if (code != std::errc() || rest != end || !std::isfinite(value)) {
            return {};
        }
        out.push_back(value);
    }
    return out;
}

bool good_cone(const std::vector<double>& n) {
    return n.size() == 4 && std::fabs(n[0]) < 90 && std::fabs(n[1]) < 90 && std::fabs(n[2]) <= 90 &&
           std::fabs(n[3]) <= 180 && std::fabs(n[0] + n[1]) >= kLeastCone;
}

}  // namespace

std::string gauss_kruger_name(double central_meridian) {
    return fmt::format("GK:{}", central_meridian);
}

std::string albers_name(double parallel_1, double parallel_2, double lat, double lon) {
    return fmt::format("Albers:{},{},{},{}", parallel_1, parallel_2, lat, lon);
}

std::optional<std::string> wkt_of_short_name(const std::string& text) {
    const auto colon = text.find(':');
    const std::string family = base::lower(text.substr(0, colon));
    if (colon == std::string::npos || (family != "gk" && family != "albers")) {
        return std::nullopt;
    }
    const std::vector<double> n = numbers_of(text.substr(colon + 1));
    if (family == "albers" ? !good_cone(n) : n.size() != 1 || std::fabs(n[0]) > 180) {
        throw base::data_error("geo.crs.short", text);
    }
    return family == "albers" ? albers_wkt(n) : gauss_kruger_wkt(n[0]);
}

}  // namespace jt::geo
