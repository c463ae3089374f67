#include "source/write.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "source/codec.hpp"
#include "source/csv.hpp"
#include "source/dbf.hpp"
#include "source/gdal.hpp"
#include "source/ogr_writer.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

/// No clock in files: GeoPackage keeps the time of the last change.
constexpr const char* kFixedDate = "2000-01-01T00:00:00.000Z";

struct Target {
    fs::path path;
    std::string extension, encoding;
    DriverTraits traits;
};

DriverTraits traits_of(const std::string& extension) {
    DriverTraits out;
    if (extension == ".shp") {
        out = {"ESRI Shapefile", true, false, false, false};
    } else if (extension == ".gpkg") {
        out = {"GPKG", false, true, true, true};
    } else if (extension == ".geojson" || extension == ".json") {
        out = {"GeoJSON", false, false, true, false};
    } else if (extension == ".fgb") {
        out = {"FlatGeobuf", false, false, false, false};
    } else if (extension == ".csv") {
        out = {"CSV", false, false, false, true};
    } else {
        throw base::data_error("source.write.extension", extension);
    }
    return out;
}

std::string target_encoding(const Target& target, const std::string& wanted) {
    const std::string encoding = canonical_encoding(wanted);
    const bool free = target.extension == ".shp" || target.extension == ".csv";
    if (encoding != "UTF-8" && !is_chinese_encoding(encoding)) {
        throw base::data_error("source.write.encoding", wanted);
    }
    if (encoding != "UTF-8" && !free) {
        throw base::data_error("source.write.utf8_only", target.extension, wanted);
    }
    return encoding;
}

/// Files that belong to a target and must not outlive it.
std::vector<fs::path> companions(const Target& target) {
    std::vector<fs::path> out;
    if (target.extension == ".shp") {
        for (const char* part : {".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj"}) {
            out.push_back(fs::path(target.path).replace_extension(part));
        }
    } else if (target.extension == ".gpkg") {
        for (const char* tail : {"-wal", "-shm", "-journal"}) {
            out.push_back(target.path.string() + tail);
        }
    }
    return out;
}

Target target_of(const std::string& path, const WriteOptions& options) {
    Target out;
    out.path = fs::path(path);
    out.extension = base::lower(out.path.extension().string());
    out.traits = traits_of(out.extension);
    out.encoding = target_encoding(out, options.encoding);
    std::error_code code;
    const fs::path folder = out.path.parent_path();
    if (!folder.empty() && !fs::is_directory(folder, code)) {
        throw base::data_error("source.write.no_folder", folder.string());
    }
    if (!options.overwrite) {
        std::vector<fs::path> there = companions(out);
        there.insert(there.begin(), out.path);
        for (const fs::path& file : there) {
            if (fs::exists(file, code)) {
                throw base::data_error("source.write.exists", file.string());
            }
        }
    }
    return out;
}

void check_tables(const Target& target, const std::vector<NamedTable>& tables) {
    if (tables.size() != 1 && !target.traits.many_layers) {
        throw base::data_error("source.write.one_layer", target.extension, tables.size());
    }
    std::set<std::string> names;
    for (const NamedTable& one : tables) {
        const std::string name = base::lower(one.name);
        const auto* features = dynamic_cast<const layer::Layer*>(one.table);
        if (features == nullptr && !target.traits.tables) {
            throw base::data_error("source.write.no_geometry", target.extension, one.name);
        }
        if (one.name.empty() || !base::is_utf8(one.name)) {
            throw base::data_error("source.write.bad_name", one.name);
        }
        for (const std::string_view reserved : {"gpkg_", "rtree_", "sqlite_"}) {
            if (target.extension == ".gpkg" && name.compare(0, reserved.size(), reserved) == 0) {
                throw base::data_error("source.write.bad_name", one.name);
            }
        }
        if (!names.insert(name).second) {
            throw base::data_error("source.write.same_name", one.name);
        }
        if (std::string(target.traits.name) == "GeoJSON" && features->crs().known() &&
            features->crs().code().empty()) {
            throw base::data_error("source.write.geojson_crs", features->crs().label());
        }
    }
}

/// Drivers but SQLite's do not notice a full disk, so they write into memory and the bytes go to
/// disk from there, checked. With them goes the encoding: .cpg, and the language byte for GBK.
void write_parts(const MemoryFolder& memory, const fs::path& folder, const Target& target) {
    for (const std::string& name : memory.names()) {
        std::string bytes = memory.bytes(name);
        const std::string extension = base::lower(fs::path(name).extension().string());
        if (extension == ".cpg") {
            bytes = target.encoding;
        }
        if (extension == ".dbf" && is_chinese_encoding(target.encoding)) {
            bytes.at(kDbfLanguageByte) = kDbfGbk;
        }
        base::write_file(folder / name, bytes);
    }
}

