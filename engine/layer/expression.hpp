// Column expressions, as scenarios write them: JSON trees that are checked early and evaluated
// late, on whole columns.
#pragma once

#include "layer/column.hpp"
#include "layer/layer.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jt::layer {

/// A tree is {"col": name} | {"num": 1.5} | {"text": "a"} | {"bool": true} | {"op": "+", "args":
/// [...]}. Operations: + - * / neg, min max clip abs sqrt exp log pow; eq ne lt le gt ge; and or
/// not; is_null, if, in, starts_with, contains; area (m2, geodesic) and length (m, geodesic) of the
/// geometry. `if` is (condition, then, else); `in` is (value, literal, literal, ...); `clip` is
/// (value, low, high); min and max take two or more. A null operand gives null, but in is_null and
/// in the branch that `if` does not take. Division by zero, and whatever has no finite real result,
/// gives null. Text literals with a unit ("1 km2") meet numbers in the unit of the other side.
/// Integers stay integers under + - * neg abs min max clip; every other sum is real.
///
/// Units: + - min max clip if in and comparisons bring every operand to the first unit among them,
/// and one without a unit counts as being in it; a product or quotient with one united operand
/// keeps its unit (but 1 / unit), of two it has none (like units cancel), and % counts as 1/100.
struct Value {
    Field field;  ///< type and unit of the result
    Column column;
    bool literal = false;  ///< written in the expression itself (a column of length 1)
};

/// A literal leaf, {"num": 1.5} | {"text": "a"} | {"bool": true}, as a column of length 1.
Value literal(const nlohmann::json& leaf);

/// Evaluates over the layer. Data errors name unknown columns (did you mean ...) and types that do
/// not fit.
Value evaluate(const nlohmann::json& expression, const Table& table);

/// The same checks without data; returns the result's field.
Field check(const nlohmann::json& expression, const std::vector<Field>& fields);

/// Applies one operation to columns of equal length (length 1 is repeated): what Lua bodies call.
Value apply(const std::string& operation, const std::vector<Value>& args);

/// Rows where the boolean expression is true.
std::vector<std::size_t> where(const nlohmann::json& expression, const Table& table);

}  // namespace jt::layer
