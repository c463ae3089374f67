#include "score/register.hpp"

#include "score/op_support.hpp"

namespace jt::score {

void register_operators(registry::Registry& registry) {
    register_value(registry);
    register_ahp(registry);
    register_entropy(registry);
    register_wlc(registry);
    register_topsis(registry);
    register_constraints(registry);
    register_rank(registry);
}

}  // namespace jt::score
