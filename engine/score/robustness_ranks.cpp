#include "score/robustness_ranks.hpp"

#include "base/error.hpp"
#include "geo/vectors.hpp"

#include <algorithm>
#include <bit>

namespace jt::score {
namespace {

/// Keys that ascend as scores descend: the last bits of the number give way to the row. Rows whose
/// keys differ in nothing else are compared by their scores afterwards.
JT_VECTORS void make_keys(const Lanes* scores, std::size_t rows, std::uint64_t mask, Lanes* keys) {
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t l = 0; l < kLanes; ++l) {
            const double turned = 0.0 - scores[i].at[l];  // makes -0 and 0 one number
            keys[i].at[l] =
                std::bit_cast<double>((std::bit_cast<std::uint64_t>(turned) & ~mask) | i);
        }
    }
}

__attribute__((always_inline)) inline void exchange(Lanes* first, Lanes* second, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        HalfLanes* a = halves(first[i]);
        HalfLanes* b = halves(second[i]);
        for (int h = 0; h < 2; ++h) {
            const HalfLanes x = a[h], y = b[h];
            a[h] = y < x ? y : x;
            b[h] = y < x ? x : y;
        }
    }
}

JT_VECTORS void sort_lanes(Lanes* keys, std::size_t rows) {
    const std::size_t top = std::bit_ceil(rows) / 2;
    for (std::size_t p = top; p > 0; p /= 2) {
        std::size_t q = top, r = 0, d = p;
        while (true) {
            for (std::size_t run = r; run + d < rows; run += 2 * p) {  // i with (i & p) == r
                exchange(keys + run, keys + run + d, std::min(p, rows - d - run));
            }
            if (q == p) {
                break;
            }
            d = q - p;
            q /= 2;
            r = p;
        }
    }
}

/// May two neighbours be equal scores?
JT_VECTORS bool has_ties(const Lanes* keys, std::size_t rows, std::uint64_t mask) {
    std::uint64_t ties[kLanes] = {};
    for (std::size_t p = 0; p + 1 < rows; ++p) {
        for (std::size_t l = 0; l < kLanes; ++l) {
            const std::uint64_t differ = std::bit_cast<std::uint64_t>(keys[p].at[l]) ^
                                         std::bit_cast<std::uint64_t>(keys[p + 1].at[l]);
            ties[l] |= differ <= mask ? 1 : 0;
        }
    }
    return std::any_of(std::begin(ties), std::end(ties),
                       [](std::uint64_t tie) { return tie != 0; });
}

}  // namespace

RankCounter::RankCounter(std::size_t rows)
    : m_rows(rows),
      m_mask(std::bit_ceil(std::max<std::size_t>(rows, 1)) - 1),
      m_keys(rows),
      m_counts(rows * rows),
      m_order(rows) {
    if (rows > kMostRows) {
        throw base::internal_error("score.robust.rows", rows, kMostRows);
    }
}

void RankCounter::add(const Lanes* scores, std::size_t active) {
    m_firsts.clear();
    if (m_rows == 0) {
        return;
    }
    make_keys(scores, m_rows, m_mask, m_keys.data());
    sort_lanes(m_keys.data(), m_rows);
    if (has_ties(m_keys.data(), m_rows, m_mask)) {
        for (std::size_t l = 0; l < active; ++l) {
            add_lane(scores, l);
        }
        return;
    }
    for (std::size_t p = 0; p < m_rows; ++p) {
        std::uint32_t* counts = m_counts.data() + p * m_rows;
        for (std::size_t l = 0; l < active; ++l) {
            ++counts[std::bit_cast<std::uint64_t>(m_keys[p].at[l]) & m_mask];
        }
    }
    for (std::size_t l = 0; l < active; ++l) {
        m_firsts.emplace_back(l, std::bit_cast<std::uint64_t>(m_keys[0].at[l]) & m_mask);
    }
}

void RankCounter::add_lane(const Lanes* scores, std::size_t lane) {
    const auto score = [&](std::uint32_t row) { return scores[row].at[lane]; };
    const auto bits = [&](std::size_t p) {
        return std::bit_cast<std::uint64_t>(m_keys[p].at[lane]);
    };
    for (std::size_t p = 0; p < m_rows; ++p) {
        m_order[p] = static_cast<std::uint32_t>(bits(p) & m_mask);
    }
    for (std::size_t begin = 0, end = 0; begin < m_rows; begin = end) {
        end = begin + 1;
        while (end < m_rows && (bits(begin) ^ bits(end)) <= m_mask) {
            ++end;
        }
        std::sort(m_order.begin() + static_cast<std::ptrdiff_t>(begin),
                  m_order.begin() + static_cast<std::ptrdiff_t>(end),
                  [&](std::uint32_t a, std::uint32_t b) { return score(a) > score(b); });
    }
    std::size_t rank = 0;
    for (std::size_t p = 0; p < m_rows; ++p) {
        rank = p > 0 && score(m_order[p]) == score(m_order[p - 1]) ? rank : p;
        ++m_counts[rank * m_rows + m_order[p]];
        if (rank == 0) {
            m_firsts.emplace_back(lane, m_order[p]);
        }
    }
}

}  // namespace jt::score
