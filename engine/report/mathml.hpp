// TeX formulas as MathML Core, for the page that needs no program and no script to show them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jt::report {

/// A <math> element for the part of TeX that planning formulas use: letters, numbers, operators,
/// ^ _ { }, \frac \sqrt \text \mathrm \left \right, \sum \prod \max \min \ln \exp, Greek letters,
/// relations and arrows. None where the formula uses something else or its braces do not close.
std::optional<std::string> to_mathml(std::string_view tex, bool display);

}  // namespace jt::report
