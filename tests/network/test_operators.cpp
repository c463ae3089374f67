#include "network/desk.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using nlohmann::json;
using test::Desk;
using test::Inputs;
using test::table;

TEST_CASE("network.build gives the network and its components") {
    Desk desk;
    const auto outputs = desk.run(
        "network.build", {{"lines", {test::roads({{{0, 0, 1000, 0}}, {{0, 500, 400, 500}}})}}},
        {{"modes", {"car"}}});
    const auto& components = table(outputs, "components");
    CHECK(components.rows() == 2);
    CHECK(components.column("nodes").integer(0) == 2);
    CHECK(components.column("km").number(0) + components.column("km").number(1) == Approx(1.4));
    CHECK(outputs.at("network")->kind() == registry::Kind::network);
}

TEST_CASE("network.edges lists the noded edges with cost and state") {
    Desk desk;
    const auto outputs = desk.run("network.edges", {{"network", {desk.cross()}}});
    const auto& edges = dynamic_cast<const layer::Layer&>(*outputs.at("edges"));
    REQUIRE(edges.rows() == 4);
    double minutes = 0;
    std::size_t open = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        minutes += edges.column("open").boolean(i) ? edges.column("minutes").number(i) : 0;
        open += edges.column("open").boolean(i) ? 1 : 0;
        CHECK(edges.column("component").integer(i) == 1);
    }
    CHECK(open == 2);
    CHECK(minutes == Approx(100.0 / 60));
}

TEST_CASE("network.scenario, network.matrix and network.pairs work together") {
    Desk desk;
    const auto scenario =
        desk.run("network.scenario", {{"network", {desk.cross()}}}, {{"open", {"r2"}}});
    CHECK(table(scenario, "touched").rows() == 1);
    CHECK(table(scenario, "touched").column("km").number(0) == Approx(1.0));
    const auto from = test::points({0, 0}), to = test::points({333, 500, 1000, 0});
    const auto matrix = desk.run(
        "network.matrix",
        {{"network", {scenario.at("network")}}, {"origins", {from}}, {"destinations", {to}}},
        {{"cutoff", "90 s"}});
    const auto pairs = desk.run("network.pairs", {{"matrix", {matrix.at("matrix")}}});
    const auto& rows = table(pairs, "pairs");
    REQUIRE(rows.rows() == 2);
    CHECK(rows.column("minutes").number(0) == Approx(83.3 / 60));
    CHECK(rows.column("status").text(1) == "cut_off");
    CHECK(!rows.column("minutes").valid(1));
}

TEST_CASE("network.connectors tells how far each point is from its street") {
    Desk desk;
    const auto outputs =
        desk.run("network.connectors",
                 {{"network", {desk.cross()}}, {"points", {test::points({700, 40, 0, 9000})}}});
    const auto& rows = table(outputs, "connectors");
    CHECK(rows.column("distance").number(0) == Approx(40.0));
    CHECK(rows.column("link").text(0) == "r1");
    CHECK(rows.column("status").text(1) == "off_network");
    CHECK(!rows.column("distance").valid(1));
}

TEST_CASE("network.route gives lines and a split that adds up") {
    Desk desk;
    const Inputs inputs = {{"network", {desk.cross()}},
                           {"origins", {test::points({100, 10, 0, 9000})}},
                           {"destinations", {test::points({900, 20, 0, 0})}}};
    const auto outputs = desk.run("network.route", inputs);
    const auto& routes = dynamic_cast<const layer::Layer&>(*outputs.at("routes"));
    CHECK(routes.column("ms").integer(0) == 10000 + 80000 + 20000);
    CHECK(routes.column("km").number(0) == Approx(0.83));
    CHECK(routes.geometry().coordinates(0).size() == 10);
    CHECK(routes.column("status").text(1) == "off_network");
    CHECK(routes.geometry().status(1) == geo::Status::null);
    const auto& split = table(outputs, "split");
    REQUIRE(split.rows() == 3);
    CHECK(split.column("mode").text(1) == "car");
    CHECK(split.column("link").text(1) == "r1");
    CHECK(split.column("ms").integer(0) + split.column("ms").integer(1) +
              split.column("ms").integer(2) ==
          routes.column("ms").integer(0));
    CHECK(test::error_text([&] {
              desk.run("network.route", {{"network", {desk.cross()}},
                                         {"origins", {test::points({0, 0, 1, 1})}},
                                         {"destinations", {test::points({0, 0})}}});
          }).find("routes go pair by pair, but there are 2 origins and 1 destinations") == 0);
}

