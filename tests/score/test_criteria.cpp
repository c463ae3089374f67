#include "layer/criteria.hpp"

#include "score/criteria_trees.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <random>

using namespace jt;
using namespace jt::test;

namespace {

/// A tree of the given depth over columns c0, c1, ...; weights sum to 1.
json random_tree(std::mt19937& random, int depth, int& groups, int& factors) {
    static const std::vector<std::string> merges = {"sum", "product", "owa", "minimum"};
    json out = {{"name", "g" + std::to_string(groups++)}, {"factors", json::array()}};
    const std::string merge = merges[random() % 4];
    out["merge"] = merge;
    const std::size_t count = 1 + random() % 4;
    std::vector<double> weights;
    double sum = 0;
    for (std::size_t k = 0; k < count; ++k) {
        weights.push_back(1 + double(random() % 9));
        sum += weights.back();
    }
    for (double& weight : weights) {
        weight /= sum;
    }
    if (merge == "owa") {
        out["order_weights"] = weights;
    } else if (merge != "minimum") {
        out["weights"] = weights;
    }
    for (std::size_t k = 0; k < count; ++k) {
        out["factors"].push_back(depth > 0 && random() % 2 == 0
                                     ? random_tree(random, depth - 1, groups, factors)
                                     : factor("c" + std::to_string(factors++)));
    }
    return out;
}

/// The tree once more, in so many words: values 0..100 are their own scores.
double plain(const json& node, const std::map<std::string, std::vector<double>>& values,
             std::size_t row) {
    if (!node.contains("factors")) {
        return values.at(node["name"].get<std::string>())[row];
    }
    std::vector<double> scores;
    for (const json& one : node["factors"]) {
        scores.push_back(plain(one, values, row));
    }
    const auto weights = node.value("order_weights", node.value("weights", std::vector<double>()));
    if (node["merge"] == "minimum") {
        return *std::ranges::min_element(scores);
    }
    if (node["merge"] == "owa") {
        std::ranges::sort(scores, std::greater<>());
    }
    double out = node["merge"] == "product" ? 1 : 0;
    for (std::size_t k = 0; k < scores.size(); ++k) {
        out = node["merge"] == "product" ? out * std::pow(scores[k], weights[k])
                                         : out + weights[k] * scores[k];
    }
    return out;
}

}  // namespace

TEST_CASE("a tree of sums: group scores, global weights and parts that add up") {
    const auto out = evaluate(
        two_groups(), data({{"hub", {80, 20}}, {"people", {40, 60}}, {"slope", {50, 100}}}));
    CHECK(out.told.empty());
    CHECK(out.number("location_score", 0) == Approx(0.75 * 80 + 0.25 * 40));
    CHECK(out.number("land_score", 0) == 50);
    CHECK(out.number("score", 0) == Approx(0.6 * 70 + 0.4 * 50));
    CHECK(out.number("hub_part", 0) == Approx(0.6 * 0.75 * 80));
    CHECK(out.number("location_part", 0) == Approx(0.6 * 70));
    CHECK(out.number("hub_part", 1) + out.number("people_part", 1) + out.number("slope_part", 1) ==
          Approx(out.number("score", 1)));
    CHECK(out.number("rank", 0) == 1);
    CHECK(out.texts("id", "weights") ==
          std::vector<std::string>{"location", "hub", "people", "land", "slope"});
    CHECK(out.number("weight", 1, "weights") == Approx(0.45));
    CHECK(out.text("method", 4, "weights") == "equal");
    CHECK(out.texts("name", "global") ==
          std::vector<std::string>{"hub_score", "people_score", "slope_score"});
    CHECK(out.number("weight", 2, "global") == Approx(0.4));
    REQUIRE(out.table("factors").rows() == 6);
    CHECK(out.number("value", 3, "factors") == 20);
    CHECK(out.number("score", 3, "factors") == 20);
    CHECK(out.number("local_weight", 3, "factors") == 0.75);
    CHECK(out.number("weight", 3, "factors") == Approx(0.45));
    CHECK(out.number("part", 3, "factors") == Approx(9));
    CHECK(out.text("group", 5, "factors") == "land");
}

TEST_CASE("random trees of all aggregations equal the same tree written out again") {
    std::mt19937 random(20200525);
    for (int round = 0; round < 200; ++round) {
        int groups = 0, factors = 0;
        const json tree = random_tree(random, 3, groups, factors);
        std::map<std::string, std::vector<double>> values;
        for (int k = 0; k < factors; ++k) {
            for (int row = 0; row < 5; ++row) {
                values["c" + std::to_string(k)].push_back(double(random() % 101));
            }
        }
        const auto out = evaluate(tree, data(values));
        for (std::size_t row = 0; row < 5; ++row) {
            CHECK(out.number("score", row) == Approx(plain(tree, values, row)).margin(1e-9));
        }
    }
}

