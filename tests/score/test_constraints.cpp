#include "score/constraints.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::score;
using nlohmann::json;
using test::error_text;

namespace {

std::vector<Rule> rules(const char* text) { return rules_from_json(json::parse(text)); }

std::string bad(const char* text) {
    return error_text([&] { rules(text); });
}

}  // namespace

TEST_CASE("an overlap rule allows a sliver of one square metre unless told otherwise") {
    const auto red = rules(R"([{"name": "生态保护红线"}])").front();
    CHECK(red.hard);
    CHECK(check_area(red, 10000, 0).verdict == Verdict::passed);
    CHECK(check_area(red, 10000, 1).verdict == Verdict::passed);
    CHECK(check_area(red, 10000, 1.01).verdict == Verdict::failed);
    CHECK(check_area(red, 10000, 25).share == Approx(0.0025));
    CHECK(check_area(red, 10000, NAN).verdict == Verdict::unknown);
    const auto wide = rules(R"([{"name": "a", "max_area": "1 ha"}])").front();
    CHECK(check_area(wide, 50000, 10000).verdict == Verdict::passed);
    CHECK(check_area(wide, 50000, 10001).verdict == Verdict::failed);
}

TEST_CASE("an outside rule measures what lies beyond a boundary") {
    const auto rule =
        rules(R"([{"name": "城镇开发边界", "measure": "outside", "severity": "warning",
                   "max_share": "10 %"}])")
            .front();
    CHECK_FALSE(rule.hard);
    CHECK(check_area(rule, 1000, 950).verdict == Verdict::passed);
    const auto out = check_area(rule, 1000, 850);
    CHECK(out.verdict == Verdict::failed);
    CHECK(out.area_m2 == Approx(150));
    CHECK(out.share == Approx(0.15));
}

TEST_CASE("a column rule has inclusive limits") {
    const auto rule =
        rules(R"([{"name": "坡度", "measure": "column", "column": "slope", "max": 25}])").front();
    CHECK(check_value(rule, 25).verdict == Verdict::passed);
    CHECK(check_value(rule, 25.1).verdict == Verdict::failed);
    CHECK(check_value(rule, NAN).verdict == Verdict::unknown);
    CHECK(verdict_name(Verdict::unknown) == "unknown");
}

TEST_CASE("failed hard rules make infeasible, warnings do not, and unknown ones count as failed") {
    const auto list = rules(R"([{"name": "red"}, {"name": "bound", "severity": "warning"},
                                {"name": "farm"}])");
    std::vector<Check> checks;
    const auto add = [&](std::size_t row, std::size_t rule, Verdict verdict) {
        checks.push_back({row, rule, verdict, NAN, NAN, NAN, NAN});
    };
    add(0, 0, Verdict::failed);
    add(0, 1, Verdict::failed);
    add(0, 2, Verdict::failed);
    add(1, 0, Verdict::passed);
    add(1, 1, Verdict::failed);
    add(2, 0, Verdict::unknown);
    const auto out = feasibility(4, list, checks);
    CHECK(out.feasible == std::vector<bool>{false, true, false, true});
    CHECK(out.failed_rules == std::vector<std::string>{"red; farm", "", "red?", ""});
    CHECK(out.warnings == std::vector<std::string>{"bound", "bound", "", ""});
}

TEST_CASE("mistakes in rules are named with the rule") {
    CHECK(bad("{}") == "rules are a list");
    CHECK(bad(R"([{"name": "a"}, {}])") == "rule 2 has no name");
    CHECK(bad(R"([{"name": "a"}, {"name": "a"}])") == "two rules are called 'a'");
    CHECK(bad(R"([{"name": "a", "mesure": "overlap"}])") ==
          "unknown key 'mesure'; did you mean 'measure'?\n  in rule 'a'");
    CHECK(bad(R"([{"name": "a", "measure": "overlaps"}])") ==
          "unknown measure 'overlaps'; did you mean 'overlap'?\n  in rule 'a'");
    CHECK(bad(R"([{"name": "a", "severity": "soft"}])") ==
          "severity is 'hard' or 'warning', not 'soft'\n  in rule 'a'");
    CHECK(bad(R"([{"name": "a", "max_area": true}])") ==
          "'max_area' wants a finite number\n  in rule 'a'");
    CHECK(bad(R"([{"name": "a", "measure": 3}])") == "'measure' wants a text\n  in rule 'a'");
    CHECK(bad(R"([{"name": "a", "column": "slope"}])") ==
          "a rule on a column needs 'column' and 'min' or 'max'\n  in rule 'a'");
}

