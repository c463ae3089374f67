// score.group_ahp: weights from the comparisons of several judges.
#include "base/error.hpp"
#include "base/text.hpp"
#include "score/group_ahp.hpp"
#include "score/op_ahp_facts.hpp"
#include "score/op_ahp_judges.hpp"

#include <algorithm>
#include <cmath>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

std::vector<ColumnSpec> joined(std::vector<ColumnSpec> first, const std::vector<ColumnSpec>& a,
                               const std::vector<ColumnSpec>& b = {}) {
    first.insert(first.end(), a.begin(), a.end());
    first.insert(first.end(), b.begin(), b.end());
    return first;
}

std::vector<ColumnSpec> pair_columns() {
    return {{"first", Type::text, "", {"准则", "criterion"}},
            {"second", Type::text, "", {"相比的准则", "compared with"}}};
}

std::vector<ColumnSpec> spread_columns() {
    return {{"lowest", Type::real, "", {"各专家权重的最小值", "lowest weight of a judge"}},
            {"highest", Type::real, "", {"各专家权重的最大值", "highest weight of a judge"}},
            {"spread", Type::real, "", {"极差", "highest less lowest"}}};
}

std::vector<ColumnSpec> comparison_columns() {
    return joined(pair_columns(),
                  {{"value", Type::real, "", {"群体判断", "of the group"}},
                   {"judges", Type::integer, "", {"专家数", "judges"}},
                   {"lowest", Type::real, "", {"最小", "lowest"}},
                   {"highest", Type::real, "", {"最大", "highest"}},
                   {"spread",
                    Type::real,
                    "",
                    {"几何标准差，1 为一致", "geometric standard deviation, 1 = all agree"}}});
}

std::vector<ColumnSpec> judge_columns() {
    return joined({{"judge", Type::text, "", {"专家", "judge"}},
                   {"judge_weight", Type::real, "", {"专家权重", "weight of the judge"}},
                   {"used", Type::boolean, "", {"计入", "counted"}},
                   {"comparisons", Type::integer, "", {"判断数", "comparisons made"}}},
                  consistency_columns(), contradiction_columns());
}

std::vector<ColumnSpec> judgement_columns() {
    return joined({{"judge", Type::text, "", {"专家", "judge"}}}, pair_columns(),
                  {{"value", Type::real, "", {"判断", "judgement"}},
                   {"group", Type::real, "", {"群体判断", "of the group"}}});
}

std::vector<ColumnSpec> check_columns() {
    return joined({{"n", Type::integer, "", {"阶数", "number of criteria"}},
                   {"judges", Type::integer, "", {"计入的专家数", "judges counted"}},
                   {"accept_cr", Type::real, "", {"接受上限", "accepted up to"}}},
                  consistency_columns(), contradiction_columns());
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.group_ahp";
    out.title = {"群决策层次分析法权重", "AHP weights of a group"};
    out.help = {
        "汇总多位专家的两两判断：逐项取加权几何平均（Aczel & Saaty 1983），再求权重；"
        "各专家的判断、权重与 CR 均列出",
        "One set of weights from the comparisons of several judges: the weighted geometric "
        "mean of each judgement (Aczel & Saaty 1983), then AHP; every judge's judgements, "
        "own weights and CR are listed"};
    out.ports = {judgements_port()};
    out.params = judgements_params();
    auto inconsistent = make_param(
        "inconsistent", ParamType::choice, "error",
        {"专家本人 CR 超过上限时：error 报错，warn 仍计入，exclude 不计入；均列出",
         "a judge whose own CR is above the limit: error, warn (counted) or exclude (not "
         "counted); always listed"});
    inconsistent.choices = {"error", "warn", "exclude"};
    out.params.push_back(method_param());
    out.params.push_back(accept_cr_param());
    out.params.push_back(inconsistent);
    out.outputs = {
        {"table",
         Kind::table,
         {"权重表与各专家的差异", "weights, and how far the judges differ"},
         joined(weight_columns(), spread_columns())},
        {"check", Kind::table, {"群体判断的一致性", "consistency of the group"}, check_columns()},
        {"comparisons",
         Kind::table,
         {"群体判断，每对一行", "judgements of the group, one row for each pair"},
         comparison_columns()},
        {"judges", Kind::table, {"专家，每人一行", "one row for each judge"}, judge_columns()},
        {"judge_weights",
         Kind::table,
         {"各专家本人的权重", "the weights of each judge alone"},
         joined({{"judge", Type::text, "", {"专家", "judge"}}}, weight_columns())},
        {"judgements", Kind::table, {"谁作了什么判断", "who judged what"}, judgement_columns()}};
    out.formulas = {{{"群体判断", "Judgements of a group"},
                     "a_{ij} = \\prod_k (a_{ij}^{(k)})^{\\lambda_k},\\quad \\sum_k \\lambda_k = 1",
                     {"k：专家；λ：专家权重", "k: judge; λ: weight of the judge"},
                     "Aczel and Saaty 1983"},
                    ahp_formula()};
    return out;
}

