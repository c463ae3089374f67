#include "surface/register.hpp"

#include "surface/io_gdal.hpp"
#include "surface/op_zonal.hpp"
#include "surface/terrain.hpp"

namespace jt::surface {
namespace {

using registry::Kind;
using registry::ParamType;

registry::ParamSpec make_param(std::string name, ParamType type, nlohmann::json fallback,
                               base::Text help) {
    registry::ParamSpec spec;
    spec.name = std::move(name);
    spec.type = type;
    spec.fallback = std::move(fallback);
    spec.help = std::move(help);
    return spec;
}

registry::OperatorSpec read_spec() {
    registry::OperatorSpec out;
    out.name = "surface.read";
    out.title = {"读取栅格", "Read a raster"};
    out.help = {"读取一个波段；拒绝旋转的栅格；缺坐标系时须给 crs",
                "Reads one band; refuses rotated grids, and files without a CRS unless crs is "
                "given"};
    out.params = {make_param("path", ParamType::text, nullptr, {"栅格文件", "raster file"}),
                  make_param("band", ParamType::integer, 1, {"波段号", "band"}),
                  make_param("crs", ParamType::text, nullptr,
                             {"坐标系；覆盖文件自带的坐标系", "CRS; overrides the file's own"})};
    out.params[0].required = true;
    out.params[1].min = 1;
    out.outputs = {{"surface", Kind::surface, {"栅格面", "surface"}, {}}};
    out.external = [](const nlohmann::json& params) {
        return raster_files(params.at("path").get<std::string>());
    };
    return out;
}

registry::Outputs run_read(registry::Call& call) {
    RasterSource source;
    source.path = call.params.at("path").get<std::string>();
    source.band = call.params.at("band").get<int>();
    if (call.params.at("crs").is_string()) {
        source.crs = call.params.at("crs").get<std::string>();
    }
    auto out = std::make_shared<Surface>(read_raster(source, *call.diagnostics));
    call.diagnostics->info(base::msg("surface.read", out->grid().columns, out->grid().rows,
                                     out->valid_count(), out->crs().label()),
                           source.path);
    return {{"surface", out}};
}

registry::OperatorSpec slope_spec() {
    registry::OperatorSpec out;
    out.name = "surface.slope";
    out.title = {"坡度", "Slope"};
    out.help = {"Horn（1981）三阶差分坡度，度；经纬度栅格按各行纬度折算为米，并说明",
                "Slope in degrees by Horn (1981); a grid in degrees is measured in metres at the "
                "latitude of each row, and says so"};
    out.ports = {{"heights", Kind::surface, true, false, {"高程（米）", "heights in metres"}}};
    out.outputs = {{"surface", Kind::surface, {"坡度（度）", "slope in degrees"}, {}}};
    return out;
}

registry::Outputs run_slope(registry::Call& call) {
    return {{"surface",
             std::make_shared<Surface>(slope(call.in<Surface>("heights"), *call.diagnostics))}};
}

}  // namespace

void register_operators(registry::Registry& registry) {
    registry.add_reader(Kind::surface, Surface::read);
    registry.add(read_spec(), run_read);
    registry.add(slope_spec(), run_slope);
    register_zonal(registry);
}

}  // namespace jt::surface
