// A sheet composed from its spec and layers: template, frames, labels, legend, furniture.
#pragma once

#include "base/diagnostic.hpp"
#include "map/content.hpp"
#include "map/sheet.hpp"
#include "map/spec.hpp"

namespace jt::map {

/// All layers have one projected CRS, that of the spec where it names one: data errors
/// "map.crs.missing", "map.crs.geographic", "map.crs.mixed". Surfaces are brought to it, which is
/// told. Nothing to show anywhere and no extent given: data error "map.extent.empty".
Sheet compose(const SheetSpec& spec, const Sources& sources, base::Diagnostics& diagnostics);

}  // namespace jt::map
