#include "network/desk.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using nlohmann::json;
using test::Inputs;

namespace {

struct Desk : test::Desk {
    registry::ObjectPtr network(const std::vector<test::Road>& roads) {
        return run("network.build", {{"lines", {test::roads(roads)}}},
                   {{"modes", {"car"}}, {"access_speed", "3.6 km/h"}, {"snap", "0 m"}})
            .at("network");
    }
    /// A way of 100 s, one of 200 s beside it, and a street of its own behind.
    registry::ObjectPtr two_ways() {
        return network({{{0, 0, 1000, 0}},
                        {{0, 0, 0, 500, 1000, 500, 1000, 0}},
                        {{1000, 0, 2000, 0}},
                        {.xy = {0, 0, 2000, 0}, .speed = 72, .year = 2025, .level = 1}});
    }
    std::string fails(const std::string& name, const test::Inputs& inputs, const json& params) {
        return test::error_text([&] { run(name, inputs, params); });
    }
};

std::shared_ptr<layer::Table> demand(const std::vector<std::string>& from,
                                     const std::vector<std::string>& to,
                                     std::vector<double> volume) {
    auto out = std::make_shared<layer::Table>(from.size());
    out->set({"origin", layer::Type::text, "", {}}, layer::Column::of_texts(from));
    out->set({"destination", layer::Type::text, "", {}}, layer::Column::of_texts(to));
    out->set({"volume", layer::Type::real, "", {}}, layer::Column::of_reals(std::move(volume)));
    return out;
}

const layer::Layer& in(const registry::Outputs& outputs, const char* name) {
    return dynamic_cast<const layer::Layer&>(*outputs.at(name));
}

}  // namespace

TEST_CASE("network.criticality ranks links by what their closing costs") {
    Desk desk;
    auto to = test::points({1000, 0, 2000, 0}, {"near", "far"});
    to->set({"beds", layer::Type::real, "", {}}, layer::Column::of_reals({10, 5}));
    const Inputs inputs = {{"network", {desk.two_ways()}},
                           {"origins", {test::points({0, 0}, {"home"})}},
                           {"destinations", {to}}};
    const auto outputs =
        desk.run("network.criticality", inputs, {{"weight", "beds"}, {"threshold", "250 s"}});
    const auto& links = in(outputs, "links");
    REQUIRE(links.rows() == 3);
    std::map<std::string, std::size_t> row;
    for (std::size_t i = 0; i < 3; ++i) {
        row[std::string(links.column("id").text(i))] = i;
    }
    const auto value = [&](const char* id, const char* column) {
        return links.column(column).number(row.at(id));
    };
    CHECK(value("r1", "damage") == 5);  // 200 + 100 s is beyond the threshold
    CHECK(value("r2", "damage") == 0);
    CHECK(value("r3", "damage") == 5);
    CHECK(value("r1", "share") == Approx(1.0 / 3));
    CHECK(value("r1", "cut_pairs") == 0);
    CHECK(value("r3", "cut_pairs") == 1);
    CHECK(value("r1", "rank") == 1);  // as much as r3: by id
    CHECK(value("r3", "rank") == 2);
    CHECK(value("r2", "rank") == 3);
    CHECK(value("r2", "km") == Approx(2.0));
    CHECK(test::said(desk.diagnostics, "network.criticality.searches") ==
          "info: 3 links one by one: 2 of 3 searches from an origin were needed");
    const auto times =
        desk.run("network.criticality", inputs, {{"indicator", "mean_time"}, {"lost", "10 min"}});
    const auto& by_time = in(times, "links");
    CHECK(by_time.column("damage").number(row.at("r1")) == Approx(100.0 / 60));
    CHECK(by_time.column("damage").number(row.at("r3")) == Approx((600.0 - 200) / 2 / 60));
}

TEST_CASE("network.candidates ranks closed links by what their opening gains") {
    Desk desk;
    const Inputs inputs = {{"network", {desk.two_ways()}},
                           {"origins", {test::points({0, 0}, {"home"})}},
                           {"destinations", {test::points({2000, 0}, {"far"})}}};
    const auto outputs = desk.run("network.candidates", inputs, {{"indicator", "mean_time"}});
    const auto& links = in(outputs, "links");
    REQUIRE(links.rows() == 1);
    CHECK(links.column("id").text(0) == "r4");
    CHECK(links.column("gain").number(0) == Approx(100.0 / 60));
    CHECK(links.column("share").number(0) == Approx(0.5));
    CHECK(links.column("joined_pairs").integer(0) == 0);
}

TEST_CASE("links of one id are closed together where asked for") {
    Desk desk;
    const auto net = desk.network({{.xy = {0, 0, 500, 0}, .id = "S1"},
                                   {.xy = {500, 0, 1000, 0}, .id = "S1"},
                                   {.xy = {500, 0, 500, 400}, .id = "S2"}});
    const Inputs inputs = {{"network", {net}},
                           {"origins", {test::points({0, 0})}},
                           {"destinations", {test::points({1000, 0})}}};
    CHECK(in(desk.run("network.criticality", inputs), "links").rows() == 3);
    const auto outputs = desk.run("network.criticality", inputs, {{"by", "id"}});
    const auto& links = in(outputs, "links");
    REQUIRE(links.rows() == 2);
    CHECK(links.column("km").number(0) + links.column("km").number(1) == Approx(1.4));
    CHECK(links.column("damage").number(0) + links.column("damage").number(1) == 1);
}

