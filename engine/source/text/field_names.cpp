#include "source/text/field_names.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "source/dataset.hpp"
#include "source/text/csv.hpp"

#include <algorithm>
#include <filesystem>

namespace jt::source {
namespace {

const std::vector<std::string> kColumns = {"name", "full_name", "type", "width", "decimals"};

layer::Field text_field(const std::string& name) { return {name, layer::Type::text, "", {}}; }

/// The rows of the list; none where it is no such list, which is told.
std::vector<std::vector<std::string>> rows_of(const std::string& file,
                                              base::Diagnostics& diagnostics,
                                              const std::string& where) {
    const std::string name = std::filesystem::path(file).filename().string();
    try {
        std::string bytes = base::read_file(file);
        bytes.erase(0, bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        if (base::is_utf8(bytes)) {
            const Csv csv = parse_csv(bytes, false, diagnostics, name);
            if (csv.header == kColumns) {
                return csv.rows;
            }
        }
    } catch (const base::Error&) {
        // Rows of different lengths: no list of ours.
    }
    diagnostics.warn(base::msg("source.fields.no_list", name), where);
    return {};
}

}  // namespace

bool is_field_names(const std::string& path) {
    const bool named = base::lower(path).ends_with(kFieldNames);
    return named &&
           !sibling(path.substr(0, path.size() - kFieldNames.size()) + ".x", ".shp").empty();
}

std::string field_names_csv(const std::vector<FieldPlan>& plans,
                            const std::vector<layer::Field>& fields) {
    const auto same = [&](const FieldPlan& plan) { return plan.name == fields[plan.column].name; };
    if (std::all_of(plans.begin(), plans.end(), same)) {
        return "";
    }
    std::vector<std::string> names, full, types, widths, decimals;
    for (const FieldPlan& plan : plans) {
        names.push_back(plan.name);
        full.push_back(fields[plan.column].name);
        types.emplace_back(registry::column_type_name(fields[plan.column].type));
        widths.push_back(std::to_string(plan.width));
        decimals.push_back(std::to_string(plan.precision));
    }
    layer::Table out(plans.size());
    const std::vector<std::vector<std::string>*> columns = {&names, &full, &types, &widths,
                                                            &decimals};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out.set(text_field(kColumns[i]), layer::Column::of_texts(*columns[i]));
    }
    return csv_text(out);
}

std::vector<std::string> field_titles(const std::string& shapefile,
                                      const std::vector<std::string>& names,
                                      base::Diagnostics& diagnostics, const std::string& where) {
    std::vector<std::string> out(names.size()), used, unknown;
    const std::string file = sibling(shapefile, std::string(kFieldNames));
    if (file.empty()) {
        return out;
    }
    for (const auto& row : rows_of(file, diagnostics, where)) {
        const auto found = std::find(names.begin(), names.end(), row[0]);
        if (found == names.end()) {
            unknown.push_back(row[0]);
        } else if (row[1] != row[0] && !row[1].empty()) {
            out[static_cast<std::size_t>(found - names.begin())] = row[1];
            used.push_back(row[0] + " = " + row[1]);
        }
    }
    const std::string name = std::filesystem::path(file).filename().string();
    if (!used.empty()) {
        diagnostics.info(base::msg("source.fields.titles", name, base::join_some(used)), where);
    }
    if (!unknown.empty()) {
        diagnostics.warn(base::msg("source.fields.list_unknown", name, base::join_some(unknown)),
                         where);
    }
    return out;
}

}  // namespace jt::source
