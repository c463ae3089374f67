#include "score/owa.hpp"

#include "base/error.hpp"
#include "score/combine_rows.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace jt::score {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kAll = 1 - 1e-9;  // the sum of all importances, but for rounding

/// The criteria of one row, the largest value first.
using Order = std::vector<std::size_t>;

/// Scores all complete rows; NaN from `one` is undefined.
OwaResult each_row(const Criteria& criteria,
                   const std::function<double(std::size_t row, const Order&)>& one) {
    OwaResult out;
    out.score.assign(criteria.empty() ? 0 : criteria.front().size(), kMissing);
    Order order(criteria.size());
    for (const std::size_t row : complete_rows(criteria, out.missing)) {
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
            return criteria[a][row] > criteria[b][row];
        });
        out.score[row] = one(row, order);
        if (std::isnan(out.score[row])) {
            out.undefined.push_back(row);
        }
    }
    return out;
}

/// Order weights of one row, where equal values share the mean of theirs.
std::vector<double> shared(const Criteria& criteria, std::size_t row, const Order& order,
                           std::span<const double> weights) {
    std::vector<double> out(weights.begin(), weights.end());
    for (std::size_t from = 0; from < order.size();) {
        std::size_t to = from + 1;
        while (to < order.size() && criteria[order[to]][row] == criteria[order[from]][row]) {
            ++to;
        }
        double sum = 0;
        for (std::size_t k = from; k < to; ++k) {
            sum += weights[k];
        }
        std::fill(out.begin() + static_cast<std::ptrdiff_t>(from),
                  out.begin() + static_cast<std::ptrdiff_t>(to),
                  sum / static_cast<double>(to - from));
        from = to;
    }
    return out;
}

}  // namespace

OwaStrategy owa_strategy(std::span<const double> order_weights) {
    if (order_weights.size() < 2) {
        return {kMissing, kMissing};
    }
    const auto n = static_cast<double>(order_weights.size());
    OwaStrategy out;
    double squares = 0;
    for (std::size_t j = 0; j < order_weights.size(); ++j) {
        out.orness += (n - 1 - static_cast<double>(j)) * order_weights[j] / (n - 1);
        squares += (order_weights[j] - 1 / n) * (order_weights[j] - 1 / n);
    }
    out.tradeoff = 1 - std::sqrt(n * squares / (n - 1));
    return out;
}

double rim_quantifier(double r, double orness) {
    if (r <= 0 || r >= 1) {
        return r <= 0 ? 0 : 1;
    }
    return orness <= 0 ? 0 : std::pow(r, (1 - orness) / orness);
}

std::vector<double> rim_weights(std::size_t n, double orness) {
    std::vector<double> out;
    const auto at = [&](std::size_t j) {
        return rim_quantifier(static_cast<double>(j) / static_cast<double>(n), orness);
    };
    for (std::size_t j = 1; j <= n; ++j) {
        out.push_back(at(j) - at(j - 1));
    }
    return out;
}

OwaResult owa(const Criteria& criteria, std::span<const double> order_weights,
              std::span<const double> importance) {
    check_columns(criteria, order_weights.size(),
                  importance.empty() ? criteria.size() : importance.size());
    return each_row(criteria, [&](std::size_t row, const Order& order) {
        const auto v = importance.empty()
                           ? std::vector<double>(order_weights.begin(), order_weights.end())
                           : shared(criteria, row, order, order_weights);
        double sum = 0;
        double weight = 0;
        for (std::size_t j = 0; j < order.size(); ++j) {
            const double w = importance.empty() ? v[j] : v[j] * importance[order[j]];
            sum += w * criteria[order[j]][row];
            weight += w;
        }
        return importance.empty() ? sum : weight > 0 ? sum / weight : kMissing;
    });
}

OwaResult quantifier_owa(const Criteria& criteria, double orness,
                         std::span<const double> importance) {
    check_columns(criteria, importance.size(), criteria.size());
    return each_row(criteria, [&](std::size_t row, const Order& order) {
        double sum = 0;
        double reached = 0;
        double before = 0;
        for (std::size_t j = 0; j < order.size(); ++j) {
            reached += importance[order[j]];
            const double now = rim_quantifier(reached >= kAll ? 1 : reached, orness);
            sum += (now - before) * criteria[order[j]][row];
            before = now;
        }
        return sum;
    });
}

}  // namespace jt::score
