#include "source/transit/gtfs_feed.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/text/csv.hpp"
#include "source/transit/gtfs_tables.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace jt::source {
namespace {

using Numbers = std::unordered_map<std::string, std::uint32_t>;

constexpr int kDaysBefore = 3;  // trips that began this many days ago may still be under way

/// Words for route_type: the GTFS reference and the extended types (hundreds).
std::string mode_of(const std::string& type) {
    constexpr std::array<const char*, 13> kBasic = {
        "tram",      "metro", "rail", "bus", "ferry",      "cable tram", "aerial lift",
        "funicular", "",      "",     "",    "trolleybus", "monorail"};
    constexpr std::array<const char*, 18> kExtended = {
        "",      "rail",        "bus",        "",     "metro", "metro",
        "metro", "bus",         "trolleybus", "tram", "ferry", "air",
        "ferry", "aerial lift", "funicular",  "taxi", "",      "miscellaneous"};
    const int number = whole_number_of(type).value_or(-1);
    std::string out;
    if (number >= 0 && number < static_cast<int>(kBasic.size())) {
        out = kBasic[static_cast<std::size_t>(number)];
    } else if (number >= 100 && number < 1800) {
        out = kExtended[static_cast<std::size_t>(number / 100)];
    }
    return out.empty() ? type : out;
}

class FeedReader {
public:
    FeedReader(const FeedFiles& files, const FeedRequest& request, Problems& problems)
        : m_files(files), m_request(request), m_problems(problems) {}

    Timetable run() {
        read_stops();
        read_routes();
        read_trips();
        find_days();
        read_stop_times();
        read_frequencies();
        keep_under_way();
        read_shapes(m_files, m_shape_ids, m_out, m_problems);
        settle_trips(m_out, m_problems);
        return std::move(m_out);
    }

private:
    void rows(const std::string& table, const Names& required, const Names& optional,
              const Visit& visit) {
        each_row(m_files, table, required, optional, m_problems, visit);
    }

    void refuse_unknown(const Names& ids, const char* column, const char* table,
                        const char* target) {
        m_problems.answer("source.gtfs.reference", ids, column, table, target);
    }

    void read_stops() {
        Names parents, twice;
        rows("stops", {"stop_id", "stop_lat", "stop_lon"}, {"stop_name", "parent_station"},
             [&](const Names& cells, std::int64_t row) {
                 const auto number = static_cast<std::uint32_t>(m_out.stops.size());
                 if (!m_stops.emplace(cells[0], number).second) {
                     twice.push_back(cells[0]);
                     return;
                 }
                 TimetableStop stop;
                 stop.id = cells[0];
                 stop.name = cells[3].empty() ? cells[0] : cells[3];
                 stop.row = row;
                 stop.station = number;
                 const auto lat = parse_number(cells[1]), lon = parse_number(cells[2]);
                 if (lat && lon && std::abs(*lat) <= 90 && std::abs(*lon) <= 180 &&
                     (*lat != 0 || *lon != 0)) {
                     stop.x = *lon;
                     stop.y = *lat;
                 }
                 m_out.stops.push_back(std::move(stop));
                 parents.push_back(cells[4]);
             });
        m_problems.answer("source.gtfs.twice", twice, "stop_id", "stops");
        find_stations(parents);
    }

    /// A platform counts as its station, a boarding area as the station of its platform.
    void find_stations(const Names& parents) {
        Names unknown;
        for (std::uint32_t s = 0; s < parents.size(); ++s) {
            std::uint32_t at = s;
            for (int level = 0; level < 2 && !parents[at].empty(); ++level) {
                const auto parent = m_stops.find(parents[at]);
                if (parent == m_stops.end()) {
                    unknown.push_back(parents[at]);
                    break;
                }
                at = parent->second;
            }
            if (m_out.stops[at].placed()) {
                m_out.stops[s].station = at;
            }
        }
        refuse_unknown(unknown, "parent_station", "stops", "stops");
    }

