#include "source/transit/service_lines.hpp"

#include "base/text.hpp"
#include "source/shapefile/shape_cut.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace jt::source {
namespace {

constexpr double kShapeReach =
    500;  // metres from a stop to its shape, beyond which it is another's

using Stops = std::vector<std::uint32_t>;

/// Trips of one route and direction that call at the same stops.
struct Pattern {
    Stops stops;
    std::vector<const Trip*> trips;
    bool repeats = false;   ///< a stop twice
    double departures = 0;  ///< of its own trips in the window
};

/// Departures of a trip from one of its calls in the window.
struct Departures {
    std::vector<double> times;  ///< at fixed times
    double floating = 0;        ///< at no fixed times
    double count() const { return static_cast<double>(times.size()) + floating; }
};

Departures departures_of(const Trip& trip, std::size_t call, const TimeWindow& window) {
    Departures out;
    const double after = trip.calls[call].departure - trip.calls.front().departure;
    const auto add = [&](double time) {
        if (window.from <= time && time < window.to) {
            out.times.push_back(time);
        }
    };
    for (const int day : trip.days) {
        const double shift = 86400.0 * day;
        if (trip.frequencies.empty()) {
            add(trip.calls[call].departure + shift);
        }
        for (const Frequency& one : trip.frequencies) {
            const double start = one.start + after + shift, end = one.end + after + shift;
            if (!one.exact) {
                const double share =
                    std::min<double>(end, window.to) - std::max<double>(start, window.from);
                out.floating += std::max(0.0, share) / one.headway;
                continue;
            }
            const double skipped = std::max(0.0, std::ceil((window.from - start) / one.headway));
            for (double k = skipped; start + k * one.headway < std::min<double>(end, window.to);
                 ++k) {
                add(start + k * one.headway);
            }
        }
    }
    return out;
}

/// Places of the stops in the calls of a trip, in their order; empty where it does not have them.
std::vector<std::size_t> calls_at(const Trip& trip, const Stops& stops) {
    std::vector<std::size_t> out;
    for (std::size_t c = 0; c < trip.calls.size() && out.size() < stops.size(); ++c) {
        if (trip.calls[c].stop == stops[out.size()]) {
            out.push_back(c);
        }
    }
    return out.size() == stops.size() ? out : std::vector<std::size_t>();
}

class LineMaker {
public:
    LineMaker(const Timetable& timetable, const TimeWindow& window)
        : m_timetable(timetable), m_window(window) {
        for (const TimetableRoute& route : timetable.routes) {
            ++m_labels[route.label];
        }
    }

    std::vector<ServiceLine> run() {
        collect();
        std::vector<ServiceLine> out;
        for (auto& [key, patterns] : m_groups) {
            std::stable_sort(patterns.begin(), patterns.end(),
                             [](const Pattern& a, const Pattern& b) {
                                 return std::tuple(-a.departures, b.stops.size(), a.stops) <
                                        std::tuple(-b.departures, a.stops.size(), b.stops);
                             });
            for (const Pattern& pattern : patterns) {
                if (pattern.departures > 0) {
                    out.push_back(line_of(key, pattern, patterns));
                    m_served.insert(key.first);
                }
            }
        }
        std::erase_if(out, [](const ServiceLine& line) { return !(line.run_min > 0); });
        return out;
    }

    void tell(Problems& problems) const {
        base::Diagnostics& diagnostics = problems.diagnostics();
        std::vector<std::string> idle;
        for (std::uint32_t route = 0; route < m_timetable.routes.size(); ++route) {
            if (!m_served.contains(route)) {
                idle.push_back(m_timetable.routes[route].label);
            }
        }
        const auto info = [&](const char* id, const std::vector<std::string>& names) {
            if (!names.empty()) {
                diagnostics.info(base::msg(id, names.size(), Problems::some(names)),
                                 problems.where());
            }
        };
        std::vector<std::string> same;
        for (const auto& [label, routes] : m_labels) {
            if (routes > 1) {
                same.push_back(label);
            }
        }
        info("source.lines.same_name", same);
        info("source.lines.idle", idle);
        info("source.lines.one_time", m_one_time);
        info("source.lines.shared_out", m_shared_out);
        info("source.lines.straight", m_straight);
        if (!m_no_run.empty()) {
            diagnostics.warn(
                base::msg("source.lines.no_run", m_no_run.size(), Problems::some(m_no_run)),
                problems.where());
        }
    }

private:
    using Key = std::pair<std::uint32_t, std::string>;  // route, direction

    void collect() {
        std::map<Key, std::map<Stops, Pattern>> groups;
        for (const Trip& trip : m_timetable.trips) {
            Stops stops;
            for (const Call& call : trip.calls) {
                stops.push_back(call.stop);
            }
            Pattern& pattern = groups[{trip.route, trip.direction}][stops];
            pattern.trips.push_back(&trip);
            pattern.departures += departures_of(trip, 0, m_window).count();
            if (pattern.stops.empty()) {
                pattern.repeats = std::set(stops.begin(), stops.end()).size() < stops.size();
                pattern.stops = std::move(stops);
            }
        }
        for (auto& [key, patterns] : groups) {
            for (auto& [stops, pattern] : patterns) {
                m_groups[key].push_back(std::move(pattern));
            }
        }
    }

