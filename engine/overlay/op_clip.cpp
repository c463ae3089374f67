// vector.clip and vector.difference.
#include "overlay/op_support.hpp"

#include <algorithm>

namespace jt::overlay {
namespace {

using geo::Shape;
using layer::Layer;
using registry::Kind;

const std::vector<Shape> kAnyShape{Shape::point, Shape::line, Shape::polygon};

registry::OperatorSpec clip_spec() {
    registry::OperatorSpec out;
    out.name = "vector.clip";
    out.title = {"裁剪", "Clip"};
    out.help = {
        "把点、线、面裁剪到掩膜（面图层的并集）之内，属性不变；完全在内的要素坐标不动，完全在外的略"
        "去并计数",
        "Points, lines or polygons cut to the union of a polygon layer; attributes are kept. "
        "Features wholly inside stay as they are, those wholly outside are left out and "
        "counted"};
    out.ports = {layer_port("layer", {"要裁剪的图层", "features to be cut"}),
                 layer_port("mask", {"掩膜面图层", "polygons to cut to"})};
    out.outputs = {
        {"layer", Kind::layer, {"掩膜内的部分", "what lies inside the mask"}, {}, {{"layer"}}}};
    return out;
}

registry::OperatorSpec difference_spec() {
    registry::OperatorSpec out;
    out.name = "vector.difference";
    out.title = {"擦除", "Difference"};
    out.help = {"a 中各要素减去 b 的并集，属性不变；未触及的要素坐标不动，完全被覆盖的略去并计数",
                "The features of a less the union of the polygons of b; attributes are kept. "
                "Features out of reach stay as they are, those wholly covered are left out and "
                "counted"};
    out.ports = {layer_port("a", {"被减的图层", "features to be cut"}),
                 layer_port("b", {"减去的面图层", "polygons that are taken off"})};
    out.outputs = {{"layer", Kind::layer, {"剩余部分", "what is left"}, {}, {{"a"}}}};
    return out;
}

/// The features of which something is left, with their attributes and ids.
std::shared_ptr<Layer> kept_features(const Layer& layer, const Carved& carved) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < layer.rows(); ++i) {
        if (carved.cut[i] != geo::Cut::none) {
            rows.push_back(i);
        }
    }
    return std::make_shared<Layer>(
        take(layer, rows).with_geometry(carved.geometry.take(rows), layer.crs()));
}

std::size_t count_of(const Carved& carved, geo::Cut cut) {
    return static_cast<std::size_t>(std::count(carved.cut.begin(), carved.cut.end(), cut));
}

registry::Outputs run_carve(registry::Call& call, const Layer& layer, const Layer& polygons,
                            Keep keep) {
    require_same_crs(layer, polygons);
    report_unusable(call, layer);
    report_unusable(call, polygons);
    const auto carved = carve(layer.geometry(), polygons.geometry(), keep);
    report_failures(call, layer, carved.failures);
    const auto gone = vanished(layer.geometry(), carved);
    if (!gone.empty()) {
        const auto ids = layer::row_ids(layer, gone);
        call.diagnostics->features(
            base::Severity::info,
            keep == Keep::inside
                ? base::msg("overlay.clip.outside", gone.size(), polygons.name())
                : base::msg("overlay.difference.inside", gone.size(), polygons.name()),
            layer.name(), ids);
    }
    call.diagnostics->info(base::msg("overlay.cut", count_of(carved, geo::Cut::part),
                                     count_of(carved, geo::Cut::whole)),
                           layer.name());
    return {{"layer", kept_features(layer, carved)}};
}

registry::Outputs run_clip(registry::Call& call) {
    return run_carve(call, layer_of(call, "layer", kAnyShape),
                     layer_of(call, "mask", Shape::polygon), Keep::inside);
}

registry::Outputs run_difference(registry::Call& call) {
    return run_carve(call, layer_of(call, "a", kAnyShape), layer_of(call, "b", Shape::polygon),
                     Keep::outside);
}

}  // namespace

void register_clip(registry::Registry& registry) {
    registry.add(clip_spec(), run_clip);
    registry.add(difference_spec(), run_difference);
}

}  // namespace jt::overlay
