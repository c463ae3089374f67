// network.opportunities
#include "base/error.hpp"
#include "network/access/register.hpp"
#include "network/access/reverse_sweep.hpp"
#include "network/declare.hpp"

#include <algorithm>

namespace jt::network {
namespace {

using registry::Kind;
using registry::ParamType;

registry::OperatorSpec opportunities_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.opportunities";
    spec.title = {"不建矩阵的累积机会", "Opportunities without a matrix"};
    spec.help = {
        "多个起点（如格网）、少数讫点：由讫点反向搜索，结果与 network.matrix + network.cumulative "
        "逐位相同；内存不随起讫对数增长",
        "For many origins, such as cells, and few destinations: searches backwards from the "
        "destinations. Equal to network.matrix and network.cumulative to the last bit; memory does "
        "not grow with the number of pairs"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("origins", Kind::layer, "起点（面、线取其上一点）",
                       "origins; of polygons and lines a point on them"),
                  port("destinations", Kind::layer, "讫点及其机会量",
                       "destinations with their opportunities")};
    spec.params = {
        cutoffs_param(nlohmann::json::array({15, 30, 45, 60})), fields_param(),
        param("with_itself", ParamType::boolean, true, "同名讫点也计入",
              "a destination with the origin's own id counts too"),
        param("origin_id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations")};
    spec.outputs = {
        {"values", Kind::table, {"可达性", "accessibility"}, measure_columns()},
        {"nearest", Kind::table, {"最近设施", "nearest destination"}, nearest_columns()}};
    return spec;
}

registry::Outputs run_opportunities(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const auto& to = call.in<layer::Layer>("destinations");
    const std::string id = text_param(call, "destination_id");
    const nlohmann::json& cutoffs = call.params.at("cutoffs");
    if (cutoffs.empty()) {
        throw base::data_error("network.cutoffs.none");
    }
    std::vector<std::string> fields = field_list(call);
    if (fields.empty()) {
        fields.emplace_back();
    }
    const Keyed table = keyed(to, "destinations", id);
    const Points origins = connect(network, call.in<layer::Layer>("origins"),
                                   text_param(call, "origin_id"), *call.diagnostics);
    const Points destinations = connect(network, to, id, *call.diagnostics);
    Sums sums(origins.ids.size(), cutoff_effects(cutoffs),
              purposes_of(call, &table, destinations.ids, fields));
    const double farthest = *std::max_element(cutoffs.begin(), cutoffs.end());
    const base::Progress quiet;
    const std::vector<Nearest> found =
        sweep_back(network, origins, destinations, limit_ms(farthest),
                   call.params.at("with_itself").get<bool>(), sums,
                   call.progress != nullptr ? *call.progress : quiet);
    std::vector<bool> off;
    for (const Nearest& item : found) {
        off.push_back(item.ms == layer::kOffNetwork);
    }
    return {{"values", std::make_shared<layer::Table>(sums_table(origins.ids, sums, off, true))},
            {"nearest", std::make_shared<layer::Table>(nearest_table(origins.ids, found))}};
}

}  // namespace

void register_opportunities(registry::Registry& registry) {
    registry.add(opportunities_spec(), run_opportunities);
}

}  // namespace jt::network
