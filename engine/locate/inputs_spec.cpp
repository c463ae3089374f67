// The ports and parameters that the operators of locate/ share.
#include "locate/inputs.hpp"

namespace jt::locate {

using registry::choice_param;
using registry::Kind;
using registry::ParamType;

std::vector<registry::PortSpec> problem_ports() {
    return {{"demand", Kind::table, true, false, {"需求点及其权重", "demand and its weights"}},
            {"candidates", Kind::table, true, false, {"候选设施点", "candidate sites"}},
            {"matrix",
             Kind::matrix,
             false,
             false,
             {"时间矩阵（network.matrix）；与 costs 二选一",
              "matrix of times (network.matrix); either this or costs"}},
            {"costs",
             Kind::table,
             false,
             false,
             {"成本表：每对一行，或每个起点一行、每个讫点一列",
              "table of costs: a row a pair, or a row an origin and a column a destination"}}};
}

namespace {

std::vector<registry::ParamSpec> limit_params() {
    auto gap = make_param("gap", ParamType::number, 0.0,
                          {"到此间隙即停：目标值与界之差占目标值的百分比；0 为证明最优",
                           "stop at this gap between objective and bound, in % of the objective; "
                           "0 proves the optimum"});
    gap.min = 0;
    gap.max = 100;
    auto time =
        make_param("time_limit", ParamType::number, nullptr,
                   {"求解时限；到时所得的解依机器快慢而不同，要逐字节可重复请改用 node_limit",
                    "time for the search; what is found by then depends on the machine: "
                    "for the same bytes each time use node_limit"});
    time.unit = "s";
    time.min = 0.001;
    auto nodes = make_param("node_limit", ParamType::integer, nullptr,
                            {"每个规划搜索树的结点上限（与机器无关）",
                             "limit of nodes of the search tree of each program (the same on any "
                             "machine)"});
    nodes.min = 0;
    return {gap, time, nodes};
}

}  // namespace

std::vector<registry::ParamSpec> problem_params() {
    std::vector<registry::ParamSpec> out = {
        make_param("weight", ParamType::text, "",
                   {"需求权重字段（如人口）；缺省各为 1",
                    "field of the demand's weights (such as people); default 1 each"}),
        make_param("demand_id", ParamType::text, "",
                   {"需求点编号字段；缺省 id，没有则要素号",
                    "id field of the demand; default id, else the feature id"}),
        make_param("candidate_id", ParamType::text, "",
                   {"候选点编号字段", "id field of the candidates"}),
        make_param("required", ParamType::list, nlohmann::json::array(),
                   {"必选设施点的编号", "ids of sites that must be chosen"}),
        make_param("forbidden", ParamType::list, nlohmann::json::array(),
                   {"禁选设施点的编号", "ids of sites that must not be chosen"}),
        make_param("role", ParamType::text, "",
                   {"候选点字段：required 必选、forbidden 禁选、candidate 或空为候选",
                    "field of the candidates: required, forbidden, candidate or nothing"}),
        choice_param(
            "direction", {"to", "from"},
            {"成本的方向：to 自需求点到设施（需求为起点），from 自设施到需求点",
             "to: costs from the demand to sites (demand are origins); from: from sites to the "
             "demand"}),
        choice_param("layout", {"long", "wide"},
                     {"成本表：long 每对一行，wide 每个起点一行",
                      "table of costs: long has a row a pair, wide a row an origin"}),
        make_param("origin", ParamType::text, "origin",
                   {"成本表的起点字段", "field of the origin in the table of costs"}),
        make_param("destination", ParamType::text, "destination",
                   {"成本表的讫点字段", "field of the destination"}),
        make_param("cost", ParamType::text, "minutes", {"成本表的成本字段", "field of the cost"})};
    for (auto& limit : limit_params()) {
        out.push_back(std::move(limit));
    }
    return out;
}

registry::ParamSpec count_param() {
    auto out = make_param("p", ParamType::integer, nullptr,
                          {"设施数，含必选", "how many sites, the required ones among them"});
    out.required = true;
    out.min = 1;
    return out;
}

registry::ParamSpec cutoff_param(bool required) {
    auto out = make_param("cutoff", ParamType::number, nullptr,
                          {"服务上限（矩阵为分钟，成本表为其自身单位）；更远的不能分配",
                           "limit of service (minutes of a matrix, of a table in its own unit); "
                           "what is farther cannot be assigned"});
    out.unit = "min";
    out.required = required;
    out.min = 0;
    return out;
}

registry::ParamSpec unreached_param() {
    return choice_param("unreached", {"refuse", "leave_out"},
                        {"无候选点可达的需求：报错，或略去并列出",
                         "demand that no candidate reaches: an error, or left out and listed"});
}

}  // namespace jt::locate
