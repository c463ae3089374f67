// Which engine computes costs between many points. Every engine gives the same numbers.
#pragma once

#include "base/diagnostic.hpp"
#include "base/progress.hpp"
#include "network/graph/connectors.hpp"
#include "registry/spec.hpp"

#include <cstdint>
#include <memory>

namespace jt::network {

struct Hierarchy;

/// dijkstra: a search from each origin, nothing made before. contraction: sweeps over a contraction
/// hierarchy, which is made once for a network. customizable: the same sweeps over the hierarchy
/// that an order of the topology gives for these costs; scenarios share the order.
enum class Engine : std::uint8_t { automatic, dijkstra, contraction, customizable };

/// From this many whole searches on, making a hierarchy takes less time than they do (measured on a
/// street grid of 260,000 nodes; the time for both grows with the network).
constexpr std::size_t kOriginsForHierarchy = 170;

/// The parameter `engine`: auto, dijkstra, contraction, customizable.
registry::ParamSpec engine_param();
Engine engine_of(const registry::Call& call);

/// What `asked` means for searches from these origins; says why as an info. Automatic: what the
/// network brings (network.order, network.prepare); else contraction where the searches amount to
/// kOriginsForHierarchy whole ones; with a limit a few of them are tried to see how much of the
/// network they settle. Depends on network and origins alone, not on what was computed before.
/// Where the network does not suit hierarchies it is Dijkstra, with a warning.
Engine choose_engine(Engine asked, const Network& network, const Points& origins,
                     std::uint32_t cutoff_ms, base::Diagnostics& diagnostics);

/// Can a hierarchy serve this network? Else the reason as a warning: an arc takes longer than
/// sweeps can tell (kLongest), or there are so many ways to change between the lines of buses that
/// contraction has nothing to gain and would not end in hours.
bool suits_hierarchies(const Network& network, base::Diagnostics& diagnostics);

/// The hierarchy that an engine works with; null for Dijkstra's algorithm.
std::shared_ptr<const Hierarchy> hierarchy_for(Engine engine, const Network& network,
                                               const base::Progress& progress);

}  // namespace jt::network
