// P:score, P:apply, P:compare, P:map and P:report: what they say to each wrong use.
#include "script/plan.hpp"

#include <catch2/catch.hpp>

using jt::test::PlanFolder;
using Texts = std::vector<std::string>;

namespace {

struct Case {
    std::string lines;
    std::string error;
};

const std::string kColon =
    "\n  hint: methods are called with a colon: P:layer { ... }, baseline:with { ... }";

void check(const std::vector<Case>& cases) {
    const PlanFolder folder;
    for (const auto& item : cases) {
        INFO(item.lines);
        const std::size_t hint = std::min(item.error.find("\n  hint: "), item.error.size());
        CHECK(folder.errors(item.lines) ==
              Texts{item.error.substr(0, hint) + "\n  in @/s.lua:2" + item.error.substr(hint)});
    }
}

}  // namespace

TEST_CASE("P:score") {
    check({{"P.score {}", "P:score takes a table { ... }, found nil" + kColon},
           {"P:score { nodes = parks }", "P:score needs the name of an operator as its first item"},
           {"P:score { 'transport_link', nodes = parks }",
            "unknown operator 'transport_link'; there are: layer.column, layer.compute, "
            "layer.in_year, layer.planned, layer.sample_points, layer.where, map.sheet, "
            "network.betweenness, network.build, network.candidates, network.catchment, "
            "network.changes, ..."},
           {"P:score { 'reach', nodes = parks, demand = seats, cutof = '1 h' }",
            "reach has no port or parameter 'cutof'; did you mean 'cutoff'?"},
           {"P:score { 'reach', nodes = parks, demand = seats, hub = reach }",
            "reach has no port or parameter 'hub'; did you mean 'hubs'?"},
           {"P:score { 'reach', nodes = parks, demand = seats, 5 }",
            "reach has no port or parameter '2'; there are: nodes, demand, hubs, slope, network, "
            "cutoff, weights"},
           {"P:score { 'reach', nodes = parks }", "reach needs 'demand': the demand"},
           {"P:score { 'reach', nodes = parks, demand = {} }", "reach needs 'demand': the demand"},
           {"P:score { 'reach', nodes = parks, demand = 'seats' }",
            "reach: 'demand' wants a layer or the output of a score, found string"},
           {"P:score { 'reach', nodes = parks.kind, demand = seats }",
            "reach: 'nodes' wants a layer or the output of a score, found column"},
           {"P:score { 'reach', nodes = now, demand = seats }",
            "reach: 'nodes' wants a layer or the output of a score, found scenario"},
           {"P:score { 'reach', nodes = parks, demand = reach.times }",
            "reach: 'demand' wants a layer, found a table"},
           {"P:score { 'reach', nodes = parks, demand = seats, slope = parks }",
            "reach: 'slope' wants a surface, found a layer"},
           {"P:score { 'reach', nodes = { parks, seats }, demand = seats }",
            "reach: 'nodes' takes one object, found 2"},
           {"P:score { 'reach', nodes = parks, demand = seats, weights = parks }",
            "reach: 'weights' is a parameter and takes a plain value, found a layer"},
           {"P:score { 'reach', nodes = parks, demand = seats, cutoff = '3 h' }",
            "parameter 'cutoff' is 180 min, but at most 120 min is wanted\n  in operator reach"},
           {"P:score { 'reach', nodes = parks, demand = seats, cutoff = '3 km' }",
            "'3 km' is measured in km, but min is wanted\n  in parameter 'cutoff'\n"
            "  in operator reach"},
           {"P:score { 'reach', nodes = parks, demand = seats, as = 'reach' }",
            "there is already a score named 'reach'"},
           {"P:score { 'reach', nodes = parks, demand = seats, as = 'a/b' }",
            "as needs a name, as a text without '/'; found a/b"},
           {"local x = reach.covrage",
            "'reach' has no output or column 'covrage'; did you mean 'coverage'?"},
           {"local x = reach.minutes",
            "'reach' has no output or column 'minutes'; it has: nodes, rings, times, id, name, "
            "coverage"}});
    const PlanFolder folder;
    CHECK(
        folder
            .errors("local a = P:score { 'reach', nodes = parks, demand = { seats, parks }, "
                    "hubs = reach.coverage, cutoff = '1 h' }\n"
                    "P:score { 'reach', nodes = reach, demand = a.nodes, hubs = a.times, as = 'b', "
                    "weights = jt.weights { a = 1 } }")
            .empty());
}

