#include "source/transit/timetable.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/shapefile/shape_cut.hpp"

#include <algorithm>
#include <map>
#include <numbers>
#include <set>

namespace jt::source {
namespace {

constexpr double kOnePlace = 1;  // metres: calls this near to each other in a row are one

/// Makes the calls of one trip after the other whole, and keeps what is wrong until all are seen.
class Settler {
public:
    explicit Settler(Timetable& timetable) : m_timetable(timetable) {}

    void run() {
        for (Trip& trip : m_timetable.trips) {
            settle(trip);
        }
        std::erase_if(m_timetable.trips, [](const Trip& trip) { return trip.calls.size() < 2; });
    }

    void tell(Problems& problems) const {
        problems.answer("source.timetable.sequence", m_sequence);
        problems.answer("source.timetable.unplaced", m_unplaced);
        problems.answer("source.timetable.no_time", m_no_time);
        problems.answer("source.timetable.backwards", m_backwards);
        base::Diagnostics& diagnostics = problems.diagnostics();
        if (!m_short.empty()) {
            diagnostics.warn(
                base::msg("source.timetable.short", m_short.size(), Problems::some(m_short)),
                problems.where());
        }
        if (!m_close.empty()) {
            diagnostics.info(
                base::msg("source.timetable.one_place", m_close.size(), Problems::some(m_close)),
                problems.where());
        }
        if (m_interpolated > 0) {
            diagnostics.info(
                base::msg("source.timetable.interpolated", m_interpolated, m_interpolated_trips),
                problems.where());
        }
    }

private:
    void settle(Trip& trip) {
        std::stable_sort(trip.calls.begin(), trip.calls.end(),
                         [](const Call& a, const Call& b) { return a.sequence < b.sequence; });
        for (std::size_t i = 0; i + 1 < trip.calls.size(); ++i) {
            if (trip.calls[i].sequence == trip.calls[i + 1].sequence) {
                m_sequence.push_back(trip.id);
                break;
            }
        }
        trip.calls = at_stations(trip.calls);
        if (trip.calls.size() < 2) {
            m_short.push_back(trip.id);
        } else if (std::isnan(trip.calls.front().departure) ||
                   std::isnan(trip.calls.back().arrival)) {
            m_no_time.push_back(trip.id);
            trip.calls.clear();
        } else if (backwards(trip.calls)) {
            m_backwards.push_back(trip.id);
            trip.calls.clear();
        } else {
            interpolate(trip);
        }
    }

    /// Calls at stations instead of their platforms, those at one place in a row as one.
    std::vector<Call> at_stations(const std::vector<Call>& calls) {
        std::vector<Call> out;
        for (Call call : calls) {
            call.stop = m_timetable.stops[call.stop].station;
            const TimetableStop& stop = m_timetable.stops[call.stop];
            if (!stop.placed()) {
                m_unplaced.push_back(stop.id);
                continue;
            }
            call.arrival = std::isnan(call.arrival) ? call.departure : call.arrival;
            call.departure = std::isnan(call.departure) ? call.arrival : call.departure;
            if (out.empty() || !one_place(out.back().stop, call.stop)) {
                out.push_back(call);
                continue;
            }
            Call& last = out.back();
            if (last.stop != call.stop) {
                m_close.push_back(stop.id);
            }
            last.arrival = std::isnan(last.arrival) ? call.arrival : last.arrival;
            last.departure = std::isnan(call.departure) ? last.departure : call.departure;
        }
        return out;
    }

    bool one_place(std::uint32_t a, std::uint32_t b) const {
        const TimetableStop &p = m_timetable.stops[a], &q = m_timetable.stops[b];
        return a == b || rough_metres(p.x, p.y, q.x, q.y) < kOnePlace;
    }

    static bool backwards(const std::vector<Call>& calls) {
        double now = calls.front().arrival;
        for (const Call& call : calls) {
            if (call.arrival < now || call.departure < call.arrival) {
                return true;
            }
            now = std::isnan(call.departure) ? now : call.departure;
        }
        return false;
    }