void write_gdal(const fs::path& file, const Target& target, const std::vector<NamedTable>& tables,
                base::Diagnostics& diagnostics) {
    const GdalSession session;
    const GdalOption date("OGR_CURRENT_DATE", kFixedDate);
    const Codec codec(target.encoding);
    const GDALDriverH driver = GDALGetDriverByName(target.traits.name);
    OwnedDataset dataset(GDALCreate(driver, file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) {
        throw base::machine_error("source.write.failed", session.cause());
    }
    const bool together = target.extension == ".gpkg";
    if (together) {
        GDALDatasetStartTransaction(dataset.get(), FALSE);
    }
    for (const NamedTable& one : tables) {
        write_ogr_layer(dataset.get(), session, target.traits, one.name, *one.table, codec,
                        diagnostics);
    }
    if (together && GDALDatasetCommitTransaction(dataset.get()) != OGRERR_NONE) {
        throw base::machine_error("source.write.failed", session.cause());
    }
    dataset.reset();
    if (!session.errors().empty()) {
        throw base::machine_error("source.write.failed", session.errors().front());
    }
    for (const std::string& warning : session.warnings()) {
        diagnostics.warn(base::msg("source.gdal", warning), target.path.filename().string());
    }
}

/// A point layer with single points gets its coordinates as columns; other geometry is told.
layer::Table csv_columns(const layer::Table& table, base::Diagnostics& diagnostics,
                         const std::string& where) {
    const auto* features = dynamic_cast<const layer::Layer*>(&table);
    layer::Table out(table.rows());
    for (const layer::Field& field : table.fields()) {
        out.set(field, table.shared_column(field.name));
    }
    if (features == nullptr) {
        return out;
    }
    const geo::GeometryArray& geometry = features->geometry();
    bool single = geometry.shape() == geo::Shape::point && !table.has("x") && !table.has("y");
    for (std::size_t row = 0; row < geometry.size(); ++row) {
        single = single && geometry.parts_end(row) - geometry.parts_begin(row) <= 1;
    }
    if (!single) {
        diagnostics.warn(base::msg("source.write.csv_geometry"), where);
        return out;
    }
    layer::ColumnBuilder x(layer::Type::real), y(layer::Type::real);
    for (std::size_t row = 0; row < geometry.size(); ++row) {
        const bool ok = geometry.status(row) == geo::Status::ok;
        ok ? x.real(geometry.coordinates(row)[0]) : x.null();
        ok ? y.real(geometry.coordinates(row)[1]) : y.null();
    }
    out.set(layer::Field{"x", layer::Type::real, "", {}}, x.build());
    out.set(layer::Field{"y", layer::Type::real, "", {}}, y.build());
    return out;
}

std::string csv_bytes(const layer::Table& table, const std::string& encoding,
                      base::Diagnostics& diagnostics, const std::string& where) {
    const std::string text = csv_text(csv_columns(table, diagnostics, where));
    if (encoding == "UTF-8") {
        return text;
    }
    const Codec codec(encoding);
    std::string out;
    std::size_t line = 0;
    for (const std::string& part : base::split(text.substr(3), '\n')) {
        const auto bytes = codec.encode(part);
        ++line;
        if (!bytes) {
            base::Error error =
                base::data_error("source.write.unencodable", base::trim(part), encoding);
            error.add_context(base::msg("source.place.line", line));
            throw error;
        }
        out += (line == 1 ? "" : "\n") + *bytes;
    }
    return out;
}

/// Moves the finished files to their names, the main one last.
void put_in_place(const fs::path& folder, const Target& target) {
    std::error_code code;
    std::vector<fs::path> made;
    for (const auto& entry : fs::directory_iterator(folder)) {
        made.push_back(entry.path());
    }
    std::sort(made.begin(), made.end(), [&](const fs::path& a, const fs::path& b) {
        const bool main_a = a.filename() == target.path.filename();
        const bool main_b = b.filename() == target.path.filename();
        return main_a != main_b ? main_b : a < b;
    });
    for (const fs::path& file : made) {
        fs::rename(file, target.path.parent_path() / file.filename(), code);
        if (code) {
            throw base::machine_error("base.file.rename", file.string(), target.path.string(),
                                      code.message());
        }
    }
    for (const fs::path& old : companions(target)) {  // of the dataset that was replaced
        const bool ours = std::any_of(made.begin(), made.end(), [&](const fs::path& file) {
            return file.filename() == old.filename();
        });
        if (!ours) {
            fs::remove(old, code);
        }
    }
}

}  // namespace

void write_dataset(const std::string& path, const std::vector<NamedTable>& tables,
                   const WriteOptions& options, base::Diagnostics& diagnostics) {
    base::within(base::msg("source.context.writing", path), [&] {
        const Target target = target_of(path, options);
        check_tables(target, tables);
        if (target.extension == ".csv") {
            base::write_file(path, csv_bytes(*tables.front().table, target.encoding, diagnostics,
                                             target.path.filename().string()));
            return;
        }
        // The folder is never committed: its files are moved out of it, and it goes with the scope.
        const base::PendingFolder pending(
            fs::absolute(target.path).parent_path() / (target.path.filename().string() + ".parts"),
            true);
        const std::string name = target.path.filename().string();
        if (target.extension == ".gpkg") {
            write_gdal(pending.path() / name, target, tables, diagnostics);
        } else {
            const MemoryFolder memory;
            write_gdal(memory.path(name), target, tables, diagnostics);
            write_parts(memory, pending.path(), target);
        }
        put_in_place(pending.path(), target);
    });
}

void write_table(const std::string& path, const layer::Table& table, const WriteOptions& options,
                 base::Diagnostics& diagnostics) {
    const auto* features = dynamic_cast<const layer::Layer*>(&table);
    const bool named = features != nullptr && !features->name().empty();
    const std::string name = named ? features->name() : fs::path(path).stem().string();
    write_dataset(path, {{name, &table}}, options, diagnostics);
}

std::string geopackage_bytes(const std::vector<NamedTable>& tables,
                             base::Diagnostics& diagnostics) {
    return base::within(base::msg("source.context.writing", "results.gpkg"), [&] {
        Target target;
        target.path = "results.gpkg";
        target.extension = ".gpkg";
        target.encoding = "UTF-8";
        target.traits = traits_of(".gpkg");
        check_tables(target, tables);
        const MemoryFolder folder;
        write_gdal(folder.path("results.gpkg"), target, tables, diagnostics);
        return folder.bytes("results.gpkg");
    });
}

}  // namespace jt::source
