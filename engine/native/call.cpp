#include "native/call.hpp"

#include "base/progress.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "layer/layer.hpp"
#include "native/arrow_export.hpp"
#include "native/arrow_import.hpp"
#include "native/guard.hpp"

#include <algorithm>
#include <cstring>

namespace jt::native {
namespace {

std::string text_of(const char* text, const char* what) {
    if (text == nullptr) {
        throw base::data_error("native.null", what);
    }
    if (!base::is_utf8(text)) {
        throw base::data_error("native.utf8", what);
    }
    return text;
}

/// Objects of this engine's size and of a plugin's size pass through here: the smaller one counts.
void check_head(const jt_object* object) {
    if (object == nullptr) {
        throw base::data_error("native.null", "jt_object");
    }
    if (object->version != JT_VERSION) {
        throw base::data_error("native.object.abi", JT_VERSION, object->version);
    }
    if (object->size < sizeof(jt_object)) {
        throw base::data_error("native.object.size", sizeof(jt_object), object->size);
    }
}

template <class Item>
std::vector<std::string> names_of(const std::vector<Item>& items) {
    std::vector<std::string> out;
    for (const auto& item : items) {
        out.push_back(item.name);
    }
    return out;
}

const registry::PortSpec& port_of(const jt_call& call, const char* port) {
    const std::string name = text_of(port, "port");
    if (const auto* spec = call.spec.port(name)) {
        return *spec;
    }
    throw base::unknown_name_error("native.port", name, names_of(call.spec.ports));
}

const registry::OutputSpec& output_of(const jt_call& call, const char* output) {
    const std::string name = text_of(output, "name");
    if (const auto* spec = call.spec.output(name)) {
        return *spec;
    }
    throw base::unknown_name_error("native.output", name, names_of(call.spec.outputs));
}

const nlohmann::json& param_of(const jt_call& call, const char* param) {
    const std::string name = text_of(param, "name");
    if (call.spec.param(name) != nullptr) {
        return call.call.params.at(name);
    }
    throw base::unknown_name_error("native.param", name, names_of(call.spec.params));
}

std::size_t objects_at(const jt_call& call, const std::string& port) {
    const auto it = call.call.inputs.find(port);
    return it == call.call.inputs.end() ? 0 : it->second.size();
}

std::uint64_t input_count(jt_call* call, const char* port) {
    std::uint64_t count = 0;
    into_engine(call->failure, [&] {
        count = objects_at(*call, port_of(*call, port).name);
        return JT_OK;
    });
    return count;
}

std::int32_t input(jt_call* call, const char* port, std::uint64_t index, jt_object* object) {
    return into_engine(call->failure, [&] {
        check_head(object);
        const auto& spec = port_of(*call, port);
        const std::size_t count = objects_at(*call, spec.name);
        if (index >= count) {
            throw base::data_error("native.input.index", spec.name, index, count);
        }
        const auto& found = *call->call.inputs.at(spec.name)[index];
        const jt_object lent = export_object(found, spec.kind, call->arena);
        std::memcpy(object, &lent, sizeof lent);
        return JT_OK;
    });
}

/// The text of a CRS that an input has means that CRS; any other text is looked up.
geo::Crs crs_of(const jt_call& call, const std::string& text) {
    for (const auto& [port, objects] : call.call.inputs) {
        for (const auto& object : objects) {
            const auto* layer = dynamic_cast<const layer::Layer*>(object.get());
            if (layer != nullptr && layer->crs().known() && layer->crs().wkt() == text) {
                return layer->crs();
            }
        }
    }
    return text.empty() ? geo::Crs() : geo::Crs::from(text);
}

/// Releases what a plugin handed over, however output() ends.
struct Owned {
    explicit Owned(jt_object& given) : object(given) {}
    ~Owned() {
        if (object.schema.release != nullptr) {
            object.schema.release(&object.schema);
        }
        if (object.array.release != nullptr) {
            object.array.release(&object.array);
        }
    }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    jt_object& object;
};

std::int32_t output(jt_call* call, const char* name, jt_object* object) {
    return into_engine(call->failure, [&] {
        check_head(object);
        const Owned owned(*object);
        const auto& spec = output_of(*call, name);
        if (call->outputs.count(spec.name) != 0) {
            throw base::data_error("native.output.twice", spec.name);
        }
        call->outputs[spec.name] = base::within(base::msg("native.in_output", spec.name), [&] {
            return import_object(owned.object, spec,
                                 [&](const std::string& text) { return crs_of(*call, text); });
        });
        return JT_OK;
    });
}

const char* params(jt_call* call) {
    into_engine(call->failure, [&] {
        call->params = call->params.empty() ? call->call.params.dump() : call->params;
        return JT_OK;
    });
    return call->params.c_str();
}

std::int32_t param_number(jt_call* call, const char* name, double* value) {
    return into_engine(call->failure, [&] {
        const auto& param = param_of(*call, name);
        if (param.is_null()) {
            return JT_ABSENT;
        }
        if (value == nullptr) {
            throw base::data_error("native.null", "value");
        }
        if (!param.is_number() && !param.is_boolean()) {
            throw base::data_error("native.param.type", name, "param_number", param.type_name());
        }
        *value = param.is_boolean() ? (param.get<bool>() ? 1 : 0) : param.get<double>();
        return JT_OK;
    });
}

std::int32_t param_text(jt_call* call, const char* name, const char** value) {
    return into_engine(call->failure, [&] {
        const auto& param = param_of(*call, name);
        if (param.is_null()) {
            return JT_ABSENT;
        }
        if (value == nullptr) {
            throw base::data_error("native.null", "value");
        }
        if (!param.is_string()) {
            throw base::data_error("native.param.type", name, "param_text", param.type_name());
        }
        *value = param.get_ref<const std::string&>().c_str();
        return JT_OK;
    });
}

std::int32_t diagnostic(jt_call* call, std::int32_t severity, const char* en, const char* zh,
                        const std::int64_t* ids, std::uint64_t id_count) {
    return into_engine(call->failure, [&] {
        if (severity != JT_INFO && severity != JT_WARNING) {
            throw base::data_error("native.severity", severity);
        }
        if (ids == nullptr && id_count > 0) {
            throw base::data_error("native.null", "ids");
        }
        auto message = base::msg("native.says", text_of(en, "en"), text_of(zh, "zh"));
        const auto level = severity == JT_INFO ? base::Severity::info : base::Severity::warning;
        if (id_count == 0) {
            call->call.diagnostics->add({level, std::move(message), "", {}, 0});
        } else {
            call->call.diagnostics->features(level, std::move(message), "", {ids, ids + id_count});
        }
        return JT_OK;
    });
}

std::int32_t progress(jt_call* call, double share, const char* what) {
    return into_engine(call->failure, [&] {
        const std::string text = what == nullptr ? "" : text_of(what, "what");
        call->call.progress->at(std::clamp(share, 0.0, 1.0), text);
        return JT_OK;
    });
}

std::int32_t fail(jt_call* call, const char* en, const char* zh) {
    into_engine(call->failure, [&]() -> std::int32_t {
        throw base::data_error("native.fails", text_of(en, "en"), text_of(zh, "zh"));
    });
    return JT_FAILED;
}

}  // namespace

const jt_host& host_table() {
    static const std::string engine = base::version();
    static const jt_host host = {
        JT_HEAD(jt_host),
        .engine_version = engine.c_str(),
        .input_count = input_count,
        .input = input,
        .output = output,
        .params = params,
        .param_number = param_number,
        .param_text = param_text,
        .diagnostic = diagnostic,
        .progress = progress,
        .fail = fail,
    };
    return host;
}

registry::Outputs run_operator(const jt_operator& op, const registry::OperatorSpec& spec,
                               registry::Call& call) {
    jt_call state{spec, call};
    const std::int32_t code = into_plugin(spec.name, [&] { return op.run(&host_table(), &state); });
    if (state.failure) {
        std::rethrow_exception(state.failure);
    }
    if (code != JT_OK) {
        throw base::data_error("native.code", code);
    }
    for (const auto& output : spec.outputs) {
        if (state.outputs.count(output.name) == 0) {
            throw base::data_error("native.output.missing", output.name);
        }
    }
    return std::move(state.outputs);
}

}  // namespace jt::native
