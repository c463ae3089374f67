#include "source/load_shapefile.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "source/codec.hpp"
#include "source/dbf_columns.hpp"
#include "source/geometry_reader.hpp"
#include "source/shapefile.hpp"

#include <algorithm>
#include <filesystem>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

/// The files of one shapefile; the .dbf alone for a table.
struct Parts {
    std::string shp, shx, dbf;
};

Parts parts_of(const std::string& path, Format format) {
    return format == Format::dbf ? Parts{"", "", path}
                                 : Parts{path, sibling(path, ".shx"), sibling(path, ".dbf")};
}

EncodingEvidence evidence_of(const LoadOptions& options, const Parts& parts,
                             const DbfHeader& header, bool values) {
    EncodingEvidence evidence;
    evidence.option = options.encoding;
    if (const std::string cpg = sibling(options.path, ".cpg"); !cpg.empty()) {
        evidence.cpg = base::read_file(cpg);
    }
    if (!parts.dbf.empty()) {
        evidence.ldid = header.ldid;
        gather_dbf_names(header, evidence.texts);
        // Names alone may do for a header; where they are not clear, the values are asked too.
        if (values || guess_encoding(evidence.texts).confidence < 0.9) {
            gather_dbf_values(parts.dbf, header, evidence.texts);
        }
    }
    return evidence;
}

void find_crs(Loaded& out, const std::string& path) {
    const std::string prj = sibling(path, ".prj");
    out.declared_crs = prj.empty() ? "" : base::trim(base::read_file(prj));
    out.crs_origin =
        out.declared_crs.empty() ? base::msg("source.crs.no_prj") : base::msg("source.crs.by_prj");
}

/// Throws, or tells it as an error where nothing may stop the reading.
void refuse(const LoadOptions& options, const base::Error& error, base::Diagnostics& diagnostics,
            const std::string& where) {
    if (!options.lenient) {
        throw error;
    }
    diagnostics.add({base::Severity::error, error.message(), where, {}, 0});
}

/// A file cut short, or a .dbf and a .shx of different copies of the data, would give features
/// wrong attributes.
void judge_sizes(const LoadOptions& options, const Parts& parts, const DbfHeader& header,
                 std::size_t shapes, base::Diagnostics& diagnostics, const std::string& where) {
    if (parts.dbf.empty()) {
        return;
    }
    const auto rows = static_cast<std::uintmax_t>(header.records);
    if (header.held < header.records) {
        refuse(options,
               base::data_error("source.dbf.short", fs::path(parts.dbf).filename().string()),
               diagnostics, where);
    } else if (!parts.shp.empty() && shapes != rows) {
        refuse(options, base::data_error("source.shapefile.counts", shapes, rows), diagnostics,
               where);
    }
}

/// Names of the fields that are read; what cannot be read is told.
std::vector<std::string> plan_fields(const DbfHeader& header, const Codec& codec,
                                     const LoadOptions& options, Loaded& out,
                                     base::Diagnostics& diagnostics) {
    std::vector<std::string> raw;
    for (const DbfField& field : header.fields) {
        if (!readable(field)) {
            diagnostics.warn(base::msg("source.field.binary", codec.decode_lossy(field.name)),
                             out.where);
            continue;
        }
        raw.push_back(field.name);
        out.source_types.push_back(source_type(field));
    }
    return column_names(raw, codec, options.repair, diagnostics, out.where);
}

void set_columns(Loaded& out, const std::vector<std::string>& names,
                 std::vector<layer::Column> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const layer::Type type = columns[i].type();
        out.table.set(layer::Field{names[i], type, "", {}}, std::move(columns[i]));
    }
}

/// Multipatches are GDAL's business.
ShapeGeometry read_multipatches(const std::string& shp, const std::vector<std::int64_t>& ids) {
    const Dataset dataset(shp, Format::shapefile);
    OGRLayerH layer = dataset.layer("");
    GeometryReader reader;
    for (const std::int64_t id : ids) {
        const OwnedFeature feature(OGR_L_GetFeature(layer, id));
        reader.read(feature ? OGR_F_GetGeometryRef(feature.get()) : nullptr, id);
    }
    ShapeGeometry out;
    out.geometry = reader.build();
    out.findings = std::move(reader.findings);
    return out;
}

void judge_geometry(const LoadOptions& options, const ShapeGeometry& found, Loaded& out,
                    base::Diagnostics& diagnostics) {
    if (found.broken.empty()) {
        return;
    }
    if (!options.repair) {
        base::Error error = base::data_error("source.shp.record", found.broken.size());
        error.add_context(base::msg("source.place.feature", found.broken.front()));
        throw error;
    }
    diagnostics.features(options.lenient ? base::Severity::error : base::Severity::warning,
                         base::msg("source.shp.records", found.broken.size()), out.where,
                         found.broken);
}

