#include "score/rank.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::score {
namespace {

bool digits(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Numbers first, by size, then texts by their bytes.
bool id_less(const std::string& a, const std::string& b) {
    if (digits(a) != digits(b)) {
        return digits(a);
    }
    return digits(a) && a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace

Ranking rank(std::span<const double> scores, const std::vector<bool>& feasible,
             const std::vector<std::string>& ids, bool larger_is_better) {
    if (scores.size() != feasible.size() || scores.size() != ids.size()) {
        throw base::internal_error("score.lengths", scores.size(), ids.size());
    }
    Ranking out;
    out.rank.assign(scores.size(), 0);
    out.order.resize(scores.size());
    std::iota(out.order.begin(), out.order.end(), std::size_t{0});
    const auto ranked = [&](std::size_t i) { return feasible[i] && !std::isnan(scores[i]); };
    std::ranges::stable_sort(out.order, [&](std::size_t a, std::size_t b) {
        if (ranked(a) != ranked(b)) {
            return ranked(a);
        }
        if (ranked(a) && scores[a] != scores[b]) {
            return larger_is_better ? scores[a] > scores[b] : scores[a] < scores[b];
        }
        return id_less(ids[a], ids[b]);
    });
    for (std::size_t k = 0; k < out.order.size() && ranked(out.order[k]); ++k) {
        const std::size_t row = out.order[k];
        const bool tie = k > 0 && scores[row] == scores[out.order[k - 1]];
        out.rank[row] = tie ? out.rank[out.order[k - 1]] : static_cast<std::int64_t>(k) + 1;
        ++out.ranked;
    }
    return out;
}

layer::Column rank_column(const Ranking& ranking) {
    layer::ColumnBuilder out(layer::Type::integer);
    for (const std::int64_t value : ranking.rank) {
        if (value == 0) {
            out.null();
        } else {
            out.integer(value);
        }
    }
    return out.build();
}

}  // namespace jt::score
