#include "registry/registry.hpp"

#include "base/error.hpp"

#include <set>

namespace jt::registry {
namespace {

/// A layer is a table with geometry, so a table port takes it too.
bool fits(Kind wanted, Kind found) {
    return found == wanted || (wanted == Kind::table && found == Kind::layer);
}

void check_port(const PortSpec& port, const std::vector<ObjectPtr>& objects) {
    if (objects.empty()) {
        if (port.required) {
            throw base::data_error("registry.port.missing", port.name, kind_name(port.kind));
        }
        return;
    }
    if (objects.size() > 1 && !port.many) {
        throw base::data_error("registry.port.single", port.name, objects.size());
    }
    for (const auto& object : objects) {
        if (object == nullptr) {
            throw base::internal_error("registry.port.empty", port.name);
        }
        if (!fits(port.kind, object->kind())) {
            throw base::data_error("registry.port.kind", port.name, kind_name(port.kind),
                                   kind_name(object->kind()));
        }
    }
}

void check_ports(const OperatorSpec& spec, const Call& call) {
    std::vector<std::string> known;
    for (const auto& port : spec.ports) {
        known.push_back(port.name);
    }
    for (const auto& [name, objects] : call.inputs) {
        if (spec.port(name) == nullptr) {
            throw base::unknown_name_error("registry.port.unknown", name, known);
        }
    }
    for (const auto& port : spec.ports) {
        const auto it = call.inputs.find(port.name);
        check_port(port, it == call.inputs.end() ? std::vector<ObjectPtr>{} : it->second);
    }
}

void check_outputs(const OperatorSpec& spec, const Outputs& outputs) {
    for (const auto& [name, object] : outputs) {
        if (spec.output(name) == nullptr) {
            throw base::internal_error("registry.output.undeclared", name);
        }
    }
    for (const auto& output : spec.outputs) {
        const auto it = outputs.find(output.name);
        if (it == outputs.end() || it->second == nullptr) {
            throw base::internal_error("registry.output.missing", output.name);
        }
        if (it->second->kind() != output.kind) {
            throw base::internal_error("registry.output.kind", output.name, kind_name(output.kind),
                                       kind_name(it->second->kind()));
        }
    }
}

template <class Item>
void check_names(const std::vector<Item>& items) {
    std::set<std::string> seen;
    for (const auto& item : items) {
        if (item.name.empty() || !seen.insert(item.name).second) {
            throw base::data_error("registry.spec.name", item.name);
        }
    }
}

/// What outputs keep comes from ports and parameters that there are.
void check_keeps(const OperatorSpec& spec) {
    for (const auto& output : spec.outputs) {
        for (const auto& kept : output.keeps) {
            if (spec.port(kept.port) == nullptr) {
                throw base::data_error("registry.spec.keeps", output.name, kept.port);
            }
            for (const auto& param : kept.params) {
                if (spec.param(param) == nullptr) {
                    throw base::data_error("registry.spec.keeps", output.name, param);
                }
            }
        }
    }
}

/// A declaration must hold together before anybody relies on it.
void check_spec(const OperatorSpec& spec) {
    check_names(spec.ports);
    check_names(spec.params);
    check_names(spec.outputs);
    if (spec.outputs.empty()) {
        throw base::data_error("registry.spec.outputs");
    }
    check_keeps(spec);
    OperatorSpec optional = spec;  // every fallback must be a value of its parameter
    for (auto& param : optional.params) {
        param.required = false;
        if (param.type == ParamType::choice && param.choices.empty()) {
            throw base::data_error("registry.spec.choices", param.name);
        }
    }
    validate_params(optional, nlohmann::json::object());
}

}  // namespace

void Registry::add(OperatorSpec spec, Body body) {
    if (const auto* taken = find_or_null(spec.name)) {
        throw base::data_error("registry.operator.taken", spec.name, taken->spec.origin,
                               spec.origin);
    }
    base::within(base::msg("registry.declaration", spec.name, spec.origin),
                 [&] { check_spec(spec); });
    std::string name = spec.name;
    m_operators.emplace(std::move(name), Operator{std::move(spec), std::move(body)});
}

void Registry::add_reader(Kind kind, ObjectReader reader) { m_readers[kind] = std::move(reader); }

const Operator* Registry::find_or_null(const std::string& name) const {
    const auto it = m_operators.find(name);
    return it == m_operators.end() ? nullptr : &it->second;
}

const Operator& Registry::find(const std::string& name) const {
    if (const auto* found = find_or_null(name)) {
        return *found;
    }
    throw base::unknown_name_error("registry.operator.unknown", name, names());
}

std::vector<std::string> Registry::names() const {
    std::vector<std::string> out;
    for (const auto& [name, unused] : m_operators) {
        out.push_back(name);
    }
    return out;
}

ObjectPtr Registry::read(Kind kind, base::Reader& in) const {
    const auto it = m_readers.find(kind);
    if (it == m_readers.end()) {
        throw base::internal_error("registry.reader.missing", kind_name(kind));
    }
    return it->second(in);
}

namespace {

/// How many operators stand in one another: a plugin that calls itself must not end in a crash.
struct Depth {
    static thread_local int now;
    explicit Depth(const std::string& name) {
        constexpr int kDeepest = 32;
        if (now >= kDeepest) {
            throw base::data_error("registry.operator.recursion", name, kDeepest);
        }
        ++now;
    }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    ~Depth() { --now; }
};
thread_local int Depth::now = 0;

}  // namespace

Outputs Registry::run(const std::string& name, Call call) const {
    const Operator& found = find(name);
    const Depth depth(name);
    base::Diagnostics unheard;
    const base::Progress silent;
    call.diagnostics = call.diagnostics == nullptr ? &unheard : call.diagnostics;
    call.progress = call.progress == nullptr ? &silent : call.progress;
    call.registry = this;
    call.params = validate_params(found.spec, call.params);
    return base::within(base::msg("registry.operator", name), [&] {
        check_ports(found.spec, call);
        Outputs outputs = found.body(call);
        check_outputs(found.spec, outputs);
        return outputs;
    });
}

}  // namespace jt::registry