/// The records that are read: all that are not deleted.
std::vector<std::int64_t> live_records(const Parts& parts, const DbfHeader& header,
                                       std::int64_t count, const std::string& where,
                                       base::Diagnostics& diagnostics) {
    std::vector<std::int64_t> deleted;
    if (!parts.dbf.empty()) {
        deleted = deleted_records(parts.dbf, header, count);
    }
    if (!deleted.empty()) {
        diagnostics.features(base::Severity::info, base::msg("source.dbf.deleted", deleted.size()),
                             where, deleted);
    }
    std::vector<std::int64_t> out;
    out.reserve(static_cast<std::size_t>(count) - deleted.size());
    auto next = deleted.begin();
    for (std::int64_t id = 0; id < count; ++id) {
        if (next != deleted.end() && *next == id) {
            ++next;
        } else {
            out.push_back(id);
        }
    }
    return out;
}

/// All there is to read; shapes and columns side by side.
void read_values(const LoadOptions& options, const Parts& parts, const DbfHeader& header,
                 const std::vector<std::string>& names, const Codec& codec, std::uint32_t type,
                 Loaded& out, base::Diagnostics& diagnostics, const base::Progress& progress) {
    std::uint64_t unread = 0;
    const std::vector<ShapeRecord> records = parts.shp.empty()
                                                 ? std::vector<ShapeRecord>()
                                                 : shape_records(parts.shp, parts.shx, unread);
    if (unread > 0) {
        diagnostics.add({options.lenient ? base::Severity::error : base::Severity::warning,
                         base::msg("source.shp.unread", unread, records.size()),
                         out.where,
                         {},
                         0});
    }
    judge_sizes(options, parts, header, records.size(), diagnostics, out.where);
    const auto count = parts.shp.empty() ? header.held : static_cast<std::int64_t>(records.size());
    out.ids = live_records(parts, header, count, out.where, diagnostics);
    ShapeGeometry found;
    std::vector<layer::Column> columns;
    const auto read_one = [&](std::size_t which) {
        if (which == 0 && !parts.shp.empty()) {
            found = reads_shape_type(type) ? read_shapes(parts.shp, records, out.ids, progress)
                                           : read_multipatches(parts.shp, out.ids);
        }
        if (which == 1 && !parts.dbf.empty()) {
            columns = read_dbf_columns(parts.dbf, header, names, out.ids, codec, options.repair,
                                       diagnostics, out.where);
        }
    };
    base::parallel_blocks(2, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            read_one(i);
        }
    });
    out.table = layer::Table(out.ids.size());
    set_columns(out, names, std::move(columns));
    if (!parts.shp.empty()) {
        out.geometry = std::move(found.geometry);
        out.findings = std::move(found.findings);
        judge_geometry(options, found, out, diagnostics);
    }
}

}  // namespace

Loaded load_shapefile(const LoadOptions& options, Format format, bool header_only,
                      base::Diagnostics& diagnostics, const base::Progress& progress) {
    const Parts parts = parts_of(options.path, format);
    const fs::path file(options.path);
    Loaded out;
    out.driver = "ESRI Shapefile";
    out.name = file.stem().string();
    out.where = file.filename().string();
    if (!options.layer.empty() && options.layer != out.name) {
        throw unknown_layer(options.layer, {out.name});
    }
    ShapeHeader shapes;
    if (!parts.shp.empty()) {
        shapes = read_shape_header(parts.shp);
        out.spatial = true;
        out.geometry = geo::GeometryArray(shape_of_type(shapes.type));
        find_crs(out, options.path);
        if (parts.shx.empty()) {
            diagnostics.warn(base::msg("source.shapefile.rebuilt"), out.where);
        }
        if (parts.dbf.empty()) {
            diagnostics.warn(base::msg("source.shapefile.bare"), out.where);
        }
    }
    const DbfHeader header = parts.dbf.empty() ? DbfHeader() : read_dbf_header(parts.dbf);
    out.encoding = decide(evidence_of(options, parts, header, !header_only), options.lenient,
                          diagnostics, out.where);
    const Codec codec(out.encoding.encoding);
    const std::vector<std::string> names = plan_fields(header, codec, options, out, diagnostics);
    if (header_only) {
        std::vector<layer::Column> columns;
        for (const DbfField& field : header.fields) {
            if (readable(field)) {
                columns.push_back(layer::ColumnBuilder(column_type(field)).build());
            }
        }
        out.table = layer::Table(0);
        set_columns(out, names, std::move(columns));
        out.header_box = shapes.box;
        return out;
    }
    tell(out.encoding, diagnostics, out.where);
    read_values(options, parts, header, names, codec, shapes.type, out, diagnostics, progress);
    return out;
}

}  // namespace jt::source
