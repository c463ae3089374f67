#include "source/live.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "layer/layer.hpp"
#include "source/database/connection.hpp"
#include "source/loaded.hpp"

#include <filesystem>

namespace jt::source {
namespace {

std::string hash_of(Loaded loaded) {
    layer::Layer layer(loaded.name, geo::Crs(), std::move(loaded.geometry), loaded.ids);
    for (const layer::Field& field : loaded.table.fields()) {
        layer.set(field, loaded.table.shared_column(field.name));
    }
    base::Hasher hasher;
    hasher.add(loaded.declared_crs);
    hasher.add(registry::content_hash(layer));
    return hasher.hex();
}

}  // namespace

bool is_live(const std::string& path) {
    return is_connection(path) ||
           base::lower(std::filesystem::path(path).extension().string()) == ".vrt";
}

void check_live(const ReadOptions& options) {
    const std::string shown = shown_path(options.path);
    if (!is_live(options.path)) {
        if (options.live) {
            throw base::data_error("source.live.file", shown);
        }
        return;
    }
    if (!options.live) {
        throw base::data_error("source.live.unasked", shown);
    }
    if (!is_connection(options.path)) {
        return;
    }
    const Connection connection = parse_connection(options.path);
    if (!connection.get("password").empty() || !connection.get("sslpassword").empty()) {
        throw base::data_error("source.live.password");
    }
    if (options.layer.empty()) {
        throw base::data_error("source.live.table", shown);
    }
}

registry::ExternalInput live_state(const ReadOptions& options) {
    return base::within(file_context(options.path), [&] {
        LoadOptions load_options;
        load_options.path = options.path;
        load_options.layer = options.layer;
        load_options.encoding = options.encoding;
        load_options.repair = true;
        load_options.lenient = true;  // what is wrong with the data is told by reading them
        load_options.live = true;
        for (const geo::Shape shape : {geo::Shape::point, geo::Shape::line, geo::Shape::polygon}) {
            if (options.shape == geo::shape_name(shape)) {
                load_options.shape = shape;
            }
        }
        base::Diagnostics unused;
        Loaded loaded = load(load_options, unused, base::Progress());
        const std::string place = shown_path(options.path) + ":" + loaded.name;
        return registry::ExternalInput{place, hash_of(std::move(loaded))};
    });
}

void tell_live(const ReadOptions& options, std::size_t rows, base::Diagnostics& diagnostics) {
    if (is_live(options.path)) {
        diagnostics.info(base::msg("source.live.read", rows),
                         short_name(options.path) + ":" + options.layer);
    }
}

}  // namespace jt::source
