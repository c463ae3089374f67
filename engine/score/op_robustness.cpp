// score.robustness and score.compare_robust: how sure ranks and differences are.
#include "base/error.hpp"
#include "score/op_robustness_inputs.hpp"

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

std::vector<ColumnSpec> table_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"score", Type::real, "", {"基准得分", "base score"}},
            {"rank", Type::integer, "", {"基准名次", "base rank"}},
            {"mean", Type::real, "", {"得分均值", "mean score"}},
            {"sd", Type::real, "", {"得分标准差", "standard deviation of the score"}},
            {"score_p05", Type::real, "", {"得分 5% 分位", "5 % quantile of the score"}},
            {"score_p95", Type::real, "", {"得分 95% 分位", "95 % quantile of the score"}},
            {"expected_rank", Type::real, "", {"期望名次", "expected rank"}},
            {"p_first", Type::real, "", {"第一名的概率", "probability of rank 1"}},
            {"p_top", Type::real, "", {"前 top 名的概率", "probability of a rank up to `top`"}},
            {"rank_p05", Type::integer, "", {"名次 5% 分位", "5 % quantile of the rank"}},
            {"rank_p95", Type::integer, "", {"名次 95% 分位", "95 % quantile of the rank"}}};
}

std::vector<ColumnSpec> acceptability_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"rank", Type::integer, "", {"名次", "rank"}},
            {"probability", Type::real, "", {"概率", "probability"}}};
}

std::vector<ColumnSpec> central_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"criterion", Type::text, "", {"准则", "criterion"}},
            {"weight", Type::real, "", {"使其居首的平均权重", "mean weight where it is first"}},
            {"p_first", Type::real, "", {"第一名的概率", "probability of rank 1"}}};
}

registry::ParamSpec whole(const std::string& name, int fallback, base::Text help) {
    auto out = make_param(name, ParamType::integer, fallback, std::move(help));
    out.min = 1;
    return out;
}

std::vector<registry::ParamSpec> common_params() {
    std::vector<registry::ParamSpec> out = {columns_param(), weights_param(), normalise_param()};
    for (auto& param : draw_params()) {
        out.push_back(std::move(param));
    }
    out.push_back(feasible_param());
    out.push_back(id_param());
    return out;
}

registry::OperatorSpec robustness_spec() {
    registry::OperatorSpec out;
    out.name = "score.robustness";
    out.title = {"排名稳健性（蒙特卡洛）", "Robustness of a ranking (Monte Carlo)"};
    out.help = {
        "按种子反复抽取权重与指标值，统计加权和的得分与名次；同一种子下，各情景抽到相同的"
        "数；结果与行列次序、线程数无关",
        "Draws weights and values by a seed and counts scores and ranks of the weighted "
        "sum; scenarios of one seed get the same draws; the order of rows and columns and "
        "the number of threads change nothing"};
    out.ports = {data_port(), weights_port()};
    out.params = common_params();
    out.params.push_back(
        whole("top", 3, {"p_top 统计的名次上限", "`p_top` is for ranks up to it"}));
    out.params.push_back(
        whole("ranks", 10, {"acceptability 表列出的名次上限", "ranks listed in `acceptability`"}));
    out.outputs = {{"table", Kind::table, {"每行一条", "one for each row"}, table_columns()},
                   {"acceptability",
                    Kind::table,
                    {"名次可接受度", "rank acceptability"},
                    acceptability_columns()},
                   {"central",
                    Kind::table,
                    {"中心权重（曾居首的行）", "central weights of rows that are ever first"},
                    central_columns()}};
    out.formulas = {
        {{"名次可接受度与中心权重（SMAA-2）", "Rank acceptability and central weights (SMAA-2)"},
         "b_i^r = P(rank_i = r),\\quad w_i^c = E(w \\mid rank_i = 1)",
         {"同分同名次，故一个名次的概率之和可大于 1",
          "equal scores share a rank, so the probabilities of a rank may add up to more than 1"},
         "Lahdelma and Salminen 2001"},
        {{"权重的狄利克雷分布", "Dirichlet weights"},
         "w_j = g_j / \\sum_k g_k,\\quad g_j \\sim Gamma(k\\,w_j^0)",
         {"k：集中度；w0：给定的权重", "k: concentration; w0: the weights given"},
         "Marsaglia and Tsang 2000"}};
    return out;
}

