#include "source/transit/service_day.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <chrono>

namespace jt::source {
namespace {

constexpr int kDaySeconds = 24 * 3600;

/// Digits alone, at most `most` of them; -1 for anything else.
int digits(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most) {
        return -1;
    }
    int out = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return -1;
        }
        out = 10 * out + (c - '0');
    }
    return out;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
    std::string plain = base::trim(text);
    if (plain.size() == 10 && plain[4] == '-' && plain[7] == '-') {
        plain = plain.substr(0, 4) + plain.substr(5, 2) + plain.substr(8, 2);
    }
    const int number = plain.size() == 8 ? digits(plain, 8) : -1;
    const std::chrono::year_month_day date(std::chrono::year(number / 10000),
                                           std::chrono::month(unsigned(number / 100 % 100)),
                                           std::chrono::day(unsigned(number % 100)));
    if (number < 0 || !date.ok()) {
        return std::nullopt;
    }
    return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::string day_text(Day day) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

int weekday_of(Day day) {
    const std::chrono::weekday weekday{std::chrono::sys_days(std::chrono::days(day))};
    return static_cast<int>(weekday.iso_encoding()) - 1;
}

std::optional<int> parse_clock(std::string_view text) {
    const std::vector<std::string> parts = base::split(base::trim(text), ':');
    if (parts.size() < 2 || parts.size() > 3) {
        return std::nullopt;
    }
    const int hours = digits(parts[0], 3);
    const int minutes = parts[1].size() == 2 ? digits(parts[1], 2) : -1;
    const int seconds = parts.size() == 2 ? 0 : parts[2].size() == 2 ? digits(parts[2], 2) : -1;
    if (hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
        return std::nullopt;
    }
    return 3600 * hours + 60 * minutes + seconds;
}

std::string clock_text(int seconds) {
    const std::string out = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    return seconds % 60 == 0 ? out : out + fmt::format(":{:02}", seconds % 60);
}

TimeWindow parse_window(const std::string& text) {
    if (base::trim(text).empty()) {
        return {};
    }
    const auto dash = text.find('-');
    const auto from = parse_clock(text.substr(0, dash));
    const auto to = dash == std::string::npos ? std::nullopt : parse_clock(text.substr(dash + 1));
    if (!from || !to || *to <= *from || *to - *from > kDaySeconds) {
        throw base::data_error("source.window", text);
    }
    return {*from, *to};
}

std::string window_text(const TimeWindow& window) {
    return clock_text(window.from) + "-" + clock_text(window.to);
}

std::uint32_t ServiceCalendar::add_service(const std::string& id) {
    const auto [it, added] = m_numbers.emplace(id, static_cast<std::uint32_t>(m_weeks.size()));
    if (added) {
        m_weeks.emplace_back();
        m_exceptions.emplace_back();
    }
    return it->second;
}

std::optional<std::uint32_t> ServiceCalendar::find_service(const std::string& id) const {
    const auto it = m_numbers.find(id);
    return it == m_numbers.end() ? std::nullopt : std::optional(it->second);
}

void ServiceCalendar::add_week(std::uint32_t service, unsigned weekdays, Day first, Day last) {
    if (weekdays != 0 && first <= last) {
        m_weeks[service].push_back({weekdays, first, last});
    }
}

void ServiceCalendar::add_exception(std::uint32_t service, Day day, bool runs) {
    m_exceptions[service][day] = runs;
}

bool ServiceCalendar::runs(std::uint32_t service, Day day) const {
    const auto exception = m_exceptions[service].find(day);
    if (exception != m_exceptions[service].end()) {
        return exception->second;
    }
    const auto& weeks = m_weeks[service];
    return std::any_of(weeks.begin(), weeks.end(), [&](const Week& week) {
        return week.first <= day && day <= week.last &&
               ((week.weekdays >> static_cast<unsigned>(weekday_of(day))) & 1U) != 0;
    });
}

bool ServiceCalendar::any(Day day) const {
    for (std::uint32_t s = 0; s < services(); ++s) {
        if (runs(s, day)) {
            return true;
        }
    }
    return false;
}

std::optional<std::pair<Day, Day>> ServiceCalendar::range() const {
    std::optional<std::pair<Day, Day>> out;
    const auto widen = [&](Day first, Day last) {
        out = out ? std::pair(std::min(out->first, first), std::max(out->second, last))
                  : std::pair(first, last);
    };
    for (std::uint32_t s = 0; s < services(); ++s) {
        for (const Week& week : m_weeks[s]) {
            widen(week.first, week.last);
        }
        for (const auto& [day, runs] : m_exceptions[s]) {
            if (runs) {
                widen(day, day);
            }
        }
    }
    return out;
}

/// What runs depends on the weekday alone, but where weeks begin and end and around exceptions: the
/// seven days from there on are all that differ.
std::set<Day> ServiceCalendar::telling_days() const {
    std::set<Day> changes;
    for (std::uint32_t s = 0; s < services(); ++s) {
        for (const Week& week : m_weeks[s]) {
            changes.insert({week.first, week.last + 1});
        }
        for (const auto& [day, runs] : m_exceptions[s]) {
            changes.insert({day, day + 1});
        }
    }
    std::set<Day> out;
    for (const Day change : changes) {
        for (Day day = change; day < change + 7; ++day) {
            out.insert(day);
        }
    }
    return out;
}

std::optional<ServiceCalendar::Choice> ServiceCalendar::busiest(
    const std::vector<double>& trips) const {
    std::optional<Choice> best, best_weekday;
    for (const Day day : telling_days()) {
        Choice choice{day, 0};
        for (std::uint32_t s = 0; s < services(); ++s) {
            choice.trips += trips[s] > 0 && runs(s, day) ? trips[s] : 0;
        }
        if (choice.trips > (best ? best->trips : 0)) {
            best = choice;
        }
        if (weekday_of(day) < 5 && choice.trips > (best_weekday ? best_weekday->trips : 0)) {
            best_weekday = choice;
        }
    }
    return best_weekday ? best_weekday : best;
}

std::optional<Day> ServiceCalendar::nearest(Day day) const {
    const auto all = range();
    if (!all) {
        return std::nullopt;
    }
    const Day start = std::clamp(day, all->first, all->second);
    for (Day away = 0; away < 3660; ++away) {
        for (const Day one : {start - away, start + away}) {
            if (all->first <= one && one <= all->second && any(one)) {
                return one;
            }
        }
    }
    return std::nullopt;
}

}  // namespace jt::source
