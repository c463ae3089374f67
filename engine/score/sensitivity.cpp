#include "score/sensitivity.hpp"

#include "base/error.hpp"
#include "score/rank.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jt::score {
namespace {

std::size_t rows_of(const Criteria& values) { return values.empty() ? 0 : values.front().size(); }

/// Scores with the weight of one criterion at 0 and at 1: the ends of the lines.
struct Lines {
    std::vector<double> at_zero, at_one;
    double slope(std::size_t row) const { return at_one[row] - at_zero[row]; }
};

/// Positions of the rows when all scores are equal: by id.
std::vector<std::size_t> id_order(const std::vector<std::string>& ids) {
    const std::vector<double> equal(ids.size(), 0.0);
    return rank(equal, std::vector<bool>(ids.size(), true), ids).order;
}

void add_leads(const Lines& lines, const std::vector<std::size_t>& order, std::size_t criterion,
               std::vector<Lead>& out) {
    std::size_t first = order.front();
    for (const std::size_t row : order) {
        const double by = lines.at_zero[row] - lines.at_zero[first];
        first = by > 0 || (by == 0 && lines.slope(row) > lines.slope(first)) ? row : first;
    }
    double from = 0;
    while (true) {
        double to = 1;
        std::size_t next = first;
        for (const std::size_t row : order) {
            const double gain = lines.slope(row) - lines.slope(first);
            if (gain <= 0) {
                continue;
            }
            const double meet = std::max(from, (lines.at_zero[first] - lines.at_zero[row]) / gain);
            if (meet < to ||
                (meet == to && next != first && lines.slope(row) > lines.slope(next))) {
                to = meet;
                next = row;
            }
        }
        if (to > from || next == first) {
            out.push_back({criterion, first, from, to});
        }
        if (next == first) {
            return;
        }
        first = next;
        from = to;
    }
}

/// Moves weight to the criterion of the least difference until the rival has caught up.
Flip flip_of(const std::vector<double>& differences, const std::vector<double>& weights) {
    Flip out;
    const auto least = std::ranges::min_element(differences);
    out.raised = static_cast<std::size_t>(least - differences.begin());
    out.possible = *least <= 0;
    if (!out.possible) {
        return out;
    }
    double lead = std::inner_product(weights.begin(), weights.end(), differences.begin(), 0.0);
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater<>(),
                             [&](std::size_t j) { return differences[j]; });
    out.weights = weights;
    for (const std::size_t j : order) {
        const double rate = differences[j] - *least;
        if (lead <= 0 || rate <= 0) {
            break;
        }
        const double moved = std::min(weights[j], lead / rate);
        out.weights[j] -= moved;
        out.weights[out.raised] += moved;
        out.total += 2 * moved;
        lead -= moved * rate;
    }
    for (std::size_t j = 0; j < weights.size(); ++j) {
        out.largest = std::max(out.largest, std::abs(out.weights[j] - weights[j]));
    }
    return out;
}

}  // namespace

std::vector<double> moved_weights(const std::vector<double>& weights, std::size_t criterion,
                                  double to) {
    if (weights.size() < 2) {
        throw base::internal_error("score.lengths", weights.size(), 2);
    }
    const double others = std::accumulate(weights.begin(), weights.end(), 0.0) - weights[criterion];
    const bool shared = std::ranges::all_of(weights, [&](const double& weight) {
        return weight == 0 || &weight == &weights[criterion];
    });
    const double each = (1 - to) / static_cast<double>(weights.size() - 1);
    std::vector<double> out;
    for (const double weight : weights) {
        out.push_back(shared ? each : weight / others * (1 - to));
    }
    out[criterion] = to;
    return out;
}

std::vector<SensitivityStep> one_at_a_time(const Criteria& values,
                                           const std::vector<double>& weights,
                                           const std::vector<std::string>& ids, std::size_t steps) {
    std::vector<SensitivityStep> out;
    const std::vector<bool> all(ids.size(), true);
    for (std::size_t j = 0; j < weights.size(); ++j) {
        for (std::size_t k = 0; k <= steps; ++k) {
            const double weight = static_cast<double>(k) / static_cast<double>(steps);
            SensitivityStep step{j, weight, {}, {}};
            step.score = wlc(values, moved_weights(weights, j, weight)).score;
            step.rank = rank(step.score, all, ids).rank;
            out.push_back(std::move(step));
        }
    }
    return out;
}

std::vector<Lead> leads(const Criteria& values, const std::vector<double>& weights,
                        const std::vector<std::string>& ids) {
    std::vector<Lead> out;
    if (rows_of(values) == 0) {
        return out;
    }
    const auto order = id_order(ids);
    for (std::size_t j = 0; j < weights.size(); ++j) {
        const Lines lines{wlc(values, moved_weights(weights, j, 0)).score, values[j]};
        add_leads(lines, order, j, out);
    }
    return out;
}

std::vector<Flip> nearest_flips(const Criteria& values, const std::vector<double>& weights,
                                std::size_t leader) {
    std::vector<Flip> out;
    for (std::size_t i = 0; i < rows_of(values); ++i) {
        if (i == leader) {
            continue;
        }
        std::vector<double> differences;
        for (const auto& column : values) {
            differences.push_back(column[leader] - column[i]);
        }
        out.push_back(flip_of(differences, weights));
        out.back().rival = i;
    }
    return out;
}

}  // namespace jt::score
