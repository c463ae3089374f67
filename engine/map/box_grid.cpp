#include "map/box_grid.hpp"

#include <algorithm>
#include <cmath>

namespace jt::map {

template <class Visit>
void BoxGrid::cells(const geo::Box& box, Visit&& visit) {
    const auto cell = [](double mm) { return static_cast<std::int32_t>(std::floor(mm / kCell)); };
    for (std::int32_t x = cell(box.min_x); x <= cell(box.max_x); ++x) {
        for (std::int32_t y = cell(box.min_y); y <= cell(box.max_y); ++y) {
            visit(std::pair{x, y});
        }
    }
}

void BoxGrid::add(const geo::Box& box) {
    cells(box, [&](const auto& cell) { m_cells[cell].push_back(m_boxes.size()); });
    m_boxes.push_back(box);
}

bool BoxGrid::meets(const geo::Box& box) const {
    bool found = false;
    cells(box, [&](const auto& cell) {
        const auto items = m_cells.find(cell);
        found = found || (items != m_cells.end() &&
                          std::any_of(items->second.begin(), items->second.end(),
                                      [&](std::size_t i) { return m_boxes[i].meets(box); }));
    });
    return found;
}

}  // namespace jt::map
