#include "source/convert.hpp"

#include "base/text.hpp"
#include "source/datum.hpp"

#include <filesystem>
#include <memory>

namespace jt::source {
namespace {

/// A GeoPackage takes any number of layers.
bool takes_many(const std::string& target) {
    return base::lower(std::filesystem::path(target).extension().string()) == ".gpkg";
}

/// The layers to convert: the named one, or all where the target takes all.
std::vector<LayerName> wanted_layers(const ConvertOptions& options) {
    const auto all = list_layers(options.read.path, options.read.repair);
    if (takes_many(options.target) && options.read.layer.empty()) {
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
    const std::vector<LayerName> wanted = wanted_layers(options);
    const bool many = wanted.size() > 1;
    for (const LayerName& one : wanted) {
        ReadOptions read = options.read;
        read.layer = one.name;
        if (one.spatial || !read.xy.empty()) {
            ReadResult found = read_with_repairs(read, diagnostics, progress);
            auto layer = std::make_shared<layer::Layer>(
                shifted(std::move(found.layer), options, diagnostics));
            tables.push_back({layer->name(), layer.get()});
            owned.push_back(layer);
            if (found.repairs && takes_many(options.target)) {
                auto repairs = std::make_shared<layer::Layer>(
                    shifted(std::move(*found.repairs), options, diagnostics));
                tables.push_back({many ? "_repairs_" + layer->name() : "_repairs", repairs.get()});
                owned.push_back(std::move(repairs));
            }
        } else {
            auto table = std::make_shared<layer::Table>(read_table(read, diagnostics, progress));
            tables.push_back({one.name, table.get()});
            owned.push_back(std::move(table));
        }
    }
    write_dataset(options.target, tables, options.write, diagnostics);
}

}  // namespace jt::source
