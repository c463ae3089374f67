// Why a trip takes as long as it does, and what would make it shorter or possible.
#pragma once

#include "base/progress.hpp"
#include "network/reach/route.hpp"
#include "network/reach/turn_reasons.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jt::network {

/// What keeps a link from being used: closed by the scenario, by its year, or driven one way only.
enum class Hindrance { scenario, year, oneway };
const char* hindrance_name(Hindrance hindrance);

/// Links of one id with one hindrance; lifting it opens them, or lets them be driven both ways.
struct Restriction {
    Hindrance hindrance = Hindrance::scenario;
    std::string id;
    std::vector<std::uint32_t> links;
    std::uint32_t ms = layer::kUnreachable;  ///< of the trip with this restriction alone lifted
};

/// A part of a cost: minutes by purpose (access, drive, ride, walk, wait, transfer, park, egress)
/// and, for drive and ride, class or line.
struct CostPart {
    std::string kind, item;
    std::uint32_t ms = 0;
    std::uint64_t mm = 0;
};

/// The narrowest gap between what the origin reaches and what reaches the destination, metres;
/// from a node of one side to a street of the other.
struct Gap {
    double metres = 0;
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;       ///< on the origin's side, on the destination's
    std::uint32_t link1 = kNone, link2 = kNone;  ///< the links there
};

struct Explanation {
    Route route;
    std::vector<CostPart> parts;  ///< in the order of their first appearance; sum to the cost
    std::optional<Restriction> binding;  ///< whose lifting alone helps most; none: none helps
    std::size_t restrictions = 0;        ///< how many there are
    std::size_t tried = 0;               ///< how many were lifted, each by a search of its own
    std::uint32_t free_ms = layer::kUnreachable;  ///< without turn rules, where that is less
    std::vector<TurnReason> turns;                ///< the turns with rules on that way
    // Without a way:
    std::vector<Restriction> together;  ///< lifting all of these makes a way; empty: not even all
    std::size_t from_nodes = 0,
                to_nodes = 0;  ///< reached from the origin; that reach the destination
    std::optional<Gap> gap;
};

/// All restrictions of a network, by hindrance and id.
std::vector<Restriction> restrictions(const Network& network);

/// Explains one trip. Up to kAllTried restrictions are all tried; of more those on the fastest ways
/// without any, without one kind and without each of these. Places off the network give a route
/// with that status alone.
constexpr std::size_t kAllTried = 64;
Explanation explain(const Network& network, const Place& origin, const Place& destination,
                    const base::Progress& progress);

/// The network with restrictions lifted.
std::shared_ptr<const Network> lifted(const Network& network,
                                      const std::vector<const Restriction*>& list);

/// Which street nodes a search from the origin reaches, and from which the destination is reached.
std::vector<bool> nodes_from(const Network& network, const Place& origin);
std::vector<bool> nodes_to(const Network& network, const Place& destination);

/// The narrowest gap between the two sets of nodes and the open streets at them; none where one
/// set is empty.
std::optional<Gap> narrowest_gap(const Network& network, const std::vector<bool>& from,
                                 const std::vector<bool>& to);

}  // namespace jt::network
