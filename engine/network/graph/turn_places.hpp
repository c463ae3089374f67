// Cars at the nodes of the streets: by which edges they come and go. Internal to graph/.
#pragma once

#include "network/graph/topology.hpp"

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace jt::network {

/// An edge as a car comes by it to a node or leaves a node by it: forward = as drawn.
struct Passage {
    std::uint32_t edge = 0, forward = 0;
    auto operator<=>(const Passage&) const = default;
};

enum class TurnSide { straight, left, right, u };

/// The driven edges around each node.
class TurnPlaces {
public:
    explicit TurnPlaces(const Topology& topology);

    std::span<const Passage> into(std::uint32_t node) const {
        return {m_into.data() + m_first_into[node], m_first_into[node + 1] - m_first_into[node]};
    }
    std::span<const Passage> out_of(std::uint32_t node) const {
        return {m_out.data() + m_first_out[node], m_first_out[node + 1] - m_first_out[node]};
    }
    /// How many driven links meet; the two directions of one link are one.
    std::size_t links(std::uint32_t node) const;
    /// Which way a car turns; u = back along the link by which it came.
    TurnSide side(const Passage& in, const Passage& out) const;

private:
    bool same_way_back(std::uint32_t a, std::uint32_t b) const;
    const Topology& m_topology;
    std::vector<std::size_t> m_first_into, m_first_out;
    std::vector<Passage> m_into, m_out;
};

}  // namespace jt::network
