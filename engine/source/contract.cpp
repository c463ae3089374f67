#include "source/contract.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>

namespace jt::source {
namespace {

using layer::Column;
using layer::ColumnBuilder;
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

void check_mapping(const layer::Table& table, const FieldMap& fields, const Contract* contract) {
    std::vector<std::string> known;
    if (contract != nullptr) {
        for (const FieldRule& rule : contract->fields) {
            known.push_back(rule.name);
        }
    }
    for (const auto& [name, source] : fields) {
        const bool in_role = std::find(known.begin(), known.end(), name) != known.end();
        const std::string meant = in_role ? "" : base::did_you_mean(name, known);
        if (!meant.empty()) {
            throw base::data_error("source.fields.role_name", name, contract->role, meant);
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

bool whole(const Column& column) {
    for (std::size_t row = 0; row < column.size(); ++row) {
        const double value = column.number(row);
        if (column.valid(row) && (value != std::floor(value) || std::abs(value) >= 1e15)) {
            return false;
        }
    }
    return true;
}

bool takes(Wanted wanted, const Column& column) {
    const Type type = column.type();
    switch (wanted) {
        case Wanted::key:
            return type == Type::text || type == Type::integer ||
                   (type == Type::real && whole(column));
        case Wanted::text: return type == Type::text;
        case Wanted::number: return type == Type::integer || type == Type::real;
        case Wanted::whole: return type == Type::integer || (type == Type::real && whole(column));
        case Wanted::flag: return type != Type::real || whole(column);
    }
    return false;
}

Type type_for(Wanted wanted, Type found) {
    switch (wanted) {
        case Wanted::key:
        case Wanted::text: return Type::text;
        case Wanted::number: return Type::real;
        case Wanted::whole: return Type::integer;
        case Wanted::flag: return found == Type::real ? Type::integer : found;
    }
    return found;
}

Column converted(const Column& column, Type type) {
    ColumnBuilder out(type);
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

base::Message wanted_text(Wanted wanted) {
    switch (wanted) {
        case Wanted::key: return base::msg("source.wanted.key");
        case Wanted::text: return base::msg("source.wanted.text");
        case Wanted::number: return base::msg("source.wanted.number");
        case Wanted::whole: return base::msg("source.wanted.whole");
        case Wanted::flag: return base::msg("source.wanted.flag");
    }
    return {};
}

/// A value that shows why the type is wrong.
std::size_t telling_row(Wanted wanted, const Column& column) {
    for (std::size_t row = 0; row < column.size(); ++row) {
        const bool fraction = column.type() == Type::real && column.valid(row) &&
                              column.number(row) != std::floor(column.number(row));
        if (column.valid(row) &&
            (column.type() != Type::real || fraction || wanted == Wanted::text)) {
            return row;
        }
    }
    return 0;
}

void check_type(const FieldRule& rule, const Column& column, const std::string& name,
                const std::vector<std::int64_t>& ids) {
    if (takes(rule.wanted, column)) {
        return;
    }
    base::Error error =
        base::data_error("source.contract.type", name, registry::column_type_name(column.type()));
    const std::size_t row = telling_row(rule.wanted, column);
    error.add_context(base::msg("source.place.shown", ids[row], name, column.show(row)));
    error.add_note(wanted_text(rule.wanted));
    throw error;
}

void check_values(const FieldRule& rule, const Column& column, const std::string& name,
                  const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> negative, missing, twice;
    std::map<std::string, std::int64_t> seen;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            missing.push_back(ids[row]);
            continue;
        }
        if (rule.not_negative && column.number(row) < 0) {
            negative.push_back(ids[row]);
        }
        if (rule.unique && !seen.emplace(column.show(row), ids[row]).second) {
            twice.push_back(ids[row]);
        }
    }
    if (!negative.empty()) {
        throw base::data_error("source.contract.negative", name, negative.size(),
                               ids_text(negative));
    }
    if (rule.unique && !missing.empty()) {
        throw base::data_error("source.contract.no_key", name, missing.size(), ids_text(missing));
    }
    if (!twice.empty()) {
        throw base::data_error("source.contract.twice", name, twice.size(), ids_text(twice));
    }
}

}  // namespace

layer::Table mapped(const layer::Table& table, const FieldMap& fields, const Contract* contract,
                    base::Diagnostics& diagnostics, const std::string& where) {
    check_mapping(table, fields, contract);
    layer::Table out(table.rows());
    for (const layer::Field& field : table.fields()) {
        bool used = false;
        for (const auto& [name, source] : fields) {
            if (source == field.name) {
                layer::Field renamed = field;
                renamed.name = name;
                if (name != source) {
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

layer::Table conformed(const layer::Table& table, const FieldMap& fields, const Contract& contract,
                       const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                       const std::string& where) {
    layer::Table out = table;
    for (const FieldRule& rule : contract.fields) {
        if (!table.has(rule.name)) {
            if (rule.required) {
                throw base::unknown_name_error("source.contract.missing", rule.name, table.names(),
                                               contract.role);
            }
            continue;
        }
        const Column& column = table.column(rule.name);
        const std::string name = shown(rule.name, fields);
        if (column.null_count() == column.size()) {
            if (rule.required || fields.count(rule.name) > 0) {
                throw base::data_error("source.contract.empty", name);
            }
            diagnostics.warn(base::msg("source.contract.empty", name), where);
        } else {
            check_type(rule, column, name, ids);
        }
        check_values(rule, column, name, ids);
        layer::Field field = table.field(rule.name);
        const Type type = type_for(rule.wanted, column.type());
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
                                           const Contract& contract) {
    std::vector<layer::Field> out = fields;
    for (layer::Field& field : out) {
        for (const FieldRule& rule : contract.fields) {
            if (rule.name == field.name) {
                field.type = type_for(rule.wanted, field.type);
                field.unit = rule.unit;
            }
        }
    }
    return out;
}

void check_shape(const Contract& contract, geo::Shape shape) {
    if (std::find(contract.shapes.begin(), contract.shapes.end(), shape) != contract.shapes.end()) {
        return;
    }
    std::vector<std::string> wanted;
    for (const geo::Shape one : contract.shapes) {
        wanted.push_back(std::string(geo::shape_name(one)));
    }
    throw base::data_error("source.contract.shape", contract.role, base::join_some(wanted),
                           geo::shape_name(shape));
}

}  // namespace jt::source
