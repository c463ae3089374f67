// The third phase of customizable contraction hierarchies: cheapest ways by climbing the
// elimination tree, without a queue (Dibbelt, Strasser, Wagner 2016, section 8).
#pragma once

#include "network/hierarchy/customise.hpp"

#include <optional>
#include <span>
#include <vector>

namespace jt::network {

/// The workspace of one thread. The supergraph, the metric and the arcs that it came from must
/// outlive it. Nodes are those of the graph; costs of kFar and more count as no way.
class TreeSearch {
public:
    TreeSearch(const Customizable& over, const Metric& metric, std::span<const Arc> arcs);

    /// kFar where there is no way.
    std::uint32_t cost(std::uint32_t from, std::uint32_t to);
    /// The arcs of the graph on a cheapest way, empty from a node to itself; nothing where there
    /// is no way.
    std::optional<std::vector<std::uint32_t>> path(std::uint32_t from, std::uint32_t to);
    /// To all nodes of the graph, by number.
    std::vector<std::uint32_t> costs(std::uint32_t from);

private:
    struct Label {
        std::uint32_t cost = kFar, arc = 0;
    };
    using Labels = std::vector<Label>;
    void climb(std::uint32_t node, bool up, Labels& labels);
    void forget(std::uint32_t node, Labels& labels);
    std::uint32_t parent(std::uint32_t place) const;
    /// The place where a cheapest way turns, kNone for no way; costs are in the labels.
    std::uint32_t meet(std::uint32_t from, std::uint32_t to);
    void unpack(std::uint32_t arc, bool up, std::vector<std::uint32_t>& path) const;

    const Customizable& m_over;
    const Metric& m_metric;
    std::span<const Arc> m_arcs;
    Labels m_up, m_down;
};

}  // namespace jt::network