    void interpolate(Trip& trip) {
        std::vector<Call>& calls = trip.calls;
        const auto missing = [](const Call& call) { return std::isnan(call.arrival); };
        const auto found = std::count_if(calls.begin(), calls.end(), missing);
        if (found == 0) {
            return;
        }
        m_interpolated += static_cast<std::size_t>(found);
        ++m_interpolated_trips;
        const std::vector<double>& ways = ways_of(trip);
        for (std::size_t from = 0; from + 1 < calls.size();) {
            std::size_t to = from + 1;
            while (missing(calls[to])) {
                ++to;
            }
            share_out(calls, ways, from, to);
            from = to;
        }
    }

    static void share_out(std::vector<Call>& calls, const std::vector<double>& ways,
                          std::size_t from, std::size_t to) {
        double whole = 0, gone = 0;
        for (std::size_t i = from; i < to; ++i) {
            whole += ways[i];
        }
        const double start = calls[from].departure, time = calls[to].arrival - start;
        for (std::size_t i = from + 1; i < to; ++i) {
            gone += ways[i - 1];
            calls[i].arrival = calls[i].departure = start + time * gone / whole;
        }
    }

    /// Metres between the calls, along the shape where it fits; worked out once a pattern.
    const std::vector<double>& ways_of(const Trip& trip) {
        std::vector<std::uint32_t> stops;
        std::vector<double> places;
        for (const Call& call : trip.calls) {
            const TimetableStop& stop = m_timetable.stops[call.stop];
            stops.push_back(call.stop);
            places.insert(places.end(), {stop.x, stop.y});
        }
        const auto [found, added] = m_ways.try_emplace({trip.shape, std::move(stops)});
        if (added) {
            for (const std::vector<double>& piece : pieces_between(trip.shape, places)) {
                found->second.push_back(rough_length(piece));
            }
        }
        return found->second;
    }

    std::vector<std::vector<double>> pieces_between(std::int32_t shape,
                                                    const std::vector<double>& places) const {
        std::vector<std::vector<double>> out;
        if (shape >= 0) {
            out = cut_shape(m_timetable.shapes[static_cast<std::size_t>(shape)], places);
        }
        return out.empty() ? straight_pieces(places) : out;
    }

    std::map<std::pair<std::int32_t, std::vector<std::uint32_t>>, std::vector<double>> m_ways;
    Timetable& m_timetable;
    std::vector<std::string> m_sequence, m_unplaced, m_no_time, m_backwards, m_short, m_close;
    std::size_t m_interpolated = 0, m_interpolated_trips = 0;
};

}  // namespace

std::string Problems::some(const std::vector<std::string>& names) {
    std::vector<std::string> once;
    std::set<std::string> seen;
    for (const std::string& name : names) {
        if (seen.insert(name).second) {
            once.push_back(name);
        }
    }
    return base::join_some(once);
}

void Problems::found(base::Message message) {
    if (!m_repair && !m_lenient) {
        throw base::Error(base::ErrorKind::data, std::move(message));
    }
    m_diagnostics.add({severity(), std::move(message), m_where, {}, 0});
}

double rough_metres(double x1, double y1, double x2, double y2) {
    if (std::abs(x1) > 180 || std::abs(x2) > 180 || std::abs(y1) > 90 || std::abs(y2) > 90) {
        return std::hypot(x2 - x1, y2 - y1);
    }
    constexpr double kDegree = 6371008.8 * std::numbers::pi / 180;
    const double east = std::cos((y1 + y2) / 2 * std::numbers::pi / 180) * (x2 - x1);
    return kDegree * std::hypot(east, y2 - y1);
}

double rough_length(const std::vector<double>& xy) {
    double out = 0;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        out += rough_metres(xy[i], xy[i + 1], xy[i + 2], xy[i + 3]);
    }
    return out;
}

void settle_trips(Timetable& timetable, Problems& problems) {
    Settler settler(timetable);
    settler.run();
    settler.tell(problems);
}

}  // namespace jt::source
