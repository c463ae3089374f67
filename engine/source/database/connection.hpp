// Connection strings of databases where a path could stand: "PG:dbname=plan host=db
// tables=gh.roads".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jt::source {

/// Does the path name a PostgreSQL database ("PG:...", in any case of letters)?
bool is_connection(std::string_view path);

/// What stands in a connection string.
struct Connection {
    /// Of libpq, in the order given: dbname, host, port, user, password ...
    std::vector<std::pair<std::string, std::string>> settings;
    std::string table;  ///< of "tables=": table or schema.table; "" where it is not given
    /// The value of a setting; "" for none.
    std::string get(std::string_view name) const;
    /// As GDAL's driver takes it, every value quoted; with a time limit where none was given.
    std::string for_gdal() const;
};

/// libpq's own form: key = value, values with blanks in quotes, \ before a quote. Data errors: no
/// such form (a URL, a value without a key), a key that libpq does not have (did you mean), several
/// names in "tables". No error shows a password.
Connection parse_connection(const std::string& path);

/// A text with every password in it replaced by ***: what follows "password=" (or "pwd=") up to a
/// blank, comma, semicolon or closing quote, and the user's part of a URL.
std::string masked(std::string_view text);

/// The path as messages, run.json and `info` show it: a connection string without its password,
/// any other path as it is but masked().
std::string shown_path(const std::string& path);

/// What diagnostics call the data set: the name of its file, or "PG:plan".
std::string short_name(const std::string& path);

/// "roads.gpkg:metro" or "PG:dbname=plan:gh.roads" cut at the last colon into path and layer; the
/// layer is "" where there is none: of a connection string where what follows the colon belongs to
/// a setting (it has an = or a quote).
std::pair<std::string, std::string> split_layer(const std::string& text);

/// Has the path the form of a connection or a URL ("PG:...", "MySQL:...", "https://...")?
bool looks_foreign(const std::string& path);

/// Data error for a path that GDAL would take for something else than a file: its virtual file
/// systems ("/vsicurl/..."), and where no such file exists a URL or the prefix of a driver
/// ("MySQL:...").
void refuse_foreign(const std::string& path);

}  // namespace jt::source
