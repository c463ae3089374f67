// score.sensitivity: what a ranking owes to each weight, and how far it is from another first.
#include "base/error.hpp"
#include "score/op_robustness_inputs.hpp"
#include "score/rank.hpp"
#include "score/sensitivity.hpp"

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

std::vector<ColumnSpec> flip_columns() {
    return {
        {"id", Type::text, "", {"对手", "rival"}},
        {"possible", Type::boolean, "", {"能否赶上首位", "can it catch up with the first"}},
        {"change", Type::real, "", {"权重变动绝对值之和", "sum of absolute changes of weights"}},
        {"largest", Type::real, "", {"最大的单项变动", "largest single change"}},
        {"raised", Type::text, "", {"加重的准则", "the criterion that gains weight"}}};
}

std::vector<ColumnSpec> weight_changes() {
    return {{"id", Type::text, "", {"对手", "rival"}},
            {"criterion", Type::text, "", {"准则", "criterion"}},
            {"weight", Type::real, "", {"权重", "weight"}},
            {"change", Type::real, "", {"变动", "change"}}};
}

std::vector<ColumnSpec> step_columns() {
    return {{"criterion", Type::text, "", {"变动的准则", "criterion that moves"}},
            {"weight", Type::real, "", {"其权重", "its weight"}},
            {"id", Type::text, "", {"标识", "id"}},
            {"score", Type::real, "", {"得分", "score"}},
            {"rank", Type::integer, "", {"名次", "rank"}}};
}

std::vector<ColumnSpec> lead_columns() {
    return {{"criterion", Type::text, "", {"变动的准则", "criterion that moves"}},
            {"from", Type::real, "", {"权重自", "weight from"}},
            {"to", Type::real, "", {"权重至", "weight to"}},
            {"id", Type::text, "", {"其间居首", "first there"}},
            {"now", Type::boolean, "", {"含现权重", "holds the present weight"}}};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.sensitivity";
    out.title = {"权重敏感性", "Sensitivity to weights"};
    out.help = {
        "逐一把每个权重从 0 移到 1（其余按比例），给出得分、名次与首位易主之处；并求使每个"
        "对手赶上首位的最小权重变动（精确，无抽样）",
        "Moves each weight from 0 to 1, the others in proportion: scores, ranks and where "
        "the first place changes; and the least change of weights for which each rival "
        "catches up with the first (exact, no draws)"};
    out.ports = {data_port(), weights_port()};
    auto steps =
        make_param("steps", ParamType::integer, 20, {"从 0 到 1 的步数", "steps from 0 to 1"});
    steps.min = 1;
    steps.max = 1000;
    out.params = {columns_param(), weights_param(),  normalise_param(),
                  steps,           feasible_param(), id_param()};
    out.outputs = {
        {"table",
         Kind::table,
         {"每个对手的最小变动", "least change for each rival"},
         flip_columns()},
        {"weights", Kind::table, {"最小变动后的权重", "weights after it"}, weight_changes()},
        {"steps", Kind::table, {"逐步的得分与名次", "scores and ranks by steps"}, step_columns()},
        {"leads",
         Kind::table,
         {"首位的区间（精确）", "who is first where (exact)"},
         lead_columns()}};
    out.formulas = {
        {{"首位易主的最小权重变动", "Least change of weights for another first"},
         "\\min \\sum_j |w'_j - w_j|,\\quad \\sum_j w'_j d_j \\le 0,\\ \\sum_j w'_j = 1,\\ w' \\ge "
         "0",
         {"d：首位与对手之差；权重全部移向 d 最小的准则，先取 d 最大者",
          "d: first less rival; all weight goes to the criterion of the least d, taken from the "
          "largest d down"},
         "Dantzig 1957"}};
    return out;
}

std::shared_ptr<Table> flip_table(const std::vector<Flip>& flips, const RankedRows& ranked,
                                  const std::vector<std::string>& columns) {
    std::vector<std::string> ids, raised;
    std::vector<bool> possible;
    std::vector<double> total, largest;
    for (const Flip& flip : flips) {
        ids.push_back(ranked.ids[flip.rival]);
        possible.push_back(flip.possible);
        total.push_back(flip.possible ? flip.total : NAN);
        largest.push_back(flip.possible ? flip.largest : NAN);
        raised.push_back(flip.total > 0 ? columns[flip.raised] : "");
    }
    const auto fields = flip_columns();
    auto out = std::make_shared<Table>(ids.size());
    out->set(fields[0], Column::of_texts(ids));
    out->set(fields[1], Column::of_booleans(possible));
    out->set(fields[2], Column::of_reals(total));
    out->set(fields[3], Column::of_reals(largest));
    out->set(fields[4], Column::of_texts(raised));
    return out;
}

