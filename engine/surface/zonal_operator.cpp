// surface.zonal.
#include "base/error.hpp"
#include "surface/zonal_ops.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jt::surface {
namespace {

using layer::Column;
using layer::ColumnBuilder;
using layer::Field;
using layer::Layer;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr double kMissing = ZoneStatistics::kMissing;

/// The class that counts most (sign 1) or least (-1); of equals the smallest value.
double class_value(const ZoneStatistics& zone, double sign) {
    const auto best = std::max_element(zone.classes.begin(), zone.classes.end(),
                                       [sign](const ClassShare& a, const ClassShare& b) {
                                           return sign * a.weight < sign * b.weight;
                                       });
    return best == zone.classes.end() ? kMissing : best->value;
}

/// A statistic: a column of the table, in this order.
struct Statistic {
    Field field;
    double (*value)(const ZoneStatistics& zone);
    bool of_classes = false;
};

const std::vector<Statistic>& all_statistics() {
    using Zone = ZoneStatistics;
    static const std::vector<Statistic> all = {
        {{"count", Type::real, "", {"像元份额之和", "sum of the shares of cells"}},
         [](const Zone& zone) { return zone.count; }},
        {{"cells", Type::integer, "", {"涉及的像元数", "cells covered"}},
         [](const Zone& zone) { return static_cast<double>(zone.cells); }},
        {{"sum", Type::real, "", {"总和", "sum"}}, [](const Zone& zone) { return zone.sum; }},
        {{"mean", Type::real, "", {"均值", "mean"}}, [](const Zone& zone) { return zone.mean; }},
        {{"variance", Type::real, "", {"方差", "variance"}},
         [](const Zone& zone) { return zone.variance; }},
        {{"stdev", Type::real, "", {"标准差", "standard deviation"}},
         [](const Zone& zone) { return std::sqrt(zone.variance); }},
        {{"min", Type::real, "", {"最小值", "minimum"}}, [](const Zone& zone) { return zone.min; }},
        {{"max", Type::real, "", {"最大值", "maximum"}}, [](const Zone& zone) { return zone.max; }},
        {{"majority", Type::real, "", {"众数", "majority"}},
         [](const Zone& zone) { return class_value(zone, 1); },
         true},
        {{"minority", Type::real, "", {"最少的值", "minority"}},
         [](const Zone& zone) { return class_value(zone, -1); },
         true},
        {{"variety", Type::integer, "", {"不同值的个数", "number of values"}},
         [](const Zone& zone) { return static_cast<double>(zone.classes.size()); },
         true},
        {{"area", Type::real, "m2", {"有值面积", "area with a value"}},
         [](const Zone& zone) { return zone.area; }}};
    return all;
}

/// 0.05 is "q5", 0.025 "q2_5".
std::string quantile_name(double p) {
    std::string out = fmt::format("q{:.10g}", p * 100);
    std::replace(out.begin(), out.end(), '.', '_');
    return out;
}

/// The parameters as the work needs them.
struct Request {
    ZonalOptions options;
    std::set<std::string> asked;
    bool classes = false;  ///< the table
    std::vector<Statistic> statistics;
};

Request request_of(const nlohmann::json& params) {
    Request out;
    for (const auto& name : params.at("statistics")) {
        out.asked.insert(name.get<std::string>());
    }
    for (const auto& one : all_statistics()) {
        if (out.asked.count(one.field.name) > 0) {
            out.statistics.push_back(one);
            out.options.classes = out.options.classes || one.of_classes;
        }
    }
    out.classes = out.asked.count("classes") > 0;
    out.options.classes = out.options.classes || out.classes;
    out.options.variance = out.asked.count("variance") + out.asked.count("stdev") > 0;
    out.options.areas = out.classes || out.asked.count("area") > 0;
    out.options.by_area = params.at("weight") == "area";
    if (params.at("method") == "centres") {
        out.options.method = ZonalMethod::centres;
    }
    for (const auto& p : params.at("quantiles")) {
        const auto& known = out.options.quantiles;
        if (std::find(known.begin(), known.end(), p.get<double>()) == known.end()) {
            out.options.quantiles.push_back(p.get<double>());
        }
    }
    return out;
}

Field quantile_field(double p) {
    const std::string percent = fmt::format("{:.10g}", p * 100);
    return {quantile_name(p), Type::real, "", {percent + "% 分位数", percent + " % quantile"}};
}

const Field& nodata_field() {
    static const Field field{"nodata_share", Type::real, "", {"无值份额", "share without a value"}};
    return field;
}

const Field& status_field() {
    static const Field field{"status", Type::text, "", {"状态", "status"}};
    return field;
}

std::vector<Field> columns_of(const nlohmann::json& params) {
    const Request request = request_of(params);
    std::vector<Field> out = {{"id", Type::text, "", {"标识", "id"}}};
    for (const auto& one : request.statistics) {
        out.push_back(one.field);
    }
    for (const double p : request.options.quantiles) {
        out.push_back(quantile_field(p));
    }
    out.push_back(nodata_field());
    out.push_back(status_field());
    return out;
}

std::vector<registry::ParamSpec> zonal_params() {
    auto statistics = make_param(
        "statistics", ParamType::list, {"count", "mean", "min", "max"},
        {"统计量；classes：另出各值面积表；majority、minority、variety、classes 用于分类栅格",
         "statistics; classes: a table of the area of each value too; majority, minority, variety "
         "and classes are for rasters of classes"});
    for (const auto& one : all_statistics()) {
        statistics.choices.push_back(one.field.name);
    }
    statistics.choices.emplace_back("classes");
    auto quantiles =
        make_param("quantiles", ParamType::list, nlohmann::json::array(),
                   {"分位数（0 至 1），如 0.05、0.5、0.95；列名 q5、q50、q95",
                    "quantiles, 0 to 1, such as 0.05, 0.5, 0.95: columns q5, q50, q95"});
    quantiles.min = 0;
    quantiles.max = 1;
    auto method = make_param("method", ParamType::choice, "fractions",
                             {"fractions：像元按面内面积份额计；centres：中心在面内才算",
                              "fractions: a cell counts by the share of its area inside; centres: "
                              "when its centre is inside"});
    method.choices = {"fractions", "centres"};
    auto weight = make_param("weight", ParamType::choice, "cells",
                             {"cells：各像元同权；area：再乘以像元面积（m2，经纬度栅格按椭球面）",
                              "cells: cells weigh alike; area: times the area of the cell in m2 "
                              "(on the ellipsoid in a grid in degrees)"});
    weight.choices = {"cells", "area"};
    return {id_param(), std::move(statistics), std::move(quantiles), std::move(method),
            std::move(weight)};
}

registry::OperatorSpec zonal_spec() {
    registry::OperatorSpec out;
    out.name = "surface.zonal";
    out.title = {"分区统计（按面积份额）", "Zonal statistics by exact shares"};
    out.help = {
        "每个面内像元的统计量，边上的像元按面内面积份额计；线按各像元内长度加权，点取所在像元；"
        "无值像元不计，其份额见 nodata_share",
        "Statistics of the cells in each polygon, cells on its border by the share of their area "
        "inside; lines weigh cells by the length in them, points take the cell under them; cells "
        "without a value are left out, their share is in nodata_share"};
    out.ports = {
        surface_port("surface", {"栅格面", "surface"}),
        {"zones", Kind::layer, true, false, {"面、线或点图层", "polygons, lines or points"}}};
    out.params = zonal_params();
    nlohmann::json defaults;
    for (const auto& param : out.params) {
        defaults[param.name] = param.fallback;
    }
    out.outputs = {
        {"table", Kind::table, {"每个分区一行", "one row for each zone"}, columns_of(defaults)},
        {"classes",
         Kind::table,
         {"每个分区、每个值一行；未要求 classes 时为空",
          "one row for each zone and value; empty unless classes are asked for"},
         {{"zone", Type::text, "", {"分区", "zone"}},
          {"value", Type::real, "", {"值", "value"}},
          {"cells", Type::real, "", {"像元份额之和", "sum of the shares of cells"}},
          {"area", Type::real, "m2", {"面积", "area"}}}}};
    out.formulas = {
        {{"加权均值", "weighted mean"},
         R"(\bar v = \sum_i w_i v_i / \sum_i w_i)",
         {"w：像元在面内的面积份额（weight = area 时乘以像元面积）；v：像元值",
          "w: share of the cell inside (times its area with weight = area); v: value of "
          "the cell"},
         ""}};
    out.probe = columns_of;
    return out;
}

/// Shares of lines and points are none of area.
void check_shape(const Layer& layer, const nlohmann::json& params, Request& request) {
    const geo::Shape shape = layer.geometry().shape();
    if (layer.rows() == 0 || shape == geo::Shape::polygon) {
        return;
    }
    const auto refuse = [&](const char* what) {
        throw base::data_error("surface.zone.shape", what, layer.name(), geo::shape_name(shape));
    };
    if (params.at("method") == "centres") {
        refuse("method = centres");
    }
    if (request.options.by_area) {
        refuse("weight = area");
    }
    if (request.asked.count("area") > 0) {
        refuse("statistics = area");
    }
    request.options.areas = false;
}

const char* status_word(const ZoneStatistics& zone) {
    switch (zone.status) {
        case ZoneStatus::cells: return zone.partial ? "partial" : "ok";
        case ZoneStatus::one_cell: return "one_cell";
        case ZoneStatus::nodata: return "nodata";
        case ZoneStatus::outside: return "outside";
        case ZoneStatus::no_geometry: return "no_geometry";
        case ZoneStatus::invalid: return "invalid";
    }
    return "";
}

void report_zones(registry::Call& call, const Layer& layer,
                  const std::vector<ZoneStatistics>& zones) {
    const auto tell = [&](base::Severity severity, const char* id, const auto& test) {
        report(call, layer, severity, id, zones_where(zones, test));
    };
    const auto is = [](ZoneStatus status) {
        return [status](const ZoneStatistics& zone) { return zone.status == status; };
    };
    using base::Severity;
    tell(Severity::warning, "surface.zonal.beyond",
         [](const ZoneStatistics& zone) { return zone.partial && zone.beyond; });
    tell(Severity::warning, "surface.zonal.gaps",
         [](const ZoneStatistics& zone) { return zone.count > 0 && zone.nodata_share > 0; });
    tell(Severity::info, "surface.zone.one_cell", is(ZoneStatus::one_cell));
    tell(Severity::warning, "surface.zonal.nodata", is(ZoneStatus::nodata));
    tell(Severity::warning, "surface.zonal.outside", is(ZoneStatus::outside));
    tell(Severity::warning, "surface.zonal.invalid", is(ZoneStatus::invalid));
    tell(Severity::warning, "surface.unusable", is(ZoneStatus::no_geometry));
}

Column column_of(const Statistic& statistic, const std::vector<ZoneStatistics>& zones) {
    ColumnBuilder out(statistic.field.type);
    for (const auto& zone : zones) {
        const double value = statistic.value(zone);
        if (statistic.field.type == Type::integer) {
            out.integer(static_cast<std::int64_t>(value));
        } else {
            out.real(value);
        }
    }
    return out.build();
}

std::shared_ptr<Table> zones_table(const Request& request, const Column& names,
                                   const std::vector<ZoneStatistics>& zones) {
    auto out = std::make_shared<Table>(zones.size());
    out->set({"id", names.type(), "", {"标识", "id"}}, names);
    for (const auto& one : request.statistics) {
        out->set(one.field, column_of(one, zones));
    }
    for (std::size_t q = 0; q < request.options.quantiles.size(); ++q) {
        std::vector<double> values;
        for (const auto& zone : zones) {
            values.push_back(zone.quantiles.at(q));
        }
        out->set(quantile_field(request.options.quantiles[q]), Column::of_reals(std::move(values)));
    }
    std::vector<double> nodata;
    std::vector<std::string> status;
    for (const auto& zone : zones) {
        nodata.push_back(zone.count > 0 || zone.nodata_share > 0 ? zone.nodata_share : kMissing);
        status.emplace_back(status_word(zone));
    }
    out->set(nodata_field(), Column::of_reals(std::move(nodata)));
    out->set(status_field(), Column::of_texts(status));
    return out;
}

std::shared_ptr<Table> classes_table(const Request& request, const Column& names,
                                     const std::vector<ZoneStatistics>& zones) {
    std::vector<std::size_t> rows;
    std::vector<double> value, cells, area;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        for (const auto& one : zones[i].classes) {
            if (request.classes) {
                rows.push_back(i);
                value.push_back(one.value);
                cells.push_back(one.count);
                area.push_back(one.area);
            }
        }
    }
    auto out = std::make_shared<Table>(rows.size());
    auto fields = zonal_spec().outputs.back().columns;
    fields[0].type = names.type();
    out->set(fields[0], names.take(rows));
    out->set(fields[1], Column::of_reals(std::move(value)));
    out->set(fields[2], Column::of_reals(std::move(cells)));
    out->set(fields[3], Column::of_reals(std::move(area)));
    return out;
}

registry::Outputs run_zonal(registry::Call& call) {
    const auto& surface = call.in<Surface>("surface");
    const auto& layer = call.in<Layer>("zones");
    Request request = request_of(call.params);
    check_shape(layer, call.params, request);
    const auto zones = zonal_statistics(surface, on_surface(call, layer, surface), request.options);
    report_zones(call, layer, zones);
    const Column names = names_of(call, layer);
    return {{"table", zones_table(request, names, zones)},
            {"classes", classes_table(request, names, zones)}};
}

}  // namespace

void register_zonal_statistics(registry::Registry& registry) {
    registry.add(zonal_spec(), run_zonal);
}

}  // namespace jt::surface
