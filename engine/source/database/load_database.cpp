#include "source/database/load_database.hpp"

#include "source/database/database_columns.hpp"
#include "source/shapefile/geometry_reader.hpp"
#include "source/text/codec.hpp"
#include "source/text/field_reader.hpp"

#include <algorithm>

namespace jt::source {
namespace {

constexpr std::size_t kProgressStep = 4096;

/// The CRS of an SRID: its EPSG code, else the WKT that the database keeps; "" for none.
std::string definition_of(Database& database, int srid) {
    const std::string place = srid == 0 ? "" : database.postgis();
    if (place.empty()) {
        return "";
    }
    const auto found =
        database.rows("SELECT auth_name::text, auth_srid::text, srtext::text FROM " + place +
                      ".spatial_ref_sys WHERE srid = " + std::to_string(srid));
    if (found.empty()) {
        return "";
    }
    return found[0][0] == "EPSG" ? "EPSG:" + found[0][1].value_or("") : found[0][2].value_or("");
}

/// Of "geometry(MultiPolygonZ,4490)"; none where it does not say.
geo::Shape shape_of(const std::string& type) {
    const auto has = [&](const char* word) { return type.find(word) != std::string::npos; };
    return has("Polygon") || has("Surface") ? geo::Shape::polygon
           : has("Line") || has("Curve")    ? geo::Shape::line
           : has("Point")                   ? geo::Shape::point
                                            : geo::Shape::none;
}

std::string wanted_table(const LoadOptions& options, const Connection& connection) {
    return options.layer.empty() ? connection.table : options.layer;
}

/// An open table: its description, and a layer without features.
class OpenTable {
public:
    OpenTable(const LoadOptions& options, base::Diagnostics& diagnostics)
        : m_connection(parse_connection(options.path)),
          m_database(m_connection, Database::Use::read),
          m_table(
              describe_table(m_database, m_database.table(wanted_table(options, m_connection)))) {
        if (!options.encoding.empty() && canonical_encoding(options.encoding) != "UTF-8") {
            throw base::data_error("source.encoding.fixed", options.encoding);
        }
        describe(options);
        for (const std::string& name : m_table.left_out) {
            diagnostics.warn(base::msg("source.database.left_out", name), m_empty.where);
        }
        if (m_table.key.empty()) {
            diagnostics.info(base::msg("source.database.no_key"), m_empty.where);
        }
    }

    Database& database() { return m_database; }
    const DatabaseTable& table() const { return m_table; }
    const Loaded& empty() const { return m_empty; }
    std::string select() { return select_of(m_table, m_database.postgis()); }

    /// A reader for each column of the result.
    std::vector<FieldReader> readers(OGRLayerH result, const Codec& codec, bool repair) const {
        OGRFeatureDefnH definition = OGR_L_GetLayerDefn(result);
        const int first = m_table.key.empty() ? 0 : 1;
        std::vector<FieldReader> out;
        for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
            const int index = first + static_cast<int>(i);
            out.emplace_back(index, OGR_FD_GetFieldDefn(definition, index), m_names[i], codec,
                             repair);
        }
        return out;
    }

    /// Moves what was read into the table of `out`, whose ids are set.
    void set_columns(std::vector<FieldReader>& readers, Loaded& out,
                     base::Diagnostics& diagnostics) const {
        out.table = layer::Table(out.ids.size());
        for (std::size_t i = 0; i < readers.size(); ++i) {
            layer::Column column = readers[i].build();
            if (m_table.columns[i].numeric) {
                column = reals_of(column, m_names[i], out.ids, diagnostics, out.where);
            }
            out.table.set(layer::Field{m_names[i], column.type(), "", {}}, std::move(column));
        }
    }

private:
    void describe(const LoadOptions& options) {
        m_empty.driver = "PostgreSQL";
        m_empty.name = m_table.info.label;
        m_empty.where = short_name(options.path) + ":" + m_empty.name;
        m_empty.spatial = !m_table.info.geometry.empty();
        m_empty.encoding = {"UTF-8", 1, base::msg("source.encoding.server"), {}};
        if (m_empty.spatial) {
            m_empty.geometry = geo::GeometryArray(shape_of(m_table.info.geometry_type));
            m_empty.declared_crs = definition_of(m_database, m_table.srid);
            m_empty.crs_origin = m_empty.declared_crs.empty()
                                     ? base::msg("source.crs.no_srid", m_table.srid)
                                     : base::msg("source.crs.by_srid", m_table.srid);
        }
        for (const DatabaseColumn& column : m_table.columns) {
            m_names.push_back(column.name);
            m_empty.source_types.push_back(column.type);
        }
    }

