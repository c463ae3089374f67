#include "source/quality/contract_read.hpp"

#include "base/error.hpp"
#include "source/quality/fix.hpp"
#include "source/quality/quality.hpp"
#include "source/text/field_type.hpp"

namespace jt::source {
namespace {

/// What is left, each finding a warning with its field.
void tell_left(const Contract& contract, const Loaded& loaded, const geo::Crs& crs,
               base::Diagnostics& diagnostics) {
    std::vector<base::Diagnostic> left = check_contract(loaded, crs, contract).list();
    std::erase_if(
        left, [](const base::Diagnostic& one) { return one.severity != base::Severity::error; });
    if (left.empty()) {
        diagnostics.info(base::msg("source.contract.met", contract.name), loaded.where);
        return;
    }
    diagnostics.warn(base::msg("source.contract.left", contract.name, left.size()), loaded.where);
    for (base::Diagnostic& one : left) {
        one.severity = base::Severity::warning;
        one.where = one.where.empty() ? loaded.where : loaded.where + ": " + one.where;
        diagnostics.add(std::move(one));
    }
}

/// Numbers get the units that the contract declares for them.
void give_units(const Contract& contract, layer::Table& table) {
    for (const FieldRule& rule : contract.fields) {
        if (rule.unit.empty() || !table.has(rule.name)) {
            continue;
        }
        layer::Field field = table.field(rule.name);
        if (field.type == layer::Type::integer || field.type == layer::Type::real) {
            field.unit = rule.unit;
            table.set(field, table.shared_column(rule.name));
        }
    }
}

}  // namespace

Repair policy_of(const ReadOptions& options) {
    if (options.fix && options.repair == Repair::skip) {
        throw base::data_error("source.fix.skip");
    }
    return options.fix ? Repair::repair : options.repair;
}

std::optional<Contract> contract_of(const ReadOptions& options) {
    return options.contract.empty() ? std::nullopt : std::optional(find_contract(options.contract));
}

std::optional<layer::Table> hold_to(const std::optional<Contract>& contract, Loaded& loaded,
                                    const geo::Crs& crs, const ReadOptions& options,
                                    base::Diagnostics& diagnostics) {
    std::optional<layer::Table> out;
    if (options.fix) {
        const Fixes fixes = fix_layer(loaded, contract ? &*contract : nullptr, diagnostics);
        if (!fixes.list.empty()) {
            out = fixes.table();
        }
    }
    if (contract && options.tell_contract) {
        tell_left(*contract, loaded, crs, diagnostics);
    } else if (contract) {
        require_contract(loaded, crs, *contract, options.contract);
    }
    if (contract) {
        give_units(*contract, loaded.table);
    }
    return out;
}

void foresee_fix(const std::optional<Contract>& contract, Loaded& header,
                 const ReadOptions& options) {
    if (!contract) {
        return;
    }
    if (!options.fix) {
        give_units(*contract, header.table);
        return;
    }
    Fixes unused;
    fix_names(header, *contract, unused);
    for (std::size_t i = 0; i < header.table.fields().size(); ++i) {
        layer::Field field = header.table.fields()[i];
        const FieldRule* const rule = contract->field(field.name);
        const layer::Column none = layer::ColumnBuilder(field.type).build();
        if (rule != nullptr && !takes(rule->type, none)) {
            const bool date = rule->type == FieldType::date;
            field.type = date ? layer::Type::text : column_type_for(rule->type, field.type);
            header.table.set(field, layer::ColumnBuilder(field.type).build());
        }
    }
    fix_order(header, *contract, unused);
    give_units(*contract, header.table);
}

}  // namespace jt::source
