// Scenarios: a list of modifications on an immutable network, and what they touched.
#pragma once

#include "network/graph/network.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jt::network {

/// Changes by id alone; everything else is in change/change.hpp.
struct Modifications {
    std::optional<int> year = {};
    std::vector<std::string> open = {}, close = {};   ///< route ids of roads or ids of metro lines
    std::map<std::string, double> speeds = {};        ///< km/h by id
    std::map<std::string, double> headways_min = {};  ///< by line id
};

/// One row for each modification and id, and one for each id that the year alone opened or shut.
struct Touched {
    std::string modification;  ///< year, or action_name()
    std::string id;
    std::int64_t links = 0;
    double km = 0;  ///< of these links; of a factor the length inside its area
    /// "", "already open", "already closed", "not driven", "two-way", "not in this period",
    /// "each link"; of the year "opened", "not yet open"
    std::string note;
    std::string value;  ///< "60 km/h", "fast_road", "" where the action says all
    std::string by;     ///< label of the change; "" for changes by id alone
};

/// The network with the modifications, on the same topology. They come on top of what the given
/// network's own scenario said; a later word on a link replaces the earlier. Data errors: an id
/// that matches nothing (did you mean), an id both opened and closed, a headway of what is no line;
/// several of them are told together.
std::shared_ptr<const Network> modify(const Network& network, const Modifications& modifications,
                                      std::vector<Touched>& touched);

}  // namespace jt::network
