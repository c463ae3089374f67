// Tables whose rows belong to the rows or columns of a matrix, by id.
#pragma once

#include "layer/matrix.hpp"
#include "layer/table.hpp"
#include "registry/spec.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jt::layer {

struct Keyed {
    const Table& table;
    std::string port;  ///< what messages call the table
    std::vector<std::string> ids;
};

/// The rows' ids: the field; "" means "id", else the feature ids of a layer, else row numbers. Data
/// errors: an unknown field, rows without id, ids that stand twice (all are listed). A table
/// without rows has no ids.
Keyed keyed(const Table& table, std::string port, const std::string& id_field);

/// The table's row of each id of the matrix, in its order. Data error that lists the ids which the
/// table lacks; rows that the matrix lacks are a warning that lists them.
std::vector<std::size_t> rows_of(const Keyed& keyed, const std::vector<std::string>& ids,
                                 base::Diagnostics& diagnostics);

/// The field's numbers in the given rows; 1 each where the field is "". Data errors: a field that
/// is not there or holds text, values that are null, negative or infinite (all are listed).
std::vector<double> amounts(const Keyed& keyed, const std::string& field,
                            const std::vector<std::size_t>& rows);
/// Those of all rows.
std::vector<double> amounts(const Keyed& keyed, const std::string& field);

/// Positions of the ids in their alphabetical order (by bytes): sums taken in this order are the
/// same to the last bit whatever the order of features.
std::vector<std::size_t> by_id(const std::vector<std::string>& ids);

}  // namespace jt::layer
