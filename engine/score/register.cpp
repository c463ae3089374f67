#include "score/register.hpp"

#include "score/op_support.hpp"

namespace jt::score {

void register_operators(registry::Registry& registry) {
    register_value(registry);
    register_ahp(registry);
    register_group_ahp(registry);
    register_entropy(registry);
    register_critic(registry);
    register_swing(registry);
    register_combine_weights(registry);
    register_wlc(registry);
    register_topsis(registry);
    register_wpm(registry);
    register_owa(registry);
    register_minimum(registry);
    register_agreement(registry);
    register_constraints(registry);
    register_occupation(registry);
    register_sheet(registry);
    register_rank(registry);
    register_rules(registry);
    register_weight_draws(registry);
    register_robustness(registry);
    register_compare_robust(registry);
    register_sensitivity(registry);
    register_counterfactual(registry);
    register_waterfall(registry);
    register_criteria(registry);
    register_crosstab(registry);
}

}  // namespace jt::score
