#include "source/shapefile/load_shapefile.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "source/crs/crs_file.hpp"
#include "source/shapefile/dbf_columns.hpp"
#include "source/shapefile/geometry_reader.hpp"
#include "source/shapefile/shapefile.hpp"
#include "source/text/codec.hpp"
#include "source/text/field_names.hpp"

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

/// `deleted`: the records that are, where the values were asked too.
EncodingEvidence evidence_of(const LoadOptions& options, const Parts& parts,
                             const DbfHeader& header, bool values,
                             std::vector<std::int64_t>& deleted) {
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
            deleted = scan_dbf(parts.dbf, header, evidence.texts);
        }
    }
    return evidence;
}

void find_crs(Loaded& out, const std::string& path) {
    const std::string prj = sibling(path, ".prj");
    out.declared_crs = prj.empty() ? "" : read_crs_text(prj);
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
                 const std::vector<std::string>& titles, std::vector<layer::Column> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const layer::Type type = columns[i].type();
        out.table.set(layer::Field{names[i], type, "", {titles[i], titles[i]}},
                      std::move(columns[i]));
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

/// What opening a shapefile finds out before any feature is read.
struct Opened {
    LoadOptions options;
    Parts parts;
    ShapeHeader shapes;
    DbfHeader header;
    std::vector<std::int64_t> deleted;  ///< records; not for a header alone
    Loaded layer;                       ///< without features
    std::vector<std::string> names;
    std::vector<std::string> titles;  ///< full names, from the list beside the file
};

Opened open(const LoadOptions& options, Format format, bool header_only,
            base::Diagnostics& diagnostics) {
    Opened out;
    out.options = options;
    out.parts = parts_of(options.path, format);
    const fs::path file(options.path);
    Loaded& layer = out.layer;
    layer.driver = "ESRI Shapefile";
    layer.name = file.stem().string();
    layer.where = file.filename().string();
    if (!options.layer.empty() && options.layer != layer.name) {
        throw unknown_layer(options.layer, {layer.name});
    }
    if (!out.parts.shp.empty()) {
        out.shapes = read_shape_header(out.parts.shp);
        layer.spatial = true;
        layer.geometry = geo::GeometryArray(shape_of_type(out.shapes.type));
        find_crs(layer, options.path);
        if (out.parts.shx.empty()) {
            diagnostics.warn(base::msg("source.shapefile.rebuilt"), layer.where);
        }
        if (out.parts.dbf.empty()) {
            diagnostics.warn(base::msg("source.shapefile.bare"), layer.where);
        }
    }
    out.header = out.parts.dbf.empty() ? DbfHeader() : read_dbf_header(out.parts.dbf);
    layer.encoding = decide(evidence_of(options, out.parts, out.header, !header_only, out.deleted),
                            options.lenient, diagnostics, layer.where);
    out.names =
        plan_fields(out.header, Codec(layer.encoding.encoding), options, layer, diagnostics);
    out.titles = field_titles(options.path, out.names, diagnostics, layer.where);
    return out;
}

/// The records of a shapefile, or of a .dbf, some at a time.
class ShapefileStream : public LayerStream {
public:
    ShapefileStream(Opened opened, base::Diagnostics& diagnostics)
        : m_in(std::move(opened)), m_codec(m_in.layer.encoding.encoding) {
        const Parts& parts = m_in.parts;
        m_count = m_in.header.held;
        if (!parts.shp.empty()) {
            m_index.emplace(parts.shp, parts.shx);
            m_count = m_index->size();
            tell_unread(diagnostics);
        }
        judge_sizes(m_in.options, parts, m_in.header, static_cast<std::size_t>(m_count),
                    diagnostics, m_in.layer.where);
    }

    std::optional<Loaded> next(std::size_t bytes, base::Diagnostics& diagnostics,
                               const base::Progress& progress) override {
        if (m_started && m_next >= m_count) {
            return std::nullopt;
        }
        m_started = true;
        Loaded out = m_in.layer;
        const std::int64_t first = m_next;
        const std::vector<ShapeRecord> records = take(bytes);
        out.ids = live_records(first, m_next, out.where, diagnostics);
        read(first, records, out, diagnostics, progress);
        return out;
    }

private:
    void tell_unread(base::Diagnostics& diagnostics) const {
        if (m_index->unread() > 0) {
            diagnostics.add({m_in.options.lenient ? base::Severity::error : base::Severity::warning,
                             base::msg("source.shp.unread", m_index->unread(), m_index->size()),
                             m_in.layer.where,
                             {},
                             0});
        }
    }

    /// Moves on over the records that come to about `bytes`; their places in the .shp.
    std::vector<ShapeRecord> take(std::size_t bytes) {
        constexpr std::int64_t kStep = 4096;
        constexpr std::size_t kShortest = 28;  // of a point
        const auto left = static_cast<std::size_t>(m_count - m_next);
        std::vector<ShapeRecord> out;
        out.reserve(m_index ? std::min(left, bytes / kShortest) : 0);
        for (std::size_t taken = 0; taken < bytes && m_next < m_count;) {
            const std::int64_t count = std::min(kStep, m_count - m_next);
            if (m_index) {
                for (const ShapeRecord& record : m_index->records(m_next, count)) {
                    taken += record.length;
                    out.push_back(record);
                }
            }
            taken += static_cast<std::size_t>(count) * m_in.header.record_bytes;
            m_next += count;
        }
        return out;
    }

    /// The records that are read: all that are not deleted.
    std::vector<std::int64_t> live_records(std::int64_t begin, std::int64_t end,
                                           const std::string& where,
                                           base::Diagnostics& diagnostics) const {
        const std::vector<std::int64_t> deleted(std::ranges::lower_bound(m_in.deleted, begin),
                                                std::ranges::lower_bound(m_in.deleted, end));
        if (!deleted.empty()) {
            diagnostics.features(base::Severity::info,
                                 base::msg("source.dbf.deleted", deleted.size()), where, deleted);
        }
        std::vector<std::int64_t> out;
        out.reserve(static_cast<std::size_t>(end - begin) - deleted.size());
        auto next = deleted.begin();
        for (std::int64_t id = begin; id < end; ++id) {
            if (next != deleted.end() && *next == id) {
                ++next;
            } else {
                out.push_back(id);
            }
        }
        return out;
    }

    /// Shapes and columns side by side.
    void read(std::int64_t first, const std::vector<ShapeRecord>& records, Loaded& out,
              base::Diagnostics& diagnostics, const base::Progress& progress) const {
        const Parts& parts = m_in.parts;
        ShapeGeometry found;
        std::vector<layer::Column> columns;
        base::Diagnostics told;
        base::parallel_blocks(2, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t which = begin; which < end; ++which) {
                if (which == 0 && !parts.shp.empty()) {
                    found = reads_shape_type(m_in.shapes.type)
                                ? read_shapes(parts.shp, first, records, out.ids, progress)
                                : read_multipatches(parts.shp, out.ids);
                } else if (which == 1 && !parts.dbf.empty()) {
                    columns = read_dbf_columns(parts.dbf, m_in.header, m_in.names, out.ids, m_codec,
                                               m_in.options.repair, told, out.where);
                }
            }
        });
        diagnostics.append(told);
        out.table = layer::Table(out.ids.size());
        set_columns(out, m_in.names, m_in.titles, std::move(columns));
        if (!parts.shp.empty()) {
            out.geometry = std::move(found.geometry);
            out.findings = std::move(found.findings);
            judge_geometry(m_in.options, found, out, diagnostics);
        }
    }

    Opened m_in;
    Codec m_codec;
    std::optional<ShapeIndex> m_index;
    std::int64_t m_count = 0, m_next = 0;
    bool m_started = false;
};

}  // namespace

std::unique_ptr<LayerStream> open_shapefile(const LoadOptions& options, Format format,
                                            base::Diagnostics& diagnostics) {
    Opened opened = open(options, format, false, diagnostics);
    tell(opened.layer.encoding, diagnostics, opened.layer.where);
    return std::make_unique<ShapefileStream>(std::move(opened), diagnostics);
}

Loaded shapefile_header(const LoadOptions& options, Format format, base::Diagnostics& diagnostics) {
    Opened opened = open(options, format, true, diagnostics);
    std::vector<layer::Column> columns;
    for (const DbfField& field : opened.header.fields) {
        if (readable(field)) {
            columns.push_back(layer::ColumnBuilder(column_type(field)).build());
        }
    }
    Loaded out = std::move(opened.layer);
    out.table = layer::Table(0);
    set_columns(out, opened.names, opened.titles, std::move(columns));
    out.header_box = opened.shapes.box;
    return out;
}

}  // namespace jt::source
