#include "source/crs/crs_evidence.hpp"

#include "base/error.hpp"
#include "geo/crs_advice.hpp"
#include "source/crs/crs_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace jt::source {
namespace {

/// A box of plain degrees, with room for longitudes counted 0..360.
bool looks_like_degrees(const geo::Box& box) {
    return box.min_x >= -180.001 && box.max_x <= 360.001 && box.min_y >= -90.001 &&
           box.max_y <= 90.001;
}

/// Latitudes first: x would do as a latitude, y is beyond 90 but would do as a longitude.
bool looks_swapped(const geo::Box& box) {
    return box.min_x >= -90 && box.max_x <= 90 && box.min_y >= -180 && box.max_y <= 180 &&
           (box.max_y > 90.001 || box.min_y < -90.001);
}

/// The false easting of a WKT2 text; NaN where it has none.
double false_easting(const std::string& wkt) {
    const std::string key = "PARAMETER[\"False easting\",";
    const auto at = wkt.find(key);
    return at == std::string::npos ? std::nan("")
                                   : std::strtod(wkt.c_str() + at + key.size(), nullptr);
}

/// The zone prefix of a transverse Mercator CRS: 35 for a false easting of 35 500 000, 0 for
/// 500 000; -1 for CRS that have no zones.
int prefix_of(const geo::Crs& crs) {
    const double easting = false_easting(crs.wkt());
    if (!std::isfinite(easting) || std::fmod(easting, 1e6) != 500000) {
        return -1;
    }
    return static_cast<int>(easting / 1e6);
}

bool is_prefix(double number) { return number >= 13 && number <= 45; }

/// The prefix all eastings share; -1 where they share none.
int prefix_of(const geo::Box& box) {
    const double first = std::floor(box.min_x / 1e6);
    const double last = std::floor(box.max_x / 1e6);
    // Six-digit eastings of a wide area reach a little below zero and above one million.
    if (box.min_x > -2e6 && box.max_x < 3e6) {
        return 0;
    }
    return first == last && is_prefix(first) ? static_cast<int>(first) : -1;
}

/// The first EPSG codes of a datum's zones: 3-degree zone 25 and its CM, 6-degree zone 13 and its
/// CM.
struct ZoneCodes {
    int zone3 = 4513, meridian3 = 4534, zone6 = 4491, meridian6 = 4502;
};

/// CGCS2000 where the datum is none of the Chinese ones, or not known.
ZoneCodes zone_codes(const geo::Crs& crs) {
    const std::string datum = crs.known() ? crs.geodetic().code() : "";
    return datum == "EPSG:4610"   ? ZoneCodes{2349, 2370, 2327, 2338}
           : datum == "EPSG:4214" ? ZoneCodes{2401, 2422, 21413, 21453}
                                  : ZoneCodes{};
}

/// The code of a zone's system with its prefix or without; "-" where EPSG has none.
std::string zone_code(const ZoneCodes& codes, int zone, bool with_prefix) {
    const bool wide = zone <= 23;  // 6 degrees
    if (!is_prefix(zone) || zone == 24) {
        return "-";
    }
    const int first = wide ? (with_prefix ? codes.zone6 : codes.meridian6)
                           : (with_prefix ? codes.zone3 : codes.meridian3);
    return fmt::format("EPSG:{}", first + zone - (wide ? 13 : 25));
}

std::string number(double value) { return fmt::format("{:.10g}", value); }

/// Northings first, as survey tables have them: x would do as a northing of China, y as an easting
/// and not as a northing.
bool looks_exchanged(const geo::Box& box) {
    const bool northings = box.min_x > 1.5e6 && box.max_x < 6.5e6;
    return northings && (box.max_y < 1.2e6 || box.min_y > 13e6) && box.min_y > -1e6;
}

/// Holds eastings against the zone of a Gauss-Kruger CRS.
void check_zone(const geo::Crs& crs, const geo::Box& box) {
    const int wanted = prefix_of(crs);
    if (wanted < 0) {
        return;
    }
    if (looks_exchanged(box)) {
        throw base::data_error("source.crs.exchanged", extent_text(box), crs.label());
    }
    const int found = prefix_of(box);
    const double first = std::floor(box.min_x / 1e6), last = std::floor(box.max_x / 1e6);
    if (found < 0 && first != last && is_prefix(first) && is_prefix(last)) {
        throw base::data_error("source.crs.zones", first, last, extent_text(box), crs.label());
    }
    if (found < 0 || wanted == found) {
        return;
    }
    const ZoneCodes codes = zone_codes(crs);
    if (found == 0) {
        throw base::data_error("source.crs.no_prefix", crs.label(), wanted, extent_text(box),
                               zone_code(codes, wanted, false));
    }
    throw base::data_error("source.crs.prefix", crs.label(), found, extent_text(box),
                           zone_code(codes, found, true));
}

/// A layer that lies wholly outside the zone of its Gauss-Kruger CRS was perhaps made in another
/// one: coordinates without zone prefix cannot tell.
void note_far(const geo::Box& box, CrsDecision& out) {
    constexpr double kMargin = 0.5;  ///< degrees that neighbouring zones overlap by, and more
    if (box.empty() || prefix_of(out.crs) < 0 || !std::isfinite(out.crs.central_meridian())) {
        return;
    }
    const double easting = false_easting(out.crs.wkt());
    double x = std::clamp(easting, box.min_x, box.max_x), y = (box.min_y + box.max_y) / 2;
    if (x == easting) {
        return;
    }
    geo::Transform(out.crs, out.crs.geodetic()).apply(x, y);
    const bool narrow = out.crs.name().find("3-degree") != std::string::npos;
    const double far = std::fabs(x - out.crs.central_meridian());
    if (std::isfinite(far) && far > (narrow ? 1.5 : 3) + kMargin && far < 90) {
        const double ppm = geo::distortion(out.crs, {x, y, x, y}).scale_ppm;
        out.notes.push_back(base::msg("source.crs.far", fmt::format("{:.1f}", far), out.crs.label(),
                                      fmt::format("{:.0f}", ppm)));
    }
}

/// `origin`: where the definition stands, told with its error.
geo::Crs crs_from(const std::string& definition, const base::Message& origin) {
    try {
        return crs_of(definition);
    } catch (base::Error& error) {
        error.add_note(origin);
        throw;
    }
}

/// The option wins; what it wins over is noted, even where PROJ cannot read it.
void note_overruled(const CrsEvidence& evidence, CrsDecision& out) {
    try {
        const geo::Crs kept = geo::Crs::from(evidence.declared);
        if (!kept.same(out.crs)) {
            out.notes.push_back(base::msg("source.crs.overruled", out.crs.label(), kept.label()));
        }
    } catch (const base::Error&) {
        out.notes.push_back(base::msg("source.crs.unreadable", out.crs.label()));
    }
}

}  // namespace

