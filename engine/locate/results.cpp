#include "locate/results.hpp"

#include "layer/table.hpp"

#include <algorithm>
#include <cmath>

namespace jt::locate {
namespace {

using layer::Column;
using layer::Type;
using registry::Kind;

const char* role_name(Role role) {
    return role == Role::required    ? "required"
           : role == Role::forbidden ? "forbidden"
                                     : "candidate";
}

std::vector<registry::ColumnSpec> site_columns() {
    return {{"id", Type::text, "", {"设施点", "site"}},
            {"chosen", Type::boolean, "", {"入选", "chosen"}},
            {"role", Type::text, "", {"类型", "role"}},
            {"demand", Type::integer, "", {"服务的需求点数", "demand served"}},
            {"weight", Type::real, "", {"服务的权重", "weight served"}},
            {"mean_cost", Type::real, "", {"平均成本（加权）", "mean cost, weighted"}},
            {"max_cost", Type::real, "", {"最大成本", "largest cost"}},
            {"capacity", Type::real, "", {"容量", "capacity"}}};
}

std::vector<registry::ColumnSpec> assignment_columns() {
    return {{"id", Type::text, "", {"需求点", "demand"}},
            {"site", Type::text, "", {"设施点", "site"}},
            {"cost", Type::real, "", {"成本", "cost"}},
            {"weight", Type::real, "", {"权重", "weight"}},
            {"weighted", Type::real, "", {"权重 × 成本", "weight x cost"}},
            {"status", Type::text, "", {"状态", "ok, beyond (the cutoff) or unreachable"}}};
}

std::vector<registry::ColumnSpec> summary_columns() {
    return {{"model", Type::text, "", {"模型", "model"}},
            {"status", Type::text, "", {"求解状态", "how the search ended"}},
            {"objective", Type::real, "", {"目标值", "objective"}},
            {"bound", Type::real, "", {"界", "proven bound of the objective"}},
            {"gap", Type::real, "", {"间隙", "distance of the two"}},
            {"gap_percent", Type::real, "", {"间隙（%）", "the same in % of the objective"}},
            {"sites", Type::integer, "", {"入选设施数", "sites chosen"}},
            {"candidates", Type::integer, "", {"候选数", "candidates"}},
            {"demand", Type::integer, "", {"需求点数", "demand"}},
            {"assigned", Type::integer, "", {"已分配需求点数", "demand assigned"}},
            {"weight", Type::real, "", {"总权重", "weight of all demand"}},
            {"weight_assigned", Type::real, "", {"已分配权重", "weight assigned"}},
            {"share", Type::real, "", {"已分配占比", "weight assigned / weight"}},
            {"mean_cost", Type::real, "", {"平均成本（加权）", "mean cost, weighted"}},
            {"max_cost", Type::real, "", {"最大成本", "largest cost"}},
            {"cutoff", Type::real, "", {"服务上限", "cutoff"}},
            {"nodes", Type::integer, "", {"搜索树结点数", "nodes of the search tree"}},
            {"solver", Type::text, "", {"求解器", "solver"}}};
}

/// What is served, in all or at a site.
struct Served {
    std::int64_t demand = 0;
    double weight = 0, weighted = 0, most = std::nan("");
    void add(double w, double cost) {
        ++demand;
        weight += w;
        weighted += w * cost;
        most = std::isnan(most) ? cost : std::max(most, cost);
    }
    double mean() const { return weight > 0 ? weighted / weight : std::nan(""); }
};

/// The site of each demand of the whole problem, and what is served.
struct Assigned {
    std::vector<std::size_t> site;
    std::vector<Served> at;
    Served all;
};

Assigned assigned_of(const Inputs& inputs, const Answer& answer) {
    Assigned out;
    const std::size_t count = inputs.whole.demand.size();
    out.site.assign(count, kNoSite);
    out.at.resize(inputs.whole.site.size());
    std::size_t used = 0, skipped = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (skipped < inputs.left_out.size() && inputs.left_out[skipped] == i) {
            ++skipped;
            continue;
        }
        const std::size_t site = answer.assigned[used++];
        out.site[i] = site;
        if (site != kNoSite) {
            const double cost = cost_between(inputs.whole, i, site);
            out.at[site].add(inputs.whole.weight[i], cost);
            out.all.add(inputs.whole.weight[i], cost);
        }
    }
    return out;
}

std::shared_ptr<layer::Table> sites_table(const Problem& problem, const Answer& answer,
                                          const Assigned& assigned) {
    std::vector<std::string> role;
    std::vector<std::int64_t> demand;
    std::vector<double> weight, mean, most, capacity = problem.capacity;
    for (std::size_t site = 0; site < problem.site.size(); ++site) {
        role.emplace_back(role_name(problem.role[site]));
        demand.push_back(assigned.at[site].demand);
        weight.push_back(assigned.at[site].weight);
        mean.push_back(assigned.at[site].mean());
        most.push_back(assigned.at[site].most);
    }
    capacity.resize(problem.site.size(), std::nan(""));
    auto out = std::make_shared<layer::Table>(problem.site.size());
    const auto fields = site_columns();
    out->set(fields[0], Column::of_texts(problem.site));
    out->set(fields[1], Column::of_booleans(answer.open));
    out->set(fields[2], Column::of_texts(role));
    out->set(fields[3], Column::of_integers(std::move(demand)));
    out->set(fields[4], Column::of_reals(std::move(weight)));
    out->set(fields[5], Column::of_reals(std::move(mean)));
    out->set(fields[6], Column::of_reals(std::move(most)));
    out->set(fields[7], Column::of_reals(std::move(capacity)));
    return out;
}

/// Demand without a site keeps its nearest chosen one where there is a cost, beyond the cutoff.
std::shared_ptr<layer::Table> assignment_table(const Problem& problem, const Answer& answer,
                                               const Assigned& assigned) {
    std::vector<std::string> site, status;
    std::vector<double> cost, weighted;
    const auto nearest = nearest_open(problem, answer.open);
    for (std::size_t i = 0; i < problem.demand.size(); ++i) {
        const bool served = assigned.site[i] != kNoSite;
        const std::size_t at = served ? assigned.site[i] : nearest[i];
        site.push_back(at == kNoSite ? "" : problem.site[at]);
        cost.push_back(at == kNoSite ? std::nan("") : cost_between(problem, i, at));
        weighted.push_back(served ? problem.weight[i] * cost.back() : std::nan(""));
        status.emplace_back(served ? "ok" : at == kNoSite ? "unreachable" : "beyond");
    }
    auto out = std::make_shared<layer::Table>(problem.demand.size());
    const auto fields = assignment_columns();
    out->set(fields[0], Column::of_texts(problem.demand));
    out->set(fields[1], Column::of_texts(site));
    out->set(fields[2], Column::of_reals(std::move(cost)));
    out->set(fields[3], Column::of_reals(problem.weight));
    out->set(fields[4], Column::of_reals(std::move(weighted)));
    out->set(fields[5], Column::of_texts(status));
    return out;
}

std::shared_ptr<layer::Table> summary_table(const std::string& model, const Inputs& inputs,
                                            const Answer& answer, const Served& served) {
    constexpr double kPercent = 100;
    const double gap = std::abs(answer.objective - answer.bound);
    double weight = 0;
    for (const double one : inputs.whole.weight) {
        weight += one;
    }
    const double percent = gap == 0                ? 0
                           : answer.objective == 0 ? std::nan("")
                                                   : kPercent * gap / answer.objective;
    const auto integer = [](std::size_t value) {
        return Column::of_integers({static_cast<std::int64_t>(value)});
    };
    const auto real = [](double value) { return Column::of_reals({value}); };
    std::vector<Column> values = {
        Column::of_texts({model}),
        Column::of_texts({end_name(answer.end)}),
        real(answer.objective),
        real(answer.bound),
        real(gap),
        real(percent),
        integer(static_cast<std::size_t>(std::count(answer.open.begin(), answer.open.end(), true))),
        integer(inputs.whole.available()),
        integer(inputs.whole.demand.size()),
        Column::of_integers({served.demand}),
        real(weight),
        real(served.weight),
        real(weight > 0 ? served.weight / weight : std::nan("")),
        real(served.mean()),
        real(served.most),
        real(inputs.cutoff < kInfinite ? inputs.cutoff : std::nan("")),
        Column::of_integers({answer.nodes}),
        Column::of_texts({solver_name()})};
    auto out = std::make_shared<layer::Table>(1);
    const auto fields = summary_columns();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out->set(fields[i], std::move(values[i]));
    }
    return out;
}

}  // namespace

std::vector<registry::OutputSpec> answer_outputs() {
    return {{"sites",
             Kind::table,
             {"全部候选点：是否入选及服务量", "all candidates: chosen or not, and what they serve"},
             site_columns()},
            {"assignment",
             Kind::table,
             {"每个需求点的设施与成本", "site and cost of each demand"},
             assignment_columns()},
            {"summary",
             Kind::table,
             {"目标值、界与间隙", "objective, bound and gap"},
             summary_columns()}};
}

registry::Outputs answer_tables(const std::string& model, registry::Call& call,
                                const Inputs& inputs, const Answer& answer) {
    const Assigned assigned = assigned_of(inputs, answer);
    if (answer.end != End::optimal) {
        call.diagnostics->warn(
            base::msg("locate.not_proven", end_name(answer.end), answer.objective, answer.bound));
    }
    return {{"sites", sites_table(inputs.whole, answer, assigned)},
            {"assignment", assignment_table(inputs.whole, answer, assigned)},
            {"summary", summary_table(model, inputs, answer, assigned.all)}};
}

}  // namespace jt::locate
