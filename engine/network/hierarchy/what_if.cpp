#include "network/hierarchy/what_if.hpp"

#include "base/error.hpp"
#include "network/hierarchy/order_dissection.hpp"

#include <utility>

namespace jt::network {
namespace {

Customizable customizable_of(const Topology& t, const base::Progress& progress) {
    return {t.first_arc, t.arc_to, dissection_order(t.first_arc, t.arc_to, progress)};
}

}  // namespace

WhatIf::WhatIf(std::shared_ptr<const Network> baseline, const base::Progress& progress)
    : m_baseline(std::move(baseline)),
      m_over(customizable_of(m_baseline->topology(), progress)),
      m_metric(customise(m_over, m_baseline->arcs())) {}

Hierarchy WhatIf::of(const Network& scenario) const {
    // Networks that were stored each bring a topology of their own: it is the arcs that count.
    const Topology &mine = m_baseline->topology(), &its = scenario.topology();
    if (its.first_arc != mine.first_arc || its.arc_to != mine.arc_to) {
        throw base::internal_error("network.order.topology");
    }
    Metric metric = m_metric;
    recustomise(m_over, m_baseline->arcs(), scenario.arcs(), metric);
    return hierarchy_of(m_over, metric);
}

}  // namespace jt::network
