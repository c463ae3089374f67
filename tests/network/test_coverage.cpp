#include "network/access/coverage.hpp"
#include "network/desk.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using nlohmann::json;
using test::amounts;
using test::Desk;
using test::numbers;
using test::table;
using test::texts;

namespace {

/// What network.nearest gives: minutes, or the status where there are none.
std::shared_ptr<layer::Table> times(const std::vector<std::string>& ids,
                                    const std::vector<double>& minutes,
                                    const std::vector<std::string>& states) {
    auto out = amounts(ids, "minutes", minutes);
    out->set({"status", layer::Type::text, "", {}}, layer::Column::of_texts(states));
    return out;
}

void add_texts(layer::Table& table, const std::string& name,
               const std::vector<std::string>& values) {
    table.set({name, layer::Type::text, "", {}}, layer::Column::of_texts(values));
}

const double kNone = std::nan("");

}  // namespace

TEST_CASE("coverage counts every point once, by zone and in all, with its status") {
    Desk desk;
    const std::vector<std::string> ids = {"a", "b", "c", "d", "e", "f"};
    const auto nearest = times(ids, {10, 15, 31, kNone, kNone, kNone},
                               {"ok", "ok", "ok", "unreachable", "off_network", "missing"});
    const auto demand = amounts(ids, "people", {1, 2, 4, 8, 16, 32});
    add_texts(*demand, "zone", {"Z1", "Z2", "Z1", "Z2", "Z1", ""});
    const auto out = desk.run("network.coverage", {{"nearest", {nearest}}, {"demand", {demand}}},
                              {{"cutoffs", {15, 60}}, {"fields", {"people"}}, {"group", "zone"}});
    const auto& rows = table(out, "coverage");
    CHECK(texts(rows, "level") ==
          std::vector<std::string>{"zone", "zone", "zone", "zone", "total", "total"});
    CHECK(texts(rows, "group") == std::vector<std::string>{"Z1", "Z1", "Z2", "Z2", "", ""});
    CHECK(numbers(rows, "points") == std::vector<double>{3, 3, 2, 2, 6, 6});
    CHECK(numbers(rows, "within") == std::vector<double>{1, 5, 2, 2, 3, 7});
    CHECK(numbers(rows, "beyond") == std::vector<double>{4, 0, 0, 0, 4, 0});
    CHECK(numbers(rows, "unreachable") == std::vector<double>{0, 0, 8, 8, 8, 8});
    CHECK(numbers(rows, "off_network") == std::vector<double>{16, 16, 0, 0, 16, 16});
    CHECK(numbers(rows, "unknown") == std::vector<double>{0, 0, 0, 0, 32, 32});
    CHECK(numbers(rows, "total") == std::vector<double>{21, 21, 10, 10, 63, 63});
    CHECK(rows.column("share").number(0) == 1.0 / 21);
    CHECK(rows.column("share").number(5) == 7.0 / 63);
    const auto& zones = table(out, "zones");
    CHECK(zones.names() == std::vector<std::string>{"id", "people_15min", "people_60min"});
    CHECK(numbers(zones, "people_60min") == std::vector<double>{5.0 / 21, 0.2});
    CHECK(test::said(desk.diagnostics, "network.coverage.no_zone") ==
          "warning: points without zone count in the total only (demand; 1 features: 6)");
}

TEST_CASE("people of zones are spread over their points, and zones without points are unknown") {
    Desk desk;
    const auto nearest =
        times({"a", "b", "c", "d"}, {10, 20, 10, kNone}, {"ok", "ok", "ok", "off_network"});
    const auto demand = amounts({"a", "b", "c", "d"}, "homes", {1, 3, 0, 0});
    add_texts(*demand, "zone", {"Z1", "Z1", "Z2", "Z2"});
    const auto zones = amounts({"Z3", "Z2", "Z1"}, "people", {50, 1000, 400});
    const auto run = [&](json params) {
        params["cutoffs"] = {15};
        params["group"] = "zone";
        params["population"] = "people";
        return desk.run("network.coverage",
                        {{"nearest", {nearest}}, {"demand", {demand}}, {"zones", {zones}}}, params);
    };
    const auto equal = run({});
    CHECK(texts(table(equal, "coverage"), "group") ==
          std::vector<std::string>{"Z1", "Z2", "Z3", ""});
    CHECK(numbers(table(equal, "coverage"), "within") == std::vector<double>{200, 500, 0, 700});
    CHECK(numbers(table(equal, "coverage"), "off_network") == std::vector<double>{0, 500, 0, 500});
    CHECK(numbers(table(equal, "coverage"), "unknown") == std::vector<double>{0, 0, 50, 50});
    CHECK(numbers(table(equal, "coverage"), "total") == std::vector<double>{400, 1000, 50, 1450});
    CHECK(test::said(desk.diagnostics, "network.coverage.alone") ==
          "warning: 1 zones have no point, their amount counts as unknown: Z3");
    const auto by_homes = run({{"spread", "homes"}});  // Z2 has no homes: equally
    CHECK(numbers(table(by_homes, "coverage"), "within") == std::vector<double>{100, 500, 0, 600});
}

