#include "surface/grow_region.hpp"

#include <cmath>

namespace jt::surface {
namespace {

constexpr double kPi = 3.14159265358979323846;

}  // namespace

Grower::Grower(const Ground& ground, const std::vector<char>& free)
    : m_ground(ground), m_free(free), m_stamp(free.size(), 0), m_opened(free.size(), 0) {}

/// visit(cell, along a side) for the up to eight neighbours.
template <class Visit>
void Grower::neighbours(std::size_t cell, const Visit& visit) const {
    const std::size_t columns = m_ground.grid.columns, rows = m_ground.grid.rows;
    const std::size_t row = cell / columns, column = cell % columns;
    for (std::size_t r = row == 0 ? 0 : row - 1; r < std::min(row + 2, rows); ++r) {
        for (std::size_t c = column == 0 ? 0 : column - 1; c < std::min(column + 2, columns); ++c) {
            if (r != row || c != column) {
                visit(r * columns + c, r == row || c == column);
            }
        }
    }
}

double Grower::score(std::size_t cell) const {
    const double suits = m_ground.share[cell];
    if (m_ground.shape == 0) {
        return suits;
    }
    const auto columns = static_cast<std::ptrdiff_t>(m_ground.grid.columns);
    const auto at = static_cast<std::ptrdiff_t>(cell), seed = static_cast<std::ptrdiff_t>(m_seed);
    const double x = static_cast<double>(at % columns - seed % columns) * m_ground.sides.x;
    const double y = static_cast<double>(at / columns - seed / columns) * m_ground.sides.y;
    const double nearness = 1 - std::min(1.0, std::sqrt(x * x + y * y) / m_reach);
    int around = 0;
    neighbours(cell, [&](std::size_t other, bool) { around += inside(other) ? 1 : 0; });
    return (1 - m_ground.shape) * suits + m_ground.shape * (nearness + around / 8.0) / 2;
}

void Grower::begin(std::size_t seed, std::size_t target) {
    ++m_turn;
    m_seed = seed;
    m_next = {};
    const double area = static_cast<double>(target) * m_ground.sides.x * m_ground.sides.y;
    m_reach = 2 * std::sqrt(area / kPi);
}

/// The cell belongs to the region; its neighbours are open.
void Grower::take(std::size_t cell, Region& region) {
    m_stamp[cell] = m_turn;
    region.cells.push_back(cell);
    neighbours(cell, [&](std::size_t other, bool side) {
        // Scores only rise as neighbours are taken: a later entry stands above an earlier one.
        const bool reached = side || m_ground.corners || m_opened[other] == m_turn;
        if (reached && m_free[other] != 0 && !inside(other)) {
            m_opened[other] = m_turn;
            m_next.push({score(other), other});
        }
    });
}

void Grower::fill(Region& region, std::size_t target) {
    while (!m_next.empty() && region.cells.size() < target) {
        const std::size_t cell = m_next.top().cell;
        m_next.pop();
        if (!inside(cell)) {  // else taken since, with a better score
            take(cell, region);
        }
    }
    describe(region);
}

Region Grower::from(std::size_t seed, std::size_t target) {
    begin(seed, target);
    Region out;
    out.seed = seed;
    take(seed, out);
    fill(out, target);
    return out;
}

Region Grower::extended(const Region& region, std::size_t target) {
    begin(region.seed, target);
    Region out;
    out.seed = region.seed;
    for (const std::size_t cell : region.cells) {
        take(cell, out);
    }
    fill(out, target);
    return out;
}

void Grower::describe(Region& region) const {
    const std::size_t columns = m_ground.grid.columns, rows = m_ground.grid.rows;
    double sum = 0, shares = 0;
    for (const std::size_t cell : region.cells) {
        sum += m_ground.suitability[cell];
        shares += m_ground.share[cell];
        const std::size_t row = cell / columns, column = cell % columns;
        const bool north = row > 0 && inside(cell - columns);
        const bool south = row + 1 < rows && inside(cell + columns);
        const bool west = column > 0 && inside(cell - 1);
        const bool east = column + 1 < columns && inside(cell + 1);
        region.perimeter += (north ? 0 : m_ground.sides.x) + (south ? 0 : m_ground.sides.x) +
                            (west ? 0 : m_ground.sides.y) + (east ? 0 : m_ground.sides.y);
    }
    const auto count = static_cast<double>(region.cells.size());
    const double area = count * m_ground.sides.x * m_ground.sides.y;
    region.mean = sum / count;
    region.compactness = 16 * area / (region.perimeter * region.perimeter);
    region.score = (1 - m_ground.shape) * shares / count + m_ground.shape * region.compactness;
}

}  // namespace jt::surface
