#include "registry/sample.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using jt::base::Lang;
using jt::registry::param_from_text;
using jt::registry::validate_params;
using jt::test::error_text;
using jt::test::ParamType;
using jt::test::sample_spec;
using nlohmann::json;

namespace {

json validated(json given) {
    given["field"] = given.value("field", json("name"));
    return validate_params(sample_spec(), given);
}

std::string refused(const json& given, Lang lang = Lang::en) {
    return error_text([&] { validated(given); }, lang);
}

const std::string kIn = "\n  in operator network.reach";

}  // namespace

TEST_CASE("the result holds every declared parameter, null where there is no value") {
    const json params = validate_params(sample_spec(), {{"field", "name"}});
    CHECK(params == json::parse(R"({"cutoff": 1800.0, "count": 3, "title": null, "strict": false,
        "method": "exact", "breaks": null, "ids": null, "extra": null, "field": "name"})"));
    CHECK(params["cutoff"].is_number_float());
    CHECK(params["count"].is_number_integer());
}

TEST_CASE("validating what was validated changes nothing") {
    const json once = validated({{"cutoff", "0.5 h"},
                                 {"breaks", {15, "0.5 h", 60}},
                                 {"ids", {3, "a", 1}},
                                 {"extra", {{"b", {1, "2 km"}}}}});
    CHECK(validate_params(sample_spec(), once).dump() == once.dump());
}

TEST_CASE("equal parameters have equal bytes, however they were written") {
    const std::string bytes = validated({{"cutoff", 1800}}).dump();
    CHECK(validated({{"cutoff", 1800.0}}).dump() == bytes);
    CHECK(validated({{"cutoff", "30 min"}}).dump() == bytes);
    CHECK(validated({{"cutoff", "0.5 h"}}).dump() == bytes);
    CHECK(validated({{"cutoff", nullptr}}).dump() == bytes);
    CHECK(validated(json::object()).dump() == bytes);
    CHECK(validated({{"count", 3.0}}).dump() == validated({{"count", 3}}).dump());
}

TEST_CASE("numbers take quantities in the unit of the parameter") {
    CHECK(validated({{"cutoff", "6 min"}})["cutoff"] == 360);
    CHECK(validated({{"cutoff", "90"}})["cutoff"] == 90);
    CHECK(refused({{"cutoff", "20 m"}}) ==
          "'20 m' is measured in m, but s is wanted\n  in parameter 'cutoff'" + kIn);
    CHECK(refused({{"cutoff", "soon"}}) ==
          "'soon' does not start with a number\n  in parameter 'cutoff'" + kIn);
    CHECK(refused({{"cutoff", "soon"}}, Lang::zh) ==
          "“soon”不是以数字开头\n  位置：参数“cutoff”\n  位置：算子 network.reach");
}

TEST_CASE("ranges include their ends and speak in the parameter's unit") {
    CHECK(validated({{"cutoff", 1}})["cutoff"] == 1);
    CHECK(validated({{"cutoff", "2 h"}})["cutoff"] == 7200);
    CHECK(refused({{"cutoff", 0.5}}) ==
          "parameter 'cutoff' is 0.5 s, but at least 1 s is wanted" + kIn);
    CHECK(refused({{"cutoff", "3 h"}}) ==
          "parameter 'cutoff' is 10800 s, but at most 7200 s is wanted" + kIn);
    CHECK(refused({{"count", -1}}) == "parameter 'count' is -1, but at least 0 is wanted" + kIn);
    CHECK(refused({{"cutoff", std::nan("")}}) == "parameter 'cutoff' is not a finite number" + kIn);
    CHECK(refused({{"cutoff", HUGE_VAL}}) == "parameter 'cutoff' is not a finite number" + kIn);
}

TEST_CASE("integers refuse fractions and what does not fit") {
    CHECK(validated({{"count", "4"}})["count"] == 4);
    CHECK(validated({{"count", INT64_MAX}})["count"] == INT64_MAX);
    CHECK(refused({{"count", 2.5}}) ==
          "parameter 'count' wants a whole number, found number 2.5" + kIn);
    CHECK(refused({{"count", "2.5"}}) ==
          "parameter 'count' wants a whole number, found string \"2.5\"" + kIn);
    CHECK(refused({{"count", 1e19}}) ==
          "parameter 'count' wants a whole number, found number 1e+19" + kIn);
    CHECK(refused({{"count", UINT64_MAX}}) ==
          "parameter 'count' wants a whole number, found number 18446744073709551615" + kIn);
}

TEST_CASE("a value of the wrong type is told with what was wanted and found") {
    CHECK(refused({{"cutoff", true}}) ==
          "parameter 'cutoff' wants number (s), found boolean true" + kIn);
    CHECK(refused({{"count", json::array({1})}}) ==
          "parameter 'count' wants integer, found array [1]" + kIn);
    CHECK(refused({{"title", 5}}) == "parameter 'title' wants text, found number 5" + kIn);
    CHECK(refused({{"strict", "yes"}}) ==
          "parameter 'strict' wants boolean, found string \"yes\"" + kIn);
    CHECK(refused({{"method", 1}}) == "parameter 'method' wants choice, found number 1" + kIn);
    CHECK(refused({{"breaks", 15}}) ==
          "parameter 'breaks' wants list (min), found number 15" + kIn);
    CHECK(refused({{"extra", "x"}}) == "parameter 'extra' wants object, found string \"x\"" + kIn);
    CHECK(refused({{"strict", "yes"}}, Lang::zh) ==
          "参数“strict”需要 boolean，实为 string \"yes\"\n  位置：算子 network.reach");
}

