// vector.buffer.
#include "base/error.hpp"
#include "overlay/op_support.hpp"
#include "overlay/shapes.hpp"

#include <algorithm>
#include <cmath>

namespace jt::overlay {
namespace {

using geo::GeometryArray;
using layer::Layer;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec buffer_spec() {
    registry::OperatorSpec out;
    out.name = "vector.buffer";
    out.title = {"缓冲区", "Buffer"};
    out.help = {
        "各要素的缓冲区。planar：在米制投影平面上，并说明与椭球面距离之差；geodesic：按椭球面距离，"
        "经纬度图层也可用",
        "Buffers around the features. planar: in the plane of a projected CRS in metres, "
        "telling the difference from distances on the ellipsoid; geodesic: by distances on "
        "the ellipsoid, for layers in degrees too"};
    out.ports = {layer_port("layer", {"输入图层", "input layer"})};
    out.params = {
        make_param("distance", ParamType::number, nullptr,
                   {"距离；面可用负值向内", "distance; polygons take negative ones, inwards"}),
        make_param("dissolve", ParamType::boolean, false,
                   {"合并为一个要素", "one feature for all"}),
        make_param("kind", ParamType::choice, "planar",
                   {"距离的算法：投影平面，或椭球面（要素及缓冲区自中心起不超过 100 km）",
                    "how distances are measured: in the plane, or on the ellipsoid (feature and "
                    "buffer within 100 km of the middle)"})};
    out.params[0].unit = "m";
    out.params[0].required = true;
    out.params[2].choices = {"planar", "geodesic"};
    out.outputs = {{"layer", Kind::layer, {"缓冲区", "buffers"}, {}, {{"layer"}}}};
    return out;
}

/// Features of which the buffer leaves nothing; those in `told` are told otherwise.
void report_empty(registry::Call& call, const Layer& layer, const GeometryArray& result,
                  const std::vector<std::size_t>& told) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (layer.geometry().status(i) == geo::Status::ok && result.status(i) != geo::Status::ok &&
            !std::binary_search(told.begin(), told.end(), i)) {
            rows.push_back(i);
        }
    }
    if (!rows.empty()) {
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("overlay.buffer.vanished", rows.size()), layer.name(),
                                   layer::row_ids(layer, rows));
    }
}

std::shared_ptr<Layer> one_feature(const Layer& layer, GeometryArray geometry) {
    return std::make_shared<Layer>(layer.name(), layer.crs(), std::move(geometry), new_ids(1));
}

registry::Outputs run_planar(registry::Call& call, const Layer& layer, double distance) {
    const geo::Box box = layer.geometry().box();
    if (!box.empty()) {
        const double scale = ground_scale(layer.crs(), box, distance);
        call.diagnostics->info(base::msg("overlay.buffer.scale", layer.crs().label(), distance,
                                         fmt::format("{:.3f}", distance * scale)),
                               layer.name());
    }
    if (call.params.at("dissolve").get<bool>()) {
        return {{"layer", one_feature(layer, united_buffer(layer.geometry(), distance))}};
    }
    auto result = buffers(layer.geometry(), distance);
    report_empty(call, layer, result, {});
    return {
        {"layer", std::make_shared<Layer>(layer.with_geometry(std::move(result), layer.crs()))}};
}

registry::Outputs run_geodesic(registry::Call& call, const Layer& layer, double distance) {
    if (std::fabs(distance) > kBufferReach) {
        throw base::data_error("overlay.buffer.reach", distance, kBufferReach / 1000);
    }
    auto result = geodesic_buffers(layer.geometry(), layer.crs(), distance);
    report_failures(call, layer, result.failures);
    if (!result.too_large.empty()) {
        call.diagnostics->features(
            base::Severity::warning,
            base::msg("overlay.buffer.large", result.too_large.size(), kBufferReach / 1000),
            layer.name(), layer::row_ids(layer, result.too_large));
    }
    std::vector<std::size_t> told = result.too_large;
    for (const auto& failure : result.failures) {
        told.push_back(failure.row);
    }
    std::sort(told.begin(), told.end());
    report_empty(call, layer, result.geometry, told);
    call.diagnostics->info(base::msg("overlay.buffer.geodesic"), layer.name());
    if (call.params.at("dissolve").get<bool>()) {
        std::vector<std::size_t> all(layer.rows());
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = i;
        }
        return {{"layer", one_feature(layer, dissolved(result.geometry, {all}))}};
    }
    return {{"layer", std::make_shared<Layer>(
                          layer.with_geometry(std::move(result.geometry), layer.crs()))}};
}

registry::Outputs run_buffer(registry::Call& call) {
    const auto& layer = call.in<Layer>("layer");
    const double distance = call.params.at("distance").get<double>();
    if (distance == 0 || (distance < 0 && layer.geometry().shape() != geo::Shape::polygon)) {
        throw base::data_error("overlay.buffer.distance", distance,
                               geo::shape_name(layer.geometry().shape()));
    }
    report_unusable(call, layer);
    const bool geodesic = call.params.at("kind").get<std::string>() == "geodesic";
    return geodesic ? run_geodesic(call, layer, distance) : run_planar(call, layer, distance);
}

}  // namespace

void register_buffer(registry::Registry& registry) { registry.add(buffer_spec(), run_buffer); }

}  // namespace jt::overlay
