#include "score/agreement.hpp"

#include "score/combine_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jt::score {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

template <class Less>
std::vector<std::size_t> sorted(std::size_t n, Less&& less) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, less);
    return order;
}

/// Ends of the runs of equal neighbours: calls run(from, to) for each.
template <class Same, class Run>
void runs(std::size_t n, Same&& same, Run&& run) {
    for (std::size_t from = 0; from < n;) {
        std::size_t to = from + 1;
        while (to < n && same(from, to)) {
            ++to;
        }
        run(from, to);
        from = to;
    }
}

/// Pairs among n.
double pairs_of(std::size_t n) { return static_cast<double>(n) * static_cast<double>(n - 1) / 2; }

/// Ranks from the smallest, equal values share the mean of theirs.
std::vector<double> mean_ranks(std::span<const double> values) {
    const auto order =
        sorted(values.size(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> out(values.size());
    runs(
        order.size(),
        [&](std::size_t a, std::size_t b) { return values[order[a]] == values[order[b]]; },
        [&](std::size_t from, std::size_t to) {
            for (std::size_t k = from; k < to; ++k) {
                out[order[k]] = static_cast<double>(from + to + 1) / 2;
            }
        });
    return out;
}

/// How many pairs stand the wrong way round; sorts the values.
double inversions(std::vector<double>& values, std::size_t from, std::size_t to) {
    if (to - from < 2) {
        return 0;
    }
    const std::size_t middle = (from + to) / 2;
    double out = inversions(values, from, middle) + inversions(values, middle, to);
    std::vector<double> merged;
    std::size_t a = from;
    for (std::size_t b = middle; b < to; ++b) {
        while (a < middle && values[a] <= values[b]) {
            merged.push_back(values[a++]);
        }
        out += static_cast<double>(middle - a);
        merged.push_back(values[b]);
    }
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(a),
              values.begin() + static_cast<std::ptrdiff_t>(middle), std::back_inserter(merged));
    std::ranges::copy(merged, values.begin() + static_cast<std::ptrdiff_t>(from));
    return out;
}

/// Competition ranks (1, 2, 2, 4) of the listed rows.
std::vector<std::int64_t> ranks_of(const std::vector<double>& scores,
                                   const std::vector<std::size_t>& rows, Direction direction) {
    const auto order = sorted(rows.size(), [&](std::size_t a, std::size_t b) {
        return direction == Direction::max ? scores[rows[a]] > scores[rows[b]]
                                           : scores[rows[a]] < scores[rows[b]];
    });
    std::vector<std::int64_t> out(rows.size());
    runs(
        order.size(),
        [&](std::size_t a, std::size_t b) {
            return scores[rows[order[a]]] == scores[rows[order[b]]];
        },
        [&](std::size_t from, std::size_t to) {
            for (std::size_t k = from; k < to; ++k) {
                out[order[k]] = static_cast<std::int64_t>(from) + 1;
            }
        });
    return out;
}

RowAgreement row_of(const std::vector<std::vector<std::int64_t>>& ranks, std::size_t at) {
    RowAgreement out;
    for (const auto& one : ranks) {
        out.ranks.push_back(one[at]);
        out.mean += static_cast<double>(one[at]) / static_cast<double>(ranks.size());
    }
    const auto [low, high] = std::ranges::minmax(out.ranks);
    out.best = low;
    out.worst = high;
    out.spread = high - low;
    return out;
}

PairAgreement pair_of(const std::vector<std::vector<std::int64_t>>& ranks, std::size_t first,
                      std::size_t second, std::size_t k) {
    const std::vector<double> a(ranks[first].begin(), ranks[first].end());
    const std::vector<double> b(ranks[second].begin(), ranks[second].end());
    PairAgreement out{first, second, kendall_tau_b(a, b), spearman_rho(a, b), 0, 0, 0, 0};
    const auto most = static_cast<double>(k);
    for (std::size_t i = 0; i < a.size(); ++i) {
        out.first_alike += a[i] == 1 && b[i] == 1 ? 1 : 0;
        out.top_alike += a[i] <= most && b[i] <= most ? 1 : 0;
        out.top_first += a[i] <= most ? 1 : 0;
        out.top_second += b[i] <= most ? 1 : 0;
    }
    return out;
}

}  // namespace

double kendall_tau_b(std::span<const double> a, std::span<const double> b) {
    const std::size_t n = a.size();
    if (n < 2) {
        return kUndefined;
    }
    const auto order = sorted(
        n, [&](std::size_t i, std::size_t j) { return a[i] != a[j] ? a[i] < a[j] : b[i] < b[j]; });
    std::vector<double> values(n);
    for (std::size_t k = 0; k < n; ++k) {
        values[k] = b[order[k]];
    }
    double ties_a = 0;
    double ties_b = 0;
    double ties_both = 0;
    const auto same_a = [&](std::size_t i, std::size_t j) { return a[order[i]] == a[order[j]]; };
    const auto same_b = [&](std::size_t i, std::size_t j) { return values[i] == values[j]; };
    const auto count_in = [](double& ties) {
        return [&ties](std::size_t from, std::size_t to) { ties += pairs_of(to - from); };
    };
    runs(n, same_a, count_in(ties_a));
    runs(
        n, [&](std::size_t i, std::size_t j) { return same_a(i, j) && same_b(i, j); },
        count_in(ties_both));
    const double discordant = inversions(values, 0, n);  // sorts the values
    runs(n, same_b, count_in(ties_b));
    const double all = pairs_of(n);
    if (ties_a >= all || ties_b >= all) {
        return kUndefined;
    }
    const double concordant = all - ties_a - ties_b + ties_both - discordant;
    return (concordant - discordant) / std::sqrt((all - ties_a) * (all - ties_b));
}

double spearman_rho(std::span<const double> a, std::span<const double> b) {
    const auto x = mean_ranks(a);
    const auto y = mean_ranks(b);
    const double mean = (static_cast<double>(x.size()) + 1) / 2;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
        xy += (x[i] - mean) * (y[i] - mean);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : kUndefined;  // 1 for equal ranks, exactly
}

Agreement agreement(const Criteria& scores, const std::vector<Direction>& directions,
                    std::size_t k) {
    check_columns(scores, scores.size(), directions.size());
    Agreement out;
    out.rows = complete_rows(scores, out.missing);
    std::vector<std::vector<std::int64_t>> ranks;
    for (std::size_t j = 0; j < scores.size(); ++j) {
        ranks.push_back(ranks_of(scores[j], out.rows, directions[j]));
    }
    for (std::size_t at = 0; at < out.rows.size(); ++at) {
        out.of_row.push_back(row_of(ranks, at));
    }
    for (std::size_t a = 0; a < scores.size(); ++a) {
        for (std::size_t b = a + 1; b < scores.size(); ++b) {
            out.pairs.push_back(pair_of(ranks, a, b, k));
        }
    }
    return out;
}

}  // namespace jt::score