std::shared_ptr<Table> main_table(const Robustness& result, const ScoreModel& model,
                                  std::size_t top) {
    std::vector<double> expected, first, in_top;
    std::vector<std::int64_t> low, high;
    for (std::size_t i = 0; i < model.rows.size(); ++i) {
        expected.push_back(result.expected_rank(i));
        first.push_back(result.share_within(i, 1));
        in_top.push_back(result.share_within(i, top));
        low.push_back(result.rank_quantile(i, 5));
        high.push_back(result.rank_quantile(i, 95));
    }
    const auto fields = table_columns();
    auto out = std::make_shared<Table>(model.rows.size());
    out->set(fields[0], Column::of_texts(model.rows));
    out->set(fields[1], Column::of_reals(result.base));
    out->set(fields[2], Column::of_integers(result.base_rank));
    out->set(fields[3], Column::of_reals(result.scores.mean));
    out->set(fields[4], Column::of_reals(result.scores.sd));
    out->set(fields[5], Column::of_reals(result.scores.low));
    out->set(fields[6], Column::of_reals(result.scores.high));
    out->set(fields[7], Column::of_reals(expected));
    out->set(fields[8], Column::of_reals(first));
    out->set(fields[9], Column::of_reals(in_top));
    out->set(fields[10], Column::of_integers(low));
    out->set(fields[11], Column::of_integers(high));
    return out;
}

std::shared_ptr<Table> acceptability_table(const Robustness& result, const ScoreModel& model,
                                           std::size_t ranks) {
    std::vector<std::string> ids;
    std::vector<std::int64_t> rank;
    std::vector<double> probability;
    const std::size_t rows = model.rows.size();
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t r = 1; r <= std::min(ranks, rows); ++r) {
            ids.push_back(model.rows[i]);
            rank.push_back(static_cast<std::int64_t>(r));
            probability.push_back(static_cast<double>(result.count(i, r)) /
                                  static_cast<double>(result.draws));
        }
    }
    const auto fields = acceptability_columns();
    auto out = std::make_shared<Table>(ids.size());
    out->set(fields[0], Column::of_texts(ids));
    out->set(fields[1], Column::of_integers(rank));
    out->set(fields[2], Column::of_reals(probability));
    return out;
}

std::shared_ptr<Table> central_table(const Robustness& result, const ScoreModel& model) {
    std::vector<std::string> ids, criteria;
    std::vector<double> weights, first;
    const std::size_t n = model.names.size();
    for (std::size_t i = 0; i < model.rows.size(); ++i) {
        const auto times = static_cast<double>(result.count(i, 1));
        for (std::size_t j = 0; j < n && times > 0; ++j) {
            ids.push_back(model.rows[i]);
            criteria.push_back(model.names[j]);
            weights.push_back(result.central[i * n + j] / times);
            first.push_back(result.share_within(i, 1));
        }
    }
    const auto fields = central_columns();
    auto out = std::make_shared<Table>(ids.size());
    out->set(fields[0], Column::of_texts(ids));
    out->set(fields[1], Column::of_texts(criteria));
    out->set(fields[2], Column::of_reals(weights));
    out->set(fields[3], Column::of_reals(first));
    return out;
}

/// Tells what was drawn.
void tell(registry::Call& call, const ScoreModel& model) {
    const auto vary = call.params.at("vary").get<std::string>();
    const bool values = std::ranges::any_of(
        model.spreads, [](const Spread& spread) { return spread.kind != Spread::Kind::none; });
    if (vary == "none" && !values) {
        call.diagnostics->warn(base::msg("score.robust.nothing"));
    }
    call.diagnostics->info(base::msg("score.robust.drawn",
                                     call.params.at("draws").get<std::int64_t>(), model.rows.size(),
                                     call.params.at("seed").get<std::int64_t>(), vary));
}

