#include "surface/cost_distance.hpp"

#include "base/error.hpp"
#include "base/progress.hpp"
#include "surface/cost_distance_heap.hpp"
#include "surface/derived.hpp"
#include "surface/memory.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jt::surface {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kDegrees = 180 / 3.14159265358979323846;
constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

std::vector<double> values_of(const Surface& surface) {
    const Grid& grid = surface.grid();
    std::vector<double> out(grid.cells());
    surface.for_windows([&](const Window& window) {
        const auto part = surface.window<double>(window);
        for (std::size_t r = 0; r < window.rows; ++r) {
            std::copy_n(part.data() + r * window.columns, window.columns,
                        out.data() + (window.row + r) * grid.columns + window.column);
        }
    });
    return out;
}

/// Steps to the eight neighbours, clockwise from north; rows count southwards.
struct Step {
    int row, column;
};
constexpr std::array<Step, 8> kSteps = {
    {{-1, 0}, {-1, 1}, {0, 1}, {1, 1}, {1, 0}, {1, -1}, {0, -1}, {-1, -1}}};

class Spread {
public:
    Spread(const Grid& grid, CellSides sides, std::vector<double> friction, double max)
        : m_grid(grid),
          m_friction(std::move(friction)),
          m_cost(grid.cells(), kInfinity),
          m_nearest(grid.cells(), kNaN),
          m_back(grid.cells(), std::numeric_limits<float>::quiet_NaN()),
          m_done(grid.cells(), false),
          m_max(max) {
        for (std::size_t k = 0; k < kSteps.size(); ++k) {
            m_across[k] = kSteps[k].column * sides.x;
            m_up[k] = -kSteps[k].row * sides.y;
            m_length[k] = std::hypot(m_across[k], m_up[k]);
        }
    }
    bool barrier(std::size_t cell) const { return std::isnan(m_friction[cell]); }
    void start(std::size_t cell, double value) {
        m_cost[cell] = 0;
        m_nearest[cell] = value;
        m_heap.push({0, cell});
    }
    void run(CostMethod method) {
        for (std::size_t settled = 0; !m_heap.empty();) {
            const CostAt next = m_heap.pop();
            if (m_done[next.cell]) {
                continue;
            }
            m_done[next.cell] = true;
            if (++settled % 65536 == 0) {
                base::check_cancel();
            }
            for (std::size_t k = 0; k < kSteps.size(); ++k) {
                const std::size_t to = neighbour(next.cell, k);
                if (to == kNobody || m_done[to]) {
                    continue;
                }
                method == CostMethod::dijkstra ? step(next.cell, to, k) : march(next.cell, to, k);
            }
        }
    }
    CostDistance result(const geo::Crs& crs) {
        std::size_t unreached = 0;
        for (std::size_t i = 0; i < m_cost.size(); ++i) {
            if (!m_done[i]) {
                unreached += barrier(i) ? 0 : 1;
                m_cost[i] = kNaN;
                m_nearest[i] = kNaN;
                m_back[i] = std::numeric_limits<float>::quiet_NaN();
            }
        }
        return {{m_grid, crs, std::move(m_cost)},
                {m_grid, crs, std::move(m_back)},
                {m_grid, crs, std::move(m_nearest)},
                0,
                0,
                unreached};
    }

private:
    /// The cell beside; kNobody beyond the grid, on a barrier and between two of them.
    std::size_t neighbour(std::size_t cell, std::size_t k) const {
        const std::size_t to = beside(cell, k);
        if (to == kNobody || barrier(to)) {
            return kNobody;
        }
        const bool diagonal = k % 2 == 1;
        return diagonal && barrier(beside(cell, k - 1)) && barrier(beside(cell, (k + 1) % 8))
                   ? kNobody
                   : to;
    }
    std::size_t beside(std::size_t cell, std::size_t k) const {
        const auto row = static_cast<std::ptrdiff_t>(cell / m_grid.columns) + kSteps[k].row;
        const auto column = static_cast<std::ptrdiff_t>(cell % m_grid.columns) + kSteps[k].column;
        const bool inside = row >= 0 && column >= 0 &&
                            row < static_cast<std::ptrdiff_t>(m_grid.rows) &&
                            column < static_cast<std::ptrdiff_t>(m_grid.columns);
        return inside ? static_cast<std::size_t>(row) * m_grid.columns +
                            static_cast<std::size_t>(column)
                      : kNobody;
    }
    /// `toward_x`, `toward_y`: from the cell to where its way comes from.
    void offer(std::size_t to, double cost, double value, double toward_x, double toward_y) {
        if (cost < m_cost[to] && cost <= m_max) {
            m_cost[to] = cost;
            m_nearest[to] = value;
            const double azimuth = std::atan2(toward_x, toward_y) * kDegrees;
            m_back[to] = static_cast<float>(azimuth < 0 ? azimuth + 360 : azimuth);
            m_heap.push({cost, to});
        }
    }
    void step(std::size_t from, std::size_t to, std::size_t k) {
        const double mean = (m_friction[from] + m_friction[to]) / 2;
        offer(to, m_cost[from] + mean * m_length[k], m_nearest[from], -m_across[k], -m_up[k]);
    }
    /// From a cell just settled: straight, and through the sides that it shares with its settled
    /// neighbours beside the way (both triangles of `to` that have the cell as a corner).
    void march(std::size_t from, std::size_t to, std::size_t k) {
        const double mean = (m_friction[from] + m_friction[to]) / 2;
        offer(to, m_cost[from] + mean * m_length[k], m_nearest[from], -m_across[k], -m_up[k]);
        const std::size_t home = (k + 4) % 8;  // the way from `to` back to the cell
        for (const std::size_t other : {(home + 1) % 8, (home + 7) % 8}) {
            const std::size_t cell = neighbour(to, other);
            if (cell != kNobody && m_done[cell]) {
                home % 2 == 0 ? through(to, home, from, other, cell)
                              : through(to, other, cell, home, from);
            }
        }
    }
    /// The least cost over the points between the neighbour `a` across a side and `b` across a
    /// corner, between which costs run evenly: cost(a) + t (cost(b) - cost(a)) + friction x way.
    void through(std::size_t to, std::size_t way_a, std::size_t a, std::size_t way_b,
                 std::size_t b) {
        const double height = m_length[way_a];  // of the triangle, and the length of its base
        const bool level = m_up[way_a] == 0;
        const double base = std::abs(level ? m_up[way_b] : m_across[way_b]);
        const double friction = m_friction[to], gain = m_cost[a] - m_cost[b];
        const double sine = gain / (friction * base);
        if (!(sine > 0) || !(sine < 1)) {
            return;  // straight from a corner, which step() has offered
        }
        const double cosine = std::sqrt(1 - sine * sine), along = height * sine / cosine;
        if (along >= base) {
            return;
        }
        const double share = along / base;
        const double cost = m_cost[a] + friction * height * cosine;
        offer(to, cost, m_nearest[share <= 0.5 ? a : b],
              m_across[way_a] + share * (m_across[way_b] - m_across[way_a]),
              m_up[way_a] + share * (m_up[way_b] - m_up[way_a]));
    }