TEST_CASE("a long wrong value is cut between characters") {
    std::string lengthy;
    for (int i = 0; i < 40; ++i) {
        lengthy += "江";
    }
    const std::string text = refused({{"strict", lengthy}});
    CHECK(text == "parameter 'strict' wants boolean, found string \"" + lengthy.substr(0, 57) +
                      "..." + kIn);
}

TEST_CASE("an unknown choice or parameter names the close one, else all") {
    CHECK(validated({{"method", "fast"}})["method"] == "fast");
    CHECK(refused({{"method", "fsat"}}) ==
          "parameter 'method' cannot be 'fsat'; did you mean 'fast'?" + kIn);
    CHECK(refused({{"method", "quick"}}) ==
          "parameter 'method' cannot be 'quick'; choices: exact, fast" + kIn);
    CHECK(refused({{"cutof", 5}}) == "unknown parameter 'cutof'; did you mean 'cutoff'?" + kIn);
    CHECK(refused({{"speed", 5}}) ==
          "unknown parameter 'speed'; there are: cutoff, count, title, strict, method, breaks, "
          "ids, extra, field" +
              kIn);
}

TEST_CASE("a missing required parameter is told, also when it is given as null") {
    const std::string text = "parameter 'field' is missing; it wants text" + kIn;
    CHECK(error_text([] { validate_params(sample_spec(), json::object()); }) == text);
    CHECK(error_text([] { validate_params(sample_spec(), nullptr); }) == text);
    CHECK(error_text([] { validate_params(sample_spec(), {{"field", nullptr}}); }) == text);
}

TEST_CASE("parameters that are no table of names are refused") {
    CHECK(error_text([] {
              validate_params(sample_spec(), {1, 2});
          }) == "parameters are a table of name = value, found array [1,2]" + kIn);
    jt::registry::OperatorSpec none;
    none.name = "plain";
    CHECK(validate_params(none, json::array()) == json::object());  // an empty Lua table
}

TEST_CASE("lists keep their order and each number is range-checked") {
    CHECK(validated({{"breaks", {60, "15 min", 30}}})["breaks"] == json({60, 15, 30}));
    CHECK(validated({{"breaks", {{1, 2}, {3, 4}}}})["breaks"] == json({{1, 2}, {3, 4}}));
    CHECK(validated({{"breaks", json::array()}})["breaks"] == json::array());
    CHECK(validated({{"breaks", json::object()}})["breaks"] == json::array());
    CHECK(refused({{"breaks", {15, "3 h"}}}) ==
          "parameter 'breaks' is 180 min, but at most 120 min is wanted" + kIn);
    CHECK(refused({{"breaks", {15, true}}}) ==
          "parameter 'breaks' wants list (min), found boolean true" + kIn);
    CHECK(validated({{"ids", {"Z03", 7, "5 min"}}})["ids"] == json({"Z03", 7, "5 min"}));
}

TEST_CASE("an object passes through as it is") {
    const json object = {{"op", "ge"}, {"args", {{{"col", "面积"}}, {{"text", "1 km2"}}}}};
    CHECK(validated({{"extra", object}})["extra"] == object);
    CHECK(validated({{"extra", json::array()}})["extra"] == json::object());
}

TEST_CASE("text that is not UTF-8 is refused wherever it hides") {
    const std::string gbk = "\xB5\xC0\xC2\xB7";
    const std::string hint = "\n  hint: save the scenario file as UTF-8";
    CHECK(refused({{"title", gbk}}) == "a text of parameter 'title' is not UTF-8" + kIn + hint);
    CHECK(refused({{"ids", {gbk}}}) == "a text of parameter 'ids' is not UTF-8" + kIn + hint);
    CHECK(refused({{"extra", {{gbk, 1}}}}) ==
          "a text of parameter 'extra' is not UTF-8" + kIn + hint);
}

TEST_CASE("typed text becomes what the parameter takes") {
    const auto spec = sample_spec();
    const auto typed = [&](const char* name, const std::string& text) {
        return param_from_text(*spec.param(name), text);
    };
    CHECK(typed("cutoff", "30 min") == "30 min");
    CHECK(typed("title", "a, b") == "a, b");
    CHECK(typed("strict", "Yes") == true);
    CHECK(typed("strict", "否") == false);
    CHECK(typed("breaks", "15, 30 ,60") == json({"15", "30", "60"}));
    CHECK(typed("breaks", "[15, 30]") == json({15, 30}));
    CHECK(typed("ids", "") == json::array());
    CHECK(typed("extra", R"({"a": 1})") == json({{"a", 1}}));
    CHECK(validated({{"breaks", typed("breaks", "15, 0.5 h")}})["breaks"] == json({15, 30}));
    CHECK(error_text([&] { typed("strict", "maybe"); }) ==
          "parameter 'strict' wants boolean, found string \"maybe\"");
    CHECK(error_text([&] { typed("extra", "{a"); }) ==
          "parameter 'extra' wants object, found string \"{a\"");
}
