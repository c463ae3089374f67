#include "source/gdal/gpkg_titles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jt::source {
namespace {

// As the standard has them.
constexpr const char* kExtensions =
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name "
    "TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE "
    "(table_name, column_name, extension_name))";
constexpr const char* kSchema =
    "INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', "
    "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')";
constexpr const char* kColumns =
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name "
    "TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc "
    "PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))";

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        out += c;
        out += c == '\'' ? "'" : "";
    }
    return out + "'";
}

/// The rows of a query, the text of each column.
std::vector<std::vector<std::string>> rows_of(GDALDatasetH dataset, const std::string& query) {
    std::vector<std::vector<std::string>> out;
    OGRLayerH result = GDALDatasetExecuteSQL(dataset, query.c_str(), nullptr, nullptr);
    if (result == nullptr) {
        return out;
    }
    while (const OwnedFeature feature{OGR_L_GetNextFeature(result)}) {
        out.emplace_back();
        for (int i = 0; i < OGR_F_GetFieldCount(feature.get()); ++i) {
            out.back().emplace_back(OGR_F_GetFieldAsString(feature.get(), i));
        }
    }
    GDALDatasetReleaseResultSet(dataset, result);
    return out;
}

/// Runs a statement; false where GDAL has something against it.
bool run(GDALDatasetH dataset, const std::string& statement) {
    CPLErrorReset();
    OGRLayerH result = GDALDatasetExecuteSQL(dataset, statement.c_str(), nullptr, nullptr);
    if (result != nullptr) {
        GDALDatasetReleaseResultSet(dataset, result);
    }
    return CPLGetLastErrorType() < CE_Failure;
}

/// One statement for each title.
std::vector<std::string> statements_of(const std::vector<StoredLayer>& layers) {
    std::vector<std::string> out;
    for (const StoredLayer& layer : layers) {
        for (std::size_t i = 0; i < layer.fields.size(); ++i) {
            const std::string& title = layer.fields[i].title.in(layer.titles);
            if (!title.empty() && title != layer.written[i]) {
                out.push_back(fmt::format(
                    "INSERT INTO gpkg_data_columns (table_name, column_name, title) VALUES ({}, "
                    "{}, {})",
                    quoted(layer.name), quoted(layer.written[i]), quoted(title)));
            }
        }
    }
    return out;
}

}  // namespace

std::map<std::string, std::string> gpkg_titles(GDALDatasetH dataset, const std::string& table) {
    std::map<std::string, std::string> out;
    if (rows_of(dataset, "SELECT name FROM sqlite_master WHERE name = 'gpkg_data_columns'")
            .empty()) {
        return out;
    }
    for (const auto& row : rows_of(dataset,
                                   "SELECT column_name, title FROM gpkg_data_columns WHERE title "
                                   "IS NOT NULL AND table_name = " +
                                       quoted(table))) {
        out[row[0]] = row[1];
    }
    return out;
}

bool write_titles(GDALDatasetH dataset, const std::vector<StoredLayer>& layers) {
    const std::vector<std::string> statements = statements_of(layers);
    return statements.empty() ||
           (run(dataset, kExtensions) && run(dataset, kColumns) && run(dataset, kSchema) &&
            std::ranges::all_of(statements,
                                [&](const std::string& one) { return run(dataset, one); }));
}

}  // namespace jt::source
