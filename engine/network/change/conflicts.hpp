// Do two changes of one scenario contradict each other?
#pragma once

#include "network/change/change.hpp"

#include <array>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace jt::network {

/// What a change decides of a link; changes of one aspect must agree.
enum class Aspect { none, open, cost, direction, headway, run_time };
Aspect aspect_of(Action action);

/// Hears which links each change decides, and names the pairs that decide differently.
class Conflicts {
public:
    explicit Conflicts(const Topology& topology) : m_topology(topology) {}

    /// Change number `index` of `changes` decides these links.
    void decide(const std::vector<Change>& changes, std::size_t index,
                std::span<const std::uint32_t> links);
    /// Adds one problem for each pair; then forgets everything.
    void tell(const std::vector<Change>& changes, Problems& problems);

private:
    const Topology& m_topology;
    std::map<std::pair<Aspect, std::uint32_t>, std::size_t> m_decided;
    std::map<std::pair<std::size_t, std::size_t>, std::set<std::string>> m_pairs;
};

}  // namespace jt::network
