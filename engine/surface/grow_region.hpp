// One region, grown from one cell.
#pragma once

#include "surface/distance.hpp"
#include "surface/grow.hpp"

#include <queue>
#include <vector>

namespace jt::surface {

constexpr std::size_t kNoCell = static_cast<std::size_t>(-1);

/// What regions grow on.
struct Ground {
    Grid grid;
    CellSides sides;
    std::vector<float> suitability;  ///< as given
    std::vector<float> share;        ///< 0 to 1
    bool corners = false;
    double shape = 0;
};

/// Grows regions one after the other in the same memory: 8 bytes a cell.
class Grower {
public:
    Grower(const Ground& ground, const std::vector<char>& free);
    /// The region of `target` cells, or fewer where no more are connected; cells in the order in
    /// which they were taken.
    Region from(std::size_t seed, std::size_t target);
    /// The region with more cells around it, `target` of them in all.
    Region extended(const Region& region, std::size_t target);

private:
    struct Next {
        double score = 0;
        std::size_t cell = 0;
        /// The best on top; of equals the first cell.
        bool operator<(const Next& o) const {
            return score != o.score ? score < o.score : cell > o.cell;
        }
    };
    void begin(std::size_t seed, std::size_t target);
    void take(std::size_t cell, Region& region);
    void fill(Region& region, std::size_t target);
    template <class Visit>
    void neighbours(std::size_t cell, const Visit& visit) const;
    bool inside(std::size_t cell) const { return m_stamp[cell] == m_turn; }
    double score(std::size_t cell) const;
    void describe(Region& region) const;

    const Ground& m_ground;
    const std::vector<char>& m_free;
    std::vector<std::uint32_t> m_stamp;   ///< the turn in which a cell was last taken
    std::vector<std::uint32_t> m_opened;  ///< ... in which a neighbour was
    std::priority_queue<Next> m_next;
    std::uint32_t m_turn = 0;
    std::size_t m_seed = 0;
    double m_reach = 1;  ///< metres at which nearness to the seed is 0
};

}  // namespace jt::surface
