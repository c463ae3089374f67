#include "geo/datum_shift.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <vector>

namespace jt::geo {
namespace {

constexpr double kArcSecond = std::numbers::pi / 648000;
constexpr double kMostShift = 10000, kMostSeconds = 60, kMostPpm = 1000;

std::vector<double> numbers_of(std::string text, const std::string& whole) {
    std::replace(text.begin(), text.end(), ',', ' ');
    std::vector<double> out;
    for (const std::string& word : base::split(text, ' ')) {
        if (base::trim(word).empty()) {
            continue;
        }
        const std::string item = base::trim(word);
        const std::size_t sign = item[0] == '+' ? 1 : 0;
        double value = 0;
        const char* const end = item.data() + item.size();
        const auto [rest, code] = std::from_chars(item.data() + sign, end, value);
        if (code != std::errc() || rest != end || !std::isfinite(value)) {
            throw base::data_error("geo.helmert.numbers", whole, item);
        }
        out.push_back(value);
    }
    if (out.size() != 7) {
        throw base::data_error("geo.helmert.count", whole, out.size());
    }
    return out;
}

void check_sizes(const std::vector<double>& n) {
    const auto refuse = [&](std::size_t i, double most, const char* unit) {
        constexpr const char* kNames[] = {"dx", "dy", "dz", "rx", "ry", "rz", "s"};
        if (std::fabs(n[i]) > most) {
            throw base::data_error("geo.helmert.large", kNames[i], n[i], most, unit);
        }
    };
    for (std::size_t i = 0; i < 3; ++i) {
        refuse(i, kMostShift, "m");
        refuse(i + 3, kMostSeconds, "\"");
    }
    refuse(6, kMostPpm, "ppm");
}

/// Fifteen digits: what conversions between radians and seconds add is left out.
std::string digits(double value) { return fmt::format("{:.15g}", value + 0.0); }

std::string parameter(const char* name, const std::string& value, int code) {
    return ",PARAMETER[\"" + std::string(name) + "\"," + value + ",ID[\"EPSG\"," +
           std::to_string(code) + "]]";
}

/// In WKT 2 the scale of an abridged transformation is a factor, the rotations arc seconds.
std::string abridged(const Helmert& shift) {
    const auto seconds = [&](std::size_t k) { return digits(shift.rotation[k] / kArcSecond); };
    return "ABRIDGEDTRANSFORMATION[\"Seven parameters\",METHOD[\"Position Vector transformation "
           "(geog2D domain)\",ID[\"EPSG\",9606]]" +
           parameter("X-axis translation", digits(shift.translation[0]), 8605) +
           parameter("Y-axis translation", digits(shift.translation[1]), 8606) +
           parameter("Z-axis translation", digits(shift.translation[2]), 8607) +
           parameter("X-axis rotation", seconds(0), 8608) +
           parameter("Y-axis rotation", seconds(1), 8609) +
           parameter("Z-axis rotation", seconds(2), 8610) +
           parameter("Scale difference", fmt::format("{}", 1 + shift.scale_ppm * 1e-6), 8611) + "]";
}

}  // namespace

Helmert parse_helmert(const std::string& text) {
    const auto colon = text.find(':');
    const std::string word = base::lower(base::trim(text.substr(0, colon)));
    const bool frame = word == "coordinate_frame";
    if (colon == std::string::npos || (!frame && word != "position_vector")) {
        throw base::data_error("geo.helmert.convention", text);
    }
    const std::vector<double> n = numbers_of(text.substr(colon + 1), text);
    check_sizes(n);
    Helmert out;
    for (std::size_t k = 0; k < 3; ++k) {
        out.translation[k] = n[k];
        out.rotation[k] = (frame ? -n[k + 3] : n[k + 3]) * kArcSecond;
    }
    out.scale_ppm = n[6];
    return out;
}

Crs with_helmert(const Crs& crs, const Crs& target, const Helmert& shift) {
    if (!crs.known() || !target.known()) {
        throw base::data_error("geo.crs.missing");
    }
    if (crs.wkt().starts_with("BOUNDCRS")) {
        throw base::data_error("geo.helmert.bound", crs.label());
    }
    if (crs.geodetic().same(target.geodetic())) {
        throw base::data_error("geo.helmert.same", crs.label(), target.label());
    }
    return Crs::from("BOUNDCRS[SOURCECRS[" + crs.wkt() + "],TARGETCRS[" + target.geodetic().wkt() +
                     "]," + abridged(shift) + "]");
}

}  // namespace jt::geo
