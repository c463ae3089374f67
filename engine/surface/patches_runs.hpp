// Rows of a surface as runs of equal cells, and which runs belong together.
#pragma once

#include "surface/surface.hpp"

#include <cstdint>
#include <vector>

namespace jt::surface {

/// Columns [begin, end) of a row that have one value.
struct CellRun {
    std::uint32_t begin = 0, end = 0;
    double value = 0;
    std::size_t cells() const { return end - begin; }
};

/// Runs from north to south and west to east; those of row r are [first[r], first[r + 1]).
struct CellRuns {
    std::vector<std::size_t> first;
    std::vector<CellRun> runs;
};

/// Cells without a value are in no run. Data error "surface.patches.class" (count, row, column,
/// value of the first) where a value is no whole number.
CellRuns runs_of(const Surface& surface);

/// A number from 0 on for each run: runs that touch and have one value share it, along sides or
/// along corners too. In the order of the first cells.
struct Components {
    std::vector<std::size_t> of_run;
    std::size_t count = 0;
};
Components components(const CellRuns& runs, bool corners);

/// Runs of each component and their rows, one component after the other: those of component i are
/// [first[i], first[i + 1]), in their order.
struct RunsOf {
    std::vector<std::size_t> first, runs, rows;
};
RunsOf runs_by(const CellRuns& runs, const Components& parts);

}  // namespace jt::surface
