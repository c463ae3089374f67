#include "surface/register.hpp"

#include "surface/io_gdal.hpp"
#include "surface/op_support.hpp"

namespace jt::surface {
namespace {

using registry::Kind;
using registry::ParamType;

registry::OperatorSpec read_spec() {
    registry::OperatorSpec out;
    out.name = "surface.read";
    out.title = {"读取栅格", "Read a raster"};
    out.help = {"读取一个波段；拒绝旋转的栅格；缺坐标系时须给 crs",
                "Reads one band; refuses rotated grids, and files without a CRS unless crs is "
                "given"};
    out.params = {required_param("path", ParamType::text, {"栅格文件", "raster file"}),
                  make_param("band", ParamType::integer, 1, {"波段号", "band"}),
                  make_param("crs", ParamType::text, nullptr,
                             {"坐标系；覆盖文件自带的坐标系", "CRS; overrides the file's own"})};
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
    call.diagnostics->info(
        base::msg("surface.read", out->grid().columns, out->grid().rows, out->crs().label()),
        source.path);
    return {{"surface", out}};
}

}  // namespace

void register_operators(registry::Registry& registry) {
    registry.add_reader(Kind::surface, Surface::read);
    registry.add(read_spec(), run_read);
    register_terrain(registry);
    register_algebra(registry);
    register_rules(registry);
    register_criteria(registry);
    register_crosstab(registry);
    register_class_probability(registry);
    register_distance(registry);
    register_patches(registry);
    register_grow(registry);
    register_resample(registry);
    register_explain(registry);
    register_zonal(registry);
}

}  // namespace jt::surface
