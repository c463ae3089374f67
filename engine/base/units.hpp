// Quantities with units, as people write them: "30 min", "1 km2", "20 m".
#pragma once

#include <string>
#include <string_view>

namespace jt::base {

/// Converts "30 min" into a number in `unit` (here "s" gives 1800). Text without a unit counts as
/// `unit`. Known: mm m km | ms s min h | m2 km2 ha mu (亩, 1/15 ha) 公顷 | km/h m/s | % ("" =
/// share) | 元 分 | deg. Data error where the text is no number, the unit is unknown, or it
/// measures something else.
double parse_quantity(std::string_view text, std::string_view unit);

/// Factor to the base unit of its dimension; 0 for an unknown unit.
double unit_factor(std::string_view unit);

/// The factor that turns numbers in `from` into numbers in `to`; 1 for equal names, known or not;
/// 0 where they measure different things.
double unit_conversion(std::string_view from, std::string_view to);

}  // namespace jt::base
