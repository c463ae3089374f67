// Invalid geometry made valid, and the list of what was mended.
#include "source/quality/repair.hpp"

#include "geo/measure.hpp"
#include "geo/topology.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace jt::source {
namespace {

using base::Severity;

/// Geodesic square metres where the CRS allows, else NaN.
double area_of(const std::optional<geo::Measure>& measure, const geo::GeometryArray& geometry,
               std::size_t feature) {
    return measure ? measure->area(geometry, feature) : std::nan("");
}

/// To the centimetre; "-" for none.
std::string area_text(double area) { return std::isnan(area) ? "-" : fmt::format("{:.2f}", area); }

/// The parts of a line that have two points or more; empty where none has.
void append_long_parts(const geo::GeometryArray& lines, std::size_t row, geo::GeometryArray& out) {
    out.begin_feature();
    for (std::size_t p = lines.parts_begin(row); p < lines.parts_end(row); ++p) {
        const auto xy = lines.ring(lines.rings_begin(p));
        if (xy.size() >= 4) {
            out.begin_part();
            out.begin_ring();
            for (std::size_t i = 0; i < xy.size(); i += 2) {
                out.add(xy[i], xy[i + 1]);
            }
        }
    }
    out.end_feature();
}

/// What measures the areas of the layer; nothing for lines, points and where there is no measuring.
std::optional<geo::Measure> measure_of(const geo::GeometryArray& geometry, const geo::Crs& crs) {
    std::optional<geo::Measure> out;
    if (crs.known() && !crs.web_mercator() && geometry.shape() == geo::Shape::polygon) {
        out.emplace(crs);
    }
    return out;
}

}  // namespace

void keep_findings(Loaded& loaded, const geo::Crs& crs) {
    const GeometryFindings& found = loaded.findings;
    const auto measure = measure_of(loaded.geometry, crs);
    Repairs& repairs = loaded.repairs;
    const auto keep = [&](const char* kind, std::vector<std::int64_t> ids) {
        std::sort(ids.begin(), ids.end());
        for (std::size_t row = 0; row < loaded.ids.size() && !ids.empty(); ++row) {
            if (std::binary_search(ids.begin(), ids.end(), loaded.ids[row])) {
                const double area = area_of(measure, loaded.geometry, row);
                repairs.ids.push_back(loaded.ids[row]);
                repairs.kinds.emplace_back(kind);
                repairs.reasons.emplace_back();
                repairs.before_m2.push_back(std::string_view(kind) == "turned" ? area
                                                                               : std::nan(""));
                repairs.after_m2.push_back(area);
                repairs.geometry.append(loaded.geometry, row);
            }
        }
    };
    keep("unclosed", found.unclosed);
    keep("turned", found.turned);
    keep("curve", found.curves);
}

void mend(Loaded& loaded, const geo::Crs& crs, const std::vector<Invalid>& invalid,
          base::Diagnostics& diagnostics) {
    const auto measure = measure_of(loaded.geometry, crs);
    geo::GeometryArray out(loaded.geometry.shape());
    Repairs& repairs = loaded.repairs;
    std::vector<std::int64_t> mended, lost;
    std::vector<base::Message> details;
    std::size_t next = 0;
    for (std::size_t row = 0; row < loaded.geometry.size(); ++row) {
        if (next == invalid.size() || invalid[next].row != row) {
            out.append(loaded.geometry, row);
            continue;
        }
        const Invalid& one = invalid[next++];
        if (loaded.geometry.status(row) == geo::Status::invalid) {
            append_long_parts(loaded.geometry, row, out);
        } else {
            geo::make_valid(loaded.geometry, row, out);
        }
        const bool gone = out.status(row) != geo::Status::ok;
        (gone ? lost : mended).push_back(loaded.ids[row]);
        repairs.ids.push_back(loaded.ids[row]);
        repairs.kinds.emplace_back("invalid");
        repairs.reasons.push_back(one.reason);
        repairs.before_m2.push_back(area_of(measure, loaded.geometry, row));
        repairs.after_m2.push_back(gone ? 0 : area_of(measure, out, row));
        repairs.geometry.append(loaded.geometry, row);
        if (!gone && details.size() < base::Diagnostic::kMaxFeatures) {
            details.push_back(base::msg("source.geometry.mended_one", loaded.ids[row], one.reason,
                                        area_text(repairs.before_m2.back()),
                                        area_text(repairs.after_m2.back())));
        }
    }
    if (!mended.empty()) {
        diagnostics.features(Severity::warning, base::msg("source.geometry.mended"), loaded.where,
                             mended);
    }
    for (base::Message& detail : details) {
        diagnostics.info(std::move(detail), loaded.where);
    }
    if (!lost.empty()) {
        diagnostics.features(Severity::warning, base::msg("source.geometry.lost"), loaded.where,
                             lost);
    }
    loaded.geometry = std::move(out);
}

}  // namespace jt::source