/// One judge's own result; nothing where the comparisons do not connect all criteria.
using OwnResult = std::optional<AhpResult>;

std::vector<OwnResult> own_results(registry::Call& call, const Judgements& given) {
    std::vector<OwnResult> out;
    std::vector<std::string> partial;
    for (std::size_t k = 0; k < given.judges.size(); ++k) {
        const auto parts = connected(given.matrices[k], given.names.size());
        const bool whole = std::ranges::all_of(parts, [](std::size_t part) { return part == 0; });
        if (whole) {
            out.push_back(ahp(given.matrices[k], given.names.size(), method_of(call.params)));
        } else {
            out.emplace_back();
            partial.push_back(given.judges[k]);
        }
    }
    if (!partial.empty()) {
        call.diagnostics->warn(
            base::msg("score.group.partial", partial.size(), base::join_some(partial)));
    }
    return out;
}

std::string doubt_text(const Judgements& given, std::size_t k, double cr) {
    std::string out = fmt::format("{} (CR {:.4f}", given.judges[k], cr);
    if (const auto repair = best_repair(given.matrices[k], given.names.size())) {
        out += fmt::format("; ({}, {}): {} -> {}, CR {:.4f}", given.names[repair->i],
                           given.names[repair->j], judgement_text(repair->from),
                           judgement_text(repair->to), repair->cr);
    }
    return out + ")";
}

/// The weights of the judges that count, by parameter `inconsistent`: 0 for those left out.
std::vector<double> counted_weights(registry::Call& call, const Judgements& given,
                                    const std::vector<OwnResult>& own) {
    const double limit = call.params.at("accept_cr").get<double>();
    const auto rule = call.params.at("inconsistent").get<std::string>();
    std::vector<std::string> doubtful;
    auto weights = given.weights;
    for (std::size_t k = 0; k < own.size(); ++k) {
        if (own[k] && own[k]->cr > limit) {
            doubtful.push_back(doubt_text(given, k, own[k]->cr));
            weights[k] = rule == "exclude" ? 0 : weights[k];
        }
    }
    if (doubtful.empty()) {
        return weights;
    }
    const auto list = base::join_some(doubtful);
    if (rule == "error") {
        throw base::data_error("score.group.inconsistent", doubtful.size(), limit, list);
    }
    if (rule == "warn") {
        call.diagnostics->warn(base::msg("score.group.doubtful", doubtful.size(), limit, list));
        return weights;
    }
    call.diagnostics->warn(base::msg("score.group.excluded", doubtful.size(), limit, list));
    double sum = 0;
    for (const double weight : weights) {
        sum += weight;
    }
    if (sum <= 0) {
        throw base::data_error("score.group.nobody", limit);
    }
    for (double& weight : weights) {
        weight /= sum;
    }
    return weights;
}

/// Adds the lowest, the highest and their difference over the judges that count and have weights.
void set_spread(Table& table, const std::vector<OwnResult>& own,
                const std::vector<double>& weights) {
    FactTable facts(spread_columns());
    for (std::size_t j = 0; j < table.rows(); ++j) {
        std::vector<double> found;
        for (std::size_t k = 0; k < own.size(); ++k) {
            if (own[k] && weights[k] > 0) {
                found.push_back(own[k]->weights[j]);
            }
        }
        if (found.empty()) {
            add_nothing(facts, spread_columns());
            continue;
        }
        const auto [low, high] = std::ranges::minmax(found);
        facts["lowest"].real(low);
        facts["highest"].real(high);
        facts["spread"].real(high - low);
    }
    const auto columns = facts.build(table.rows());
    for (const auto& field : columns->fields()) {
        table.set(field, columns->shared_column(field.name));
    }
}

