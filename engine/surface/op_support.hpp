// What the operators of surface/ share.
#pragma once

#include "registry/registry.hpp"
#include "surface/surface.hpp"

#include <string>
#include <vector>

namespace jt::surface {

// One for each file of operators, called by register_operators.
void register_zonal(registry::Registry& registry);
void register_terrain(registry::Registry& registry);
void register_algebra(registry::Registry& registry);
void register_rules(registry::Registry& registry);
void register_criteria(registry::Registry& registry);
void register_crosstab(registry::Registry& registry);
void register_class_probability(registry::Registry& registry);
void register_distance(registry::Registry& registry);
void register_patches(registry::Registry& registry);
void register_grow(registry::Registry& registry);
void register_resample(registry::Registry& registry);
void register_explain(registry::Registry& registry);

registry::PortSpec surface_port(std::string name, base::Text help, bool many = false);
std::vector<registry::OutputSpec> surface_output(base::Text title);

/// A list parameter, with what is a number in text as a number: as commands give it ("3,5,8").
nlohmann::json numbers_in(nlohmann::json list);

/// An operation of surface.expression: a vector, as what braces with one JSON value mean to JSON
/// depends on the compiler.
nlohmann::json call_of(const char* op, const std::vector<nlohmann::json>& args);
/// A number in an expression.
nlohmann::json number(double value);

SurfacePtr surface_of(const registry::Call& call, const std::string& port);
std::vector<SurfacePtr> surfaces_of(const registry::Call& call, const std::string& port);

}  // namespace jt::surface
