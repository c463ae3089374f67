#include "source/text/field_type.hpp"

#include <cmath>

namespace jt::source {
namespace {

using layer::Column;
using layer::Type;

bool whole(const Column& column) {
    for (std::size_t row = 0; row < column.size(); ++row) {
        const double value = column.number(row);
        if (column.valid(row) && (value != std::floor(value) || std::abs(value) >= 1e15)) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool takes(FieldType wanted, const Column& column) {
    const Type type = column.type();
    const bool whole_real = type == Type::real && whole(column);
    switch (wanted) {
        case FieldType::key: return type == Type::text || type == Type::integer || whole_real;
        case FieldType::text: return type == Type::text;
        case FieldType::number: return type == Type::integer || type == Type::real;
        case FieldType::integer: return type == Type::integer;
        case FieldType::whole: return type == Type::integer || whole_real;
        case FieldType::flag: return type != Type::real || whole_real;
        case FieldType::date: return type == Type::text;
        case FieldType::any: return true;
    }
    return false;
}

Type column_type_for(FieldType wanted, Type found) {
    switch (wanted) {
        case FieldType::key:
        case FieldType::text: return Type::text;
        case FieldType::number: return Type::real;
        case FieldType::integer:
        case FieldType::whole: return Type::integer;
        case FieldType::flag: return found == Type::real ? Type::integer : found;
        case FieldType::any:
        case FieldType::date: return found;
    }
    return found;
}

base::Message wanted_text(FieldType wanted) {
    switch (wanted) {
        case FieldType::key: return base::msg("source.wanted.key");
        case FieldType::text: return base::msg("source.wanted.text");
        case FieldType::number: return base::msg("source.wanted.number");
        case FieldType::integer:
        case FieldType::whole: return base::msg("source.wanted.whole");
        case FieldType::flag: return base::msg("source.wanted.flag");
        case FieldType::date: return base::msg("source.wanted.date");
        case FieldType::any: return {};
    }
    return {};
}

Column converted(const Column& column, Type type) {
    layer::ColumnBuilder out(type);
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            out.null();
        } else if (type == Type::real) {
            out.real(column.number(row));
        } else if (type == Type::integer) {
            out.integer(column.type() == Type::real ? static_cast<std::int64_t>(column.number(row))
                                                    : column.integer(row));
        } else if (column.type() == Type::real) {
            out.text(fmt::format("{}", static_cast<std::int64_t>(column.number(row))));
        } else {
            out.text(column.show(row));
        }
    }
    return out.build();
}

}  // namespace jt::source