std::string extent_text(const geo::Box& box) {
    return "x " + number(box.min_x) + ".." + number(box.max_x) + ", y " + number(box.min_y) + ".." +
           number(box.max_y);
}

base::Message suggestion(const geo::Box& box) {
    if (box.empty()) {
        return base::msg("source.crs.suggest_nothing");
    }
    if (looks_like_degrees(box)) {
        return base::msg("source.crs.suggest_degrees", extent_text(box));
    }
    const int prefix = prefix_of(box);
    if (prefix > 0) {
        return base::msg("source.crs.suggest_zone", extent_text(box), prefix,
                         zone_code({}, prefix, true));
    }
    if (prefix == 0) {
        return base::msg("source.crs.suggest_plane", extent_text(box));
    }
    return base::msg("source.crs.suggest_unknown", extent_text(box));
}

void check_coordinates(const geo::Crs& crs, const geo::Box& box) {
    if (box.empty()) {
        return;
    }
    if (crs.geographic()) {
        if (looks_swapped(box)) {
            throw base::data_error("source.crs.swapped", extent_text(box), crs.label());
        }
        if (!looks_like_degrees(box)) {
            base::Error error = base::data_error("source.crs.metres", crs.label());
            error.add_note(suggestion(box));
            throw error;
        }
        return;
    }
    if (looks_like_degrees(box) && box.max_x <= 180.001) {
        base::Error error = base::data_error("source.crs.degrees", crs.label());
        error.add_note(suggestion(box));
        throw error;
    }
    check_zone(crs, box);
}

CrsDecision decide_crs(const CrsEvidence& evidence) {
    CrsDecision out;
    if (!evidence.option.empty()) {
        out.crs = crs_from(evidence.option, base::msg("source.crs.by_option", evidence.option));
        out.evidence = names_crs_file(evidence.option)
                           ? base::msg("source.crs.by_crs_file", evidence.option, out.crs.label())
                           : base::msg("source.crs.by_option", out.crs.label());
        if (!evidence.declared.empty()) {
            note_overruled(evidence, out);
        }
    } else if (!evidence.declared.empty()) {
        out.crs = crs_from(evidence.declared, evidence.origin);
        out.evidence = evidence.origin;
    } else {
        base::Error error = base::data_error("source.crs.missing");
        error.add_note(evidence.origin);
        error.add_note(suggestion(evidence.box));
        throw error;
    }
    check_coordinates(out.crs, evidence.box);
    note_far(evidence.box, out);
    return out;
}

}  // namespace jt::source
