// Segments of all links in a grid of cells, to find those whose boxes meet.
#pragma once

#include "network/graph/road_links.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace jt::network {

class SegmentGrid {
public:
    struct Segment {
        std::uint32_t link = 0, index = 0;
    };
    /// Boxes are grown by `margin` mm.
    SegmentGrid(const std::vector<RawLink>& links, std::int64_t margin);

    /// How many blocks the cells are worked in; block(b, visit) calls visit once for each pair of
    /// segments whose grown boxes meet and whose pair belongs to the block.
    std::size_t blocks() const;
    void block(std::size_t b, const std::function<void(Segment, Segment)>& visit) const;

private:
    struct Box {
        std::int64_t min_x, min_y, max_x, max_y;
    };
    struct Entry {
        std::uint64_t cell;
        std::uint32_t segment;
    };
    std::uint64_t cell_of(std::int64_t x, std::int64_t y) const;
    std::size_t entries_at(std::int64_t size) const;
    void fill();
    void run(std::size_t first, std::size_t last,
             const std::function<void(Segment, Segment)>& visit) const;

    std::vector<Segment> m_segments;
    std::vector<Box> m_boxes;
    std::vector<Entry> m_entries;       ///< by cell, then by the box's left side
    std::vector<std::size_t> m_starts;  ///< first entry of each cell that holds any, and the end
    std::int64_t m_x0 = 0, m_y0 = 0, m_cell = 1;
};

}  // namespace jt::network
