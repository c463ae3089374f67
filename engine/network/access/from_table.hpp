// A matrix from a table of pairs, such as another program's travel times.
#pragma once

#include "layer/matrix.hpp"
#include "layer/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jt::network {

/// Fields of the table.
struct PairFields {
    std::string origin, destination, time;
    std::string status = "";  ///< "": times alone
    double ms_per_unit = 60000;
};

/// How many cells are what; present + missing = rows x columns.
struct PairCounts {
    std::size_t present = 0;  ///< pairs that the table names
    std::size_t zero = 0;     ///< of these, with the time 0
    std::size_t no_time = 0;  ///< of these, without a time: their status, or kMissing
    std::size_t missing = 0;  ///< pairs that the table does not name: kMissing
};

/// Rows are `origins` and columns `destinations`, in their order; where there is no such list,
/// the ids that the table has, in alphabetical order. Times are rounded to whole milliseconds. Data
/// errors, each with all its cases: ids that the lists do not have, empty ids, pairs that stand
/// twice, times that are no number, negative or too long, unknown statuses. An empty table: a
/// matrix of missing pairs, or without cells.
layer::Matrix matrix_from_pairs(const layer::Table& pairs, const PairFields& fields,
                                std::optional<std::vector<std::string>> origins,
                                std::optional<std::vector<std::string>> destinations,
                                PairCounts& counts);

}  // namespace jt::network
