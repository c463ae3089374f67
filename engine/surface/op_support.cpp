#include "surface/op_support.hpp"

#include <charconv>

namespace jt::surface {

registry::PortSpec surface_port(std::string name, base::Text help, bool many) {
    return {std::move(name), registry::Kind::surface, true, many, std::move(help)};
}

std::vector<registry::OutputSpec> surface_output(base::Text title) {
    return {{"surface", registry::Kind::surface, std::move(title), {}}};
}

nlohmann::json numbers_in(nlohmann::json list) {
    for (auto& one : list) {
        if (one.is_string()) {
            const auto text = one.get<std::string>();
            double number = 0;
            const auto [at, failure] =
                std::from_chars(text.data(), text.data() + text.size(), number);
            if (failure == std::errc() && at == text.data() + text.size()) {
                one = number;
            }
        }
    }
    return list;
}

nlohmann::json call_of(const char* op, const std::vector<nlohmann::json>& args) {
    return {{"op", op}, {"args", nlohmann::json(args)}};
}

nlohmann::json number(double value) { return {{"num", value}}; }

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