    Grid m_grid;
    std::vector<double> m_friction, m_cost, m_nearest;
    std::vector<float> m_back;
    std::vector<bool> m_done;
    double m_max;
    CostHeap m_heap;
    std::array<double, 8> m_across{}, m_up{}, m_length{};
};

std::vector<double> frictions(const Surface& surface) {
    std::vector<double> out = values_of(surface);
    std::size_t bad = 0, first = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] <= 0 || std::isinf(out[i])) {
            first = bad++ == 0 ? i : first;
        }
    }
    if (bad > 0) {
        const std::size_t columns = surface.grid().columns;
        throw base::data_error("surface.cost.friction", bad, first / columns + 1,
                               first % columns + 1, out[first]);
    }
    return out;
}

}  // namespace

CostDistance cost_distance(const SurfacePtr& friction, const SurfacePtr& sources,
                           const SourceRule& rule, CostMethod method) {
    check_aligned({friction, sources});
    const CellSides sides = metre_sides(*friction);
    require_memory(friction->grid(), 50);
    Spread spread(friction->grid(), sides, frictions(*friction), rule.max);
    const std::vector<double> values = values_of(*sources);
    std::size_t count = 0, on_barriers = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool source = rule.values.empty()
                                ? !std::isnan(values[i])
                                : std::ranges::find(rule.values, values[i]) != rule.values.end();
        if (source) {
            ++count;
            if (spread.barrier(i)) {
                ++on_barriers;
            } else {
                spread.start(i, values[i]);
            }
        }
    }
    spread.run(method);
    CostDistance out = spread.result(friction->crs());
    out.sources = count;
    out.on_barriers = on_barriers;
    return out;
}

}  // namespace jt::surface
