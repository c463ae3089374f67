#include "source/quality/role.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/text/field_type.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jt::source {
namespace {

using layer::Column;
using layer::Type;

std::string ids_text(const std::vector<std::int64_t>& ids) {
    std::vector<std::string> words;
    for (const std::int64_t id : ids) {
        words.push_back(fmt::format("{}", id));
    }
    return base::join_some(words);
}

/// "SJSD (as speed)": the office's name first, the role's beside it.
std::string shown(const std::string& name, const FieldMap& fields) {
    const auto it = fields.find(name);
    return it == fields.end() || it->second == name ? name : it->second + " (" + name + ")";
}

void check_mapping(const layer::Table& table, const FieldMap& fields, const Contract* role) {
    std::vector<std::string> known;
    if (role != nullptr) {
        for (const FieldRule& rule : role->fields) {
            known.push_back(rule.name);
        }
    }
    for (const auto& [name, source] : fields) {
        const bool in_role = std::find(known.begin(), known.end(), name) != known.end();
        const std::string meant = in_role ? "" : base::did_you_mean(name, known);
        if (!meant.empty()) {
            throw base::data_error("source.fields.role_name", name, role->name, meant);
        }
        if (table.has(source)) {
            continue;
        }
        throw base::unknown_name_error("source.fields.missing", source, table.names(), name);
    }
}

std::string free_name(const layer::Table& table, const FieldMap& fields, const std::string& name) {
    std::string out = name + "_src";
    while (table.has(out) || fields.count(out) > 0) {
        out += "_src";
    }
    return out;
}

/// A value that shows why the type is wrong.
std::size_t telling_row(FieldType wanted, const Column& column) {
    for (std::size_t row = 0; row < column.size(); ++row) {
        const bool fraction = column.type() == Type::real && column.valid(row) &&
                              column.number(row) != std::floor(column.number(row));
        if (column.valid(row) &&
            (column.type() != Type::real || fraction || wanted == FieldType::text)) {
            return row;
        }
    }
    return 0;
}

base::Error type_error(const FieldRule& rule, const Column& column, const std::string& name,
                       const std::vector<std::int64_t>& ids) {
    base::Error error =
        base::data_error("source.contract.type", name, registry::column_type_name(column.type()));
    const std::size_t row = telling_row(rule.type, column);
    error.add_context(base::msg("source.place.shown", ids[row], name, column.show(row)));
    error.add_note(wanted_text(rule.type));
    return error;
}

void add_value_errors(const FieldRule& rule, const Column& column, const std::string& name,
                      const std::vector<std::int64_t>& ids, std::vector<base::Error>& out) {
    std::vector<std::int64_t> negative, missing, twice;
    std::set<std::string> seen;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            missing.push_back(ids[row]);
            continue;
        }
        if (rule.min == 0.0 && column.type() != Type::text && column.number(row) < 0) {
            negative.push_back(ids[row]);
        }
        if (rule.unique && !seen.insert(column.show(row)).second) {
            twice.push_back(ids[row]);
        }
    }
    const auto add = [&](const char* id, const std::vector<std::int64_t>& which) {
        if (!which.empty()) {
            out.push_back(base::data_error(id, name, which.size(), ids_text(which)));
        }
    };
    add("source.contract.negative", negative);
    if (rule.filled) {
        add("source.contract.no_key", missing);
    }
    add("source.contract.twice", twice);
}

void add_field_errors(const FieldRule& rule, const layer::Table& table, const FieldMap& fields,
                      const Contract& role, const std::vector<std::int64_t>& ids,
                      std::vector<base::Error>& out) {
    if (!table.has(rule.name)) {
        if (rule.required) {
            out.push_back(base::unknown_name_error("source.contract.missing", rule.name,
                                                   table.names(), role.name));
        }
        return;
    }
    const Column& column = table.column(rule.name);
    const std::string name = shown(rule.name, fields);
    if (column.null_count() == column.size()) {
        if (rule.required || fields.count(rule.name) > 0) {
            out.push_back(base::data_error("source.contract.empty", name));
        }
    } else if (!takes(rule.type, column)) {
        out.push_back(type_error(rule, column, name, ids));
    } else {
        add_value_errors(rule, column, name, ids, out);
    }
}

}  // namespace

layer::Table mapped(const layer::Table& table, const FieldMap& fields, const Contract* role,
                    base::Diagnostics& diagnostics, const std::string& where) {
    check_mapping(table, fields, role);
    layer::Table out(table.rows());
    for (const layer::Field& field : table.fields()) {
        bool used = false;
        for (const auto& [name, source] : fields) {
            if (source == field.name) {
                layer::Field renamed = field;
                renamed.name = name;
                if (name != source && renamed.title.zh.empty()) {
                    renamed.title = {source, source};
                }
                out.set(renamed, table.shared_column(field.name));
                used = true;
            }
        }
        if (used) {
            continue;
        }
        layer::Field kept = field;
        if (fields.count(field.name) > 0) {
            kept.name = free_name(table, fields, field.name);
            diagnostics.warn(base::msg("source.fields.moved", field.name, kept.name), where);
        }
        out.set(kept, table.shared_column(field.name));
    }
    return out;
}

std::vector<base::Error> role_errors(const layer::Table& table, const FieldMap& fields,
                                     const Contract& role, const std::vector<std::int64_t>& ids) {
    std::vector<base::Error> out;
    for (const FieldRule& rule : role.fields) {
        add_field_errors(rule, table, fields, role, ids, out);
    }
    return out;
}

layer::Table conformed(const layer::Table& table, const FieldMap& fields, const Contract& role,
                       const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                       const std::string& where) {
    const auto errors = role_errors(table, fields, role, ids);
    if (!errors.empty()) {
        throw base::Error(errors.front());
    }
    layer::Table out = table;
    for (const FieldRule& rule : role.fields) {
        if (!table.has(rule.name)) {
            continue;
        }
        const Column& column = table.column(rule.name);
        if (column.null_count() == column.size()) {
            diagnostics.warn(base::msg("source.contract.empty", shown(rule.name, fields)), where);
        }
        layer::Field field = table.field(rule.name);
        const Type type = column_type_for(rule.type, column.type());
        field.unit = rule.unit;
        if (type != column.type()) {
            field.type = type;
            out.set(field, converted(column, type));
        } else {
            out.set(field, table.shared_column(rule.name));
        }
    }
    return out;
}

std::vector<layer::Field> conformed_fields(const std::vector<layer::Field>& fields,
                                           const Contract& role) {
    std::vector<layer::Field> out = fields;
    for (layer::Field& field : out) {
        for (const FieldRule& rule : role.fields) {
            if (rule.name == field.name) {
                field.type = column_type_for(rule.type, field.type);
                field.unit = rule.unit;
            }
        }
    }
    return out;
}

void check_shape(const Contract& role, geo::Shape shape) {
    if (std::find(role.shapes.begin(), role.shapes.end(), shape) != role.shapes.end()) {
        return;
    }
    std::vector<std::string> wanted;
    for (const geo::Shape one : role.shapes) {
        wanted.push_back(std::string(geo::shape_name(one)));
    }
    throw base::data_error("source.contract.shape", role.name, base::join_some(wanted),
                           geo::shape_name(shape));
}

}  // namespace jt::source
