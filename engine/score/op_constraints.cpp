// score.constraints: named rules over overlaps, shares and columns, with every finding listed.
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "layer/rule_set_file.hpp"
#include "score/constraint_inputs.hpp"
#include "score/constraints.hpp"
#include "score/op_support.hpp"

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
            {"area_mu", Type::real, "mu", {"面积", "area"}},
            {"area_ha", Type::real, "ha", {"面积", "area"}},
            {"share", Type::real, "", {"占比", "share"}},
            {"feature_m2", Type::real, "m2", {"要素面积", "area of the feature"}},
            {"value", Type::real, "", {"值", "value"}},
            {"measure", Type::text, "", {"量测", "measure"}},
            {"limit", Type::text, "", {"限值", "limit"}},
            {"source", Type::text, "", {"依据", "source"}},
            {"clause", Type::text, "", {"条款", "clause"}}};
}

std::vector<registry::ParamSpec> params() {
    auto file = layer::rule_params().back();
    file.help = {"规则文件（JSON）：规则列表，或含 rules 的对象",
                 "file of rules (JSON): a list, or an object with rules"};
    return {
        make_param(
            "rules", ParamType::list, nullptr,
            {"规则列表：name，measure（overlap|outside|share|column），severity（hard|warning），"
             "zone，max_area（m2）、max_share，或 column、min、max；source、clause 为依据与条款；"
             "与 file 中同名的规则合并",
             "list of rules: name, measure (overlap|outside|share|column), severity "
             "(hard|warning), zone, max_area (m2), max_share, or column, min, max; source "
             "and clause of the law; changes the rules of the same names in file"}),
        file,
        make_param("only", ParamType::list, nullptr,
                   {"只用这些规则；缺省为全部", "these rules alone; by default all"}),
        id_param()};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.constraints";
    out.version = 2;
    out.title = {"约束", "Constraints"};
    out.help = {
        "按命名规则判定可行性：与控制线的重叠面积、界外面积、占比列或列值；列出每条规则的结论、面积"
        "与依据；"
        "不可行者保留得分",
        "Feasibility by named rules: area inside a control line, area outside a boundary, a share "
        "or a value of a column; verdict, area and source of every rule are listed; what is "
        "infeasible keeps its score"};
    out.ports = {data_port(),
                 {"overlaps",
                  Kind::table,
                  false,
                  true,
                  {"vector.occupation 的结果表（按图层名与规则的 zone 对应）；或 vector.coverage "
                   "的结果表，每条 overlap 或 outside 规则一张，按规则顺序",
                   "tables of vector.occupation (by the names of layers and the zone of rules), or "
                   "of vector.coverage, one for each overlap or outside rule in their order"}},
                 {"values",
                  Kind::table,
                  false,
                  true,
                  {"含 id 列的表（如 surface.zonal 的结果），其列可用于 share 与 column 规则",
                   "tables with a column id, as surface.zonal gives, whose columns the rules on "
                   "share and column may name"}}};
    out.params = params();
    out.outputs = {
        {"table", Kind::table, {"每行一条：可行与否", "one row for each feature"}, row_columns()},
        {"checks",
         Kind::table,
         {"每行每规则一条", "one row for each feature and rule"},
         check_columns()}};
    out.external = layer::rule_files;
    out.check = [](const nlohmann::json& given, const std::map<std::string, std::size_t>&) {
        rules_of(given);
    };
    return out;
}

/// All checks, by rows and within a row in the order of the rules.
std::vector<Check> all_checks(registry::Call& call, const std::vector<Rule>& rules,
                              const std::vector<std::string>& names) {
    const ConstraintInputs inputs(call, rules, names);
    std::vector<std::vector<Check>> by_rule;
    for (std::size_t r = 0; r < rules.size(); ++r) {
        by_rule.push_back(base::within(base::msg("score.in.rule", rules[r].name),
                                       [&] { return inputs.checks(r); }));
    }
    std::vector<Check> out;
    for (std::size_t row = 0; row < names.size(); ++row) {
        for (std::size_t r = 0; r < rules.size(); ++r) {
            out.push_back(by_rule[r][row]);
            out.back().row = row;
            out.back().rule = r;
        }
    }
    refuse_impossible(rules, out);
    return out;
}

std::shared_ptr<Table> check_table(const std::vector<Check>& checks, const std::vector<Rule>& rules,
                                   const std::vector<std::string>& names) {
    const double mu = base::unit_conversion("m2", "mu"), ha = base::unit_conversion("m2", "ha");
    std::vector<std::string> texts[8];
    std::vector<double> numbers[6];
    std::vector<bool> failed;
    for (const auto& check : checks) {
        const Rule& rule = rules[check.rule];
        const std::string words[] = {names[check.row],
                                     rule.name,
                                     rule.hard ? "hard" : "warning",
                                     verdict_name(check.verdict),
                                     measure_name(rule.measure),
                                     rule.limit(),
                                     rule.source,
                                     rule.clause};
        const double values[] = {check.area_m2, check.area_m2 * mu, check.area_m2 * ha,
                                 check.share,   check.feature_m2,   check.value};
        for (std::size_t i = 0; i < std::size(words); ++i) {
            texts[i].push_back(words[i]);
        }
        for (std::size_t i = 0; i < std::size(values); ++i) {
            numbers[i].push_back(values[i]);
        }
        failed.push_back(check.verdict == Verdict::failed);
    }
    auto out = std::make_shared<Table>(checks.size());
    std::size_t text = 0, number = 0;
    for (const auto& field : check_columns()) {
        out->set(field, field.type == Type::text   ? Column::of_texts(texts[text++])
                        : field.type == Type::real ? Column::of_reals(numbers[number++])
                                                   : Column::of_booleans(failed));
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
    const auto rules = rules_of(call.params);
    const auto names = names_of(data, call.params);
    row_by_name(names);  // findings are joined by id, so an id must name one row
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
