// Coverage: how much of an amount lies within reach, by zone.
#pragma once

#include "layer/matrix.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::network {

/// One amount (people, m2) of every demand point or cell, and what belongs to a zone that has none.
struct Amount {
    std::string name;
    std::vector<double> of;                  ///< of each point
    std::vector<double> without_point = {};  ///< of each group, or empty
};

/// Shares of one amount in one group within one cutoff; all parts sum to the total.
struct Covered {
    std::size_t group = 0, amount = 0, cutoff = 0;
    std::int64_t points = 0;
    double total = 0;
    double within = 0;
    double beyond = 0;  ///< reached later, or cut off
    double unreachable = 0;
    double off_network = 0;
    double unknown = 0;  ///< no time is known: missing pairs, zones without a point
};

/// A point of no group counts in the whole only.
constexpr std::size_t kNoGroup = ~std::size_t{0};

/// For each group, amount and cutoff, in this order; the last group is the whole. `status` of a
/// point is 0 where its `minutes` to the nearest destination are known. Sums are taken in the order
/// of points that `order` gives.
std::vector<Covered> cover(const std::vector<double>& minutes,
                           const std::vector<std::uint32_t>& status,
                           const std::vector<std::size_t>& group, std::size_t groups,
                           const std::vector<Amount>& amounts, const std::vector<double>& cutoffs,
                           const std::vector<std::size_t>& order);

}  // namespace jt::network
