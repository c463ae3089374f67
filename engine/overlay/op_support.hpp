// What the operators of overlay/ share: declaring, checking ports, reporting features.
#pragma once

#include "layer/layer.hpp"
#include "layer/rows.hpp"
#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::overlay {

// One per file of operators, called by register_operators.
void register_areas(registry::Registry& registry);
void register_points(registry::Registry& registry);
void register_shapes(registry::Registry& registry);

registry::ParamSpec make_param(std::string name, registry::ParamType type, nlohmann::json fallback,
                               base::Text help);
registry::PortSpec layer_port(std::string name, base::Text help);
/// A text parameter `name` that names rows: layer::row_names.
registry::ParamSpec id_param(std::string name, base::Text whose);

/// The layer of a port; data error where its features have another shape. A layer without features
/// has no shape and fits.
const layer::Layer& layer_of(const registry::Call& call, const std::string& port, geo::Shape shape);

/// Data errors: a CRS is missing, or the two differ.
void require_same_crs(const layer::Layer& a, const layer::Layer& b);

/// Lists the features without usable geometry; gives their rows.
std::vector<std::size_t> report_unusable(registry::Call& call, const layer::Layer& layer);

/// The naming column of a layer by an id parameter.
layer::Column names_of(const layer::Layer& layer, const registry::Call& call,
                       const std::string& param);

}  // namespace jt::overlay
