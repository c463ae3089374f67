#include "surface/op_support.hpp"

namespace jt::surface {

registry::ParamSpec make_param(std::string name, registry::ParamType type, bool required,
                               nlohmann::json fallback, base::Text help) {
    registry::ParamSpec spec;
    spec.name = std::move(name);
    spec.type = type;
    spec.required = required;
    spec.fallback = std::move(fallback);
    spec.help = std::move(help);
    return spec;
}

registry::PortSpec surface_port(std::string name, base::Text help, bool many) {
    return {std::move(name), registry::Kind::surface, true, many, std::move(help)};
}

std::vector<registry::OutputSpec> surface_output(base::Text title) {
    return {{"surface", registry::Kind::surface, std::move(title), {}}};
}

SurfacePtr surface_of(const registry::Call& call, const std::string& port) {
    return call.shared<Surface>(port);
}

std::vector<SurfacePtr> surfaces_of(const registry::Call& call, const std::string& port) {
    std::vector<SurfacePtr> out;
    if (call.has(port)) {
        for (const auto& object : call.inputs.at(port)) {
            out.push_back(std::dynamic_pointer_cast<const Surface>(object));
        }
    }
    return out;
}

}  // namespace jt::surface
