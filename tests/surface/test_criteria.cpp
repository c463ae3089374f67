#include "support/errors.hpp"
#include "surface/fixtures.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <random>

using namespace jt;
using nlohmann::json;
using test::error_text;

namespace {

surface::SurfacePtr row(std::vector<double> values) {
    auto grid = test::metre_grid(values.size(), 1);
    return test::shared({grid, geo::Crs::from("EPSG:4544"), std::move(values)});
}

json factor(const std::string& name, double weight) {
    return {
        {"name", name}, {"weight", weight}, {"function", {{"kind", "linear"}, {"from", {0, 100}}}}};
}

json tree(const std::string& merge) {
    json inner = {{"name", "ground"}, {"weight", 0.4}, {"merge", merge}};
    inner["factors"] = {factor("slope", 0.5), factor("relief", 0.5)};
    if (merge == "minimum") {
        inner["factors"][0].erase("weight");
        inner["factors"][1].erase("weight");
    }
    return {{"name", "fit"}, {"factors", {factor("hub", 0.6), inner}}};
}

auto evaluate(const json& tree, const json& more = json::object()) {
    const auto hub = row({80, 20, 50, NAN, 0}), slope = row({10, 90, 60, 5, 0}),
               relief = row({40, 10, NAN, 5, 64});
    json params = {{"tree", tree}, {"names", {"hub", "slope", "relief"}}};
    params.update(more);
    return test::run("surface.criteria", {{"surfaces", {hub, slope, relief}}}, params);
}

}  // namespace

TEST_CASE("a criterion tree over cells: each aggregation by hand, nodata where a factor has none") {
    const auto near = [](const json& tree, const std::vector<double>& wanted) {
        const auto found = test::values_of(evaluate(tree).surface());
        REQUIRE(found.size() == wanted.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            CHECK((std::isnan(wanted[i]) ? std::isnan(found[i])
                                         : found[i] == Approx(wanted[i]).margin(1e-9)));
        }
    };
    near(tree("sum"), {58, 32, NAN, NAN, 12.8});
    near(tree("minimum"), {52, 16, NAN, NAN, 0});
    near(tree("product"), {56, 24, NAN, NAN, 0});
    json owa = tree("owa");
    owa["factors"][1]["order_weights"] = {0.25, 0.75};  // with equal weights of the factors
    near(owa, {48 + 0.4 * (0.25 * 40 + 0.75 * 10), 12 + 0.4 * (0.25 * 90 + 0.75 * 10), NAN, NAN,
               0.4 * 0.25 * 64});
    json rim = tree("owa");
    rim["factors"][1]["orness"] = 1;
    near(rim, {64, 48, NAN, NAN, 25.6});
}

TEST_CASE("one criterion of a tree over cells, and the weights") {
    const auto ran = evaluate(tree("sum"), {{"node", "ground"}});
    CHECK(test::alike(test::values_of(ran.surface()), {25, 50, NAN, 5, 32}));
    const auto raw = evaluate(tree("sum"), {{"node", "relief"}});
    CHECK(test::alike(test::values_of(raw.surface()), {40, 10, NAN, 5, 64}));
    const auto& weights = dynamic_cast<const layer::Table&>(*ran.outputs.at("weights"));
    REQUIRE(weights.rows() == 4);
    CHECK(weights.column("id").text(2) == "slope");
    CHECK(weights.column("weight").number(2) == Approx(0.2));
}

