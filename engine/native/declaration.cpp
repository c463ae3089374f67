#include "native/declaration.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace jt::native {
namespace {

/// One thing that is declared, as text: operators.x.ports.y.kind = layer. Both sides make theirs in
/// the same order, lists of names before what they name: the first difference is the one to tell.
struct Fact {
    std::string field, value;
};
using Facts = std::vector<Fact>;

std::string flag(bool set) { return set ? "true" : "false"; }

template <class Items>
std::string names_of(const Items& items) {
    std::vector<std::string> names;
    for (const auto& item : items) {
        names.push_back(item.name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

void add_operator(Facts& out, const registry::OperatorSpec& spec) {
    const std::string at = "operators." + spec.name + ".";
    out.push_back({at + "version", std::to_string(spec.version)});
    out.push_back({at + "ports", names_of(spec.ports)});
    for (const auto& port : spec.ports) {
        const std::string field = at + "ports." + port.name + ".";
        out.push_back({field + "kind", std::string(registry::kind_name(port.kind))});
        out.push_back({field + "required", flag(port.required)});
        out.push_back({field + "many", flag(port.many)});
    }
    out.push_back({at + "params", names_of(spec.params)});
    for (const auto& param : spec.params) {
        const std::string field = at + "params." + param.name + ".";
        out.push_back({field + "type", std::string(registry::param_type_name(param.type))});
        out.push_back({field + "unit", param.unit});
        out.push_back({field + "required", flag(param.required)});
    }
    out.push_back({at + "outputs", names_of(spec.outputs)});
    for (const auto& output : spec.outputs) {
        const std::string field = at + "outputs." + output.name + ".";
        out.push_back({field + "kind", std::string(registry::kind_name(output.kind))});
        out.push_back({field + "columns", names_of(output.columns)});
        for (const auto& column : output.columns) {
            const std::string name = field + "columns." + column.name + ".";
            out.push_back({name + "type", std::string(registry::column_type_name(column.type))});
            out.push_back({name + "unit", column.unit});
        }
    }
}

/// Reads the structs of a library, which may be larger than those of this engine.
class Declared {
public:
    Declared(std::string file, const jt_plugin& plugin) : m_file(std::move(file)) {
        check_head(plugin, "jt_plugin");
        if (plugin.error != nullptr) {
            throw base::data_error("native.refused", m_file, plugin.error);
        }
        fact("name", plugin.name);
        fact("version", plugin.plugin_version);
        const auto operators =
            items("jt_operator", "operators", plugin.operators, plugin.operator_count);
        names("operators", operators);
        for (const auto* item : operators) {
            add_operator(*item);
        }
    }
    const Facts& facts() const { return m_facts; }
    const Operators& operators() const { return m_operators; }

private:
    template <class T>
    void check_head(const T& item, const char* type) const {
        if (item.version != JT_VERSION) {
            throw base::data_error("native.abi", m_file, type, JT_VERSION, item.version);
        }
        if (item.size < sizeof(T)) {
            throw base::data_error("native.size", m_file, type, sizeof(T), item.size);
        }
    }

    std::string text(const std::string& field, const char* value) const {
        if (value == nullptr) {
            throw base::data_error("native.declared.null", m_file, field);
        }
        if (!base::is_utf8(value)) {
            throw base::data_error("native.declared.utf8", m_file, field);
        }
        return value;
    }

    template <class T>
    std::vector<const T*> items(const char* type, const std::string& field, const T* first,
                                std::uint64_t count) const {
        std::vector<const T*> out;
        if (count > 0 && first == nullptr) {
            throw base::data_error("native.declared.null", m_file, field);
        }
        for (std::uint64_t i = 0; i < count; ++i) {
            const char* start = reinterpret_cast<const char*>(first) + i * first->size;
            out.push_back(reinterpret_cast<const T*>(start));
            check_head(*out.back(), type);
            text(field + ".name", out.back()->name);
        }
        return out;
    }

    template <class T>
    void names(const std::string& field, const std::vector<const T*>& list) {
        std::vector<std::string> out;
        for (const T* item : list) {
            out.emplace_back(item->name);
        }
        m_facts.push_back({field, fmt::format("{}", fmt::join(out, ", "))});
    }

    void fact(const std::string& field, const char* value) {
        m_facts.push_back({field, text(field, value)});
    }

    void add_operator(const jt_operator& item) {
        const std::string at = std::string("operators.") + item.name + ".";
        m_facts.push_back({at + "version", std::to_string(item.revision)});
        const auto ports = items("jt_port_spec", at + "ports", item.ports, item.port_count);
        names(at + "ports", ports);
        for (const auto* port : ports) {
            const std::string field = at + "ports." + port->name + ".";
            fact(field + "kind", port->kind);
            m_facts.push_back({field + "required", flag((port->flags & JT_REQUIRED) != 0)});
            m_facts.push_back({field + "many", flag((port->flags & JT_MANY) != 0)});
        }
        const auto params = items("jt_param_spec", at + "params", item.params, item.param_count);
        names(at + "params", params);
        for (const auto* param : params) {
            const std::string field = at + "params." + param->name + ".";
            fact(field + "type", param->type);
            fact(field + "unit", param->unit);
            m_facts.push_back({field + "required", flag((param->flags & JT_REQUIRED) != 0)});
        }
        add_outputs(at, item);
        if (item.run == nullptr) {
            throw base::data_error("native.declared.null", m_file, at + "run");
        }
        m_operators[item.name] = &item;
    }

    void add_outputs(const std::string& at, const jt_operator& item) {
        const auto outputs =
            items("jt_output_spec", at + "outputs", item.outputs, item.output_count);
        names(at + "outputs", outputs);
        for (const auto* output : outputs) {
            const std::string field = at + "outputs." + output->name + ".";
            fact(field + "kind", output->kind);
            const auto columns =
                items("jt_column_spec", field + "columns", output->columns, output->column_count);
            names(field + "columns", columns);
            for (const auto* column : columns) {
                const std::string name = field + "columns." + column->name + ".";
                fact(name + "type", column->type);
                fact(name + "unit", column->unit);
            }
        }
    }

    std::string m_file;
    Facts m_facts;
    Operators m_operators;
};

}  // namespace

Operators compare(const Manifest& manifest, const jt_plugin& found) {
    const std::string library = manifest.library.string();
    const Declared declared(library, found);
    Facts wanted = {{"name", manifest.name},
                    {"version", manifest.version},
                    {"operators", names_of(manifest.operators)}};
    for (const auto& spec : manifest.operators) {
        add_operator(wanted, spec);
    }
    for (std::size_t i = 0; i < std::min(wanted.size(), declared.facts().size()); ++i) {
        const Fact& fact = declared.facts()[i];
        if (wanted[i].value != fact.value) {
            throw base::data_error("native.differs", library, wanted[i].field, wanted[i].value,
                                   fact.value, manifest.file.string());
        }
    }
    return declared.operators();
}

}  // namespace jt::native
