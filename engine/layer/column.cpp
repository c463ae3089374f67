#include "layer/column.hpp"

#include "base/error.hpp"

#include <cmath>
#include <limits>

namespace jt::layer {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool holds_integers(Type type) { return type == Type::integer || type == Type::boolean; }

}  // namespace

Column Column::of_reals(std::vector<double> values) {
    Column out;
    out.m_size = values.size();
    out.m_reals = std::move(values);
    for (std::size_t i = 0; i < out.m_size; ++i) {
        if (!std::isnan(out.m_reals[i])) {
            continue;
        }
        if (out.m_nulls++ == 0) {
            out.m_validity.assign((out.m_size + 7) / 8, 0xFF);
            if (out.m_size % 8 != 0) {  // bits behind the end are 0: equal columns, equal bytes
                out.m_validity.back() = static_cast<std::uint8_t>((1U << (out.m_size % 8)) - 1U);
            }
        }
        out.m_reals[i] = kNaN;  // one bit pattern for every NaN
        out.m_validity[i / 8] &= static_cast<std::uint8_t>(~(1U << (i % 8)));
    }
    return out;
}

Column Column::of_integers(std::vector<std::int64_t> values) {
    Column out;
    out.m_type = Type::integer;
    out.m_size = values.size();
    out.m_integers = std::move(values);
    return out;
}

Column Column::of_booleans(const std::vector<bool>& values) {
    Column out = of_integers({values.begin(), values.end()});
    out.m_type = Type::boolean;
    return out;
}

Column Column::of_texts(const std::vector<std::string>& values) {
    ColumnBuilder builder(Type::text);
    for (const auto& value : values) {
        builder.text(value);
    }
    return builder.build();
}

double Column::number(std::size_t row) const {
    if (m_type == Type::real) {
        return m_reals[row];
    }
    if (m_type == Type::text) {
        throw base::internal_error("layer.column.not_number");
    }
    return valid(row) ? static_cast<double>(m_integers[row]) : kNaN;
}

std::string Column::show(std::size_t row) const {
    if (!valid(row)) {
        return "";
    }
    switch (m_type) {
        case Type::boolean: return m_integers[row] != 0 ? "true" : "false";
        case Type::integer: return fmt::format("{}", m_integers[row]);
        case Type::real: return fmt::format("{}", m_reals[row]);
        case Type::text: return std::string(text(row));
    }
    return "";
}

Column Column::take(std::span<const std::size_t> rows) const {
    ColumnBuilder builder(m_type);
    for (const std::size_t row : rows) {
        if (!valid(row)) {
            builder.null();
        } else if (m_type == Type::real) {
            builder.real(m_reals[row]);
        } else if (m_type == Type::text) {
            builder.text(text(row));
        } else {
            builder.integer(m_integers[row]);
        }
    }
    return builder.build();
}

void Column::write(base::Writer& out) const {
    out.text(registry::column_type_name(m_type));
    out.integer(static_cast<std::int64_t>(m_size));
    out.integer(static_cast<std::int64_t>(m_nulls));
    out.values(m_validity);
    out.values(m_reals);
    out.values(m_integers);
    out.values(m_offsets);
    out.text(m_chars);
}

Column Column::read(base::Reader& in) {
    Column out;
    out.m_type = registry::column_type_from_name(in.text());
    out.m_size = static_cast<std::size_t>(in.integer());
    out.m_nulls = static_cast<std::size_t>(in.integer());
    out.m_validity = in.values<std::uint8_t>();
    out.m_reals = in.values<double>();
    out.m_integers = in.values<std::int64_t>();
    out.m_offsets = in.values<std::int64_t>();
    out.m_chars = in.text();
    const auto wanted = [&](bool holds) { return holds ? out.m_size : 0; };
    bool whole = out.m_nulls <= out.m_size &&
                 out.m_validity.size() == (out.m_nulls > 0 ? (out.m_size + 7) / 8 : 0) &&
                 out.m_reals.size() == wanted(out.m_type == Type::real) &&
                 out.m_integers.size() == wanted(holds_integers(out.m_type));
    if (out.m_type == Type::text) {
        whole = whole && !out.m_offsets.empty() && out.m_offsets.size() - 1 == out.m_size &&
                out.m_offsets.front() == 0 &&
                out.m_offsets.back() == static_cast<std::int64_t>(out.m_chars.size());
        for (std::size_t i = 0; whole && i < out.m_size; ++i) {
            whole = out.m_offsets[i] <= out.m_offsets[i + 1];
        }
    } else {
        whole = whole && out.m_offsets.empty() && out.m_chars.empty();
    }
    if (!whole) {
        throw base::data_error("layer.archive.column");
    }
    return out;
}

ColumnBuilder::ColumnBuilder(Type type) {
    m_column.m_type = type;
    if (type == Type::text) {
        m_column.m_offsets.push_back(0);
    }
}

void ColumnBuilder::expect(std::size_t rows) {
    m_column.m_validity.reserve((m_column.m_size + rows + 7) / 8);
    switch (m_column.m_type) {
        case Type::real: m_column.m_reals.reserve(m_column.m_size + rows); break;
        case Type::text: m_column.m_offsets.reserve(m_column.m_size + rows + 1); break;
        case Type::boolean:
        case Type::integer: m_column.m_integers.reserve(m_column.m_size + rows); break;
    }
}

void ColumnBuilder::mark(bool valid) {
    const std::size_t row = m_column.m_size++;
    if (row % 8 == 0) {
        m_column.m_validity.push_back(0);
    }
    if (valid) {
        m_column.m_validity.back() |= static_cast<std::uint8_t>(1U << (row % 8));
    } else {
        ++m_column.m_nulls;
    }
}

void ColumnBuilder::null() {
    mark(false);
    switch (m_column.m_type) {
        case Type::real: m_column.m_reals.push_back(kNaN); break;
        case Type::text: m_column.m_offsets.push_back(m_column.m_offsets.back()); break;
        case Type::boolean:
        case Type::integer: m_column.m_integers.push_back(0); break;
    }
}

void ColumnBuilder::real(double value) {
    if (m_column.m_type != Type::real) {
        throw base::internal_error("layer.column.builder", "real",
                                   registry::column_type_name(m_column.m_type));
    }
    if (std::isnan(value)) {
        null();
        return;
    }
    mark(true);
    m_column.m_reals.push_back(value);
}

void ColumnBuilder::integer(std::int64_t value) {
    if (!holds_integers(m_column.m_type)) {
        throw base::internal_error("layer.column.builder", "integer",
                                   registry::column_type_name(m_column.m_type));
    }
    mark(true);
    m_column.m_integers.push_back(m_column.m_type == Type::boolean && value != 0 ? 1 : value);
}

void ColumnBuilder::text(std::string_view value) {
    if (m_column.m_type != Type::text) {
        throw base::internal_error("layer.column.builder", "text",
                                   registry::column_type_name(m_column.m_type));
    }
    mark(true);
    m_column.m_chars += value;
    m_column.m_offsets.push_back(static_cast<std::int64_t>(m_column.m_chars.size()));
}

Column ColumnBuilder::build() {
    Column out = std::move(m_column);
    if (out.m_nulls == 0) {
        out.m_validity.clear();
    }
    *this = ColumnBuilder(out.m_type);
    return out;
}

}  // namespace jt::layer
