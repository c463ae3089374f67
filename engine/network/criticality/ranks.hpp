// Ranks that never depend on the order of features.
#pragma once

#include "network/graph/connectors.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace jt::network {

/// 1 for the largest value; equal values by id, then by number.
inline std::vector<std::int64_t> ranks(const std::vector<double>& values,
                                       const std::vector<std::string>& ids) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return values[a] != values[b] ? values[a] > values[b] : ids[a] < ids[b];
    });
    std::vector<std::int64_t> out(values.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        out[order[i]] = static_cast<std::int64_t>(i) + 1;
    }
    return out;
}

/// Numbers of points in the order of their ids, so that sums do not depend on that of features.
inline std::vector<std::size_t> by_id(const Points& points) {
    std::vector<std::size_t> order(points.ids.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t p) { return std::string_view(points.ids[p]); });
    return order;
}

}  // namespace jt::network
