#include "layer/ordered.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jt::layer {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kAll = 1 - 1e-9;  // the sum of all importances, but for rounding

/// Order weights of one row, where equal values share the mean of theirs.
void share(std::span<const double> values, const std::vector<std::size_t>& order,
           const std::vector<double>& weights, std::vector<double>& out) {
    out = weights;
    for (std::size_t from = 0; from < order.size();) {
        std::size_t to = from + 1;
        while (to < order.size() && values[order[to]] == values[order[from]]) {
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

OrderedMean OrderedMean::by_order(std::span<const double> order_weights,
                                  std::span<const double> importance) {
    OrderedMean out;
    out.m_weights.assign(order_weights.begin(), order_weights.end());
    out.m_importance.assign(importance.begin(), importance.end());
    return out;
}

OrderedMean OrderedMean::by_quantifier(double orness, std::span<const double> importance) {
    OrderedMean out;
    out.m_orness = orness;
    out.m_importance.assign(importance.begin(), importance.end());
    return out;
}

double OrderedMean::operator()(std::span<const double> values) {
    m_order.resize(values.size());
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::ranges::stable_sort(m_order,
                             [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    return m_weights.empty() ? by_importance(values) : by_order_weights(values);
}

double OrderedMean::by_order_weights(std::span<const double> values) {
    const bool plain = m_importance.empty();
    if (!plain) {
        share(values, m_order, m_weights, m_shared);
    }
    double sum = 0;
    double weight = 0;
    for (std::size_t j = 0; j < m_order.size(); ++j) {
        const double w = plain ? m_weights[j] : m_shared[j] * m_importance[m_order[j]];
        sum += w * values[m_order[j]];
        weight += w;
    }
    return plain ? sum : weight > 0 ? sum / weight : kMissing;
}

double OrderedMean::by_importance(std::span<const double> values) const {
    double sum = 0;
    double reached = 0;
    double before = 0;
    for (const std::size_t j : m_order) {
        reached += m_importance[j];
        const double now = rim_quantifier(reached >= kAll ? 1 : reached, m_orness);
        sum += (now - before) * values[j];
        before = now;
    }
    return sum;
}

}  // namespace jt::layer
