// vector.areal_interpolation.
#include "overlay/interpolation.hpp"
#include "overlay/op_support.hpp"

#include <algorithm>
#include <cmath>

namespace jt::overlay {
namespace {

using layer::Column;
using layer::Layer;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr const char* kSuffix = "_source";

const registry::ColumnSpec kCovered{
    "covered", Type::real, "", {"被源面覆盖的比例", "share of the target that sources cover"}};

/// Refuses a run without columns, before anything is computed.
void check_params(const nlohmann::json& params) {
    if (params.at("extensive").empty() && params.at("intensive").empty()) {
        throw base::data_error("overlay.interpolation.columns");
    }
}

registry::FormulaSpec formula() {
    return {{"面积插值", "Areal interpolation"},
            "V_t = \\sum_s V_s \\frac{A_{st}}{A_s}, \\quad "
            "v_t = \\frac{\\sum_s v_s A_{st}}{\\sum_s A_{st}}",
            {"V 广延量（如人口），v 强度量（如密度），A_s 源面面积，A_st "
             "源面与目标面的公共面积（椭球面积，m2）",
             "V extensive value (population), v intensive value (density), A_s area of the source, "
             "A_st area in common of source and target (on the ellipsoid, m2)"},
            "Goodchild & Lam 1980"};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "vector.areal_interpolation";
    out.title = {"面积插值", "Areal interpolation"};
    out.help = {
        "按公共椭球面积的比例，把源面的数值分到目标面：广延量按占源面的份额分摊，强度量按面积加权平"
        "均；假定源面内均匀分布",
        "Values of source polygons for target polygons, by shares of area on the ellipsoid: "
        "extensive ones are divided, intensive ones averaged. Assumes that values are even "
        "within a source"};
    out.ports = {layer_port("source", {"源面图层", "polygons with values"}),
                 layer_port("target", {"目标面图层", "polygons that get values"})};
    out.params = {make_param("extensive", ParamType::list, nlohmann::json::array(),
                             {"广延量的列（如人口），按面积分摊",
                              "columns to divide by area, such as population"}),
                  make_param("intensive", ParamType::list, nlohmann::json::array(),
                             {"强度量的列（如密度、比例），按面积加权平均",
                              "columns to average by area, such as density"})};
    out.outputs = {{"layer",
                    Kind::layer,
                    {"目标面，附插值结果", "the targets with the values"},
                    {kCovered},
                    {{"target"}, {"source", kSuffix, {"extensive", "intensive"}}}}};
    out.formulas = {formula()};
    out.check = [](const nlohmann::json& params, const std::map<std::string, std::size_t>&) {
        check_params(params);
    };
    return out;
}

std::vector<double> values_of(registry::Call& call, const Layer& source, const std::string& name) {
    const auto& column = number_column(source, name);
    std::vector<double> out;
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < source.rows(); ++i) {
        out.push_back(column.number(i));
        if (std::isnan(out.back())) {
            missing.push_back(i);
        }
    }
    if (!missing.empty()) {
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("overlay.interpolation.missing", missing.size(), name),
                                   source.name(), layer::row_ids(source, missing));
    }
    return out;
}

double sum_of(const std::vector<double>& values) {
    double out = 0;
    for (const double value : values) {
        out += std::isnan(value) ? 0 : value;
    }
    return out;
}

std::string shown(double value) { return fmt::format("{:.8g}", value); }

/// What of a total reached the targets; a warning where some of it did not.
void report_total(registry::Call& call, const Layer& source, const std::string& name, double before,
                  double after) {
    constexpr double kRounding = 1e-9;
    const double outside = before - after;
    const bool whole = std::fabs(outside) <= kRounding * std::fabs(before);
    const auto message = base::msg("overlay.interpolation.total", name, shown(before), shown(after),
                                   shown(whole ? 0 : outside));
    if (whole) {
        call.diagnostics->info(message, source.name());
    } else {
        call.diagnostics->warn(message, source.name());
    }
}

void report_twice(registry::Call& call, const Layer& layer, const Layer& other,
                  const std::vector<std::size_t>& rows) {
    if (!rows.empty()) {
        call.diagnostics->features(
            base::Severity::warning,
            base::msg("overlay.interpolation.twice", rows.size(), other.name()), layer.name(),
            layer::row_ids(layer, rows));
    }
}

registry::Outputs run(registry::Call& call) {
    const auto& source = layer_of(call, "source", geo::Shape::polygon);
    const auto& target = layer_of(call, "target", geo::Shape::polygon);
    check_params(call.params);
    const auto extensive = names_in(call, "extensive"), intensive = names_in(call, "intensive");
    for (const auto& list : {extensive, intensive}) {
        for (const auto& name : list) {
            number_column(source, name);
        }
    }
    require_same_crs(source, target);
    report_unusable(call, source);
    report_unusable(call, target);
    const Shares shares = shares_of(source.geometry(), target.geometry(), source.crs());
    report_failures(call, source, shares.source_failures);
    report_failures(call, target, shares.target_failures);
    report_twice(call, source, target, shares.sources_twice);
    report_twice(call, target, source, shares.targets_twice);
    auto out = std::make_shared<Layer>(target);
    const auto add = [&](const std::string& name, std::vector<double> values) {
        auto field = source.field(name);
        field.type = Type::real;
        field.name = free_name(*out, name, kSuffix, {kCovered});
        out->set(field, Column::of_reals(std::move(values)));
    };
    for (const auto& name : extensive) {
        const auto values = values_of(call, source, name);
        auto given = extensive_values(shares, values, target.rows());
        report_total(call, source, name, sum_of(values), sum_of(given));
        add(name, std::move(given));
    }
    for (const auto& name : intensive) {
        add(name, intensive_values(shares, values_of(call, source, name), target.rows()));
    }
    set_result(call, *out, kCovered, Column::of_reals(shares.covered));
    return {{"layer", out}};
}

}  // namespace

void register_interpolation(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::overlay
