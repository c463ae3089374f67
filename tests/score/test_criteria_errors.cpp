#include "score/criteria_trees.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using namespace jt::test;

TEST_CASE("weights that do not sum are refused by group, or divided when that is asked for") {
    json tree = two_groups();
    tree["factors"][0]["factors"][0]["weight"] = 0.5;
    CHECK(refused(tree) == "the weights add up to 0.75, not to 1\n  in criterion 'location'");
    const auto out = evaluate(tree, data({{"hub", {90}}, {"people", {30}}, {"slope", {50}}}),
                              {{"normalise", true}});
    CHECK(out.number("location_score", 0) == Approx(70));
    CHECK(out.told ==
          std::vector<std::string>{
              "info: the weights of 'location' added up to 0.75 and were divided by it"});
}

TEST_CASE("trees that make no sense are refused with the way to the place") {
    CHECK(changed([](json& t) { t["factors"][0]["weight"] = -0.6; }) ==
          "the weight of 'location' is -0.6; weights are 0 or more\n  in criterion 'fit'");
    CHECK(changed([](json& t) {
              t["factors"][0]["weight"] = 0;
              t["factors"][1]["weight"] = 0;
          }) == "all weights are 0\n  in criterion 'fit'");
    CHECK(changed([](json& t) { t["factors"][1]["factors"][0]["name"] = "hub"; }) ==
          "two criteria are called 'hub'\n  in criterion 'hub'\n  in criterion 'land'\n  in "
          "criterion "
          "'fit'");
    CHECK(changed([](json& t) { t["factors"][1]["factors"] = json::array(); }) ==
          "a group needs at least one factor\n  in criterion 'land'\n  in criterion 'fit'");
    CHECK(changed([](json& t) { t["factors"][1].erase("weight"); }) ==
          "some factors of the group have a weight and these have none: land\n  in criterion "
          "'fit'");
    CHECK(changed([](json& t) {
              t["weights"] = {0.5, 0.5};
          }) ==
          "weights are given both for the group and for single factors of it\n  in criterion "
          "'fit'");
    CHECK(changed([](json& t) { t["merge"] = "summ"; }) ==
          "there is no aggregation 'summ'; did you mean 'sum'?\n  in criterion 'fit'");
    CHECK(changed([](json& t) { t["merge"] = "owa"; }) ==
          "merge = owa takes either orness or order_weights, and no other takes them\n  in "
          "criterion 'fit'");
    CHECK(changed([](json& t) { t["factors"][0]["factors"][0]["functon"] = 1; }) ==
          "there is no key 'functon' here; did you mean 'function'?\n  in criterion 'hub'\n  in "
          "criterion 'location'\n  in criterion 'fit'");
    CHECK(changed([](json& t) {
              t["factors"][0]["factors"][0]["function"] = {{"kind", "liner"}};
          }).find("unknown kind of value function 'liner'; did you mean 'linear'?") == 0);
    CHECK(changed([](json& t) { t["factors"][0]["factors"][0]["column"] = "hob"; }).find("'hob'") !=
          std::string::npos);
    CHECK(changed([](json& t) { t.erase("factors"); }) ==
          "a criterion tree is a table with 'name' and 'factors'");
    json by_name = {{"name", "fit"}, {"factors", {factor("hub"), factor("people")}}};
    by_name["weights"] = {{"method", "direct"}, {"weights", {{"hub", 0.5}, {"peple", 0.5}}}};
    CHECK(refused(by_name) ==
          "the weights speak of 'peple', which is not in the group; did you mean 'people'?\n  in "
          "criterion 'fit'");
    by_name["weights"] = {{"method", "table"}, {"table", 1}};
    CHECK(refused(by_name) ==
          "there is no table 1 at port 'weights'; it has 0\n  in criterion 'fit'");
}

TEST_CASE("order weights and comparisons that are none are refused") {
    const auto owa = [&](const json& weights) {
        return changed([&](json& t) {
            t["factors"][0]["merge"] = "owa";
            t["factors"][0]["order_weights"] = weights;
        });
    };
    const std::string in = "\n  in criterion 'location'\n  in criterion 'fit'";
    CHECK(owa("x") == "'order_weights' should be a list of numbers that is not empty" + in);
    CHECK(owa({0.9, 0.9}) == "the weights add up to 1.8, not to 1" + in);
    CHECK(owa({-1, 2}) == "the weight of 'v1' is -1; weights are 0 or more" + in);
    CHECK(owa({0.5, 0.3, 0.2}) == "3 order weights for 2 factors" + in);
    CHECK(changed([](json& t) {
              t["factors"][0]["factors"][0].erase("weight");
              t["factors"][0]["factors"][1].erase("weight");
              t["factors"][0]["weights"] = {{"method", "group_ahp"},
                                            {"names", {"hub", "people"}},
                                            {"judges", {{"Li", {1, 2}}}}};
          }) == "the comparisons of judge 'Li' are no list of rows\n  in criterion 'location'");
}
