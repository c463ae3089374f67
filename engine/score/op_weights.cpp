// score.entropy and score.critic: weights from the data.
#include "score/critic.hpp"
#include "score/entropy.hpp"
#include "score/op_support.hpp"

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;

const ColumnSpec kEntropy = {"entropy", Type::real, "", {"信息熵", "entropy"}};
const ColumnSpec kDeviation = {"deviation", Type::real, "", {"标准差", "standard deviation"}};
const ColumnSpec kConflict = {
    "conflict", Type::real, "", {"冲突性 Σ(1 - r)", "conflict, sum of 1 - r"}};

void tell_rows(registry::Call& call, const Table& data, const std::vector<std::size_t>& missing) {
    report(call, base::Severity::warning, "score.weights.missing", data,
           names_of(data, call.params), missing);
}

void tell_constant(registry::Call& call, const std::vector<std::string>& columns,
                   const std::vector<std::size_t>& constant) {
    if (!constant.empty()) {
        call.diagnostics->warn(
            base::msg("score.weights.constant", constant.size(), some_names(columns, constant)));
    }
}

registry::OperatorSpec entropy_spec() {
    registry::OperatorSpec out;
    out.name = "score.entropy";
    out.version = 2;  // tells constant columns
    out.title = {"熵权法权重", "Entropy weights"};
    out.help = {"由数据的离散程度求权重；常数列权重为 0",
                "Weights from how far the data tell the rows apart; a constant column weighs 0"};
    out.ports = {data_port()};
    out.params = {columns_param(), id_param()};
    auto columns = weight_columns();
    columns.push_back(kEntropy);
    out.outputs = {{"table", Kind::table, {"权重表", "weights"}, columns}};
    out.formulas = {{{"熵权", "Entropy weights"},
                     "E_j = -\\sum_i p_{ij} \\ln p_{ij} / \\ln m,\\quad w_j = (1 - E_j) / \\sum_k "
                     "(1 - E_k),\\quad p_{ij} = x_{ij} / \\sum_i x_{ij}",
                     {"m：行数；0 ln 0 = 0", "m: number of rows; 0 ln 0 = 0"},
                     "Shannon 1948; Hwang and Yoon 1981"}};
    return out;
}

registry::Outputs run_entropy(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const auto result = entropy_weights(columns, criteria_of(data, columns));
    tell_rows(call, data, result.missing);
    tell_constant(call, columns, result.constant);
    auto out = weight_table(columns, result.weights);
    out->set(kEntropy, Column::of_reals(result.entropy));
    return {{"table", out}};
}

registry::OperatorSpec critic_spec() {
    registry::OperatorSpec out;
    out.name = "score.critic";
    out.title = {"CRITIC 权重", "CRITIC weights"};
    out.help = {"差异大、与其他指标重复少的指标权重大；常数列权重为 0",
                "A criterion weighs more the more it varies and the less it repeats the others; a "
                "constant column weighs 0"};
    out.ports = {data_port()};
    out.params = {columns_param(), directions_param(false), id_param()};
    auto columns = weight_columns();
    columns.push_back(kDeviation);
    columns.push_back(kConflict);
    out.outputs = {{"table", Kind::table, {"权重表", "weights"}, columns}};
    out.formulas = {
        {{"CRITIC 权重", "CRITIC weights"},
         "C_j = s_j \\sum_k (1 - r_{jk}),\\quad w_j = C_j / \\sum_k C_k",
         {"s：最小-最大归一化后的标准差；r：Pearson 相关系数",
          "s: standard deviation after min-max normalisation; r: Pearson's correlation"},
         "Diakoulaki, Mavrotas and Papayannakis 1995"}};
    return out;
}

registry::Outputs run_critic(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const auto result = critic_weights(columns, criteria_of(data, columns),
                                       directions_of(call.params, columns.size()));
    tell_rows(call, data, result.missing);
    tell_constant(call, columns, result.constant);
    auto out = weight_table(columns, result.weights);
    out->set(kDeviation, Column::of_reals(result.deviation));
    out->set(kConflict, Column::of_reals(result.conflict));
    return {{"table", out}};
}

}  // namespace

void register_entropy(registry::Registry& registry) { registry.add(entropy_spec(), run_entropy); }

void register_critic(registry::Registry& registry) { registry.add(critic_spec(), run_critic); }

}  // namespace jt::score
