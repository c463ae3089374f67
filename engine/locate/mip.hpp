// Mixed-integer linear programs: the solver stands behind this.
#pragma once

#include "base/progress.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace jt::locate {

/// Minimise cost·x over columns with bounds and rows lower <= terms·x <= upper.
struct Program {
    struct Column {
        double cost = 0, lower = 0, upper = 1;
        bool integer = false;
    };
    std::vector<Column> columns;
    std::vector<double> lower, upper;  ///< of each row
    /// Terms of all rows; those of row r are [first[r], first[r + 1]).
    std::vector<int> first = {0}, index;
    std::vector<double> value;

    int add(const Column& column);  ///< its number
    void term(int column, double factor) {
        index.push_back(column);
        value.push_back(factor);
    }
    void end_row(double row_lower, double row_upper);
};

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// When the search may stop before it is done.
struct Limits {
    double gap = 0;              ///< share of the objective
    double seconds = kInfinite;  ///< of the clock: what is found then depends on the machine
    std::int64_t nodes = -1;     ///< of the search tree; -1: no limit
};

enum class End { optimal, gap, time, nodes, infeasible, stopped };
/// "optimal", "within_gap", "time_limit", "node_limit", "infeasible", "stopped".
const char* end_name(End end);

struct Solved {
    End end = End::stopped;
    std::vector<double> values;  ///< empty: none was found
    double bound = -kInfinite;   ///< no solution is cheaper
    std::int64_t nodes = 0;
};

/// Branch and cut with CBC, on one thread, from a fixed state: the same program gives the same
/// values. `start`: values of a solution to begin with; empty for none. Calls wait for each other,
/// as the library's random numbers are those of the process. Stops when it is cancelled.
Solved solve(const Program& program, const Limits& limits, const std::vector<double>& start,
             const base::Progress& progress);

/// "CBC 2.10.8"
std::string solver_name();

}  // namespace jt::locate
