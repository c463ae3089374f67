// Rounding that keeps sums: parts that add up to a total to the last digit.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace jt::base {

/// Whole numbers that sum to `total`: of each value its floor, and one more for those with the
/// largest remainders (method of largest remainders, Hamilton; Balinski and Young 1982, Fair
/// Representation). Equal remainders go to the larger value, then to the smaller key, so that the
/// order of the values does not matter. Values are finite and not negative, and their sum is
/// `total` but for rounding. No values: nothing.
std::vector<std::int64_t> round_to_total(std::span<const double> values, std::int64_t total,
                                         std::span<const std::int64_t> keys);

/// The sum, in ascending order of the values: the same for any order of the rows.
double ordered_sum(std::vector<double> values);

struct Closed {
    std::vector<std::int64_t> parts;   ///< units of the last digit, one for each value
    std::vector<std::int64_t> groups;  ///< the same, one for each group
    std::int64_t total = 0;
};

/// Rounds `values` (in units of the last digit) so that groups close to the total and parts to
/// their group: `total`, or the rounded sum of the values where it is negative. Values are first
/// scaled in proportion where a total is given. `group`: the group of each value, 0 ... groups - 1;
/// groups are ordered so that no result depends on the order of the values.
Closed close_groups(std::span<const double> values, std::span<const std::int64_t> keys,
                    std::span<const std::size_t> group, std::size_t groups, std::int64_t total);

}  // namespace jt::base
