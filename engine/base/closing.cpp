#include "base/closing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace jt::base {

std::vector<std::int64_t> round_to_total(std::span<const double> values, std::int64_t total,
                                         std::span<const std::int64_t> keys) {
    std::vector<std::int64_t> out;
    for (const double value : values) {
        out.push_back(static_cast<std::int64_t>(std::floor(value)));
    }
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t i) {
        return std::tuple(std::floor(values[i]) - values[i], -values[i], keys[i]);
    };
    std::ranges::stable_sort(order,
                             [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    std::int64_t rest = total - std::accumulate(out.begin(), out.end(), std::int64_t{0});
    const std::size_t n = order.size();
    for (std::size_t k = 0; rest != 0 && n > 0; ++k) {
        if (rest > 0) {
            ++out[order[k % n]];
            --rest;
        } else if (std::int64_t& last = out[order[n - 1 - k % n]]; last > 0) {
            --last;  // rounding of the scaled values had lifted one over a whole number
            ++rest;
        }
    }
    return out;
}

double ordered_sum(std::vector<double> values) {
    std::ranges::sort(values);
    return std::accumulate(values.begin(), values.end(), 0.0);
}

Closed close_groups(std::span<const double> values, std::span<const std::int64_t> keys,
                    std::span<const std::size_t> group, std::size_t groups, std::int64_t total) {
    std::vector<double> scaled(values.begin(), values.end());
    const double sum = ordered_sum(scaled);
    if (total >= 0 && sum > 0) {
        for (double& value : scaled) {
            value = value / sum * static_cast<double>(total);
        }
    }
    std::vector<std::vector<std::size_t>> rows(groups);
    for (std::size_t i = 0; i < scaled.size(); ++i) {
        rows[group[i]].push_back(i);
    }
    std::vector<double> sums;
    std::vector<std::int64_t> group_keys(groups);
    std::iota(group_keys.begin(), group_keys.end(), std::int64_t{0});
    for (const auto& members : rows) {
        std::vector<double> own;
        for (const std::size_t i : members) {
            own.push_back(scaled[i]);
        }
        sums.push_back(ordered_sum(std::move(own)));
    }
    Closed out;
    out.total = total >= 0 ? total : std::llround(sum);
    out.groups = round_to_total(sums, out.total, group_keys);
    out.parts.resize(scaled.size());
    for (std::size_t g = 0; g < groups; ++g) {
        std::vector<double> own;
        std::vector<std::int64_t> own_keys;
        for (const std::size_t i : rows[g]) {
            own.push_back(scaled[i]);
            own_keys.push_back(keys[i]);
        }
        const auto parts = round_to_total(own, out.groups[g], own_keys);
        for (std::size_t k = 0; k < parts.size(); ++k) {
            out.parts[rows[g][k]] = parts[k];
        }
    }
    return out;
}

}  // namespace jt::base
