#include "source/crs/reproject.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/crs/crs_file.hpp"

#include <algorithm>
#include <cmath>

namespace jt::source {
namespace {

/// Ids of features whose coordinates are no longer finite.
std::vector<std::string> outside_of(const Loaded& loaded) {
    std::vector<std::string> out;
    const geo::GeometryArray& geometry = loaded.geometry;
    for (std::size_t row = 0; row < geometry.size(); ++row) {
        const auto xy = geometry.coordinates(row);
        const bool finite =
            std::all_of(xy.begin(), xy.end(), [](double value) { return std::isfinite(value); });
        if (geometry.status(row) == geo::Status::ok && !finite) {
            out.push_back(fmt::format("{}", loaded.ids[row]));
        }
    }
    return out;
}

}  // namespace

geo::Crs target_of(const std::string& to) {
    return base::within(base::msg("source.context.to"), [&] { return crs_of(to); });
}

void reproject(Loaded& loaded, const geo::Crs& from, const geo::Crs& target,
               base::Diagnostics& diagnostics) {
    const geo::Transform transform(from, target);
    if (transform.identity()) {
        return;
    }
    if (transform.apply(loaded.geometry.xy()) > 0) {
        const std::vector<std::string> outside = outside_of(loaded);
        if (!outside.empty()) {
            throw base::data_error("source.crs.outside", outside.size(), target.label(),
                                   base::join_some(outside));
        }
    }
    diagnostics.info(
        base::msg("source.crs.transformed", from.label(), target.label(), transform.description()),
        loaded.where);
    if (transform.ballpark()) {
        diagnostics.warn(base::msg("source.crs.ballpark", from.label(), target.label()),
                         loaded.where);
    }
}

}  // namespace jt::source
