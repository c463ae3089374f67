// One column of values in Arrow's memory layout: a validity bitmap, then values or text offsets +
// bytes.
#pragma once

#include "base/archive.hpp"
#include "registry/spec.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jt::layer {

using Type = registry::ColumnType;
using Field = registry::ColumnSpec;

/// Immutable once built. Booleans are kept as integers 0 and 1. A null has no value: number() gives
/// NaN, text() "".
class Column {
public:
    Column() = default;
    static Column of_reals(std::vector<double> values);           ///< NaN counts as null
    static Column of_integers(std::vector<std::int64_t> values);  ///< no nulls
    static Column of_booleans(const std::vector<bool>& values);   ///< no nulls
    static Column of_texts(const std::vector<std::string>& values);

    Type type() const { return m_type; }
    std::size_t size() const { return m_size; }
    std::size_t null_count() const { return m_nulls; }
    bool valid(std::size_t row) const {
        return m_nulls == 0 || ((m_validity[row / 8] >> (row % 8)) & 1) != 0;
    }
    /// Real, integer or boolean as double; NaN for null. Internal error for text.
    double number(std::size_t row) const;
    std::int64_t integer(std::size_t row) const { return m_integers[row]; }
    bool boolean(std::size_t row) const { return valid(row) && m_integers[row] != 0; }
    std::string_view text(std::size_t row) const {
        return std::string_view(m_chars).substr(
            static_cast<std::size_t>(m_offsets[row]),
            static_cast<std::size_t>(m_offsets[row + 1] - m_offsets[row]));
    }
    /// For people and CSV: shortest round trip for reals, "" for null.
    std::string show(std::size_t row) const;

    std::span<const double> reals() const { return m_reals; }
    std::span<const std::int64_t> integers() const { return m_integers; }
    std::span<const std::int64_t> offsets() const { return m_offsets; }
    const std::string& chars() const { return m_chars; }
    std::span<const std::uint8_t> validity() const {
        return m_validity;
    }  ///< empty when nothing is null

    /// The rows, in that order.
    Column take(std::span<const std::size_t> rows) const;
    void write(base::Writer& out) const;
    static Column read(base::Reader& in);

private:
    friend class ColumnBuilder;
    Type m_type = Type::real;
    std::size_t m_size = 0, m_nulls = 0;
    std::vector<std::uint8_t> m_validity;
    std::vector<double> m_reals;
    std::vector<std::int64_t> m_integers;
    std::vector<std::int64_t> m_offsets;
    std::string m_chars;
};

using ColumnPtr = std::shared_ptr<const Column>;

/// Appends values of one type, then builds the column.
class ColumnBuilder {
public:
    explicit ColumnBuilder(Type type);
    Type type() const { return m_column.m_type; }
    void expect(std::size_t rows);  ///< room for so many more
    void null();
    void real(double value);            ///< for real columns; NaN becomes null
    void integer(std::int64_t value);   ///< for integer and boolean columns
    void text(std::string_view value);  ///< for text columns
    Column build();                     ///< leaves the builder empty

private:
    void mark(bool valid);
    Column m_column;
};

}  // namespace jt::layer
