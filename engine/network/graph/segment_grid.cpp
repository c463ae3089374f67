#include "network/graph/segment_grid.hpp"

#include <algorithm>
#include <limits>

namespace jt::network {
namespace {
constexpr std::size_t kCellsInBlock = 2048;
}

SegmentGrid::SegmentGrid(const std::vector<RawLink>& links, std::int64_t margin) {
    double extent = 0;
    m_x0 = m_y0 = std::numeric_limits<std::int64_t>::max();
    for (std::size_t l = 0; l < links.size(); ++l) {
        const auto& points = links[l].points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            const Point a = points[i], b = points[i + 1];
            const Box box{std::min(a.x, b.x) - margin, std::min(a.y, b.y) - margin,
                          std::max(a.x, b.x) + margin, std::max(a.y, b.y) + margin};
            m_x0 = std::min(m_x0, box.min_x);
            m_y0 = std::min(m_y0, box.min_y);
            extent += static_cast<double>(box.max_x - box.min_x + box.max_y - box.min_y) / 2;
            m_segments.push_back({static_cast<std::uint32_t>(l), static_cast<std::uint32_t>(i)});
            m_boxes.push_back(box);
        }
    }
    if (m_segments.empty()) {
        m_starts.push_back(0);
        return;
    }
    m_cell = std::max<std::int64_t>(
        1000, static_cast<std::int64_t>(2 * extent / static_cast<double>(m_segments.size())));
    while (entries_at(m_cell) > 8 * m_segments.size() + 1024) {
        m_cell *= 2;
    }
    fill();
}

std::size_t SegmentGrid::entries_at(std::int64_t size) const {
    std::size_t total = 0;
    for (const Box& box : m_boxes) {
        const std::int64_t columns = (box.max_x - m_x0) / size - (box.min_x - m_x0) / size + 1;
        const std::int64_t rows = (box.max_y - m_y0) / size - (box.min_y - m_y0) / size + 1;
        total += static_cast<std::size_t>(columns * rows);
    }
    return total;
}

std::uint64_t SegmentGrid::cell_of(std::int64_t x, std::int64_t y) const {
    return (static_cast<std::uint64_t>((y - m_y0) / m_cell) << 32) |
           static_cast<std::uint64_t>((x - m_x0) / m_cell);
}

void SegmentGrid::fill() {
    m_entries.reserve(entries_at(m_cell));
    for (std::size_t s = 0; s < m_boxes.size(); ++s) {
        const Box& box = m_boxes[s];
        for (std::int64_t y = (box.min_y - m_y0) / m_cell; y <= (box.max_y - m_y0) / m_cell; ++y) {
            for (std::int64_t x = (box.min_x - m_x0) / m_cell; x <= (box.max_x - m_x0) / m_cell;
                 ++x) {
                m_entries.push_back(
                    {(static_cast<std::uint64_t>(y) << 32) | static_cast<std::uint64_t>(x),
                     static_cast<std::uint32_t>(s)});
            }
        }
    }
    std::ranges::sort(m_entries, [&](const Entry& a, const Entry& b) {
        if (a.cell != b.cell) {
            return a.cell < b.cell;
        }
        const std::int64_t left = m_boxes[a.segment].min_x, right = m_boxes[b.segment].min_x;
        return left != right ? left < right : a.segment < b.segment;
    });
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (i == 0 || m_entries[i].cell != m_entries[i - 1].cell) {
            m_starts.push_back(i);
        }
    }
    m_starts.push_back(m_entries.size());
}

std::size_t SegmentGrid::blocks() const {
    return (m_starts.size() - 1 + kCellsInBlock - 1) / kCellsInBlock;
}

void SegmentGrid::block(std::size_t b, const std::function<void(Segment, Segment)>& visit) const {
    const std::size_t last = std::min(m_starts.size() - 1, (b + 1) * kCellsInBlock);
    for (std::size_t c = b * kCellsInBlock; c < last; ++c) {
        run(m_starts[c], m_starts[c + 1], visit);
    }
}

void SegmentGrid::run(std::size_t first, std::size_t last,
                      const std::function<void(Segment, Segment)>& visit) const {
    for (std::size_t i = first; i < last; ++i) {
        const Box& a = m_boxes[m_entries[i].segment];
        for (std::size_t j = i + 1; j < last; ++j) {
            const Box& b = m_boxes[m_entries[j].segment];
            if (b.min_x > a.max_x) {
                break;
            }
            if (b.min_y > a.max_y || a.min_y > b.max_y) {
                continue;
            }
            // Segments that share several cells are visited in one: that of the lower left corner
            // of their common box.
            if (cell_of(b.min_x, std::max(a.min_y, b.min_y)) == m_entries[i].cell) {
                const auto [low, high] = std::minmax(m_entries[i].segment, m_entries[j].segment);
                visit(m_segments[low], m_segments[high]);
            }
        }
    }
}

}  // namespace jt::network
