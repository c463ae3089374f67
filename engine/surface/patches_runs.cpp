#include "surface/patches_runs.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::surface {
namespace {

constexpr std::size_t kRows = 64;  // of a stripe, where the cells have no blocks

/// Runs of some rows, and what is not a class among them.
struct Stripe {
    std::vector<std::size_t> counts;  ///< runs of each row
    std::vector<CellRun> runs;
    std::size_t bad = 0, bad_row = 0, bad_column = 0;
    double bad_value = 0;
};

std::size_t stripe_rows(const Surface& surface) {
    constexpr std::size_t kCells = std::size_t{1} << 22U;
    const std::size_t block = surface.cells()->block().rows;
    const std::size_t most = std::max<std::size_t>(kCells / surface.grid().columns, 1);
    return std::clamp<std::size_t>(block == 0 ? kRows : block, 1, most);
}

void add_row(const double* values, std::size_t columns, std::size_t row, Stripe& out) {
    const std::size_t before = out.runs.size();
    for (std::size_t c = 0; c < columns;) {
        const double value = values[c];
        if (std::isnan(value)) {
            ++c;
            continue;
        }
        std::size_t end = c + 1;
        while (end < columns && values[end] == value) {
            ++end;
        }
        if (value != std::floor(value) || std::abs(value) > 9e15) {
            if (out.bad == 0) {
                out.bad_row = row;
                out.bad_column = c;
                out.bad_value = value;
            }
            out.bad += end - c;
        }
        out.runs.push_back({static_cast<std::uint32_t>(c), static_cast<std::uint32_t>(end), value});
        c = end;
    }
    out.counts.push_back(out.runs.size() - before);
}

void refuse_bad(const std::vector<Stripe>& stripes) {
    const auto first = std::ranges::find_if(stripes, [](const Stripe& s) { return s.bad > 0; });
    if (first != stripes.end()) {
        std::size_t bad = 0;
        for (const Stripe& stripe : stripes) {
            bad += stripe.bad;
        }
        throw base::data_error("surface.patches.class", bad, first->bad_row + 1,
                               first->bad_column + 1, first->bad_value);
    }
}

/// The lowest number of a set stands for it, so that the sets do not depend on the order of
/// joining (union-find with path halving, Tarjan & van Leeuwen 1984).
class Sets {
public:
    explicit Sets(std::size_t count) : m_parent(count) {
        std::iota(m_parent.begin(), m_parent.end(), std::size_t{0});
    }
    void join(std::size_t a, std::size_t b) {
        a = find(a);
        b = find(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }
    /// Numbers from 0 on in the order of the lowest members.
    Components numbered() && {
        Components out;
        for (std::size_t i = 0; i < m_parent.size(); ++i) {
            const std::size_t parent = m_parent[i];  // a lower one has its number already
            m_parent[i] = parent == i ? out.count++ : m_parent[parent];
        }
        out.of_run = std::move(m_parent);
        return out;
    }

private:
    std::size_t find(std::size_t i) {
        while (m_parent[i] != i) {
            m_parent[i] = m_parent[m_parent[i]];
            i = m_parent[i];
        }
        return i;
    }
    std::vector<std::size_t> m_parent;
};

/// Joins the runs of a row with those of the row above.
void join_rows(const CellRuns& runs, std::size_t row, bool corners, Sets& sets) {
    const std::uint32_t touch = corners ? 1 : 0;
    std::size_t above = runs.first[row - 1];
    for (std::size_t here = runs.first[row]; here < runs.first[row + 1]; ++here) {
        const CellRun& run = runs.runs[here];
        while (above < runs.first[row] && runs.runs[above].end + touch <= run.begin) {
            ++above;
        }
        for (std::size_t i = above; i < runs.first[row] && runs.runs[i].begin < run.end + touch;
             ++i) {
            if (runs.runs[i].value == run.value) {
                sets.join(i, here);
            }
        }
    }
}

}  // namespace

CellRuns runs_of(const Surface& surface) {
    const Grid& grid = surface.grid();
    const std::size_t rows = stripe_rows(surface);
    std::vector<Stripe> stripes((grid.rows + rows - 1) / rows);
    base::parallel_blocks(stripes.size(), 1, [&](std::size_t i, std::size_t) {
        const Window window{i * rows, 0, std::min(rows, grid.rows - i * rows), grid.columns};
        const auto values = surface.window<double>(window);
        for (std::size_t r = 0; r < window.rows; ++r) {
            add_row(values.data() + r * grid.columns, grid.columns, window.row + r, stripes[i]);
        }
    });
    refuse_bad(stripes);
    CellRuns out;
    out.first.push_back(0);
    std::size_t count = 0;
    for (const Stripe& stripe : stripes) {
        count += stripe.runs.size();
    }
    out.runs.reserve(count);
    for (Stripe& stripe : stripes) {
        for (const std::size_t in_row : stripe.counts) {
            out.first.push_back(out.first.back() + in_row);
        }
        out.runs.insert(out.runs.end(), stripe.runs.begin(), stripe.runs.end());
        stripe = {};
    }
    return out;
}

Components components(const CellRuns& runs, bool corners) {
    constexpr std::size_t kGrain = 256;
    const std::size_t rows = runs.first.size() - 1;
    Sets sets(runs.runs.size());
    // Rows of a block first, on all threads: their runs lie in a range of their own.
    base::parallel_blocks(rows, kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin + 1; row < end; ++row) {
            join_rows(runs, row, corners, sets);
        }
    });
    for (std::size_t row = kGrain; row < rows; row += kGrain) {
        join_rows(runs, row, corners, sets);
    }
    return std::move(sets).numbered();
}

RunsOf runs_by(const CellRuns& runs, const Components& parts) {
    RunsOf out;
    out.first.assign(parts.count + 1, 0);
    for (const std::size_t part : parts.of_run) {
        ++out.first[part + 1];
    }
    for (std::size_t i = 0; i < parts.count; ++i) {
        out.first[i + 1] += out.first[i];
    }
    std::vector<std::size_t> next(out.first.begin(), out.first.end() - 1);
    out.runs.resize(parts.of_run.size());
    out.rows.resize(parts.of_run.size());
    for (std::size_t row = 0; row + 1 < runs.first.size(); ++row) {
        for (std::size_t i = runs.first[row]; i < runs.first[row + 1]; ++i) {
            const std::size_t place = next[parts.of_run[i]]++;
            out.runs[place] = i;
            out.rows[place] = row;
        }
    }
    return out;
}

}  // namespace jt::surface
