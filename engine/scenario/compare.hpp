// Comparison of scenarios: the same columns of several scenarios side by side, with differences to
// the first.
#pragma once

#include "layer/table.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::scenario {

struct ComparedTable {
    std::string scenario;
    std::shared_ptr<const layer::Table> table;
};

/// One row per id, in order of first appearance. Columns: `key`, the text columns of `labels`, one
/// column of values named after each scenario, then (numbers only) the differences to the first
/// scenario: "diff@name", and "diff" for the last. An id that a scenario lacks is null there. Data
/// errors: a missing column, no tables, an id twice in one table, texts beside numbers, a scenario
/// of the name of another column.
layer::Table compare(const std::vector<ComparedTable>& tables, const std::string& key,
                     const std::vector<std::string>& labels, const std::string& column);

}  // namespace jt::scenario
