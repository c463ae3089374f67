#include "source/database/write_database.hpp"

#include "base/progress.hpp"
#include "base/text.hpp"
#include "source/gdal/ogr_geometry.hpp"
#include "source/gdal/ogr_writer.hpp"

#include <algorithm>

namespace jt::source {
namespace {

using layer::Type;

constexpr std::size_t kNameBytes = 63;             ///< PostgreSQL cuts longer names in silence
constexpr std::size_t kStatementBytes = 1U << 20;  ///< of one INSERT, about

std::string sql_type(Type type) {
    switch (type) {
        case Type::boolean: return "boolean";
        case Type::integer: return "bigint";
        case Type::real: return "double precision";
        case Type::text: break;
    }
    return "text";
}

std::string geometry_name(OGRwkbGeometryType type) {
    switch (type) {
        case wkbPoint: return "Point";
        case wkbMultiPoint: return "MultiPoint";
        case wkbLineString: return "LineString";
        case wkbMultiLineString: return "MultiLineString";
        case wkbPolygon: return "Polygon";
        case wkbMultiPolygon: return "MultiPolygon";
        default: return "Geometry";
    }
}

void add_hex(std::string& out, std::uint8_t byte) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
}

/// PostGIS's own form: WKB in hex, little endian, with the SRID behind the type.
std::string ewkb(OGRGeometryH geometry, int srid) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(OGR_G_WkbSize(geometry)));
    OGR_G_ExportToIsoWkb(geometry, wkbNDR, bytes.data());
    std::string out;
    out.reserve(2 * bytes.size() + 10);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool flag = i == 4 && srid != 0;
        add_hex(out, static_cast<std::uint8_t>(bytes[i] | (flag ? 0x20 : 0)));
        for (int k = 0; flag && k < 4; ++k) {
            add_hex(out, static_cast<std::uint8_t>((srid >> (8 * k)) & 0xFF));
        }
    }
    return out;
}

std::string free_name(const std::vector<std::string>& taken, const std::string& name) {
    const bool used = std::any_of(taken.begin(), taken.end(), [&](const std::string& other) {
        return base::lower(other) == name;
    });
    return used ? free_name(taken, "_" + name) : name;
}

bool distinct(const std::vector<std::int64_t>& ids) {
    return std::set<std::int64_t>(ids.begin(), ids.end()).size() == ids.size();
}

/// A value in quotes: the server reads it as the column's type, every digit of it.
std::string sql_value(const layer::Column& column, std::size_t row) {
    if (!column.valid(row)) {
        return "NULL";
    }
    if (column.type() == Type::real) {
        return sql_text(fmt::format("{}", column.number(row)));
    }
    if (column.type() == Type::text) {
        return sql_text(std::string(column.text(row)));
    }
    return sql_text(fmt::format("{}", column.integer(row)));
}

void refuse_zero_bytes(const layer::Table& piece, std::size_t row, std::int64_t id) {
    for (std::size_t c = 0; c < piece.fields().size(); ++c) {
        const layer::Column& column = piece.column(c);
        if (column.type() == Type::text && column.valid(row) &&
            column.text(row).find('\0') != std::string_view::npos) {
            base::Error error = base::data_error("source.database.zero_byte");
            error.add_context(base::msg("source.place.value", id, piece.fields()[c].name));
            throw error;
        }
    }
}

void refuse_read_only(Database& database) {
    if (database.value("SELECT current_setting('transaction_read_only')") == "on") {
        throw base::machine_error("source.database.read_only");
    }
}

/// Does the schema exist, and may this user make tables in it?
void check_schema(Database& database, const std::string& schema) {
    if (schema.empty()) {
        throw base::data_error("source.database.no_schema");
    }
    const auto found = database.rows(
        "SELECT has_schema_privilege(oid, 'CREATE')::text, current_user::text FROM pg_namespace "
        "WHERE nspname = " +
        sql_text(schema));
    if (found.empty()) {
        std::vector<std::string> names;
        for (const auto& row : database.rows("SELECT nspname::text FROM pg_namespace WHERE nspname "
                                             "NOT LIKE 'pg\\_%' ORDER BY 1")) {
            names.push_back(row[0].value_or(""));
        }
        throw base::unknown_name_error("source.database.schema", schema, names);
    }
    if (found[0][0] != "true") {
        throw base::machine_error("source.database.no_create", schema, found[0][1].value_or("-"));
    }
}

