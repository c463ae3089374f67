// vector.measure.
#include "base/closing.hpp"
#include "base/error.hpp"
#include "overlay/measured.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace jt::overlay {
namespace {

using layer::Column;
using layer::ColumnBuilder;
using layer::Field;
using layer::Layer;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr double kMostUnits = 1LL << 52;  ///< of the last digit, that a double still counts
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::vector<registry::ParamSpec> measure_params() {
    std::vector<registry::ParamSpec> out = {
        make_param("kind", ParamType::choice, "geodesic",
                   {"geodesic：椭球面上；planar：投影平面上（仅限米制投影坐标系）",
                    "geodesic: on the ellipsoid; planar: in the plane (projected CRS in metres "
                    "only)"}),
        make_param(
            "unit", ParamType::choice, "",
            {"单位；缺省为 m2（面）或 m（线）", "unit; by default m2 (polygons) or m (lines)"}),
        make_param("decimals", ParamType::integer, 2, {"小数位数", "digits after the point"}),
        make_param("close", ParamType::boolean, true,
                   {"强制闭合：各部分之和恰等于合计；false 则各自四舍五入",
                    "forced closure: parts sum to the total; false: each is rounded alone"}),
        make_param("group", ParamType::text, nullptr,
                   {"分组列：各组先与总计闭合，组内再与组合计闭合",
                    "column of groups: these close to the grand total, features to their group"}),
        make_param("control_total", ParamType::number, nullptr,
                   {"控制总量（以 unit 计），如法定辖区面积；差值按比例配赋",
                    "control total in the unit, such as the official area of a district; the "
                    "difference is shared out in proportion"}),
        make_param("max_correction", ParamType::number, 0.001,
                   {"允许的配赋差占比", "largest share that closing to it may correct"})};
    out[0].choices = {"geodesic", "planar"};
    out[1].choices = {"", "m2", "亩", "mu", "公顷", "ha", "km2", "m", "km"};
    out[2].min = 0;
    out[2].max = 6;
    out[5].min = 0;
    out[6].min = 0;
    out[6].max = 1;
    return out;
}

registry::OperatorSpec measure_spec() {
    registry::OperatorSpec out;
    out.name = "vector.measure";
    out.title = {"量算与平差", "Measure and close"};
    out.help = {
        "面的面积与周长、线的长度，椭球面或平面；按单位和位数取整，并强制与合计或控制总量闭合",
        "Areas and perimeters of polygons, lengths of lines, on the ellipsoid or in the "
        "plane; rounded so that they close to their total or to a control total"};
    out.ports = {layer_port("layer", {"面或线图层", "polygons or lines"})};
    out.params = measure_params();
    out.outputs = {
        {"layer",
         Kind::layer,
         {"要素及其量算值", "the features with their measures"},
         {{"measure", Type::real, "", {"量算值（已闭合）", "measure, closed"}},
          {"measure_raw", Type::real, "", {"量算值（未取整）", "measure as it is"}},
          {"measure_diff", Type::real, "", {"改正数", "correction"}},
          {"perimeter_m", Type::real, "m", {"周长", "perimeter"}},
          {"measure_status", Type::text, "", {"状态", "status"}}},
         {{"layer"}}},
        {"totals",
         Kind::table,
         {"各组与总计", "groups and the grand total"},
         {{"level", Type::text, "", {"级别：group 为分组，total 为总计", "group or total"}},
          {"group", Type::text, "", {"分组", "group"}},
          {"features", Type::integer, "", {"要素数", "features"}},
          {"measured", Type::integer, "", {"已量算要素数", "features measured"}},
          {"raw", Type::real, "", {"量算值之和", "sum of the measures"}},
          {"total", Type::real, "", {"合计（已闭合）", "total, closed"}},
          {"correction", Type::real, "", {"改正数", "correction"}}}}};
    out.formulas = {{{"强制闭合（最大余数法）", "Forced closure (largest remainders)"},
                     "m_i = \\lfloor v_i \\rfloor + e_i,\\quad v_i = 10^d a_i T / \\sum_j a_j,"
                     "\\quad \\sum_i m_i = 10^d T",
                     {"a：量算值；T：合计（取到 d 位）或控制总量；e：余数最大者为 1，其余为 0",
                      "a: measures; T: their sum to d digits, or the control total; e: 1 for the "
                      "largest remainders, else 0"},
                     "Hamilton; Balinski and Young 1982"}};
    return out;
}

/// Rows of features by group, groups by name, null last.
struct Groups {
    std::vector<std::optional<std::string>> names;
    std::vector<std::size_t> of_row;
};

Groups groups_of(const registry::Call& call, const Layer& layer) {
    Groups out;
    out.of_row.assign(layer.rows(), 0);
    const auto& asked = call.params.at("group");
    if (!asked.is_string()) {
        out.names = {std::nullopt};
        return out;
    }
    const Column& column = layer.column(asked.get<std::string>());
    std::map<std::pair<bool, std::string>, std::size_t> places;
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        places[{!column.valid(row), column.show(row)}] = 0;
    }
    for (auto& [name, place] : places) {
        place = out.names.size();
        out.names.push_back(name.first ? std::nullopt : std::optional(name.second));
    }
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        out.of_row[row] = places.at({!column.valid(row), column.show(row)});
    }
    return out;
}

