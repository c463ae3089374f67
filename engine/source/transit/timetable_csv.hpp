// Timetables as offices keep them: one CSV with a row for each call of a trip. Internal to source/.
#pragma once

#include "source/text/csv.hpp"
#include "source/transit/timetable.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jt::source {

/// Columns of a timetable, in order: line, trip, stop, arrival, departure, direction, sequence,
/// stop_id, mode, lon, lat.
struct TimetableColumns {
    std::map<std::string, std::size_t> places;  ///< of those that are there, by these names
    bool has(const std::string& name) const { return places.contains(name); }
    /// line, trip, stop, and arrival or departure.
    bool whole() const;
};

/// By the header's words, Chinese or English, whatever their case. Data error where two columns say
/// the same.
TimetableColumns timetable_columns(const std::vector<std::string>& header);

/// The words for a column: "线路, line, route ...".
std::string column_words(const std::string& name);

/// Where stops lie, by id and by name; the first of a name counts.
struct StopPlaces {
    std::map<std::string, std::pair<double, double>> by_id, by_name;
};

/// Places from a table of stops with columns stop_id or stop (here also id, name, 编号, 名称), lon
/// and lat in the same words; rows without numbers there are left out. Data error: a column
/// missing.
StopPlaces stop_places(const Csv& csv);

/// The timetable, settled (see settle_trips): every trip runs once on the day. A time more than 12
/// hours before the one ahead of it in its trip is on the next day, which is told. `given` places
/// win over the columns lon and lat; without either nothing is placed. Data error: a column missing
/// (with its words). Problems: rows without line, trip or stop, times and numbers that are none, a
/// stop at two places, and those of settle_trips().
Timetable read_timetable(const Csv& csv, const std::optional<StopPlaces>& given,
                         Problems& problems);

}  // namespace jt::source