/// The database's number for a CRS; 0 for none.
int srid_of(Database& database, const geo::Crs& crs) {
    if (!crs.known()) {
        return 0;
    }
    const std::string place = database.postgis();
    const std::size_t colon = crs.code().find(':');
    if (colon == std::string::npos) {
        throw base::data_error("source.database.crs", crs.label());
    }
    const std::string srid =
        database.value("SELECT srid::text FROM " + place + ".spatial_ref_sys WHERE auth_name = " +
                       sql_text(crs.code().substr(0, colon)) + " AND auth_srid::text = " +
                       sql_text(crs.code().substr(colon + 1)) + " ORDER BY srid LIMIT 1");
    if (srid.empty()) {
        throw base::data_error("source.database.crs", crs.label());
    }
    return std::stoi(srid);
}

}  // namespace

DatabaseWriter::DatabaseWriter(const std::string& path, const WriteOptions& options,
                               base::Diagnostics& diagnostics)
    : m_connection(parse_connection(path)),
      m_database(m_connection, Database::Use::write),
      m_overwrite(options.overwrite),
      m_diagnostics(diagnostics) {
    if (!options.encoding.empty() && canonical_encoding(options.encoding) != "UTF-8") {
        throw base::data_error("source.write.utf8_only", "PG:", options.encoding);
    }
    refuse_read_only(m_database);
    // A table that this very program is reading would be waited for without end.
    m_database.execute("SET lock_timeout = '10s'");
}

void DatabaseWriter::choose_table(const std::string& name) {
    if (!m_connection.table.empty() && !m_written.empty()) {
        throw base::data_error("source.database.one_table", m_connection.table);
    }
    const std::string wanted = m_connection.table.empty() ? name : m_connection.table;
    const std::size_t dot = m_connection.table.find('.');
    const bool placed = dot != std::string::npos;
    m_table = TableInfo();
    m_table.schema = placed ? wanted.substr(0, dot) : m_database.schema();
    m_table.name = placed ? wanted.substr(dot + 1) : wanted;
    m_table.full = m_table.schema + "." + m_table.name;
    check_schema(m_database, m_table.schema);
    if (m_table.name.empty() || m_table.name.find('\0') != std::string::npos ||
        !base::is_utf8(m_table.name)) {
        throw base::data_error("source.write.bad_name", m_table.name);
    }
    if (m_table.name.size() > kNameBytes) {
        throw base::data_error("source.database.long_name", m_table.name, m_table.name.size());
    }
    if (!m_written.insert(m_table.full).second) {
        throw base::data_error("source.write.same_name", m_table.name);
    }
}

void DatabaseWriter::replace_old() {
    const auto found = m_database.rows(
        "SELECT c.relkind::text, pg_has_role(c.relowner, 'USAGE')::text, (c.relacl IS NOT "
        "NULL)::text, current_user::text FROM pg_class c JOIN pg_namespace n ON n.oid = "
        "c.relnamespace WHERE n.nspname = " +
        sql_text(m_table.schema) + " AND c.relname = " + sql_text(m_table.name));
    if (found.empty()) {
        return;
    }
    if (!m_overwrite) {
        throw base::data_error("source.write.exists", m_table.full);
    }
    if (found[0][0] != "r" && found[0][0] != "p") {
        throw base::data_error("source.database.no_table", m_table.full);
    }
    if (found[0][1] != "true") {
        throw base::machine_error("source.database.no_drop", m_table.full,
                                  found[0][3].value_or("-"));
    }
    m_database.execute("DROP TABLE " + m_table.qualified());
    if (found[0][2] == "true") {
        m_diagnostics.warn(base::msg("source.database.rights", m_table.full), m_table.full);
    }
}

void DatabaseWriter::plan_columns(const layer::Table& first, bool more) {
    m_fields = first.fields();
    m_names = database_names(first.names());
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        if (m_names[i] != m_fields[i].name) {
            m_diagnostics.warn(base::msg("source.database.renamed", m_fields[i].name, m_names[i]),
                               m_table.full);
        }
    }
    const auto* features = dynamic_cast<const layer::Layer*>(&first);
    const auto ids = ids_of(first);
    m_key = free_name(m_names, "fid");
    m_geometry = features == nullptr ? "" : free_name(m_names, "geom");
    m_keep_ids = features != nullptr && distinct(ids);
    m_last_id = 0;
    m_rows = 0;
    m_srid = 0;
    m_not_finite.clear();
    if (features == nullptr) {
        return;
    }
    if (!m_keep_ids) {
        m_diagnostics.warn(base::msg("source.database.new_ids"), m_table.full);
    }
    if (m_database.postgis().empty()) {
        throw base::machine_error("source.database.no_postgis");
    }
    m_type = ogr_type(features->geometry(), more);
    m_shape = features->geometry().shape();
    m_srid = srid_of(m_database, features->crs());
    if (m_srid == 0) {
        m_diagnostics.warn(base::msg("source.write.no_crs"), m_table.full);
    }
}

