// network.cumulative, network.hansen, network.decay, network.nearest
#include "base/error.hpp"
#include "network/access/keyed.hpp"
#include "network/access/nearest.hpp"
#include "network/access/register.hpp"
#include "network/access/sums.hpp"
#include "network/declare.hpp"

#include <set>

namespace jt::network {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

std::vector<registry::ColumnSpec> measure_columns() {
    return {column("id", ColumnType::text, "", "起点", "origin"),
            column("value", ColumnType::real, "", "可达量", "accessible amount"),
            column("reached", ColumnType::integer, "", "可达讫点数", "destinations that count"),
            column("share", ColumnType::real, "", "占总量", "share of all weights"),
            column("status", ColumnType::text, "", "状态", "status")};
}

std::vector<registry::ColumnSpec> nearest_columns() {
    return {column("id", ColumnType::text, "", "起点", "origin"),
            column("nearest", ColumnType::text, "", "最近讫点", "nearest destination"),
            column("minutes", ColumnType::real, "min", "时间", "time"),
            column("status", ColumnType::text, "", "状态", "status")};
}

registry::ParamSpec fields_param() {
    return param("fields", ParamType::list, nlohmann::json::array(),
                 "多个机会量字段，各得一列；代替 weight",
                 "several fields of opportunities, a column each; instead of weight");
}

registry::ParamSpec cutoffs_param(nlohmann::json fallback) {
    registry::ParamSpec spec = number("cutoffs", "min", std::move(fallback), 0.01, 60000,
                                      "多个时限，各得一列 <字段>_<时限>min",
                                      "several thresholds, a column each: <field>_<cutoff>min");
    spec.type = ParamType::list;
    return spec;
}

std::vector<std::string> field_list(const registry::Call& call) {
    std::vector<std::string> fields;
    std::set<std::string> seen;
    for (const auto& field : call.params.at("fields")) {
        if (!field.is_string() || field.get<std::string>().empty()) {
            throw base::data_error("network.access.field", field.dump());
        }
        fields.push_back(field.get<std::string>());
        if (!seen.insert(fields.back()).second) {
            throw base::data_error("network.access.twice", "fields", fields.back());
        }
    }
    return fields;
}

std::vector<Purpose> purposes_of(const registry::Call& call, const Keyed* table,
                                 const std::vector<std::string>& ids,
                                 const std::vector<std::string>& fields) {
    if (table == nullptr) {
        if (!fields.front().empty()) {
            throw base::data_error("network.access.no_table", fields.front());
        }
        return {{"count", std::vector<double>(ids.size(), 1.0)}};
    }
    const std::vector<std::size_t> rows = rows_of(*table, ids, *call.diagnostics);
    std::vector<Purpose> purposes;
    for (const std::string& field : fields) {
        purposes.push_back({field.empty() ? "count" : field, amounts(*table, field, rows)});
    }
    return purposes;
}

std::vector<Effect> cutoff_effects(const nlohmann::json& cutoffs) {
    std::vector<Effect> effects;
    std::set<std::string> seen;
    for (const auto& cutoff : cutoffs) {
        const auto minutes = cutoff.get<double>();
        effects.push_back({fmt::format("{}min", minutes), Decay::step(minutes)});
        if (!seen.insert(effects.back().name).second) {
            throw base::data_error("network.access.twice", "cutoffs", effects.back().name);
        }
    }
    return effects;
}

namespace {

registry::OperatorSpec measure_spec(std::string name, base::Text title, base::Text help) {
    registry::OperatorSpec spec;
    spec.name = std::move(name);
    spec.version = 2;
    spec.title = std::move(title);
    spec.help = std::move(help);
    spec.ports = {port("matrix", Kind::matrix, "时间矩阵", "matrix of times"),
                  port("destinations", Kind::table, "讫点及其机会量；没有时每个计 1",
                       "destinations with their opportunities; without them each counts 1", false)};
    spec.params = {param("weight", ParamType::text, "", "机会量字段；缺省每个计 1",
                         "field of opportunities; default: each counts 1"),
                   fields_param(),
                   param("id", ParamType::text, "", "讫点编号字段；缺省 id，没有则要素号",
                         "id field of destinations; default id, else the feature id"),
                   param("with_itself", ParamType::boolean, true, "同名讫点也计入",
                         "a destination with the origin's own id counts too")};
    spec.outputs = {{"values", Kind::table, {"可达性", "accessibility"}, measure_columns()}};
    return spec;
}

registry::Outputs measure(registry::Call& call, std::vector<Effect> effects) {
    const auto& matrix = call.in<layer::Matrix>("matrix");
    std::vector<std::string> fields = field_list(call);
    const bool each = !fields.empty() || effects.size() > 1;
    if (fields.empty()) {
        fields.push_back(text_param(call, "weight"));
    }
    std::optional<Keyed> table;
    if (call.has("destinations")) {
        table.emplace(
            keyed(call.in<layer::Table>("destinations"), "destinations", text_param(call, "id")));
    }
    Sums sums(matrix.row_ids.size(), std::move(effects),
              purposes_of(call, table ? &*table : nullptr, matrix.column_ids, fields));
    add_matrix(sums, matrix, call.params.at("with_itself").get<bool>());
    return {{"values", std::make_shared<layer::Table>(
                           sums_table(matrix.row_ids, sums, rows_off(matrix), each))}};
}

void register_cumulative(registry::Registry& registry) {
    registry::OperatorSpec spec = measure_spec(
        "network.cumulative", {"累积机会", "Cumulative opportunities"},
        {"T1：时限内的机会量之和（Wachs & Kumagai 1973）；多个时限与字段一次算完",
         "T1: sum of opportunities within the threshold (Wachs & Kumagai 1973); several "
         "thresholds and fields in one go"});
    spec.params.push_back(number("threshold", "min", 30, 0.01, 60000, "时限", "threshold"));
    spec.params.push_back(cutoffs_param(nlohmann::json::array()));
    registry.add(std::move(spec), [](registry::Call& call) {
        const auto& cutoffs = call.params.at("cutoffs");
        return measure(
            call,
            cutoff_effects(cutoffs.empty() ? nlohmann::json::array({call.params.at("threshold")})
                                           : cutoffs));
    });
}

void register_hansen(registry::Registry& registry) {
    registry::OperatorSpec spec =
        measure_spec("network.hansen", {"重力模型可达性", "Gravity accessibility"},
                     {"T2：Σ O·f(t)，f 为任一衰减函数，t 以分钟计（Hansen 1959）",
                      "T2: sum of O f(t) with any decay f, t in minutes (Hansen 1959)"});
    for (registry::ParamSpec& item :
         decay_params({"power", "exponential", "logistic", "gaussian", "gaussian_dai", "linear",
                       "step", "table", "zones"})) {
        spec.params.push_back(std::move(item));
    }
    registry.add(std::move(spec), [](registry::Call& call) {
        return measure(call, {{"access", decay_of(call.params, *call.diagnostics)}});
    });
}

void register_decay(registry::Registry& registry) {
    registry::OperatorSpec spec =
        measure_spec("network.decay", {"高斯衰减可达性", "Gaussian decay accessibility"},
                     {"T4：(e^(−½(t/T)²) − e^(−½)) / (1 − e^(−½))，T 以外为 0（Dai 2010）",
                      "T4: (e^(-(t/T)^2/2) - e^(-1/2)) / (1 - e^(-1/2)), 0 beyond T (Dai 2010)"});
    spec.params.push_back(number("threshold", "min", 30, 0.01, 60000, "T", "T"));
    registry.add(std::move(spec), [](registry::Call& call) {
        const double limit = call.params.at("threshold").get<double>();
        return measure(call,
                       {{"access", Decay({.form = DecayForm::gaussian_dai, .threshold = limit})}});
    });
}

void register_nearest(registry::Registry& registry) {
    registry::OperatorSpec spec;
    spec.name = "network.nearest";
    spec.title = {"最近设施", "Nearest destination"};
    spec.help = {"每个起点时间最短的讫点", "The destination of least time for each origin"};
    spec.ports = {port("matrix", Kind::matrix, "时间矩阵", "matrix of times")};
    spec.params = {param("with_itself", ParamType::boolean, true, "同名讫点也计入",
                         "a destination with the origin's own id counts too")};
    spec.outputs = {{"nearest", Kind::table, {"最近设施", "nearest"}, nearest_columns()}};
    registry.add(std::move(spec), [](registry::Call& call) -> registry::Outputs {
        return {{"nearest", std::make_shared<layer::Table>(
                                nearest(call.in<layer::Matrix>("matrix"),
                                        call.params.at("with_itself").get<bool>()))}};
    });
}

}  // namespace

void register_access(registry::Registry& registry) {
    register_cumulative(registry);
    register_hansen(registry);
    register_decay(registry);
    register_nearest(registry);
    register_opportunities(registry);
    register_catchment(registry);
    register_coverage(registry);
    register_from_table(registry);
}

}  // namespace jt::network
