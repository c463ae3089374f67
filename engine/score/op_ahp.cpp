// score.ahp and score.entropy: weights as tables of name and weight.
#include "base/error.hpp"
#include "base/units.hpp"
#include "score/ahp.hpp"
#include "score/entropy.hpp"
#include "score/op_support.hpp"

#include <set>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using nlohmann::json;
using registry::Kind;
using registry::ParamType;

constexpr double kUsualCr = 0.10;

std::vector<registry::ColumnSpec> weight_columns() {
    return {{"name", Type::text, "", {"准则", "criterion"}},
            {"weight", Type::real, "", {"权重", "weight"}}};
}

std::vector<registry::ColumnSpec> check_columns() {
    return {{"n", Type::integer, "", {"阶数", "number of criteria"}},
            {"lambda_max", Type::real, "", {"最大特征值", "principal eigenvalue"}},
            {"ci", Type::real, "", {"一致性指标 CI", "consistency index CI"}},
            {"ri", Type::real, "", {"随机一致性指标 RI", "random index RI"}},
            {"cr", Type::real, "", {"一致性比率 CR", "consistency ratio CR"}},
            {"accept_cr", Type::real, "", {"接受上限", "accepted up to"}}};
}

registry::OperatorSpec ahp_spec() {
    registry::OperatorSpec out;
    out.name = "score.ahp";
    out.title = {"层次分析法权重", "AHP weights"};
    out.help = {"由两两判断矩阵求权重（主特征向量，幂法），检验一致性；RI 取 Saaty 表",
                "Weights from pairwise comparisons (principal eigenvector, power iteration) with "
                "the consistency test; RI by Saaty's table"};
    out.params = {
        make_param("names", ParamType::list, true, nullptr, {"准则名称", "names of the criteria"}),
        make_param("matrix", ParamType::list, true, nullptr,
                   {"判断矩阵的各行；分数可写作文本 \"1/3\"",
                    "rows of the comparison matrix; fractions may be texts, \"1/3\""}),
        make_param("accept_cr", ParamType::number, false, kUsualCr,
                   {"CR 的接受上限", "largest CR that is accepted"})};
    out.params.back().min = 0;
    out.outputs = {
        {"table", Kind::table, {"权重表", "weights"}, weight_columns()},
        {"check", Kind::table, {"一致性检验，一行", "consistency test, one row"}, check_columns()}};
    return out;
}

/// 3, "3" or "1/3".
double cell(const json& value, const std::string& row) {
    if (value.is_number()) {
        return value.get<double>();
    }
    const auto wrong = [&] { return base::data_error("score.ahp.cell", row, value.dump()); };
    if (!value.is_string()) {
        throw wrong();
    }
    const auto text = value.get<std::string>();
    const auto slash = text.find('/');
    try {
        const double top = base::parse_quantity(text.substr(0, slash), "");
        return slash == std::string::npos ? top
                                          : top / base::parse_quantity(text.substr(slash + 1), "");
    } catch (const base::Error&) {
        throw wrong();
    }
}

std::vector<std::string> distinct_names(const json& params) {
    const auto names = texts_of(params, "names");
    if (std::set<std::string>(names.begin(), names.end()).size() != names.size()) {
        throw base::data_error("score.ahp.names", params.at("names").dump());
    }
    return names;
}

std::vector<std::vector<double>> matrix_of(const json& params,
                                           const std::vector<std::string>& names) {
    std::vector<std::vector<double>> rows;
    for (const auto& list : params.at("matrix")) {
        const std::string name =
            rows.size() < names.size() ? names[rows.size()] : fmt::format("{}", rows.size() + 1);
        if (!list.is_array()) {
            throw base::data_error("score.ahp.cell", name, list.dump());
        }
        auto& row = rows.emplace_back();
        for (const auto& value : list) {
            row.push_back(cell(value, name));
        }
    }
    return rows;
}

std::shared_ptr<Table> weight_table(const std::vector<std::string>& names,
                                    const std::vector<double>& weights) {
    auto out = std::make_shared<Table>(names.size());
    out->set(weight_columns()[0], Column::of_texts(names));
    out->set(weight_columns()[1], Column::of_reals(weights));
    return out;
}

std::shared_ptr<Table> check_table(const AhpResult& result, double accept_cr) {
    auto out = std::make_shared<Table>(1);
    const auto fields = check_columns();
    out->set(fields[0], Column::of_integers({static_cast<std::int64_t>(result.weights.size())}));
    const double values[] = {result.lambda_max, result.ci, result.ri, result.cr, accept_cr};
    for (std::size_t i = 0; i < std::size(values); ++i) {
        out->set(fields[i + 1], Column::of_reals({values[i]}));
    }
    return out;
}

registry::Outputs run_ahp(registry::Call& call) {
    const auto names = distinct_names(call.params);
    const double accept_cr = call.params.at("accept_cr").get<double>();
    const auto result = ahp_accepted(names, matrix_of(call.params, names), accept_cr);
    const auto rounded = [](double value) { return fmt::format("{:.4f}", value); };
    call.diagnostics->info(base::msg("score.ahp.result", names.size(), rounded(result.lambda_max),
                                     rounded(result.ci), result.ri, rounded(result.cr), accept_cr));
    if (result.cr > kUsualCr) {
        call.diagnostics->warn(base::msg("score.ahp.beyond", rounded(result.cr), accept_cr));
    }
    return {{"table", weight_table(names, result.weights)},
            {"check", check_table(result, accept_cr)}};
}

registry::OperatorSpec entropy_spec() {
    registry::OperatorSpec out;
    out.name = "score.entropy";
    out.title = {"熵权法权重", "Entropy weights"};
    out.help = {"由数据的离散程度求权重；常数列权重为 0",
                "Weights from how far the data tell the rows apart; a constant column weighs 0"};
    out.ports = {data_port()};
    out.params = {columns_param(), id_param()};
    auto columns = weight_columns();
    columns.push_back({"entropy", Type::real, "", {"信息熵", "entropy"}});
    out.outputs = {{"table", Kind::table, {"权重表", "weights"}, columns}};
    return out;
}

registry::Outputs run_entropy(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const auto result = entropy_weights(columns, criteria_of(data, columns));
    report(call, base::Severity::warning, "score.wlc.missing", data, names_of(data, call.params),
           result.missing);
    auto out = weight_table(columns, result.weights);
    out->set({"entropy", Type::real, "", {"信息熵", "entropy"}}, Column::of_reals(result.entropy));
    return {{"table", out}};
}

}  // namespace

void register_ahp(registry::Registry& registry) { registry.add(ahp_spec(), run_ahp); }

void register_entropy(registry::Registry& registry) { registry.add(entropy_spec(), run_entropy); }

}  // namespace jt::score
