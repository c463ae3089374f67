#include "registry/spec.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace jt::registry {
namespace {

constexpr std::array<std::string_view, 4> kColumnTypes = {"boolean", "integer", "real", "text"};
constexpr std::array<std::string_view, 7> kParamTypes = {"number", "integer", "text",  "boolean",
                                                         "choice", "list",    "object"};

template <class Item>
const Item* find_named(const std::vector<Item>& items, std::string_view name) {
    const auto it = std::ranges::find(items, name, &Item::name);
    return it == items.end() ? nullptr : &*it;
}

}  // namespace

ParamSpec make_param(std::string name, ParamType type, nlohmann::json fallback, base::Text help) {
    ParamSpec spec;
    spec.name = std::move(name);
    spec.type = type;
    spec.fallback = std::move(fallback);
    spec.help = std::move(help);
    return spec;
}

ParamSpec required_param(std::string name, ParamType type, base::Text help) {
    ParamSpec spec = make_param(std::move(name), type, nullptr, std::move(help));
    spec.required = true;
    return spec;
}

ParamSpec choice_param(std::string name, std::vector<std::string> choices, base::Text help) {
    ParamSpec spec =
        make_param(std::move(name), ParamType::choice, choices.front(), std::move(help));
    spec.choices = std::move(choices);
    return spec;
}

std::string_view column_type_name(ColumnType type) {
    return kColumnTypes.at(static_cast<std::size_t>(type));
}

ColumnType column_type_from_name(std::string_view name) {
    const auto it = std::ranges::find(kColumnTypes, name);
    if (it == kColumnTypes.end()) {
        throw base::unknown_name_error("registry.column_type.unknown", name,
                                       {kColumnTypes.begin(), kColumnTypes.end()});
    }
    return static_cast<ColumnType>(it - kColumnTypes.begin());
}

std::string_view param_type_name(ParamType type) {
    return kParamTypes.at(static_cast<std::size_t>(type));
}

bool Call::has(const std::string& port) const {
    const auto it = inputs.find(port);
    return it != inputs.end() && !it->second.empty();
}

const ObjectPtr& Call::object(const std::string& port) const {
    if (!has(port)) {
        throw base::internal_error("registry.port.empty", port);
    }
    return inputs.at(port).front();
}

const ParamSpec* OperatorSpec::param(std::string_view param_name) const {
    return find_named(params, param_name);
}

const PortSpec* OperatorSpec::port(std::string_view port_name) const {
    return find_named(ports, port_name);
}

const OutputSpec* OperatorSpec::output(std::string_view output_name) const {
    return find_named(outputs, output_name);
}

}  // namespace jt::registry
