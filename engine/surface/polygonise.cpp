#include "surface/polygonise.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <map>

namespace jt::surface {
namespace {

/// A corner of a cell, in columns and rows.
struct Node {
    std::uint32_t x = 0;
    std::size_t y = 0;
    auto operator<=>(const Node&) const = default;
};

using Ring = std::vector<Node>;  // not closed

/// A place where the border turns: the ends of one side up or down and of one to the west or east.
struct Turn {
    Node at;
    std::size_t along_column = 0, along_row = 0;  ///< the turns at the other ends
    bool twice = false;                           ///< the border comes here twice
};

/// A side of cells that runs down a column line; the cells lie east of it where it is `west`.
struct Side {
    std::uint32_t x = 0;
    bool west = false;
    std::size_t from = 0;  ///< the turn at its upper end
};

/// The border of one part, row by row from north to south.
class Border {
public:
    /// Sides of the next row, ascending; none ends the part.
    void add_row(std::size_t row, std::vector<Side> sides) {
        std::size_t above = 0, below = 0;
        m_line.clear();
        while (above < m_sides.size() || below < sides.size()) {
            if (below == sides.size() ||
                (above < m_sides.size() && m_sides[above].x < sides[below].x)) {
                end_side(m_sides[above++], row, false);
            } else if (above == m_sides.size() || sides[below].x < m_sides[above].x) {
                begin_side(sides[below++], row, false);
            } else if (m_sides[above].west == sides[below].west) {
                sides[below++].from = m_sides[above++].from;
            } else if (m_sides[above].west) {  // cells to the north-east and south-west
                begin_side(sides[below++], row, true);
                end_side(m_sides[above++], row, true);
            } else {
                end_side(m_sides[above++], row, true);
                begin_side(sides[below++], row, true);
            }
        }
        for (std::size_t i = 0; i + 1 < m_line.size(); i += 2) {
            m_turns[m_line[i]].along_row = m_line[i + 1];
            m_turns[m_line[i + 1]].along_row = m_line[i];
        }
        m_sides = std::move(sides);
    }
    /// Closed ways with the cells to their left, none through a corner twice.
    std::vector<Ring> rings() const {
        std::vector<Ring> out;
        std::vector<bool> done(m_turns.size(), false);
        for (const std::size_t start : m_starts) {
            if (!done[start]) {
                follow(start, done, out);
            }
        }
        return out;
    }

private:
    void begin_side(Side& side, std::size_t row, bool twice) {
        side.from = m_turns.size();
        if (side.west) {
            m_starts.push_back(side.from);
        }
        m_line.push_back(side.from);
        m_turns.push_back({{side.x, row}, 0, 0, twice});
    }
    void end_side(const Side& side, std::size_t row, bool twice) {
        m_turns[side.from].along_column = m_turns.size();
        m_line.push_back(m_turns.size());
        m_turns.push_back({{side.x, row}, side.from, 0, twice});
    }
    /// A way that comes to a corner again leaves a ring behind.
    void follow(std::size_t start, std::vector<bool>& done, std::vector<Ring>& out) const {
        Ring way;
        std::map<Node, std::size_t> seen;  // places in the way of corners that come twice
        const auto add = [&](const Turn& turn) {
            if (turn.twice) {
                const auto [before, fresh] = seen.emplace(turn.at, way.size());
                if (!fresh) {
                    const auto begin = way.begin() + static_cast<std::ptrdiff_t>(before->second);
                    out.emplace_back(begin, way.end());
                    for (auto node = begin + 1; node != way.end(); ++node) {
                        seen.erase(*node);
                    }
                    way.erase(begin + 1, way.end());
                    return;
                }
            }
            way.push_back(turn.at);
        };
        for (std::size_t at = start; !done[at];) {
            const std::size_t end = m_turns[at].along_column;
            done[at] = done[end] = true;
            add(m_turns[at]);
            add(m_turns[end]);
            at = m_turns[end].along_row;
        }
        out.push_back(std::move(way));
    }
    std::vector<Turn> m_turns;
    std::vector<Side> m_sides;          ///< of the row above
    std::vector<std::size_t> m_line;    ///< turns between two rows, from west to east
    std::vector<std::size_t> m_starts;  ///< upper ends of western sides
};

std::vector<Ring> rings_of(const CellRuns& runs, const RunsOf& by, std::size_t part) {
    Border border;
    std::size_t next = 0;
    for (std::size_t i = by.first[part]; i < by.first[part + 1];) {
        const std::size_t row = by.rows[i];
        std::vector<Side> sides;
        for (; i < by.first[part + 1] && by.rows[i] == row; ++i) {
            sides.push_back({runs.runs[by.runs[i]].begin, true, 0});
            sides.push_back({runs.runs[by.runs[i]].end, false, 0});
        }
        border.add_row(row, std::move(sides));
        next = row + 1;
    }
    border.add_row(next, {});
    return border.rings();
}

/// Twice the area, positive counter-clockwise with rows counted southwards.
std::int64_t twice_area(const Ring& ring) {
    std::int64_t out = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Node &a = ring[i], &b = ring[(i + 1) % ring.size()];
        out += static_cast<std::int64_t>(b.x) * static_cast<std::int64_t>(a.y) -
               static_cast<std::int64_t>(a.x) * static_cast<std::int64_t>(b.y);
    }
    return out;
}

void add_ring(const Grid& grid, const Ring& ring, geo::GeometryArray& out) {
    out.begin_ring();
    for (std::size_t i = 0; i <= ring.size(); ++i) {
        const Node& node = ring[i % ring.size()];
        out.add(grid.left + static_cast<double>(node.x) * grid.cell_x,
                grid.top - static_cast<double>(node.y) * grid.cell_y);
    }
}

}  // namespace

geo::GeometryArray polygonised(const Grid& grid, const Patches& patches) {
    const Components parts = components(patches.runs, false);
    const RunsOf by = runs_by(patches.runs, parts);
    std::vector<std::vector<Ring>> rings(parts.count);
    std::vector<std::vector<std::size_t>> parts_of(patches.list.size());
    for (std::size_t part = 0; part < parts.count; ++part) {
        const std::size_t patch = patches.of_run[by.runs[by.first[part]]];
        if (patch != Patches::kNone) {
            parts_of[patch].push_back(part);
        }
    }
    constexpr std::size_t kGrain = 64;
    base::parallel_blocks(parts.count, kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t part = begin; part < end; ++part) {
            if (patches.of_run[by.runs[by.first[part]]] != Patches::kNone) {
                rings[part] = rings_of(patches.runs, by, part);
                // The one shell first.
                std::stable_partition(rings[part].begin(), rings[part].end(),
                                      [](const Ring& r) { return twice_area(r) > 0; });
            }
        }
    });
    geo::GeometryArray out(geo::Shape::polygon);
    for (const auto& of_patch : parts_of) {
        out.begin_feature();
        for (const std::size_t part : of_patch) {
            out.begin_part();
            for (const Ring& ring : rings[part]) {
                add_ring(grid, ring, out);
            }
            rings[part] = {};
        }
        out.end_feature();
    }
    return out;
}

}  // namespace jt::surface
