// Dates as people write them. Internal to source/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jt::source {

/// "2020-05-25" of 20200525, 2020-5-25, 2020/5/25, 2020.5.25, 2020年5月25日, full-width digits too,
/// and of these with a midnight behind (2020/5/25 0:00:00). Nothing for what is no date of the
/// calendar, has another time, or does not begin with a year of four digits: 5/6/2020 could be May
/// or June.
std::optional<std::string> iso_date(std::string_view text);

}  // namespace jt::source
