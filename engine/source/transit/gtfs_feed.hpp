// The tables of a GTFS feed as a timetable of one day. Internal to source/.
#pragma once

#include "source/transit/gtfs_tables.hpp"
#include "source/transit/service_day.hpp"
#include "source/transit/timetable.hpp"

#include <string>

namespace jt::source {

struct FeedRequest {
    std::string date;  ///< "" for the busiest weekday
    TimeWindow window;
};

/// The timetable with the trips that can be under way in the window of the day, settled (see
/// settle_trips), and the shapes they have. Trips of the three days before count where their times
/// go past midnight. The day is told. Data errors: required tables missing (listed), a column
/// missing, a date that is none or has no service (with the nearest that has); and problems: ids
/// that their table does not have, ids twice, dates, times and numbers that are none, frequencies
/// without headway, and those of settle_trips().
Timetable read_feed(const FeedFiles& files, const FeedRequest& request, Problems& problems);

}  // namespace jt::source
