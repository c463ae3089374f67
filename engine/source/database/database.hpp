// A PostgreSQL database behind GDAL's driver: one transaction, its catalogue, and SQL. Internal to
// source/.
#pragma once

#include "base/error.hpp"
#include "source/database/connection.hpp"
#include "source/gdal/gdal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jt::source {

/// A table, view or foreign table with one of its geometry columns, or none.
struct TableInfo {
    std::string schema, name;
    std::string kind;           ///< of pg_class: "r", "p", "v", "m", "f"
    std::string geometry;       ///< the geometry column; "" for a plain table
    std::string geometry_type;  ///< "geometry(MultiPolygon,4490)", as the server writes it
    std::string label;          ///< "roads", "gh.roads", "roads(centre)": what layers are called
    std::string full;           ///< the same with the schema, always
    std::string qualified() const;  ///< "gh"."roads"
};

/// A name and a text as SQL: in double quotes, in single quotes.
std::string sql_name(const std::string& name);
std::string sql_text(const std::string& text);

/// Open for as long as the object lives. Everything happens in one transaction, which sees one
/// state of the data; what is not committed is undone.
class Database {
public:
    enum class Use { read, write };
    /// Machine error where no connection comes about, with the server's reason; never with a
    /// password. Times are in UTC, numbers in their shortest exact form.
    Database(const Connection& connection, Use use);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    using Row = std::vector<std::optional<std::string>>;
    /// The rows of a SELECT as text; machine error with the server's reason.
    std::vector<Row> rows(const std::string& sql);
    /// The first value of the first row; "" for none or null.
    std::string value(const std::string& sql);
    void execute(const std::string& sql);
    void commit();
    void undo();  ///< ends the transaction, and with it every lock

    /// Tables and views of the users, by schema and name; those of one schema first.
    const std::vector<TableInfo>& tables();
    /// The table of that name ("roads", "gh.roads", with "(column)" where it has several
    /// geometries). "" means the only one. Data errors list the tables.
    const TableInfo& table(const std::string& name);
    /// Where names without a schema are looked for, and made.
    const std::string& schema();
    /// "public", quoted: where PostGIS lives; "" where the database has none.
    std::string postgis();

    GDALDatasetH handle() const { return m_dataset.get(); }

private:
    OwnedDataset m_dataset;
    std::optional<std::string> m_schema;
    std::optional<std::vector<TableInfo>> m_tables;
    bool m_open = false;  ///< the transaction
};

/// Machine error with what the server complained about in this session, if anything.
void refuse_complaints(const GdalSession& session);

/// The result of a SELECT, row by row. Who takes rows listens with a GdalSession of his own.
class ResultSet {
public:
    ResultSet(Database& database, const std::string& sql);
    ~ResultSet();
    ResultSet(const ResultSet&) = delete;
    ResultSet& operator=(const ResultSet&) = delete;
    OGRLayerH layer() const { return m_layer; }

private:
    Database* m_database;
    OGRLayerH m_layer;
};

}  // namespace jt::source
