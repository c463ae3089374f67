// Private to the operators of zones and points.
#pragma once

#include "layer/layer.hpp"
#include "surface/op_support.hpp"
#include "surface/zonal.hpp"

#include <string>
#include <vector>

namespace jt::surface {

void register_zonal_statistics(registry::Registry& registry);  ///< surface.zonal

registry::ParamSpec id_param();

/// The features in the CRS of the surface; one that does not fit into it loses its status.
geo::GeometryArray on_surface(registry::Call& call, const layer::Layer& layer,
                              const Surface& surface);

/// A diagnostic about features, with their number; none for no rows.
void report(registry::Call& call, const layer::Layer& layer, base::Severity severity,
            const char* id, const std::vector<std::size_t>& rows);

/// Numbers of the zones for which test(zone).
template <class Test>
std::vector<std::size_t> zones_where(const std::vector<ZoneStatistics>& zones, const Test& test) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (test(zones[i])) {
            out.push_back(i);
        }
    }
    return out;
}

/// What names the rows, by the parameter "id".
layer::Column names_of(const registry::Call& call, const layer::Layer& layer);

}  // namespace jt::surface
