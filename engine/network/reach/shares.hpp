// Integer shares: the parts of a cost always sum to the cost.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace jt::network {

/// Splits `total` in proportion to the weights by largest remainder; equal remainders go to the
/// earlier part. Weights that are all zero share equally; no weights give no parts.
std::vector<std::uint32_t> largest_remainder(std::uint32_t total,
                                             std::span<const std::uint64_t> weights);

/// What of `cost` lies before `offset` on a piece of `length` (rounded half up, so that the two
/// parts are those of largest remainder). Grows with offset; 0 at 0 and cost at length.
std::uint32_t cost_before(std::uint32_t cost, std::uint32_t offset, std::uint32_t length);

/// The farthest offset whose cost_before() is at most `limit`.
std::uint32_t offset_within(std::uint32_t cost, std::uint32_t limit, std::uint32_t length);

/// Milliseconds for a way of `mm` at `km_per_hour` (above 0), rounded to the nearest; data error
/// "network.cost.large" where it does not fit 32 bits.
std::uint32_t travel_ms(std::uint64_t mm, double km_per_hour);

}  // namespace jt::network