TEST_CASE("P:apply") {
    check(
        {{"P.apply {}", "P:apply takes a table { ... }, found nil" + kColon},
         {"P:apply {}", "P:apply needs the name of an operator as its first item"},
         {"P:apply { 'layer.sample_point', layer = parks }",
          "unknown operator 'layer.sample_point'; did you mean 'layer.sample_points'?"},
         {"P:apply { 'layer.sample_points', layer = reach, count = 3, seed = 1 }",
          "layer.sample_points: 'layer' takes a score, which belongs to a scenario; P:apply "
          "works on "
          "layers of the data\n  hint: use P:score, which works in every scenario"},
         {"P:apply { 'layer.column', table = parks, column = 'kind' }",
          "layer.column makes a table; P:apply wants an operator that makes a layer or a surface"},
         {"P:apply { 'reach', nodes = parks, demand = seats }",
          "reach: 'network' takes a network, which belongs to a scenario; P:apply works on "
          "layers of "
          "the data\n  hint: use P:score, which works in every scenario"},
         {"P:apply { 'layer.sample_points', layer = roads, seed = 1 }",
          "parameter 'count' is missing; it wants integer\n  in operator layer.sample_points"},
         {"P:apply { 'layer.sample_points', layer = roads, count = 3, seed = 1, as = '/' }",
          "as needs a name, as a text without '/'; found /"}});
    const PlanFolder folder;
    CHECK(folder
              .errors("local s = P:apply { 'layer.sample_points', layer = roads, count = 3, "
                      "seed = P.seed, role = 'demand' }\n"
                      "P:score { 'reach', nodes = s, demand = s:where(s.id:eq 'S1'), as = 'x' }")
              .empty());
}

TEST_CASE("P:compare") {
    const std::string second = "local y = now:with { 'y', year = 2025 } ";
    check(
        {{"P.compare {}", "P:compare takes a table { ... }, found nil" + kColon},
         {"P:compare { now, of = { reach.coverage } }",
          "P:compare needs at least two scenarios and one column"},
         {second + "P:compare { now, y }", "P:compare needs at least two scenarios and one column"},
         {second + "P:compare { now, y, of = {} }",
          "P:compare needs at least two scenarios and one column"},
         {second + "P:compare { now, y, of = reach.coverage }",
          "of takes a table { ... }, found score column" + kColon},
         {second + "P:compare { now, y, of = { parks } }",
          "an item of `of` is a layer; wanted: a column of a score, as link.coverage"},
         {second + "P:compare { now, y, parks, of = { reach.coverage } }",
          "P:compare compares scenarios, found layer"},
         {second + "P:compare { now, y, now, of = { reach.coverage } }",
          "P:compare names the scenario '现状' twice"},
         {second + "P:compare { now, y, off = {}, of = { reach.coverage } }",
          "P:compare knows no 'off'; did you mean 'of'?"},
         {second + "P:compare { now, y, name = 'a/b', of = { reach.coverage } }",
          "name needs a name, as a text without '/'; found a/b"}});
}

