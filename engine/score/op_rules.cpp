// score.rules: the grades of a rule set on rows.
#include "base/error.hpp"
#include "layer/rule_set_file.hpp"
#include "score/op_support.hpp"

#include <cmath>
#include <limits>

namespace jt::score {
namespace {

using layer::Column;
using layer::RuleSet;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.rules";
    out.version = 2;  // tells what is doubtful by row
    out.title = {"规则集分级", "Rule set"};
    out.help = {
        "按规则集（如双评价）逐行分级；每步一列（rule_<步骤>"
        "），并列出结果、类别名、起决定作用的步骤及其条文",
        "Grades each row by a rule set, as 双评价 does: a column for each step "
        "(rule_<step>), the result, the name of its class, and the step that decided with "
        "its clause"};
    out.ports = {data_port()};
    out.params = layer::rule_params();
    out.params.push_back(
        make_param("fields", ParamType::object, nlohmann::json::object(),
                   {"输入名 = 列名；缺省同名", "input = column; by default alike"}));
    out.params.push_back(id_param());
    out.outputs = {{"table",
                    Kind::table,
                    {"输入各列加各步的结果", "the columns of the input and the steps"},
                    {{"rule_result", Type::real, "", {"结果", "result"}},
                     {"rule_class", Type::text, "", {"类别", "class"}},
                     {"rule_decided", Type::text, "", {"决定步骤", "deciding step"}},
                     {"rule_clause", Type::text, "", {"条文", "clause"}},
                     {"rule_doubtful", Type::text, "", {"存疑之处", "doubtful steps"}}}}};
    out.external = layer::rule_files;
    return out;
}

/// A column for each input of the set; empty where the data have none.
std::vector<std::vector<double>> inputs_of(const registry::Call& call, const Table& data,
                                           const RuleSet& rules) {
    const auto& fields = call.params.at("fields");
    for (const auto& item : fields.items()) {
        if (std::ranges::find(rules.inputs(), item.key()) == rules.inputs().end()) {
            throw base::unknown_name_error("rules.name_unknown", item.key(), rules.inputs());
        }
    }
    std::vector<std::vector<double>> out;
    for (const std::string& name : rules.inputs()) {
        const bool named = fields.contains(name);
        const auto column = named ? fields.at(name).get<std::string>() : name;
        out.push_back(named || data.has(column) ? reals_of(data, column) : std::vector<double>());
    }
    return out;
}

/// "step: why", of the doubtful steps that had a part in the result; empty where none had.
std::string doubt_text(const RuleSet& rules, const std::vector<double>& grades) {
    std::string out;
    for (const std::size_t s : rules.doubtful(grades)) {
        const auto& step = rules.steps()[s];
        out += (out.empty() ? "" : "；") + step.id + ": " + step.doubtful;
    }
    return out;
}

/// The Chinese name of a class; empty where it has none.
std::string class_name(const RuleSet& rules, double value) {
    if (!(value >= 1) || value > static_cast<double>(rules.classes().size())) {
        return "";
    }
    return rules.classes()[static_cast<std::size_t>(value) - 1].zh;
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto rules = RuleSet::from_json(layer::rules_of(call.params));
    const auto inputs = inputs_of(call, data, rules);
    std::vector<bool> given;
    for (const auto& input : inputs) {
        given.push_back(!input.empty() || data.rows() == 0);
    }
    layer::check_inputs(rules, given, *call.diagnostics);
    const std::size_t steps = rules.steps().size();
    std::vector<std::vector<double>> grades(steps, std::vector<double>(data.rows()));
    std::vector<std::string> classes, decided, clauses, doubts;
    std::vector<std::size_t> missing;
    std::vector<double> values(inputs.size()), found(steps);
    for (std::size_t row = 0; row < data.rows(); ++row) {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            values[i] = inputs[i].empty() ? kNaN : inputs[i][row];
        }
        rules.grade(values, found);
        for (std::size_t s = 0; s < steps; ++s) {
            grades[s][row] = found[s];
        }
        const bool known = !std::isnan(found.back());
        if (!known) {
            missing.push_back(row);
        }
        const auto& step = rules.steps()[rules.deciding(found)];
        classes.push_back(class_name(rules, found.back()));
        decided.push_back(known ? step.id : "");
        clauses.push_back(known ? step.clause : "");
        doubts.push_back(doubt_text(rules, found));
    }
    report(call, base::Severity::warning, "rules.no_grade", data, names_of(data, call.params),
           missing);
    auto out = std::make_shared<Table>(layer::columns_of(data));
    for (std::size_t s = 0; s < steps; ++s) {
        const auto& step = rules.steps()[s];
        out->set({"rule_" + step.id, Type::real, "", step.title}, Column::of_reals(grades[s]));
    }
    const auto fields = spec().outputs.front().columns;
    out->set(fields[0], Column::of_reals(grades.back()));
    out->set(fields[1], Column::of_texts(classes));
    out->set(fields[2], Column::of_texts(decided));
    out->set(fields[3], Column::of_texts(clauses));
    out->set(fields[4], Column::of_texts(doubts));
    return {{"table", out}};
}

}  // namespace

void register_rules(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
