#include "source/quality/fix.hpp"

#include "base/error.hpp"

#include <map>

namespace jt::source {
namespace {

/// Changes of one kind to one field, told together.
struct Group {
    std::vector<std::int64_t> ids;
    std::vector<const Fix*> fixes;
};

void tell(const Fixes& fixes, base::Diagnostics& diagnostics, const std::string& where) {
    std::vector<std::pair<std::string, std::string>> order;  // kind, field
    std::map<std::pair<std::string, std::string>, Group> groups;
    for (const Fix& fix : fixes.list) {
        const std::pair key(fix.kind, fix.field);
        Group& group = groups[key];
        if (group.fixes.empty()) {
            order.push_back(key);
        }
        group.fixes.push_back(&fix);
        if (fix.feature != Fix::kNoFeature) {
            group.ids.push_back(fix.feature);
        }
    }
    for (const auto& key : order) {
        const Group& group = groups[key];
        base::Message message = base::msg("source.fix." + key.first, key.second,
                                          group.fixes.front()->before, group.fixes.front()->after);
        if (group.ids.empty()) {
            diagnostics.warn(std::move(message), where);
        } else {
            diagnostics.features(base::Severity::warning, std::move(message), where, group.ids);
        }
        const bool values = !key.second.empty() && !group.ids.empty();
        for (std::size_t i = 0; values && i < group.fixes.size(); ++i) {
            if (i < base::Diagnostic::kMaxFeatures) {
                const Fix& fix = *group.fixes[i];
                diagnostics.info(
                    base::msg("source.fix.one", fix.feature, fix.field, fix.before, fix.after),
                    where);
            }
        }
    }
}

}  // namespace

layer::Table Fixes::table() const {
    layer::ColumnBuilder feature(layer::Type::integer);
    std::vector<std::string> field, kind, before, after;
    for (const Fix& fix : list) {
        fix.feature == Fix::kNoFeature ? feature.null() : feature.integer(fix.feature);
        field.push_back(fix.field);
        kind.push_back(fix.kind);
        before.push_back(fix.before);
        after.push_back(fix.after);
    }
    layer::Table out(list.size());
    out.set(layer::Field{"feature", layer::Type::integer, "", {}}, feature.build());
    const auto text = [&](const char* name, const std::vector<std::string>& values) {
        out.set(layer::Field{name, layer::Type::text, "", {}}, layer::Column::of_texts(values));
    };
    text("field", field);
    text("kind", kind);
    text("before", before);
    text("after", after);
    return out;
}

Fixes fix_layer(Loaded& loaded, const Contract* contract, base::Diagnostics& diagnostics) {
    Fixes fixes;
    fix_points(loaded, fixes);
    if (contract != nullptr) {
        fix_names(loaded, *contract, fixes);
    }
    fix_values(loaded, contract, fixes);
    if (contract != nullptr) {
        fix_types(loaded, *contract, fixes);
        fix_order(loaded, *contract, fixes);
    }
    if (contract != nullptr && contract->no_duplicates) {
        fix_duplicates(loaded, fixes);
    }
    tell(fixes, diagnostics, loaded.where);
    return fixes;
}

}  // namespace jt::source
