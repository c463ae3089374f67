// Hierarchies of the scenarios of one topology, each in a moment.
#pragma once

#include "network/hierarchy/customise.hpp"

#include <memory>
#include <mutex>

namespace jt::network {

/// The order of a topology's states, and the metric of a baseline on it; a scenario is then what
/// differs from that. Threads may ask at once.
class WhatIf {
public:
    /// Orders the states of the baseline; cancellable before METIS begins.
    WhatIf(const Network& baseline, const base::Progress& progress);
    /// In an order that is known, the first to contract first. Data error "network.order.archive"
    /// where it is not one of these states.
    WhatIf(const Network& baseline, std::vector<std::uint32_t> order);

    /// `known` itself where the arcs lead as in its baseline, its order for this network where
    /// the states are as many (arcs were turned round), null where they are not.
    static std::shared_ptr<const WhatIf> on(const std::shared_ptr<const WhatIf>& known,
                                            const Network& scenario);

    /// The hierarchy of a network whose arcs lead as in the baseline (else internal error
    /// "network.order.topology"): the same whatever the baseline is.
    Hierarchy of(const Network& scenario) const;

    const std::vector<std::uint32_t>& order() const { return m_order; }
    /// Made when first asked for: a network that comes from a file may never need it.
    const Customizable& customizable() const;

private:
    bool fits(const Topology& topology) const;
    const Metric& metric() const;

    std::shared_ptr<const Topology> m_topology;
    std::vector<Arc> m_arcs;
    std::vector<std::uint32_t> m_order;
    mutable std::once_flag m_made, m_weighed;
    mutable Customizable m_over;
    mutable Metric m_metric;
};

}  // namespace jt::network
