// Segments of all links in a grid of cells, to find those whose boxes meet.
#pragma once

#include "network/graph/road_links.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace jt::network {

class SegmentGrid {
public:
    struct Segment {
        std::uint32_t link = 0, index = 0;
        auto operator<=>(const Segment&) const = default;
    };
    /// Boxes are grown by `margin` mm. The links must stay as they are.
    SegmentGrid(const base::UnsetVector<RawLink>& links, std::int64_t margin);

    /// How many blocks the cells are worked in; block(b, visit) calls visit(lower, higher) once for
    /// each pair of segments whose grown boxes meet and whose pair belongs to the block.
    std::size_t blocks() const { return m_block_rows.size() - 1; }
    template <class Visit>
    void block(std::size_t b, Visit&& visit) const {
        const std::vector<Item> items = sorted(b);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Item& one = items[i];
            for (std::size_t j = i + 1;
                 j < items.size() && items[j].same_cell(one) && items[j].min_x <= one.max_x; ++j) {
                // Segments that share several cells are visited in one: that of the lower left
                // corner of their common box.
                const Item& other = items[j];
                if (other.min_y <= one.max_y && one.min_y <= other.max_y &&
                    other.min_x >= left(other.column) &&
                    std::max(one.min_y, other.min_y) >= bottom(other.row)) {
                    visit(std::min(one.segment, other.segment),
                          std::max(one.segment, other.segment));
                }
            }
        }
    }

private:
    struct Box {
        std::int64_t min_x, min_y, max_x, max_y;
    };
    struct Entry {
        std::uint32_t column;
        Segment segment;
    };
    /// An entry with the box of its segment, in the order of cells, then of left sides.
    struct Item {
        std::uint32_t row, column;
        std::int64_t min_x, min_y, max_x, max_y;
        Segment segment;
        bool same_cell(const Item& o) const { return column == o.column && row == o.row; }
    };
    struct Cells {
        std::uint32_t first_column, last_column, first_row, last_row;
    };
    Box box_of(Segment s) const;
    Cells cells_of(const Box& box) const;
    std::int64_t left(std::uint32_t column) const { return m_x0 + m_cell * column; }
    std::int64_t bottom(std::uint32_t row) const { return m_y0 + m_cell * row; }
    template <class Visit>
    void each_segment(Visit&& visit) const;
    void choose_cell(std::size_t segments, double extent, std::int64_t width, std::int64_t height);
    std::vector<std::size_t> count_rows() const;
    void fill();
    std::vector<Item> sorted(std::size_t b) const;

    const base::UnsetVector<RawLink>& m_links;
    std::int64_t m_margin;
    std::vector<Entry> m_entries;           ///< by row
    std::vector<std::size_t> m_row_starts;  ///< first entry of each row, and the end
    std::vector<std::size_t> m_block_rows;  ///< first row of each block, and the end
    std::int64_t m_x0 = 0, m_y0 = 0, m_cell = 1, m_rows = 1;
};

}  // namespace jt::network
