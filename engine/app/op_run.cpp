#include "app/op_run.hpp"

#include "app/op_surface.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "layer/layer.hpp"
#include "source/database/connection.hpp"
#include "source/read.hpp"
#include "source/write.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace fs = std::filesystem;

namespace jt::app {
namespace {

using registry::Kind;

struct Source {
    std::string port, path, layer;
};

/// PORT=DATASET or PORT=DATASET:LAYER; a colon belongs to the path when a file of that whole name
/// exists.
Source parse_input(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        throw base::usage_error("app.op.input", source::masked(text));
    }
    Source out{text.substr(0, equals), text.substr(equals + 1), ""};
    if (!fs::exists(out.path)) {
        std::tie(out.path, out.layer) = source::split_layer(out.path);
    }
    return out;
}

/// A matrix is a table of pairs in files: what one operator on a port makes of an object.
registry::ObjectPtr converted(Session& session, const std::string& name, const std::string& port,
                              const std::string& output, registry::ObjectPtr object,
                              base::Diagnostics& diagnostics) {
    registry::Call call;
    call.inputs[port].push_back(std::move(object));
    call.diagnostics = &diagnostics;
    call.registry = &session.registry();
    return session.registry().run(name, std::move(call)).at(output);
}

registry::ObjectPtr read_input(Session& session, const OpRequest& request, const Source& source,
                               const registry::PortSpec& port, base::Diagnostics& diagnostics) {
    source::ReadOptions options;
    options.path = source.path;
    options.layer = source.layer;
    options.crs = request.crs;
    options.to = request.to;
    if (port.kind == Kind::layer) {
        return std::make_shared<layer::Layer>(
            source::read_layer(options, diagnostics, session.progress()));
    }
    if (port.kind == Kind::table || port.kind == Kind::matrix) {
        auto table = std::make_shared<layer::Table>(
            source::read_table(options, diagnostics, session.progress()));
        return port.kind == Kind::table ? table
                                        : converted(session, "network.matrix_from_table", "pairs",
                                                    "matrix", std::move(table), diagnostics);
    }
    if (port.kind == Kind::surface) {
        return read_surface(request, source.path, source.layer, diagnostics);
    }
    throw base::data_error("app.op.kind", port.name, request.name, registry::kind_name(port.kind));
}

nlohmann::json parse_params(const Session& session, const registry::OperatorSpec& spec) {
    nlohmann::json out = nlohmann::json::object();
    for (const auto& [name, text] : session.param_map()) {
        const auto* param = spec.param(name);
        out[name] =
            param == nullptr ? nlohmann::json(text) : registry::param_from_text(*param, text);
    }
    return out;
}

void write_files(const Session& session, const registry::Files& files) {
    base::PendingFolder folder(session.options.out, session.options.overwrite);
    for (const auto& [name, bytes] : files.files) {
        const fs::path normal = fs::path(name).lexically_normal();
        if (normal.is_absolute() || normal.empty() || *normal.begin() == "..") {
            throw base::data_error("app.op.path", name);
        }
        base::make_folders((folder.path() / name).parent_path());
        base::write_file(folder.path() / name, bytes);
    }
    folder.commit();
    session.print(session.say("app.wrote", session.options.out));
}

/// Tables into the dataset -o, or where that is a raster into a .csv beside it.
void write_tables(const Session& session, std::vector<source::NamedTable> tables,
                  base::Diagnostics& diagnostics) {
    source::WriteOptions write;
    write.encoding = "UTF-8";
    write.overwrite = session.options.overwrite;
    write.titles = session.options.lang;
    const std::string& out = session.options.out;
    const auto put = [&](const std::string& path, const std::vector<source::NamedTable>& some) {
        source::write_dataset(path, some, write, diagnostics);
        session.print(session.say("app.wrote", source::shown_path(path)));
    };
    if (takes_surfaces(out)) {
        for (const auto& table : tables) {
            put(beside(out, table.name, ".csv").string(), {table});
        }
        return;
    }
    if (!source::takes_many_layers(out) && tables.size() > 1) {
        for (std::size_t i = 1; i < tables.size(); ++i) {
            if (tables[i].table->rows() > 0) {
                diagnostics.warn(base::msg("app.op.left_out", tables[i].name));
            }
        }
        tables.resize(1);
    }
    put(out, tables);
}

void write_outputs(Session& session, const OpRequest& request, const registry::OperatorSpec& spec,
                   const registry::Outputs& outputs, base::Diagnostics& diagnostics) {
    std::vector<source::NamedTable> tables;
    std::vector<NamedSurface> surfaces;
    std::vector<registry::ObjectPtr> kept;  // what the tables point to
    for (const auto& output : spec.outputs) {
        const auto& object = kept.emplace_back(
            output.kind == Kind::matrix ? converted(session, "network.pairs", "matrix", "pairs",
                                                    outputs.at(output.name), diagnostics)
                                        : outputs.at(output.name));
        if (const auto* files = dynamic_cast<const registry::Files*>(object.get())) {
            write_files(session, *files);
        } else if (const auto* table = dynamic_cast<const layer::Table*>(object.get())) {
            tables.push_back({output.name, table});
        } else if (auto one = std::dynamic_pointer_cast<const surface::Surface>(object)) {
            surfaces.push_back({output.name, std::move(one)});
        } else {
            throw base::data_error("app.op.no_output", request.name,
                                   registry::kind_name(output.kind), output.name);
        }
    }
    if (!takes_surfaces(session.options.out)) {
        for (const auto& one : surfaces) {
            diagnostics.warn(base::msg("app.op.surface_left_out", one.name));
        }
    } else if (!surfaces.empty()) {
        write_surfaces(session, surfaces);
    }
    if (!tables.empty()) {
        write_tables(session, std::move(tables), diagnostics);
    }
}

/// Before any work is done.
void check_target(const Session& session, const registry::OperatorSpec& spec) {
    const fs::path out = session.options.out;
    // --overwrite is for results, not for folders.
    if (fs::is_directory(out) && !fs::is_empty(out)) {
        throw base::data_error("app.op.not_empty", out.string());
    }
    const Kind main = spec.outputs.front().kind;
    const bool all = std::ranges::all_of(
        spec.outputs, [](const auto& output) { return output.kind == Kind::surface; });
    if (takes_surfaces(out.string()) ? main != Kind::surface && main != Kind::files : all) {
        throw base::data_error(all ? "app.op.wants_tif" : "app.op.no_tif", spec.name,
                               spec.outputs.front().name, registry::kind_name(main), out.string());
    }
    if (main == Kind::surface && !session.options.overwrite && fs::is_regular_file(out)) {
        throw base::data_error("source.write.exists", out.string());
    }
}

}  // namespace

void run_op(Session& session, const OpRequest& request) {
    const auto& spec = session.registry().find(request.name).spec;
    check_target(session, spec);
    base::Diagnostics diagnostics;
    registry::Call call;
    for (const auto& text : request.inputs) {
        const Source source = parse_input(text);
        const auto* port = spec.port(source.port);
        if (port == nullptr) {
            std::vector<std::string> names;
            for (const auto& known : spec.ports) {
                names.push_back(known.name);
            }
            throw base::data_error("app.op.port", request.name, source.port,
                                   base::join_some(names));
        }
        call.inputs[source.port].push_back(
            read_input(session, request, source, *port, diagnostics));
    }
    call.params = parse_params(session, spec);
    call.diagnostics = &diagnostics;
    const base::Progress progress = session.progress();
    call.progress = &progress;
    call.registry = &session.registry();
    const auto outputs = session.registry().run(request.name, std::move(call));
    session.end_progress();
    write_outputs(session, request, spec, outputs, diagnostics);
    session.show(diagnostics.list());
}

}  // namespace jt::app
