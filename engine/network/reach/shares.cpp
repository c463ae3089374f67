#include "network/reach/shares.hpp"

#include "base/error.hpp"
#include "layer/matrix.hpp"
#include "network/reach/lattice.hpp"

#include <algorithm>
#include <numeric>

namespace jt::network {

std::vector<std::uint32_t> largest_remainder(std::uint32_t total,
                                             std::span<const std::uint64_t> weights) {
    if (weights.empty()) {
        return {};
    }
    Wide sum = 0;
    for (const std::uint64_t weight : weights) {
        sum += weight;
    }
    const bool equal = sum == 0;
    if (equal) {
        sum = static_cast<Wide>(weights.size());
    }
    std::vector<std::uint32_t> parts(weights.size());
    std::vector<Wide> remainder(weights.size());
    std::uint32_t given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Wide product = Wide(total) * (equal ? 1 : weights[i]);
        parts[i] = static_cast<std::uint32_t>(product / sum);
        remainder[i] = product % sum;
        given += parts[i];
    }
    if (given < total) {  // at most one unit for each part is left over
        std::vector<std::size_t> order(weights.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(
            order, [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
        for (std::size_t i = 0; given < total; ++i, ++given) {
            ++parts[order[i]];
        }
    }
    return parts;
}

std::uint32_t cost_before(std::uint32_t cost, std::uint32_t offset, std::uint32_t length) {
    if (length == 0) {
        return 0;
    }
    const Wide twice = Wide(cost) * offset * 2 + length;
    return static_cast<std::uint32_t>(twice / (Wide(length) * 2));
}

std::uint32_t offset_within(std::uint32_t cost, std::uint32_t limit, std::uint32_t length) {
    if (limit >= cost) {
        return length;
    }
    return static_cast<std::uint32_t>(std::uint64_t{length} * limit / cost);
}

std::uint32_t travel_ms(std::uint64_t mm, double km_per_hour) {
    const double ms = std::floor(static_cast<double>(mm) * 3.6 / km_per_hour + 0.5);
    if (!(ms < static_cast<double>(layer::kMaxCost))) {
        throw base::data_error("network.cost.large", metres(static_cast<std::int64_t>(mm)),
                               km_per_hour);
    }
    return static_cast<std::uint32_t>(ms);
}

}  // namespace jt::network
