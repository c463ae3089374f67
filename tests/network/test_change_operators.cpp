// The operators of changes, differences and explanations, through the registry.
#include "network/changes.hpp"
#include "network/desk.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using nlohmann::json;
using test::table;

namespace {

struct Desk : test::Desk {
    registry::ObjectPtr street() {
        return run("network.build", {{"lines", {lines()}}},
                   {{"modes", {"car"}}, {"access_speed", "3.6 km/h"}, {"snap", 0}})
            .at("network");
    }
    static std::shared_ptr<layer::Layer> lines() {
        return test::roads({{.xy = {0, 0, 1000, 0}, .id = "A"},
                            {.xy = {1000, 0, 2000, 0}, .id = "B", .name = "支路"}});
    }
};

std::uint32_t end_to_end(const registry::ObjectPtr& network) {
    return test::cost(dynamic_cast<const network::Network&>(*network), 0, 0, 2000, 0);
}

json entry(json given) { return given; }

std::shared_ptr<layer::Table> change_table(const std::vector<std::string>& scenarios,
                                           const std::vector<std::string>& actions,
                                           const std::vector<std::string>& targets,
                                           const std::vector<std::string>& values) {
    auto out = std::make_shared<layer::Table>(actions.size());
    const auto set = [&](const char* name, const std::vector<std::string>& list) {
        out->set({name, layer::Type::text, "", {}}, layer::Column::of_texts(list));
    };
    set("scenario", scenarios);
    set("action", actions);
    set("target", targets);
    set("value", values);
    return out;
}

}  // namespace

TEST_CASE("network.scenario takes changes by selection, area and table") {
    Desk desk;
    const auto network = desk.street();
    const auto lines = Desk::lines();
    const auto second = std::make_shared<layer::Layer>(take(*lines, std::array{std::size_t{1}}));
    const auto area = test::rectangle(-10, -10, 500, 10);
    const json changes = json::array(
        {entry({{"action", "speed"},
                {"layer", 1},
                {"select", 1},
                {"value", "72 km/h"},
                {"scenario", "s"}}),
         entry({{"action", "factor"}, {"area", 1}, {"value", 0.5}, {"scenario", "s"}})});
    const auto outputs = desk.run(
        "network.scenario", {{"network", {network}}, {"selections", {second}}, {"areas", {area}}},
        {{"changes", changes}, {"chain", {"now", "s"}}});
    CHECK(end_to_end(outputs.at("network")) == 150000 + 50000);
    const auto& touched = table(outputs, "touched");
    REQUIRE(touched.rows() == 2);
    CHECK(touched.column("id").show(0) == "B");
    CHECK(touched.column("value").show(0) == "72 km/h");
    CHECK(touched.column("km").number(1) == Approx(0.5));
    const auto rows = change_table({"s", "t", ""}, {"speed", "close", "speed"}, {"A", "B", "B"},
                                   {"72", "", "18"});
    const auto by_table =
        desk.run("network.scenario", {{"network", {network}}, {"changes", {rows}}},
                 {{"chain", {"now", "s"}}});
    CHECK(end_to_end(by_table.at("network")) == 50000 + 200000);
    const auto only = desk.run("network.scenario", {{"network", {network}}, {"changes", {rows}}},
                               {{"chain", {"now", "s"}}, {"tables", json::array()}});
    CHECK(end_to_end(only.at("network")) == 200000);
}

TEST_CASE("network.scenario: a row with its own geometry is about the links there") {
    Desk desk;
    geo::GeometryArray line(geo::Shape::line);
    line.add_line(
        std::vector<double>{test::kX + 1100, test::kY + 5, test::kX + 1900, test::kY + 5});
    auto rows = std::make_shared<layer::Layer>("drawn", test::crs(), std::move(line),
                                               std::vector<std::int64_t>{1});
    rows->set({"动作", layer::Type::text, "", {}}, layer::Column::of_texts({"限速"}));
    rows->set({"值", layer::Type::real, "", {}}, layer::Column::of_reals({18}));
    rows->set({"length", layer::Type::real, "", {}}, layer::Column::of_reals({800}));
    const auto outputs =
        desk.run("network.scenario", {{"network", {desk.street()}}, {"changes", {rows}}});
    CHECK(end_to_end(outputs.at("network")) == 100000 + 200000);
}

