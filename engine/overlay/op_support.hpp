// What the operators of overlay/ share: declaring, checking ports, reporting features.
#pragma once

#include "layer/layer.hpp"
#include "layer/rows.hpp"
#include "overlay/pieces.hpp"
#include "registry/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jt::overlay {

// One per file of operators, called by register_operators.
void register_areas(registry::Registry& registry);
void register_buffer(registry::Registry& registry);
void register_check(registry::Registry& registry);
void register_clip(registry::Registry& registry);
void register_interpolation(registry::Registry& registry);
void register_join(registry::Registry& registry);
void register_measure(registry::Registry& registry);
void register_occupation(registry::Registry& registry);
void register_pieces(registry::Registry& registry);
void register_points(registry::Registry& registry);
void register_reference(registry::Registry& registry);
void register_shapes(registry::Registry& registry);

registry::PortSpec layer_port(std::string name, base::Text help);
/// A text parameter `name` that names rows: layer::row_names.
registry::ParamSpec id_param(std::string name, base::Text whose);

/// The layer of a port; data error where its features have another shape. A layer without features
/// has no shape and fits.
const layer::Layer& layer_of(const registry::Call& call, const std::string& port, geo::Shape shape);
/// The same where several shapes fit.
const layer::Layer& layer_of(const registry::Call& call, const std::string& port,
                             const std::vector<geo::Shape>& shapes);
/// The same for one of several layers of a port.
void require_shape(const layer::Layer& layer, const std::string& port,
                   const std::vector<geo::Shape>& shapes);

/// Data errors: a CRS is missing, or the two differ.
void require_same_crs(const layer::Layer& a, const layer::Layer& b);

/// Lists the features without usable geometry; gives their rows.
std::vector<std::size_t> report_unusable(registry::Call& call, const layer::Layer& layer);

/// Lists the features that GEOS could not work on, with the first reason.
void report_failures(registry::Call& call, const layer::Layer& layer,
                     const std::vector<Failure>& failures);

/// A row that is not there: its values are null.
constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
layer::Column take_or_null(const layer::Column& column, const std::vector<std::size_t>& rows);

/// Adds a column that the operator computes. Where the input has one of that name, it is replaced,
/// which is told.
void set_result(registry::Call& call, layer::Table& out, const layer::Field& field,
                layer::Column column);

/// `name` where neither the table nor `reserved` holds it, else with as many suffixes as it takes.
std::string free_name(const layer::Table& table, std::string name, std::string_view suffix,
                      const std::vector<registry::ColumnSpec>& reserved = {});

/// The texts of a list parameter; data error where an entry is no text.
std::vector<std::string> names_in(const registry::Call& call, const std::string& param);

/// A column of numbers; data errors where it is unknown or text.
const layer::Column& number_column(const layer::Table& table, const std::string& name);

/// 1, 2, 3 ...: ids of new features.
std::vector<std::int64_t> new_ids(std::size_t count);

/// The naming column of a layer by an id parameter.
layer::Column names_of(const layer::Layer& layer, const registry::Call& call,
                       const std::string& param);

}  // namespace jt::overlay
