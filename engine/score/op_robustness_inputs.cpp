#include "score/op_robustness_inputs.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace jt::score {

using layer::Table;
using layer::Type;
using nlohmann::json;
using registry::ParamType;

registry::ParamSpec feasible_param() {
    return make_param("feasible", ParamType::text, nullptr,
                      {"布尔列：为假或为空的行不参与排名",
                       "a boolean column: rows where it is false or empty are never ranked"});
}

namespace {

bool complete(const Criteria& values, std::size_t row) {
    return std::ranges::all_of(values,
                               [&](const auto& column) { return std::isfinite(column[row]); });
}

void check_distinct(const std::vector<std::string>& names) {
    std::set<std::string> seen;
    for (const auto& name : names) {
        if (!seen.insert(name).second) {
            throw base::data_error("score.id.twice", name);
        }
    }
}

void keep(RankedRows& ranked, const std::vector<std::size_t>& places) {
    RankedRows out;
    out.values.resize(ranked.values.size());
    for (const std::size_t i : places) {
        out.rows.push_back(ranked.rows[i]);
        out.ids.push_back(ranked.ids[i]);
        for (std::size_t j = 0; j < out.values.size(); ++j) {
            out.values[j].push_back(ranked.values[j][i]);
        }
    }
    ranked = std::move(out);
}

}  // namespace

RankedRows ranked_rows(registry::Call& call, const std::string& port,
                       const std::vector<std::string>& columns) {
    const auto& table = call.in<Table>(port);
    RankedRows out;
    out.ids = names_of(table, call.params);
    check_distinct(out.ids);
    out.values = criteria_of(table, columns);
    const auto& asked = call.params.at("feasible");
    const layer::Column* feasible =
        asked.is_null() ? nullptr : &table.column(asked.get<std::string>());
    if (feasible != nullptr && feasible->type() != Type::boolean) {
        throw base::data_error("score.rank.feasible_type", asked.get<std::string>());
    }
    std::vector<std::size_t> missing, infeasible;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (feasible != nullptr && !feasible->boolean(row)) {
            infeasible.push_back(row);
        } else if (!complete(out.values, row)) {
            missing.push_back(row);
        } else {
            out.rows.push_back(row);
        }
    }
    report(call, base::Severity::info, "score.rank.infeasible", table, out.ids, infeasible);
    report(call, base::Severity::warning, "score.robust.missing", table, out.ids, missing);
    const auto rows = out.rows;
    out.rows.resize(table.rows());
    std::iota(out.rows.begin(), out.rows.end(), std::size_t{0});
    keep(out, rows);
    return out;
}

void keep_common(registry::Call& call, RankedRows& a, RankedRows& b) {
    std::map<std::string, std::size_t> in_b;
    for (std::size_t i = 0; i < b.ids.size(); ++i) {
        in_b.emplace(b.ids[i], i);
    }
    std::vector<std::size_t> from_a, from_b;
    std::vector<std::string> alone;
    for (std::size_t i = 0; i < a.ids.size(); ++i) {
        const auto it = in_b.find(a.ids[i]);
        if (it == in_b.end()) {
            alone.push_back(a.ids[i]);
        } else {
            from_a.push_back(i);
            from_b.push_back(it->second);
            in_b.erase(it);
        }
    }
    for (const auto& [id, i] : in_b) {
        alone.push_back(id);
    }
    if (!alone.empty()) {
        call.diagnostics->warn(
            base::msg("score.robust.alone", alone.size(), base::join_some(alone)));
    }
    keep(a, from_a);
    keep(b, from_b);
}

std::size_t asked_row(const registry::Call& call, const RankedRows& ranked) {
    const auto name = call.params.at("row").get<std::string>();
    const auto it = std::ranges::find(ranked.ids, name);
    if (it == ranked.ids.end()) {
        throw base::unknown_name_error("score.robust.row", name, ranked.ids);
    }
    return static_cast<std::size_t>(it - ranked.ids.begin());
}