TEST_CASE("P:map") {
    const std::string wanted = ": P:map { \"A3横\", title = \"...\", of = ..., layers = { ... } }";
    const std::string over =
        "P:map needs exactly one of: of = scenario, each = { scenarios }, frames = { scenarios }";
    const std::string item =
        "; wanted: a layer, a surface, a score, or one of its columns or outputs";
    check({{"P.map {}", "P:map takes a table { ... }, found nil" + kColon},
           {"P:map { title = 't', of = now, layers = { roads } }",
            "P:map needs its template" + wanted},
           {"P:map { 'A3横', of = now, layers = { roads } }", "P:map needs its title" + wanted},
           {"P:map { 'A3横', title = 5, of = now, layers = { roads } }",
            "P:map needs its title" + wanted},
           {"P:map { 'A3横', title = 't', of = now }", "P:map needs its layers" + wanted},
           {"P:map { 'A3横', title = 't', layers = { roads } }", over},
           {"P:map { 'A3横', title = 't', each = {}, layers = { roads } }", over},
           {"P:map { 'A3横', title = 't', of = now, each = { now }, layers = { roads } }", over},
           {"P:map { 'A3横', title = 't', of = roads, layers = { roads } }",
            "a map is drawn for scenarios, found layer"},
           {"P:map { 'A3横', title = 't', frames = { now, 'y' }, layers = { roads } }",
            "a map is drawn for scenarios, found string"},
           {"P:map { 'A3横', titel = 't', title = 't', of = now, layers = { roads } }",
            "P:map knows no 'titel'; did you mean 'title'?"},
           {"P:map { 'A3横', 'x', title = 't', of = now, layers = { roads } }",
            "P:map takes no item number 2"},
           {"P:map { 'A3横', title = 't', of = now, layers = { now } }",
            "an item of layers is a scenario" + item},
           {"P:map { 'A3横', title = 't', of = now, layers = { roads.id } }",
            "an item of layers is a column" + item},
           {"P:map { 'A3横', title = 't', of = now, layers = { roads }, extent = now }",
            "the extent is a scenario; wanted: a layer, a surface, a score, one of its columns or "
            "outputs, or "
            "{ box = { x1, y1, x2, y2 } }"},
           {"P:map { 'A3横', title = 't', of = now, layers = roads }",
            "layers takes a table { ... }, found layer" + kColon},
           {"P:map { 'A3横', title = 't', of = now, layers = { (parks.land + 1):graduated {} } }",
            "only a plain column can be drawn by its values"},
           {"P:map { 'A3横', title = 't', of = now, layers = { reach.rings:graduated {} } }",
            "only a plain column can be drawn by its values"},
           {"reach.coverage:graduated(5)",
            "column:graduated takes a table { ... }, found number" + kColon},
           {"reach.rings:bands(5)", "output:bands takes a table { ... }, found number" + kColon},
           {"roads:style()", "layer:style takes a table { ... }, found nil" + kColon}});
    const PlanFolder folder;
    CHECK(folder.errors(
              "P:map { 'A3横', title = 't/1', of = now, layers = { roads:style { title = '路' }, "
              "reach, reach.coverage, reach.rings:bands { 30 }, parks.land:graduated { method = "
              "'quantile', count = 3 }, "
              "parks.kind:categories { classes = {} }, reach.coverage:graduated { method = "
              "'equal', count = 4 } } }") == std::vector<std::string>());
}

TEST_CASE("what a sheet or a report cannot take is told before anything runs") {
    const PlanFolder folder;
    folder.write("r.md", "# Title\n\nreach is ${rech[\"P01\"].coverage}\n");
    CHECK(folder.errors(
              "P:map { 'A9', title = 't', of = now, layers = { roads } }\n"
              "P:map { 'A3横', title = 't', of = now, layers = { roads:style { width = 1 } } }\n"
              "P:report { 'r', text = 'r.md', tables = { reach = reach } }") ==
          Texts{"template: 'A9' is not known; known are A3横, A3横-三联, A3横-双联, A3横-四联\n"
                "  in operator map.sheet\n  in step 'map.sheet 01_t' (@/s.lua:2)",
                "style: 'width' is not known; did you mean 'widths'?\n"
                "  in layer number 0 of the port 'layers'\n"
                "  in operator map.sheet\n  in step 'map.sheet 02_t' (@/s.lua:3)",
                "'rech' is no table, figure or fact of this report; there are reach.现状\n"
                "  in r.md:3\n  in operator report.document\n"
                "  in step 'report.document' (@/s.lua:4)"});
}

TEST_CASE("P:report") {
    check(
        {{"P.report {}", "P:report takes a table { ... }, found nil" + kColon},
         {"P:report { 'r', tabels = {} }", "P:report knows no 'tabels'; did you mean 'tables'?"},
         {"P:report { 'r' } P:report { 's' }", "a plan has one report"},
         {"P:report { 'r', tables = { reach.coverage } }",
          "an item of tables is a score column; wanted: a comparison, a score or "
          "its tables"},
         {"P:report { 'r', tables = reach }", "tables takes a table { ... }, found score" + kColon},
         {"P:report { 'r', text = '/none/report.md' }", "no such file: /none/report.md"},
         {"P:report { 'r', text = 5 }",
          "P:report: text is the path of a Markdown file, found number"},
         {"P:report { 'r', lang = 'fr' }", "P:report: lang is zh or en, not 'fr'"}});
    const PlanFolder folder;
    folder.write("gbk.md", "\xBD\xAD");
    CHECK(
        folder.errors("P:report { 'r', text = 'gbk.md' }") ==
        Texts{
            "@/gbk.md is not UTF-8 text\n  in @/s.lua:2\n  hint: save it as UTF-8 in your editor"});
}
