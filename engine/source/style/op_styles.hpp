// Operators whose files keep styles: source.dxf, and the styles of source.gpkg. Internal to
// source/.
#pragma once

#include "registry/registry.hpp"
#include "source/style/style_hooks.hpp"
#include "source/write.hpp"

namespace jt::source {

/// Adds source.dxf where there are hooks.
void register_dxf(registry::Registry& registry, const StyleHooks& hooks);

/// The parameters of source.gpkg that give its layers their styles: `styles`, a list of { layer,
/// name, style }, and `lang`, of the legends.
std::vector<registry::ParamSpec> style_params();

/// Gives the layers what `styles` holds for them, in order. Data errors: a layer that there is not,
/// a style that is none, or does not suit the layer.
void add_styles(std::vector<NamedTable>& layers, const nlohmann::json& params,
                const StyleHooks& hooks);

/// The errors of add_styles() that show without the layers.
void check_styles(const nlohmann::json& params, const StyleHooks& hooks);

}  // namespace jt::source
