// Types and units of expressions, found before there are values.
#include "base/error.hpp"
#include "base/units.hpp"
#include "layer/operation.hpp"

#include <algorithm>

namespace jt::layer {
namespace {

bool numeric(const Operand& operand) {
    return operand.field.type == Type::integer || operand.field.type == Type::real;
}

std::string_view family(const Operand& operand) {
    return numeric(operand) ? "number" : registry::column_type_name(operand.field.type);
}

base::Error wrong_type(const std::string& name, std::string_view wanted, std::size_t at,
                       const Operand& operand) {
    return base::data_error("layer.expression.type", name, wanted, at + 1, family(operand));
}

Field gives(Type type, std::string unit = "") { return {"", type, std::move(unit), {}}; }

void want_type(const std::string& name, std::span<const Operand> operands, Type type) {
    for (std::size_t i = 0; i < operands.size(); ++i) {
        if (operands[i].field.type != type) {
            throw wrong_type(name, registry::column_type_name(type), i, operands[i]);
        }
    }
}

/// Every operand is a number, or a text literal that can be read as one beside a number.
void want_numbers(const std::string& name, std::span<const Operand> operands) {
    const bool some = std::ranges::any_of(operands, numeric);
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const bool readable = some && operands[i].literal && operands[i].field.type == Type::text;
        if (!numeric(operands[i]) && !readable) {
            throw wrong_type(name, "number", i, operands[i]);
        }
    }
}

/// How the operand is brought to the unit; numbers without one count as being in it.
Coercion to_unit(const std::string& name, const Operand& operand, const std::string& unit) {
    if (!numeric(operand)) {
        return {1, base::within(base::msg("layer.expression.quantity", name),
                                [&] { return base::parse_quantity(operand.text, unit); })};
    }
    if (operand.field.unit.empty()) {
        return {};
    }
    const double factor = base::unit_conversion(operand.field.unit, unit);
    if (factor == 0) {
        throw base::data_error("layer.expression.unit", name, unit, operand.field.unit);
    }
    return {factor, std::nullopt};
}

std::string first_unit(std::span<const Operand> operands) {
    const auto it = std::ranges::find_if(operands, [](const Operand& operand) {
        return numeric(operand) && !operand.field.unit.empty();
    });
    return it == operands.end() ? "" : it->field.unit;
}

/// Brings numbers to one unit; the result is that of their sum.
Signature united(const std::string& name, std::span<const Operand> operands) {
    want_numbers(name, operands);
    Signature out;
    const std::string unit = first_unit(operands);
    bool whole = true;
    for (const auto& operand : operands) {
        out.coercions.push_back(to_unit(name, operand, unit));
        whole = whole && operand.field.type == Type::integer && out.coercions.back().factor == 1;
    }
    out.result = gives(whole ? Type::integer : Type::real, unit);
    return out;
}

/// Operands of one type: numbers in one unit, texts, or booleans.
Signature alike(const std::string& name, std::span<const Operand> operands) {
    if (std::ranges::any_of(operands, numeric)) {
        return united(name, operands);
    }
    for (const auto& operand : operands) {
        if (operand.field.type != operands[0].field.type) {
            throw base::data_error("layer.expression.unlike", name, family(operands[0]),
                                   family(operand));
        }
    }
    return {gives(operands[0].field.type), std::vector<Coercion>(operands.size())};
}

/// The unit and coercion of a factor: % counts as 1/100, a text is a plain number.
Coercion factor_of(const std::string& name, const Operand& operand, std::string& unit) {
    unit = numeric(operand) ? operand.field.unit : "";
    if (!numeric(operand) || base::unit_conversion(unit, "") != 0) {
        unit = "";
        const double share = base::unit_conversion(operand.field.unit, "");
        return numeric(operand) ? Coercion{share, std::nullopt} : to_unit(name, operand, "");
    }
    return {};
}

}  // namespace

Signature resolve_numbers(const std::string& name, std::span<const Operand> operands) {
    return united(name, operands);
}

Signature resolve_same(const std::string& name, std::span<const Operand> operands) {
    want_numbers(name, operands);
    return {gives(operands[0].field.type, operands[0].field.unit), {{}}};
}

Signature resolve_plain(const std::string& name, std::span<const Operand> operands) {
    want_numbers(name, operands);
    Signature out = {gives(Type::real), {}};
    for (const auto& operand : operands) {
        out.coercions.push_back(numeric(operand) ? Coercion{} : to_unit(name, operand, ""));
    }
    return out;
}

Signature resolve_product(const std::string& name, std::span<const Operand> operands) {
    want_numbers(name, operands);
    std::string a, b;
    Signature out;
    out.coercions = {factor_of(name, operands[0], a), factor_of(name, operands[1], b)};
    const bool whole = std::ranges::all_of(operands, [](const Operand& operand) {
        return operand.field.type == Type::integer && operand.field.unit != "%";
    });
    out.result = gives(whole ? Type::integer : Type::real, a.empty() ? b : b.empty() ? a : "");
    return out;
}

Signature resolve_quotient(const std::string& name, std::span<const Operand> operands) {
    want_numbers(name, operands);
    std::string a, b;
    if (!numeric(operands[0]) || !numeric(operands[1])) {  // "30 min" beside minutes cancels
        Signature out = united(name, operands);
        out.result = gives(Type::real);
        return out;
    }
    Signature out;
    out.coercions = {factor_of(name, operands[0], a), factor_of(name, operands[1], b)};
    const double factor = a.empty() ? 0 : base::unit_conversion(b, a);
    if (factor != 0) {
        out.coercions[1].factor = factor;
    }
    out.result = gives(Type::real, b.empty() ? a : "");
    return out;
}

Signature resolve_ordered(const std::string& name, std::span<const Operand> operands) {
    Signature out = alike(name, operands);
    if (out.result.type == Type::boolean) {
        throw wrong_type(name, "number or text", 0, operands[0]);
    }
    out.result = gives(Type::boolean);
    return out;
}

Signature resolve_equal(const std::string& name, std::span<const Operand> operands) {
    Signature out = alike(name, operands);
    out.result = gives(Type::boolean);
    return out;
}

Signature resolve_in(const std::string& name, std::span<const Operand> operands) {
    for (std::size_t i = 1; i < operands.size(); ++i) {
        if (!operands[i].literal) {
            throw base::data_error("layer.expression.literals", name, i + 1);
        }
    }
    return resolve_equal(name, operands);
}

Signature resolve_if(const std::string& name, std::span<const Operand> operands) {
    want_type(name, operands.first(1), Type::boolean);
    Signature out = alike(name, operands.subspan(1));
    out.coercions.insert(out.coercions.begin(), Coercion{});
    return out;
}

Signature resolve_logic(const std::string& name, std::span<const Operand> operands) {
    want_type(name, operands, Type::boolean);
    return {gives(Type::boolean), std::vector<Coercion>(operands.size())};
}

Signature resolve_texts(const std::string& name, std::span<const Operand> operands) {
    want_type(name, operands, Type::text);
    return {gives(Type::boolean), std::vector<Coercion>(operands.size())};
}

Signature resolve_anything(const std::string&, std::span<const Operand> operands) {
    return {gives(Type::boolean), std::vector<Coercion>(operands.size())};
}

Signature resolve_measure(const std::string& name, std::span<const Operand>) {
    return {gives(Type::real, name == "area" ? "m2" : "m"), {}};
}

}  // namespace jt::layer
