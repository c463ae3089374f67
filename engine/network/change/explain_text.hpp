// Explanations in words.
#pragma once

#include "base/message.hpp"
#include "network/change/explain.hpp"

#include <string>
#include <vector>

namespace jt::network {

/// An explanation as lines to read, in one language: the time and its parts, the way, what hinders,
/// and where there is no way what would make one.
std::vector<std::string> explanation_lines(const Explanation& explanation, const Network& network,
                                           const std::string& origin,
                                           const std::string& destination, base::Lang lang);

/// The way as stretches of one id and mode in a row, ids by their route.
struct Stretch {
    std::string id, mode;
    std::uint64_t mm = 0;
    std::uint32_t ms = 0;
};
std::vector<Stretch> stretches(const Route& route, const Topology& topology);

}  // namespace jt::network
