#include "surface/distance.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/pool.hpp"
#include "surface/distance_rows.hpp"
#include "surface/memory.hpp"
#include "surface/terrain.hpp"

#include <bit>
#include <cmath>
#include <numeric>

namespace jt::surface {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

std::size_t steps(std::size_t whole, std::size_t step) { return (whole + step - 1) / step; }

/// Windows whose first row is a multiple of kStripe, of whole blocks of the cells as far as that
/// goes, on all threads.
void for_stripes(const Surface& surface, const std::function<void(const Window&)>& body) {
    constexpr std::size_t kTallest = 1024, kCells = std::size_t{1} << 19U;
    const Grid& grid = surface.grid();
    const Block block = surface.cells()->block();
    const std::size_t rows =
        std::min(kTallest, steps(std::max<std::size_t>(block.rows, 1), kStripe) * kStripe);
    const std::size_t unit = std::clamp<std::size_t>(block.columns, 256, grid.columns + 256);
    const std::size_t columns = std::max<std::size_t>(kCells / rows / unit, 1) * unit;
    const std::size_t across = steps(grid.columns, columns);
    base::parallel_blocks(across * steps(grid.rows, rows), 1, [&](std::size_t i, std::size_t) {
        const std::size_t row = i / across * rows, column = i % across * columns;
        body({row, column, std::min(rows, grid.rows - row),
              std::min(columns, grid.columns - column)});
    });
}

/// A bit for each cell: the rows of a stripe in one word, the words of a stripe in a row.
class Marks {
public:
    Marks(const Surface& sources, const std::vector<double>& values)
        : m_columns(sources.grid().columns),
          m_stripes(steps(sources.grid().rows, kStripe)),
          m_words(m_columns * m_stripes, 0) {
        sources.double_precision() ? mark<double>(sources, values) : mark<float>(sources, values);
        carry();
    }
    std::size_t stripes() const { return m_stripes; }
    std::size_t columns() const { return m_columns; }
    const std::uint64_t* words(std::size_t stripe) const {
        return m_words.data() + stripe * m_columns;
    }
    bool source(std::size_t row, std::size_t column) const {
        return ((words(row / kStripe)[column] >> (row % kStripe)) & 1U) != 0;
    }
    std::size_t count() const {
        return std::transform_reduce(
            m_words.begin(), m_words.end(), std::size_t{0}, std::plus<>(),
            [](std::uint64_t word) { return static_cast<std::size_t>(std::popcount(word)); });
    }
    /// Rows from the last row above the stripe to the nearest source there or above, and from the
    /// first below it.
    const std::uint32_t* above(std::size_t stripe) const {
        return m_above.data() + stripe * m_columns;
    }
    const std::uint32_t* below(std::size_t stripe) const {
        return m_below.data() + stripe * m_columns;
    }

private:
    template <class Value>
    void mark(const Surface& sources, const std::vector<double>& given) {
        std::vector<Value> values;
        for (const double value : given) {
            values.push_back(static_cast<Value>(value));
        }
        for_stripes(sources, [&](const Window& window) {
            const auto cells = sources.window<Value>(window);
            for (std::size_t r = 0; r < window.rows; ++r) {
                const std::size_t row = window.row + r;
                mark_sources(std::span(cells).subspan(r * window.columns, window.columns), values,
                             static_cast<unsigned>(row % kStripe),
                             m_words.data() + row / kStripe * m_columns + window.column);
            }
        });
    }
    void carry() {
        constexpr std::size_t kGrain = 1024;
        m_above.assign(m_words.size(), kFar);
        m_below.assign(m_words.size(), kFar);
        base::parallel_blocks(m_columns, kGrain, [&](std::size_t begin, std::size_t end) {
            constexpr auto kRows = static_cast<std::uint32_t>(kStripe);
            for (std::size_t i = m_columns; i < m_words.size(); i += m_columns) {
                for (std::size_t c = i + begin; c < i + end; ++c) {
                    const std::uint64_t word = m_words[c - m_columns];
                    m_above[c] = word != 0 ? static_cast<std::uint32_t>(std::countl_zero(word))
                                           : m_above[c - m_columns] + kRows;
                }
            }
            for (std::size_t i = m_words.size() - m_columns; i > 0; i -= m_columns) {
                for (std::size_t c = i + begin; c < i + end; ++c) {
                    const std::uint64_t word = m_words[c];
                    m_below[c - m_columns] =
                        word != 0 ? static_cast<std::uint32_t>(std::countr_zero(word))
                                  : m_below[c] + kRows;
                }
            }
        });
    }
    std::size_t m_columns, m_stripes;
    std::vector<std::uint64_t> m_words;
    std::vector<std::uint32_t> m_above, m_below;
};

/// What one thread works with.
struct Space {
    explicit Space(std::size_t columns)
        : near(kStripe * columns), below(columns), search(columns), squares(columns) {}
    std::vector<std::uint32_t> near, below;
    RowSearch search;
    SquareSearch squares;
};

/// Calls body(row, rows to the nearest source in each column, space) for each row, on all threads.
template <class Body>
void for_rows(const Grid& grid, const Marks& marks, const Body& body) {
    const std::size_t columns = grid.columns;
    base::Pool<Space> spaces([&] { return std::make_unique<Space>(columns); });
    base::parallel_blocks(marks.stripes(), 1, [&](std::size_t stripe, std::size_t) {
        const std::size_t first = stripe * kStripe, count = std::min(kStripe, grid.rows - first);
        spaces.with([&](Space& space) {
            const std::uint32_t* before = marks.above(stripe);
            for (std::size_t r = 0; r < count; ++r) {
                std::uint32_t* out = space.near.data() + r * columns;
                step_down(marks.words(stripe), static_cast<unsigned>(r), columns, before, out);
                before = out;
            }
            std::copy_n(marks.below(stripe), columns, space.below.begin());
            for (std::size_t r = count; r-- > 0;) {
                std::uint32_t* near = space.near.data() + r * columns;
                step_up(marks.words(stripe), static_cast<unsigned>(r), columns, space.below.data(),
                        near);
                body(first + r, near, space);
            }
        });
    });
}

/// How distances are measured: squares are integers where cells are square.
struct Rule {
    Weights weights;
    double scale = 1;         ///< of the root
    std::uint32_t limit = 0;  ///< rows that may lie between
    double max = 0;
};

Rule rule_of(const Surface& sources, const SourceRule& given) {
    const CellSides sides = metre_sides(sources);
    Rule out;
    if (sides.x == sides.y) {
        out.scale = sides.x;
    } else {
        out.weights = {sides.x * sides.x, sides.y * sides.y};
    }
    out.max = given.max;
    const double rows = std::floor(given.max / sides.y) + 1;  // more than max, whatever rounding
    out.limit = rows < kFar - 1 ? static_cast<std::uint32_t>(rows) : kFar - 1;
    return out;
}

double metres(const Rule& rule, std::size_t column, std::uint32_t owner, std::uint32_t near) {
    const double across = static_cast<double>(column) - static_cast<double>(owner);
    const double down = near;
    return rule.scale *
           std::sqrt(rule.weights.x * (across * across) + rule.weights.y * (down * down));
}

/// The values of the source cells, in the order of the words.
template <class Value>
class SourceValues {
public:
    SourceValues(const Surface& sources, const Marks& marks) : m_marks(marks) {
        std::size_t count = 0;
        m_first.resize(marks.stripes() * marks.columns());
        for (std::size_t i = 0; i < m_first.size(); ++i) {
            m_first[i] = count;
            count += static_cast<std::size_t>(std::popcount(marks.words(0)[i]));
        }
        m_values.resize(count);
        for_stripes(sources, [&](const Window& window) {
            const auto cells = sources.window<Value>(window);
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const std::size_t row = window.row + i / window.columns;
                const std::size_t column = window.column + i % window.columns;
                if (marks.source(row, column)) {
                    m_values[place(row, column)] = cells[i];
                }
            }
        });
    }
    Value of(std::size_t row, std::size_t column) const { return m_values[place(row, column)]; }

private:
    std::size_t place(std::size_t row, std::size_t column) const {
        const std::size_t stripe = row / kStripe;
        const std::uint64_t before =
            m_marks.words(stripe)[column] & ((std::uint64_t{1} << (row % kStripe)) - 1);
        return m_first[stripe * m_marks.columns() + column] +
               static_cast<std::size_t>(std::popcount(before));
    }
    const Marks& m_marks;
    std::vector<std::size_t> m_first;
    std::vector<Value> m_values;
};

