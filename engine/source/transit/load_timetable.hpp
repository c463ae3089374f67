// The layers `lines` and `stations` of GTFS feeds and CSV timetables, ready for the roles transit
// and stations. Internal to source/.
#pragma once

#include "source/loaded.hpp"
#include "source/transit/gtfs_tables.hpp"

#include <string>

namespace jt::source {

/// "lines" or "stations".
bool is_service_layer(const std::string& layer);

/// lines: one feature for each piece of a line between two stops, with line, headway (min),
/// run_time (min), speed (km/h), from_stop, to_stop, oneway = FT, and what the line is (name,
/// route_id, mode, direction, seq, line_time, trips, trips_shared). stations: the stops of these
/// lines with id, name and line (several parted by ;). Feature ids: lines from 1, stations the rows
/// of their stops. With `header_only` no feature. Data errors and problems: those of read_feed().
Loaded load_feed_layer(const LoadOptions& options, const FeedFiles& files, bool header_only,
                       base::Diagnostics& diagnostics);

/// The same of a CSV timetable. Places come from options.service.stops or from its own columns lon
/// and lat, whose CRS is that of options.crs. Data errors: those of read_timetable(), of the data
/// set of stops, and a date, as such a timetable has no calendar.
Loaded load_timetable(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics);

/// Is the CSV asked for as a timetable: by the layer, or, where the file itself is called so, by
/// its header?
bool wants_timetable(const LoadOptions& options);

}  // namespace jt::source
