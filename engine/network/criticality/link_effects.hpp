// What closing or opening one link does to an indicator over given origins and destinations.
#pragma once

#include "base/progress.hpp"
#include "network/graph/connectors.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace jt::network {

/// An indicator of all origins together.
struct Indicator {
    /// opportunities: sum over origins and destinations of their weights' products where the time
    /// is within the threshold (T1, Wachs & Kumagai 1973). mean_time: the mean time in ms, weighted
    /// by the same products; a pair without a way counts with `lost_ms`, but for the pairs that
    /// have none in the network as it is, which stay out.
    enum class Kind { opportunities, mean_time };
    Kind kind = Kind::opportunities;
    std::uint32_t threshold_ms = 1800000;
    std::uint32_t lost_ms = 7200000;  ///< or the pair's time before, where that is more
    std::vector<double> origin_weights, destination_weights;
};

struct LinkEffect {
    double value = 0;                ///< of the indicator afterwards
    std::uint64_t cut_pairs = 0;     ///< that had a way before and have none
    std::uint64_t joined_pairs = 0;  ///< that have a way only now
    std::uint32_t searches = 0;      ///< origins whose tree was mended, or grown anew
};

struct LinkEffects {
    double before = 0;
    std::vector<LinkEffect> units;
};

/// Closes each unit (a set of links) alone. Only origins with a shortest path to a destination that
/// uses one of its links are looked at, and only what lies below that link in their tree is
/// searched again; figures are those of doing it all anew. Origins in parallel; the same bits for
/// any number of threads. Links that are closed already do nothing.
LinkEffects closing_effects(const Network& network, const Points& origins,
                            const Points& destinations, const Indicator& indicator,
                            const std::vector<std::vector<std::uint32_t>>& units,
                            const base::Progress& progress);

/// Opens each unit alone, all origins searched anew.
LinkEffects opening_effects(const Network& network, const Points& origins,
                            const Points& destinations, const Indicator& indicator,
                            const std::vector<std::vector<std::uint32_t>>& units,
                            const base::Progress& progress);

/// The network with the word of these links replaced.
std::shared_ptr<const Network> with_word(const Network& network,
                                         const std::vector<std::uint32_t>& links, Word word);

}  // namespace jt::network
