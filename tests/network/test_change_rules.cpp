// What changes are about, what contradicts, and how they are written.
#include "network/change/read_changes.hpp"
#include "network/changes.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace jt;
using test::Action;
using test::by_ids;
using test::Change;
using test::rectangle;
using test::with;

TEST_CASE("change: an area opens and closes links by their share, and can be what is near a line") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A"},
                                  {.xy = {1000, 0, 2000, 0}, .id = "B"},
                                  {.xy = {0, 500, 2000, 500}, .id = "C"}})
                         .network;
    Change close;
    close.action = Action::close;
    close.target.area = rectangle(400, -50, 1400, 50);
    const auto closed = [&](double share) {
        close.share = share;
        const auto after = with(*net, {close});
        std::string ids;
        for (std::uint32_t l = 0; l < after->topology().links.size(); ++l) {
            ids += after->open(l) ? "" : after->topology().id_of(l);
        }
        std::ranges::sort(ids);
        return ids;
    };
    CHECK(closed(0.5) == "A");
    CHECK(closed(0.3) == "AB");
    CHECK(closed(0.61).empty());
    close.target.area = test::roads({{.xy = {100, 505, 1900, 505}}}, "drawn");
    close.near_m = 20;
    CHECK(closed(0.5) == "C");
    close.near_m = 4;
    CHECK(closed(0.5).empty());
}

TEST_CASE("change: a filter over the columns of links, a period, and what was touched") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A", .name = "支路"},
                                  {.xy = {1000, 0, 3000, 0}, .id = "B", .name = "支路"},
                                  {.xy = {0, 500, 2000, 500}, .id = "C"}})
                         .network;
    Change change;
    change.action = Action::factor;
    change.value = 0.5;
    change.period = "早高峰";
    change.label = "changes:1";
    change.target.where = network::filter_from("class = 支路 & km < 1.5");
    CHECK(test::cost(*with(*net, {change}, "早高峰"), 0, 0, 3000, 0) == 200000 + 200000);
    CHECK(test::cost(*with(*net, {change}, "平峰"), 0, 0, 3000, 0) == 300000);
    std::vector<network::Touched> touched;
    base::Diagnostics diagnostics;
    network::ChangePlan plan{"s", {}, "早高峰", {change}};
    network::change(*net, plan, touched, diagnostics);
    REQUIRE(touched.size() == 1);
    CHECK(touched[0].modification == "factor");
    CHECK(touched[0].id == "A");
    CHECK(touched[0].km == Approx(1.0));
    CHECK(touched[0].value == "0.5");
    CHECK(touched[0].by == "changes:1");
    plan.period = "";
    touched.clear();
    network::change(*net, plan, touched, diagnostics);
    CHECK(touched.at(0).note == "not in this period");
    plan.changes[0].period = "";
    plan.changes[0].target.where = network::filter_from("class = 高速公路");
    network::change(*net, plan, touched, diagnostics);
    CHECK(test::said(diagnostics, "network.change.nothing") ==
          "warning: changes:1 touches nothing: no link meets its conditions");
}

TEST_CASE("change: contradictions of one scenario are refused, a later scenario replaces") {
    const auto net =
        test::build({{.xy = {0, 0, 1000, 0}, .id = "A"}, {.xy = {1000, 0, 2000, 0}, .id = "B"}})
            .network;
    Change shut = by_ids(Action::close, {"A", "B"}), open = by_ids(Action::open, {"B"});
    shut.scenario = open.scenario = "2035";
    shut.label = "plan.lua:7";
    open.label = "plan.lua:9";
    CHECK(test::error_text([&] {
              with(*net, {shut, open});
          }) ==
          "plan.lua:7 and plan.lua:9 contradict each other on 1 ids: B\n"
          "  in scenario 2035\n"
          "  hint: keep one of them, or move one into a scenario that stands on the other");
    open.scenario = "2040";
    CHECK(test::cost(*with(*net, {shut, open}), 1000, 0, 2000, 0) == 100000);
    const Change fast = by_ids(Action::speed, {"A"}, 72);
    Change slow = by_ids(Action::retime, {"A"}, 5);
    CHECK(test::error_of([&] { with(*net, {fast, slow}); }));
    CHECK_FALSE(test::error_of([&] { with(*net, {fast, fast}); }));
    slow.scenario = "later";
    CHECK(test::cost(*with(*net, {fast, slow}), 0, 0, 1000, 0) == 300000);
}

