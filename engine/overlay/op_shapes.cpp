// vector.dissolve.
#include "overlay/op_support.hpp"
#include "overlay/shapes.hpp"

#include <map>
#include <numeric>

namespace jt::overlay {
namespace {

using layer::Column;
using layer::Layer;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec dissolve_spec() {
    registry::OperatorSpec out;
    out.name = "vector.dissolve";
    out.title = {"融合", "Dissolve"};
    out.help = {"把某列取值相同的面合并为一个要素；不给列则全部合并",
                "Unites the polygons of equal value in a column; without a column, all of them"};
    out.ports = {layer_port("layer", {"面图层", "polygons"})};
    out.params = {make_param("by", ParamType::text, nullptr, {"分组列", "column of the groups"})};
    out.outputs = {{"layer",
                    Kind::layer,
                    {"融合后的面", "united polygons"},
                    {{"count", Type::integer, "", {"要素数", "features united"}}},
                    {{"layer", "", {"by"}}}}};
    return out;
}

/// Rows of equal text, groups in the order of their first row; nulls are a group of their own.
std::vector<std::vector<std::size_t>> groups_of(const Layer& layer, const std::string& by) {
    std::vector<std::vector<std::size_t>> groups;
    if (by.empty()) {
        groups.emplace_back(layer.rows());
        std::iota(groups[0].begin(), groups[0].end(), std::size_t{0});
        return groups;
    }
    const auto& column = layer.column(by);
    std::map<std::pair<bool, std::string>, std::size_t> places;
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        const auto [place, added] =
            places.emplace(std::pair(column.valid(row), column.show(row)), groups.size());
        if (added) {
            groups.emplace_back();
        }
        groups[place->second].push_back(row);
    }
    return groups;
}

registry::Outputs run_dissolve(registry::Call& call) {
    const auto& layer = layer_of(call, "layer", geo::Shape::polygon);
    const auto& by = call.params.at("by");
    const auto groups = groups_of(layer, by.is_string() ? by.get<std::string>() : "");
    report_unusable(call, layer);
    std::vector<std::int64_t> ids, counts;
    std::vector<std::size_t> first;
    for (const auto& group : groups) {
        ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
        counts.push_back(static_cast<std::int64_t>(group.size()));
        first.push_back(group.empty() ? 0 : group.front());
    }
    auto out = std::make_shared<Layer>(layer.name(), layer.crs(),
                                       dissolved(layer.geometry(), groups), std::move(ids));
    if (by.is_string()) {
        const auto name = by.get<std::string>();
        out->set(layer.field(name), layer.column(name).take(first));
    }
    out->set(dissolve_spec().outputs.front().columns.front(),
             Column::of_integers(std::move(counts)));
    return {{"layer", out}};
}

}  // namespace

void register_shapes(registry::Registry& registry) { registry.add(dissolve_spec(), run_dissolve); }

}  // namespace jt::overlay
