#include "source/crs_evidence.hpp"

#include "base/error.hpp"

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

/// The prefix all eastings share; -1 where they share none.
int prefix_of(const geo::Box& box) {
    const double first = std::floor(box.min_x / 1e6);
    const double last = std::floor(box.max_x / 1e6);
    // Six-digit eastings of a wide area reach a little below zero and above one million.
    if (box.min_x > -2e6 && box.max_x < 3e6) {
        return 0;
    }
    return first == last && first >= 13 && first <= 45 ? static_cast<int>(first) : -1;
}

/// EPSG codes of CGCS2000 zones: 3-degree zones 25-45 and 6-degree zones 13-23, with prefix.
std::string code_with_prefix(int prefix) {
    return fmt::format("EPSG:{}", prefix >= 25 ? 4513 + prefix - 25 : 4491 + prefix - 13);
}

std::string code_without_prefix(int prefix) {
    return fmt::format("EPSG:{}", prefix >= 25 ? 4534 + prefix - 25 : 4502 + prefix - 13);
}

std::string number(double value) { return fmt::format("{:.10g}", value); }

/// `origin`: where the definition stands, told with its error.
geo::Crs crs_from(const std::string& definition, const base::Message& origin) {
    try {
        return geo::Crs::from(definition);
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
                         code_with_prefix(prefix));
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
    const int wanted = prefix_of(crs);
    const int found = prefix_of(box);
    if (wanted < 0 || found < 0 || wanted == found) {
        return;
    }
    if (found == 0) {
        throw base::data_error("source.crs.no_prefix", crs.label(), wanted, extent_text(box),
                               wanted >= 13 && wanted <= 45 ? code_without_prefix(wanted) : "-");
    }
    throw base::data_error("source.crs.prefix", crs.label(), found, extent_text(box),
                           code_with_prefix(found));
}

CrsDecision decide_crs(const CrsEvidence& evidence) {
    CrsDecision out;
    if (!evidence.option.empty()) {
        out.crs = crs_from(evidence.option, base::msg("source.crs.by_option", evidence.option));
        out.evidence = base::msg("source.crs.by_option", out.crs.label());
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
    return out;
}

}  // namespace jt::source