TEST_CASE("a share is judged against the feature's area where that is known") {
    const auto steep = rules(R"([{"name": "坡度", "measure": "share", "column": "steep",
                                  "max_share": "10 %", "severity": "warning"}])")
                           .front();
    CHECK(steep.limit() == "≤ 10 %");
    CHECK(check_share(steep, 1000, 0.1).verdict == Verdict::passed);
    const auto out = check_share(steep, 1000, 0.2);
    CHECK(out.verdict == Verdict::failed);
    CHECK(out.area_m2 == Approx(200));
    CHECK(check_share(steep, NAN, 0.2).verdict == Verdict::failed);
    CHECK(check_share(steep, 1000, NAN).verdict == Verdict::unknown);
    const auto wide = rules(R"([{"name": "坡度", "measure": "share", "column": "steep",
                                 "max_area": "1 mu"}])")
                          .front();
    CHECK(check_share(wide, 10000, 0.06).verdict == Verdict::passed);
    CHECK(check_share(wide, 10000, 0.07).verdict == Verdict::failed);
    CHECK(check_share(wide, NAN, 0.07).verdict == Verdict::unknown);
}

TEST_CASE("rules that contradict each other are refused") {
    CHECK(bad(R"([{"name": "a"}, {"name": "a", "severity": "warning"}])") ==
          "the rule 'a' stands twice, once as hard and once as warning\n"
          "  hint: keep one of them, or give them different names and limits");
    const std::string sides =
        "the hard rules 'out' and 'in' contradict each other: a feature would have to lie outside "
        "and inside of '红线'\n"
        "  hint: make one of them a warning, or raise max_area or max_share";
    CHECK(bad(R"([{"name": "out", "zone": "红线"},
                  {"name": "in", "zone": "红线", "measure": "outside"}])") == sides);
    CHECK(bad(R"([{"name": "in", "zone": "红线", "measure": "outside", "max_share": "40 %"},
                  {"name": "out", "zone": "红线", "max_share": "50 %"}])") == sides);
    CHECK(rules(R"([{"name": "in", "zone": "红线", "measure": "outside", "max_share": "50 %"},
                    {"name": "out", "zone": "红线", "max_share": "50 %"}])")
              .size() == 2);
    CHECK(rules(R"([{"name": "in", "zone": "红线", "measure": "outside", "severity": "warning"},
                    {"name": "out", "zone": "红线"}])")
              .size() == 2);
    CHECK(
        bad(R"([{"name": "low", "column": "x", "max": 5}, {"name": "high", "column": "x", "min": 8}])") ==
        "the hard rules 'low' (x ≤ 5) and 'high' (8 ≤ x) contradict each other");
    CHECK(bad(R"([{"name": "a", "column": "x", "min": 8, "max": 5}])") ==
          "the limits of 'a' exclude everything: at least 8 and at most 5");
    CHECK(bad(R"([{"name": "a", "max_share": "120 %"}])") ==
          "'max_share' is 1.2; an area is 0 or more, a share 0 to 1\n  in rule 'a'");
    CHECK(bad(R"([{"name": "a", "measure": "share", "column": "x"}])") ==
          "a rule on a share needs 'column' and 'max_share' or 'max_area'\n  in rule 'a'");
}

TEST_CASE("limits of area that no measured feature can meet on both sides are refused") {
    const auto list = rules(R"([{"name": "out", "zone": "z", "max_area": "100 m2"},
                                {"name": "in", "zone": "z", "measure": "outside",
                                 "max_area": "100 m2"}])");
    const auto judged = [&](std::vector<double> areas) {
        std::vector<Check> checks;
        for (std::size_t row = 0; row < areas.size(); ++row) {
            for (std::size_t rule = 0; rule < 2; ++rule) {
                checks.push_back(check_area(list[rule], areas[row], areas[row] / 2));
                checks.back().row = row;
                checks.back().rule = rule;
            }
        }
        return error_text([&] { refuse_impossible(list, checks); });
    };
    CHECK(judged({300, 201}).find("'out' and 'in' contradict") != std::string::npos);
    CHECK(judged({300, 200}) == "(no error)");
    CHECK(judged({}) == "(no error)");
}
