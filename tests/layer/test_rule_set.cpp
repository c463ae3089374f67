#include "layer/rule_set.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

using namespace jt;
using layer::RuleSet;
using nlohmann::json;
using test::error_text;

namespace {

json urban() {
    std::ifstream in(std::string(JT_SOURCE_DIR) + "/gisdata/rules/urban_2019.json");
    return json::parse(in);
}

/// The chain of DOMAIN 3.2, written out plainly: slope, elevation, relief, water, hazard, air,
/// water quality, location, concentration; the grades after each step.
std::vector<double> plain(const std::vector<double>& v) {
    const auto kept = [](double g) { return std::min(5.0, std::max(1.0, g)); };
    std::vector<double> out;
    double g = v[0] <= 3 ? 1 : v[0] <= 8 ? 2 : v[0] <= 15 ? 3 : v[0] <= 25 ? 4 : 5;
    out.push_back(g);
    g = v[1] >= 5000 ? 5 : v[1] >= 3500 ? kept(g + 1) : g;
    out.push_back(g);
    g = v[2] > 200 ? kept(g + 2) : v[2] >= 100 ? kept(g + 1) : g;
    out.push_back(g);
    const double matrix[5][5] = {
        {1, 1, 1, 2, 3}, {1, 1, 2, 2, 3}, {2, 2, 3, 3, 4}, {3, 4, 4, 5, 5}, {5, 5, 5, 5, 5}};
    g = matrix[static_cast<int>(g) - 1][static_cast<int>(v[3]) - 1];
    out.push_back(g);
    g = v[4] == 1 ? 5 : v[4] == 2 ? kept(g + 2) : v[4] == 3 ? kept(g + 1) : g;
    out.push_back(g);
    g = kept(g + (v[5] == 5 ? 1 : 0) + (v[6] == 5 ? 1 : 0));
    out.push_back(g);
    g = v[7] == 5 ? kept(g + 2) : v[7] == 4 ? kept(g + 1) : g;
    out.push_back(g);
    g = v[7] == 1 && g >= 2 && g <= 4 ? g - 1 : g;
    out.push_back(g);
    g = v[8] < 0.2 ? 5 : v[8] < 0.6 ? kept(g + 1) : kept(g - 1);
    out.push_back(g);
    out.push_back(g <= 2 ? 1 : g <= 4 ? 2 : 3);
    return out;
}

json small() {
    return json::parse(R"({"name": "n", "edition": "e", "source": "s", "inputs": {"a": {}, "b": {}},
        "steps": [{"id": "g", "clause": "c", "kind": "grades", "of": "a", "breaks": [1, 2], "grades": [1, 2, 3]},
                  {"id": "h", "clause": "d", "kind": "shift", "start": "g", "of": "b",
                   "cases": [{"is": 7, "add": 1}], "optional": true}]})");
}

std::string wrong(const char* pointer, const json& value) {
    json set = small();
    set[json::json_pointer(pointer)] = value;
    return error_text([&] { RuleSet::from_json(set); });
}

}  // namespace

TEST_CASE("the chain of 双评价 gives its truth table") {
    const auto rules = RuleSet::from_json(urban());
    REQUIRE(rules.inputs() == std::vector<std::string>{"air", "concentration", "elevation",
                                                       "hazard", "location", "relief", "slope",
                                                       "water", "water_quality"});
    std::size_t cases = 0;
    std::vector<double> found(rules.steps().size());
    for (const double slope : {0.0, 3.0, 3.1, 8.0, 15.0, 25.0, 25.1}) {
        for (const double height : {400.0, 3499.0, 3500.0, 5000.0}) {
            for (const double relief : {10.0, 100.0, 200.0, 200.5}) {
                for (const double water : {1.0, 2.0, 3.0, 4.0, 5.0}) {
                    for (const double hazard : {1.0, 2.0, 3.0, 4.0}) {
                        for (int mask = 0; mask < 4 * 5 * 3; ++mask) {
                            const double air = mask % 2 == 0 ? 5 : 2;
                            const double quality = mask / 2 % 2 == 0 ? 5 : 1;
                            const double location = 1 + mask / 4 % 5;
                            const double block = mask / 20 == 0 ? 0.1 : mask / 20 == 1 ? 0.2 : 0.6;
                            rules.grade(std::vector<double>{air, block, height, hazard, location,
                                                            relief, slope, water, quality},
                                        found);
                            if (found != plain({slope, height, relief, water, hazard, air, quality,
                                                location, block})) {
                                FAIL("slope " << slope << " height " << height << " relief "
                                              << relief << " water " << water << " hazard "
                                              << hazard << " mask " << mask);
                            }
                            ++cases;
                        }
                    }
                }
            }
        }
    }
    CHECK(cases == 7 * 4 * 4 * 5 * 4 * 60);
    CHECK(rules.classes().at(1).zh == "一般适宜");
}

