// network.catchment
#include "base/error.hpp"
#include "base/text.hpp"
#include "network/access/catchment.hpp"
#include "network/access/register.hpp"
#include "network/declare.hpp"

#include <cmath>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

std::vector<registry::OutputSpec> catchment_outputs() {
    return {
        {"access",
         Kind::table,
         {"各需求点的可达性", "access of each demand"},
         {column("id", ColumnType::text, "", "需求点", "demand"),
          column("access", ColumnType::real, "", "单位需求可得供给", "capacity per unit of demand"),
          column("demand", ColumnType::real, "", "需求量", "amount of demand"),
          column("reached", ColumnType::integer, "", "可达供给点数", "supplies within reach"),
          column("status", ColumnType::text, "", "状态", "status")}},
        {"ratios",
         Kind::table,
         {"各供给点的供需比", "ratio of each supply"},
         {column("id", ColumnType::text, "", "供给点", "supply"),
          column("ratio", ColumnType::real, "", "供需比", "capacity per unit of its load"),
          column("capacity", ColumnType::real, "", "供给量", "capacity"),
          column("load", ColumnType::real, "", "分担的需求量", "demand that falls to it"),
          column("served", ColumnType::integer, "", "服务需求点数", "demands within reach"),
          column("status", ColumnType::text, "", "状态", "status")}},
        {"totals",
         Kind::table,
         {"核对", "totals"},
         {column("item", ColumnType::text, "", "项目", "item"),
          column("value", ColumnType::real, "", "值", "value")}}};
}

registry::OperatorSpec catchment_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.catchment";
    spec.title = {"移动搜索法（2SFCA 等）", "Floating catchment areas"};
    spec.help = {
        "T3：供需比可达性。2sfca（Luo & Wang 2003）、e2sfca 分区权重（Luo & Qi 2009）、g2sfca "
        "高斯（Dai 2010）、3sfca 选择权重（Wan 等 2012）、bfca 平衡（Páez 等 2019）；decay "
        "另选衰减",
        "T3: supply in relation to demand. 2sfca (Luo & Wang 2003), e2sfca with zones (Luo & Qi "
        "2009), g2sfca Gaussian (Dai 2010), 3sfca with selection weights (Wan et al. 2012), bfca "
        "balanced (Paez et al. 2019); decay gives another decay than the method's own"};
    spec.ports = {port("matrix", Kind::matrix, "时间矩阵：行为需求点，列为供给点",
                       "matrix of times: rows are demand, columns supply"),
                  port("supply", Kind::table, "供给点", "supply"),
                  port("demand", Kind::table, "需求点", "demand")};
    spec.params = {
        choice("method", {"2sfca", "e2sfca", "g2sfca", "3sfca", "bfca"}, "方法", "method"),
        param("capacity", ParamType::text, nullptr, "供给点的供给量字段",
              "field of the supply's capacity"),
        param("population", ParamType::text, nullptr, "需求点的需求量字段",
              "field of the demand's amount"),
        param("supply_id", ParamType::text, "", "供给点编号字段；缺省 id，没有则要素号",
              "id field of the supply; default id, else the feature id"),
        param("demand_id", ParamType::text, "", "需求点编号字段", "id field of the demand")};
    spec.params[1].required = spec.params[2].required = true;
    for (registry::ParamSpec& item :
         decay_params({"method", "step", "zones", "gaussian_dai", "gaussian", "exponential",
                       "power", "logistic", "linear", "table"})) {
        spec.params.push_back(std::move(item));
    }
    spec.outputs = catchment_outputs();
    return spec;
}

/// The decay asked for, or the method's own; its threshold is 30 min where none is given, but
/// zones and tables end of themselves.
Decay decay_for(const registry::Call& call) {
    nlohmann::json params = call.params;
    const std::string method = params.at("method").get<std::string>();
    nlohmann::json& form = params["decay"];
    if (form == "method") {
        form = method == "e2sfca"                        ? "zones"
               : method == "g2sfca" || method == "3sfca" ? "gaussian_dai"
                                                         : "step";
    }
    if (params.at("threshold").is_null() && form != "zones" && form != "table") {
        params["threshold"] = 30;
        call.diagnostics->info(base::msg("network.catchment.threshold", 30));
    }
    return decay_of(params, *call.diagnostics);
}

Catchment kind_of(const std::string& method) {
    return method == "3sfca"  ? Catchment::three_step
           : method == "bfca" ? Catchment::balanced
                              : Catchment::two_step;
}

layer::Table access_table(const layer::Matrix& matrix, const Catchments& found,
                          const std::vector<double>& demand, std::vector<std::string>& alone) {
    const std::vector<bool> off = rows_off(matrix);
    std::vector<double> access = found.access;
    std::vector<std::string> states;
    for (std::size_t i = 0; i < access.size(); ++i) {
        if (off[i]) {
            access[i] = std::nan("");
        }
        states.emplace_back(off[i] ? "off_network" : found.reached[i] > 0 ? "ok" : "no_supply");
        if (found.reached[i] == 0) {
            alone.push_back(matrix.row_ids[i]);
        }
    }
    const auto columns = catchment_outputs()[0].columns;
    layer::Table table(access.size());
    table.set(columns[0], layer::Column::of_texts(matrix.row_ids));
    table.set(columns[1], layer::Column::of_reals(std::move(access)));
    table.set(columns[2], layer::Column::of_reals(demand));
    table.set(columns[3], layer::Column::of_integers(found.reached));
    table.set(columns[4], layer::Column::of_texts(states));
    return table;
}