TEST_CASE("network.betweenness gives nodes and edges, of all pairs and of trips") {
    Desk desk;
    const auto net = desk.network({{{0, 0, 100, 0}}, {{100, 0, 200, 0}}, {{200, 0, 300, 0}}});
    const auto all = desk.run("network.betweenness", {{"network", {net}}});
    const auto& nodes = in(all, "nodes");
    REQUIRE(nodes.rows() == 4);
    CHECK(nodes.column("value").number(1) + nodes.column("value").number(2) == Approx(8));
    CHECK(in(all, "edges").column("value").number(1) == Approx(8));
    const auto shares =
        desk.run("network.betweenness", {{"network", {net}}}, {{"normalised", true}});
    CHECK(in(shares, "edges").column("value").number(1) == Approx(8.0 / 12));
    const auto points = test::points({0, 0, 300, 0, 0, 90000}, {"a", "b", "away"});
    const auto trips =
        desk.run("network.betweenness", {{"network", {net}},
                                         {"points", {points}},
                                         {"demand", {demand({"a", "a"}, {"b", "away"}, {12, 3})}}});
    for (std::size_t e = 0; e < 3; ++e) {
        CHECK(in(trips, "edges").column("value").number(e) == 12);
    }
    CHECK(test::said(desk.diagnostics, "network.demand.lost") ==
          "warning: 1 rows of demand with 3 trips have no way and load nothing; the first is a to "
          "away");
}

TEST_CASE("bad demand, weights and modes are refused with where and what") {
    Desk desk;
    const auto net = desk.two_ways();
    const auto points = test::points({0, 0, 1000, 0}, {"a", "b"});
    const auto fails = [&](const std::shared_ptr<layer::Table>& trips, const json& params) {
        return desk.fails("network.betweenness",
                          {{"network", {net}}, {"points", {points}}, {"demand", {trips}}}, params);
    };
    const json none = json::object();
    CHECK(fails(demand({"a", "x"}, {"b", "b"}, {1, 1}), none)
              .find("demand, row 2: origin 'x' is no id of the points") == 0);
    CHECK(fails(demand({"a"}, {""}, {1}), none)
              .find("demand, row 1: destination '' is no id of the points") == 0);
    CHECK(fails(demand({"a"}, {"b"}, {-1}), none)
              .find("demand, row 1: volume '-1' is no number of 0 or above") == 0);
    CHECK(fails(demand({"a"}, {"b"}, {std::nan("")}), none)
              .find("demand, row 1: volume '' is no number of 0 or above") == 0);
    CHECK(fails(demand({"a"}, {"b"}, {1}), {{"normalised", true}})
              .find("trips of a demand table are not normalised") == 0);
    CHECK(fails(demand({"a"}, {"b"}, {1}), {{"mode", "walk"}})
              .find("the network was built without the mode walk") == 0);
    CHECK(fails(std::make_shared<layer::Table>(1), none).find("origin") != std::string::npos);
    auto text = demand({"a"}, {"b"}, {1});
    text->set({"volume", layer::Type::text, "", {}},
              layer::Column::of_texts(std::vector<std::string>{"many"}));
    CHECK(fails(text, none).find("demand: field volume holds text") == 0);
    CHECK(desk.fails("network.betweenness", {{"network", {net}}, {"points", {points}}}, none)
              .find("points and demand belong together") == 0);
    const Inputs inputs = {{"network", {net}}, {"origins", {points}}, {"destinations", {points}}};
    auto bad = test::points({0, 0, 1000, 0}, {"a", "b"});
    bad->set({"w", layer::Type::real, "", {}}, layer::Column::of_reals({1, -2}));
    const Inputs weighted = {{"network", {net}}, {"origins", {points}}, {"destinations", {bad}}};
    CHECK(desk.fails("network.criticality", weighted, {{"weight", "w"}}) != "(no error)");
    CHECK(desk.fails("network.criticality", inputs, {{"weight", "nothing"}}) != "(no error)");
    const Inputs off = {
        {"network", {net}}, {"origins", {test::points({0, 90000})}}, {"destinations", {points}}};
    CHECK(desk.fails("network.criticality", off, {{"indicator", "mean_time"}})
              .find("no pair of origin and destination has a way and a weight") == 0);
}

TEST_CASE("nothing to close and nothing to open are told") {
    Desk desk;
    const auto points = test::points({0, 0, 900, 0});
    const auto net = desk.network({{{0, 0, 1000, 0}}});
    const Inputs inputs = {{"network", {net}}, {"origins", {points}}, {"destinations", {points}}};
    CHECK(in(desk.run("network.candidates", inputs), "links").rows() == 0);
    CHECK(test::said(desk.diagnostics, "network.criticality.none_closed") ==
          "warning: no link is closed: there is nothing to open");
    const Inputs nobody = {
        {"network", {net}}, {"origins", {test::points({})}}, {"destinations", {points}}};
    const auto outputs = desk.run("network.criticality", nobody);
    CHECK(in(outputs, "links").column("damage").number(0) == 0);
    CHECK_FALSE(in(outputs, "links").column("share").valid(0));
}

TEST_CASE("network.isochrones goes both ways") {
    Desk desk;
    const auto net = desk.network({{.xy = {0, 0, 1000, 0}, .oneway = "FT"}});
    const Inputs inputs = {{"network", {net}}, {"origins", {test::points({400, 0})}}};
    const json params = {{"cutoffs", {"20 s"}}, {"buffer", "50 m"}};
    const auto from = desk.run("network.isochrones", inputs, params);
    json towards = params;
    towards["direction"] = "to";
    const auto to = desk.run("network.isochrones", inputs, towards);
    for (const auto* outputs : {&from, &to}) {
        CHECK(in(*outputs, "bands").column("reached_km").number(0) == Approx(0.2));
    }
    const double ahead = in(from, "bands").geometry().box(0).max_x - test::kX;
    const double behind = in(to, "bands").geometry().box(0).min_x - test::kX;
    CHECK(ahead == Approx(650).margin(0.1));
    CHECK(behind == Approx(150).margin(0.1));
}