TEST_CASE("cells count their geodesic area besides, in parts that sum to it") {
    Desk desk;
    geo::GeometryArray cells(geo::Shape::polygon);
    for (int i = 0; i < 3; ++i) {
        const double x = test::kX + 100 * i, y = test::kY;
        const double ring[] = {x, y, x + 100, y, x + 100, y + 100, x, y + 100, x, y};
        cells.add_ring(ring);
    }
    const auto demand = std::make_shared<layer::Layer>("cells", test::crs(), std::move(cells),
                                                       std::vector<std::int64_t>{1, 2, 3});
    const auto nearest = times({"1", "2", "3"}, {10, 40, kNone}, {"ok", "ok", "cut_off"});
    const auto out = desk.run("network.coverage", {{"nearest", {nearest}}, {"demand", {demand}}},
                              {{"cutoffs", {30}}});
    const auto& rows = table(out, "coverage");
    CHECK(texts(rows, "amount") == std::vector<std::string>{"area_m2"});
    CHECK(rows.column("within").number(0) == Approx(10000).epsilon(1e-4));
    CHECK(rows.column("beyond").number(0) == Approx(20000).epsilon(1e-4));
    CHECK(rows.column("share").number(0) == Approx(1.0 / 3).epsilon(1e-6));
    CHECK(table(out, "zones").rows() == 0);
}

TEST_CASE("parts of seeded coverages sum to the total, and more time never covers less") {
    test::Random random{5};
    std::vector<double> minutes;
    std::vector<std::uint32_t> status;
    std::vector<std::size_t> group, order;
    network::Amount people{"people", {}};
    const std::uint32_t states[] = {
        0, 0, 0, layer::kUnreachable, layer::kCutOff, layer::kOffNetwork, layer::kMissing};
    for (std::size_t i = 0; i < 500; ++i) {
        minutes.push_back(random.below(100));
        status.push_back(states[random.below(7)]);
        group.push_back(random.below(6) == 0 ? network::kNoGroup : random.below(4));
        people.of.push_back(random.below(100));
        order.push_back(i);
    }
    const auto rows = network::cover(minutes, status, group, 4, {people}, {15, 30, 60}, order);
    REQUIRE(rows.size() == 15);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        CHECK(row.within + row.beyond + row.unreachable + row.off_network + row.unknown ==
              row.total);
        CHECK((row.cutoff == 0 || row.within >= rows[i - 1].within));
    }
    CHECK(rows[14].points == 500);
}

TEST_CASE("coverage refuses tables that do not belong together") {
    Desk desk;
    const auto nearest = times({"a", "b"}, {10, 20}, {"ok", "ok"});
    const auto demand = amounts({"a", "b"}, "people", {1, 2});
    add_texts(*demand, "zone", {"Z1", "Z9"});
    const auto zones = amounts({"Z1"}, "people", {50});
    const auto fail = [&](const test::Inputs& inputs, const json& params) {
        return desk.refused("network.coverage", inputs, params);
    };
    const test::Inputs all = {{"nearest", {nearest}}, {"demand", {demand}}, {"zones", {zones}}};
    const test::Inputs two = {{"nearest", {nearest}}, {"demand", {demand}}};
    CHECK(fail(all, {}).find("zones, population and group go together") == 0);
    CHECK(fail(two, {{"population", "people"}}).find("zones, population and group") == 0);
    CHECK(fail(all, {{"population", "people"}, {"group", "zone"}}) ==
          "field zone names 1 zones that are not among the zones: Z9");
    CHECK(fail(two, {{"cutoffs", json::array()}}).find("cutoffs is empty") == 0);
    CHECK(fail({{"nearest", {nearest}}, {"demand", {amounts({"a", "c"}, "people", {1, 2})}}}, {})
              .find("nearest lacks 1 ids: c") == 0);
    CHECK(fail({{"nearest", {times({"a", "b"}, {-1, 2}, {"ok", "ok"})}}, {"demand", {demand}}}, {})
              .find("field minutes of nearest: 1 values are no number of at least 0: a (-1)") == 0);
    CHECK(fail({{"nearest", {demand}}, {"demand", {demand}}}, {}).find("minutes") !=
          std::string::npos);
    const auto none = desk.run("network.coverage", {{"nearest", {times({}, {}, {})}},
                                                    {"demand", {amounts({}, "people", {})}}});
    CHECK(numbers(table(none, "coverage"), "total") == std::vector<double>(4, 0));
}
