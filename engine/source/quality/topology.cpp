#include "source/quality/topology.hpp"

#include "geo/coverage.hpp"
#include "geo/topology.hpp"
#include "source/quality/repair.hpp"

#include <numeric>
#include <set>

namespace jt::source {
namespace {

using geo::CoverageFaults;
using nlohmann::json;

json not_checked(const base::Message& reason) {
    return {{"checked", false}, {"reason", {{"id", reason.id}, {"args", reason.args}}}};
}

/// The faults of one kind, told and listed.
class Listing {
public:
    Listing(const Loaded& loaded, base::Diagnostics& diagnostics)
        : m_loaded(loaded), m_diagnostics(diagnostics) {}

    json places = json::array();

    void add(const CoverageFaults& faults, const char* kind, const char* told) {
        std::set<std::int64_t> ids;
        for (std::size_t k = 0; k < faults.size(); ++k) {
            double x = 0, y = 0;
            geo::point_on_surface(faults.geometry, k, x, y);
            places.push_back({{"kind", kind},
                              {"a", id_of(faults.a[k], ids)},
                              {"b", id_of(faults.b[k], ids)},
                              {"area_m2", faults.area_m2[k]},
                              {"x", x},
                              {"y", y}});
        }
        if (faults.size() > 0) {
            const double sum = std::accumulate(faults.area_m2.begin(), faults.area_m2.end(), 0.0);
            m_diagnostics.features(base::Severity::warning,
                                   base::msg(told, faults.size(), fmt::format("{:.2f}", sum)),
                                   m_loaded.where, {ids.begin(), ids.end()});
        }
    }

private:
    json id_of(std::size_t row, std::set<std::int64_t>& ids) const {
        if (row == CoverageFaults::kNobody) {
            return nullptr;
        }
        ids.insert(m_loaded.ids[row]);
        return m_loaded.ids[row];
    }

    const Loaded& m_loaded;
    base::Diagnostics& m_diagnostics;
};

std::vector<std::int64_t> unusable(const geo::GeometryArray& geometry,
                                   const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> out;
    for (std::size_t row = 0; row < geometry.size(); ++row) {
        if (geometry.status(row) != geo::Status::ok) {
            out.push_back(ids[row]);
        }
    }
    return out;
}

}  // namespace

json describe_topology(const Loaded& loaded, const geo::Crs& crs, base::Diagnostics& diagnostics) {
    if (loaded.geometry.shape() != geo::Shape::polygon || loaded.mixed()) {
        return not_checked(base::msg("source.topology.polygons"));
    }
    if (!crs.known() || crs.web_mercator()) {
        return not_checked(base::msg("source.topology.crs", crs.known() ? crs.label() : "-"));
    }
    const geo::GeometryArray geometry = without_invalid(
        loaded.geometry, find_invalid(loaded.geometry, loaded.ids, loaded.findings));
    std::vector<geo::Failure> failures;
    std::size_t small = 0;
    Listing listing(loaded, diagnostics);
    const auto overlap = geo::overlaps(geometry, crs, geo::kLeastOverlap, small, failures);
    CoverageFaults gap;
    geo::attempt(0, failures, [&] { gap = geo::gaps(geometry, crs, geo::kLargestGap); });
    const auto sliver = geo::slivers(geometry, crs, geo::kSliverWidth);
    listing.add(overlap, "overlap", "source.topology.overlaps");
    listing.add(gap, "gap", "source.topology.gaps");
    listing.add(sliver, "sliver", "source.topology.slivers");
    json reasons = json::array();
    for (const geo::Failure& failure : failures) {
        reasons.push_back(failure.reason);
        diagnostics.warn(base::msg("source.quality.failed", failure.reason), loaded.where);
    }
    return {{"checked", true},          {"overlaps", overlap.size()},
            {"small_overlaps", small},  {"gaps", gap.size()},
            {"slivers", sliver.size()}, {"left_out", unusable(geometry, loaded.ids)},
            {"failures", reasons},      {"places", listing.places}};
}

}  // namespace jt::source
