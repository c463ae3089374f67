// locate.p_median, locate.p_centre, locate.cover_all and locate.max_cover.
#include "locate/models.hpp"
#include "locate/register.hpp"
#include "locate/results.hpp"

namespace jt::locate {
namespace {

using registry::FormulaSpec;
using registry::ParamSpec;
using registry::ParamType;

registry::OperatorSpec model_spec(const char* name, base::Text title, base::Text help,
                                  std::vector<ParamSpec> params, FormulaSpec formula) {
    registry::OperatorSpec out;
    out.name = name;
    out.title = std::move(title);
    out.help = std::move(help);
    out.ports = problem_ports();
    out.params = std::move(params);
    for (ParamSpec& shared : problem_params()) {
        out.params.push_back(std::move(shared));
    }
    out.outputs = answer_outputs();
    out.formulas = {std::move(formula)};
    out.check = check_given;
    return out;
}

const base::Text kWhere = {
    "i 需求点，j 设施点，w_i 权重，d_ij 成本，y_j 是否入选，x_ij 是否分配，N_i 上限内可达 i "
    "的设施点，p 设施数",
    "i demand, j sites, w_i weight, d_ij cost, y_j chosen or not, x_ij assigned or not, N_i sites "
    "that reach i within the cutoff, p how many sites"};

ParamSpec capacity_param() {
    return make_param("capacity", ParamType::text, "",
                      {"候选点容量字段，与权重同单位；每个需求点整体分给一个设施",
                       "field of the candidates' capacities, in the unit of the weights; each "
                       "demand goes to one site whole"});
}

registry::OperatorSpec p_median_spec() {
    return model_spec(
        "locate.p_median", {"p-中位", "p-median"},
        {"选 p 个设施，使 权重 × 到所属设施的成本 之和最小；给出目标值、已证明的界与间隙",
         "The p sites with the least sum of weight x cost of the demand to its site, with the "
         "proven bound and the gap"},
        {count_param(), cutoff_param(false), capacity_param(), unreached_param()},
        {{"p-中位", "p-median"},
         R"(\min \sum_i \sum_j w_i d_{ij} x_{ij},\ \sum_j x_{ij} = 1,\ x_{ij} \le y_j,\ \sum_j y_j = p)",
         kWhere,
         "Hakimi 1964; ReVelle & Swain 1970"});
}

registry::OperatorSpec p_centre_spec() {
    return model_spec(
        "locate.p_centre", {"p-中心", "p-centre"},
        {"选 p 个设施，使最远需求点的成本最小（不计权重）；同样半径中取 权重 × 成本 之和最小者",
         "The p sites with the least largest cost of any demand, whatever its weight; of sets with "
         "that radius one with the least sum of weight x cost"},
        {count_param(), cutoff_param(false), unreached_param()},
        {{"p-中心", "p-centre"},
         R"(\min \max_i \min_{j: y_j = 1} d_{ij},\ \sum_j y_j = p)",
         kWhere,
         "Hakimi 1964; Minieka 1970"});
}

registry::OperatorSpec cover_all_spec() {
    return model_spec(
        "locate.cover_all", {"集合覆盖（LSCP）", "Location set covering (LSCP)"},
        {"以最少的设施在上限内覆盖全部需求；同样数目中取 权重 × 成本 之和最小者",
         "The fewest sites that reach all demand within the cutoff; of sets with that number one "
         "with the least sum of weight x cost"},
        {cutoff_param(true), unreached_param()},
        {{"集合覆盖", "location set covering"},
         R"(\min \sum_j y_j,\ \sum_{j \in N_i} y_j \ge 1)",
         kWhere,
         "Toregas, Swain, ReVelle & Bergman 1971"});
}

registry::OperatorSpec max_cover_spec() {
    return model_spec(
        "locate.max_cover", {"最大覆盖（MCLP）", "Maximal covering (MCLP)"},
        {"选 p 个设施，使上限内覆盖的权重最大；未覆盖的需求在分配表中列为 beyond 或 unreachable",
         "The p sites that reach the most weight within the cutoff; demand that is not covered "
         "stands in the assignment as beyond or unreachable"},
        {count_param(), cutoff_param(true)},
        {{"最大覆盖", "maximal covering"},
         R"(\max \sum_i w_i z_i,\ z_i \le \sum_{j \in N_i} y_j,\ \sum_j y_j = p)",
         kWhere,
         "Church & ReVelle 1974"});
}

registry::Outputs run_p_median(registry::Call& call) {
    const Inputs inputs = inputs_of(call, false);
    return answer_tables(
        "p_median", call, inputs,
        p_median(inputs.problem, count_of(call), limits_of(call), progress_of(call)));
}

registry::Outputs run_p_centre(registry::Call& call) {
    const Inputs inputs = inputs_of(call, false);
    return answer_tables(
        "p_centre", call, inputs,
        p_centre(inputs.problem, count_of(call), limits_of(call), progress_of(call)));
}

registry::Outputs run_cover_all(registry::Call& call) {
    const Inputs inputs = inputs_of(call, false);
    return answer_tables("cover_all", call, inputs,
                         cover_all(inputs.problem, limits_of(call), progress_of(call)));
}

registry::Outputs run_max_cover(registry::Call& call) {
    const Inputs inputs = inputs_of(call, true);
    return answer_tables(
        "max_cover", call, inputs,
        max_cover(inputs.problem, count_of(call), limits_of(call), progress_of(call)));
}

}  // namespace

void register_models(registry::Registry& registry) {
    registry.add(p_median_spec(), run_p_median);
    registry.add(p_centre_spec(), run_p_centre);
    registry.add(cover_all_spec(), run_cover_all);
    registry.add(max_cover_spec(), run_max_cover);
}

void register_operators(registry::Registry& registry) {
    register_models(registry);
    register_lines(registry);
}

}  // namespace jt::locate
