// The table of operations and their kernels: loops over whole columns.
#include "layer/operation.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace jt::layer {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

/// A column as doubles, NaN for null; reals are not copied.
class Doubles {
public:
    explicit Doubles(const Column& column) : m_step(column.size() == 1 ? 0 : 1) {
        if (column.type() == Type::real) {
            m_values = column.reals();
            return;
        }
        m_own.reserve(column.size());
        for (std::size_t i = 0; i < column.size(); ++i) {
            m_own.push_back(column.number(i));
        }
        m_values = m_own;
    }
    double operator[](std::size_t i) const { return m_values[i * m_step]; }

private:
    std::vector<double> m_own;
    std::span<const double> m_values;
    std::size_t m_step;
};

/// A column whose only row may stand for all.
struct Rows {
    explicit Rows(const Column& of) : column(of), step(of.size() == 1 ? 0 : 1) {}
    bool valid(std::size_t i) const { return column.valid(i * step); }
    std::int64_t integer(std::size_t i) const { return column.integer(i * step); }
    std::string_view text(std::size_t i) const { return column.text(i * step); }
    const Column& column;
    std::size_t step;
};

bool all_integers(const Columns& args) {
    return std::ranges::all_of(args, [](const Column* column) {
        return column->type() == Type::integer || column->type() == Type::boolean;
    });
}

/// Booleans from a test on every row; null where any argument is null.
template <class Test>
Column tested(const Columns& args, std::size_t n, const Test& test) {
    const std::vector<Rows> rows = [&] {
        std::vector<Rows> out;
        for (const auto* column : args) {
            out.emplace_back(*column);
        }
        return out;
    }();
    ColumnBuilder out(Type::boolean);
    for (std::size_t i = 0; i < n; ++i) {
        if (std::ranges::all_of(rows, [&](const Rows& row) { return row.valid(i); })) {
            out.integer(test(i) ? 1 : 0);
        } else {
            out.null();
        }
    }
    return out.build();
}

// Arithmetic: the real operation, and the integer one, which tells overflow.
struct Add {
    static constexpr const char* kName = "+";
    static double real(double a, double b) { return a + b; }
    static bool overflows(std::int64_t a, std::int64_t b, std::int64_t& out) {
        return __builtin_add_overflow(a, b, &out);
    }
};
struct Subtract {
    static constexpr const char* kName = "-";
    static double real(double a, double b) { return a - b; }
    static bool overflows(std::int64_t a, std::int64_t b, std::int64_t& out) {
        return __builtin_sub_overflow(a, b, &out);
    }
};
struct Multiply {
    static constexpr const char* kName = "*";
    static double real(double a, double b) { return a * b; }
    static bool overflows(std::int64_t a, std::int64_t b, std::int64_t& out) {
        return __builtin_mul_overflow(a, b, &out);
    }
};
struct Least {
    static constexpr const char* kName = "min";
    static double real(double a, double b) { return std::min(a, b); }
    static bool overflows(std::int64_t a, std::int64_t b, std::int64_t& out) {
        out = std::min(a, b);
        return false;
    }
};
struct Greatest {
    static constexpr const char* kName = "max";
    static double real(double a, double b) { return std::max(a, b); }
    static bool overflows(std::int64_t a, std::int64_t b, std::int64_t& out) {
        out = std::max(a, b);
        return false;
    }
};

Column finite_or_null(std::vector<double> values) {
    for (double& value : values) {
        value = std::isfinite(value) ? value : kNaN;
    }
    return Column::of_reals(std::move(values));
}

/// Folds the arguments from the left. NaN is asked for, as min, max and pow would swallow it.
template <class Real>
Column folded_reals(const Columns& args, std::size_t n, const Real& real) {
    const Doubles first(*args[0]);
    std::vector<double> out(n);
    for (std::size_t i = 0; i < n; ++i) {
        out[i] = first[i];
    }
    for (std::size_t k = 1; k < args.size(); ++k) {
        const Doubles next(*args[k]);
        for (std::size_t i = 0; i < n; ++i) {
            out[i] = std::isnan(out[i]) || std::isnan(next[i]) ? kNaN : real(out[i], next[i]);
        }
    }
    return finite_or_null(std::move(out));
}

