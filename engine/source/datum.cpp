#include "source/datum.hpp"

#include "base/error.hpp"

namespace jt::source {

void shift_datum(geo::GeometryArray& geometry, const geo::Crs& crs, geo::WebDatum from,
                 geo::WebDatum to, const std::vector<std::int64_t>& ids,
                 base::Diagnostics& diagnostics, const std::string& where) {
    if (from == to) {
        return;
    }
    const geo::Crs degrees = geo::Crs::from("EPSG:4490");
    const geo::Transform there(crs, degrees), back(degrees, crs);
    there.apply(geometry.xy());
    const std::vector<std::size_t> outside = geo::convert_web_datum(geometry, from, to);
    back.apply(geometry.xy());
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
