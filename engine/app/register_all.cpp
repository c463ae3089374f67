#include "app/register_all.hpp"

#include "layer/register.hpp"
#include "locate/register.hpp"
#include "map/register.hpp"
#include "network/register.hpp"
#include "overlay/register.hpp"
#include "report/layer_styles.hpp"
#include "report/register.hpp"
#include "scenario/register.hpp"
#include "score/register.hpp"
#include "source/register.hpp"
#include "source/version.hpp"
#include "surface/register.hpp"

#include <geos_c.h>
#include <proj.h>
#include <lua.hpp>

namespace jt::app {

void register_all(registry::Registry& registry) {
    layer::register_operators(registry);
    source::register_operators(registry, report::style_hooks());
    overlay::register_operators(registry);
    network::register_operators(registry);
    surface::register_operators(registry);
    score::register_operators(registry);
    locate::register_operators(registry);
    scenario::register_operators(registry);
    map::register_operators(registry);
    report::register_operators(registry);
}

nlohmann::json library_versions() {
    return {{"GDAL", source::gdal_version()},
            {"PROJ", proj_info().version},
            {"GEOS", GEOSversion()},
            {"Lua", LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE}};
}

}  // namespace jt::app
