#include "source/convert.hpp"

#include "base/text.hpp"
#include "source/datum.hpp"

#include <filesystem>
#include <memory>

namespace jt::source {
namespace {

/// The layers to convert: the named one, or all where the target takes all.
std::vector<LayerName> wanted_layers(const ConvertOptions& options) {
    const auto all = list_layers(options.read.path, options.read.repair);
    const bool many =
        base::lower(std::filesystem::path(options.target).extension().string()) == ".gpkg";
    if (many && options.read.layer.empty()) {
        return all;
    }
    for (const LayerName& one : all) {
        if (one.name == options.read.layer || (options.read.layer.empty() && all.size() == 1)) {
            return {one};
        }
    }
    return {{options.read.layer, true}};  // reading it tells what is wrong with the name
}

/// The layer in the datum that is asked for.
layer::Layer shifted(layer::Layer layer, const ConvertOptions& options,
                     base::Diagnostics& diagnostics) {
    if (options.to_datum.empty()) {
        return layer;
    }
    geo::GeometryArray geometry = layer.geometry();
    shift_datum(geometry, layer.crs(), geo::WebDatum::wgs84,
                geo::web_datum_from_name(options.to_datum), layer.ids(), diagnostics, layer.name());
    return layer.with_geometry(std::move(geometry), layer.crs());
}

}  // namespace

void convert(const ConvertOptions& options, base::Diagnostics& diagnostics,
             const base::Progress& progress) {
    std::vector<std::shared_ptr<const layer::Table>> owned;
    std::vector<NamedTable> tables;
    for (const LayerName& one : wanted_layers(options)) {
        ReadOptions read = options.read;
        read.layer = one.name;
        if (one.spatial || !read.xy.empty()) {
            auto layer = std::make_shared<layer::Layer>(
                shifted(read_layer(read, diagnostics, progress), options, diagnostics));
            tables.push_back({layer->name(), layer.get()});
            owned.push_back(std::move(layer));
        } else {
            auto table = std::make_shared<layer::Table>(read_table(read, diagnostics, progress));
            tables.push_back({one.name, table.get()});
            owned.push_back(std::move(table));
        }
    }
    write_dataset(options.target, tables, options.write, diagnostics);
}

}  // namespace jt::source
