#include "source/sheet/xlsx_column.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace jt::source {
namespace {

using layer::Column;
using layer::Type;

constexpr std::int64_t kLargestShown = 999999999999999;  ///< 15 digits
constexpr std::size_t kLongestText = 32767;              ///< UTF-16 units
constexpr int kSecondsADay = 86400;

/// The number that so many digits spell; -1 where they are no digits.
int number_at(std::string_view text, std::size_t at, std::size_t digits) {
    int out = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') {
            return -1;
        }
        out = 10 * out + (text[i] - '0');
    }
    return out;
}

/// Days since 1970-01-01 in the Gregorian calendar.
std::int64_t days_of(int year, int month, int day) {
    const int y = month <= 2 ? year - 1 : year;
    const int m = month <= 2 ? month + 9 : month - 3;  // March is 0
    return 365LL * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

std::optional<double> day_of(std::string_view text) {
    constexpr int kLengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = number_at(text, 0, 4), month = number_at(text, 5, 2),
              day = number_at(text, 8, 2);
    if (text.size() < 10 || text[4] != '-' || text[7] != '-' || year < 1900 || month < 1 ||
        month > 12 || day < 1 || day > kLengths[month - 1]) {
        return std::nullopt;
    }
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month == 2 && day == 29 && !leap) {
        return std::nullopt;
    }
    constexpr std::int64_t kEpoch = 25569, kFirst = 61;  // 1970-01-01, 1900-03-01
    const std::int64_t serial = days_of(year, month, day) + kEpoch;
    return serial < kFirst ? std::nullopt : std::optional(static_cast<double>(serial));
}

[[noreturn]] void refuse(base::Error error, std::int64_t id, const std::string& field) {
    error.add_context(base::msg("source.place.value", id, field));
    throw error;
}

/// Characters as spreadsheets count them.
std::size_t utf16_units(std::string_view text) {
    std::size_t out = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
    }
    return out;
}

/// date, time, or text; a column without values is text.
CellType text_type(const Column& column) {
    bool any = false, dates = true, times = true;
    for (std::size_t row = 0; row < column.size() && (dates || times); ++row) {
        if (column.valid(row)) {
            const std::string_view text = column.text(row);
            const bool good = serial_date(text).has_value();
            dates = dates && good && text.size() == 10;
            times = times && good && text.size() > 10;
            any = true;
        }
    }
    return any && dates ? CellType::date : any && times ? CellType::time : CellType::text;
}

void check_texts(const Column& column, const std::string& name,
                 const std::vector<std::int64_t>& ids) {
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::string_view text = column.valid(row) ? column.text(row) : "";
        if (text.find('\0') != std::string_view::npos) {
            refuse(base::data_error("source.database.zero_byte"), ids[row], name);
        }
        const std::size_t units = text.size() > kLongestText ? utf16_units(text) : 0;
        if (units > kLongestText) {
            refuse(base::data_error("source.xlsx.long_text", units), ids[row], name);
        }
    }
}

/// Sixteen digits are written, and fifteen shown: tells where the double has more.
void check_reals(const Column& column, const std::string& name,
                 const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                 const std::string& where) {
    bool rounded = false;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            continue;
        }
        const double value = column.number(row);
        if (!std::isfinite(value)) {
            refuse(base::data_error("source.xlsx.not_finite", value), ids[row], name);
        }
        rounded = rounded || std::strtod(fmt::format("{:.16g}", value).c_str(), nullptr) != value;
    }
    if (rounded) {
        diagnostics.info(base::msg("source.xlsx.digits", name), where);
    }
}

std::vector<std::int64_t> too_long(const Column& column, const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> out;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::int64_t value = column.valid(row) ? column.integer(row) : 0;
        if (value > kLargestShown || value < -kLargestShown) {
            out.push_back(ids[row]);
        }
    }
    return out;
}

}  // namespace

std::optional<double> serial_date(std::string_view text) {
    const auto day = day_of(text);
    if (!day || text.size() == 10) {
        return day;
    }
    const int hour = number_at(text, 11, 2), minute = number_at(text, 14, 2),
              second = number_at(text, 17, 2);
    const bool form = text.size() == 19 && (text[10] == 'T' || text[10] == ' ') &&
                      text[13] == ':' && text[16] == ':' && hour >= 0 && hour < 24 && minute >= 0 &&
                      minute < 60 && second >= 0 && second < 60;
    const int seconds = 3600 * hour + 60 * minute + second;
    return form ? std::optional(*day + static_cast<double>(seconds) / kSecondsADay) : std::nullopt;
}

CellType cell_type(const Column& column, const std::string& name,
                   const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                   const std::string& where) {
    switch (column.type()) {
        case Type::boolean: return CellType::boolean;
        case Type::real:
            check_reals(column, name, ids, diagnostics, where);
            return CellType::number;
        case Type::integer: {
            const auto wide = too_long(column, ids);
            if (wide.empty()) {
                return CellType::number;
            }
            diagnostics.features(base::Severity::warning,
                                 base::msg("source.xlsx.long_integer", name), where, wide);
            return CellType::text;
        }
        case Type::text: break;
    }
    check_texts(column, name, ids);
    const CellType type = text_type(column);
    if (type != CellType::text) {
        diagnostics.info(base::msg("source.xlsx.dates", name), where);
    }
    return type;
}

std::string escaped_cell(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escape = text[at] == '_' && at + 6 < text.size() && text[at + 1] == 'x' &&
                            text[at + 6] == '_' &&
                            std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                                        text.begin() + static_cast<std::ptrdiff_t>(at) + 6,
                                        [](unsigned char c) { return std::isxdigit(c) != 0; });
        out += escape ? std::string("_x005F_") : std::string(1, text[at]);
    }
    return out;
}

}  // namespace jt::source