template <class Op>
Column arithmetic(const Columns& args, std::size_t n, Type result) {
    if (result != Type::integer) {
        return folded_reals(args, n, Op::real);
    }
    ColumnBuilder out(Type::integer);
    const std::vector<Rows> rows = [&] {
        std::vector<Rows> all;
        for (const auto* column : args) {
            all.emplace_back(*column);
        }
        return all;
    }();
    for (std::size_t i = 0; i < n; ++i) {
        if (!std::ranges::all_of(rows, [&](const Rows& row) { return row.valid(i); })) {
            out.null();
            continue;
        }
        std::int64_t value = rows[0].integer(i);
        for (std::size_t k = 1; k < rows.size(); ++k) {
            if (Op::overflows(value, rows[k].integer(i), value)) {
                throw base::data_error("layer.expression.overflow", Op::kName);
            }
        }
        out.integer(value);
    }
    return out.build();
}

Column divide(const Columns& args, std::size_t n, Type) {
    return folded_reals(args, n, [](double a, double b) { return b == 0 ? kNaN : a / b; });
}

Column power(const Columns& args, std::size_t n, Type) {
    return folded_reals(args, n, [](double a, double b) { return std::pow(a, b); });
}

Column clip(const Columns& args, std::size_t n, Type result) {
    const Column raised = arithmetic<Greatest>({args[0], args[1]}, n, result);
    return arithmetic<Least>({&raised, args[2]}, n, result);
}

Column negate(const Columns& args, std::size_t n, Type result) {
    if (result == Type::integer) {
        const Column zero = Column::of_integers({0});
        return arithmetic<Subtract>({&zero, args[0]}, n, result);
    }
    const Column minus = Column::of_reals({-1});
    return arithmetic<Multiply>({args[0], &minus}, n, result);
}

Column absolute(const Columns& args, std::size_t n, Type result) {
    const Column negative = negate(args, n, result);
    return arithmetic<Greatest>({args[0], &negative}, n, result);
}

using RealFunction = double (*)(double);
template <RealFunction function>
Column mapped(const Columns& args, std::size_t n, Type) {
    const Doubles values(*args[0]);
    std::vector<double> out(n);
    for (std::size_t i = 0; i < n; ++i) {
        out[i] = function(values[i]);
    }
    return finite_or_null(std::move(out));
}
double square_root(double x) { return std::sqrt(x); }
double exponential(double x) { return std::exp(x); }
double natural_log(double x) { return std::log(x); }

template <class Compare>
Column compared(const Columns& args, std::size_t n, Type) {
    const Compare compare;
    const Rows a(*args[0]), b(*args[1]);
    if (args[0]->type() == Type::text) {
        return tested(args, n, [&](std::size_t i) { return compare(a.text(i), b.text(i)); });
    }
    if (all_integers(args)) {
        return tested(args, n, [&](std::size_t i) { return compare(a.integer(i), b.integer(i)); });
    }
    const Doubles x(*args[0]), y(*args[1]);
    return tested(args, n, [&](std::size_t i) { return compare(x[i], y[i]); });
}

/// Whether the first argument is among the others, which are literals.
template <class Item, class Get>
Column among(const Columns& args, std::size_t n, const Get& get) {
    std::vector<Item> items;
    for (std::size_t k = 1; k < args.size(); ++k) {
        items.push_back(get(*args[k], 0));
    }
    std::ranges::sort(items);
    const std::size_t step = args[0]->size() == 1 ? 0 : 1;
    return tested({args[0]}, n, [&](std::size_t i) {
        return std::ranges::binary_search(items, get(*args[0], i * step));
    });
}

Column in(const Columns& args, std::size_t n, Type) {
    if (args[0]->type() == Type::text) {
        return among<std::string_view>(
            args, n, [](const Column& column, std::size_t i) { return column.text(i); });
    }
    if (all_integers(args)) {
        return among<std::int64_t>(
            args, n, [](const Column& column, std::size_t i) { return column.integer(i); });
    }
    return among<double>(args, n,
                         [](const Column& column, std::size_t i) { return column.number(i); });
}

Column is_null(const Columns& args, std::size_t n, Type) {
    const Rows rows(*args[0]);
    ColumnBuilder out(Type::boolean);
    for (std::size_t i = 0; i < n; ++i) {
        out.integer(rows.valid(i) ? 0 : 1);
    }
    return out.build();
}

/// Puts a value of the column into a builder of the same or a wider type.
void put(ColumnBuilder& out, const Column& from, std::size_t row) {
    if (!from.valid(row)) {
        out.null();
    } else if (out.type() == Type::text) {
        out.text(from.text(row));
    } else if (out.type() == Type::real) {
        out.real(from.number(row));
    } else {
        out.integer(from.integer(row));
    }
}

