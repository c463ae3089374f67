#include "source/transit/load_timetable.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/measure.hpp"
#include "source/crs/crs_file.hpp"
#include "source/database/connection.hpp"
#include "source/transit/gtfs_feed.hpp"
#include "source/transit/service_lines.hpp"
#include "source/transit/timetable_csv.hpp"

#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

namespace jt::source {
namespace {

using layer::Field;
using layer::Type;

/// A table that grows row by row.
class TableBuilder {
public:
    explicit TableBuilder(std::vector<Field> fields) : m_fields(std::move(fields)) {
        for (const Field& field : m_fields) {
            m_columns.emplace_back(field.type);
        }
    }
    void add(const std::vector<std::string>& texts, const std::vector<double>& numbers) {
        std::size_t text = 0, number = 0;
        for (layer::ColumnBuilder& column : m_columns) {
            if (column.type() == Type::text) {
                const std::string& value = texts[text++];
                value.empty() ? column.null() : column.text(value);
            } else {
                column.real(numbers[number++]);
            }
        }
        ++m_rows;
    }
    void finish(Loaded& out) {
        out.table = layer::Table(m_rows);
        for (std::size_t c = 0; c < m_fields.size(); ++c) {
            out.table.set(m_fields[c], m_columns[c].build());
            out.source_types.emplace_back(m_fields[c].type == Type::text ? "text" : "number");
        }
    }

private:
    std::vector<Field> m_fields;
    std::vector<layer::ColumnBuilder> m_columns;
    std::size_t m_rows = 0;
};

std::vector<Field> line_fields() {
    return {{"id", Type::text, "", {"编号", "id"}},
            {"line", Type::text, "", {"线路", "line"}},
            {"name", Type::text, "", {"名称", "name"}},
            {"route_id", Type::text, "", {"线路编号", "route id"}},
            {"mode", Type::text, "", {"方式", "mode"}},
            {"direction", Type::text, "", {"方向", "direction"}},
            {"from_stop", Type::text, "", {"起站", "from stop"}},
            {"to_stop", Type::text, "", {"讫站", "to stop"}},
            {"oneway", Type::text, "", {"单行", "one-way"}},
            {"seq", Type::real, "", {"段序", "number of the piece"}},
            {"headway", Type::real, "min", {"发车间隔", "headway"}},
            {"run_time", Type::real, "min", {"运行时间", "run time"}},
            {"speed", Type::real, "km/h", {"旅行速度", "speed"}},
            {"line_time", Type::real, "min", {"全程时间", "run time of the line"}},
            {"trips", Type::real, "", {"发车数", "departures"}},
            {"trips_shared", Type::real, "", {"其中他式班次", "of other patterns"}}};
}

std::vector<Field> station_fields() {
    return {{"id", Type::text, "", {"编号", "id"}},
            {"name", Type::text, "", {"名称", "name"}},
            {"line", Type::text, "", {"线路", "line"}}};
}

Loaded frame(const LoadOptions& options, const char* driver) {
    Loaded out;
    out.name = options.layer;
    out.where = options.layer;
    out.driver = driver;
    out.spatial = true;
    out.geometry =
        geo::GeometryArray(options.layer == "lines" ? geo::Shape::line : geo::Shape::point);
    out.encoding = {"UTF-8", 1, base::msg("source.encoding.format"), {}};
    return out;
}

/// Minutes to a millionth: what is beyond is the noise of sums.
double tidy(double minutes) { return std::round(minutes * 1e6) / 1e6; }

void add_lines(const Timetable& timetable, const std::vector<ServiceLine>& lines,
               const geo::Crs& crs, Loaded& out) {
    TableBuilder table(line_fields());
    std::optional<geo::Measure> measure;
    if (crs.known()) {
        measure.emplace(crs);
    }
    for (const ServiceLine& line : lines) {
        const TimetableRoute& route = timetable.routes[line.route];
        for (std::size_t p = 0; p < line.pieces.size(); ++p) {
            const double metres = measure ? measure->length(line.pieces[p]) : std::nan("");
            out.geometry.add_line(line.pieces[p]);
            out.ids.push_back(static_cast<std::int64_t>(out.ids.size()) + 1);
            table.add({fmt::format("{}:{}", line.line, p + 1), line.line, route.name, route.id,
                       route.mode, line.direction, timetable.stops[line.stops[p]].id,
                       timetable.stops[line.stops[p + 1]].id, "FT"},
                      {static_cast<double>(p + 1), tidy(line.headway_min), tidy(line.piece_min[p]),
                       metres * 0.06 / line.piece_min[p], tidy(line.run_min), tidy(line.departures),
                       tidy(line.shared)});
        }
    }
    table.finish(out);
}

void add_stations(const Timetable& timetable, const std::vector<ServiceLine>& lines, Loaded& out) {
    TableBuilder table(station_fields());
    std::map<std::uint32_t, std::string> lines_of;
    for (const ServiceLine& line : lines) {
        for (const std::uint32_t stop : line.stops) {
            std::string& list = lines_of[stop];
            if (list != line.line && !list.ends_with(";" + line.line)) {
                list += (list.empty() ? "" : ";") + line.line;
            }
        }
    }
    for (const auto& [number, list] : lines_of) {
        const TimetableStop& stop = timetable.stops[number];
        out.geometry.add_point(stop.x, stop.y);
        out.ids.push_back(stop.row);
        table.add({stop.id, stop.name, list}, {});
    }
    table.finish(out);
}

void fill(const Timetable& timetable, const TimeWindow& window, const geo::Crs& crs,
          Problems& problems, Loaded& out) {
    const std::vector<ServiceLine> lines = service_lines(timetable, window, problems);
    problems.diagnostics().info(base::msg("source.lines.made", lines.size(), window_text(window)),
                                out.where);
    if (lines.empty()) {
        problems.diagnostics().warn(base::msg("source.lines.none", window_text(window)), out.where);
    }
    out.name == "lines" ? add_lines(timetable, lines, crs, out)
                        : add_stations(timetable, lines, out);
}

void only_header(Loaded& out) {
    TableBuilder(out.name == "lines" ? line_fields() : station_fields()).finish(out);
}

Csv csv_of(const LoadOptions& options, EncodingDecision& encoding, base::Diagnostics& diagnostics) {
    const std::string text = csv_file_text(options, encoding, diagnostics);
    return parse_csv(text, options.lenient, diagnostics,
                     std::filesystem::path(options.path).filename().string());
}

bool is_csv(const std::string& path) {
    const std::string extension = base::lower(std::filesystem::path(path).extension().string());
    return extension == ".csv" || extension == ".txt" || extension == ".tsv";
}

/// Points with an id or a name, in the CRS that comes back with them.
StopPlaces places_of(const layer::Layer& stops) {
    if (stops.geometry().shape() != geo::Shape::point) {
        throw base::data_error("source.timetable.stops_shape",
                               geo::shape_name(stops.geometry().shape()));
    }
    Csv csv;
    csv.header = stops.names();
    csv.header.insert(csv.header.end(), {"lon", "lat"});
    for (std::size_t row = 0; row < stops.rows(); ++row) {
        if (stops.geometry().status(row) != geo::Status::ok) {
            continue;
        }
        std::vector<std::string> cells;
        for (std::size_t c = 0; c < stops.fields().size(); ++c) {
            cells.push_back(stops.column(c).show(row));
        }
        const auto xy = stops.geometry().coordinates(row);
        cells.insert(cells.end(), {fmt::format("{}", xy[0]), fmt::format("{}", xy[1])});
        csv.rows.push_back(std::move(cells));
    }
    return stop_places(csv);
}

/// Reads the data set of stops; of a layer its CRS becomes that of `out`.
StopPlaces read_places(const LoadOptions& options, base::Diagnostics& diagnostics, Loaded& out) {
    const auto [path, layer] = split_layer(options.service.stops);
    return base::within(file_context(path), [&, path = path, layer = layer] {
        if (is_csv(path) && layer.empty()) {
            LoadOptions csv;
            csv.path = path;
            EncodingDecision encoding;
            return stop_places(csv_of(csv, encoding, diagnostics));
        }
        ReadOptions read;
        read.path = path;
        read.layer = layer;
        read.crs = options.crs;
        const layer::Layer stops = read_layer(read, diagnostics);
        out.declared_crs = stops.crs().wkt();
        out.crs_origin = base::msg("source.crs.by_stops", options.service.stops);
        return places_of(stops);
    });
}

}  // namespace

bool is_service_layer(const std::string& layer) { return layer == "lines" || layer == "stations"; }

Loaded load_feed_layer(const LoadOptions& options, const FeedFiles& files, bool header_only,
                       base::Diagnostics& diagnostics) {
    const FeedRequest request{options.service.date, parse_window(options.service.window)};
    if (!options.service.stops.empty()) {
        throw base::data_error("source.service.stops");
    }
    Loaded out = frame(options, "GTFS");
    out.declared_crs = "EPSG:4326";
    out.crs_origin = base::msg("source.crs.by_gtfs");
    if (header_only) {
        check_feed_tables(files.has);
        asked_day(request.date);
        only_header(out);
        return out;
    }
    Problems problems(options.repair, options.lenient, diagnostics, out.where);
    const Timetable timetable = read_feed(files, request, problems);
    fill(timetable, request.window, geo::Crs::from(out.declared_crs), problems, out);
    return out;
}

Loaded load_timetable(const LoadOptions& options, bool header_only,
                      base::Diagnostics& diagnostics) {
    const TimeWindow window = parse_window(options.service.window);
    if (!options.service.date.empty()) {
        throw base::data_error("source.service.date");
    }
    Loaded out = frame(options, "CSV");
    out.crs_origin = base::msg("source.crs.table_none");
    const Csv csv = csv_of(options, out.encoding, diagnostics);
    std::optional<StopPlaces> places;
    if (!options.service.stops.empty()) {
        places = read_places(options, diagnostics, out);
    }
    Problems problems(options.repair, options.lenient, diagnostics, out.where);
    const Timetable timetable = read_timetable(csv, places, problems);
    const std::string crs = out.declared_crs.empty() ? options.crs : out.declared_crs;
    fill(timetable, window, crs.empty() ? geo::Crs() : crs_of(crs), problems, out);
    if (header_only) {
        Loaded header = frame(options, "CSV");
        header.declared_crs = out.declared_crs;
        header.crs_origin = out.crs_origin;
        header.header_box = out.geometry.box();
        only_header(header);
        return header;
    }
    return out;
}

bool wants_timetable(const LoadOptions& options) {
    if (!is_service_layer(options.layer)) {
        return false;
    }
    if (std::filesystem::path(options.path).stem().string() != options.layer) {
        return true;
    }
    base::Diagnostics unused;
    EncodingDecision encoding;
    return timetable_columns(csv_of(options, encoding, unused).header).whole();
}

}  // namespace jt::source
