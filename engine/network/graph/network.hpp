// A network: the shared topology and one scenario's metric on it.
#pragma once

#include "base/progress.hpp"
#include "network/graph/topology.hpp"
#include "registry/object.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace jt::network {

/// What a scenario says about links. `word` beats year_open.
enum class Word : std::uint8_t { none, opened, closed };

struct ScenarioState {
    std::optional<int> year;
    std::vector<std::uint8_t> word;   ///< Word of each link
    std::vector<double> speed;        ///< km/h of each link
    std::vector<double> headway_min;  ///< of each line
    /// What the length of each edge counts for driving (2: half the speed); empty: 1 for all.
    std::vector<double> stretch = {};
    /// 1 for each platform at which the line does not stop; empty: none.
    std::vector<std::uint8_t> skipped = {};
};

/// An arc as the searches read it; cost kClosed = not usable.
struct Arc {
    std::uint32_t to = 0, cost = 0;
    bool operator==(const Arc&) const = default;
};

struct Hierarchy;  // network/hierarchy/hierarchy.hpp
class WhatIf;      // network/hierarchy/what_if.hpp

/// What a network may bring so that costs between many points come sooner; none of it changes one.
struct Prepared {
    std::shared_ptr<const Hierarchy> hierarchy = nullptr;  ///< of these very arcs
    std::shared_ptr<const WhatIf> what_if = nullptr;       ///< the order that scenarios share
};

/// Immutable. Costs are whole milliseconds: a link's cost is rounded once, its edges share it by
/// largest remainder, and everything is a sum of those. Where the topology has a value of time,
/// costs are time plus money over value of time, each rounded once.
class Network final : public registry::Object {
public:
    Network(std::shared_ptr<const Topology> topology, ScenarioState state, Prepared prepared = {});
    /// The network of another state, which keeps what still fits of what this one brings: the
    /// hierarchy where no arc differs, the order where the states are the same.
    std::shared_ptr<const Network> with(std::shared_ptr<const Topology> topology,
                                        ScenarioState state) const;

    registry::Kind kind() const override { return registry::Kind::network; }
    void write(base::Writer& out) const override;
    static registry::ObjectPtr read(base::Reader& in);

    const Topology& topology() const { return *m_topology; }
    const std::shared_ptr<const Topology>& shared_topology() const { return m_topology; }
    const ScenarioState& state() const { return m_state; }

    /// Opened by the scenario, or not closed by it and existing or with its year_open reached.
    bool open(std::uint32_t link) const;
    /// Driving (of ride links: riding) and walking cost of an edge; kClosed where not possible.
    std::uint32_t drive_ms(std::uint32_t edge) const { return m_drive_ms[edge]; }
    std::uint32_t walk_ms(std::uint32_t edge) const { return m_walk_ms[edge]; }
    /// Cost of the whole link as drawn, before it was shared out; kClosed where not possible.
    std::uint32_t link_ms(std::uint32_t link, bool walking) const;
    const std::vector<Arc>& arcs() const { return m_arcs; }
    /// What money adds to a cost; 0 without a value of time.
    std::uint32_t money_ms(std::uint32_t fen) const;
    /// Half the headway of a line.
    double wait_ms(std::uint32_t line) const;
    /// The share of an edge in its link's money, in fen.
    std::uint32_t edge_fen(std::uint32_t edge) const;
    /// Can the node of this car or walk state be reached or left on an edge that is open?
    bool live(std::uint32_t state) const { return m_live[state]; }

    /// What the network brings is part of its bytes.
    const Prepared& prepared() const { return m_prepared; }
    /// The contraction hierarchy of the arcs: the one it brings, or one that is made when first
    /// asked for and shared by all who have this object (it is no part of the bytes). Threads may
    /// ask at once.
    std::shared_ptr<const Hierarchy> contracted(const base::Progress& progress) const;
    /// The same by customising the order that the network brings, or one of its own.
    std::shared_ptr<const Hierarchy> customised(const base::Progress& progress) const;

private:
    bool stops(std::uint32_t platform) const {
        return m_state.skipped.empty() || m_state.skipped[platform] == 0;
    }
    /// Length of an edge in mm as its time is reckoned.
    std::uint64_t counted_mm(std::uint32_t edge, bool walking) const;
    void weigh_links();
    void weigh_arcs();
    std::uint32_t board_ms(std::uint32_t mm, double speed, std::uint32_t platform) const;
    double access_speed() const;
    /// Platforms that an open ride leaves, and those that one reaches.
    struct Served {
        std::vector<bool> left, reached;
    };
    std::uint32_t arc_ms(std::uint32_t arc, const Served& served) const;

    std::shared_ptr<const Topology> m_topology;
    ScenarioState m_state;
    std::vector<std::uint32_t> m_drive_ms, m_walk_ms;
    std::vector<Arc> m_arcs;
    std::vector<bool> m_live;  ///< of car and walk states
    Prepared m_prepared;
    mutable std::mutex m_making;
    mutable std::shared_ptr<const Hierarchy> m_contracted, m_customised;
};

}  // namespace jt::network
