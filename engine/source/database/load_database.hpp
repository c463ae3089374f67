// Layers and tables of a PostgreSQL database with PostGIS. Internal to source/.
#pragma once

#include "source/read.hpp"
#include "source/stream.hpp"

namespace jt::source {

/// Reads in one transaction that sees one state of the table. Feature ids are the primary key where
/// that is one integer column, else numbers from 1 in the order of the rows' text; rows come in the
/// order of their ids. Values come exact: whole numbers of more than 18 digits, dates and times as
/// text, real numbers of more digits than a double holds are told. Data errors: no such table, rows
/// of several SRIDs; machine errors: no connection, no permission.
std::unique_ptr<LayerStream> open_database_layer(const LoadOptions& options,
                                                 base::Diagnostics& diagnostics);

/// The columns without values.
Loaded database_header(const LoadOptions& options, base::Diagnostics& diagnostics);

/// Tables and views of users: all, or the one of the connection's "tables=".
std::vector<LayerName> database_tables(const std::string& path);

/// The table of that name; for "" the one of "tables=", or the only one. Data error where it cannot
/// be told.
LayerName database_table(const std::string& path, const std::string& name);

}  // namespace jt::source