template <class Value>
CellsPtr allocated(const Surface& sources, const Marks& marks, const Rule& rule) {
    const Grid& grid = sources.grid();
    const SourceValues<Value> values(sources, marks);
    std::vector<Value> out(grid.cells(), std::numeric_limits<Value>::quiet_NaN());
    for_rows(grid, marks, [&](std::size_t row, const std::uint32_t* near, Space& space) {
        const Range all{0, grid.columns};
        const auto owners = space.search.owners(near, rule.weights, rule.limit, all, all);
        for (std::size_t c = 0; c < owners.size(); ++c) {
            const std::uint32_t owner = owners[c], rows = near[owner];
            const bool north = row >= rows && marks.source(row - rows, owner);
            if (metres(rule, c, owner, rows) <= rule.max) {
                out[row * grid.columns + c] = values.of(north ? row - rows : row + rows, owner);
            }
        }
    });
    return cells_of(grid, std::move(out));
}

}  // namespace

CellSides metre_sides(const Surface& surface) {
    const geo::Crs& crs = surface.crs();
    if (!crs.known() || crs.web_mercator()) {
        throw base::data_error("surface.distance.crs", crs.known() ? crs.label() : "?");
    }
    if (crs.geographic()) {
        throw base::data_error("surface.distance.geographic", crs.label());
    }
    const CellSize size = ground_cell_size(surface);
    return {size.x.front(), size.y.front()};
}

FromSources distance(const Surface& sources, const SourceRule& given) {
    const Rule rule = rule_of(sources, given);
    require_memory(sources.grid(), 4.5);
    const Grid& grid = sources.grid();
    const Marks marks(sources, given.values);
    std::vector<float> out(grid.cells());
    const bool square = rule.weights.x == rule.weights.y;
    for_rows(grid, marks, [&](std::size_t row, const std::uint32_t* near, Space& space) {
        float* to = out.data() + row * grid.columns;
        if (square) {
            space.squares.distances(near, rule.limit, rule.scale, rule.max, space.search, to);
            return;
        }
        const Range all{0, grid.columns};
        const auto owners = space.search.owners(near, rule.weights, rule.limit, all, all);
        if (owners.empty()) {
            std::fill_n(to, grid.columns, kNaN);
        }
        distances(owners, 0, near, rule.weights, rule.scale, rule.max, to);
    });
    return {{grid, sources.crs(), cells_of(grid, std::move(out))}, marks.count()};
}

FromSources allocation(const Surface& sources, const SourceRule& given) {
    const Rule rule = rule_of(sources, given);
    require_memory(sources.grid(), sources.double_precision() ? 8.5 : 4.5);
    const Marks marks(sources, given.values);
    CellsPtr cells = sources.double_precision() ? allocated<double>(sources, marks, rule)
                                                : allocated<float>(sources, marks, rule);
    return {{sources.grid(), sources.crs(), std::move(cells)}, marks.count()};
}

}  // namespace jt::surface
