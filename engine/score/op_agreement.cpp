// score.agreement: whether several methods say the same.
#include "base/error.hpp"
#include "base/text.hpp"
#include "score/agreement.hpp"
#include "score/op_support.hpp"

#include <cmath>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

constexpr const char* kRankSuffix = "_rank";
constexpr int kUsualTop = 3;

std::vector<ColumnSpec> row_columns() {
    return {{"rank_mean", Type::real, "", {"平均名次", "mean rank"}},
            {"rank_best", Type::integer, "", {"最好名次", "best rank"}},
            {"rank_worst", Type::integer, "", {"最差名次", "worst rank"}},
            {"rank_spread", Type::integer, "", {"名次差", "worst less best rank"}}};
}

std::vector<ColumnSpec> pair_columns() {
    return {
        {"first", Type::text, "", {"得分列", "score"}},
        {"second", Type::text, "", {"相比的得分列", "compared with"}},
        {"rows", Type::integer, "", {"行数", "rows"}},
        {"tau_b", Type::real, "", {"Kendall τb", "Kendall's tau-b"}},
        {"rho", Type::real, "", {"Spearman ρ", "Spearman's rho"}},
        {"first_alike", Type::integer, "", {"同列第一的行数", "rows both rank first"}},
        {"k", Type::integer, "", {"前几名", "how many first ranks"}},
        {"top_alike", Type::integer, "", {"同在前 k 名的行数", "rows both have in the top k"}},
        {"top_first", Type::integer, "", {"第一列前 k 名的行数", "rows in the first's top k"}},
        {"top_second", Type::integer, "", {"第二列前 k 名的行数", "rows in the second's top k"}}};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.agreement";
    out.title = {"方法一致性", "Agreement of methods"};
    out.help = {
        "同一批行的几种得分是否一致：逐行的名次、平均、最好与最差名次，逐对的 Kendall τb 与 "
        "Spearman ρ；缺任一得分的行不参与排名并列出",
        "Whether several scores of the same rows agree: the ranks of each row with mean, "
        "best and worst, and for each pair Kendall's tau-b and Spearman's rho; rows that "
        "lack a score are not ranked and listed"};
    out.ports = {data_port()};
    auto k = make_param("k", ParamType::integer, kUsualTop,
                        {"比较前几名", "how many first ranks are compared"});
    k.min = 1;
    out.params = {required_param("columns", ParamType::list,
                                 {"得分列，至少两列", "columns of the scores, two or more"}),
                  directions_param(false), k, id_param()};
    auto rows = row_columns();
    out.outputs = {{"table",
                    Kind::table,
                    {"输入各列加各得分的名次（<列名>_rank）与其汇总",
                     "the columns of the input, the rank by each score (<column>_rank), and what "
                     "they have in common"},
                    rows,
                    {{"data"}}},
                   {"pairs", Kind::table, {"两两比较", "pair by pair"}, pair_columns()}};
    out.formulas = {
        {{"名次相关", "Rank correlation"},
         "\\tau_b = (C - D) / \\sqrt{(n_0 - n_1)(n_0 - n_2)},\\quad \\rho = r(R_1, R_2)",
         {"C、D：同序与逆序的对数；n0：总对数；n1、n2：同分的对数；R：平均名次",
          "C, D: concordant and discordant pairs; n0: all pairs; n1, n2: tied pairs; "
          "R: mean ranks"},
         "Kendall 1945; Spearman 1904"}};
    return out;
}

/// A value of each ranked row, null for the others.
template <class Value>
Column spread_out(const Agreement& found, std::size_t rows, Type type, Value&& value) {
    std::vector<double> all(rows, NAN);
    for (std::size_t at = 0; at < found.rows.size(); ++at) {
        all[found.rows[at]] = static_cast<double>(value(found.of_row[at]));
    }
    layer::ColumnBuilder out(type);
    for (const double one : all) {
        if (std::isnan(one)) {
            out.null();
        } else if (type == Type::integer) {
            out.integer(static_cast<std::int64_t>(one));
        } else {
            out.real(one);
        }
    }
    return out.build();
}

std::shared_ptr<Table> row_table(const Table& data, const Agreement& found,
                                 const std::vector<std::string>& columns) {
    auto out = std::make_shared<Table>(layer::columns_of(data));
    const std::size_t n = data.rows();
    for (std::size_t j = 0; j < columns.size(); ++j) {
        out->set(
            {columns[j] + kRankSuffix,
             Type::integer,
             "",
             {columns[j] + "的名次", "rank by " + columns[j]}},
            spread_out(found, n, Type::integer, [j](const auto& row) { return row.ranks[j]; }));
    }
    const auto fields = row_columns();
    const auto put = [&](std::size_t at, auto&& value) {
        out->set(fields[at], spread_out(found, n, fields[at].type, value));
    };
    put(0, [](const RowAgreement& row) { return row.mean; });
    put(1, [](const RowAgreement& row) { return row.best; });
    put(2, [](const RowAgreement& row) { return row.worst; });
    put(3, [](const RowAgreement& row) { return row.spread; });
    return out;
}

std::shared_ptr<Table> pair_table(const Agreement& found, const std::vector<std::string>& columns,
                                  std::int64_t k) {
    std::vector<std::string> names[2];
    std::vector<double> tau, rho;
    std::vector<std::int64_t> counts[6];
    for (const auto& pair : found.pairs) {
        names[0].push_back(columns[pair.first]);
        names[1].push_back(columns[pair.second]);
        tau.push_back(pair.tau_b);
        rho.push_back(pair.rho);
        const std::size_t values[] = {
            found.rows.size(), pair.first_alike, static_cast<std::size_t>(k),
            pair.top_alike,    pair.top_first,   pair.top_second};
        for (std::size_t at = 0; at < std::size(values); ++at) {
            counts[at].push_back(static_cast<std::int64_t>(values[at]));
        }
    }
    auto out = std::make_shared<Table>(found.pairs.size());
    const auto fields = pair_columns();
    out->set(fields[0], Column::of_texts(names[0]));
    out->set(fields[1], Column::of_texts(names[1]));
    out->set(fields[2], Column::of_integers(counts[0]));
    out->set(fields[3], Column::of_reals(tau));
    out->set(fields[4], Column::of_reals(rho));
    for (std::size_t at = 1; at < std::size(counts); ++at) {
        out->set(fields[4 + at], Column::of_integers(counts[at]));
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    if (columns.size() < 2) {
        throw base::data_error("score.agreement.columns", columns.front());
    }
    const auto k = call.params.at("k").get<std::int64_t>();
    const auto found =
        agreement(criteria_of(data, columns), directions_of(call.params, columns.size()),
                  static_cast<std::size_t>(k));
    report(call, base::Severity::warning, "score.agreement.missing", data,
           names_of(data, call.params), found.missing);
    std::vector<std::string> undefined;
    for (const auto& pair : found.pairs) {
        if (std::isnan(pair.tau_b)) {
            undefined.push_back(fmt::format("({}, {})", columns[pair.first], columns[pair.second]));
        }
    }
    if (!undefined.empty()) {
        call.diagnostics->warn(
            base::msg("score.agreement.undefined", undefined.size(), base::join_some(undefined)));
    }
    return {{"table", row_table(data, found, columns)}, {"pairs", pair_table(found, columns, k)}};
}

}  // namespace

void register_agreement(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