std::shared_ptr<Table> comparison_table(const Judgements& given, const GroupComparisons& group) {
    FactTable out(comparison_columns());
    for (const auto& pair : group.judgements) {
        out["first"].text(given.names[pair.i]);
        out["second"].text(given.names[pair.j]);
        out["value"].real(pair.value);
        out["judges"].integer(static_cast<std::int64_t>(pair.judges));
        out["lowest"].real(pair.lowest);
        out["highest"].real(pair.highest);
        out["spread"].real(pair.spread);
    }
    return out.build(group.judgements.size());
}

std::shared_ptr<Table> judge_table(const Judgements& given, const std::vector<OwnResult>& own,
                                   const std::vector<double>& weights) {
    FactTable out(judge_columns());
    const std::size_t n = given.names.size();
    for (std::size_t k = 0; k < given.judges.size(); ++k) {
        out["judge"].text(given.judges[k]);
        out["judge_weight"].real(weights[k]);
        out["used"].integer(weights[k] > 0 ? 1 : 0);
        out["comparisons"].integer(
            static_cast<std::int64_t>(n * (n - 1) / 2 - given.missing[k].size()));
        if (own[k]) {
            add_consistency(out, *own[k]);
            add_contradictions(out, given.names, given.matrices[k], own[k]->cr);
        } else {
            add_nothing(out, consistency_columns());
            add_nothing(out, contradiction_columns());
        }
    }
    return out.build(given.judges.size());
}

std::shared_ptr<Table> own_weight_table(const Judgements& given,
                                        const std::vector<OwnResult>& own) {
    FactTable out(spec().output("judge_weights")->columns);
    for (std::size_t k = 0; k < given.judges.size(); ++k) {
        for (std::size_t j = 0; j < given.names.size(); ++j) {
            out["judge"].text(given.judges[k]);
            out["name"].text(given.names[j]);
            out["weight"].real(own[k] ? own[k]->weights[j] : NAN);
        }
    }
    return out.build(given.judges.size() * given.names.size());
}

std::shared_ptr<Table> judgement_table(const Judgements& given, const GroupComparisons& group) {
    FactTable out(judgement_columns());
    const std::size_t n = given.names.size();
    std::size_t rows = 0;
    for (std::size_t k = 0; k < given.judges.size(); ++k) {
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = i + 1; j < n; ++j) {
                if (std::isnan(given.matrices[k][i * n + j])) {
                    continue;
                }
                out["judge"].text(given.judges[k]);
                out["first"].text(given.names[i]);
                out["second"].text(given.names[j]);
                out["value"].real(given.matrices[k][i * n + j]);
                out["group"].real(group.matrix[i * n + j]);
                ++rows;
            }
        }
    }
    return out.build(rows);
}

std::shared_ptr<Table> check_table(const Judgements& given, const GroupComparisons& group,
                                   const AhpResult& result, const std::vector<double>& weights,
                                   double accept_cr) {
    FactTable out(check_columns());
    out["n"].integer(static_cast<std::int64_t>(given.names.size()));
    out["judges"].integer(std::ranges::count_if(weights, [](double w) { return w > 0; }));
    out["accept_cr"].real(accept_cr);
    add_consistency(out, result);
    add_contradictions(out, given.names, group.matrix, result.cr);
    return out.build(1);
}

registry::Outputs run(registry::Call& call) {
    const auto given = judgements_of(call);
    const auto own = own_results(call, given);
    const auto weights = counted_weights(call, given, own);
    const auto group = group_comparisons(given.matrices, weights, given.names.size());
    check_connected(given.names, group.matrix);
    if (!group.partial.empty()) {
        call.diagnostics->info(base::msg("score.group.some", group.partial.size(),
                                         base::join_some(cell_names(given.names, group.partial))));
    }
    const auto result = ahp(group.matrix, given.names.size(), method_of(call.params));
    const double accept_cr = call.params.at("accept_cr").get<double>();
    check_consistent(given.names, group.matrix, result, accept_cr);
    call.diagnostics->info(base::msg("score.group.result",
                                     std::ranges::count_if(weights, [](double w) { return w > 0; }),
                                     given.names.size(), fmt::format("{:.4f}", result.cr)));
    auto table = weight_table(given.names, result.weights);
    set_spread(*table, own, weights);
    return {{"table", table},
            {"check", check_table(given, group, result, weights, accept_cr)},
            {"comparisons", comparison_table(given, group)},
            {"judges", judge_table(given, own, weights)},
            {"judge_weights", own_weight_table(given, own)},
            {"judgements", judgement_table(given, group)}};
}

}  // namespace

void register_group_ahp(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
