#include "base/units.hpp"

#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt::base;
using jt::test::error_text;

TEST_CASE("quantities are converted into the unit of the parameter") {
    CHECK(parse_quantity("30 min", "s") == 1800);
    CHECK(parse_quantity("30min", "s") == 1800);
    CHECK(parse_quantity("  1.5 h ", "min") == 90);
    CHECK(parse_quantity("20 m", "m") == 20);
    CHECK(parse_quantity("1 km2", "m2") == 1e6);
    CHECK(parse_quantity("1 km2", "ha") == 100);
    CHECK(parse_quantity("15 亩", "ha") == Approx(1).epsilon(1e-15));
    CHECK(parse_quantity("1 km²", "公顷") == 100);
    CHECK(parse_quantity("6 分钟", "min") == 6);
    CHECK(parse_quantity("72 km/h", "m/s") == Approx(20).epsilon(1e-15));
    CHECK(parse_quantity("50 %", "") == 0.5);
    CHECK(parse_quantity("50", "%") == 50);
    CHECK(parse_quantity("2.5 元", "分") == 250);
    CHECK(parse_quantity("-5 mm", "m") == -0.005);
    CHECK(parse_quantity("1e3", "m") == 1000);
}

TEST_CASE("a number without a unit counts as the unit of the parameter, known or not") {
    CHECK(parse_quantity("12", "s") == 12);
    CHECK(parse_quantity("12", "people") == 12);
    CHECK(parse_quantity("12 people", "people") == 12);
}

TEST_CASE("what is no quantity is refused with the whole text") {
    const std::string hint =
        "\n  hint: units: mm m km | s min h ms | m2 ha km2 mu 亩 公顷 | km/h m/s | % | 元 分";
    CHECK(error_text([] { parse_quantity("fast", "s"); }) == "'fast' does not start with a number");
    CHECK(error_text([] { parse_quantity("", "s"); }) == "'' does not start with a number");
    CHECK(error_text([] { parse_quantity("inf min", "s"); }) ==
          "'inf min' does not start with a number");
    CHECK(error_text([] { parse_quantity("nan", "s"); }) == "'nan' does not start with a number");
    CHECK(error_text([] { parse_quantity("1e999", "s"); }) ==
          "'1e999' does not start with a number");
    CHECK(error_text([] { parse_quantity("3 parsec", "m"); }) ==
          "'3 parsec' is not a quantity: unit 'parsec' is unknown" + hint);
    CHECK(error_text([] { parse_quantity("1,000 m", "m"); }) ==
          "'1,000 m' is not a quantity: unit ',000 m' is unknown" + hint);
    CHECK(error_text([] { parse_quantity("30 min", "m"); }) ==
          "'30 min' is measured in min, but m is wanted");
    CHECK(error_text([] { parse_quantity("30 min", ""); }) ==
          "'30 min' is measured in min, but a plain number is wanted");
    CHECK(error_text([] { parse_quantity("30 min", ""); }, Lang::zh) ==
          "“30 min”的单位是 min，此处需要不带单位的数");
}

TEST_CASE("conversion factors are the inverse of each other, and 0 between unlike things") {
    CHECK(unit_conversion("km", "m") == 1000);
    CHECK(unit_conversion("people", "people") == 1);
    CHECK(unit_conversion("people", "m") == 0);
    CHECK(unit_conversion("min", "m") == 0);
    CHECK(unit_conversion("%", "") == 0.01);
    for (const char* unit : {"mm", "km", "min", "h", "ha", "亩", "km/h", "元"}) {
        for (const char* other : {"m", "s", "m2", "m/s", "分"}) {
            const double there = unit_conversion(unit, other);
            if (there != 0) {
                CHECK(there * unit_conversion(other, unit) == Approx(1).epsilon(1e-15));
            }
        }
    }
    CHECK(unit_factor("km2") == 1e6);
    CHECK(unit_factor("furlong") == 0);
}
