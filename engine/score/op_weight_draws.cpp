// score.weight_draws: draws of weights as a table, for what is computed elsewhere (cells).
#include "score/draws.hpp"
#include "score/op_robustness_inputs.hpp"

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::Kind;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.weight_draws";
    out.title = {"权重抽样", "Draws of weights"};
    out.help = {
        "按种子抽取多组权重：每组一行，每个指标一列，和为 1；与 score.robustness 同种子时权重相同",
        "Seeded draws of the weights: a row for each, a column for each criterion, sum 1; "
        "those of score.robustness with the same seed"};
    out.ports = {weights_port()};
    out.params = {columns_param(), weights_param(), normalise_param()};
    for (auto& param : draw_params()) {
        if (param.name != "values") {
            out.params.push_back(std::move(param));
        }
    }
    out.outputs = {{"table",
                    Kind::table,
                    {"每组权重一行", "one row for each draw"},
                    {{"draw", Type::integer, "", {"序号", "number"}}}}};
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto columns = column_names(call.params);
    const WeightModel vary = weight_model(call.params, columns);
    const WeightDraws draws(call.params.at("seed").get<std::uint64_t>(), columns,
                            model_weights(call, columns, vary), vary);
    const auto count = call.params.at("draws").get<std::size_t>();
    std::vector<std::vector<double>> weights(columns.size(), std::vector<double>(count));
    std::vector<Lanes> lanes(columns.size());
    for (std::size_t first = 0; first < count; first += kLanes) {
        draws.at(first, lanes.data());
        for (std::size_t j = 0; j < columns.size(); ++j) {
            for (std::size_t k = 0; k < std::min(kLanes, count - first); ++k) {
                weights[j][first + k] = lanes[j].at[k];
            }
        }
    }
    std::vector<std::int64_t> numbers(count);
    for (std::size_t d = 0; d < count; ++d) {
        numbers[d] = static_cast<std::int64_t>(d) + 1;
    }
    auto out = std::make_shared<Table>(count);
    out->set(spec().outputs.front().columns.front(), Column::of_integers(numbers));
    for (std::size_t j = 0; j < columns.size(); ++j) {
        out->set({columns[j], Type::real, "", {}}, Column::of_reals(std::move(weights[j])));
    }
    return {{"table", out}};
}

}  // namespace

void register_weight_draws(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
