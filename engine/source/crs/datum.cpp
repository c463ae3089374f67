#include "source/crs/datum.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace jt::source {

void shift_datum(geo::GeometryArray& geometry, const geo::Crs& crs, geo::WebDatum from,
                 geo::WebDatum to, const std::vector<std::int64_t>& ids,
                 base::Diagnostics& diagnostics, const std::string& where) {
    if (from == to) {
        return;
    }
    const geo::Crs degrees = geo::Crs::from("EPSG:4490");
    const geo::Transform there(crs, degrees), back(degrees, crs);
    const std::span<double> all = geometry.xy();
    const std::vector<double> before(all.begin(), all.end());
    there.apply(all);
    const std::vector<std::size_t> outside = geo::convert_web_datum(geometry, from, to);
    back.apply(all);
    for (const std::size_t row : outside) {  // exactly as they were, and finite again
        const auto own = geometry.coordinates(row);
        const auto first = own.data() - all.data();
        std::copy_n(before.begin() + first, own.size(), all.begin() + first);
    }
    diagnostics.warn(
        base::msg("source.datum.shifted", geo::web_datum_name(from), geo::web_datum_name(to)),
        where);
    if (!outside.empty()) {
        std::vector<std::int64_t> features;
        for (const std::size_t row : outside) {
            features.push_back(ids[row]);
        }
        diagnostics.features(base::Severity::warning, base::msg("source.datum.outside"), where,
                             features);
    }
}

}  // namespace jt::source
