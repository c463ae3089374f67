// overlay.buffer and overlay.dissolve.
#include "base/error.hpp"
#include "overlay/op_support.hpp"
#include "overlay/shapes.hpp"

#include <cmath>
#include <map>
#include <numeric>

namespace jt::overlay {
namespace {

using layer::Column;
using layer::Layer;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec buffer_spec() {
    registry::OperatorSpec out;
    out.name = "overlay.buffer";
    out.title = {"缓冲区", "Buffer"};
    out.help = {"各要素的平面缓冲区；只接受米制投影坐标系，并说明与椭球面距离之差",
                "Planar buffers around the features; takes projected CRS in metres only, and tells "
                "the difference from distances on the ellipsoid"};
    out.ports = {layer_port("layer", {"输入图层", "input layer"})};
    out.params = {
        make_param("distance", ParamType::number, nullptr,
                   {"距离；面可用负值向内", "distance; polygons take negative ones, inwards"}),
        make_param("dissolve", ParamType::boolean, false,
                   {"合并为一个要素", "one feature for all"})};
    out.params[0].unit = "m";
    out.params[0].required = true;
    out.outputs = {{"layer", Kind::layer, {"缓冲区", "buffers"}, {}}};
    return out;
}

void report_empty(registry::Call& call, const Layer& layer, const geo::GeometryArray& result) {
    std::vector<std::size_t> vanished;
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (layer.geometry().status(i) == geo::Status::ok && result.status(i) != geo::Status::ok) {
            vanished.push_back(i);
        }
    }
    if (!vanished.empty()) {
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("overlay.buffer.vanished", vanished.size()),
                                   layer.name(), layer::row_ids(layer, vanished));
    }
}

registry::Outputs run_buffer(registry::Call& call) {
    const auto& layer = call.in<Layer>("layer");
    const double distance = call.params.at("distance").get<double>();
    if (distance == 0 || (distance < 0 && layer.geometry().shape() != geo::Shape::polygon)) {
        throw base::data_error("overlay.buffer.distance", distance,
                               geo::shape_name(layer.geometry().shape()));
    }
    report_unusable(call, layer);
    const geo::Box box = layer.geometry().box();
    if (!box.empty()) {
        const double scale = ground_scale(layer.crs(), box, distance);
        call.diagnostics->info(base::msg("overlay.buffer.scale", layer.crs().label(), distance,
                                         fmt::format("{:.3f}", distance * scale)),
                               layer.name());
    }
    if (call.params.at("dissolve").get<bool>()) {
        return {{"layer", std::make_shared<Layer>(layer.name(), layer.crs(),
                                                  united_buffer(layer.geometry(), distance),
                                                  std::vector<std::int64_t>{1})}};
    }
    auto result = buffers(layer.geometry(), distance);
    report_empty(call, layer, result);
    return {
        {"layer", std::make_shared<Layer>(layer.with_geometry(std::move(result), layer.crs()))}};
}

registry::OperatorSpec dissolve_spec() {
    registry::OperatorSpec out;
    out.name = "overlay.dissolve";
    out.title = {"融合", "Dissolve"};
    out.help = {"把某列取值相同的面合并为一个要素；不给列则全部合并",
                "Unites the polygons of equal value in a column; without a column, all of them"};
    out.ports = {layer_port("layer", {"面图层", "polygons"})};
    out.params = {make_param("by", ParamType::text, nullptr, {"分组列", "column of the groups"})};
    out.outputs = {{"layer",
                    Kind::layer,
                    {"融合后的面", "united polygons"},
                    {{"count", Type::integer, "", {"要素数", "features united"}}}}};
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

void register_shapes(registry::Registry& registry) {
    registry.add(buffer_spec(), run_buffer);
    registry.add(dissolve_spec(), run_dissolve);
}

}  // namespace jt::overlay
