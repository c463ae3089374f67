#include "source/write.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/database/connection.hpp"
#include "source/database/write_database.hpp"
#include "source/dxf/dxf_writer.hpp"
#include "source/gdal/gdal_files.hpp"
#include "source/sheet/write_xlsx.hpp"
#include "source/text/csv_writer.hpp"

#include <filesystem>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

std::string extension_of(const std::string& path) {
    return base::lower(fs::path(path).extension().string());
}

}  // namespace

std::unique_ptr<DatasetWriter> open_writer(const std::string& path, const WriteOptions& options,
                                           base::Diagnostics& diagnostics) {
    if (is_connection(path)) {
        return std::make_unique<DatabaseWriter>(path, options, diagnostics);
    }
    const std::string extension = extension_of(path);
    if (extension == ".xlsx") {
        return std::make_unique<XlsxWriter>(path, options, diagnostics);
    }
    if (extension == ".csv") {
        return std::make_unique<CsvWriter>(path, options, diagnostics);
    }
    if (extension == ".dxf") {
        return std::make_unique<DxfWriter>(path, options, diagnostics);
    }
    return std::make_unique<GdalFiles>(path, options, diagnostics);
}

void write_dataset(const std::string& path, const std::vector<NamedTable>& tables,
                   const WriteOptions& options, base::Diagnostics& diagnostics) {
    base::within(base::msg("source.context.writing", shown_path(path)), [&] {
        const std::unique_ptr<DatasetWriter> writer = open_writer(path, options, diagnostics);
        if (tables.size() != 1 && !writer->takes_many()) {
            throw base::data_error("source.write.one_layer", extension_of(path), tables.size());
        }
        for (const NamedTable& one : tables) {
            writer->set_styles(one.styles);
            writer->begin(one.name, *one.table, false);
            writer->end();
        }
        writer->finish();
    });
}

bool takes_many_layers(const std::string& path) {
    return is_connection(path) || extension_of(path) == ".xlsx" || extension_of(path) == ".gpkg";
}

void write_table(const std::string& path, const layer::Table& table, const WriteOptions& options,
                 base::Diagnostics& diagnostics) {
    const auto* features = dynamic_cast<const layer::Layer*>(&table);
    const bool named = features != nullptr && !features->name().empty();
    const std::string stem = is_connection(path) ? "" : fs::path(path).stem().string();
    const std::string name = named ? features->name() : stem;
    write_dataset(path, {{name, &table, {}}}, options, diagnostics);
}

std::string geopackage_bytes(const std::vector<NamedTable>& tables, base::Diagnostics& diagnostics,
                             base::Lang titles) {
    return base::within(base::msg("source.context.writing", "results.gpkg"), [&] {
        Target target;
        target.path = "results.gpkg";
        target.extension = ".gpkg";
        target.encoding = "UTF-8";
        target.traits = traits_of(".gpkg");
        target.traits.titles = titles;
        LayerNames names;
        const MemoryFolder folder;
        GdalWriter writer(folder.path("results.gpkg"), target, diagnostics);
        for (const NamedTable& one : tables) {
            check_layer(target, one.name, *one.table);
            names.add(one.name);
            writer.begin(one.name, *one.table, false);
            writer.end(one.styles);
        }
        writer.finish();
        return folder.bytes("results.gpkg");
    });
}

}  // namespace jt::source
