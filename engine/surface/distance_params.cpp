#include "surface/distance_params.hpp"

#include "base/error.hpp"
#include "surface/op_support.hpp"

#include <cmath>

namespace jt::surface {

std::vector<registry::ParamSpec> source_params() {
    using registry::ParamType;
    std::vector<registry::ParamSpec> out = {
        make_param("values", ParamType::list, nullptr,
                   {"只以这些值的像元为源；缺省为全部有值像元",
                    "only cells of these values are sources; by default all with a value"}),
        make_param("max", ParamType::number, nullptr,
                   {"上限；超出的像元无值", "limit; cells beyond it have no value"})};
    out[1].min = 0;
    return out;
}

SourceRule source_rule(const registry::Call& call) {
    SourceRule out;
    const auto values = numbers_in(call.params.at("values"));
    for (std::size_t i = 0; values.is_array() && i < values.size(); ++i) {
        if (!values[i].is_number() || !std::isfinite(values[i].get<double>())) {
            throw base::data_error("surface.distance.value", i + 1, "values", values[i].dump());
        }
        out.values.push_back(values[i].get<double>());
    }
    if (call.params.at("max").is_number()) {
        out.max = call.params.at("max").get<double>();
    }
    return out;
}

void report_sources(registry::Call& call, std::size_t sources, const Grid& grid) {
    if (sources == 0) {
        call.diagnostics->warn(base::msg("surface.distance.none", grid.cells()));
    } else {
        call.diagnostics->info(base::msg("surface.distance.sources", sources, grid.cells()));
    }
}

}  // namespace jt::surface
