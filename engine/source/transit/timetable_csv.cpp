#include "source/transit/timetable_csv.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/transit/gtfs_tables.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace jt::source {
namespace {

struct Words {
    const char* name;
    std::vector<const char*> words;
};

const std::vector<Words>& vocabulary() {
    static const std::vector<Words> all = {
        {"line", {"line", "route", "线路", "线路名称", "线路名", "线路编号", "路线", "线别"}},
        {"trip", {"trip", "trip_id", "train", "车次", "班次", "车次号", "车次编号"}},
        {"stop", {"stop", "stop_name", "station", "站名", "车站", "站点", "站点名称", "停靠站"}},
        {"arrival", {"arrival", "arrival_time", "到达", "到达时间", "到站时间", "到时", "到点"}},
        {"departure",
         {"departure", "departure_time", "发车", "发车时间", "出发", "出发时间", "开车时间",
          "离站时间", "开时", "开点"}},
        {"direction", {"direction", "方向", "上下行", "行别"}},
        {"sequence", {"sequence", "seq", "stop_sequence", "站序", "序号"}},
        {"stop_id", {"stop_id", "station_id", "站点编号", "车站编号", "站码"}},
        {"mode", {"mode", "方式", "制式"}},
        {"lon", {"lon", "lng", "longitude", "x", "经度"}},
        {"lat", {"lat", "latitude", "y", "纬度"}}};
    return all;
}

/// What timetables print where a train has no arrival or departure.
bool is_dash(const std::string& text) {
    constexpr std::array<std::string_view, 9> kDashes = {"-", "--", "---", "—", "——",
                                                         "–", "…",  "……",  "/"};
    return std::find(kDashes.begin(), kDashes.end(), text) != kDashes.end();
}

bool is_place(double x, double y) { return std::abs(x) < 1e9 && std::abs(y) < 1e9; }

class TimetableReader {
public:
    TimetableReader(const Csv& csv, const std::optional<StopPlaces>& given, Problems& problems)
        : m_csv(csv),
          m_given(given),
          m_problems(problems),
          m_columns(timetable_columns(csv.header)) {}

    Timetable run() {
        need_columns();
        for (std::size_t row = 0; row < m_csv.rows.size(); ++row) {
            read_row(row);
        }
        pass_midnight();
        m_problems.answer("source.timetable.empty_cell", m_empty);
        m_problems.answer("source.timetable.value", m_bad);
        m_problems.answer("source.timetable.two_places", m_two_places);
        settle_trips(m_out, m_problems);
        return std::move(m_out);
    }

private:
    void need_columns() {
        for (const char* name : {"line", "trip", "stop"}) {
            if (!m_columns.has(name)) {
                throw base::data_error("source.timetable.column", name, column_words(name),
                                       base::join_some(m_csv.header));
            }
        }
        if (!m_columns.has("arrival") && !m_columns.has("departure")) {
            throw base::data_error("source.timetable.column", "departure",
                                   column_words("departure"), base::join_some(m_csv.header));
        }
        std::vector<std::string> found;
        for (const Words& one : vocabulary()) {
            if (m_columns.has(one.name)) {
                found.push_back(
                    fmt::format("{} = {}", one.name, m_csv.header[m_columns.places.at(one.name)]));
            }
        }
        m_problems.diagnostics().info(base::msg("source.timetable.columns", base::join_some(found)),
                                      m_problems.where());
    }

    std::string cell(std::size_t row, const char* column) const {
        const auto place = m_columns.places.find(column);
        return place == m_columns.places.end() ? "" : base::trim(m_csv.rows[row][place->second]);
    }

    std::string at_line(std::size_t row, const std::string& value) const {
        return at_row(static_cast<std::int64_t>(m_csv.lines[row]), value);
    }

    void read_row(std::size_t row) {
        const std::string line = cell(row, "line"), trip = cell(row, "trip"),
                          stop = cell(row, "stop");
        if (line.empty() || trip.empty() || stop.empty()) {
            m_empty.push_back(fmt::format("{}", m_csv.lines[row]));
            return;
        }
        Call call;
        call.stop = stop_of(row, stop);
        call.arrival = time_of(row, "arrival");
        call.departure = time_of(row, "departure");
        Trip& owner = trip_of(row, line, trip);
        call.sequence = static_cast<std::int32_t>(owner.calls.size());
        if (m_columns.has("sequence")) {
            const auto number = whole_number_of(cell(row, "sequence"));
            if (!number) {
                m_bad.push_back(at_line(row, cell(row, "sequence")));
                return;
            }
            call.sequence = *number;
        }
        owner.calls.push_back(call);
    }

    Trip& trip_of(std::size_t row, const std::string& line, const std::string& trip) {
        const std::string direction = cell(row, "direction");
        const auto [route, new_route] =
            m_routes.emplace(line, static_cast<std::uint32_t>(m_out.routes.size()));
        if (new_route) {
            m_out.routes.push_back({line, line, line, cell(row, "mode")});
        }
        const auto [found, added] =
            m_trips.emplace(std::tuple(route->second, direction, trip), m_out.trips.size());
        if (added) {
            Trip one;
            one.id = line + " " + trip;
            one.route = route->second;
            one.direction = direction;
            m_out.trips.push_back(std::move(one));
        }
        return m_out.trips[found->second];
    }

