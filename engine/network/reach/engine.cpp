#include "network/reach/engine.hpp"

#include "network/declare.hpp"
#include "network/reach/cost_rows.hpp"

#include <cmath>
#include <optional>

namespace jt::network {
namespace {

constexpr std::size_t kTried = 4;
/// Transfers for each platform: a metro has up to 5, the buses of a city have dozens.
constexpr std::size_t kMostTransfers = 12;

/// Share of the states that a search up to the limit settles, from a few origins of the list.
double share_within(const Network& network, const std::vector<const Place*>& origins,
                    std::uint32_t cutoff_ms) {
    if (cutoff_ms >= layer::kMaxCost - 1 || origins.empty()) {
        return 1;
    }
    Search search(network);
    const std::uint32_t states = network.topology().states();
    const std::size_t tries = std::min(kTried, origins.size());
    double settled = 0;
    for (std::size_t i = 0; i < tries; ++i) {
        start_from(search, network, *origins[i * origins.size() / tries]);
        search.run(cutoff_ms);
        for (std::uint32_t state = 0; state < states; ++state) {
            settled += search.cost(state) != kClosed ? 1 : 0;
        }
    }
    return settled / static_cast<double>(tries) / std::max(1U, states);
}

struct Choice {
    Engine engine;
    base::Message why;
};

Choice choose(const Network& network, const Points& origins, std::uint32_t cutoff_ms) {
    const std::uint32_t states = network.topology().states();
    if (network.prepared().hierarchy) {
        return {Engine::contraction, base::msg("network.engine.prepared", states)};
    }
    if (network.prepared().what_if) {
        return {Engine::customizable, base::msg("network.engine.ordered", states)};
    }
    std::vector<const Place*> places;
    for (const Place& place : origins.places) {
        if (!place.connectors.empty()) {
            places.push_back(&place);
        }
    }
    if (places.size() < kOriginsForHierarchy) {
        return {Engine::dijkstra,
                base::msg("network.engine.few", places.size(), states, kOriginsForHierarchy)};
    }
    const double share = share_within(network, places, cutoff_ms);
    const auto percent = static_cast<int>(std::lround(share * 100));
    const bool many =
        share * static_cast<double>(places.size()) >= static_cast<double>(kOriginsForHierarchy);
    return {many ? Engine::contraction : Engine::dijkstra,
            base::msg(many ? "network.engine.many" : "network.engine.near", places.size(), states,
                      percent, kOriginsForHierarchy)};
}

}  // namespace

registry::ParamSpec engine_param() {
    return choice("engine", {"auto", "dijkstra", "contraction", "customizable"},
                  "算法：dijkstra 逐点搜索；contraction 先建收缩层次（CH）再批量求解；customizable "
                  "用各情景共用的消去顺序（CCH）；auto 按路网与起点数选择；结果相同",
                  "how: dijkstra searches from each origin, contraction makes a contraction "
                  "hierarchy first, customizable takes one from an order that scenarios share, "
                  "auto goes by the network and the number of origins; the results are the same");
}

Engine engine_of(const registry::Call& call) {
    const auto& name = call.params.at("engine");
    return name == "dijkstra"       ? Engine::dijkstra
           : name == "contraction"  ? Engine::contraction
           : name == "customizable" ? Engine::customizable
                                    : Engine::automatic;
}

Engine choose_engine(Engine asked, const Network& network, const Points& origins,
                     std::uint32_t cutoff_ms, base::Diagnostics& diagnostics) {
    if (asked == Engine::dijkstra) {
        return asked;
    }
    std::optional<Choice> choice;
    if (asked == Engine::automatic) {
        choice = choose(network, origins, cutoff_ms);
    }
    const Engine chosen = choice ? choice->engine : asked;
    if (chosen != Engine::dijkstra && !suits_hierarchies(network, diagnostics)) {
        return Engine::dijkstra;
    }
    if (choice) {
        diagnostics.info(choice->why);
    }
    return chosen;
}

bool suits_hierarchies(const Network& network, base::Diagnostics& diagnostics) {
    if (has_long_arc(network)) {
        diagnostics.warn(base::msg("network.engine.long_arc", kLongest / 86400000U));
        return false;
    }
    const Topology& t = network.topology();
    if (t.transfers.size() > kMostTransfers * t.platforms.size()) {
        diagnostics.warn(base::msg("network.engine.dense", t.transfers.size(), t.platforms.size()));
        return false;
    }
    return true;
}

std::shared_ptr<const Hierarchy> hierarchy_for(Engine engine, const Network& network,
                                               const base::Progress& progress) {
    switch (engine) {
        case Engine::contraction: return network.contracted(progress);
        case Engine::customizable: return network.customised(progress);
        case Engine::automatic:
        case Engine::dijkstra: return nullptr;
    }
    return nullptr;
}

}  // namespace jt::network