TEST_CASE("change: entries and tables are read, and all that is wrong is told together") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A"}}).network;
    const auto problems_of = [&](const nlohmann::json& entries) {
        network::Problems problems;
        network::changes_from(entries, net->topology(), {}, problems);
        return test::error_text([&] { problems.raise(); });
    };
    CHECK(problems_of({{{"action", "retime"}, {"ids", {"A"}}, {"value", 0}, {"by", "x:1"}},
                       {{"action", "speed"}, {"ids", {"A"}}, {"value", "-3 km/h"}, {"by", "x:2"}},
                       {{"action", "clos"}, {"ids", {"A"}}, {"by", "x:3"}},
                       {{"action", "headway"}, {"ids", {"A"}}, {"by", "x:4"}},
                       {{"action", "close"}, {"where", "class"}, {"by", "x:5"}},
                       {{"action", "factor"}, {"value", 0}, {"area", 1}, {"by", "x:6"}},
                       {{"action", "oneway"}, {"ids", {"A"}}, {"value", "B"}, {"by", "x:7"}},
                       {{"action", "close"}, {"area", 1}, {"by", "x:8"}},
                       {{"action", "close"}, {"layer", "rods"}, {"by", "x:9"}},
                       {{"action", "close"}, {"ids", {"A"}}, {"sare", 1}, {"by", "x:10"}}}) ==
          "10 problems in the changes of the scenarios\n"
          "  x:1\n"
          "  retime: 0 is no number above 0\n"
          "  write a number in min, or a quantity with its unit\n"
          "  x:2\n"
          "  speed: -3 km/h is no number above 0\n"
          "  write a number in km/h, or a quantity with its unit\n"
          "  x:3\n"
          "  there is no action 'clos'; did you mean 'close'?\n"
          "  x:4\n"
          "  headway: \"\" is no number above 0\n"
          "  write a number in min, or a quantity with its unit\n"
          "  x:5\n"
          "  the filter 'class' cannot be read\n"
          "  write column, sign and value, several joined by &: class = 支路 & km < 2; signs: = != "
          "< <= > >=\n"
          "  x:6\n"
          "  factor: 0 is no number above 0\n"
          "  0.5 is half, 2 is twice\n"
          "  x:7\n"
          "  oneway: unknown direction 'B'\n"
          "  FT as drawn, TF against the drawing\n"
          "  x:8\n"
          "  a change names number 1 of the port areas, which has 0 layers\n"
          "  x:9\n"
          "  the network has no road layer 'rods'; did you mean 'roads'?\n"
          "  x:10\n"
          "  a change has no entry 'sare'; did you mean 'share'?");
}

TEST_CASE("change: a table of the office names scenarios, actions, targets and values") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A"},
                                  {.xy = {1000, 0, 2000, 0}, .id = "B", .name = "支路"}})
                         .network;
    auto table = std::make_shared<layer::Table>(4);
    const auto set = [&](const char* name, const std::vector<std::string>& values) {
        table->set({name, layer::Type::text, "", {}}, layer::Column::of_texts(values));
    };
    set("情景", {"2025", "2025", "2035", "2053"});
    set("动作", {"速度", "耗时", "关闭", "关闭"});
    set("对象", {"A", "", "B", "A"});
    set("条件", {"", "class = 支路", "", ""});
    set("值", {"72", "5 min", "", ""});
    set("单位", {"", "", "", ""});
    network::ChangeLayers layers;
    base::Diagnostics diagnostics;
    network::Problems none, unknown;
    const auto entries =
        network::entries_from(table, {{"2025"}, {}, "2025", 0}, layers, diagnostics, none);
    const auto changes = network::changes_from(entries, net->topology(), layers, none);
    CHECK_NOTHROW(none.raise());
    REQUIRE(changes.size() == 2);
    CHECK(test::cost(*with(*net, changes), 0, 0, 2000, 0) == 50000 + 300000);
    CHECK(test::said(diagnostics, "network.change.other") ==
          "info: 2 rows of the changes are of other scenarios");
    CHECK(test::said(diagnostics, "network.change.column") ==
          "warning: column 单位 of the changes is not understood and not used");
    network::entries_from(table, {{"2025"}, {"2025", "2035"}, "", 0}, layers, diagnostics, unknown);
    CHECK(test::error_text([&] { unknown.raise(); }) ==
          "there is no scenario '2053'; did you mean '2035'?\n  in changes:4");
}
