// Layers and tables into a PostgreSQL database with PostGIS. Internal to source/.
#pragma once

#include "source/database/database.hpp"
#include "source/write.hpp"

#include <cstdint>
#include <set>
#include <vector>

namespace jt::source {

/// Makes a table for each layer, with the key "fid" of the feature ids, a column "geom" and a
/// spatial index on it; all tables in one transaction. The table has the layer's name, or the one
/// that "tables=" of the connection gives, in the schema given there or the server's first one.
/// With overwrite a table of that name is dropped first: one that others depend on is kept, and so
/// is a view. Data errors: the table exists, no such schema, a name of more than 63 bytes, a CRS
/// that the database does not know, text with a zero byte. Machine errors: no connection, no
/// permission, a database that takes no changes, no PostGIS.
class DatabaseWriter : public DatasetWriter {
public:
    DatabaseWriter(const std::string& path, const WriteOptions& options,
                   base::Diagnostics& diagnostics);

    bool takes_many() const override { return true; }
    bool takes_pieces() const override { return true; }
    void begin(const std::string& name, const layer::Table& first, bool more) override;
    bool append(const layer::Table& piece) override;
    void end() override;
    void finish() override { m_database.commit(); }

private:
    void choose_table(const std::string& name);
    void replace_old();
    void plan_columns(const layer::Table& first, bool more);
    void create();
    void insert(const layer::Table& piece);
    std::string row_values(const layer::Table& piece, std::size_t row);

    Connection m_connection;
    Database m_database;
    bool m_overwrite;
    base::Diagnostics& m_diagnostics;

    TableInfo m_table;  ///< the one being written
    std::set<std::string> m_written;
    std::vector<std::string> m_names;  ///< of its columns
    std::vector<layer::Field> m_fields;
    std::string m_key, m_geometry;  ///< columns; no geometry: ""
    OGRwkbGeometryType m_type = wkbNone;
    geo::Shape m_shape = geo::Shape::none;
    int m_srid = 0;
    bool m_keep_ids = false;
    std::int64_t m_last_id = 0;
    std::size_t m_rows = 0;
    std::vector<std::int64_t> m_not_finite;
};

}  // namespace jt::source
