// score.value: a value function over one column.
#include "base/error.hpp"
#include "layer/value_function.hpp"
#include "score/op_support.hpp"

namespace jt::score {
namespace {

using layer::Outside;
using layer::Table;
using layer::Valued;
using layer::ValueFunction;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.value";
    out.title = {"价值函数", "Value function"};
    out.help = {"按声明的价值函数把一列指标换算为分值；缺值仍为缺值并列出",
                "Turns an indicator column into scores by a declared value function; what is "
                "missing stays missing and is listed"};
    out.ports = {data_port()};
    out.params = {
        required_param("column", ParamType::text, {"指标列", "indicator column"}),
        required_param(
            "function", ParamType::object,
            {"价值函数：kind 为 "
             "categorical、ranges、linear、triangular、piecewise、sigmoid、gaussian、"
             "small 或 large，及其参数",
             "value function: kind is categorical, ranges, linear, triangular, piecewise, "
             "sigmoid, gaussian, small or large, with its own keys"}),
        make_param("as", ParamType::text, "value", {"结果列名", "name of the new column"}),
        id_param()};
    out.outputs = {{"table",
                    Kind::table,
                    {"输入各列加分值列", "the columns of the input and the scores"},
                    {{"value", layer::Type::real, "", {"分值", "score"}}}}};
    return out;
}

Valued scores(const ValueFunction& function, const layer::Column& column, const std::string& name,
              const std::string& kind) {
    if (!function.categorical()) {
        if (column.type() == layer::Type::text) {
            throw base::data_error("score.value.wants_number", kind, name);
        }
        std::vector<double> values(column.size());
        for (std::size_t row = 0; row < values.size(); ++row) {
            values[row] = column.number(row);
        }
        return evaluate(function, values);
    }
    std::vector<std::string> categories;
    std::vector<bool> valid;
    for (std::size_t row = 0; row < column.size(); ++row) {
        categories.push_back(column.show(row));
        valid.push_back(column.valid(row));
    }
    return evaluate(function, categories, valid);
}

/// The rows that were asked for.
std::vector<std::size_t> asked_rows(std::vector<std::size_t> rows, const std::vector<bool>& asked) {
    std::erase_if(rows, [&](std::size_t row) { return !asked.empty() && !asked[row]; });
    return rows;
}

void report_all(registry::Call& call, const Table& data, const ValueFunction& function,
                const Valued& valued, const std::string& column, const std::vector<bool>& asked) {
    const auto names = names_of(data, call.params);
    layer::tell_table(function, column, *call.diagnostics);
    report(call, base::Severity::warning, "score.value.missing", data, names,
           asked_rows(valued.missing, asked), column);
    const bool clamped = function.outside() == Outside::clamp;
    report(call, clamped ? base::Severity::info : base::Severity::warning,
           clamped ? "score.value.clamped" : "score.value.left_out", data, names,
           asked_rows(valued.outside, asked), column, function.bounds().first,
           function.bounds().second);
    report(call, base::Severity::info, "score.value.other", data, names,
           asked_rows(valued.other, asked), column);
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto name = call.params.at("column").get<std::string>();
    auto out = std::make_shared<Table>(layer::columns_of(data));
    out->set({call.params.at("as").get<std::string>(), layer::Type::real, "", {"分值", "score"}},
             layer::Column::of_reals(
                 value_scores(call, data, name, call.params.at("function"), "", {})));
    return {{"table", out}};
}

}  // namespace

std::vector<double> value_scores(registry::Call& call, const Table& data, const std::string& name,
                                 const nlohmann::json& json, const std::string& unit,
                                 const std::vector<bool>& asked) {
    return base::within(base::msg("score.in.column", name), [&] {
        const auto& column = data.column(name);
        const auto function =
            ValueFunction::from_json(json, unit.empty() ? data.field(name).unit : unit);
        auto out = scores(function, column, name, json.at("kind").get<std::string>());
        report_all(call, data, function, out, name, asked);
        return out.value;
    });
}

void register_value(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
