// Boxes in a grid of cells, to ask whether a new one meets any of them.
#pragma once

#include "geo/geometry.hpp"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace jt::map {

class BoxGrid {
public:
    void add(const geo::Box& box);
    bool meets(const geo::Box& box) const;  ///< touching counts

private:
    static constexpr double kCell = 8;  // mm
    template <class Visit>
    static void cells(const geo::Box& box, Visit&& visit);
    std::vector<geo::Box> m_boxes;
    std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::size_t>> m_cells;
};

}  // namespace jt::map