TEST_CASE("network.detour divides the way by the straight line") {
    Desk desk;
    const auto net =
        desk.run("network.build", {{"lines", {test::roads({{{0, 0, 300, 0, 300, 400}}})}}},
                 {{"modes", {"car"}}});
    const auto outputs = desk.run("network.detour",
                                  {{"network", {net.at("network")}},
                                   {"origins", {test::points({0, 0})}},
                                   {"destinations", {test::points({300, 400})}}},
                                  {{"limit", 1.3}});
    const auto& rows = table(outputs, "detour");
    CHECK(rows.column("km").number(0) == Approx(0.7));
    CHECK(rows.column("straight").number(0) == Approx(0.5));
    CHECK(rows.column("detour").number(0) == Approx(1.4));
    CHECK(rows.column("flag").boolean(0));
    const auto& length = dynamic_cast<const layer::Matrix&>(*outputs.at("length"));
    CHECK(length.unit == "mm");
    CHECK(length.at(0, 0) == 700000);
}

TEST_CASE("a stretch reached from both ends counts once, and off the network nothing is known") {
    Desk desk;
    const auto net = test::build({{{0, 0, 1000, 0}}}).network;
    const auto outputs =
        desk.run("network.isochrones",
                 {{"network", {net}}, {"origins", {test::points({400, 0, 400, 90000})}}},
                 {{"cutoffs", {"100 s"}}, {"buffer", "50 m"}});
    const auto& bands = dynamic_cast<const layer::Layer&>(*outputs.at("bands"));
    REQUIRE(bands.rows() == 2);
    CHECK(bands.column("reached_km").number(0) == Approx(1.0));
    CHECK_FALSE(bands.column("reached_km").valid(1));
    CHECK_FALSE(bands.column("area_km2").valid(1));
}

TEST_CASE("network.isochrones gives nested polygons and reached pieces") {
    Desk desk;
    const Inputs inputs = {{"network", {desk.cross()}},
                           {"origins", {test::points({0, 0, 900, 0})}}};
    const auto outputs = desk.run("network.isochrones", inputs,
                                  {{"cutoffs", {"30 s", "1 min"}}, {"buffer", "50 m"}});
    const auto& bands = dynamic_cast<const layer::Layer&>(*outputs.at("bands"));
    REQUIRE(bands.rows() == 4);
    CHECK(bands.column("origin").text(3) == "p2");
    CHECK(bands.column("cutoff_min").number(0) == 0.5);
    CHECK(bands.column("reached_km").number(0) == Approx(0.3));
    CHECK(bands.column("reached_km").number(1) == Approx(0.6));
    CHECK(bands.column("area_km2").number(0) == Approx(0.03 + 0.0025 * 3.12).epsilon(0.01));
    CHECK(test::said(desk.diagnostics, "network.isochrone.buffer") ==
          "info: isochrone polygons reach 50 m on both sides of the reached pieces");
    const auto all = desk.run("network.isochrones", inputs,
                              {{"cutoffs", {1}}, {"per_origin", false}, {"buffer", 50}});
    CHECK(dynamic_cast<const layer::Layer&>(*all.at("bands")).rows() == 1);
    CHECK(test::error_text([&] {
              desk.run("network.isochrones", inputs, {{"cutoffs", {-5}}});
          }).find("cutoffs: -5 is no time above 0") == 0);
    CHECK(test::error_text([&] {
              desk.run("network.isochrones", inputs, {{"cutoffs", json::array()}});
          }).find("cutoffs is empty: give at least one limit in minutes") == 0);
}

TEST_CASE("the accessibility operators read a matrix and the destinations' weights") {
    Desk desk;
    auto to = test::points({300, 0, 1000, 0});
    to->set({"jobs", layer::Type::real, "", {}}, layer::Column::of_reals({100, 50}));
    const auto matrix = desk.run(
        "network.matrix",
        {{"network", {desk.cross()}}, {"origins", {test::points({0, 0})}}, {"destinations", {to}}});
    const Inputs inputs = {{"matrix", {matrix.at("matrix")}}, {"destinations", {to}}};
    const auto value = [&](const char* name, json params) {
        params["weight"] = "jobs";
        return table(desk.run(name, inputs, params), "values").column("value").number(0);
    };
    CHECK(value("network.cumulative", {{"threshold", "1 min"}}) == 100);
    CHECK(value("network.hansen", {{"decay", "exponential"}, {"beta", 0.1}}) ==
          Approx(100 * std::exp(-0.05) + 50 * std::exp(-100.0 / 600)));
    CHECK(value("network.decay", {{"threshold", 0.5}}) == Approx(0).margin(1e-9));
    const auto near = desk.run("network.nearest", {{"matrix", {matrix.at("matrix")}}});
    CHECK(table(near, "nearest").column("nearest").text(0) == "p1");
}

TEST_CASE("every operator, port, parameter and output is told in both languages") {
    Desk desk;
    for (const std::string& name : desk.registry.names()) {
        const auto& spec = desk.registry.find(name).spec;
        CAPTURE(name);
        CHECK((!spec.title.zh.empty() && !spec.title.en.empty() && !spec.help.zh.empty() &&
               !spec.help.en.empty()));
        for (const auto& item : spec.params) {
            CHECK((!item.help.zh.empty() && !item.help.en.empty()));
        }
        for (const auto& item : spec.ports) {
            CHECK((!item.help.zh.empty() && !item.help.en.empty()));
        }
    }
}
