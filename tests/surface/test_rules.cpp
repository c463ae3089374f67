#include "support/errors.hpp"
#include "surface/fixtures.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::error_text;

namespace {

nlohmann::json rules() {
    return nlohmann::json::parse(R"({"name": "n", "edition": "e", "source": "s",
        "inputs": {"slope": {}, "flood": {}, "other": {}},
        "steps": [{"id": "g", "clause": "c", "kind": "grades", "of": "slope", "breaks": [3, 8], "grades": [1, 2, 3]},
                  {"id": "h", "clause": "d", "kind": "shift", "start": "g", "of": "flood",
                   "cases": [{"is": 1, "add": 1}], "doubtful": "why"},
                  {"id": "i", "clause": "d", "kind": "shift", "start": "h", "of": "other",
                   "cases": [{"is": 1, "add": 1}], "optional": true}]})");
}

surface::SurfacePtr row(std::vector<float> values) {
    auto grid = test::metre_grid(values.size(), 1);
    return test::shared({grid, geo::Crs::from("EPSG:4544"), std::move(values)});
}

}  // namespace

TEST_CASE("a rule set grades cells, and tells what it left out and what is doubtful") {
    const auto slope = row({1, 3, 5, 9, NAN}), flood = row({0, 1, 1, 1, 1});
    const auto ran = test::run("surface.rules", {{"surfaces", {flood, slope}}},
                               {{"names", {"flood", "slope"}}, {"rules", rules()}});
    CHECK(test::alike(test::values_of(ran.surface()), {1, 2, 3, 4, NAN}));
    const auto texts = ran.texts();
    REQUIRE(texts.size() == 3);
    CHECK(texts[0] == "info: step 'h' may be read otherwise: why");
    CHECK(texts[1] == "info: step 'i' is left out: there is no 'other'");
    CHECK(texts[2] == "info: graded by n, e: s");
    const auto step = test::run("surface.rules", {{"surfaces", {flood, slope}}},
                                {{"names", {"flood", "slope"}}, {"rules", rules()}, {"step", "g"}});
    CHECK(test::alike(test::values_of(step.surface()), {1, 1, 2, 3, NAN}));
    const auto shown = [&](const char* result) {
        return test::values_of(
            test::run("surface.rules", {{"surfaces", {flood, slope}}},
                      {{"names", {"flood", "slope"}}, {"rules", rules()}, {"result", result}})
                .surface());
    };
    CHECK(test::alike(shown("doubtful"), {0, 1, 1, 1, NAN}));  // where step h changed the grade
    CHECK(test::alike(shown("decided"), {1, 2, 2, 2, NAN}));
    CHECK(error_text([&] {
              test::run("surface.rules", {{"surfaces", {flood, slope}}},
                        {{"names", {"flood", "slope"}},
                         {"rules", rules()},
                         {"step", "g"},
                         {"result", "decided"}});
          }).find("they take no step") != std::string::npos);
}

TEST_CASE("a rule set that does not fit the surfaces is refused") {
    const auto slope = row({1, 2});
    const auto wrong = [&](nlohmann::json params) {
        return error_text([&] { test::run("surface.rules", {{"surfaces", {slope}}}, params); });
    };
    CHECK(wrong({{"names", {"slope"}}, {"rules", rules()}}).find("the rule set needs: flood") !=
          std::string::npos);
    CHECK(wrong({{"names", {"slop"}}, {"rules", rules()}}).find("did you mean 'slope'") !=
          std::string::npos);
    CHECK(wrong({{"names", {"slope"}}}).find("'rules' or as 'file'") != std::string::npos);
    CHECK(wrong({{"names", {"slope"}}, {"rules", rules()}, {"step", "z"}}) != "");
    CHECK(wrong({{"names", nlohmann::json::array()}, {"rules", rules()}})
              .find("0 names for 1 surfaces") != std::string::npos);
}
