#include "base/parallel.hpp"
#include "layer/table.hpp"
#include "map/sheet_json.hpp"
#include "registry/registry.hpp"
#include "report/register.hpp"
#include "report/value_chart.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace jt;
using namespace jt::report;
using nlohmann::json;

namespace {

layer::Table minutes() {
    layer::Table out(9);
    const double gap = std::nan("");
    out.set({"t", layer::Type::real, "min", {"到枢纽时间", "time to hub"}},
            layer::Column::of_reals({0, 12, 15, 30, 45, 60, 61, 200, gap}));
    out.set({"kind", layer::Type::text, "", {}},
            layer::Column::of_texts({"林", "田", "田", "林", "水", "水", "水", "村", "田"}));
    return out;
}

ChartFunction of(const json& function, const std::string& unit = "") {
    return {layer::ValueFunction::from_json(function, unit), function, unit};
}

surface::Surface heights(std::size_t side) {
    std::vector<float> values(side * side);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = i % 10 == 0 ? std::nanf("") : static_cast<float>(i % 100);
    }
    return {surface::Grid{side, side, 400000, 3390000, 10, 10}, geo::Crs::from("EPSG:4544"),
            std::move(values)};
}

struct Bench {
    registry::Registry registry;
    base::Diagnostics diagnostics;
    base::Progress progress;
    Bench() { register_operators(registry); }
    std::map<std::string, registry::Bytes> run(json params,
                                               std::map<std::string, registry::ObjectPtr> given) {
        registry::Call call;
        for (auto& [port, object] : given) {
            call.inputs[port] = {object};
        }
        call.params = std::move(params);
        call.diagnostics = &diagnostics;
        call.progress = &progress;
        call.registry = &registry;
        const auto out = registry.run("report.value_chart", call);
        return dynamic_cast<const registry::Files&>(*out.at("files")).files;
    }
};

const json kNear{{"kind", "linear"}, {"from", {"1 h", 0}}};

}  // namespace

TEST_CASE("the counts of a column are exact, and those outside of the bounds are told apart") {
    const layer::Table table = minutes();
    const auto counts = count_values(table.column("t"), "t", of(kNear, "min"), 10);
    CHECK(counts.values == 8);
    CHECK(counts.missing == 1);
    CHECK(counts.below == 0);
    CHECK(counts.above == 2);  // 61 and 200; 60 is the bound itself
    REQUIRE(counts.histogram);
    CHECK(counts.histogram->edges().front() == 0);
    CHECK(counts.histogram->edges().back() == 200);
    CHECK(counts.histogram->counts().size() == 10);
    CHECK(counts.histogram->counts()[0] == 3);  // 0, 12, 15 below 20
    CHECK(counts.histogram->counts()[9] == 1);  // the last edge belongs to the last interval
}

TEST_CASE("infinite values are counted beyond the axis") {
    const double inf = std::numeric_limits<double>::infinity();
    const auto counts = count_values(layer::Column::of_reals({1, inf, 3, -inf}), "x",
                                     of({{"kind", "linear"}, {"from", {0, 4}}}), 2);
    CHECK(counts.histogram->edges() == std::vector<double>{0, 1, 2, 3, 4});
    CHECK(counts.values == 4);
    CHECK(counts.above == 1);
    CHECK(counts.below == 1);
}

TEST_CASE("the axis reaches over the form of the function where no value lies there") {
    const auto edges = [](const json& function) {
        const layer::Column values = layer::Column::of_reals({10, 20});
        return count_values(values, "x", of(function), 0).histogram->edges();
    };
    CHECK(edges({{"kind", "large"}, {"mid", 1000}, {"spread", 2}}).back() >= 2000);
    CHECK(edges({{"kind", "ranges"}, {"breaks", {3, 100}}, {"scores", {0, 5, 9}}}).back() >= 109);
    CHECK(edges({{"kind", "gaussian"}, {"mid", -50}, {"width", 4}}).front() <= -60);
    CHECK(edges({{"kind", "sigmoid"}, {"mid", 15}, {"slope", -0.1}}).front() <= -25);
    CHECK(edges({{"kind", "piecewise"}, {"points", {{-7, 0}, {300, 1}}}}).front() <= -7);
}

TEST_CASE("cells are counted window by window, the same as one by one") {
    const surface::Surface surface = heights(700);
    const auto counts = count_values(
        surface, of({{"kind", "linear"}, {"from", {20, 79}}, {"outside", "missing"}}), 25);
    const layer::Histogram& histogram = *counts.histogram;
    layer::Histogram wanted(histogram.edges());
    std::uint64_t below = 0, above = 0;
    for (const double value : surface.window({0, 0, 700, 700})) {
        wanted.add(value);
        below += value < 20 ? 1U : 0U;
        above += value > 79 ? 1U : 0U;
    }
    CHECK(histogram.counts() == wanted.counts());
    CHECK(counts.missing == 49000);
    CHECK(counts.values == 441000);
    CHECK(counts.below == below);
    CHECK(counts.above == above);
    CHECK(counts.cells);
}

