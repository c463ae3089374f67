// score.rank: ranks among the feasible.
#include "base/error.hpp"
#include "score/op_support.hpp"
#include "score/rank.hpp"

#include <cmath>
#include <map>

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
    out.title = {"排名", "Ranking"};
    out.help = {"只在可行的行中排名；同分同名次（1, 2, 2, 4）；不可行的行保留得分，没有名次",
                "Ranks among the feasible rows only; equal scores share a rank (1, 2, 2, 4); "
                "infeasible rows keep their score and get no rank"};
    out.ports = {data_port(),
                 {"constraints",
                  Kind::table,
                  false,
                  false,
                  {"score.constraints 的结果表：id, feasible, failed_rules",
                   "the table of score.constraints: id, feasible, failed_rules"}}};
    auto order = make_param("order", ParamType::choice, false, "descending",
                            {"descending 越大越好，ascending 越小越好",
                             "descending: more is better; ascending: less is better"});
    order.choices = {"descending", "ascending"};
    out.params = {
        make_param("column", ParamType::text, false, "score", {"得分列", "column of the scores"}),
        order, id_param()};
    out.outputs = {{"table",
                    Kind::table,
                    {"输入各列加可行性、未通过的规则与名次",
                     "the columns of the input, feasibility, failed rules and rank"},
                    {{"feasible", Type::boolean, "", {"可行", "feasible"}},
                     {"failed_rules", Type::text, "", {"未通过的规则", "failed rules"}},
                     {"rank", Type::integer, "", {"名次", "rank"}},
                     {"position", Type::integer, "", {"次序", "position in the list"}}}}};
    return out;
}

struct Standing {
    std::vector<bool> feasible;
    std::vector<std::string> failed;
};

Standing standing_of(registry::Call& call, const std::vector<std::string>& names) {
    Standing out{std::vector<bool>(names.size(), true), std::vector<std::string>(names.size())};
    if (!call.has("constraints")) {
        return out;
    }
    const auto& table = call.in<Table>("constraints");
    const auto& ids = table.column("id");
    const auto& feasible = table.column("feasible");
    if (feasible.type() != Type::boolean) {
        throw base::data_error("score.rank.feasible_type", "feasible");
    }
    const Column* failed = table.has("failed_rules") ? &table.column("failed_rules") : nullptr;
    std::map<std::string, std::size_t> rows;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (!rows.emplace(ids.show(row), row).second) {
            throw base::data_error("score.id.twice", ids.show(row));
        }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto it = rows.find(names[i]);
        if (it == rows.end()) {
            throw base::data_error("score.id.none", names[i]);
        }
        out.feasible[i] = feasible.boolean(it->second);
        out.failed[i] = failed == nullptr ? "" : failed->show(it->second);
    }
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
    const auto standing = standing_of(call, names);
    const auto ranking =
        rank(scores, standing.feasible, names, call.params.at("order") == "descending");
    report_unranked(call, standing, scores, names);
    std::vector<std::int64_t> position(names.size());
    for (std::size_t k = 0; k < ranking.order.size(); ++k) {
        position[ranking.order[k]] = static_cast<std::int64_t>(k) + 1;
    }
    layer::ColumnBuilder ranks(Type::integer);
    for (const std::int64_t value : ranking.rank) {
        if (value == 0) {
            ranks.null();
        } else {
            ranks.integer(value);
        }
    }
    auto out = std::make_shared<Table>(layer::columns_of(data));
    const auto fields = spec().outputs.front().columns;
    out->set(fields[0], Column::of_booleans(standing.feasible));
    out->set(fields[1], Column::of_texts(standing.failed));
    out->set(fields[2], ranks.build());
    out->set(fields[3], Column::of_integers(std::move(position)));
    return {{"table", out}};
}

}  // namespace

void register_rank(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
