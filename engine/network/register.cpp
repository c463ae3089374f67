#include "network/register.hpp"

#include "base/error.hpp"
#include "base/units.hpp"
#include "network/change/register.hpp"
#include "network/criticality/register.hpp"
#include "network/declare.hpp"
#include "network/sorted.hpp"

namespace jt::network {

std::vector<double> limits_of(const nlohmann::json& list, double most) {
    std::vector<double> limits;
    for (const auto& item : list) {
        const double minutes = item.is_string()
                                   ? base::parse_quantity(item.get<std::string>(), "min")
                               : item.is_number() ? item.get<double>()
                                                  : 0;
        if (!(minutes > 0) || minutes > most) {
            throw base::data_error("network.cutoffs.value", item.dump(), most);
        }
        limits.push_back(minutes);
    }
    if (limits.empty()) {
        throw base::data_error("network.cutoffs.none");
    }
    sort_unique(limits);
    return limits;
}

void register_operators(registry::Registry& registry) {
    registry.add_reader(registry::Kind::network, &Network::read);
    register_build(registry);
    register_scenario(registry);
    register_matrix(registry);
    register_reached(registry);
    register_prepare(registry);
    register_matrix_file(registry);
    register_pair_costs(registry);
    register_route(registry);
    register_isochrones(registry);
    register_access(registry);
    register_defects(registry);
    register_changes(registry);
    register_difference(registry);
    register_explain(registry);
    register_betweenness(registry);
    register_criticality(registry);
}

}  // namespace jt::network
