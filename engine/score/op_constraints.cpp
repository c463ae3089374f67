// score.constraints: named rules over overlaps and columns, with every finding listed.
#include "base/error.hpp"
#include "base/text.hpp"
#include "score/constraints.hpp"
#include "score/op_support.hpp"

#include <map>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

std::vector<registry::ColumnSpec> row_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"feasible", Type::boolean, "", {"可行", "feasible"}},
            {"failed_rules", Type::text, "", {"未通过的规则", "failed rules"}},
            {"warnings", Type::text, "", {"提醒", "warnings"}}};
}

std::vector<registry::ColumnSpec> check_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"rule", Type::text, "", {"规则", "rule"}},
            {"severity", Type::text, "", {"严重程度", "severity"}},
            {"verdict", Type::text, "", {"结论", "verdict"}},
            {"failed", Type::boolean, "", {"未通过", "failed"}},
            {"area_m2", Type::real, "m2", {"面积", "area"}},
            {"share", Type::real, "", {"占比", "share"}},
            {"value", Type::real, "", {"值", "value"}}};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.constraints";
    out.title = {"硬约束", "Hard constraints"};
    out.help = {
        "按命名规则判定可行性：与约束区的重叠面积、界外面积或列值；列出每条规则的结论",
        "Feasibility by named rules: area inside a constraint area, area outside a boundary, or a "
        "value of a column; the verdict of every rule is listed"};
    out.ports = {data_port(),
                 {"overlaps",
                  Kind::table,
                  false,
                  true,
                  {"vector.coverage 的结果表，每条 overlap 或 outside 规则一张，按规则顺序",
                   "tables of vector.coverage, one for each overlap or outside rule, in the order "
                   "of the rules"}}};
    out.params = {
        make_param("rules", ParamType::list, true, nullptr,
                   {"规则列表：name，measure（overlap|outside|column），severity（hard|warning），"
                    "max_area（m2）、max_share，或 column、min、max",
                    "list of rules: name, measure (overlap|outside|column), severity "
                    "(hard|warning), max_area (m2), max_share, or column, min, max"}),
        id_param()};
    out.outputs = {
        {"table", Kind::table, {"每行一条：可行与否", "one row for each feature"}, row_columns()},
        {"checks",
         Kind::table,
         {"每行每规则一条", "one row for each feature and rule"},
         check_columns()}};
    return out;
}

using RowByName = std::map<std::string, std::size_t>;

RowByName index_of(const std::vector<std::string>& names) {
    RowByName out;
    for (std::size_t row = 0; row < names.size(); ++row) {
        if (!out.emplace(names[row], row).second) {
            throw base::data_error("score.id.twice", names[row]);
        }
    }
    return out;
}

std::vector<Check> area_checks(const Rule& rule, const Table& overlap,
                               const std::vector<std::string>& names) {
    const auto rows = index_of(names_of(overlap, {{"id", "id"}}));
    const auto areas = reals_of(overlap, "area_m2");
    const auto covered = reals_of(overlap, "covered_m2");
    std::vector<Check> out;
    for (const auto& name : names) {
        const auto it = rows.find(name);
        if (it == rows.end()) {
            throw base::data_error("score.rule.row", name);
        }
        out.push_back(check_area(rule, areas[it->second], covered[it->second]));
    }
    return out;
}

std::vector<Check> column_checks(const Rule& rule, const Table& data) {
    std::vector<Check> out;
    for (const double value : reals_of(data, rule.column)) {
        out.push_back(check_value(rule, value));
    }
    return out;
}

