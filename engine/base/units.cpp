#include "base/units.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace jt::base {
namespace {

struct Unit {
    std::string_view name;
    char dimension;  // l length, t time, a area, v speed, r ratio, c money, g angle
    double factor;   // to m, s, m2, m/s, 1, 分, degree
};

constexpr std::array<Unit, 28> kUnits = {{
    {"mm", 'l', 0.001},    {"m", 'l', 1},          {"km", 'l', 1000},      {"米", 'l', 1},
    {"公里", 'l', 1000},   {"ms", 't', 0.001},     {"s", 't', 1},          {"min", 't', 60},
    {"h", 't', 3600},      {"分钟", 't', 60},      {"小时", 't', 3600},    {"m2", 'a', 1},
    {"km2", 'a', 1e6},     {"ha", 'a', 1e4},       {"公顷", 'a', 1e4},     {"mu", 'a', 1e4 / 15},
    {"亩", 'a', 1e4 / 15}, {"km/h", 'v', 1 / 3.6}, {"m/s", 'v', 1},        {"m²", 'a', 1},
    {"km²", 'a', 1e6},     {"平方米", 'a', 1},     {"平方公里", 'a', 1e6}, {"", 'r', 1},
    {"%", 'r', 0.01},      {"元", 'c', 100},       {"分", 'c', 1},         {"deg", 'g', 1},
}};

const Unit* find_unit(std::string_view name) {
    for (const auto& unit : kUnits) {
        if (unit.name == name) {
            return &unit;
        }
    }
    return nullptr;
}

}  // namespace

double unit_factor(std::string_view unit) {
    const auto* found = find_unit(unit);
    return found == nullptr ? 0 : found->factor;
}

double unit_conversion(std::string_view from, std::string_view to) {
    if (from == to) {
        return 1;
    }
    const auto* a = find_unit(from);
    const auto* b = find_unit(to);
    return a == nullptr || b == nullptr || a->dimension != b->dimension ? 0 : a->factor / b->factor;
}

double parse_quantity(std::string_view text, std::string_view unit) {
    const std::string trimmed = trim(text);
    double number = 0;
    const char* end = trimmed.data() + trimmed.size();
    const auto [rest, code] = std::from_chars(trimmed.data(), end, number);
    if (code != std::errc() || !std::isfinite(number)) {
        throw data_error("base.unit.number", text);
    }
    const std::string given = trim({rest, static_cast<std::size_t>(end - rest)});
    if (given.empty() || given == unit) {
        return number;
    }
    if (find_unit(given) == nullptr) {
        throw data_error("base.unit.unknown", text, given);
    }
    if (unit_conversion(given, unit) == 0) {
        throw unit.empty() ? data_error("base.unit.plain", text, given)
                           : data_error("base.unit.wrong", text, given, unit);
    }
    return number * unit_factor(given) / unit_factor(unit);
}

}  // namespace jt::base
