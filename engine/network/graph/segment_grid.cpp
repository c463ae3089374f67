#include "network/graph/segment_grid.hpp"

#include <limits>
#include <tuple>

namespace jt::network {
namespace {
constexpr std::size_t kEntriesInBlock = 16384;
constexpr std::int64_t kSmallestCell = 1000;  // mm
}  // namespace

template <class Visit>
void SegmentGrid::each_segment(Visit&& visit) const {
    for (std::uint32_t l = 0; l < m_links.size(); ++l) {
        const auto count = static_cast<std::uint32_t>(m_links[l].points.size());
        for (std::uint32_t i = 0; i + 1 < count; ++i) {
            visit(Segment{l, i});
        }
    }
}

SegmentGrid::Box SegmentGrid::box_of(Segment s) const {
    const auto& points = m_links[s.link].points;
    const Point a = points[s.index], b = points[s.index + 1];
    return {std::min(a.x, b.x) - m_margin, std::min(a.y, b.y) - m_margin,
            std::max(a.x, b.x) + m_margin, std::max(a.y, b.y) + m_margin};
}

SegmentGrid::Cells SegmentGrid::cells_of(const Box& box) const {
    const auto cell = [&](std::int64_t mm) { return static_cast<std::uint32_t>(mm / m_cell); };
    return {cell(box.min_x - m_x0), cell(box.max_x - m_x0), cell(box.min_y - m_y0),
            cell(box.max_y - m_y0)};
}

SegmentGrid::SegmentGrid(const base::UnsetVector<RawLink>& links, std::int64_t margin)
    : m_links(links), m_margin(margin) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    Box all{kMost, kMost, -kMost, -kMost};
    double extent = 0;
    std::size_t segments = 0;
    each_segment([&](Segment s) {
        const Box box = box_of(s);
        all = {std::min(all.min_x, box.min_x), std::min(all.min_y, box.min_y),
               std::max(all.max_x, box.max_x), std::max(all.max_y, box.max_y)};
        extent += static_cast<double>(box.max_x - box.min_x + box.max_y - box.min_y) / 2;
        ++segments;
    });
    m_block_rows.push_back(0);
    if (segments == 0) {
        return;
    }
    m_x0 = all.min_x;
    m_y0 = all.min_y;
    choose_cell(segments, extent, all.max_x - all.min_x, all.max_y - all.min_y);
    fill();
}

void SegmentGrid::choose_cell(std::size_t segments, double extent, std::int64_t width,
                              std::int64_t height) {
    m_cell = std::max(kSmallestCell,
                      static_cast<std::int64_t>(2 * extent / static_cast<double>(segments)));
    const std::size_t most = 8 * segments + 1024;
    for (;; m_cell *= 2) {
        m_rows = height / m_cell + 1;
        if (m_rows > static_cast<std::int64_t>(most) ||
            width / m_cell >= std::numeric_limits<std::uint32_t>::max()) {
            continue;
        }
        m_row_starts = count_rows();
        if (m_row_starts.back() <= most) {
            return;
        }
    }
}

std::vector<std::size_t> SegmentGrid::count_rows() const {
    std::vector<std::size_t> starts(static_cast<std::size_t>(m_rows) + 1, 0);
    each_segment([&](Segment s) {
        const Cells cells = cells_of(box_of(s));
        for (std::uint32_t row = cells.first_row; row <= cells.last_row; ++row) {
            starts[row + 1] += cells.last_column - cells.first_column + 1;
        }
    });
    for (std::size_t row = 1; row < starts.size(); ++row) {
        starts[row] += starts[row - 1];
    }
    return starts;
}

void SegmentGrid::fill() {
    m_entries.resize(m_row_starts.back());
    std::vector<std::size_t> next = m_row_starts;
    each_segment([&](Segment s) {
        const Cells cells = cells_of(box_of(s));
        for (std::uint32_t row = cells.first_row; row <= cells.last_row; ++row) {
            for (std::uint32_t c = cells.first_column; c <= cells.last_column; ++c) {
                m_entries[next[row]++] = {c, s};
            }
        }
    });
    for (std::size_t row = 1; row < m_row_starts.size(); ++row) {
        if (m_row_starts[row] - m_row_starts[m_block_rows.back()] >= kEntriesInBlock ||
            row + 1 == m_row_starts.size()) {
            m_block_rows.push_back(row);
        }
    }
}

std::vector<SegmentGrid::Item> SegmentGrid::sorted(std::size_t b) const {
    std::vector<Item> items;
    items.reserve(m_row_starts[m_block_rows[b + 1]] - m_row_starts[m_block_rows[b]]);
    for (std::size_t row = m_block_rows[b]; row < m_block_rows[b + 1]; ++row) {
        const auto begin = static_cast<std::ptrdiff_t>(items.size());
        for (std::size_t e = m_row_starts[row]; e < m_row_starts[row + 1]; ++e) {
            const Box box = box_of(m_entries[e].segment);
            items.push_back({static_cast<std::uint32_t>(row), m_entries[e].column, box.min_x,
                             box.min_y, box.max_x, box.max_y, m_entries[e].segment});
        }
        std::sort(items.begin() + begin, items.end(), [](const Item& x, const Item& y) {
            return std::tie(x.column, x.min_x, x.segment) < std::tie(y.column, y.min_x, y.segment);
        });
    }
    return items;
}

}  // namespace jt::network