std::shared_ptr<Table> changed_weights(const std::vector<Flip>& flips, const RankedRows& ranked,
                                       const std::vector<std::string>& columns,
                                       const std::vector<double>& weights) {
    std::vector<std::string> ids, criteria;
    std::vector<double> changed, by;
    for (const Flip& flip : flips) {
        for (std::size_t j = 0; j < flip.weights.size(); ++j) {
            ids.push_back(ranked.ids[flip.rival]);
            criteria.push_back(columns[j]);
            changed.push_back(flip.weights[j]);
            by.push_back(flip.weights[j] - weights[j]);
        }
    }
    const auto fields = weight_changes();
    auto out = std::make_shared<Table>(ids.size());
    out->set(fields[0], Column::of_texts(ids));
    out->set(fields[1], Column::of_texts(criteria));
    out->set(fields[2], Column::of_reals(changed));
    out->set(fields[3], Column::of_reals(by));
    return out;
}

std::shared_ptr<Table> step_table(const std::vector<SensitivityStep>& steps,
                                  const RankedRows& ranked,
                                  const std::vector<std::string>& columns) {
    std::vector<std::string> criteria, ids;
    std::vector<double> weights, scores;
    std::vector<std::int64_t> ranks;
    for (const auto& step : steps) {
        criteria.insert(criteria.end(), ranked.ids.size(), columns[step.criterion]);
        weights.insert(weights.end(), ranked.ids.size(), step.weight);
        ids.insert(ids.end(), ranked.ids.begin(), ranked.ids.end());
        scores.insert(scores.end(), step.score.begin(), step.score.end());
        ranks.insert(ranks.end(), step.rank.begin(), step.rank.end());
    }
    const auto fields = step_columns();
    auto out = std::make_shared<Table>(ids.size());
    out->set(fields[0], Column::of_texts(criteria));
    out->set(fields[1], Column::of_reals(weights));
    out->set(fields[2], Column::of_texts(ids));
    out->set(fields[3], Column::of_reals(scores));
    out->set(fields[4], Column::of_integers(std::move(ranks)));
    return out;
}

std::shared_ptr<Table> lead_table(const std::vector<Lead>& list, const RankedRows& ranked,
                                  const std::vector<std::string>& columns,
                                  const std::vector<double>& weights) {
    std::vector<std::string> criteria, ids;
    std::vector<double> from, to;
    std::vector<bool> now;
    for (const Lead& lead : list) {
        criteria.push_back(columns[lead.criterion]);
        ids.push_back(ranked.ids[lead.row]);
        from.push_back(lead.from);
        to.push_back(lead.to);
        const double weight = weights[lead.criterion];
        now.push_back(lead.from <= weight && weight <= lead.to);
    }
    const auto fields = lead_columns();
    auto out = std::make_shared<Table>(ids.size());
    out->set(fields[0], Column::of_texts(criteria));
    out->set(fields[1], Column::of_reals(from));
    out->set(fields[2], Column::of_reals(to));
    out->set(fields[3], Column::of_texts(ids));
    out->set(fields[4], Column::of_booleans(now));
    return out;
}

/// Says who leads and who comes nearest to taking over.
void tell(registry::Call& call, const std::vector<Flip>& flips, const std::string& leader,
          const RankedRows& ranked, const std::vector<std::string>& columns) {
    const Flip* nearest = nullptr;
    for (const Flip& flip : flips) {
        if (flip.possible && (nearest == nullptr || flip.total < nearest->total)) {
            nearest = &flip;
        }
    }
    if (nearest == nullptr) {
        call.diagnostics->info(base::msg("score.sensitivity.always", leader));
    } else {
        call.diagnostics->info(
            base::msg("score.sensitivity.nearest", leader, ranked.ids[nearest->rival],
                      fmt::format("{:.4g}", nearest->total / 2), columns[nearest->raised]));
    }
}

registry::Outputs run(registry::Call& call) {
    const auto columns = column_names(call.params);
    if (columns.size() < 2) {
        throw base::data_error("score.sensitivity.one");
    }
    const auto weights = weights_of(call, columns);
    const auto ranked = ranked_rows(call, "data", columns);
    std::vector<Flip> flips;
    if (!ranked.ids.empty()) {
        const auto scores = wlc(ranked.values, weights).score;
        const std::size_t leader =
            rank(scores, std::vector<bool>(scores.size(), true), ranked.ids).order.front();
        flips = nearest_flips(ranked.values, weights, leader);
        tell(call, flips, ranked.ids[leader], ranked, columns);
    }
    const auto steps = one_at_a_time(ranked.values, weights, ranked.ids,
                                     call.params.at("steps").get<std::size_t>());
    return {
        {"table", flip_table(flips, ranked, columns)},
        {"weights", changed_weights(flips, ranked, columns, weights)},
        {"steps", step_table(steps, ranked, columns)},
        {"leads", lead_table(leads(ranked.values, weights, ranked.ids), ranked, columns, weights)}};
}

}  // namespace

void register_sensitivity(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
