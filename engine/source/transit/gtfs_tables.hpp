// The tables of a GTFS feed: rows by the names of their columns, the calendar, the shapes. Internal
// to source/.
#pragma once

#include "source/transit/service_day.hpp"
#include "source/transit/timetable.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jt::source {

/// A feed: "stop_times" is stop_times.txt, as UTF-8 text.
struct FeedFiles {
    std::function<bool(const std::string& table)> has;
    std::function<std::string(const std::string& table)> text;
};

using Names = std::vector<std::string>;
using Visit = std::function<void(const Names& cells, std::int64_t row)>;

/// Rows of a table, from 1, by the columns that are asked for, trimmed; an absent optional one is
/// "". No rows where there is no such table. Data error where a required column is missing.
void each_row(const FeedFiles& files, const std::string& table, const Names& required,
              const Names& optional, Problems& problems, const Visit& visit);

std::optional<std::int32_t> whole_number_of(const std::string& text);

/// "12 ('7:5')", for messages about values.
std::string at_row(std::int64_t row, const std::string& value);

/// Data error that lists the tables that lines need and the feed does not have.
void check_feed_tables(const std::function<bool(const std::string& table)>& has);

/// The days of the services with these ids; `used` are the numbers that trips have. Problems: dates
/// that are none, services that no calendar has.
ServiceCalendar read_calendar(const FeedFiles& files, const Names& service_ids,
                              const std::vector<std::uint32_t>& used, Problems& problems);

/// The day of a date as people write it, nothing for ""; data error "source.date" for another text.
std::optional<Day> asked_day(const std::string& date);

/// The day of the text, or the busiest for "", which is told; `used` is the service of each trip.
/// Data errors: no day of service at all, a text that is no date, a day without service.
Day choose_day(const ServiceCalendar& calendar, const std::vector<std::uint32_t>& used,
               const std::string& date, Problems& problems);

/// Fills the shapes of the timetable with those that `shape_ids` of its trips name ("" for none).
/// Problems: coordinates that are none, shapes that shapes.txt does not have.
void read_shapes(const FeedFiles& files, const Names& shape_ids, Timetable& timetable,
                 Problems& problems);

}  // namespace jt::source