    /// Label and direction without the marks that part the lines of a station; with the id where
    /// several routes have the label.
    std::string name_of(const Key& key) const {
        const TimetableRoute& route = m_timetable.routes[key.first];
        std::string name = route.label;
        if (m_labels.at(route.label) > 1) {
            name += "_" + route.id;
        }
        if (!key.second.empty()) {
            name += "." + key.second;
        }
        for (const char* mark : {"、", "，", "；", ";", ",", "/"}) {
            const std::string_view text(mark);
            for (auto at = name.find(text); at != std::string::npos; at = name.find(text)) {
                name.replace(at, text.size(), "-");
            }
        }
        return name;
    }

    /// The first pattern has the bare name, the others a number from 2.
    std::string free_name(const Key& key) {
        const std::string name = name_of(key);
        std::string out = name;
        for (int number = 2; !m_names.insert(out).second; ++number) {
            out = name + "." + std::to_string(number);
        }
        return out;
    }

    ServiceLine line_of(const Key& key, const Pattern& pattern,
                        const std::vector<Pattern>& patterns) {
        ServiceLine line;
        line.line = free_name(key);
        line.route = key.first;
        line.direction = key.second;
        line.stops = pattern.stops;
        line.piece_min.assign(pattern.stops.size() - 1, 0);
        std::set<double> times;
        double weight = 0, fixed = 0, floating = 0, own = 0;
        for (const Pattern& other : patterns) {
            const bool same = &other == &pattern;
            if (!same &&
                (pattern.repeats || other.repeats || other.stops.size() < pattern.stops.size())) {
                continue;
            }
            for (const Trip* trip : other.trips) {
                const auto calls = calls_at(*trip, pattern.stops);
                if (calls.empty()) {
                    break;  // nor do the other trips of that pattern
                }
                const Departures found = departures_of(*trip, calls.front(), m_window);
                times.insert(found.times.begin(), found.times.end());
                fixed += static_cast<double>(found.times.size());
                floating += found.floating;
                own += same ? found.count() : 0;
                weight += found.count();
                add_times(*trip, calls, found.count(), line.piece_min);
            }
        }
        line.departures = static_cast<double>(times.size()) + floating;
        line.shared = weight - own;
        line.headway_min = m_window.minutes() / line.departures;
        if (static_cast<double>(times.size()) < fixed) {
            m_one_time.push_back(line.line);
        }
        for (double& minutes : line.piece_min) {
            minutes /= 60 * weight;
            line.run_min += minutes;
        }
        draw(pattern, line);
        share_out(line);
        return line;
    }

    /// From departure to departure, but to the arrival at the last stop: the sum is the run time.
    static void add_times(const Trip& trip, const std::vector<std::size_t>& calls, double weight,
                          std::vector<double>& pieces) {
        for (std::size_t i = 0; i + 1 < calls.size(); ++i) {
            const Call& next = trip.calls[calls[i + 1]];
            const double until = i + 2 < calls.size() ? next.departure : next.arrival;
            pieces[i] += weight * (until - trip.calls[calls[i]].departure);
        }
    }

    /// The shape that most departures of the pattern have, cut at the stops.
    void draw(const Pattern& pattern, ServiceLine& line) {
        std::map<std::int32_t, double> votes;
        for (const Trip* trip : pattern.trips) {
            votes[trip->shape] += departures_of(*trip, 0, m_window).count();
        }
        const auto most =
            std::max_element(votes.begin(), votes.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; });
        std::vector<double> places;
        for (const std::uint32_t stop : pattern.stops) {
            places.insert(places.end(), {m_timetable.stops[stop].x, m_timetable.stops[stop].y});
        }
        if (most->first >= 0) {
            line.pieces =
                cut_shape(m_timetable.shapes[static_cast<std::size_t>(most->first)], places);
        }
        if (line.pieces.empty()) {
            m_straight.push_back(line.line);
            line.pieces = straight_pieces(places);
        }
    }

    void share_out(ServiceLine& line) {
        if (!(line.run_min > 0)) {
            m_no_run.push_back(line.line);
            return;
        }
        const std::size_t count = line.piece_min.size();
        bool any = false;
        for (std::size_t first = 0; first < count;) {
            std::size_t last = first;
            while (last < count && !(line.piece_min[last] > 0)) {
                ++last;
            }
            if (last == count) {  // the end of the line: with the piece before
                --first;
                last = count - 1;
            }
            any = any || last > first;
            share(line, first, last);
            first = last + 1;
        }
        if (any) {
            m_shared_out.push_back(line.line);
        }
    }

    static void share(ServiceLine& line, std::size_t first, std::size_t last) {
        if (first == last) {
            return;
        }
        double minutes = 0, metres = 0;
        std::vector<double> lengths;
        for (std::size_t i = first; i <= last; ++i) {
            lengths.push_back(rough_length(line.pieces[i]));
            minutes += line.piece_min[i];
            metres += lengths.back();
        }
        for (std::size_t i = first; i <= last; ++i) {
            line.piece_min[i] = minutes * lengths[i - first] / metres;
        }
    }

    const Timetable& m_timetable;
    const TimeWindow& m_window;
    std::map<Key, std::vector<Pattern>> m_groups;
    std::map<std::string, int> m_labels;  ///< routes that have it
    std::set<std::string> m_names;
    std::set<std::uint32_t> m_served;
    std::vector<std::string> m_one_time, m_shared_out, m_straight, m_no_run;
};

}  // namespace

std::vector<ServiceLine> service_lines(const Timetable& timetable, const TimeWindow& window,
                                       Problems& problems) {
    LineMaker maker(timetable, window);
    std::vector<ServiceLine> lines = maker.run();
    maker.tell(problems);
    return lines;
}

}  // namespace jt::source