    Connection m_connection;
    Database m_database;
    DatabaseTable m_table;
    Loaded m_empty;
    std::vector<std::string> m_names;
};

class DatabaseStream : public LayerStream {
public:
    DatabaseStream(const LoadOptions& options, base::Diagnostics& diagnostics)
        : m_options(options),
          m_open(options, diagnostics),
          m_result(std::in_place, m_open.database(), m_open.select()),
          m_codec("UTF-8"),
          m_shape(options.shape) {}

    std::optional<Loaded> next(std::size_t bytes, base::Diagnostics& diagnostics,
                               const base::Progress& progress) override {
        if (m_ended) {
            return std::nullopt;
        }
        const GdalSession session;
        Loaded out = m_open.empty();
        std::vector<FieldReader> readers =
            m_open.readers(m_result->layer(), m_codec, m_options.repair);
        GeometryReader geometry(m_shape);
        for (std::size_t taken = 0; taken < bytes && !m_ended;) {
            taken += read_row(readers, geometry, out, progress);
        }
        refuse_complaints(session);
        for (const std::string& warning : session.warnings()) {
            diagnostics.warn(base::msg("source.gdal", warning), out.where);
        }
        if (m_ended) {  // who waits for the table may have it
            m_result.reset();
            m_open.database().undo();
        }
        if (m_ended && m_done > 0 && out.ids.empty()) {
            return std::nullopt;
        }
        m_done += out.ids.size();
        m_open.set_columns(readers, out, diagnostics);
        for (const FieldReader& reader : readers) {
            reader.report(diagnostics, out.where);
        }
        if (out.spatial) {
            out.geometry = geometry.build();
            out.findings = std::move(geometry.findings);
            m_shape = out.geometry.shape();
        }
        return out;
    }

private:
    /// The next row, if there is one; about how many bytes it has.
    std::size_t read_row(std::vector<FieldReader>& readers, GeometryReader& geometry, Loaded& out,
                         const base::Progress& progress) {
        constexpr std::size_t kFieldBytes = 32;
        const OwnedFeature row(OGR_L_GetNextFeature(m_result->layer()));
        if (!row) {
            m_ended = true;
            return 0;
        }
        if (out.ids.size() % kProgressStep == 0) {
            progress.at(0, out.where);  // how many there are would have to be counted first
        }
        const bool key = !m_open.table().key.empty();
        const std::int64_t id = key ? OGR_F_GetFieldAsInteger64(row.get(), 0)
                                    : static_cast<std::int64_t>(m_done + out.ids.size() + 1);
        out.ids.push_back(id);
        for (FieldReader& reader : readers) {
            reader.read(row.get(), id);
        }
        if (!out.spatial) {
            return kFieldBytes * (1 + readers.size());
        }
        OGRGeometryH shape = OGR_F_GetGeometryRef(row.get());
        geometry.read(shape, id);
        const int size = shape == nullptr ? 0 : OGR_G_WkbSize(shape);
        return kFieldBytes * (1 + readers.size()) + static_cast<std::size_t>(size);
    }

    LoadOptions m_options;
    OpenTable m_open;
    std::optional<ResultSet> m_result;
    Codec m_codec;
    geo::Shape m_shape;  ///< of the features so far
    std::size_t m_done = 0;
    bool m_ended = false;
};

}  // namespace

std::unique_ptr<LayerStream> open_database_layer(const LoadOptions& options,
                                                 base::Diagnostics& diagnostics) {
    return std::make_unique<DatabaseStream>(options, diagnostics);
}

Loaded database_header(const LoadOptions& options, base::Diagnostics& diagnostics) {
    OpenTable open(options, diagnostics);
    const ResultSet result(open.database(), "SELECT * FROM (" + open.select() + ") AS jt LIMIT 0");
    const Codec codec("UTF-8");
    std::vector<FieldReader> readers = open.readers(result.layer(), codec, options.repair);
    Loaded out = open.empty();
    open.set_columns(readers, out, diagnostics);
    return out;
}

std::vector<LayerName> database_tables(const std::string& path) {
    return base::within(file_context(path), [&] {
        const Connection connection = parse_connection(path);
        Database database(connection, Database::Use::read);
        std::vector<LayerName> out;
        for (const TableInfo& one : database.tables()) {
            if (connection.table.empty() || &one == &database.table(connection.table)) {
                out.push_back({one.label, !one.geometry.empty()});
            }
        }
        return out;
    });
}

LayerName database_table(const std::string& path, const std::string& name) {
    return base::within(file_context(path), [&] {
        const Connection connection = parse_connection(path);
        Database database(connection, Database::Use::read);
        const TableInfo& one = database.table(name.empty() ? connection.table : name);
        return LayerName{one.label, !one.geometry.empty()};
    });
}

}  // namespace jt::source