registry::Outputs run_robustness(registry::Call& call) {
    const auto columns = column_names(call.params);
    const auto model =
        model_of(call, call.in<Table>("data"), ranked_rows(call, "data", columns), columns);
    tell(call, model);
    const auto result = robustness(model, call.params.at("draws").get<std::uint64_t>());
    return {{"table", main_table(result, model, call.params.at("top").get<std::size_t>())},
            {"acceptability",
             acceptability_table(result, model, call.params.at("ranks").get<std::size_t>())},
            {"central", central_table(result, model)}};
}

std::vector<ColumnSpec> difference_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"before", Type::real, "", {"之前的基准得分", "base score before"}},
            {"after", Type::real, "", {"之后的基准得分", "base score after"}},
            {"difference", Type::real, "", {"基准得分之差", "difference of the base scores"}},
            {"mean", Type::real, "", {"差的均值", "mean difference"}},
            {"sd", Type::real, "", {"差的标准差", "standard deviation of the difference"}},
            {"p05", Type::real, "", {"差的 5% 分位", "5 % quantile of the difference"}},
            {"p95", Type::real, "", {"差的 95% 分位", "95 % quantile of the difference"}},
            {"p_improves", Type::real, "", {"改善的概率", "probability that it improves"}}};
}

registry::OperatorSpec compare_spec() {
    registry::OperatorSpec out;
    out.name = "score.compare_robust";
    out.title = {"两个情景得分之差的区间", "Interval of the difference of two scenarios"};
    out.help = {"两张表的同名行按同一组随机数（同种子）打分，给出差的均值、5%–95% 区间与改善的概率",
                "Rows of the same name in two tables are scored under the same draws (common "
                "random numbers): mean difference, 5-95 % interval and probability that it "
                "improves"};
    const auto port = [](const char* name, base::Text help) {
        return registry::PortSpec{name, Kind::table, true, false, std::move(help)};
    };
    out.ports = {port("before", {"之前：表或图层", "before: a table or a layer"}),
                 port("after", {"之后：表或图层", "after: a table or a layer"}), weights_port()};
    out.params = common_params();
    out.outputs = {{"table", Kind::table, {"每行一条", "one for each row"}, difference_columns()}};
    return out;
}

registry::Outputs run_compare(registry::Call& call) {
    const auto columns = column_names(call.params);
    auto from = ranked_rows(call, "before", columns), to = ranked_rows(call, "after", columns);
    keep_common(call, from, to);
    const auto before = model_of(call, call.in<Table>("before"), from, columns);
    const auto after = model_of(call, call.in<Table>("after"), to, columns);
    tell(call, before);
    const auto result = compare(before, after, call.params.at("draws").get<std::uint64_t>());
    std::vector<double> improves;
    for (const std::uint64_t count : result.draws.above) {
        improves.push_back(static_cast<double>(count) / call.params.at("draws").get<double>());
    }
    const auto fields = difference_columns();
    auto out = std::make_shared<Table>(before.rows.size());
    out->set(fields[0], Column::of_texts(before.rows));
    out->set(fields[1], Column::of_reals(base_scores(in_name_order(before))));
    out->set(fields[2], Column::of_reals(base_scores(in_name_order(after))));
    out->set(fields[3], Column::of_reals(result.base));
    out->set(fields[4], Column::of_reals(result.draws.mean));
    out->set(fields[5], Column::of_reals(result.draws.sd));
    out->set(fields[6], Column::of_reals(result.draws.low));
    out->set(fields[7], Column::of_reals(result.draws.high));
    out->set(fields[8], Column::of_reals(improves));
    return {{"table", out}};
}

}  // namespace

void register_robustness(registry::Registry& registry) {
    registry.add(robustness_spec(), run_robustness);
}

void register_compare_robust(registry::Registry& registry) {
    registry.add(compare_spec(), run_compare);
}

}  // namespace jt::score
