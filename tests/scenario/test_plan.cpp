#include "scenario/plan.hpp"

#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt::scenario;
using jt::test::error_text;
using nlohmann::json;

TEST_CASE("a plan is read from what the Lua library builds") {
    const auto plan = plan_from_json(
        {{"name", "样例"},
         {"crs", "EPSG:4544"},
         {"seed", 5},
         {"data", "gisdata"},
         {"variants",
          {{{"name", "现状"}, {"year", 2020}, {"changes", json::object()}},
           {{"name", "2025"}, {"year", 2025}, {"changes", {{{"zh", "开通"}, {"en", "opens"}}}}}}},
         {"steps",
          {{{"op", "source.read"}, {"params", {{"path", "a.shp"}}}, {"where", "a.lua:3"}},
           {{"op", "layer.where"},
            {"label", "roads"},
            {"scenario", "2025"},
            {"inputs", {{"layer", {{{"step", 0}, {"output", "layer"}}}}}}}}}});
    CHECK(plan.name == "样例");
    CHECK(plan.seed == 5);
    REQUIRE(plan.variants.size() == 2);
    CHECK(plan.variants[0].changes.empty());
    CHECK(plan.variants[1].changes[0].en == "opens");
    REQUIRE(plan.steps.size() == 2);
    CHECK(plan.steps[0].label == "source.read");
    CHECK(plan.steps[0].inputs.empty());
    CHECK(plan.steps[1].inputs.at("layer") == std::vector<Ref>{{0, "layer"}});
    CHECK(plan.steps[1].scenario == "2025");
}

TEST_CASE("a step cannot use itself or a later one") {
    const auto plan = [](std::size_t from) {
        return json{
            {"name", "x"},
            {"steps", {{{"op", "a"}, {"inputs", {{"in", {{{"step", from}}}}}}}, {{"op", "b"}}}}};
    };
    CHECK(error_text([&] { plan_from_json(plan(0)); }) == "step 0 uses the later step 0");
    CHECK(error_text([&] { plan_from_json(plan(1)); }) == "step 0 uses the later step 1");
}
