// Layers that are drawn in a scenario: coordinates and columns as parameters.
#pragma once

#include "layer/layer.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace jt::network {

/// A layer of points, lines or polygons from [{xy: [[x, y], ...], id, class, ...}], coordinates in
/// `crs` ("" = `to`), transformed to `to`. Columns: all other entries, numbers where every value is
/// one, else text; an absent one is null. Polygons are closed where they are not. Data errors: too
/// few or equal places, no number, degrees where metres are meant, an outline that crosses itself.
std::shared_ptr<layer::Layer> drawn_layer(const std::string& name, const std::string& shape,
                                          const nlohmann::json& features, const std::string& crs,
                                          const std::string& to);

/// The features of all layers as one, of the first one's name, with all their columns. Ids of later
/// layers follow the highest one before. A column of texts in one of them is text. Data errors:
/// another shape or CRS.
std::shared_ptr<const layer::Layer> appended(
    const std::vector<std::shared_ptr<const layer::Layer>>& layers);

}  // namespace jt::network
