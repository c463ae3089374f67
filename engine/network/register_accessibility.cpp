// network.cumulative, network.hansen, network.decay, network.nearest
#include "network/declare.hpp"
#include "network/graph/connectors.hpp"
#include "network/reach/accessibility.hpp"

namespace jt::network {
namespace {

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

registry::OperatorSpec measure_spec(std::string name, base::Text title, base::Text help) {
    registry::OperatorSpec spec;
    spec.name = std::move(name);
    spec.title = std::move(title);
    spec.help = std::move(help);
    spec.ports = {port("matrix", Kind::matrix, "时间矩阵", "matrix of times"),
                  port("destinations", Kind::layer, "讫点及其机会量；没有时每个计 1",
                       "destinations with their opportunities; without them each counts 1", false)};
    spec.params = {param("weight", ParamType::text, "", "机会量字段；缺省每个计 1",
                         "field of opportunities; default: each counts 1"),
                   param("id", ParamType::text, "", "讫点编号字段；缺省 id，没有则要素号",
                         "id field of destinations; default id, else the feature id"),
                   param("with_itself", ParamType::boolean, true, "同名讫点也计入",
                         "a destination with the origin's own id counts too")};
    spec.outputs = {{"values", Kind::table, {"可达性", "accessibility"}, measure_columns()}};
    return spec;
}

registry::Outputs measure(registry::Call& call, const std::function<double(double)>& effect) {
    const auto& matrix = call.in<layer::Matrix>("matrix");
    std::vector<double> weights(matrix.column_ids.size(), 1.0);
    if (call.has("destinations")) {
        const auto& table = call.in<layer::Layer>("destinations");
        weights = weights_of(matrix, table, point_ids(table, text_param(call, "id")),
                             text_param(call, "weight"));
    }
    return {{"values", std::make_shared<layer::Table>(accumulate(
                           matrix, weights, call.params.at("with_itself").get<bool>(), effect))}};
}

void register_cumulative(registry::Registry& registry) {
    registry::OperatorSpec spec =
        measure_spec("network.cumulative", {"累积机会", "Cumulative opportunities"},
                     {"T1：时限内的机会量之和（Wachs & Kumagai 1973）",
                      "T1: sum of opportunities within the threshold (Wachs & Kumagai 1973)"});
    spec.params.push_back(number("threshold", "min", 30, 0.01, 60000, "时限", "threshold"));
    registry.add(std::move(spec), [](registry::Call& call) {
        const double limit = call.params.at("threshold").get<double>();
        return measure(call, [limit](double t) { return t <= limit ? 1.0 : 0.0; });
    });
}

void register_hansen(registry::Registry& registry) {
    registry::OperatorSpec spec =
        measure_spec("network.hansen", {"重力模型可达性", "Gravity accessibility"},
                     {"T2：Σ O·f(t)，f = t^−β 或 e^(−βt)，t 以分钟计（Hansen 1959）",
                      "T2: sum of O f(t), f = t^-beta or e^(-beta t), t in minutes (Hansen 1959)"});
    spec.params.push_back(choice("decay", {"power", "exponential"}, "衰减形式", "form of decay"));
    spec.params.push_back(number("beta", "", 1, 0, 100, "β", "beta"));
    spec.params.push_back(number("least", "min", 1, 0.001, 1000,
                                 "更短的时间按此计（t^−β 在 0 处无值）",
                                 "shorter times count as this (t^-beta has no value at 0)"));
    registry.add(std::move(spec), [](registry::Call& call) {
        const Decay decay = call.params.at("decay") == "power" ? Decay::power : Decay::exponential;
        const double beta = call.params.at("beta").get<double>();
        // e^(-beta t) is 1 at 0 and needs no least time.
        const double least = decay == Decay::power ? call.params.at("least").get<double>() : 0.0;
        return measure(call, [=](double t) { return hansen(decay, beta, t, least); });
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
        return measure(call, [limit](double t) { return gaussian(t, limit); });
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
    spec.outputs = {{"nearest",
                     Kind::table,
                     {"最近设施", "nearest"},
                     {column("id", ColumnType::text, "", "起点", "origin"),
                      column("nearest", ColumnType::text, "", "最近讫点", "nearest destination"),
                      column("minutes", ColumnType::real, "min", "时间", "time"),
                      column("status", ColumnType::text, "", "状态", "status")}}};
    registry.add(std::move(spec), [](registry::Call& call) -> registry::Outputs {
        return {{"nearest", std::make_shared<layer::Table>(
                                nearest(call.in<layer::Matrix>("matrix"),
                                        call.params.at("with_itself").get<bool>()))}};
    });
}

}  // namespace

void register_accessibility(registry::Registry& registry) {
    register_cumulative(registry);
    register_hansen(registry);
    register_decay(registry);
    register_nearest(registry);
}

}  // namespace jt::network
