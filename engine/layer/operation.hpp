// The operations of column expressions: what each takes, what it gives, and the kernel that does
// it. For expression.cpp; everybody else uses expression.hpp.
#pragma once

#include "layer/column.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jt::layer {

/// What is known of an operand before there are values.
struct Operand {
    Field field;
    bool literal = false;
    std::string text;  ///< of a text literal
};

/// What is done to an operand before the kernel sees it.
struct Coercion {
    double factor = 1;               ///< to the common unit
    std::optional<double> constant;  ///< a text literal read as a quantity
};

using Columns = std::vector<const Column*>;
/// Works on n rows; a column of length 1 counts for every row.
using Kernel = Column (*)(const Columns& args, std::size_t n, Type result);

struct Signature {
    Field result;
    std::vector<Coercion> coercions;  ///< one for each operand
};
using Resolver = Signature (*)(const std::string& name, std::span<const Operand> operands);

struct Operation {
    std::size_t least = 0, most = 0;  ///< number of operands
    Resolver resolve = nullptr;
    Kernel kernel = nullptr;  ///< null for area and length, which measure geometry
};

/// By name, sorted.
const std::map<std::string, Operation>& operations();

/// Data error with "did you mean" for an unknown name, and for a wrong number of operands.
const Operation& find_operation(const std::string& name, std::size_t operands);

/// Data errors: types that do not fit, units that do not fit, a text that is no quantity.
Signature resolve_numbers(const std::string& name, std::span<const Operand> operands);
Signature resolve_same(const std::string& name, std::span<const Operand> operands);
Signature resolve_plain(const std::string& name, std::span<const Operand> operands);
Signature resolve_product(const std::string& name, std::span<const Operand> operands);
Signature resolve_quotient(const std::string& name, std::span<const Operand> operands);
Signature resolve_ordered(const std::string& name, std::span<const Operand> operands);
Signature resolve_equal(const std::string& name, std::span<const Operand> operands);
Signature resolve_in(const std::string& name, std::span<const Operand> operands);
Signature resolve_if(const std::string& name, std::span<const Operand> operands);
Signature resolve_logic(const std::string& name, std::span<const Operand> operands);
Signature resolve_texts(const std::string& name, std::span<const Operand> operands);
Signature resolve_anything(const std::string& name, std::span<const Operand> operands);
Signature resolve_measure(const std::string& name, std::span<const Operand> operands);

}  // namespace jt::layer
