#include "network/register.hpp"

#include "network/declare.hpp"

namespace jt::network {

void register_operators(registry::Registry& registry) {
    registry.add_reader(registry::Kind::network, &Network::read);
    register_build(registry);
    register_scenario(registry);
    register_matrix(registry);
    register_reached(registry);
    register_matrix_file(registry);
    register_pair_costs(registry);
    register_route(registry);
    register_isochrones(registry);
    register_accessibility(registry);
    register_defects(registry);
}

}  // namespace jt::network