/// The control total in units of the last digit; -1 where none is given.
std::int64_t control_of(registry::Call& call, const Layer& layer, const MeasurePlan& plan,
                        double sum) {
    const auto& given = call.params.at("control_total");
    if (given.is_null()) {
        return -1;
    }
    const double total = given.get<double>(), units = total * plan.scale;
    if (!call.params.at("close").get<bool>()) {
        throw base::data_error("overlay.measure.open");
    }
    if (std::fabs(units - std::round(units)) > 1e-6 * std::max(1.0, units / 1e9)) {
        throw base::data_error("overlay.measure.decimals", total, plan.decimals);
    }
    if (units > kMostUnits) {
        throw base::data_error("overlay.measure.digits", total, plan.unit, plan.decimals);
    }
    const double most = call.params.at("max_correction").get<double>();
    const double share = sum > 0 ? std::fabs(total / sum - 1) : (total > 0 ? 1e9 : 0);
    const std::string correction = shown(total - sum, plan.decimals);
    if (share > most) {
        throw base::data_error("overlay.measure.correction", shown(sum, plan.decimals), plan.unit,
                               shown(total, plan.decimals), correction,
                               sum > 0 ? fmt::format("{:.4g}", share * 100) : "∞",
                               fmt::format("{:.4g}", most * 100));
    }
    call.diagnostics->warn(base::msg("overlay.measure.control", shown(total, plan.decimals),
                                     plan.unit, correction, fmt::format("{:.0f}", share * 1e6)),
                           layer.name());
    return std::llround(units);
}

/// The rounded values of all rows and the sums of the groups, in units of the last digit.
struct Rounded {
    std::vector<double> rows;  ///< in the unit; NaN where there is no measure
    std::vector<std::int64_t> groups;
    std::int64_t total = 0;
};

Rounded rounded(registry::Call& call, const Layer& layer, const MeasurePlan& plan,
                const Groups& groups, const std::vector<double>& raw) {
    std::vector<double> values;
    std::vector<std::int64_t> keys;
    std::vector<std::size_t> rows, group;
    for (std::size_t row = 0; row < raw.size(); ++row) {
        if (std::isfinite(raw[row])) {
            values.push_back(raw[row] * plan.scale);
            keys.push_back(layer.ids()[row]);
            group.push_back(groups.of_row[row]);
            rows.push_back(row);
        }
    }
    const double sum = base::ordered_sum(values);
    if (sum > kMostUnits) {
        throw base::data_error("overlay.measure.digits", shown(sum / plan.scale, 0), plan.unit,
                               plan.decimals);
    }
    const std::int64_t control = control_of(call, layer, plan, sum / plan.scale);
    base::Closed closed = base::close_groups(values, keys, group, groups.names.size(), control);
    if (!call.params.at("close").get<bool>()) {
        closed.groups.assign(groups.names.size(), 0);
        closed.total = 0;
        for (std::size_t k = 0; k < values.size(); ++k) {
            closed.parts[k] = std::llround(values[k]);
            closed.groups[group[k]] += closed.parts[k];
            closed.total += closed.parts[k];
        }
    }
    Rounded out{std::vector<double>(raw.size(), kMissing), closed.groups, closed.total};
    for (std::size_t k = 0; k < rows.size(); ++k) {
        out.rows[rows[k]] = static_cast<double>(closed.parts[k]) / plan.scale;
    }
    return out;
}

/// Column titles and units as they came out.
Field field_of(std::size_t output, std::size_t index, const MeasurePlan& plan) {
    Field out = measure_spec().outputs[output].columns[index];
    out.unit = out.unit.empty() && out.type == Type::real ? plan.unit : out.unit;
    if (output == 0 && index < 2) {
        const std::string zh =
            std::string(plan.planar ? "平面" : "椭球") + (plan.polygons ? "面积" : "长度");
        const std::string en = std::string(plan.polygons ? "area" : "length") +
                               (plan.planar ? " in the plane" : " on the ellipsoid");
        out.title =
            index == 0 ? base::Text{zh, en} : base::Text{zh + "（未取整）", en + ", as it is"};
    }
    return out;
}