    std::uint32_t stop_of(std::size_t row, const std::string& name) {
        const std::string id = cell(row, "stop_id").empty() ? name : cell(row, "stop_id");
        TimetableStop stop;
        std::tie(stop.x, stop.y) = place_of(row, id, name);
        const auto number = static_cast<std::uint32_t>(m_out.stops.size());
        const auto [found, added] = m_stops.emplace(id, number);
        if (added) {
            stop.id = id;
            stop.name = name;
            stop.row = static_cast<std::int64_t>(row) + 1;
            stop.station = number;
            m_out.stops.push_back(std::move(stop));
            return number;
        }
        TimetableStop& known = m_out.stops[found->second];
        if (stop.placed() && !known.placed()) {
            known.x = stop.x;
            known.y = stop.y;
        } else if (stop.placed() && rough_metres(known.x, known.y, stop.x, stop.y) > 1) {
            m_two_places.push_back(id);
        }
        return found->second;
    }

    std::pair<double, double> place_of(std::size_t row, const std::string& id,
                                       const std::string& name) {
        const std::pair none(std::nan(""), std::nan(""));
        if (m_given) {
            if (const auto found = m_given->by_id.find(id); found != m_given->by_id.end()) {
                return found->second;
            }
            const auto found = m_given->by_name.find(name);
            return found == m_given->by_name.end() ? none : found->second;
        }
        const std::string lon = cell(row, "lon"), lat = cell(row, "lat");
        if (lon.empty() || lat.empty()) {
            return none;
        }
        const auto x = parse_number(lon), y = parse_number(lat);
        if (!x || !y || !is_place(*x, *y)) {
            m_bad.push_back(at_line(row, lon + ", " + lat));
            return none;
        }
        return {*x, *y};
    }

    double time_of(std::size_t row, const char* column) {
        std::string text = cell(row, column);
        const std::string wide = "：";
        for (auto at = text.find(wide); at != std::string::npos; at = text.find(wide)) {
            text.replace(at, wide.size(), ":");
        }
        const auto time = parse_clock(text);
        if (!time && !text.empty() && !is_dash(text)) {
            m_bad.push_back(at_line(row, text));
        }
        return time ? *time : std::nan("");
    }

    void pass_midnight() {
        std::vector<std::string> passed;
        for (Trip& trip : m_out.trips) {
            std::stable_sort(trip.calls.begin(), trip.calls.end(),
                             [](const Call& a, const Call& b) { return a.sequence < b.sequence; });
            double now = -1e9, shift = 0;
            for (Call& call : trip.calls) {
                for (double* time : {&call.arrival, &call.departure}) {
                    if (*time + shift < now - 43200) {
                        shift += 86400;
                    }
                    *time += shift;
                    now = std::isnan(*time) ? now : *time;
                }
            }
            if (shift > 0) {
                passed.push_back(trip.id);
            }
        }
        if (!passed.empty()) {
            m_problems.diagnostics().info(
                base::msg("source.timetable.midnight", passed.size(), Problems::some(passed)),
                m_problems.where());
        }
    }

    const Csv& m_csv;
    const std::optional<StopPlaces>& m_given;
    Problems& m_problems;
    TimetableColumns m_columns;
    Timetable m_out;
    std::map<std::string, std::uint32_t> m_stops, m_routes;
    std::map<std::tuple<std::uint32_t, std::string, std::string>, std::size_t> m_trips;
    std::vector<std::string> m_empty, m_bad, m_two_places;
};

}  // namespace

bool TimetableColumns::whole() const {
    return has("line") && has("trip") && has("stop") && (has("arrival") || has("departure"));
}

TimetableColumns timetable_columns(const std::vector<std::string>& header) {
    TimetableColumns out;
    for (std::size_t c = 0; c < header.size(); ++c) {
        const std::string title = base::lower(base::trim(header[c]));
        for (const Words& one : vocabulary()) {
            if (std::find(one.words.begin(), one.words.end(), title) == one.words.end()) {
                continue;
            }
            const auto [known, added] = out.places.emplace(one.name, c);
            if (!added) {
                throw base::data_error("source.timetable.two_columns", header[known->second],
                                       header[c], one.name);
            }
        }
    }
    return out;
}

std::string column_words(const std::string& name) {
    std::vector<std::string> words;
    for (const Words& one : vocabulary()) {
        if (name == one.name) {
            words.assign(one.words.begin(), one.words.end());
        }
    }
    return base::join_some(words);
}

StopPlaces stop_places(const Csv& csv) {
    std::vector<std::string> header = csv.header;
    for (std::string& title : header) {  // in a table of stops these can mean nothing else
        title = title == "name" || title == "名称" ? "stop"
                : title == "id" || title == "编号" ? "stop_id"
                                                   : title;
    }
    const TimetableColumns columns = timetable_columns(header);
    for (const char* name : {"lon", "lat"}) {
        if (!columns.has(name)) {
            throw base::data_error("source.timetable.column", name, column_words(name),
                                   base::join_some(csv.header));
        }
    }
    if (!columns.has("stop") && !columns.has("stop_id")) {
        throw base::data_error("source.timetable.column", "stop", column_words("stop"),
                               base::join_some(csv.header));
    }
    StopPlaces out;
    for (const auto& row : csv.rows) {
        const auto x = parse_number(row[columns.places.at("lon")]);
        const auto y = parse_number(row[columns.places.at("lat")]);
        if (!x || !y || !is_place(*x, *y)) {
            continue;
        }
        for (const auto& [column, places] :
             {std::pair("stop_id", &out.by_id), std::pair("stop", &out.by_name)}) {
            if (columns.has(column)) {
                places->emplace(base::trim(row[columns.places.at(column)]), std::pair(*x, *y));
            }
        }
    }
    return out;
}

Timetable read_timetable(const Csv& csv, const std::optional<StopPlaces>& given,
                         Problems& problems) {
    return TimetableReader(csv, given, problems).run();
}

}  // namespace jt::source
