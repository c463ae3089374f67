#include "source/transit/load_gtfs.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/dataset.hpp"
#include "source/text/csv.hpp"
#include "source/transit/load_timetable.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

/// Columns of a feed that are words, even where they look like numbers.
const std::vector<std::string> kTexts = {
    "agency_id",      "stop_id",          "stop_code",        "zone_id",    "parent_station",
    "route_id",       "route_color",      "trip_id",          "service_id", "shape_id",
    "block_id",       "start_date",       "end_date",         "date",       "arrival_time",
    "departure_time", "start_time",       "end_time",         "fare_id",    "from_stop_id",
    "to_stop_id",     "route_short_name", "route_text_color", "origin_id",  "destination_id"};

Loaded load_table(const LoadOptions& options, const std::string& name,
                  base::Diagnostics& diagnostics) {
    LoadOptions table = options;
    table.path = (fs::path(options.path) / (name + ".txt")).string();
    table.layer = "";
    table.text_fields = kTexts;
    table.encoding = options.encoding.empty() ? "UTF-8" : options.encoding;  // by the standard
    return load_csv(table, diagnostics);
}

/// A column as numbers; data error where the feed has no such column.
const layer::Column& column_of(const Loaded& table, const std::string& name) {
    if (!table.table.has(name)) {
        throw base::unknown_name_error("source.gtfs.column", name, table.table.names(), table.name);
    }
    return table.table.column(name);
}

double number(const layer::Column& column, std::size_t row) {
    if (column.type() != layer::Type::text) {
        return column.number(row);
    }
    return parse_number(base::trim(column.text(row))).value_or(std::nan(""));
}

void place_stops(Loaded& stops) {
    const layer::Column& lon = column_of(stops, "stop_lon");
    const layer::Column& lat = column_of(stops, "stop_lat");
    stops.geometry = geo::GeometryArray(geo::Shape::point);
    for (std::size_t row = 0; row < stops.ids.size(); ++row) {
        const double x = number(lon, row), y = number(lat, row);
        std::isnan(x) || std::isnan(y) ? stops.geometry.null_feature()
                                       : stops.geometry.add_point(x, y);
    }
}

/// The points of each shape in the order of their sequence, as one line a shape.
Loaded lines_of(const Loaded& points, base::Diagnostics& diagnostics) {
    struct Point {
        double sequence, x, y;
    };
    const layer::Column& id = column_of(points, "shape_id");
    const layer::Column& x = column_of(points, "shape_pt_lon");
    const layer::Column& y = column_of(points, "shape_pt_lat");
    const layer::Column& sequence = column_of(points, "shape_pt_sequence");
    std::map<std::string, std::vector<Point>> shapes;
    std::vector<std::int64_t> unplaced;
    for (std::size_t row = 0; row < points.ids.size(); ++row) {
        const Point point{number(sequence, row), number(x, row), number(y, row)};
        if (std::isnan(point.sequence)) {
            unplaced.push_back(points.ids[row]);
        } else {
            shapes[id.show(row)].push_back(point);
        }
    }
    if (!unplaced.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.gtfs.sequence"),
                             points.where, unplaced);
    }
    Loaded out = points;
    out.ids.clear();
    out.geometry = geo::GeometryArray(geo::Shape::line);
    layer::ColumnBuilder names(layer::Type::text);
    for (auto& [name, line] : shapes) {
        std::stable_sort(line.begin(), line.end(),
                         [](const Point& a, const Point& b) { return a.sequence < b.sequence; });
        std::vector<double> xy;
        for (const Point& point : line) {
            xy.insert(xy.end(), {point.x, point.y});
        }
        out.geometry.add_line(xy);
        out.ids.push_back(static_cast<std::int64_t>(out.ids.size()) + 1);
        names.text(name);
        if (line.size() < 2) {
            out.geometry.set_status(out.ids.size() - 1, geo::Status::invalid);
            out.findings.short_lines.push_back(out.ids.back());
        }
    }
    out.table = layer::Table(out.ids.size());
    out.table.set(layer::Field{"shape_id", layer::Type::text, "", {}}, names.build());
    out.source_types = {"text"};
    return out;
}

/// The folder's tables; what the decoding has to say is said once it is a warning.
FeedFiles files_of(const LoadOptions& options, base::Diagnostics& diagnostics) {
    const auto path_of = [folder = fs::path(options.path)](const std::string& table) {
        return (folder / (table + ".txt")).string();
    };
    FeedFiles out;
    out.has = [path_of](const std::string& table) {
        std::error_code code;
        const std::string path = path_of(table);
        return fs::is_regular_file(path, code) && fs::file_size(path, code) > 0;
    };
    out.text = [path_of, &options, &diagnostics](const std::string& table) {
        LoadOptions file = options;
        file.path = path_of(table);
        file.encoding = options.encoding.empty() ? "UTF-8" : options.encoding;  // by the standard
        EncodingDecision encoding;
        base::Diagnostics told;
        std::string text = csv_file_text(file, encoding, told);
        for (const base::Diagnostic& one : told.list()) {
            if (one.severity != base::Severity::info) {
                diagnostics.add(one);
            }
        }
        return text;
    };
    return out;
}

}  // namespace

bool is_gtfs(const std::string& folder) {
    std::error_code code;
    int found = 0;
    for (const char* table : {"stops.txt", "routes.txt", "trips.txt", "stop_times.txt"}) {
        found += fs::is_regular_file(fs::path(folder) / table, code) ? 1 : 0;
    }
    return found >= 2;
}

std::vector<LayerName> gtfs_layers(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_regular_file() && base::lower(entry.path().extension().string()) == ".txt") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    std::vector<LayerName> out;
    for (const std::string& name : names) {
        out.push_back({name, name == "stops" || name == "shapes"});
    }
    const auto has = [&](const std::string& table) {
        return std::binary_search(names.begin(), names.end(), table);
    };
    if (has("stops") && has("routes") && has("trips") && has("stop_times") &&
        (has("calendar") || has("calendar_dates"))) {
        out.push_back({"lines", true});
        out.push_back({"stations", true});
    }
    return out;
}

Loaded load_gtfs(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics) {
    if (is_service_layer(options.layer)) {
        return load_feed_layer(options, files_of(options, diagnostics), header_only, diagnostics);
    }
    std::vector<std::string> names;
    bool known = false;
    for (const LayerName& one : gtfs_layers(options.path)) {
        names.push_back(one.name);
        known = known || one.name == options.layer;
    }
    if (!known) {
        throw options.layer.empty() ? base::data_error("source.layer.which", base::join_some(names))
                                    : unknown_layer(options.layer, names);
    }
    Loaded out = load_table(options, options.layer, diagnostics);
    out.driver = "GTFS";
    out.spatial = options.layer == "stops" || options.layer == "shapes";
    if (options.layer == "stops") {
        place_stops(out);
    } else if (options.layer == "shapes") {
        out = lines_of(out, diagnostics);
    }
    if (out.spatial) {
        out.declared_crs = "EPSG:4326";
        out.crs_origin = base::msg("source.crs.by_gtfs");
    }
    return out;
}

}  // namespace jt::source
