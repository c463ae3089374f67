// A table: named columns of one length. A Layer (layer.hpp) is a table with geometry.
#pragma once

#include "layer/column.hpp"
#include "registry/object.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jt::layer {

class Table : public registry::Object {
public:
    Table() = default;
    explicit Table(std::size_t rows) : m_rows(rows), m_fixed(true) {}

    registry::Kind kind() const override { return registry::Kind::table; }
    void write(base::Writer& out) const override;
    nlohmann::json summary() const override;
    static registry::ObjectPtr read(base::Reader& in);

    std::size_t rows() const { return m_rows; }
    const std::vector<Field>& fields() const { return m_fields; }
    std::optional<std::size_t> index_of(std::string_view name) const;
    bool has(std::string_view name) const { return index_of(name).has_value(); }
    const Column& column(std::size_t index) const { return *m_columns[index]; }
    /// Data error with "did you mean" for an unknown name.
    const Column& column(std::string_view name) const;
    const ColumnPtr& shared_column(std::string_view name) const;
    const Field& field(std::string_view name) const;
    std::vector<std::string> names() const;

    /// Adds a column or replaces the one of that name. Internal error when the length differs from
    /// rows() (the first column of a table made without a number of rows decides the length), and
    /// when the column is not of the field's type.
    void set(Field field, Column column);
    void set(Field field, ColumnPtr column);
    void remove(std::string_view name);
    void rename(std::string_view from, const std::string& to);

protected:
    /// What errors call this table; "" for a nameless one.
    virtual std::string label() const { return ""; }
    void write_columns(base::Writer& out) const;
    void read_columns(base::Reader& in);
    void take_columns(const Table& from, std::span<const std::size_t> rows);

private:
    std::size_t known_index(std::string_view name) const;
    std::size_t m_rows = 0;
    bool m_fixed = false;  ///< the number of rows was given, so that even 0 binds
    std::vector<Field> m_fields;
    std::vector<ColumnPtr> m_columns;
};

/// The rows, in that order.
Table take(const Table& table, std::span<const std::size_t> rows);

}  // namespace jt::layer
