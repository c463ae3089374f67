#include "score/counterfactual.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace jt::score {
namespace {

constexpr double kRounding = 1e-12;  ///< relative to the scores: what sums of a few terms may lose

/// A criterion that can raise the score.
struct Lever {
    std::size_t criterion = 0;
    double weight = 0, room = 0, unit_cost = 0;
    double gain() const { return weight * room; }
    double price() const { return unit_cost / weight; }  ///< for one point of the score
};

std::vector<Lever> levers_of(const Criteria& values, const std::vector<double>& weights,
                             std::size_t row, const std::vector<Room>& rooms) {
    std::vector<Lever> out;
    for (std::size_t j = 0; j < weights.size(); ++j) {
        const double room = rooms[j].most - values[j][row];
        if (weights[j] > 0 && room > 0) {
            out.push_back({j, weights[j], room, rooms[j].unit_cost});
        }
    }
    if (out.size() > kMostChangeable) {
        throw base::internal_error("score.lengths", out.size(), kMostChangeable);
    }
    return out;
}

/// How many of the largest gains close the gap; 0: not even all of them.
std::size_t fewest(const std::vector<Lever>& levers, double gap, double slack) {
    std::vector<double> gains;
    for (const Lever& lever : levers) {
        gains.push_back(lever.gain());
    }
    std::ranges::sort(gains, std::greater<>());
    double sum = 0;
    for (std::size_t k = 0; k < gains.size(); ++k) {
        sum += gains[k];
        if (sum + slack >= gap) {
            return k + 1;
        }
    }
    return 0;
}

/// How much each lever of the set is moved, the cheapest gains first; its cost, infinite when the
/// set does not close the gap.
double fill(const std::vector<Lever>& levers, const std::vector<std::size_t>& cheapest,
            std::uint32_t set, double gap, double slack, std::vector<double>& moved) {
    double cost = 0, rest = gap;
    moved.assign(levers.size(), 0.0);
    for (const std::size_t k : cheapest) {
        if ((set >> k & 1) != 0 && rest > 0) {
            moved[k] = std::min(levers[k].room, rest / levers[k].weight);
            cost += moved[k] * levers[k].unit_cost;
            rest -= moved[k] * levers[k].weight;
        }
    }
    return rest <= 2 * slack ? cost : std::numeric_limits<double>::infinity();
}

/// Number order of sets goes by the last member: this goes by the first, as people read.
bool reads_before(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t differ = a ^ b;
    return differ != 0 && (a & differ & (~differ + 1)) != 0;
}

void choose(const std::vector<Lever>& levers, double slack, const Criteria& values, std::size_t row,
            Counterfactual& out) {
    const std::size_t count = fewest(levers, out.gap, slack);
    out.possible = count > 0;
    if (!out.possible) {
        return;
    }
    std::vector<std::size_t> cheapest;
    for (std::size_t k = 0; k < levers.size(); ++k) {
        cheapest.push_back(k);
    }
    std::ranges::stable_sort(cheapest, {}, [&](std::size_t k) { return levers[k].price(); });
    out.cost = std::numeric_limits<double>::infinity();
    std::uint32_t best = 0;
    std::vector<double> moved, best_moved;
    for (std::uint32_t set = 1; set < std::uint32_t{1} << levers.size(); ++set) {
        if (static_cast<std::size_t>(std::popcount(set)) != count) {
            continue;
        }
        const double cost = fill(levers, cheapest, set, out.gap, slack, moved);
        if (cost < out.cost ||
            (cost == out.cost && std::isfinite(cost) && reads_before(set, best))) {
            out.cost = cost;
            best = set;
            best_moved = moved;
        }
    }
    for (std::size_t k = 0; k < levers.size(); ++k) {
        if (best_moved[k] > 0) {
            const double from = values[levers[k].criterion][row];
            out.changes.push_back({levers[k].criterion, from, from + best_moved[k],
                                   best_moved[k] * levers[k].weight,
                                   best_moved[k] * levers[k].unit_cost});
        }
    }
}

}  // namespace

Counterfactual counterfactual(const Criteria& values, const std::vector<double>& weights,
                              std::size_t row, const std::vector<Room>& rooms) {
    if (values.size() != weights.size() || rooms.size() != weights.size()) {
        throw base::internal_error("score.lengths", values.size(), weights.size());
    }
    const auto scores = wlc(values, weights).score;
    Counterfactual out;
    out.score = scores.at(row);
    out.best = scores.size() > 1 ? -std::numeric_limits<double>::infinity() : out.score;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        out.best = i == row ? out.best : std::max(out.best, scores[i]);
    }
    out.gap = std::max(0.0, out.best - out.score);
    const auto levers = levers_of(values, weights, row, rooms);
    for (const Lever& lever : levers) {
        out.reachable += lever.gain();
    }
    if (out.gap == 0) {
        out.possible = true;
        return out;
    }
    choose(levers, kRounding * std::max(std::abs(out.best), std::abs(out.score)), values, row, out);
    return out;
}

}  // namespace jt::score