Column choose(const Columns& args, std::size_t n, Type result) {
    const Rows condition(*args[0]);
    ColumnBuilder out(result);
    for (std::size_t i = 0; i < n; ++i) {
        if (!condition.valid(i)) {
            out.null();
            continue;
        }
        const Rows taken(*args[condition.integer(i) != 0 ? 1 : 2]);
        put(out, taken.column, i * taken.step);
    }
    return out.build();
}

Column both(const Columns& args, std::size_t n, Type) {
    const Rows a(*args[0]), b(*args[1]);
    return tested(args, n, [&](std::size_t i) { return a.integer(i) != 0 && b.integer(i) != 0; });
}

Column either(const Columns& args, std::size_t n, Type) {
    const Rows a(*args[0]), b(*args[1]);
    return tested(args, n, [&](std::size_t i) { return a.integer(i) != 0 || b.integer(i) != 0; });
}

Column opposite(const Columns& args, std::size_t n, Type) {
    const Rows a(*args[0]);
    return tested(args, n, [&](std::size_t i) { return a.integer(i) == 0; });
}

Column starts_with(const Columns& args, std::size_t n, Type) {
    const Rows a(*args[0]), b(*args[1]);
    return tested(args, n, [&](std::size_t i) { return a.text(i).starts_with(b.text(i)); });
}

Column contains(const Columns& args, std::size_t n, Type) {
    const Rows a(*args[0]), b(*args[1]);
    return tested(args, n, [&](std::size_t i) {
        return a.text(i).find(b.text(i)) != std::string_view::npos;
    });
}

}  // namespace

const std::map<std::string, Operation>& operations() {
    static const std::map<std::string, Operation> table = {
        {"+", {2, 2, resolve_numbers, arithmetic<Add>}},
        {"-", {2, 2, resolve_numbers, arithmetic<Subtract>}},
        {"*", {2, 2, resolve_product, arithmetic<Multiply>}},
        {"/", {2, 2, resolve_quotient, divide}},
        {"neg", {1, 1, resolve_same, negate}},
        {"abs", {1, 1, resolve_same, absolute}},
        {"min", {2, kAnyNumber, resolve_numbers, arithmetic<Least>}},
        {"max", {2, kAnyNumber, resolve_numbers, arithmetic<Greatest>}},
        {"clip", {3, 3, resolve_numbers, clip}},
        {"sqrt", {1, 1, resolve_plain, mapped<square_root>}},
        {"exp", {1, 1, resolve_plain, mapped<exponential>}},
        {"log", {1, 1, resolve_plain, mapped<natural_log>}},
        {"pow", {2, 2, resolve_plain, power}},
        {"eq", {2, 2, resolve_equal, compared<std::equal_to<>>}},
        {"ne", {2, 2, resolve_equal, compared<std::not_equal_to<>>}},
        {"lt", {2, 2, resolve_ordered, compared<std::less<>>}},
        {"le", {2, 2, resolve_ordered, compared<std::less_equal<>>}},
        {"gt", {2, 2, resolve_ordered, compared<std::greater<>>}},
        {"ge", {2, 2, resolve_ordered, compared<std::greater_equal<>>}},
        {"and", {2, 2, resolve_logic, both}},
        {"or", {2, 2, resolve_logic, either}},
        {"not", {1, 1, resolve_logic, opposite}},
        {"is_null", {1, 1, resolve_anything, is_null}},
        {"if", {3, 3, resolve_if, choose}},
        {"in", {1, kAnyNumber, resolve_in, in}},
        {"starts_with", {2, 2, resolve_texts, starts_with}},
        {"contains", {2, 2, resolve_texts, contains}},
        {"area", {0, 0, resolve_measure, nullptr}},
        {"length", {0, 0, resolve_measure, nullptr}},
    };
    return table;
}

const Operation& find_operation(const std::string& name, std::size_t operands) {
    const auto it = operations().find(name);
    if (it == operations().end()) {
        std::vector<std::string> known;
        for (const auto& [other, unused] : operations()) {
            known.push_back(other);
        }
        throw base::unknown_name_error("layer.expression.operation", name, known);
    }
    const Operation& found = it->second;
    if (operands < found.least || operands > found.most) {
        throw found.most == kAnyNumber
            ? base::data_error("layer.expression.arity_least", name, found.least, operands)
            : base::data_error("layer.expression.arity", name, found.least, operands);
    }
    return found;
}

}  // namespace jt::layer
