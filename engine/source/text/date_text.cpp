#include "source/text/date_text.hpp"

#include "base/fold.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <array>
#include <charconv>

namespace jt::source {
namespace {

bool digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_of(std::string_view text) {
    int out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

bool in_calendar(int year, int month, int day) {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1) {
        return false;
    }
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int last = month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
    return day <= last;
}

/// Without "T00:00:00", " 0:00" and the like.
std::string_view without_midnight(std::string_view text) {
    const auto at = text.find_first_of("T ");
    const bool midnight = at != std::string_view::npos && at + 1 < text.size() &&
                          text.find_first_not_of("0:.Z", at + 1) == std::string_view::npos;
    return midnight ? text.substr(0, at) : text;
}

/// The separators of 2020年5月25日 as those of 2020-5-25.
std::string with_dashes(std::string text) {
    const auto replace = [&](std::string_view from, std::string_view to) {
        const auto at = text.find(from);
        if (at != std::string::npos) {
            text.replace(at, from.size(), to);
        }
    };
    if (text.ends_with("日")) {
        replace("年", "-");
        replace("月", "-");
        replace("日", "");
    }
    return text;
}

/// Year, month and day as written; empty where the text has another form.
std::array<std::string, 3> pieces_of(const std::string& text) {
    if (text.size() == 8 && digits(text)) {
        return {text.substr(0, 4), text.substr(4, 2), text.substr(6, 2)};
    }
    for (const char separator : {'-', '/', '.'}) {
        const auto list = base::split(text, separator);
        if (list.size() == 3) {
            return {list[0], list[1], list[2]};
        }
    }
    return {};
}

}  // namespace

std::optional<std::string> iso_date(std::string_view text) {
    const std::string folded = base::trim(base::fold_width(text));
    const auto [year, month, day] = pieces_of(with_dashes(std::string(without_midnight(folded))));
    const bool formed = digits(year) && digits(month) && digits(day) && year.size() == 4 &&
                        month.size() <= 2 && day.size() <= 2;
    if (!formed || !in_calendar(number_of(year), number_of(month), number_of(day))) {
        return std::nullopt;
    }
    return fmt::format("{}-{:02}-{:02}", year, number_of(month), number_of(day));
}

}  // namespace jt::source
