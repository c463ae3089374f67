#include "layer/table.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/schematic.hpp"
#include "layer/titles.hpp"

#include <algorithm>

namespace jt::layer {
namespace {

/// What reads a column finds it by its title too, where no column has that name.
std::optional<std::size_t> titled_index(const Table& table, std::string_view name) {
    return table.has(name) ? std::nullopt : index_of_title(table.fields(), name);
}

}  // namespace

nlohmann::json Table::summary() const {
    nlohmann::json out = {{"features", m_rows}};
    if (const auto schematic = schematic_count(*this)) {
        out["schematic"] = *schematic;
    }
    return out;
}

std::optional<std::size_t> Table::index_of(std::string_view name) const {
    const auto it = std::ranges::find(m_fields, name, &Field::name);
    if (it == m_fields.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(it - m_fields.begin());
}

std::size_t Table::known_index(std::string_view name) const {
    const auto index = index_of(name);
    if (!index) {
        std::vector<std::string> known = names();
        if (const std::string title = close_title(m_fields, name);
            !title.empty() && base::did_you_mean(name, known).empty()) {
            known = {title};
        }
        base::Error error = base::unknown_name_error("layer.column.unknown", name, known);
        if (const std::string place = label(); !place.empty()) {
            error.add_context(base::msg("layer.layer", place));
        }
        throw error;
    }
    return *index;
}

const Column& Table::column(std::string_view name) const { return *shared_column(name); }

const ColumnPtr& Table::shared_column(std::string_view name) const {
    const auto titled = titled_index(*this, name);
    return m_columns[titled ? *titled : known_index(name)];
}

const Field& Table::field(std::string_view name) const {
    const auto titled = titled_index(*this, name);
    return m_fields[titled ? *titled : known_index(name)];
}

std::vector<std::string> Table::names() const {
    std::vector<std::string> out;
    for (const auto& field : m_fields) {
        out.push_back(field.name);
    }
    return out;
}

void Table::set(Field field, Column column) {
    set(std::move(field), std::make_shared<const Column>(std::move(column)));
}

void Table::set(Field field, ColumnPtr column) {
    if (field.type != column->type()) {
        throw base::internal_error("layer.column.type", field.name,
                                   registry::column_type_name(field.type),
                                   registry::column_type_name(column->type()));
    }
    if (!m_fixed && m_fields.empty() && m_rows == 0) {
        m_rows = column->size();
    }
    if (column->size() != m_rows) {
        throw base::internal_error("layer.column.length", field.name, column->size(), m_rows);
    }
    if (const auto index = index_of(field.name)) {
        m_fields[*index] = std::move(field);
        m_columns[*index] = std::move(column);
    } else {
        m_fields.push_back(std::move(field));
        m_columns.push_back(std::move(column));
    }
}

void Table::remove(std::string_view name) {
    const auto index = static_cast<std::ptrdiff_t>(known_index(name));
    m_fields.erase(m_fields.begin() + index);
    m_columns.erase(m_columns.begin() + index);
}

void Table::rename(std::string_view from, const std::string& to) {
    const std::size_t index = known_index(from);
    if (from != to && has(to)) {
        throw base::data_error("layer.column.taken", from, to);
    }
    m_fields[index].name = to;
}

void Table::write(base::Writer& out) const { write_columns(out); }

registry::ObjectPtr Table::read(base::Reader& in) {
    auto out = std::make_shared<Table>();
    out->read_columns(in);
    return out;
}

void Table::write_columns(base::Writer& out) const {
    out.integer(static_cast<std::int64_t>(m_rows));
    out.integer(static_cast<std::int64_t>(m_fields.size()));
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        out.text(m_fields[i].name);
        out.text(m_fields[i].unit);
        out.text(m_fields[i].title.zh);
        out.text(m_fields[i].title.en);
        m_columns[i]->write(out);
    }
}

void Table::read_columns(base::Reader& in) {
    *this = Table(static_cast<std::size_t>(in.integer()));
    const std::int64_t count = in.integer();
    for (std::int64_t i = 0; i < count; ++i) {
        Field field;
        field.name = in.text();
        field.unit = in.text();
        field.title.zh = in.text();
        field.title.en = in.text();
        Column column = Column::read(in);
        if (column.size() != m_rows) {
            throw base::data_error("layer.archive.column");
        }
        field.type = column.type();
        set(std::move(field), std::move(column));
    }
}

void Table::take_columns(const Table& from, std::span<const std::size_t> rows) {
    for (std::size_t i = 0; i < from.m_fields.size(); ++i) {
        set(from.m_fields[i], from.m_columns[i]->take(rows));
    }
}

Table take(const Table& table, std::span<const std::size_t> rows) {
    Table out(rows.size());
    for (const auto& field : table.fields()) {
        out.set(field, table.column(field.name).take(rows));
    }
    return out;
}

}  // namespace jt::layer
