// surface.slope, .aspect, .hillshade and .relief.
#include "surface/op_support.hpp"
#include "surface/terrain.hpp"

namespace jt::surface {
namespace {

using registry::ParamType;

registry::PortSpec heights_port() {
    return surface_port("heights", {"高程（米）", "heights in metres"});
}

registry::Outputs surface_out(Surface surface) {
    return {{"surface", std::make_shared<Surface>(std::move(surface))}};
}

registry::OperatorSpec slope_spec() {
    registry::OperatorSpec out;
    out.name = "surface.slope";
    out.version = 2;
    out.title = {"坡度", "Slope"};
    out.help = {"Horn（1981）三阶差分坡度，度；经纬度栅格按各行纬度折算为米，并说明",
                "Slope in degrees by Horn (1981); a grid in degrees is measured in metres at the "
                "latitude of each row, and says so"};
    out.ports = {heights_port()};
    out.outputs = surface_output({"坡度（度）", "slope in degrees"});
    return out;
}

registry::Outputs run_slope(registry::Call& call) {
    return surface_out(slope(surface_of(call, "heights"), *call.diagnostics));
}

registry::OperatorSpec aspect_spec() {
    registry::OperatorSpec out;
    out.name = "surface.aspect";
    out.title = {"坡向", "Aspect"};
    out.help = {"水流方向，自正北顺时针的度数；平地无值（Horn 1981）",
                "The way that water runs, degrees clockwise from north; flat ground has none "
                "(Horn 1981)"};
    out.ports = {heights_port()};
    out.outputs = surface_output({"坡向（度）", "aspect in degrees"});
    return out;
}

registry::Outputs run_aspect(registry::Call& call) {
    return surface_out(aspect(surface_of(call, "heights"), *call.diagnostics));
}

registry::OperatorSpec hillshade_spec() {
    registry::OperatorSpec out;
    out.name = "surface.hillshade";
    out.title = {"山体阴影", "Hillshade"};
    out.help = {"受光强度 1（暗）至 255", "Light on the ground, 1 (dark) to 255"};
    out.ports = {heights_port()};
    out.params = {make_param("azimuth", ParamType::number, 315.0,
                             {"光源方位，自正北顺时针的度数",
                              "where the light comes from, degrees clockwise from north"}),
                  make_param("altitude", ParamType::number, 45.0,
                             {"光源高度角，度", "height of the light above the horizon, degrees"}),
                  make_param("z", ParamType::number, 1.0,
                             {"高程放大倍数", "factor that heights are multiplied by"})};
    out.params[1].min = 0;
    out.params[1].max = 90;
    out.outputs = surface_output({"受光强度", "light on the ground"});
    return out;
}

registry::Outputs run_hillshade(registry::Call& call) {
    const auto number = [&](const char* name) { return call.params.at(name).get<double>(); };
    return surface_out(hillshade(surface_of(call, "heights"), number("azimuth"), number("altitude"),
                                 number("z"), *call.diagnostics));
}

registry::OperatorSpec relief_spec() {
    registry::OperatorSpec out;
    out.name = "surface.relief";
    out.title = {"起伏度", "Relief"};
    out.help = {"周围 2 × radius + 1 个像元见方之内的最高与最低之差；只计有高程且在栅格内的像元",
                "Highest less lowest in the square of 2 x radius + 1 cells around each, of the "
                "cells that have a height and lie in the grid"};
    out.ports = {heights_port()};
    out.params = {make_param("radius", ParamType::integer, 1, {"半径，像元数", "radius in cells"})};
    out.params[0].min = 1;
    out.params[0].max = 1000;
    out.outputs = surface_output({"起伏度（米）", "relief in metres"});
    return out;
}

registry::Outputs run_relief(registry::Call& call) {
    return surface_out(
        relief(surface_of(call, "heights"), call.params.at("radius").get<std::size_t>()));
}

}  // namespace

void register_terrain(registry::Registry& registry) {
    registry.add(slope_spec(), run_slope);
    registry.add(aspect_spec(), run_aspect);
    registry.add(hillshade_spec(), run_hillshade);
    registry.add(relief_spec(), run_relief);
}

}  // namespace jt::surface
