#include "score/constraint_inputs.hpp"

#include "base/error.hpp"
#include "score/op_support.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::score {
namespace {

using layer::Table;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

const std::vector<registry::ObjectPtr>& tables_of(const registry::Call& call, const char* port) {
    static const std::vector<registry::ObjectPtr> none;
    return call.has(port) ? call.inputs.at(port) : none;
}

const Table& as_table(const registry::ObjectPtr& object) {
    return dynamic_cast<const Table&>(*object);
}

std::vector<std::string> ids_of(const Table& table) { return names_of(table, {{"id", "id"}}); }

/// Shares are 0 to 1 but for rounding.
void check_shares(const std::vector<double>& values, const std::vector<std::string>& names,
                  const std::string& column) {
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (values[row] < -1e-9 || values[row] > 1 + 1e-9) {
            throw base::data_error("score.rule.share_value", column, values[row], names[row]);
        }
    }
}

}  // namespace

RowByName row_by_name(const std::vector<std::string>& names) {
    RowByName out;
    for (std::size_t row = 0; row < names.size(); ++row) {
        if (!out.emplace(names[row], row).second) {
            throw base::data_error("score.id.twice", names[row]);
        }
    }
    return out;
}

ConstraintInputs::ConstraintInputs(const registry::Call& call, const std::vector<Rule>& rules,
                                   const std::vector<std::string>& names)
    : m_call(call), m_rules(rules), m_names(names), m_rows(row_by_name(names)) {
    const auto& tables = tables_of(call, "overlaps");
    m_in_order = tables.empty() || !as_table(tables.front()).has("zone");
    m_in_order ? read_in_order(tables) : read_zones(tables);
}

void ConstraintInputs::read_zones(const std::vector<registry::ObjectPtr>& tables) {
    for (const auto& object : tables) {
        const Table& table = as_table(object);
        const auto ids = ids_of(table), zones = names_of(table, {{"id", "zone"}});
        const auto feature = reals_of(table, "feature_m2"), inside = reals_of(table, "inside_m2");
        std::map<std::string, std::vector<bool>> seen;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto row = m_rows.find(ids[i]);
            if (row == m_rows.end()) {
                continue;  // other features may have been measured besides
            }
            auto& found = seen[zones[i]];
            found.resize(m_names.size());
            if (found[row->second]) {
                throw base::data_error("score.rule.zone_twice", zones[i], ids[i]);
            }
            found[row->second] = true;
            auto& areas = m_zones[zones[i]];
            areas.feature.resize(m_names.size(), kNone);
            areas.inside.resize(m_names.size(), kNone);
            areas.feature[row->second] = feature[i];
            areas.inside[row->second] = inside[i];
        }
        for (const auto& [zone, found] : seen) {
            const auto missing = std::ranges::find(found, false);
            if (missing != found.end()) {
                const auto row = static_cast<std::size_t>(missing - found.begin());
                base::Error error = base::data_error("score.rule.row", m_names[row]);
                error.add_context(base::msg("score.in.zone", zone));
                throw error;
            }
        }
    }
}

void ConstraintInputs::read_in_order(const std::vector<registry::ObjectPtr>& tables) {
    const auto wanted = static_cast<std::size_t>(std::ranges::count_if(m_rules, &Rule::of_zone));
    if (wanted != tables.size()) {
        throw base::data_error("score.rule.tables", wanted, tables.size());
    }
    std::size_t next = 0;
    for (const Rule& rule : m_rules) {
        if (!rule.of_zone()) {
            continue;
        }
        base::within(base::msg("score.in.rule", rule.name), [&] {
            const Table& table = as_table(tables[next++]);
            const auto rows = row_by_name(ids_of(table));
            const auto areas = reals_of(table, "area_m2"), covered = reals_of(table, "covered_m2");
            Areas out;
            for (const auto& name : m_names) {
                const auto it = rows.find(name);
                if (it == rows.end()) {
                    throw base::data_error("score.rule.row", name);
                }
                out.feature.push_back(areas[it->second]);
                out.inside.push_back(covered[it->second]);
            }
            m_zones[rule.name] = std::move(out);
        });
    }
}

const ConstraintInputs::Areas& ConstraintInputs::areas_of(const Rule& rule) const {
    const auto found = m_zones.find(m_in_order ? rule.name : rule.zone);
    if (found == m_zones.end() && !m_names.empty()) {
        std::vector<std::string> known;
        for (const auto& [zone, areas] : m_zones) {
            known.push_back(zone);
        }
        throw base::unknown_name_error("score.rule.zone", rule.zone, known);
    }
    static const Areas none;
    return found == m_zones.end() ? none : found->second;
}

std::vector<double> ConstraintInputs::column(const std::string& name) const {
    const auto& data = m_call.in<Table>("data");
    if (data.has(name)) {
        return reals_of(data, name);
    }
    const Table* from = nullptr;
    for (const auto& object : tables_of(m_call, "values")) {
        if (as_table(object).has(name)) {
            if (from != nullptr) {
                throw base::data_error("score.rule.column_twice", name);
            }
            from = &as_table(object);
        }
    }
    if (from == nullptr) {
        return reals_of(data, name);  // refuses the name with what there is
    }
    const auto rows = row_by_name(ids_of(*from));
    const auto values = reals_of(*from, name);
    std::vector<double> out;
    for (const auto& row : m_names) {
        const auto it = rows.find(row);
        out.push_back(it == rows.end() ? kNone : values[it->second]);
    }
    return out;
}

double ConstraintInputs::feature_area(std::size_t row) const {
    for (const auto& [zone, areas] : m_zones) {
        if (!std::isnan(areas.feature[row])) {
            return areas.feature[row];
        }
    }
    return kNone;
}

std::vector<Check> ConstraintInputs::checks(std::size_t rule) const {
    const Rule& one = m_rules[rule];
    std::vector<Check> out;
    if (one.of_zone()) {
        const Areas& areas = areas_of(one);
        for (std::size_t row = 0; row < m_names.size(); ++row) {
            out.push_back(check_area(one, areas.feature[row], areas.inside[row]));
        }
        return out;
    }
    const auto values = column(one.column);
    if (one.measure == RuleMeasure::share) {
        check_shares(values, m_names, one.column);
    }
    for (std::size_t row = 0; row < m_names.size(); ++row) {
        out.push_back(one.measure == RuleMeasure::share
                          ? check_share(one, feature_area(row), values[row])
                          : check_value(one, values[row]));
    }
    return out;
}

}  // namespace jt::score