    void read_routes() {
        Names twice;
        rows("routes", {"route_id"}, {"route_short_name", "route_long_name", "route_type"},
             [&](const Names& cells, std::int64_t) {
                 const auto number = static_cast<std::uint32_t>(m_out.routes.size());
                 if (!m_routes.emplace(cells[0], number).second) {
                     twice.push_back(cells[0]);
                     return;
                 }
                 TimetableRoute route;
                 route.id = cells[0];
                 route.label = cells[1].empty() ? cells[0] : cells[1];
                 route.name = cells[2].empty() ? route.label : cells[2];
                 route.mode = mode_of(cells[3]);
                 m_out.routes.push_back(std::move(route));
             });
        m_problems.answer("source.gtfs.twice", twice, "route_id", "routes");
    }

    void read_trips() {
        Names twice, unknown;
        rows("trips", {"trip_id", "route_id", "service_id"}, {"direction_id", "shape_id"},
             [&](const Names& cells, std::int64_t) {
                 const auto route = m_routes.find(cells[1]);
                 if (route == m_routes.end()) {
                     unknown.push_back(cells[1]);
                     m_trips.emplace(cells[0], kLeftOut);
                     return;
                 }
                 const auto number = static_cast<std::uint32_t>(m_out.trips.size());
                 if (!m_trips.emplace(cells[0], number).second) {
                     twice.push_back(cells[0]);
                     return;
                 }
                 Trip trip;
                 trip.id = cells[0];
                 trip.route = route->second;
                 trip.direction = cells[3];
                 m_out.trips.push_back(std::move(trip));
                 m_service.push_back(service_of(cells[2]));
                 m_shape_ids.push_back(cells[4]);
             });
        refuse_unknown(unknown, "route_id", "trips", "routes");
        m_problems.answer("source.gtfs.twice", twice, "trip_id", "trips");
    }

    std::uint32_t service_of(const std::string& id) {
        const auto next = static_cast<std::uint32_t>(m_service_ids.size());
        const auto [found, added] = m_services.emplace(id, next);
        if (added) {
            m_service_ids.push_back(id);
        }
        return found->second;
    }

    void find_days() {
        const ServiceCalendar calendar =
            read_calendar(m_files, m_service_ids, m_service, m_problems);
        const Day day = choose_day(calendar, m_service, m_request.date, m_problems);
        for (std::size_t t = 0; t < m_out.trips.size(); ++t) {
            m_out.trips[t].days.clear();
            for (int away = -kDaysBefore; away <= 1; ++away) {
                if (calendar.runs(m_service[t], day + away)) {
                    m_out.trips[t].days.push_back(away);
                }
            }
        }
    }

    void read_stop_times() {
        Names unknown_trips, unknown_stops, sequences, times;
        std::size_t restricted = 0;
        rows("stop_times", {"trip_id", "stop_id", "stop_sequence"},
             {"arrival_time", "departure_time", "pickup_type", "drop_off_type"},
             [&](const Names& cells, std::int64_t row) {
                 const auto trip = m_trips.find(cells[0]);
                 const auto stop = m_stops.find(cells[1]);
                 const auto sequence = whole_number_of(cells[2]);
                 if (trip == m_trips.end()) {
                     unknown_trips.push_back(cells[0]);
                 } else if (stop == m_stops.end()) {
                     unknown_stops.push_back(cells[1]);
                 } else if (!sequence) {
                     sequences.push_back(at_row(row, cells[2]));
                 } else if (trip->second != kLeftOut && !m_out.trips[trip->second].days.empty()) {
                     Call call;
                     call.stop = stop->second;
                     call.sequence = *sequence;
                     call.arrival = time_of(cells[3], row, times);
                     call.departure = time_of(cells[4], row, times);
                     m_out.trips[trip->second].calls.push_back(call);
                     restricted += is_restricted(cells[5]) || is_restricted(cells[6]) ? 1 : 0;
                 }
             });
        refuse_unknown(unknown_trips, "trip_id", "stop_times", "trips");
        refuse_unknown(unknown_stops, "stop_id", "stop_times", "stops");
        m_problems.answer("source.gtfs.value", sequences, "stop_times", "stop_sequence");
        m_problems.answer("source.gtfs.value", times, "stop_times", "arrival_time, departure_time");
        if (restricted > 0) {
            m_problems.diagnostics().info(base::msg("source.gtfs.restricted", restricted),
                                          m_problems.where());
        }
    }