TEST_CASE("a step that lacks its input has no grade, an optional one leaves it as it was") {
    const auto rules = RuleSet::from_json(small());
    std::vector<double> out(2);
    rules.grade(std::vector<double>{1.5, 7}, out);
    CHECK(out == std::vector<double>{2, 3});
    CHECK(rules.deciding(out) == 1);
    rules.grade(std::vector<double>{1.5, NAN}, out);
    CHECK(out == std::vector<double>{2, 2});
    CHECK(rules.deciding(out) == 0);
    rules.grade(std::vector<double>{NAN, 7}, out);
    CHECK(std::isnan(out[0]));
    CHECK(std::isnan(out[1]));
    rules.grade(std::vector<double>{1, 8}, out);  // a value on a break is of the class below
    CHECK(out == std::vector<double>{1, 1});
    json left = small();
    left["steps"][0]["closed"] = "left";
    RuleSet::from_json(left).grade(std::vector<double>{1, 8}, out);
    CHECK(out == std::vector<double>{2, 2});
}

TEST_CASE("grades stay within the set's, whatever is added") {
    json set = small();
    set["grades"] = 3;
    set["steps"][1]["cases"][0]["add"] = 5;
    std::vector<double> out(2);
    RuleSet::from_json(set).grade(std::vector<double>{0, 7}, out);
    CHECK(out == std::vector<double>{1, 3});
    set["steps"][1]["cases"][0]["add"] = -5;
    RuleSet::from_json(set).grade(std::vector<double>{5, 7}, out);
    CHECK(out == std::vector<double>{3, 1});
}

TEST_CASE("the worst factor, and a matrix beyond its rows") {
    const auto rules =
        RuleSet::from_json(json::parse(R"({"name": "n", "edition": "e", "source": "s",
        "inputs": {"a": {}, "b": {}}, "steps": [
        {"id": "w", "clause": "c", "kind": "worst", "of": ["a", "b"]},
        {"id": "m", "clause": "c", "kind": "matrix", "rows": "a", "columns": "b", "grades": [[1, 2], [3, 4]]}]})"));
    std::vector<double> out(2);
    rules.grade(std::vector<double>{2, 1}, out);
    CHECK(out == std::vector<double>{2, 3});
    rules.grade(std::vector<double>{1, 2}, out);
    CHECK(out == std::vector<double>{2, 2});
    for (const double bad : {0.0, 1.5, 3.0}) {
        rules.grade(std::vector<double>{bad, 1}, out);
        CHECK(std::isnan(out[1]));
    }
}

TEST_CASE("mistakes in a rule set are told with the step") {
    CHECK(error_text([] { RuleSet::from_json(json::array()); }).find("is an object") !=
          std::string::npos);
    CHECK(wrong("/steps", json::array()).find("has no steps") != std::string::npos);
    CHECK(wrong("/stepz", 1).find("did you mean 'steps'") != std::string::npos);
    CHECK(wrong("/steps/0/of", "c").find("no input and no earlier step") != std::string::npos);
    CHECK(wrong("/steps/0/of", "h").find("step g") != std::string::npos);
    CHECK(wrong("/steps/0/kind", "grade").find("did you mean 'grades'") != std::string::npos);
    CHECK(wrong("/steps/0/breaks", {2, 1}).find("do not ascend") != std::string::npos);
    CHECK(wrong("/steps/0/grades", {1, 2}).find("2 breaks make 2 + 1 classes") !=
          std::string::npos);
    CHECK(wrong("/steps/0/closed", "up").find("'left' or 'right'") != std::string::npos);
    CHECK(wrong("/steps/0/grades/1", "x").find("wants finite numbers") != std::string::npos);
    CHECK(wrong("/steps/0/clause", nullptr).find("'clause' is missing") != std::string::npos);
    CHECK(wrong("/steps/1/id", "g").find("two inputs or steps are called 'g'") !=
          std::string::npos);
    CHECK(wrong("/steps/1/cases/0/from", 1).find("one of is, from, above") != std::string::npos);
    CHECK(wrong("/steps/1/when", {3}).find("two numbers") != std::string::npos);
    CHECK(wrong("/steps/1/start", "x").find("no earlier step is called 'x'") != std::string::npos);
}
