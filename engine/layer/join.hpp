// A join of two tables by their keys, and the tables that account for every row of both.
#pragma once

#include "layer/match.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::layer {

/// A row that is not there.
constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

/// The two sides, which must outlive it, and what met.
struct Join {
    const Table& left;
    const Table& right;
    std::string left_name;  ///< of the port: "layer"
    KeySide left_keys, right_keys;
    Matching matching;
    Aliases aliases;
};

/// The row of the right for each row of the left, the first of its key; kNoRow where none met.
std::vector<std::size_t> joined_rows(const Join& join);

/// Every row of both sides that met none, those of the left first, each side in its order.
struct Unmatched {
    /// side, id (feature id or row number from 1), key, offer and offer_id (the closest candidate
    /// of the other side, null for none), why.
    std::shared_ptr<Table> table;
    std::vector<std::size_t> left, right;  ///< rows
    std::size_t offers = 0;                ///< rows with one
    bool near = true;                      ///< edit distances were looked at
};
Unmatched unmatched_of(const Join& join);

/// The pairs of keys that met only once folded: key, table_key, why, rows (of the left).
struct Folded {
    std::shared_ptr<Table> table;
    std::vector<std::string> pairs;  ///< "兩江新區 = 两江新区 (traditional/simplified)"
    std::vector<std::size_t> left;   ///< rows
};
Folded folded_of(const Join& join);

/// The columns of the two tables.
std::vector<Field> unmatched_columns();
std::vector<Field> folded_columns();

}  // namespace jt::layer
