#include "scenario/compare.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace jt::scenario {
namespace {

constexpr std::size_t kAbsent = std::numeric_limits<std::size_t>::max();

/// For each scenario, the row of each compared id.
struct Alignment {
    std::vector<std::string> ids;
    std::vector<std::vector<std::size_t>> rows;
};

Alignment align(const std::vector<ComparedTable>& tables, const std::string& key) {
    Alignment out;
    std::unordered_map<std::string, std::size_t> position;
    out.rows.resize(tables.size());
    for (std::size_t t = 0; t < tables.size(); ++t) {
        const auto& column = tables[t].table->column(key);
        for (std::size_t row = 0; row < column.size(); ++row) {
            const std::string id = column.show(row);
            const auto [it, added] = position.emplace(id, out.ids.size());
            if (added) {
                out.ids.push_back(id);
            }
            auto& rows = out.rows[t];
            rows.resize(out.ids.size(), kAbsent);
            if (rows[it->second] != kAbsent) {
                throw base::data_error("scenario.compare.twice", key, id, tables[t].scenario);
            }
            rows[it->second] = row;
        }
    }
    for (auto& rows : out.rows) {
        rows.resize(out.ids.size(), kAbsent);
    }
    return out;
}

layer::Column gather(const layer::Column& column, const std::vector<std::size_t>& rows) {
    layer::ColumnBuilder builder(column.type());
    for (const std::size_t row : rows) {
        if (row == kAbsent || !column.valid(row)) {
            builder.null();
        } else if (column.type() == layer::Type::text) {
            builder.text(column.text(row));
        } else if (column.type() == layer::Type::real) {
            builder.real(column.number(row));
        } else {
            builder.integer(column.integer(row));
        }
    }
    return builder.build();
}

/// The label of an id is taken from the first scenario that has it.
layer::Column first_label(const std::vector<ComparedTable>& tables, const Alignment& alignment,
                          const std::string& label) {
    layer::ColumnBuilder builder(layer::Type::text);
    for (std::size_t i = 0; i < alignment.ids.size(); ++i) {
        std::size_t t = 0;
        while (alignment.rows[t][i] == kAbsent) {
            ++t;
        }
        builder.text(tables[t].table->column(label).show(alignment.rows[t][i]));
    }
    return builder.build();
}

layer::Column difference(const layer::Column& to, const layer::Column& from) {
    std::vector<double> out(to.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = to.number(i) - from.number(i);
    }
    return layer::Column::of_reals(std::move(out));
}

/// Title of a scenario's column: the scenario's name in both languages.
layer::Field scenario_field(const layer::Table& table, const std::string& column,
                            const std::string& name, const base::Text& title) {
    layer::Field field = table.field(column);
    field.name = name;
    field.title = title;
    return field;
}

/// Adds a column that must not hide another.
void add(layer::Table& out, const layer::Field& field, layer::Column column) {
    if (out.has(field.name)) {
        throw base::data_error("scenario.compare.column", field.name);
    }
    out.set(field, std::move(column));
}

bool is_text(const layer::Column& column) { return column.type() == layer::Type::text; }

/// Texts and numbers cannot be told apart from each other; a column of nulls goes with either.
void check_types(const std::vector<layer::Column>& values, const std::string& column) {
    const layer::Column* first = nullptr;
    for (const auto& value : values) {
        if (value.null_count() == value.size()) {
            continue;
        }
        if (first != nullptr && is_text(*first) != is_text(value)) {
            throw base::data_error("scenario.compare.types", column);
        }
        first = &value;
    }
}

void add_values(layer::Table& out, const std::vector<ComparedTable>& tables,
                const Alignment& alignment, const std::string& column) {
    std::vector<layer::Column> values;
    for (std::size_t t = 0; t < tables.size(); ++t) {
        const auto& from = *tables[t].table;
        const std::string& name = tables[t].scenario;
        values.push_back(gather(from.column(column), alignment.rows[t]));
        add(out, scenario_field(from, column, name, {name, name}), values.back());
    }
    check_types(values, column);
    if (std::ranges::any_of(values, is_text)) {
        return;
    }
    const std::string& first = tables.front().scenario;
    for (std::size_t t = 1; t < tables.size(); ++t) {
        const std::string& name = tables[t].scenario;
        const std::string field_name = t + 1 == tables.size() ? "diff" : "diff@" + name;
        layer::Field field = scenario_field(*tables[t].table, column, field_name,
                                            {name + "较" + first, name + " minus " + first});
        field.type = layer::Type::real;
        add(out, field, difference(values[t], values[0]));
    }
}

}  // namespace

layer::Table compare(const std::vector<ComparedTable>& tables, const std::string& key,
                     const std::vector<std::string>& labels, const std::string& column) {
    if (tables.empty()) {
        throw base::data_error("scenario.compare.none");
    }
    const Alignment alignment = align(tables, key);
    layer::Table out(alignment.ids.size());
    layer::Field key_field = tables.front().table->field(key);
    key_field.type = layer::Type::text;
    out.set(key_field, layer::Column::of_texts(alignment.ids));
    for (const auto& label : labels) {
        layer::Field field = tables.front().table->field(label);
        field.type = layer::Type::text;
        add(out, field, first_label(tables, alignment, label));
    }
    add_values(out, tables, alignment, column);
    return out;
}

}  // namespace jt::scenario
