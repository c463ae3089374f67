// The columns of a database table and how each is read. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"
#include "source/database/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::source {

struct DatabaseColumn {
    std::string name;
    std::string type;      ///< as the server writes it, of a domain its base: "numeric(12,3)"
    bool numeric = false;  ///< comes as text and becomes real
};

struct DatabaseTable {
    TableInfo info;
    std::vector<DatabaseColumn> columns;  ///< those that are read
    std::string key;                      ///< the primary key where it is one integer column
    std::vector<std::string> left_out;    ///< binary columns and further geometries
    int srid = 0;                         ///< 0 for none
};

/// Data error: geometries of several SRIDs. Machine error: no permission to read.
DatabaseTable describe_table(Database& database, const TableInfo& info);

/// SELECT of the key (where there is one), the columns, and the geometry last; rows in the order
/// of the key, else of their text.
std::string select_of(const DatabaseTable& table, const std::string& postgis);

/// A numeric column that came as text, as reals; values that lose digits, and those that are not
/// finite, are told.
layer::Column reals_of(const layer::Column& texts, const std::string& name,
                       const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                       const std::string& where);

}  // namespace jt::source
