#include "source/write.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "source/checked_files.hpp"
#include "source/codec.hpp"
#include "source/connection.hpp"
#include "source/csv.hpp"
#include "source/dbf.hpp"
#include "source/dxf.hpp"
#include "source/field_names.hpp"
#include "source/flat_table.hpp"
#include "source/gdal_writer.hpp"
#include "source/other_writer.hpp"
#include "source/write_target.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

void check_tables(const Target& target, const std::vector<NamedTable>& tables) {
    if (tables.size() != 1 && !target.traits.many_layers) {
        throw base::data_error("source.write.one_layer", target.extension, tables.size());
    }
    std::set<std::string> names;
    for (const NamedTable& one : tables) {
        check_layer(target, one.name, *one.table);
        if (!names.insert(base::lower(one.name)).second) {
            throw base::data_error("source.write.same_name", one.name);
        }
    }
}

/// The .cpg says the encoding, and so does the language byte of the .dbf for GBK.
void mark_encoding(const fs::path& folder, const Target& target) {
    const fs::path stem = folder / target.path.filename();
    base::write_file(fs::path(stem).replace_extension(".cpg"), target.encoding);
    if (is_chinese_encoding(target.encoding)) {
        std::fstream dbf(fs::path(stem).replace_extension(".dbf"),
                         std::ios::in | std::ios::out | std::ios::binary);
        dbf.seekp(kDbfLanguageByte);
        if (!dbf.put(kDbfGbk).flush()) {
            throw base::machine_error("source.write.failed", std::strerror(errno));
        }
    }
}

/// Beside a shapefile, where names were cut.
void keep_field_names(const fs::path& folder, const Target& target, const std::string& list) {
    if (!list.empty()) {
        fs::path file = folder / target.path.filename();
        base::write_file(file.replace_extension(kFieldNames), list);
    }
}

std::string csv_bytes(const layer::Table& table, const std::string& encoding,
                      base::Diagnostics& diagnostics, const std::string& where) {
    const std::string text =
        csv_text(flat_table(table, base::msg("source.write.csv_geometry"), diagnostics, where));
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

}  // namespace

/// The folder is never committed: its files are moved out of it, and it goes with the writer.
struct DatasetWriter::State {
    State(const std::string& path, const WriteOptions& options, base::Diagnostics& told)
        : target(target_of(path, options)),
          pending(fs::absolute(target.path).parent_path() /
                      (target.path.filename().string() + ".parts"),
                  true),
          files(pending.path().string()),
          diagnostics(told),
          dxf{target.encoding, options.label, options.label_height} {}

    Target target;
    base::PendingFolder pending;
    CheckedFolder files;
    base::Diagnostics& diagnostics;
    std::set<std::string> names;
    std::unique_ptr<GdalWriter> gdal;
    std::vector<LayerStyle> styles;
    DxfOptions dxf;
};

DatasetWriter::DatasetWriter(const std::string& path, const WriteOptions& options,
                             base::Diagnostics& diagnostics)
    : m_other(other_writer(path, options, diagnostics)) {
    if (m_other) {
        return;
    }
    m_state = std::make_unique<State>(path, options, diagnostics);
    State& in = *m_state;
    const std::string name = in.target.path.filename().string();
    // SQLite tells of full disks, and wants to lock a file of its own kind.
    const bool sqlite = in.target.extension == ".gpkg";
    if (in.target.extension != ".csv" && in.target.extension != ".dxf") {
        in.gdal = std::make_unique<GdalWriter>(
            sqlite ? (in.pending.path() / name).string() : in.files.path(name), in.target,
            diagnostics);
    }
}

DatasetWriter::~DatasetWriter() = default;

bool DatasetWriter::takes_pieces() const {
    if (m_other) {
        return m_other->takes_pieces();
    }
    const std::string& extension = m_state->target.extension;
    return extension != ".csv" && extension != ".shp" && extension != ".dxf";
}

bool DatasetWriter::keeps_changes() const { return !m_other && takes_many(); }

bool DatasetWriter::takes_many() const { return m_other || m_state->target.traits.many_layers; }

void DatasetWriter::set_styles(std::vector<LayerStyle> styles) {
    if (m_state) {
        m_state->styles = std::move(styles);
    }
}

void DatasetWriter::begin(const std::string& name, const layer::Table& first, bool more) {
    if (m_other) {
        return m_other->begin(name, first, more);
    }
    State& in = *m_state;
    check_layer(in.target, name, first);
    if (!in.names.insert(base::lower(name)).second) {
        throw base::data_error("source.write.same_name", name);
    }
    if (in.gdal) {
        in.gdal->begin(name, first, more);
        return;
    }
    const std::string file = in.target.path.filename().string();
    const auto* layer = dynamic_cast<const layer::Layer*>(&first);
    const bool dxf = in.target.extension == ".dxf" && layer != nullptr;
    base::write_file(in.pending.path() / file,
                     dxf ? dxf_bytes(*layer, name, in.styles.empty() ? nullptr : &in.styles.front(),
                                     in.dxf, in.diagnostics, file)
                         : csv_bytes(first, in.target.encoding, in.diagnostics, file));
}

bool DatasetWriter::append(const layer::Table& piece) {
    return m_other ? m_other->append(piece) : m_state->gdal->append(piece);
}

void DatasetWriter::end() {
    if (m_other) {
        return m_other->end();
    }
    if (m_state->gdal) {
        m_state->gdal->end(m_state->styles);
    }
    m_state->styles.clear();
}

void DatasetWriter::finish() {
    if (m_other) {
        return m_other->finish();
    }
    State& in = *m_state;
    if (in.gdal) {
        in.gdal->finish();
        in.files.check();
    }
    if (in.target.extension == ".shp") {
        mark_encoding(in.pending.path(), in.target);
        keep_field_names(in.pending.path(), in.target, in.gdal->field_names());
    }
    put_in_place(in.pending.path(), in.target);
}

void write_dataset(const std::string& path, const std::vector<NamedTable>& tables,
                   const WriteOptions& options, base::Diagnostics& diagnostics) {
    base::within(base::msg("source.context.writing", shown_path(path)), [&] {
        if (!is_other_target(path)) {
            check_tables(target_of(path, options), tables);  // before anything is made
        }
        DatasetWriter writer(path, options, diagnostics);
        for (const NamedTable& one : tables) {
            writer.set_styles(one.styles);
            writer.begin(one.name, *one.table, false);
            writer.end();
        }
        writer.finish();
    });
}

bool takes_many_layers(const std::string& path) {
    return is_other_target(path) || base::lower(fs::path(path).extension().string()) == ".gpkg";
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
        check_tables(target, tables);
        const MemoryFolder folder;
        GdalWriter writer(folder.path("results.gpkg"), target, diagnostics);
        for (const NamedTable& one : tables) {
            writer.begin(one.name, *one.table, false);
            writer.end(one.styles);
        }
        writer.finish();
        return folder.bytes("results.gpkg");
    });
}

}  // namespace jt::source
