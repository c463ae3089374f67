// A heap of four branches over cells and their costs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace jt::surface {

struct CostAt {
    double cost = 0;
    std::size_t cell = 0;
    bool operator<(const CostAt& o) const {
        return cost < o.cost || (cost == o.cost && cell < o.cell);
    }
};

/// The least cost first, of equal ones the first cell. A cell may be in it several times.
class CostHeap {
public:
    bool empty() const { return m_items.empty(); }
    void push(CostAt item) {
        std::size_t at = m_items.size();
        m_items.push_back(item);
        while (at > 0 && item < m_items[(at - 1) / 4]) {
            m_items[at] = m_items[(at - 1) / 4];
            at = (at - 1) / 4;
        }
        m_items[at] = item;
    }
    CostAt pop() {
        const CostAt out = m_items.front(), last = m_items.back();
        m_items.pop_back();
        if (!m_items.empty()) {
            sink(last);
        }
        return out;
    }

private:
    void sink(CostAt item) {
        std::size_t at = 0;
        for (std::size_t child = 1; child < m_items.size(); child = 4 * at + 1) {
            const auto begin = m_items.begin() + static_cast<std::ptrdiff_t>(child);
            const auto end =
                m_items.begin() + static_cast<std::ptrdiff_t>(std::min(child + 4, m_items.size()));
            const auto least = std::min_element(begin, end);
            if (!(*least < item)) {
                break;
            }
            m_items[at] = *least;
            at = static_cast<std::size_t>(least - m_items.begin());
        }
        m_items[at] = item;
    }
    std::vector<CostAt> m_items;
};

}  // namespace jt::surface