TEST_CASE("a row that lacks a factor has no score, or one on the others, and is listed") {
    const auto table = data({{"hub", {80, NAN}}, {"people", {40, 60}}, {"slope", {50, 100}}});
    const auto out = evaluate(two_groups(), table);
    CHECK(out.told ==
          std::vector<std::string>{
              "warning: 1 rows have no value in 'hub' and get no score: P2 (1 features: 2)",
              "warning: 1 rows have no score and are not ranked: P2 (1 features: 2)"});
    CHECK_FALSE(out.table().column("score").valid(1));
    CHECK_FALSE(out.table().column("location_score").valid(1));
    CHECK(out.number("land_score", 1) == 100);
    CHECK_FALSE(out.table().column("rank").valid(1));
    CHECK(out.text("status", 3, "factors") == "missing");
    const auto filled = evaluate(two_groups(), table, {{"missing", "renormalise"}});
    CHECK(filled.number("location_score", 1) == 60);
    CHECK(filled.number("score", 1) == Approx(0.6 * 60 + 0.4 * 100));
    CHECK(filled.number("local_weight", 4, "factors") == 1);
    CHECK(filled.number("weight", 4, "factors") == Approx(0.6));
    CHECK(filled.number("people_part", 1) + filled.number("slope_part", 1) == Approx(76));
    CHECK(filled.told[1] ==
          "warning: 1 rows lack a factor of 'location' and are scored on the others, with their "
          "weights brought to 1: P2 (1 features: 2)");
}

TEST_CASE("a factor that does not apply is left out of the row, whatever the aggregation") {
    auto table = data({{"hub", {80, 80, 80}}, {"air", {20, NAN, 50}}, {"slope", {50, 50, NAN}}});
    table->set({"aviation", Type::boolean, "", {}}, Column::of_booleans({true, false, true}));
    json air = factor("air", 0.5);
    air["applies"] = "aviation";
    json tree = {{"name", "fit"}, {"factors", {factor("hub", 0.3), air, factor("slope", 0.2)}}};
    const auto out = evaluate(tree, table);
    CHECK(out.number("score", 0) == Approx(0.3 * 80 + 0.5 * 20 + 0.2 * 50));
    CHECK(out.number("score", 1) == Approx(0.6 * 80 + 0.4 * 50));
    CHECK_FALSE(out.table().column("score").valid(2));  // slope is missing, not inapplicable
    CHECK(out.text("status", 4, "factors") == "not applicable");
    CHECK(out.number("local_weight", 3, "factors") == Approx(0.6));
    CHECK_FALSE(out.table("factors").column("local_weight").valid(4));
    CHECK(out.told[0] ==
          "warning: 1 rows have no value in 'slope' and get no score: P3 (1 features: 3)");
    tree["merge"] = "product";
    CHECK(evaluate(tree, table).number("score", 1) ==
          Approx(std::pow(80, 0.6) * std::pow(50, 0.4)));
    json worst = {{"name", "fit"}, {"merge", "minimum"}, {"factors", {factor("hub"), air}}};
    worst["factors"][1].erase("weight");
    CHECK(evaluate(worst, table).number("score", 0) == 20);
    CHECK(evaluate(worst, table).number("score", 1) == 80);
}

TEST_CASE("groups that do not add up have no parts, and no flat weights") {
    json tree = two_groups();
    tree["factors"][0]["merge"] = "owa";
    tree["factors"][0]["orness"] = 0;
    const auto out = evaluate(tree, data({{"hub", {80}}, {"people", {40}}, {"slope", {50}}}));
    CHECK(out.number("location_score", 0) == 40);
    CHECK(out.number("location_part", 0) == Approx(24));
    CHECK_FALSE(out.table().has("hub_part"));
    CHECK(out.number("slope_part", 0) == Approx(20));
    CHECK(out.table("global").rows() == 0);
    CHECK(out.told ==
          std::vector<std::string>{"info: not all groups are weighted sums: there are no parts and "
                                   "no global weights that add up, and the output 'global' has no "
                                   "rows"});
}

TEST_CASE("a product of scores: 0 is 0, a factor of no weight does not count, below 0 is refused") {
    const json tree = {
        {"name", "fit"},
        {"merge", "product"},
        {"factors", {{{"name", "hub"}, {"weight", 1}}, {{"name", "slope"}, {"weight", 0}}}}};
    const auto out = evaluate(tree, data({{"hub", {0, 9, 4}}, {"slope", {5, 0, 7}}}));
    CHECK(out.number("score", 0) == 0);
    CHECK(out.number("score", 1) == 9);
    CHECK(error_text([&] {
              evaluate(tree, data({{"hub", {-1, 9}}, {"slope", {5, 0}}}));
          }).find("1 rows have factors below 0 in 'fit', which a product cannot take: P1") == 0);
}

