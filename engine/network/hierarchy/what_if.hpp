// Hierarchies of the scenarios of one topology, each in a moment.
#pragma once

#include "network/hierarchy/customise.hpp"

#include <memory>

namespace jt::network {

/// Orders a topology once and customises its baseline; a scenario is then what differs from that.
/// Immutable, so that any number of threads may ask.
class WhatIf {
public:
    /// Cancellable while it orders.
    WhatIf(std::shared_ptr<const Network> baseline, const base::Progress& progress);

    /// The hierarchy of a network on the same topology, or one with the same arcs (internal error
    /// "network.order.topology" for another one): the same whatever the baseline is.
    Hierarchy of(const Network& scenario) const;

    const Customizable& customizable() const { return m_over; }

private:
    std::shared_ptr<const Network> m_baseline;
    Customizable m_over;
    Metric m_metric;
};

}  // namespace jt::network
