#include "source/database/database.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace jt::source {
namespace {

/// The user's tables with their geometry columns: nothing of the system or of an extension.
constexpr const char* kTables =
    R"(SELECT n.nspname, c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  AND a.atttypid IN (SELECT oid FROM pg_type WHERE typname IN ('geometry', 'geography'))
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname <> coalesce(current_schema(), ''), n.nspname COLLATE "C",
  c.relname COLLATE "C", a.attnum)";

std::string doubled(const std::string& text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        out += c;
        out += c == quote ? std::string(1, quote) : "";
    }
    return out + quote;
}

/// On one line, and without what GDAL puts before it.
std::string reason_of(const std::string& text) {
    std::string out;
    for (const std::string& line : base::split(text, '\n')) {
        const std::string part = base::trim(line);
        if (!part.empty() && part != "PQconnectdb failed.") {
            out += (out.empty() ? "" : " ") + part;
        }
    }
    return masked(out);
}

OwnedDataset open_database(const Connection& connection, Database::Use use) {
    constexpr std::array<const char*, 2> drivers = {"PostgreSQL", nullptr};
    if (GDALGetDriverByName(drivers[0]) == nullptr) {
        throw base::machine_error("source.database.driver");
    }
    const unsigned flags =
        GDAL_OF_VECTOR | (use == Database::Use::write ? GDAL_OF_UPDATE : GDAL_OF_READONLY);
    return OwnedDataset(
        GDALOpenEx(connection.for_gdal().c_str(), flags, drivers.data(), nullptr, nullptr));
}

}  // namespace

std::string sql_name(const std::string& name) { return doubled(name, '"'); }
std::string sql_text(const std::string& text) { return doubled(text, '\''); }

std::string TableInfo::qualified() const { return sql_name(schema) + "." + sql_name(name); }

Database::Database(const Connection& connection, Use use) {
    const GdalSession session;
    m_dataset = open_database(connection, use);
    if (!m_dataset) {
        throw base::machine_error("source.database.connect", reason_of(session.cause()));
    }
    for (const char* setting :
         {"SET standard_conforming_strings = on", "SET extra_float_digits = 3",
          "SET datestyle = 'ISO, YMD'", "SET intervalstyle = 'iso_8601'", "SET timezone = 'UTC'",
          "SET bytea_output = 'hex'"}) {
        execute(setting);
    }
    m_open = GDALDatasetStartTransaction(m_dataset.get(), FALSE) == OGRERR_NONE;
    refuse_complaints(session);
    execute(use == Use::write ? "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
                              : "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

Database::~Database() {
    undo();
    const GdalSession session;
    m_dataset.reset();
}

void Database::undo() {
    const GdalSession session;  // what is undone is no matter any more
    if (m_open) {
        GDALDatasetRollbackTransaction(m_dataset.get());
        m_open = false;
    }
}

void refuse_complaints(const GdalSession& session) {
    if (!session.errors().empty()) {
        throw base::machine_error("source.database.refused", reason_of(session.cause()));
    }
}

std::vector<Database::Row> Database::rows(const std::string& sql) {
    const GdalSession session;
    const ResultSet found(*this, sql);
    std::vector<Row> out;
    const int fields = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(found.layer()));
    while (const OwnedFeature feature{OGR_L_GetNextFeature(found.layer())}) {
        Row& row = out.emplace_back();
        for (int i = 0; i < fields; ++i) {
            const bool given = OGR_F_IsFieldSetAndNotNull(feature.get(), i) != 0;
            row.push_back(given
                              ? std::optional<std::string>(OGR_F_GetFieldAsString(feature.get(), i))
                              : std::nullopt);
        }
    }
    refuse_complaints(session);
    return out;
}

std::string Database::value(const std::string& sql) {
    const std::vector<Row> found = rows(sql);
    return found.empty() || found[0].empty() ? "" : found[0][0].value_or("");
}

void Database::execute(const std::string& sql) {
    const GdalSession session;
    GDALDatasetReleaseResultSet(
        m_dataset.get(), GDALDatasetExecuteSQL(m_dataset.get(), sql.c_str(), nullptr, nullptr));
    refuse_complaints(session);
}

void Database::commit() {
    const GdalSession session;
    m_open = false;
    const bool done = GDALDatasetCommitTransaction(m_dataset.get()) == OGRERR_NONE;
    refuse_complaints(session);
    if (!done) {
        throw base::machine_error("source.database.refused", "-");
    }
}

const std::string& Database::schema() {
    if (!m_schema) {
        m_schema = value("SELECT coalesce(current_schema(), '')::text");
    }
    return *m_schema;
}

std::string Database::postgis() {
    const std::string found = value(
        "SELECT n.nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
        "WHERE e.extname = 'postgis'");
    return found.empty() ? "" : sql_name(found);
}

const std::vector<TableInfo>& Database::tables() {
    if (m_tables) {
        return *m_tables;
    }
    m_tables.emplace();
    std::map<std::pair<std::string, std::string>, int> geometries;
    for (const Row& row : rows(kTables)) {
        TableInfo one{*row[0], *row[1], *row[2], row[3].value_or(""), row[4].value_or(""), "", ""};
        one.geometry_type = one.geometry.empty() ? "" : one.geometry_type;
        ++geometries[{one.schema, one.name}];
        m_tables->push_back(std::move(one));
    }
    for (TableInfo& one : *m_tables) {
        const bool several = geometries[{one.schema, one.name}] > 1;
        const std::string tail = several ? "(" + one.geometry + ")" : "";
        one.full = one.schema + "." + one.name + tail;
        one.label = one.schema == schema() ? one.name + tail : one.full;
    }
    return *m_tables;
}

const TableInfo& Database::table(const std::string& name) {
    std::vector<std::string> labels;
    for (const TableInfo& one : tables()) {
        labels.push_back(one.label);
        if (one.label == name || one.full == name || (name.empty() && tables().size() == 1)) {
            return one;
        }
    }
    if (labels.empty()) {
        throw base::data_error("source.database.empty");
    }
    if (name.empty()) {
        throw base::data_error("source.database.which", labels.size(), base::join_some(labels, 40));
    }
    throw base::unknown_name_error("source.database.table", name, labels,
                                   base::join_some(labels, 40));
}

ResultSet::ResultSet(Database& database, const std::string& sql) : m_database(&database) {
    const GdalSession session;
    m_layer = GDALDatasetExecuteSQL(database.handle(), sql.c_str(), nullptr, nullptr);
    refuse_complaints(session);
    if (m_layer == nullptr) {
        throw base::machine_error("source.database.refused", "-");
    }
}

ResultSet::~ResultSet() { GDALDatasetReleaseResultSet(m_database->handle(), m_layer); }

}  // namespace jt::source
