// A timetable as transit lines are made of it: what a GTFS feed and a CSV timetable come to.
// Internal to source/.
#pragma once

#include "base/diagnostic.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace jt::source {

/// How what is wrong in a timetable is answered: strict is a data error, repair leaves it out with
/// a warning, and lenient (for `info`) with an error diagnostic.
class Problems {
public:
    Problems(bool repair, bool lenient, base::Diagnostics& diagnostics, std::string where)
        : m_repair(repair),
          m_lenient(lenient),
          m_diagnostics(diagnostics),
          m_where(std::move(where)) {}

    /// Nothing where `names` is empty. The message's last two arguments are their number and some
    /// of them.
    template <class... Args>
    void answer(const char* id, const std::vector<std::string>& names, const Args&... args) {
        if (!names.empty()) {
            found(base::msg(id, args..., names.size(), some(names)));
        }
    }
    base::Severity severity() const {
        return m_lenient ? base::Severity::error : base::Severity::warning;
    }
    bool strict() const { return !m_repair && !m_lenient; }
    base::Diagnostics& diagnostics() { return m_diagnostics; }
    const std::string& where() const { return m_where; }
    /// For messages: each once, in order, the first ones.
    static std::string some(const std::vector<std::string>& names);

private:
    void found(base::Message message);
    bool m_repair, m_lenient;
    base::Diagnostics& m_diagnostics;
    std::string m_where;
};

struct TimetableStop {
    std::string id, name;
    double x = std::nan(""), y = std::nan("");
    std::int64_t row = 0;       ///< of its file, from 1
    std::uint32_t station = 0;  ///< the stop it is a part of; itself where it is none
    bool placed() const { return std::isfinite(x) && std::isfinite(y); }
};

struct TimetableRoute {
    std::string id;
    std::string label;  ///< short name, or the id
    std::string name;   ///< for people
    std::string mode;   ///< "bus", "metro" ...; "" where it is not told
};

/// Times in seconds after midnight of the service day; NaN where the timetable has none.
struct Call {
    std::uint32_t stop = 0;
    std::int32_t sequence = 0;
    double arrival = std::nan(""), departure = std::nan("");
};

/// The trip departs from its first stop every `headway` seconds in [start, end); `exact` at
/// start, start + headway ..., else at no fixed times.
struct Frequency {
    double start = 0, end = 0, headway = 0;
    bool exact = false;
};

struct Trip {
    std::string id;
    std::uint32_t route = 0;
    std::string direction;
    std::int32_t shape = -1;      ///< none
    std::vector<int> days = {0};  ///< that it runs on, counted from the day asked for
    std::vector<Call> calls;
    std::vector<Frequency> frequencies;  ///< empty: one departure at its own times
};

struct Timetable {
    std::vector<TimetableStop> stops;
    std::vector<TimetableRoute> routes;
    std::vector<Trip> trips;
    std::vector<std::vector<double>> shapes;  ///< interleaved x, y
};

/// Puts the calls of each trip in the order of their sequence and makes them whole: calls at one
/// place in a row become one, an arrival stands for a missing departure and the reverse, and calls
/// without times get them by distance between their neighbours (told with their number). Left out
/// and told: trips with fewer than two calls. Problems: a sequence number twice in a trip, a stop
/// without place, a first or last call without time, times that run backwards.
void settle_trips(Timetable& timetable, Problems& problems);

/// Metres on a sphere where the coordinates can be degrees, in the plane otherwise: good enough to
/// share times out and to compare.
double rough_metres(double x1, double y1, double x2, double y2);
double rough_length(const std::vector<double>& xy);  ///< the same of a line, interleaved x, y

}  // namespace jt::source