layer::Table ratio_table(const layer::Matrix& matrix, const Catchments& found,
                         const std::vector<double>& supply, std::vector<std::string>& alone) {
    std::vector<std::string> states;
    for (std::size_t j = 0; j < supply.size(); ++j) {
        bool off = !matrix.row_ids.empty();
        for (std::size_t i = 0; i < matrix.row_ids.size() && off; ++i) {
            off = matrix.at(i, j) == layer::kOffNetwork;
        }
        states.emplace_back(found.load[j] > 0 ? "ok" : off ? "off_network" : "no_demand");
        if (!(found.load[j] > 0)) {
            alone.push_back(matrix.column_ids[j]);
        }
    }
    const auto columns = catchment_outputs()[1].columns;
    layer::Table table(supply.size());
    table.set(columns[0], layer::Column::of_texts(matrix.column_ids));
    table.set(columns[1], layer::Column::of_reals(found.ratio));
    table.set(columns[2], layer::Column::of_reals(supply));
    table.set(columns[3], layer::Column::of_reals(found.load));
    table.set(columns[4], layer::Column::of_integers(found.served));
    table.set(columns[5], layer::Column::of_texts(states));
    return table;
}

layer::Table totals_table(const Catchments& found, const std::vector<double>& demand,
                          const std::vector<double>& supply) {
    double all_supply = 0, used = 0, all_demand = 0, served = 0, load = 0, product = 0, access = 0,
           ratios = 0;
    for (std::size_t j = 0; j < supply.size(); ++j) {
        all_supply += supply[j];
        load += found.load[j];
        if (found.load[j] > 0) {
            used += supply[j];
            ratios += found.ratio[j];
        }
    }
    for (std::size_t i = 0; i < demand.size(); ++i) {
        all_demand += demand[i];
        served += found.reached[i] > 0 ? demand[i] : 0;
        product += demand[i] * found.access[i];
        access += found.access[i];
    }
    const std::vector<std::pair<std::string, double>> items = {{"supply", all_supply},
                                                               {"supply_shared_out", used},
                                                               {"demand", all_demand},
                                                               {"demand_with_supply", served},
                                                               {"load", load},
                                                               {"access_times_demand", product},
                                                               {"sum_of_access", access},
                                                               {"sum_of_ratios", ratios}};
    std::vector<std::string> names;
    std::vector<double> values;
    for (const auto& [name, value] : items) {
        names.push_back(name);
        values.push_back(value);
    }
    const auto columns = catchment_outputs()[2].columns;
    layer::Table table(items.size());
    table.set(columns[0], layer::Column::of_texts(names));
    table.set(columns[1], layer::Column::of_reals(std::move(values)));
    return table;
}

void tell(base::Diagnostics& diagnostics, const char* id, const std::vector<std::string>& names) {
    if (!names.empty()) {
        diagnostics.warn(base::msg(id, names.size(), base::join_some(names)));
    }
}

registry::Outputs run_catchment(registry::Call& call) {
    const auto& matrix = call.in<layer::Matrix>("matrix");
    const auto amounts_at = [&](const char* port, const char* id, const char* field,
                                const std::vector<std::string>& ids) {
        const Keyed table = keyed(call.in<layer::Table>(port), port, text_param(call, id));
        if (text_param(call, field).empty()) {
            throw base::data_error("network.catchment.field", field);
        }
        return amounts(table, text_param(call, field), rows_of(table, ids, *call.diagnostics));
    };
    const auto supply = amounts_at("supply", "supply_id", "capacity", matrix.column_ids);
    const auto demand = amounts_at("demand", "demand_id", "population", matrix.row_ids);
    const Decay decay = decay_for(call);
    const Catchments found = catchments(
        matrix, demand, supply, kind_of(call.params.at("method").get<std::string>()), decay);
    std::vector<std::string> no_supply, no_demand;
    registry::Outputs out = {
        {"access", std::make_shared<layer::Table>(access_table(matrix, found, demand, no_supply))},
        {"ratios", std::make_shared<layer::Table>(ratio_table(matrix, found, supply, no_demand))},
        {"totals", std::make_shared<layer::Table>(totals_table(found, demand, supply))}};
    tell(*call.diagnostics, "network.catchment.no_supply", no_supply);
    tell(*call.diagnostics, "network.catchment.no_demand", no_demand);
    return out;
}

}  // namespace

void register_catchment(registry::Registry& registry) {
    registry.add(catchment_spec(), run_catchment);
}

}  // namespace jt::network
