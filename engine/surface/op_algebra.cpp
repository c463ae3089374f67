// surface.weighted_sum, .value, .compute and .write.
#include "base/error.hpp"
#include "layer/value_function.hpp"
#include "surface/derived.hpp"
#include "surface/op_support.hpp"
#include "surface/write_raster.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::surface {
namespace {

using registry::Kind;
using registry::ParamType;

registry::OperatorSpec weighted_sum_spec() {
    registry::OperatorSpec out;
    out.name = "surface.weighted_sum";
    out.version = 2;
    out.title = {"栅格加权叠加", "Weighted sum of surfaces"};
    out.help = {"Σ 权重 × 值，逐像元；任一输入无值则无值；各栅格须同一网格与坐标系",
                "Sum of weight x value in each cell; none where any has none; all of one grid "
                "and CRS"};
    out.ports = {surface_port("surfaces", {"各因子", "the factors"}, true)};
    out.params = {required_param("weights", ParamType::list,
                                 {"各因子的权重，依次对应，和为 1",
                                  "a weight for each, in their order, with sum 1"}),
                  make_param("normalise", ParamType::boolean, false,
                             {"权重除以其和", "divide the weights by their sum"})};
    out.params[0].min = 0;
    out.outputs = surface_output({"加权和", "weighted sum"});
    return out;
}

/// With sum 1 to rounding, or brought to it.
std::vector<double> weights_of(const registry::Call& call, std::size_t count) {
    auto out = call.params.at("weights").get<std::vector<double>>();
    if (out.size() != count) {
        throw base::data_error("surface.weights.count", out.size(), count);
    }
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    if (sum == 0) {
        throw base::data_error("surface.weights.zero");
    }
    if (call.params.at("normalise").get<bool>()) {
        std::ranges::for_each(out, [sum](double& weight) { weight /= sum; });
        call.diagnostics->info(base::msg("surface.weights.normalised", sum));
    } else if (std::abs(sum - 1) > 1e-9) {
        throw base::data_error("surface.weights.sum", sum);
    }
    return out;
}

registry::Outputs run_weighted_sum(registry::Call& call) {
    Recipe recipe;
    recipe.kind = "weighted_sum";
    recipe.inputs = surfaces_of(call, "surfaces");
    recipe.params = {{"weights", weights_of(call, recipe.inputs.size())}};
    return {{"surface", std::make_shared<Surface>(derived(std::move(recipe)))}};
}

registry::OperatorSpec value_spec() {
    registry::OperatorSpec out;
    out.name = "surface.value";
    out.title = {"栅格价值函数", "Value function over a surface"};
    out.help = {
        "按声明的价值函数（同 "
        "score.value）逐像元换算为分值；无值仍为无值；类别为数字；超出界限者按 "
        "outside 处理：clamp 取最近的界限，missing 为无值，error 报错",
        "Turns each cell into a score by a declared value function, as score.value does for "
        "columns; nodata stays nodata; classes are numbers; what lies outside the bounds "
        "scores as the nearest bound (clamp), becomes nodata (missing) or is an error"};
    out.ports = {surface_port("surface", {"栅格面", "surface"})};
    out.params = {
        required_param("function", ParamType::object,
                       {"价值函数：kind 及其参数", "value function: kind and its own keys"})};
    out.outputs = surface_output({"分值", "scores"});
    out.check = [](const nlohmann::json& params, const std::map<std::string, std::size_t>&) {
        layer::ValueFunction::from_json(params.at("function"));
    };
    return out;
}

registry::Outputs run_value(registry::Call& call) {
    layer::tell_table(layer::ValueFunction::from_json(call.params.at("function")), "-",
                      *call.diagnostics);
    Recipe recipe{
        "value", {{"function", call.params.at("function")}}, {surface_of(call, "surface")}};
    return {{"surface", std::make_shared<Surface>(derived(std::move(recipe)))}};
}

registry::OperatorSpec compute_spec() {
    registry::OperatorSpec out;
    out.name = "surface.compute";
    out.title = {"栅格计算", "Raster calculator"};
    out.help = {
        "按表达式逐像元计算，如 layer.compute；names 给各栅格命名；条件为真得 1，为假得 0",
        "Computes each cell by an expression, as layer.compute does; names are those of the "
        "surfaces in it; a condition gives 1 or 0"};
    out.ports = {surface_port("surfaces", {"各栅格面", "the surfaces"}, true)};
    out.params = {required_param("names", ParamType::list,
                                 {"各栅格在表达式中的名称，依次对应",
                                  "a name for each surface, in their order"}),
                  required_param("value", ParamType::object, {"表达式", "the expression"})};
    out.outputs = surface_output({"结果", "the result"});
    return out;
}

registry::Outputs run_compute(registry::Call& call) {
    Recipe recipe;
    recipe.kind = "expression";
    recipe.inputs = surfaces_of(call, "surfaces");
    const auto& names = call.params.at("names");
    if (names.size() != recipe.inputs.size()) {
        throw base::data_error("surface.names.count", names.size(), recipe.inputs.size());
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (std::find(names.begin() + static_cast<std::ptrdiff_t>(i) + 1, names.end(), names[i]) !=
            names.end()) {
            throw base::data_error("surface.names.twice", names[i].get<std::string>());
        }
    }
    recipe.params = {{"names", names}, {"expression", call.params.at("value")}};
    return {{"surface", std::make_shared<Surface>(derived(std::move(recipe)))}};
}

registry::OperatorSpec write_spec() {
    registry::OperatorSpec out;
    out.name = "surface.write";
    out.title = {"输出栅格", "Write a raster"};
    out.help = {"写成分块、压缩的 GeoTIFF，无值为 -9999",
                "Writes a tiled, compressed GeoTIFF; nodata is -9999"};
    out.ports = {surface_port("surface", {"栅格面", "surface"})};
    out.params = {
        required_param("file", ParamType::text, {"文件名，*.tif", "name of the file, *.tif"})};
    out.outputs = {{"files", Kind::files, {"GeoTIFF 文件", "the GeoTIFF file"}, {}}};
    return out;
}

registry::Outputs run_write(registry::Call& call) {
    const auto name = call.params.at("file").get<std::string>();
    auto out = std::make_shared<registry::Files>();
    out->files[name] = geotiff(*surface_of(call, "surface"), *call.progress);
    return {{"files", out}};
}

}  // namespace

void register_algebra(registry::Registry& registry) {
    registry.add(weighted_sum_spec(), run_weighted_sum);
    registry.add(value_spec(), run_value);
    registry.add(compute_spec(), run_compute);
    registry.add(write_spec(), run_write);
}

}  // namespace jt::surface
