#include "network/scenario.hpp"

#include "network/change/change.hpp"
#include "network/change/short_form.hpp"

namespace jt::network {

std::shared_ptr<const Network> modify(const Network& network, const Modifications& modifications,
                                      std::vector<Touched>& touched) {
    ChangePlan plan;
    plan.year = modifications.year;
    plan.changes = changes_of(modifications);
    base::Diagnostics none;  // changes by id match something or are refused
    return change(network, plan, touched, none);
}

}  // namespace jt::network