TEST_CASE("network.check_changes tells the problems of all scenarios at once") {
    Desk desk;
    const auto network = desk.street();
    const json good =
        json::array({{{"name", "s"},
                      {"chain", {"s"}},
                      {"changes", json::array({entry({{"action", "close"}, {"ids", {"A"}}})})}}});
    CHECK(table(desk.run("network.check_changes", {{"network", {network}}}, {{"scenarios", good}}),
                "checked")
              .rows() == 0);
    json bad = json::array();
    for (const char* name : {"s", "t"}) {
        bad.push_back({{"name", name},
                       {"chain", {name}},
                       {"changes", json::array({entry({{"action", "close"},
                                                       {"ids", {"Q"}},
                                                       {"scenario", name},
                                                       {"by", "jt.close #1"}})})}});
    }
    CHECK(test::error_text([&] {
              desk.run("network.check_changes", {{"network", {network}}}, {{"scenarios", bad}});
          }) ==
          "2 problems in the changes of the scenarios\n"
          "  scenario s, jt.close #1\n"
          "  close: no link and no line has the id 'Q'\n"
          "  scenario t, jt.close #1\n"
          "  close: no link and no line has the id 'Q'\n"
          "  in operator network.check_changes");
}

TEST_CASE("network.changes previews a table against road layers") {
    Desk desk;
    const auto rows = change_table({"s", "s", "t"}, {"retime", "close", "close"}, {"A", "B", "A"},
                                   {"5 min", "", ""});
    const auto outputs =
        desk.run("network.changes", {{"lines", {Desk::lines()}}, {"changes", {rows}}},
                 {{"modes", {"car"}}, {"scenario", "s"}});
    CHECK(table(outputs, "touched").rows() == 2);
    const auto& edges = table(outputs, "edges");
    REQUIRE(edges.rows() == 2);
    CHECK(edges.column("change").show(0) == "slower");
    CHECK(edges.column("after").number(0) == Approx(5));
    CHECK(edges.column("change").show(1) == "closed");
    CHECK_FALSE(edges.column("after").valid(1));
    const auto empty =
        desk.run("network.changes",
                 {{"lines", {Desk::lines()}}, {"changes", {change_table({}, {}, {}, {})}}},
                 {{"modes", {"car"}}});
    CHECK(table(empty, "edges").rows() == 0);
}

TEST_CASE("network.difference and network.explain on matrices and pairs") {
    Desk desk;
    const auto before = desk.street();
    const auto after =
        desk.run("network.scenario", {{"network", {before}}}, {{"close", {"B"}}}).at("network");
    const auto from = test::points({0, 0, 1000, 0}, {"x", "y"});
    const auto to = test::points({1000, 0, 2000, 0}, {"u", "v"});
    const auto matrix = [&](const registry::ObjectPtr& network) {
        return desk
            .run("network.matrix",
                 {{"network", {network}}, {"origins", {from}}, {"destinations", {to}}})
            .at("matrix");
    };
    const auto outputs =
        desk.run("network.difference", {{"before", {matrix(before)}}, {"after", {matrix(after)}}},
                 {{"cutoff", "2 min"}});
    const auto& origins = table(outputs, "origins");
    REQUIRE(origins.rows() == 2);
    CHECK(origins.column("lost").integer(0) == 1);
    CHECK(origins.column("within_diff").integer(1) == -1);
    CHECK(origins.column("mean_diff").number(0) == Approx(0));
    const auto& pairs = table(outputs, "pairs");
    REQUIRE(pairs.rows() == 2);
    CHECK(pairs.column("origin").show(0) == "y");
    CHECK(pairs.column("before").number(0) == Approx(100 / 60.0));
    CHECK(pairs.column("status_after").show(0) == "unreachable");
    const auto explained = desk.run(
        "network.explain", {{"network", {after}}, {"origins", {from}}, {"destinations", {to}}},
        {{"from", "x"}, {"to", "v"}});
    const auto& rows = table(explained, "explanation");
    CHECK(rows.column("kind").show(0) == "total");
    CHECK(rows.column("item").show(0) == "unreachable");
    CHECK(rows.column("kind").show(1) == "restriction");
    CHECK(rows.column("item").show(1) == "B");
    CHECK(rows.column("minutes").number(1) == Approx(200 / 60.0));
    CHECK(table(explained, "text").column("en").show(0) == "x -> v: there is no way");
    CHECK(test::error_text([&] {
              desk.run("network.explain",
                       {{"network", {after}}, {"origins", {from}}, {"destinations", {to}}},
                       {{"from", "xx"}, {"to", "v"}});
          }).find("no feature of origins has the id 'xx'; did you mean 'x'?") == 0);
}