    static bool is_restricted(const std::string& type) { return !type.empty() && type != "0"; }

    static double time_of(const std::string& cell, std::int64_t row, Names& bad) {
        const auto time = parse_clock(cell);
        if (!time && !cell.empty()) {
            bad.push_back(at_row(row, cell));
        }
        return time ? *time : std::nan("");
    }

    void read_frequencies() {
        Names unknown, bad;
        rows("frequencies", {"trip_id", "start_time", "end_time", "headway_secs"}, {"exact_times"},
             [&](const Names& cells, std::int64_t row) {
                 const auto trip = m_trips.find(cells[0]);
                 const auto start = parse_clock(cells[1]), end = parse_clock(cells[2]);
                 const auto headway = whole_number_of(cells[3]);
                 if (trip == m_trips.end()) {
                     unknown.push_back(cells[0]);
                 } else if (!start || !end || !headway || *headway <= 0 || *end <= *start) {
                     bad.push_back(at_row(row, cells[1] + ", " + cells[2] + ", " + cells[3]));
                 } else if (trip->second != kLeftOut) {
                     m_out.trips[trip->second].frequencies.push_back(
                         {double(*start), double(*end), double(*headway), cells[4] == "1"});
                 }
             });
        refuse_unknown(unknown, "trip_id", "frequencies", "trips");
        m_problems.answer("source.gtfs.value", bad, "frequencies",
                          "start_time, end_time, headway_secs");
    }

    /// Of the trips and their days those that can be under way in the window.
    void keep_under_way() {
        std::vector<Trip> kept;
        Names shapes;
        for (std::size_t t = 0; t < m_out.trips.size(); ++t) {
            Trip& trip = m_out.trips[t];
            double first = 1e9, last = -1e9;
            for (const Call& call : trip.calls) {
                for (const double time : {call.arrival, call.departure}) {
                    first = std::isnan(time) ? first : std::min(first, time);
                    last = std::isnan(time) ? last : std::max(last, time);
                }
            }
            double begin = first, end = last;
            for (const Frequency& one : trip.frequencies) {
                const bool again = &one != trip.frequencies.data();
                begin = again ? std::min(begin, one.start) : one.start;
                end = std::max(again ? end : -1e9, one.end + last - first);
            }
            std::erase_if(trip.days, [&](int day) {
                const double shift = 86400.0 * day;
                return last >= first && (begin + shift >= m_request.window.to ||
                                         end + shift < m_request.window.from);
            });
            if (!trip.days.empty()) {
                shapes.push_back(m_shape_ids[t]);
                kept.push_back(std::move(trip));
            }
        }
        m_out.trips = std::move(kept);
        m_shape_ids = std::move(shapes);
    }

    static constexpr std::uint32_t kLeftOut = 0xFFFFFFFFU;
    const FeedFiles& m_files;
    const FeedRequest& m_request;
    Problems& m_problems;
    Timetable m_out;
    Numbers m_stops, m_routes, m_trips, m_services;
    std::vector<std::uint32_t> m_service;  ///< of each trip
    Names m_shape_ids;                     ///< of each trip
    Names m_service_ids;                   ///< of each service
};

}  // namespace

Timetable read_feed(const FeedFiles& files, const FeedRequest& request, Problems& problems) {
    check_feed_tables(files.has);
    return FeedReader(files, request, problems).run();
}

}  // namespace jt::source
