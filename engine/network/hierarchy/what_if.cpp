#include "network/hierarchy/what_if.hpp"

#include "base/error.hpp"
#include "network/hierarchy/order_dissection.hpp"

#include <utility>

namespace jt::network {
namespace {

bool is_order(const std::vector<std::uint32_t>& order, std::uint32_t states) {
    std::vector<bool> seen(states, false);
    for (const std::uint32_t state : order) {
        if (state >= states || seen[state]) {
            return false;
        }
        seen[state] = true;
    }
    return order.size() == states;
}

std::vector<std::uint32_t> order_of(const Topology& t, const base::Progress& progress) {
    return dissection_order(t.first_arc, t.arc_to, progress);
}

}  // namespace

WhatIf::WhatIf(const Network& baseline, const base::Progress& progress)
    : WhatIf(baseline, order_of(baseline.topology(), progress)) {}

WhatIf::WhatIf(const Network& baseline, std::vector<std::uint32_t> order)
    : m_topology(baseline.shared_topology()), m_arcs(baseline.arcs()), m_order(std::move(order)) {
    if (!is_order(m_order, m_topology->states())) {
        throw base::data_error("network.order.archive");
    }
}

std::shared_ptr<const WhatIf> WhatIf::on(const std::shared_ptr<const WhatIf>& known,
                                         const Network& scenario) {
    if (known->fits(scenario.topology())) {
        return known;
    }
    const bool same_states = scenario.topology().states() == known->m_topology->states();
    return same_states ? std::make_shared<const WhatIf>(scenario, known->m_order) : nullptr;
}

bool WhatIf::fits(const Topology& topology) const {
    // Networks that were stored each bring a topology of their own: it is the arcs that count.
    return &topology == m_topology.get() ||
           (topology.first_arc == m_topology->first_arc && topology.arc_to == m_topology->arc_to);
}

const Customizable& WhatIf::customizable() const {
    std::call_once(m_made, [this] {
        m_over = Customizable(m_topology->first_arc, m_topology->arc_to, m_order);
    });
    return m_over;
}

const Metric& WhatIf::metric() const {
    const Customizable& over = customizable();
    std::call_once(m_weighed, [&] { m_metric = customise(over, m_arcs); });
    return m_metric;
}

Hierarchy WhatIf::of(const Network& scenario) const {
    if (!fits(scenario.topology())) {
        throw base::internal_error("network.order.topology");
    }
    Metric its = metric();
    recustomise(customizable(), m_arcs, scenario.arcs(), its);
    return hierarchy_of(customizable(), its);
}

}  // namespace jt::network
