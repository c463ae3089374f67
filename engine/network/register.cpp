#include "network/register.hpp"

#include "network/change/register.hpp"
#include "network/criticality/register.hpp"
#include "network/declare.hpp"

namespace jt::network {

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