/// All checks, by rows and within a row in the order of the rules.
std::vector<Check> all_checks(registry::Call& call, const std::vector<Rule>& rules,
                              const std::vector<std::string>& names) {
    const auto& data = call.in<Table>("data");
    static const std::vector<registry::ObjectPtr> none;
    const auto& tables = call.has("overlaps") ? call.inputs.at("overlaps") : none;
    const auto wanted = static_cast<std::size_t>(std::ranges::count_if(
        rules, [](const Rule& rule) { return rule.measure != RuleMeasure::column; }));
    if (wanted != tables.size()) {
        throw base::data_error("score.rule.tables", wanted, tables.size());
    }
    std::vector<std::vector<Check>> by_rule;
    std::size_t next = 0;
    for (const auto& rule : rules) {
        by_rule.push_back(base::within(base::msg("score.in.rule", rule.name), [&] {
            return rule.measure == RuleMeasure::column
                       ? column_checks(rule, data)
                       : area_checks(rule, dynamic_cast<const Table&>(*tables[next++]), names);
        }));
    }
    std::vector<Check> out;
    for (std::size_t row = 0; row < names.size(); ++row) {
        for (std::size_t r = 0; r < rules.size(); ++r) {
            out.push_back(by_rule[r][row]);
            out.back().row = row;
            out.back().rule = r;
        }
    }
    return out;
}

std::shared_ptr<Table> check_table(const std::vector<Check>& checks, const std::vector<Rule>& rules,
                                   const std::vector<std::string>& names) {
    std::vector<std::string> ids, rule, severity, verdict;
    std::vector<bool> failed;
    std::vector<double> area, share, value;
    for (const auto& check : checks) {
        ids.push_back(names[check.row]);
        rule.push_back(rules[check.rule].name);
        severity.push_back(rules[check.rule].hard ? "hard" : "warning");
        verdict.push_back(verdict_name(check.verdict));
        failed.push_back(check.verdict == Verdict::failed);
        area.push_back(check.area_m2);
        share.push_back(check.share);
        value.push_back(check.value);
    }
    auto out = std::make_shared<Table>(checks.size());
    const auto fields = check_columns();
    Column columns[] = {Column::of_texts(ids),       Column::of_texts(rule),
                        Column::of_texts(severity),  Column::of_texts(verdict),
                        Column::of_booleans(failed), Column::of_reals(area),
                        Column::of_reals(share),     Column::of_reals(value)};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out->set(fields[i], std::move(columns[i]));
    }
    return out;
}

void report_all(registry::Call& call, const Feasibility& result, const std::vector<Check>& checks,
                const std::vector<Rule>& rules, const std::vector<std::string>& names) {
    const auto& data = call.in<Table>("data");
    std::vector<std::size_t> infeasible, warned;
    for (std::size_t row = 0; row < names.size(); ++row) {
        if (!result.feasible[row]) {
            infeasible.push_back(row);
        }
        if (!result.warnings[row].empty()) {
            warned.push_back(row);
        }
    }
    std::vector<std::string> unknown;
    for (const auto& check : checks) {
        if (check.verdict == Verdict::unknown) {
            unknown.push_back(names[check.row] + " (" + rules[check.rule].name + ")");
        }
    }
    report(call, base::Severity::warning, "score.constraints.failed", data, names, infeasible,
           names.size());
    report(call, base::Severity::warning, "score.constraints.warned", data, names, warned);
    if (!unknown.empty()) {
        call.diagnostics->warn(
            base::msg("score.constraints.unknown", unknown.size(), base::join_some(unknown)));
    }
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto rules = rules_from_json(call.params.at("rules"));
    const auto names = names_of(data, call.params);
    index_of(names);  // findings are joined by id, so an id must name one row
    const auto checks = all_checks(call, rules, names);
    const auto result = feasibility(names.size(), rules, checks);
    report_all(call, result, checks, rules, names);
    auto table = std::make_shared<Table>(names.size());
    const auto fields = row_columns();
    table->set(fields[0], Column::of_texts(names));
    table->set(fields[1], Column::of_booleans(result.feasible));
    table->set(fields[2], Column::of_texts(result.failed_rules));
    table->set(fields[3], Column::of_texts(result.warnings));
    return {{"table", table}, {"checks", check_table(checks, rules, names)}};
}

}  // namespace

void register_constraints(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
