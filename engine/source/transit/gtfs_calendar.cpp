// The days of a GTFS feed: declared in gtfs_tables.hpp.
#include "base/error.hpp"
#include "source/text/date_text.hpp"
#include "source/transit/gtfs_tables.hpp"

#include <algorithm>
#include <set>

namespace jt::source {
namespace {

class CalendarReader {
public:
    CalendarReader(const FeedFiles& files, const Names& service_ids, Problems& problems)
        : m_files(files), m_problems(problems) {
        for (const std::string& id : service_ids) {
            m_calendar.add_service(id);
        }
    }

    ServiceCalendar run(const Names& service_ids, const std::vector<std::uint32_t>& used) {
        weeks();
        exceptions();
        Names unknown;
        for (const std::uint32_t service : used) {
            if (!m_known.contains(service_ids[service])) {
                unknown.push_back(service_ids[service]);
            }
        }
        m_problems.answer("source.gtfs.reference", unknown, "service_id", "trips", "calendar");
        return std::move(m_calendar);
    }

private:
    void weeks() {
        Names bad;
        each_row(m_files, "calendar",
                 {"service_id", "start_date", "end_date", "monday", "tuesday", "wednesday",
                  "thursday", "friday", "saturday", "sunday"},
                 {}, m_problems, [&](const Names& cells, std::int64_t row) {
                     m_known.insert(cells[0]);
                     unsigned weekdays = 0;
                     for (std::size_t day = 0; day < 7; ++day) {
                         weekdays |= cells[3 + day] == "1" ? 1U << day : 0U;
                     }
                     const auto first = parse_day(cells[1]), last = parse_day(cells[2]);
                     const auto service = m_calendar.find_service(cells[0]);
                     if (!first || !last) {
                         bad.push_back(at_row(row, first ? cells[2] : cells[1]));
                     } else if (service) {
                         m_calendar.add_week(*service, weekdays, *first, *last);
                     }
                 });
        m_problems.answer("source.gtfs.value", bad, "calendar", "start_date, end_date");
    }

    void exceptions() {
        Names bad;
        each_row(m_files, "calendar_dates", {"service_id", "date", "exception_type"}, {},
                 m_problems, [&](const Names& cells, std::int64_t row) {
                     m_known.insert(cells[0]);
                     const auto day = parse_day(cells[1]);
                     const auto service = m_calendar.find_service(cells[0]);
                     if (!day || (cells[2] != "1" && cells[2] != "2")) {
                         bad.push_back(at_row(row, day ? cells[2] : cells[1]));
                     } else if (service) {
                         m_calendar.add_exception(*service, *day, cells[2] == "1");
                     }
                 });
        m_problems.answer("source.gtfs.value", bad, "calendar_dates", "date, exception_type");
    }

    const FeedFiles& m_files;
    Problems& m_problems;
    ServiceCalendar m_calendar;
    std::set<std::string> m_known;
};

Day busiest_day(const ServiceCalendar& calendar, const std::vector<std::uint32_t>& used,
                Problems& problems) {
    std::vector<double> trips(calendar.services(), 0);
    for (const std::uint32_t service : used) {
        trips[service] += 1;
    }
    const auto choice = calendar.busiest(trips);
    if (!choice) {
        throw base::data_error("source.gtfs.no_days");
    }
    problems.diagnostics().warn(
        base::msg("source.gtfs.date_chosen", day_text(choice->day), choice->trips),
        problems.where());
    return choice->day;
}

}  // namespace

ServiceCalendar read_calendar(const FeedFiles& files, const Names& service_ids,
                              const std::vector<std::uint32_t>& used, Problems& problems) {
    return CalendarReader(files, service_ids, problems).run(service_ids, used);
}

std::optional<Day> asked_day(const std::string& date) {
    if (date.empty()) {
        return std::nullopt;
    }
    const auto day = parse_day(iso_date(date).value_or(date));
    if (!day) {
        throw base::data_error("source.date", date);
    }
    return day;
}

Day choose_day(const ServiceCalendar& calendar, const std::vector<std::uint32_t>& used,
               const std::string& date, Problems& problems) {
    const auto range = calendar.range();
    if (!range) {
        throw base::data_error("source.gtfs.no_days");
    }
    const auto asked = asked_day(date);
    if (!asked) {
        return busiest_day(calendar, used, problems);
    }
    if (!calendar.any(*asked)) {
        const auto nearest = calendar.nearest(*asked);
        throw base::data_error("source.gtfs.no_service", day_text(*asked),
                               nearest ? day_text(*nearest) : "-", day_text(range->first),
                               day_text(range->second));
    }
    return *asked;
}

}  // namespace jt::source