/// Why a feature has no measure, or that it has one; lists those outside the projection.
Column statuses(registry::Call& call, const Layer& layer, const std::vector<double>& raw) {
    std::vector<std::string> out;
    std::vector<std::size_t> outside;
    for (std::size_t row = 0; row < raw.size(); ++row) {
        out.emplace_back(geo::status_name(layer.geometry().status(row)));
        if (takes_part(layer.geometry(), row) && !std::isfinite(raw[row])) {
            outside.push_back(row);
            out.back() = "outside";
        }
    }
    if (!outside.empty()) {
        call.diagnostics->features(base::Severity::warning, base::msg("overlay.measure.outside"),
                                   layer.name(), layer::row_ids(layer, outside));
    }
    return Column::of_texts(out);
}

std::shared_ptr<Layer> layer_with(registry::Call& call, const Layer& layer, const MeasurePlan& plan,
                                  const std::vector<double>& raw, const Rounded& values) {
    auto out = std::make_shared<Layer>(layer);
    std::vector<double> difference;
    for (std::size_t row = 0; row < raw.size(); ++row) {
        difference.push_back(values.rows[row] - raw[row]);
    }
    set_result(call, *out, field_of(0, 0, plan), Column::of_reals(values.rows));
    set_result(call, *out, field_of(0, 1, plan), Column::of_reals(raw));
    set_result(call, *out, field_of(0, 2, plan), Column::of_reals(std::move(difference)));
    set_result(call, *out, field_of(0, 3, plan), Column::of_reals(perimeters(layer, plan)));
    set_result(call, *out, field_of(0, 4, plan), statuses(call, layer, raw));
    return out;
}

/// What the table says of one group, or of all.
struct Row {
    std::int64_t features = 0, measured = 0;
    std::vector<double> raw;
};

std::shared_ptr<Table> totals_of(const MeasurePlan& plan, const Groups& groups, bool grouped,
                                 const std::vector<double>& raw, const Rounded& values) {
    std::vector<Row> rows(groups.names.size() + 1);
    for (std::size_t row = 0; row < raw.size(); ++row) {
        for (Row* one : {&rows[groups.of_row[row]], &rows.back()}) {
            ++one->features;
            if (std::isfinite(raw[row])) {
                ++one->measured;
                one->raw.push_back(raw[row]);
            }
        }
    }
    ColumnBuilder level(Type::text), name(Type::text), features(Type::integer),
        counted(Type::integer), sum(Type::real), total(Type::real), correction(Type::real);
    for (std::size_t g = grouped ? 0 : groups.names.size(); g < rows.size(); ++g) {
        const bool all = g == groups.names.size();
        const double own = base::ordered_sum(rows[g].raw);
        const double closed =
            static_cast<double>(all ? values.total : values.groups[g]) / plan.scale;
        level.text(all ? "total" : "group");
        if (all || !groups.names[g]) {
            name.null();
        } else {
            name.text(*groups.names[g]);
        }
        features.integer(rows[g].features);
        counted.integer(rows[g].measured);
        sum.real(own);
        total.real(closed);
        correction.real(closed - own);
    }
    auto out = std::make_shared<Table>();
    ColumnBuilder* const builders[] = {&level, &name,  &features,  &counted,
                                       &sum,   &total, &correction};
    for (std::size_t i = 0; i < std::size(builders); ++i) {
        out->set(field_of(1, i, plan), builders[i]->build());
    }
    return out;
}

registry::Outputs run_measure(registry::Call& call) {
    const auto& layer = layer_of(call, "layer", {geo::Shape::polygon, geo::Shape::line});
    const MeasurePlan plan = measure_plan(call, layer);
    report_unusable(call, layer);
    const std::vector<double> raw = measured(layer, plan);
    tell_kind(call, layer, plan, raw);
    const Groups groups = groups_of(call, layer);
    const Rounded values = rounded(call, layer, plan, groups, raw);
    call.diagnostics->info(
        base::msg("overlay.measure.total", shown(known_sum(raw), plan.decimals + 2), plan.unit,
                  shown(static_cast<double>(values.total) / plan.scale, plan.decimals)),
        layer.name());
    const bool grouped = call.params.at("group").is_string();
    return {{"layer", layer_with(call, layer, plan, raw, values)},
            {"totals", totals_of(plan, groups, grouped, raw, values)}};
}

}  // namespace

void register_measure(registry::Registry& registry) { registry.add(measure_spec(), run_measure); }

}  // namespace jt::overlay