TEST_CASE("categories stand in the order of the function, with those that it does not list") {
    const layer::Table table = minutes();
    const auto counts = count_values(table.column("kind"), "kind",
                                     of({{"kind", "categorical"},
                                         {"scores", {{"林", 20}, {"田", 60}, {"园", 80}}},
                                         {"other", 0}}),
                                     0);
    REQUIRE(counts.categories.size() == 5);
    std::map<std::string, std::uint64_t> by_name(counts.categories.begin(),
                                                 counts.categories.end());
    CHECK(by_name == std::map<std::string, std::uint64_t>{
                         {"林", 2}, {"田", 3}, {"园", 0}, {"水", 3}, {"村", 1}});
    CHECK(counts.other == 4);
    CHECK(counts.values == 9);
}

TEST_CASE("a chart of each form keeps to its page and says bounds and counts") {
    const layer::Table table = minutes();
    const std::vector<json> forms{
        kNear,
        {{"kind", "ranges"}, {"breaks", {15, 30, 60}}, {"scores", {100, 60, 30, 0}}},
        {{"kind", "triangular"}, {"from", {0, 30, 90}}},
        {{"kind", "piecewise"}, {"points", {{0, 0}, {20, 80}, {150, 100}}}},
        {{"kind", "sigmoid"}, {"mid", 40}, {"slope", -0.2}, {"to", {-1, 1}}},
        {{"kind", "gaussian"},
         {"mid", 30},
         {"width", 10},
         {"bounds", {5, 55}},
         {"outside", "missing"}},
        {{"kind", "small"}, {"mid", 30}, {"spread", 4}},
        {{"kind", "large"}, {"mid", 30}, {"spread", 4}}};
    for (const json& form : forms) {
        for (const base::Lang lang : {base::Lang::zh, base::Lang::en}) {
            const ChartFunction function = of(form, "min");
            const auto counts = count_values(table.column("t"), "t", function, 0);
            const map::Sheet sheet = value_chart({"到枢纽时间", "时间", lang}, function, counts);
            INFO(form.dump());
            CHECK(map::faults(sheet).empty());
        }
    }
    const layer::Column none = layer::Column::of_reals({std::nan("")});
    const auto empty = count_values(none, "t", of(kNear, "min"), 0);
    CHECK(empty.values == 0);
    CHECK(map::faults(value_chart({"无", "无", base::Lang::zh}, of(kNear, "min"), empty)).empty());
}

TEST_CASE("report.value_chart writes picture, drawing and counts, the same each time") {
    Bench bench;
    const auto table = std::make_shared<layer::Table>(minutes());
    const json params{{"file", "v"}, {"function", kNear}, {"column", "t"}, {"title", "枢纽"}};
    const auto files = bench.run(params, {{"data", table}});
    REQUIRE(files.size() == 3);
    const std::string svg = files.at("charts/v.svg").str();
    CHECK(files.at("charts/v.png").str().substr(1, 3) == "PNG");
    const json told = json::parse(files.at("charts/v.chart.json").str());
    CHECK(told.at("above") == 2);
    CHECK(told.at("unit") == "min");
    CHECK(told.at("axis") == "到枢纽时间");
    CHECK(told.at("bounds") == json({0.0, 60.0}));
    std::uint64_t sum = 0;
    for (const auto& count : told.at("counts")) {
        sum += count.get<std::uint64_t>();
    }
    CHECK(sum == 8);
    base::set_threads(1);
    const auto again = bench.run(params, {{"data", table}});
    base::set_threads(0);
    CHECK(again.at("charts/v.svg").str() == svg);
    CHECK(again.at("charts/v.png").str() == files.at("charts/v.png").str());
    const auto cells = std::make_shared<surface::Surface>(heights(50));
    CHECK(bench
              .run({{"file", "h"}, {"function", {{"kind", "linear"}, {"from", {0, 99}}}}},
                   {{"surface", cells}})
              .size() == 3);
}

TEST_CASE("report.value_chart says what is wrong with its inputs") {
    Bench bench;
    const auto table = std::make_shared<layer::Table>(minutes());
    const auto cells = std::make_shared<surface::Surface>(heights(20));
    const auto refused = [&](const json& changes,
                             const std::map<std::string, registry::ObjectPtr>& given) {
        json params{{"file", "v"}, {"function", kNear}, {"column", "t"}, {"unit", "min"}};
        params.update(changes);
        return test::error_text([&] { (void)bench.run(params, given); });
    };
    CHECK(refused(json::object(), {}).find("a chart is of a table (port 'data') or of a surface") ==
          0);
    CHECK(refused(json::object(), {{"data", table}, {"surface", cells}})
              .find("a chart is of a table") == 0);
    CHECK(refused({{"column", ""}}, {{"data", table}})
              .find("the chart of a table needs the name of a 'column'") == 0);
    CHECK(refused({{"file", "a/b"}}, {{"data", table}})
              .find("'a/b' cannot be the name of a chart's files") == 0);
    CHECK(refused({{"column", "x"}}, {{"data", table}}).find("'x'") != std::string::npos);
    CHECK_FALSE(refused({{"column", "kind"}}, {{"data", table}}).empty());
    const json classes{{"kind", "categorical"}, {"scores", {{"1", 5}}}, {"other", 0}};
    CHECK(refused({{"function", classes}}, {{"surface", cells}})
              .find("the surface has more than 64 different values") == 0);
}
