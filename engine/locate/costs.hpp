// Costs between demand and sites, from a matrix or from a table of another program.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/matrix.hpp"
#include "layer/table.hpp"

#include <functional>
#include <string>

namespace jt::locate {

/// Takes a pair that has a cost: origin, destination, cost.
using TakeCost = std::function<void(const std::string&, const std::string&, double)>;

/// Minutes of a matrix of times (ms), metres of one of lengths (mm), 元 of one of money (分). Pairs
/// with a status are passed over.
void read_matrix(const layer::Matrix& matrix, const TakeCost& take);

/// How a table holds costs: one row a pair, or one row an origin and one column a destination.
struct CostFields {
    std::string origin, destination, cost;
    bool wide = false;  ///< `origin` names the rows; the other columns are destinations
};

/// Pairs whose cost is null are passed over. Data errors, each with all its cases: a field that is
/// not there or holds text, costs that are negative or infinite, pairs that stand twice, rows
/// without an id. A column of a wide table that holds text is passed over.
void read_costs(const layer::Table& table, const CostFields& fields, const TakeCost& take);

}  // namespace jt::locate
