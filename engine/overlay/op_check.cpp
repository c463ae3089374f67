// vector.topology_check.
#include "geo/coverage.hpp"
#include "overlay/op_support.hpp"

namespace jt::overlay {
namespace {

using layer::Column;
using layer::Layer;
using layer::Type;
using registry::Kind;
using registry::ParamType;
using Problems = geo::CoverageFaults;

registry::ParamSpec size_param(std::string name, double fallback, const char* unit,
                               base::Text help) {
    auto out = make_param(std::move(name), ParamType::number, fallback, std::move(help));
    out.unit = unit;
    out.min = 0;
    return out;
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "vector.topology_check";
    out.title = {"拓扑检查", "Topology check"};
    out.help = {"检查一个面图层：要素间的重叠、缝隙（并集中的小洞）、狭长碎片；输出问题部位",
                "Overlaps between the polygons of a layer, gaps (small holes of their union) and "
                "slivers (narrow parts), as a layer of the places concerned"};
    out.ports = {layer_port("layer", {"面图层", "polygons"})};
    out.params = {
        id_param("id", {"要素", "the features"}),
        size_param(
            "max_gap_m2", geo::kLargestGap, "m2",
            {"并集中不大于此面积的洞视为缝隙", "holes of the union up to this area are gaps"}),
        size_param("min_overlap_m2", geo::kLeastOverlap, "m2",
                   {"小于此面积的重叠只计数", "smaller overlaps are only counted"}),
        size_param(
            "sliver_width", geo::kSliverWidth, "m",
            {"平均宽度（2×面积/周长）小于此值的部件视为碎片",
             "parts of a smaller mean width (twice the area by the perimeter) are slivers"})};
    out.outputs = {
        {"layer",
         Kind::layer,
         {"问题部位", "places with a problem"},
         {{"kind", Type::text, "", {"问题：overlap、gap、sliver", "overlap, gap or sliver"}},
          {"id_a", Type::text, "", {"要素标识", "id of the feature"}},
          {"id_b", Type::text, "", {"另一要素标识", "id of the other feature"}},
          {"area_m2", Type::real, "m2", {"椭球面积", "area on the ellipsoid"}}}}};
    return out;
}

/// The kinds of problems, one behind the other.
struct Found {
    Problems all;
    std::vector<std::string> kinds;

    void add(const Problems& problems, const std::string& kind) {
        for (std::size_t k = 0; k < problems.size(); ++k) {
            all.add(problems.geometry, k, problems.a[k], problems.b[k], problems.area_m2[k]);
            kinds.push_back(kind);
        }
    }
};

Problems gaps_or_none(registry::Call& call, const Layer& layer) {
    std::vector<Failure> failures;
    Problems out;
    attempt(0, failures, [&] {
        out = geo::gaps(layer.geometry(), layer.crs(), call.params.at("max_gap_m2").get<double>());
    });
    for (const auto& failure : failures) {
        call.diagnostics->warn(base::msg("overlay.check.no_gaps", failure.reason), layer.name());
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& layer = layer_of(call, "layer", geo::Shape::polygon);
    if (!layer.crs().known()) {
        throw base::data_error("overlay.crs.missing", layer.name());
    }
    const auto ids = names_of(layer, call, "id");
    report_unusable(call, layer);
    const auto number = [&](const char* name) { return call.params.at(name).get<double>(); };
    std::size_t small = 0;
    std::vector<Failure> failures;
    const Problems overlap =
        geo::overlaps(layer.geometry(), layer.crs(), number("min_overlap_m2"), small, failures);
    report_failures(call, layer, failures);
    const Problems gap = gaps_or_none(call, layer);
    const Problems sliver = geo::slivers(layer.geometry(), layer.crs(), number("sliver_width"));
    Found found;
    found.add(overlap, "overlap");
    found.add(gap, "gap");
    found.add(sliver, "sliver");
    if (small > 0) {
        call.diagnostics->info(base::msg("overlay.check.small", small, number("min_overlap_m2")),
                               layer.name());
    }
    call.diagnostics->info(
        base::msg("overlay.check.found", overlap.size(), gap.size(), sliver.size()), layer.name());
    auto out = std::make_shared<Layer>(layer.name() + "_check", layer.crs(), found.all.geometry,
                                       new_ids(found.kinds.size()));
    auto fields = spec().outputs.front().columns;
    fields[1].type = fields[2].type = ids.type();
    out->set(fields[0], Column::of_texts(found.kinds));
    out->set(fields[1], take_or_null(ids, found.all.a));
    out->set(fields[2], take_or_null(ids, found.all.b));
    out->set(fields[3], Column::of_reals(found.all.area_m2));
    return {{"layer", out}};
}

}  // namespace

void register_check(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::overlay