void DatabaseWriter::create() {
    std::string list = sql_name(m_key) + " bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        list += ", " + sql_name(m_names[i]) + " " + sql_type(m_fields[i].type);
    }
    if (!m_geometry.empty()) {
        list += fmt::format(", {} {}.geometry({},{})", sql_name(m_geometry), m_database.postgis(),
                            geometry_name(m_type), m_srid);
    }
    m_database.execute("CREATE TABLE " + m_table.qualified() + " (" + list + ")");
}

void DatabaseWriter::begin(const std::string& name, const layer::Table& first, bool more) {
    choose_table(name);
    plan_columns(first, more);
    replace_old();
    create();
    insert(first);
}

bool DatabaseWriter::append(const layer::Table& piece) {
    const auto same = [](const layer::Field& a, const layer::Field& b) {
        return a.name == b.name && a.type == b.type;
    };
    const auto ids = ids_of(piece);
    const bool on = ids.empty() || (ids.front() > m_last_id && std::ranges::is_sorted(ids));
    const auto* features = dynamic_cast<const layer::Layer*>(&piece);
    const bool shaped = features == nullptr ||
                        (features->geometry().shape() == m_shape &&
                         (m_type != wkbPoint || ogr_type(features->geometry(), false) == wkbPoint));
    if (!std::ranges::equal(piece.fields(), m_fields, same) || !shaped ||
        (m_keep_ids && !(on && distinct(ids)))) {
        return false;
    }
    insert(piece);
    return true;
}

std::string DatabaseWriter::row_values(const layer::Table& piece, std::size_t row) {
    const auto* features = dynamic_cast<const layer::Layer*>(&piece);
    const std::int64_t number = static_cast<std::int64_t>(++m_rows);
    const std::int64_t id = m_keep_ids ? features->ids()[row] : number;
    m_last_id = std::max(m_last_id, id);
    refuse_zero_bytes(piece, row, id);
    std::string out = "(" + std::to_string(id);
    for (std::size_t c = 0; c < m_names.size(); ++c) {
        out += "," + sql_value(piece.column(c), row);
    }
    if (features == nullptr) {
        return out + ")";
    }
    if (features->geometry().status(row) == geo::Status::not_finite) {
        m_not_finite.push_back(features->ids()[row]);
    }
    const OwnedGeometry geometry = ogr_geometry(features->geometry(), row, m_type);
    return out + (geometry ? ",'" + ewkb(geometry.get(), m_srid) + "')" : std::string(",NULL)"));
}

void DatabaseWriter::insert(const layer::Table& piece) {
    const std::string head = "INSERT INTO " + m_table.qualified() + " VALUES ";
    std::string statement;
    for (std::size_t row = 0; row < piece.rows(); ++row) {
        statement += (statement.empty() ? head : ",") + row_values(piece, row);
        if (statement.size() > kStatementBytes || row + 1 == piece.rows()) {
            base::check_cancel();
            m_database.execute(statement);
            statement.clear();
        }
    }
}

void DatabaseWriter::end() {
    if (!m_geometry.empty()) {
        m_database.execute("CREATE INDEX ON " + m_table.qualified() + " USING gist (" +
                           sql_name(m_geometry) + ")");
    }
    if (m_last_id > 0) {  // features that are added later get the next number
        m_database.rows("SELECT setval(pg_get_serial_sequence(" + sql_text(m_table.qualified()) +
                        ", " + sql_text(m_key) + "), " + std::to_string(m_last_id) + ")::text");
    }
    if (!m_not_finite.empty()) {
        m_diagnostics.features(base::Severity::warning, base::msg("source.write.not_finite"),
                               m_table.full, m_not_finite);
    }
    m_diagnostics.info(base::msg("source.database.written", m_table.full, m_rows, m_srid),
                       m_table.full);
}

}  // namespace jt::source