TEST_CASE("no rows give empty tables") {
    const auto out = evaluate(two_groups(), data({{"hub", {}}, {"people", {}}, {"slope", {}}}));
    CHECK(out.table().rows() == 0);
    CHECK(out.table("factors").rows() == 0);
    CHECK(out.table("weights").rows() == 5);
}

TEST_CASE("weights of groups come from people and from the data, and who judged what is kept") {
    const auto table =
        data({{"hub", {80, 20, 50}}, {"people", {40, 60, 10}}, {"slope", {50, 100, 0}}});
    json tree = {{"name", "fit"}, {"factors", {factor("hub"), factor("people"), factor("slope")}}};
    tree["weights"] = {{"method", "ahp"},
                       {"names", {"hub", "people", "slope"}},
                       {"matrix", {{1, 3, 5}, {"", 1, 3}, {"", "", 1}}}};
    const auto ahp = evaluate(tree, table);
    const auto direct = test::run_score(
        "score.ahp", {},
        {{"names", {"hub", "people", "slope"}}, {"matrix", {{1, 3, 5}, {"", 1, 3}, {"", "", 1}}}});
    CHECK(ahp.number("local_weight", 0, "weights") == direct.number("weight", 0));
    CHECK(ahp.number("cr", 0, "weights") == direct.number("cr", 0, "check"));
    REQUIRE(ahp.table("judgements").rows() == 3);
    CHECK(ahp.text("first", 2, "judgements") == "people");
    CHECK(ahp.number("value", 1, "judgements") == 5);

    tree["weights"] = {{"method", "group_ahp"},
                       {"names", {"hub", "people", "slope"}},
                       {"judges",
                        {{"Li", {{1, 3, 5}, {"", 1, 3}, {"", "", 1}}},
                         {"Wang", {{1, "1/2", 2}, {"", 1, 4}, {"", "", 1}}}}}};
    const auto group = evaluate(tree, table);
    CHECK(group.text("method", 0, "weights") == "group_ahp");
    REQUIRE(group.table("judgements").rows() == 6);
    CHECK(group.text("judge", 3, "judgements") == "Wang");
    CHECK(group.number("value", 3, "judgements") == 0.5);

    tree["weights"] = {{"method", "swing"},
                       {"points", {{"hub", 100}, {"people", 60}, {"slope", 40}}}};
    CHECK(evaluate(tree, table).number("local_weight", 0, "weights") == Approx(0.5));
    CHECK(evaluate(tree, table).number("value", 1, "judgements") == 60);

    for (const char* method : {"entropy", "critic"}) {
        tree["weights"] = {{"method", method}};
        const auto made = test::run_score(std::string("score.") + method, {{"data", {table}}},
                                          {{"columns", {"hub", "people", "slope"}}});
        CHECK(evaluate(tree, table).number("local_weight", 2, "weights") ==
              made.number("weight", 2));
    }
    tree["weights"] = {
        {"method", "combined"},
        {"alpha", 0.25},
        {"first",
         {{"method", "direct"}, {"weights", {{"hub", 0.2}, {"people", 0.3}, {"slope", 0.5}}}}},
        {"second", {0.5, 0.25, 0.25}}};
    CHECK(evaluate(tree, table).number("local_weight", 0, "weights") == Approx(0.05 + 0.375));
    auto given = std::make_shared<Table>(3);
    given->set({"name", Type::text, "", {}}, Column::of_texts({"slope", "hub", "people"}));
    given->set({"weight", Type::real, "", {}}, Column::of_reals({0.5, 0.2, 0.3}));
    tree["weights"] = {{"method", "table"}, {"table", 1}};
    CHECK(evaluate(tree, table, json::object(), {{"weights", {given}}})
              .number("local_weight", 0, "weights") == 0.2);
}

TEST_CASE("a factor's unit is that of its column, and numbers of the function are in it") {
    auto table = data({{"minutes", {15, 45}}});
    table->set({"minutes", Type::real, "min", {}}, Column::of_reals({15, 45}));
    json tree = {{"name", "fit"},
                 {"factors",
                  {{{"name", "hub"},
                    {"column", "minutes"},
                    {"unit", "min"},
                    {"function", {{"kind", "linear"}, {"from", {"1 h", "0 min"}}}}}}}};
    CHECK(evaluate(tree, table).number("score", 0) == Approx(75));
    tree["factors"][0]["unit"] = "h";
    CHECK(error_text([&] {
              evaluate(tree, table);
          }).find("the factor is declared in h, but column 'minutes' is in min") == 0);
}
