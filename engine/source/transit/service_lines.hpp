// Transit lines of a timetable: where they run, how often and how fast. Internal to source/.
#pragma once

#include "geo/crs.hpp"
#include "source/transit/service_day.hpp"
#include "source/transit/timetable.hpp"

#include <string>
#include <vector>

namespace jt::source {

/// One sequence of stops of a route in a direction.
struct ServiceLine {
    std::string
        line;  ///< "T1.0", "T1.0.2": route, direction, number of the pattern but for the first
    std::uint32_t route = 0;
    std::string direction;
    double headway_min = 0;
    double departures = 0;  ///< from the first stop in the window, at different times
    double shared = 0;      ///< of them those of trips that call at more stops
    double run_min = 0;     ///< mean, from the first stop to the last
    std::vector<std::uint32_t> stops;
    std::vector<double> piece_min;  ///< between consecutive stops, dwell at the second with it
    std::vector<std::vector<double>> pieces;  ///< interleaved x, y
};

/// A line for each route, direction and sequence of stops (pattern) that has a departure in the
/// window, in order of route, direction, departures. The trips of a line are those of its route and
/// direction that call at all its stops in their order; patterns that call at a stop twice have
/// their own trips only. Headway = length of the window / departures from the first stop at
/// different times (TCQSM 2013: the mean headway is the reciprocal of the frequency); a frequency
/// without exact times counts with its share of the window. Run times are means over the line's
/// departures. Pieces without run time (times to the minute) share that of the next piece that has
/// one by length. Told: routes without a departure, departures at one time, straight lines,
/// shared-out run times, names used twice.
std::vector<ServiceLine> service_lines(const Timetable& timetable, const TimeWindow& window,
                                       Problems& problems);

}  // namespace jt::source
