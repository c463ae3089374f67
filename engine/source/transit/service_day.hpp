// Days, times of day and the calendar of a timetable. Internal to source/.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jt::source {

/// A date as days since 1970-01-01.
using Day = std::int32_t;

/// "20240514" (GTFS) or "2024-05-14"; nothing for anything else and for days that no month has.
std::optional<Day> parse_day(std::string_view text);
std::string day_text(Day day);  ///< "2024-05-14"
int weekday_of(Day day);        ///< 0 Monday .. 6 Sunday

/// "7:05", "07:05:30", "25:10:00" as seconds after midnight; nothing for anything else.
std::optional<int> parse_clock(std::string_view text);
std::string clock_text(int seconds);  ///< "07:05", with seconds where there are any

/// Departures in [from, to) count; seconds after midnight.
struct TimeWindow {
    int from = 7 * 3600, to = 9 * 3600;
    double minutes() const { return (to - from) / 60.0; }
};
/// "07:00-09:00"; "" is the default. Data error "source.window" for anything else, and for windows
/// that do not end after they begin or are longer than a day.
TimeWindow parse_window(const std::string& text);
std::string window_text(const TimeWindow& window);

/// On which days services run: weeks with a first and a last day, and exceptions.
class ServiceCalendar {
public:
    /// The number of a service, from 0; a new one where the id is new.
    std::uint32_t add_service(const std::string& id);
    std::optional<std::uint32_t> find_service(const std::string& id) const;
    std::size_t services() const { return m_weeks.size(); }
    /// Bit 0 of `weekdays` is Monday; both days belong to it.
    void add_week(std::uint32_t service, unsigned weekdays, Day first, Day last);
    void add_exception(std::uint32_t service, Day day, bool runs);

    bool runs(std::uint32_t service, Day day) const;
    bool any(Day day) const;
    /// Over all weeks and added days; nothing for an empty calendar.
    std::optional<std::pair<Day, Day>> range() const;

    struct Choice {
        Day day = 0;
        double trips = 0;
    };
    /// The day from Monday to Friday with the most trips, the earliest of equals; of all days where
    /// no weekday has any; nothing where no day has. `trips` by service.
    std::optional<Choice> busiest(const std::vector<double>& trips) const;
    /// The nearest day with service within ten years, the earlier of two; nothing where none is.
    std::optional<Day> nearest(Day day) const;

private:
    struct Week {
        unsigned weekdays = 0;
        Day first = 0, last = 0;
    };
    std::set<Day> telling_days() const;
    std::map<std::string, std::uint32_t> m_numbers;
    std::vector<std::vector<Week>> m_weeks;
    std::vector<std::map<Day, bool>> m_exceptions;
};

}  // namespace jt::source
