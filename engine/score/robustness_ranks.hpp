// Ranks of many rows in many draws, counted.
#pragma once

#include "score/draws.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace jt::score {

/// Standard competition ranks ("1224"), larger scores first, of finite scores. kLanes draws are
/// sorted side by side by merge exchange (Batcher 1968; Knuth 1998, 5.2.2, algorithm M): its
/// exchanges do not depend on the data, so that they become vector code.
class RankCounter {
public:
    /// At most kMostRows rows.
    explicit RankCounter(std::size_t rows);
    static constexpr std::size_t kMostRows = 4096;

    /// Counts the ranks in the first `active` lanes of scores[row].
    void add(const Lanes* scores, std::size_t active);
    /// Of the last add(): lane and row of every first place, lanes ascending.
    const std::vector<std::pair<std::size_t, std::size_t>>& firsts() const { return m_firsts; }
    /// counts[(rank - 1) * rows + row]
    const std::vector<std::uint32_t>& counts() const { return m_counts; }

private:
    void add_lane(const Lanes* scores, std::size_t lane);
    std::size_t m_rows;
    std::uint64_t m_mask;  ///< the low bits of a key: its row
    std::vector<Lanes> m_keys;
    std::vector<std::uint32_t> m_counts, m_order;
    std::vector<std::pair<std::size_t, std::size_t>> m_firsts;
};

}  // namespace jt::score