TEST_CASE("what cells cannot have is refused, with the criterion") {
    const auto wrong = [](const json& tree, const json& more = json::object()) {
        const auto text = error_text([&] { evaluate(tree, more); });
        return text.substr(0, text.find("\n  in operator"));
    };
    json entropy = {{"name", "fit"}, {"weights", {{"method", "entropy"}}}};
    entropy["factors"] = {{{"name", "hub"}}, {{"name", "slope"}}};
    CHECK(wrong(entropy).find("weights by 'entropy' come from rows, and cells have none\n  in "
                              "criterion 'fit'") == 0);
    json applies = tree("sum");
    applies["factors"][0]["applies"] = "x";
    CHECK(wrong(applies).find("'applies' is for rows") == 0);
    json other = tree("sum");
    other["factors"][0]["column"] = "hib";
    CHECK(wrong(other).find("no surface is named 'hib'; did you mean 'hub'?") == 0);
    CHECK(wrong(tree("sum"), {{"node", "grund"}}).find("did you mean 'ground'?") !=
          std::string::npos);
    CHECK(wrong(tree("sum"), {{"names", {"hub", "slope"}}}).find("2 names for 3 surfaces") == 0);
    json heavy = tree("sum");
    heavy["factors"][0]["weight"] = 0.7;
    CHECK(wrong(heavy).find("the weights add up to 1.1, not to 1\n  in criterion 'fit'") == 0);
    CHECK(test::values_of(evaluate(heavy, {{"normalise", true}}).surface())[1] ==
          Approx((0.7 * 20 + 0.4 * 50) / 1.1));
}

TEST_CASE("two surfaces of classes: the cross table and the change of each cell") {
    const auto before = row({1, 1, 2, 3, NAN, 3, NAN}), after = row({1, 2, 1, 3, 2, NAN, NAN});
    const auto mark = row({0, 1, 0, NAN, 0, 1, 1});
    const auto ran = test::run("surface.crosstab",
                               {{"before", {before}}, {"after", {after}}, {"doubtful", {mark}}},
                               {{"classes", {"good", "fair", "bad"}}, {"best", "first"}});
    CHECK(test::alike(test::values_of(ran.surface()), {11, 12, 21, 33, 2, 30, NAN}));
    const auto& table = dynamic_cast<const layer::Table&>(*ran.outputs.at("table"));
    REQUIRE(table.rows() == 6);
    const auto column = [&](const char* name) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < table.rows(); ++i) {
            out.push_back(table.column(name).show(i));
        }
        return out;
    };
    CHECK(column("from") == std::vector<std::string>{"1", "1", "2", "3", "3", "-"});
    CHECK(column("change") ==
          std::vector<std::string>{"same", "worse", "better", "same", "gone", "new"});
    CHECK(column("doubtful") == std::vector<std::string>{"0", "1", "0", "0", "1", "0"});
    CHECK(table.column("area_ha").number(1) == Approx(0.01));  // a cell of 10 m
    CHECK(table.column("share").number(1) == Approx(1.0 / 6));
    CHECK(error_text([&] {
              test::run("surface.crosstab", {{"before", {row({1.5})}}, {"after", {row({1})}}}, {});
          }).find("1.5 is no class: whole numbers from 1 to 999 are") == 0);
    CHECK(error_text([&] {
              test::run("surface.crosstab", {{"before", {before}}, {"after", {row({1})}}}, {});
          }) != "");
}

TEST_CASE("a cross table of many cells agrees with counting them one by one") {
    std::mt19937 random(3);
    const auto grid = test::metre_grid(150, 333);
    std::vector<double> a(grid.cells()), b(grid.cells());
    std::map<std::pair<double, double>, double> counts;
    for (std::size_t i = 0; i < a.size(); ++i) {
        a[i] = 1 + double(random() % 12);
        b[i] = 1 + double(random() % 3);
        counts[{a[i], b[i]}] += 1;
    }
    const auto crs = geo::Crs::from("EPSG:4544");
    const auto ran = test::run(
        "surface.crosstab",
        {{"before", {test::shared({grid, crs, a})}}, {"after", {test::shared({grid, crs, b})}}},
        {});
    const auto& table = dynamic_cast<const layer::Table&>(*ran.outputs.at("table"));
    REQUIRE(table.rows() == counts.size());
    std::size_t i = 0;
    for (const auto& [key, count] : counts) {
        CHECK(table.column("count").number(i) == count);
        CHECK(table.column("area_ha").number(i) == Approx(count * 0.01));
        ++i;
    }
    const auto changes = test::values_of(ran.surface());
    CHECK(changes[17] == a[17] * 100 + b[17]);  // two digits each
}
