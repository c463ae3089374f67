// surface.distance, surface.allocation and surface.cost_distance.
#include "surface/cost_distance.hpp"
#include "surface/distance_params.hpp"
#include "surface/op_support.hpp"

namespace jt::surface {
namespace {

registry::PortSpec sources_port() {
    return surface_port("sources", {"源：有值的像元；其余无值", "sources: the cells with a value"});
}

registry::OperatorSpec distance_spec() {
    registry::OperatorSpec out;
    out.name = "surface.distance";
    out.title = {"欧氏距离", "Euclidean distance"};
    out.help = {
        "各像元中心到最近源像元中心的直线距离（米），精确（Felzenszwalb & Huttenlocher 2012）；"
        "经纬度栅格不予计算",
        "Straight distance in metres from the centre of each cell to that of the nearest source "
        "cell, exact (Felzenszwalb & Huttenlocher 2012); grids in degrees are refused"};
    out.ports = {sources_port()};
    out.params = source_params();
    out.params[1].unit = "m";
    out.outputs = surface_output({"距离（米）", "distance in metres"});
    return out;
}

registry::OperatorSpec allocation_spec() {
    registry::OperatorSpec out;
    out.name = "surface.allocation";
    out.title = {"欧氏分配", "Euclidean allocation"};
    out.help = {"各像元取最近源像元的值；同样近时取最西一列中最北的源",
                "The value of the nearest source cell in each cell; of equally near ones that in "
                "the westernmost column, and there the northernmost"};
    out.ports = {sources_port()};
    out.params = source_params();
    out.params[1].unit = "m";
    out.outputs = surface_output({"最近源的值", "value of the nearest source"});
    return out;
}

registry::Outputs run_with(registry::Call& call,
                           FromSources (*compute)(const Surface&, const SourceRule&)) {
    FromSources found = compute(*surface_of(call, "sources"), source_rule(call));
    report_sources(call, found.sources, found.surface.grid());
    return {{"surface", std::make_shared<Surface>(std::move(found.surface))}};
}

registry::Outputs run_distance(registry::Call& call) { return run_with(call, distance); }
registry::Outputs run_allocation(registry::Call& call) { return run_with(call, allocation); }

registry::OperatorSpec cost_distance_spec() {
    using registry::Kind;
    registry::OperatorSpec out;
    out.name = "surface.cost_distance";
    out.title = {"成本距离", "Cost distance"};
    out.help = {
        "从源像元出发、穿过阻力面（每米成本，大于 0）的最小累积成本。无阻力值的像元为屏障；"
        "斜向不得从两个屏障之间穿过。dijkstra 只走八个方向，方向之间最多高估 8%；"
        "eikonal（快速行进法）不受八个方向限制，离源越远越准",
        "Least accumulated cost from the source cells over a friction surface (cost per metre, "
        "above 0). Cells without friction are barriers; a diagonal step does not squeeze between "
        "two of them. dijkstra steps in eight directions and overestimates by up to 8 % between "
        "them; eikonal (fast marching) is not bound to them and more accurate the farther away"};
    out.ports = {surface_port("friction", {"阻力：每米成本", "friction: cost per metre"}),
                 sources_port()};
    out.params = source_params();
    registry::ParamSpec method = make_param(
        "method", registry::ParamType::choice, "dijkstra",
        {"八邻域最短路，或程函方程", "shortest path over eight neighbours, or eikonal equation"});
    method.choices = {"dijkstra", "eikonal"};
    out.params.push_back(method);
    out.outputs = {
        {"cost", Kind::surface, {"累积成本", "accumulated cost"}, {}},
        {"back",
         Kind::surface,
         {"去往源的下一步方向，自正北顺时针的度数；源像元无值",
          "the way to the source, degrees clockwise from north; none on sources"},
         {}},
        {"nearest", Kind::surface, {"到达的源的值", "value of the source that it leads to"}, {}}};
    return out;
}

registry::Outputs run_cost_distance(registry::Call& call) {
    const auto method = call.params.at("method").get<std::string>();
    const SurfacePtr friction = surface_of(call, "friction");
    CostDistance found =
        cost_distance(friction, surface_of(call, "sources"), source_rule(call),
                      method == "eikonal" ? CostMethod::eikonal : CostMethod::dijkstra);
    report_sources(call, found.sources, friction->grid());
    if (found.on_barriers > 0) {
        call.diagnostics->warn(base::msg("surface.cost.sources", found.on_barriers));
    }
    if (found.unreached > 0 && found.sources > found.on_barriers) {
        call.diagnostics->info(base::msg("surface.cost.unreached", found.unreached));
    }
    return {{"cost", std::make_shared<Surface>(std::move(found.cost))},
            {"back", std::make_shared<Surface>(std::move(found.back))},
            {"nearest", std::make_shared<Surface>(std::move(found.nearest))}};
}

}  // namespace

void register_distance(registry::Registry& registry) {
    registry.add(distance_spec(), run_distance);
    registry.add(allocation_spec(), run_allocation);
    registry.add(cost_distance_spec(), run_cost_distance);
}

}  // namespace jt::surface