std::vector<registry::ParamSpec> draw_params() {
    auto vary = make_param(
        "vary", ParamType::choice, "dirichlet",
        {"权重如何变动：none 不变；dirichlet 狄利克雷分布，均值为 weights；uniform 各权重 ± "
         "share；free 单纯形上均匀（SMAA-2）；ordinal 单纯形上均匀，但须符合 importance",
         "how the weights vary: none; dirichlet with mean `weights`; uniform, each +- share; free, "
         "uniform on the simplex (SMAA-2); ordinal, uniform on the simplex as far as it agrees "
         "with importance"});
    vary.choices = {"none", "dirichlet", "uniform", "free", "ordinal"};
    auto concentration =
        make_param("concentration", ParamType::number, nullptr,
                   {"dirichlet 的集中度，缺省 50；方差 = w (1 − w) / (集中度 + 1)",
                    "concentration of dirichlet, 50 by default; variance = w (1 - w) / "
                    "(concentration + 1)"});
    concentration.min = 1;
    concentration.max = 1e9;
    auto share = make_param(
        "share", ParamType::number, nullptr,
        {"uniform 的变动幅度 0 至 1，缺省 0.2", "share of uniform, 0 to 1, 0.2 by default"});
    share.min = 0;
    share.max = 1;
    auto draws = make_param("draws", ParamType::integer, 10000, {"抽样次数", "number of draws"});
    draws.min = 1;
    draws.max = 1e9;
    auto seed = required_param(
        "seed", ParamType::integer,
        {"随机种子；情景文件中写 seed = P.seed", "random seed; in a scenario file seed = P.seed"});
    seed.min = 0;
    return {vary,
            concentration,
            share,
            make_param("importance", ParamType::list, nullptr,
                       {"ordinal：全部列名，最重要的在前",
                        "ordinal: all columns, the most important first"}),
            make_param(
                "values", ParamType::object, nullptr,
                {"指标值的不确定性：列名 = { sd = 标准差或列名 }、{ low = 份额, high = 份额 }"
                 "（三角分布），或价值函数之前的原始值 { raw = 列名, function = 价值函数, "
                 "relative = 各行相对标准差, common = 全体共有的相对标准差, factor = 共有因子名, "
                 "distribution = lognormal 或 normal }；可加 min、max",
                 "uncertainty of the values: column = { sd = number or column name }, { low = "
                 "share, high = share } (triangular), or of what was measured before the value "
                 "function: { raw = column, function = value function, relative = relative sd "
                 "of each row, common = of all together, factor = name of the common factor, "
                 "distribution = lognormal or normal }; with min and max if wanted"}),
            draws,
            seed};
}

namespace {

/// The order of importance as numbers of columns.
std::vector<std::size_t> importance_of(const json& params,
                                       const std::vector<std::string>& columns) {
    std::vector<std::size_t> out;
    std::set<std::string> seen;
    for (const auto& name : texts_of(params, "importance")) {
        const auto at = std::ranges::find(columns, name);
        if (at == columns.end()) {
            throw base::unknown_name_error("score.robust.importance", name, columns);
        }
        if (!seen.insert(name).second) {
            throw base::data_error("score.robust.importance.tie", name);
        }
        out.push_back(static_cast<std::size_t>(at - columns.begin()));
    }
    if (out.size() != columns.size()) {
        throw base::data_error("score.robust.importance.count", out.size(), columns.size());
    }
    return out;
}

/// A parameter of one kind of `vary`, or its default; data error where it is given to another.
double amount_of(const json& params, const std::string& name, const std::string& kind,
                 double fallback) {
    const auto vary = params.at("vary").get<std::string>();
    if (!params.at(name).is_null() && vary != kind) {
        throw base::data_error("score.robust.unused", name, kind, vary);
    }
    return params.at(name).is_null() ? fallback : params.at(name).get<double>();
}

}  // namespace

WeightModel weight_model(const json& params, const std::vector<std::string>& columns) {
    constexpr double kConcentration = 50, kShare = 0.2;
    const auto vary = params.at("vary").get<std::string>();
    const double concentration = amount_of(params, "concentration", "dirichlet", kConcentration);
    const double share = amount_of(params, "share", "uniform", kShare);
    if (vary == "ordinal") {
        return {Vary::ordinal, 0, importance_of(params, columns)};
    }
    if (!params.at("importance").is_null()) {
        throw base::data_error("score.robust.unused", "importance", "ordinal", vary);
    }
    return vary == "dirichlet" ? WeightModel{Vary::dirichlet, concentration, {}}
           : vary == "uniform" ? WeightModel{Vary::uniform, share, {}}
           : vary == "free"    ? WeightModel{Vary::free, 0, {}}
                               : WeightModel{};
}

std::vector<double> model_weights(registry::Call& call, const std::vector<std::string>& columns,
                                  const WeightModel& vary) {
    const bool given = !call.params.at("weights").is_null() || call.has("weights");
    if (!given && vary.vary == Vary::free) {
        return std::vector<double>(columns.size(), 1.0 / static_cast<double>(columns.size()));
    }
    return !given && vary.vary == Vary::ordinal ? centroid_weights(vary.importance)
                                                : weights_of(call, columns);
}

ScoreModel model_of(registry::Call& call, const Table& table, const RankedRows& ranked,
                    const std::vector<std::string>& columns) {
    if (ranked.ids.size() > RankCounter::kMostRows) {
        throw base::data_error("score.robust.rows", ranked.ids.size(), RankCounter::kMostRows);
    }
    ScoreModel out;
    out.names = columns;
    out.rows = ranked.ids;
    out.values = ranked.values;
    out.vary = weight_model(call.params, columns);
    out.weights = model_weights(call, columns, out.vary);
    out.spreads = spreads_of(call.params.at("values"), table, ranked, columns);
    out.seed = call.params.at("seed").get<std::uint64_t>();
    return out;
}

}  // namespace jt::score
