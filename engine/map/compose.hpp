// A sheet composed from its spec and layers: template, frames, labels, legend, furniture.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "map/sheet.hpp"
#include "map/spec.hpp"

#include <vector>

namespace jt::map {

/// All layers have one projected CRS: data errors "map.crs.missing", "map.crs.geographic",
/// "map.crs.mixed". Nothing to show anywhere and no extent given: data error "map.extent.empty".
Sheet compose(const SheetSpec& spec, const std::vector<const layer::Layer*>& layers,
              base::Diagnostics& diagnostics);

}  // namespace jt::map
