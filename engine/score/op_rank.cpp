// score.rank: ranks among the feasible.
#include "base/error.hpp"
#include "score/op_support.hpp"
#include "score/rank.hpp"
#include "score/standing.hpp"

#include <cmath>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.rank";
    out.version = 2;
    out.title = {"排名", "Ranking"};
    out.help = {
        "只在可行的行中排名；同分同名次（1, 2, 2, 4）；不可行的行保留得分，没有名次；rank_all "
        "为连同不可行者的名次",
        "Ranks among the feasible rows only; equal scores share a rank (1, 2, 2, 4); infeasible "
        "rows keep their score and get no rank; rank_all is the rank with the infeasible ones"};
    out.ports = {data_port(), constraints_port()};
    auto order = make_param("order", ParamType::choice, "descending",
                            {"descending 越大越好，ascending 越小越好",
                             "descending: more is better; ascending: less is better"});
    order.choices = {"descending", "ascending"};
    out.params = {
        make_param("column", ParamType::text, "score", {"得分列", "column of the scores"}), order,
        id_param()};
    out.outputs = {
        {"table",
         Kind::table,
         {"输入各列加可行性、未通过的规则与名次",
          "the columns of the input, feasibility, failed rules and rank"},
         {{"feasible", Type::boolean, "", {"可行", "feasible"}},
          {"failed_rules", Type::text, "", {"未通过的规则", "failed rules"}},
          {"rank", Type::integer, "", {"名次", "rank"}},
          {"position", Type::integer, "", {"次序", "position in the list"}},
          {"rank_all", Type::integer, "", {"含不可行者的名次", "rank with the infeasible"}}}}};
    return out;
}

void report_unranked(registry::Call& call, const Standing& standing,
                     const std::vector<double>& scores, const std::vector<std::string>& names) {
    std::vector<std::size_t> infeasible, missing;
    for (std::size_t row = 0; row < scores.size(); ++row) {
        if (!standing.feasible[row]) {
            infeasible.push_back(row);
        } else if (std::isnan(scores[row])) {
            missing.push_back(row);
        }
    }
    const auto& data = call.in<Table>("data");
    report(call, base::Severity::info, "score.rank.infeasible", data, names, infeasible);
    report(call, base::Severity::warning, "score.rank.missing", data, names, missing);
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto names = names_of(data, call.params);
    const auto scores = reals_of(data, call.params.at("column").get<std::string>());
    const auto standing = standing_of(call, "constraints", names);
    const auto ranking =
        rank(scores, standing.feasible, names, call.params.at("order") == "descending");
    report_unranked(call, standing, scores, names);
    std::vector<std::int64_t> position(names.size());
    for (std::size_t k = 0; k < ranking.order.size(); ++k) {
        position[ranking.order[k]] = static_cast<std::int64_t>(k) + 1;
    }
    const auto all = rank(scores, std::vector<bool>(names.size(), true), names,
                          call.params.at("order") == "descending");
    auto out = std::make_shared<Table>(layer::columns_of(data));
    const auto fields = spec().outputs.front().columns;
    out->set(fields[0], Column::of_booleans(standing.feasible));
    out->set(fields[1], Column::of_texts(standing.failed));
    out->set(fields[2], rank_column(ranking));
    out->set(fields[3], Column::of_integers(std::move(position)));
    out->set(fields[4], rank_column(all));
    return {{"table", out}};
}

}  // namespace

void register_rank(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
