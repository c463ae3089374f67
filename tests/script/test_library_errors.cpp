// Each function of the Lua library: what it says to each wrong use, whole, with file and line.
#include "script/plan.hpp"

#include <catch2/catch.hpp>

using jt::test::PlanFolder;
using Texts = std::vector<std::string>;

namespace {

struct Case {
    std::string lines;  ///< of the scenario, from line 2 on
    std::string error;  ///< the only one; the place "@/s.lua:2" is added before a hint
};

const std::string kColon =
    "\n  hint: methods are called with a colon: P:layer { ... }, baseline:with { ... }";

std::string placed(const std::string& error) {
    const std::size_t hint = error.find("\n  hint: ");
    const std::string place = "\n  in @/s.lua:2";
    return hint == std::string::npos ? error + place
                                     : error.substr(0, hint) + place + error.substr(hint);
}

void check(const std::vector<Case>& cases) {
    const PlanFolder folder;
    for (const auto& item : cases) {
        INFO(item.lines);
        CHECK(folder.errors(item.lines) == Texts{placed(item.error)});
    }
}

}  // namespace

TEST_CASE("jt.project says what it needs and what it does not know") {
    const PlanFolder folder;
    const auto errors = [&](const std::string& project) {
        return folder.file_errors("local jt = require 'jiangtian'\nlocal P = " + project +
                                  "\nreturn P");
    };
    const std::string good = "api = 1, name = 'n', crs = 'EPSG:4544'";
    CHECK(errors("jt.project { " + good + " }").empty());
    CHECK(errors("jt.project { " + good + ", seed = 3, data = '@', slots = { a = 'b' } }").empty());
    for (const auto& [project, error] : std::vector<std::pair<std::string, std::string>>{
             {"jt.project()", "jt.project takes a table { ... }, found nil" + kColon},
             {"jt.project 'x'", "jt.project takes a table { ... }, found string" + kColon},
             {"jt.project { 'x', " + good + " }", "jt.project takes no item number 1"},
             {"jt.project { " + good + ", sed = 1 }",
              "jt.project knows no 'sed'; did you mean 'seed'?"},
             {"jt.project { name = 'n', crs = 'EPSG:4544' }", "api = nil found, api = 1 wanted"},
             {"jt.project { api = 2, name = 'n', crs = 'EPSG:4544' }",
              "api = 2 found, api = 1 wanted"},
             {"jt.project { api = 1, crs = 'EPSG:4544' }", "jt.project needs 'name' as text"},
             {"jt.project { api = 1, name = 5, crs = 'EPSG:4544' }",
              "jt.project needs 'name' as text"},
             {"jt.project { api = 1, name = 'n' }", "jt.project needs 'crs' as text"},
             {"jt.project { api = 1, name = 'n', crs = 'EPSG:454' }",
              "'EPSG:454' is no known coordinate reference system (crs not found)\n  hint: write "
              "an EPSG code such as EPSG:4490 or EPSG:4544, a WKT text, a PROJ string, a short "
              "name "
              "such as GK:106.5, or the path of a .wkt or .prj file"},
             {"jt.project { " + good + ", data = 5 }", "jt.project needs 'data' as text"},
             {"jt.project { " + good + ", seed = 1.5 }", "seed must be a whole number"},
             {"jt.project { " + good + ", seed = 'x' }", "seed must be a whole number"},
             {"jt.project { " + good + ", slots = 5 }",
              "slots takes a table { ... }, found number" + kColon}}) {
        INFO(project);
        CHECK(errors(project) == Texts{placed(error)});
    }
}

TEST_CASE("misspelt functions and methods are told with the closest name") {
    check(
        {{"jt.opne { roads }", "there is no jt.opne; did you mean 'open'?"},
         {"local x = jt.something",
          "there is no jt.something; there are: add, add_line, ahp, changes, close, "
          "combined, criteria, decay, factor, find, group_ahp, headway, ..."},
         {"P:scoer {}", "a project has no method 'scoer'; did you mean 'score'?"},
         {"P:draw {}",
          "a project has no method 'draw'; there are: apply, baseline, compare, export, layer, "
          "map, "
          "report, "
          "score, suitability, surface, table"},
         {"local x = parks.kind:containz 'x'",
          "a column has no method 'containz'; did you mean 'contains'?"},
         {"reach.rings:band {}", "what a score gives has no method 'band'; did you mean 'bands'?"},
         {"reach.coverage:colour {}",
          "what a score gives has no method 'colour'; there are: at, bands, categories, "
          "continuous, graduated, shade, style"},
         {"reach.rings:at(2025)", "at() takes a scenario, found number"}});
}

TEST_CASE("P:layer and its columns") {
    check({{"P.layer { 'x.csv' }", "P:layer takes a table { ... }, found nil" + kColon},
           {"P:layer 'x.csv'", "P:layer takes a table { ... }, found string" + kColon},
           {"P:layer(roads)", "P:layer takes a table { ... }, found layer" + kColon},
           {"P:layer {}", "P:layer needs the path of a dataset as its first item"},
           {"P:layer { 5 }", "P:layer needs the path of a dataset as its first item"},
           {"P:layer { 'parks.csv', rol = 'x' }",
            "unknown parameter 'rol'; did you mean 'role'?\n  in operator source.read"},
           {"P:layer { 'parks.csv', 'more.csv' }", "a table mixes list items with named fields"},
           {"P:layer { 'parks.csv', xy = 5 }",
            "parameter 'xy' wants list, found number 5\n  in operator source.read"},
           {"local x = parks.knd", "layer 'parks' has no field 'knd'; did you mean 'kind'?"},
           {"local x = parks:column 'population'",
            "layer 'parks' has no field 'population'; it has: id, name, kind, land, lon, lat"},
           {"local x = parks:column()",
            "layer 'parks' has no field 'nil'; it has: id, name, kind, land, lon, lat"},
           {"parks.column 'kind'", "call column on a layer, with a colon"},
           {"parks:where()", "where wants a column expression, found nil"},
           {"parks:where 'kind'", "where wants a column expression, found string"},
           {"parks:where(parks)", "where wants a column expression, found layer"},
           {"parks:where(parks.kind)",
            "where wants a condition (true or false), but the expression gives text"},
           {"parks:where(seats.name:eq 'x')",
            "columns of the layers 'parks' and 'seats' do not go together"},
           {"parks.where(parks.kind:eq 'x')", "call where on a layer, with a colon"},
           {"parks:with('x')", "with wants a column expression, found nil"},
           {"parks:with('x', {})", "with wants a column expression, found table"},
           {"parks:with(5, parks.land)",
            "with wants a name and a column: layer:with(\"name\", column); the name is a number"},
           {"parks:with('', parks.land)",
            "with wants a name and a column: layer:with(\"name\", column); the name is a string"},
           {"parks:with('x', seats.population)",
            "columns of the layers 'parks' and 'seats' do not go together"},
           {"parks.with('x', parks.land)", "call with on a layer, with a colon"}});
}

TEST_CASE("column expressions of a scenario are checked as they are written") {
    check({{"local x = parks.land + seats.population",
            "columns of the layers 'parks' and 'seats' do not go together"},
           {"local x = parks.land + {}", "a table cannot be used in a column expression"},
           {"local x = parks.land + parks", "a layer cannot be used in a column expression"},
           {"local x = parks.land + parks.kind", "'+' wants number, but its argument 2 is text"},
           {"local x = parks.kind:sqrt()", "'sqrt' wants number, but its argument 1 is text"},
           {"local x = parks.kind:eq()", "'eq' takes 2 arguments, found 1"},
           {"local x = parks.kind.eq 'a'", "call this method on a column, with a colon"},
           {"local x = parks.kind:one_of 'a'",
            "column:one_of takes a table { ... }, found string" + kColon},
           {"local x = parks.kind & parks.kind", "'and' wants boolean, but its argument 1 is text"},
           {"local x = parks.land:ge 'many'",
            "'many' does not start with a number\n"
            "  in a text compared or computed with numbers by 'ge'"},
           {"local x = parks.area:ge '5 min'",
            "'5 min' is measured in min, but m2 is wanted\n"
            "  in a text compared or computed with numbers by 'ge'"}});
    const PlanFolder folder;
    CHECK(folder
              .errors("local big = parks:where(parks.land:ge(10) & parks.area:ge '1 km2' & "
                      "~parks.kind:one_of { 'a', 'b' })\n"
                      "local d = big:with('d', parks.land / parks.area ^ 0.5)\n"
                      "local e = d:where(d.d:gt(1) | parks.kind:starts_with 'e')\n"
                      "for _ in ipairs(roads) do end local n = roads[1]\n"
                      "local f = e:with('d', -e.d:pow(2)):with('k', 'text'):with('n', "
                      "5):where(e.id:is_null())")
              .empty());
    CHECK(folder.errors("local d = parks:with('d', parks.land)\nparks:where(d.d:gt(1))") ==
          Texts{"unknown column 'd'; there are: id, name, kind, land, lon, lat\n  in @/s.lua:3"});
}

TEST_CASE("P:surface") {
    check({{"P.surface {}", "P:surface takes a table { ... }, found nil" + kColon},
           {"P:surface {}", "P:surface needs the path of a raster as its first item"},
           {"P:surface { 'none.tif' }", "no such file: @/none.tif"},
           {"P:surface { 'parks.csv', bnd = 1 }", "P:surface knows no 'bnd'; did you mean 'band'?"},
           {"P:surface { 'parks.csv', 2 }", "P:surface takes no item number 2"},
           {"P:surface { 'parks.csv', band = 'x' }",
            "'x' does not start with a number\n  in parameter 'band'\n  in operator surface.read"},
           {"P:surface { 'parks.csv', derive = 'slop' }",
            "unknown operator 'surface.slop'; did you mean 'surface.slope'?"},
           {"P:surface { 'parks.csv', derive = 'zonal_mean' }",
            "surface.zonal_mean does not derive a surface from heights"}});
}

TEST_CASE("P:baseline and baseline:with") {
    check({{"P:baseline { '2', year = 2 }",
            "there is already a baseline '现状'; others are made with baseline:with"},
           {"now.with { '2025', year = 2025 }",
            "baseline:with takes a table { ... }, found nil" + kColon},
           {"now:with '2025'", "baseline:with takes a table { ... }, found string" + kColon},
           {"now:with { year = 2025 }",
            "baseline:with needs a name, as a text without '/'; found nil"},
           {"now:with { 2025, year = 2025 }",
            "baseline:with needs a name, as a text without '/'; found number"},
           {"now:with { 'a/b', year = 2025 }",
            "baseline:with needs a name, as a text without '/'; found a/b"},
           {"now:with { '2025' }", "scenario '2025' needs a whole number as year"},
           {"now:with { '2025', year = '2025' }", "scenario '2025' needs a whole number as year"},
           {"now:with { '2025', year = 2025.5 }", "scenario '2025' needs a whole number as year"},
           {"now:with { '现状', year = 2025 }", "there is already a scenario '现状'"},
           {"now:with { '2025', year = 2025, roads }",
            "item 1 of scenario '2025' is not a change (jt.open, jt.close, jt.speed ...) but a "
            "layer"},
           {"now:with { '2025', year = 2025, { roads } }",
            "item 1 of scenario '2025' is not a change (jt.open, jt.close, jt.speed ...) but a "
            "table"},
           {"now:with { '2025', year = 2025, yaer = 2026 }",
            "baseline:with knows no 'yaer'; did you mean 'year'?"},
           {"now:with { '2025', year = 2025, network = {} }",
            "baseline:with knows no 'network'; there are: year, period"}});
}

TEST_CASE("the network of a baseline") {
    const PlanFolder folder;
    std::string head = PlanFolder::head();
    head = head.substr(0, head.find("local now ="));
    const auto errors = [&](const std::string& network) {
        return folder.file_errors(
            head + "\nP:baseline { '现状', year = 2020, network = " + network + " }\nreturn P");
    };
    CHECK(errors("{ roads, snap = '20 m' }").empty());
    for (const auto& [network, error] : std::vector<std::pair<std::string, std::string>>{
             {"roads", "network takes a table { ... }, found layer" + kColon},
             {"{ roads, parks }",
              "layer 'parks' has the role 'parks'; a network takes roads, transit and stations"},
             {"{ roads, 'metro' }", "an item of network is a string, not a layer"},
             {"{ metro }", "the network has none of: road layers"},
             {"{ roads, freight = { metro, metro } }",
              "the network takes one of: freight lines: line, per_day or per_week, kind, speed, "
              "capacity, cost_km; found 2"},
             {"{ roads, snapp = '20 m' }",
              "unknown parameter 'snapp'; did you mean 'snap'?\n  in operator network.build"},
             {"{ roads, snap = '20 min' }",
              "'20 min' is measured in min, but m is wanted\n  in parameter 'snap'\n"
              "  in operator network.build"}}) {
        INFO(network);
        CHECK(errors(network) == Texts{placed(error)});
    }
    CHECK(folder.file_errors(head +
                             "\nlocal b = P:baseline { '现状', year = 2020 }\n"
                             "P:score { 'reach', nodes = parks, demand = seats }\nreturn P") ==
          Texts{placed("scenario '现状' has no network; give the baseline network = { ... }")});
}

TEST_CASE("jt.open, jt.close, jt.add and jt.speed") {
    check(
        {{"jt.open()", "jt.open takes a table { ... }, found nil" + kColon},
         {"jt.open(roads)", "jt.open takes a table { ... }, found layer" + kColon},
         {"jt.open { 'roads', ids = { 'a' } }",
          "jt.open: the first item must be a layer, found string"},
         {"jt.add { now, ids = { 'a' } }",
          "jt.add: the first item must be a layer, found scenario"},
         {"jt.close { roads }", "jt.close needs ids = { ... }: texts or whole numbers"},
         {"jt.open { roads, ids = 'KLJ' }", "jt.open needs ids = { ... }: texts or whole numbers"},
         {"jt.open { roads, ids = {} }", "jt.open needs ids = { ... }: texts or whole numbers"},
         {"jt.open { roads, ids = { roads } }",
          "jt.open needs ids = { ... }: texts or whole numbers"},
         {"jt.open { roads, ids = { 1.5 } }",
          "jt.open needs ids = { ... }: texts or whole numbers"},
         {"jt.open { roads, 'KLJ', ids = { 'KLJ' } }", "jt.open takes no item number 2"},
         {"jt.open { metro, ids = { 'M13' }, headwy = '6 min' }",
          "jt.open knows no 'headwy'; did you mean 'headway'?"},
         {"jt.close { metro, ids = { 'M13' }, headway = '6 min' }",
          "jt.close knows no 'headway'; there are: ids, where, within, along, near, share, period, "
          "all"},
         {"jt.open { metro, ids = { 'M13' }, headway = {} }",
          "jt.open: headway is a number, or a text with a unit; found table"},
         {"jt.open { parks, ids = { 'P01' }, headway = '6 min' }",
          "headway is for layers with the role roads or transit; 'parks' has the role 'parks'"},
         {"jt.speed { roads, ids = { 'KLJ' } }", "jt.speed needs speed = ..."},
         {"jt.retime { roads, ids = { 'KLJ' } }", "jt.retime needs minutes = ..."},
         {"jt.factor { roads, factor = 0.5 }",
          "jt.factor needs ids = { ... }: texts or whole numbers"},
         {"jt.factor { roads, within = 7, factor = 0.5 }",
          "jt.factor: within takes a layer or places { {x, y}, ... }, found number"},
         {"jt.close { roads, along = { { 1, 2 } } }",
          "jt.close: along takes a layer or places { {x, y}, ... }, found table"},
         {"jt.close { roads, where = 'class' }", "where wants a column expression, found string"},
         {"jt.reverse { parks, ids = { 'P01' } }",
          "jt.reverse is for layers with the role roads or transit; 'parks' has the role 'parks'"},
         {"jt.skip { metro, ids = { 'M13' } }",
          "jt.skip needs stops = { ... }: names or ids of stations"},
         {"jt.add { { { 1, 2 } }, id = 'N1' }",
          "jt.add takes at least two places { {x, y}, ... } for a line and for stops"},
         {"jt.add { { { 1, 2 }, { 3, 4 } } }", "jt.add: what is drawn needs id = ..."},
         {"jt.add_line { id = 'M9' }",
          "jt.add_line takes at least two places { {x, y}, ... } for a line and for stops"},
         {"jt.changes { 'x.csv' }",
          "jt.changes: the first item must be a table or a layer, found string"},
         {"jt.speed { parks, ids = { 'P01' }, speed = '80 km/h' }",
          "speed is for layers with the role roads or transit; 'parks' has the role 'parks'"}});
}

TEST_CASE("jt.ahp and jt.weights") {
    check({{"jt.ahp()", "jt.ahp takes a table { ... }, found nil" + kColon},
           {"jt.ahp {}", "jt.ahp wants names = { ... } and one row of numbers for each name"},
           {"jt.ahp { names = 'a', { 1 } }",
            "jt.ahp wants names = { ... } and one row of numbers for each name"},
           {"jt.ahp { names = { 'a' }, { 'x' } }",
            "jt.ahp wants names = { ... } and one row of numbers for each name"},
           {"jt.ahp { nmes = { 'a' }, names = { 'a' }, { 1 } }",
            "jt.ahp knows no 'nmes'; did you mean 'names'?"},
           {"jt.ahp { names = { 'a', 'b' }, { 1, 3 } }",
            "the comparison matrix is not square: 1 rows for 2 names"},
           {"jt.ahp { names = { 'a', 'b' }, { 1, 3 }, { 1 / 3 } }",
            "the comparison matrix is not square: row 'b' has 1 values, 2 are wanted"},
           {"jt.weights()", "jt.weights takes a table { ... }, found nil" + kColon},
           {"jt.weights { 'a' }",
            "jt.weights wants criteria with numbers; the weight of '1' is a string"},
           {"jt.weights { a = 'x' }",
            "jt.weights wants criteria with numbers; the weight of 'a' is a string"}});
    const PlanFolder folder;
    const auto first = [&](const std::string& lines) { return folder.errors(lines).at(0); };
    CHECK(first("jt.ahp { names = { 'a', 'b' }, { 1, 3 }, { 1 / 2, 1 } }")
              .find("the comparison matrix is not reciprocal: ") == 0);
    const std::string contradicts =
        "jt.ahp { names = { 'access', 'land', 'slope' }, { 1, 5, 1 / 5 }, { 1 / 5, 1, 5 }, "
        "{ 5, 1 / 5, 1 }";
    CHECK(first(contradicts + " }").find("the comparisons contradict each other: CR ") == 0);
    CHECK(first(contradicts + " }").find("\n  in @/s.lua:2\n  hint: review these") !=
          std::string::npos);
    CHECK(folder.errors(contradicts + ", accept_cr = 9 }").empty());
    CHECK(folder
              .errors("jt.ahp { names = { 'a', 'b' }, { 1, 3 }, { 1 / 3, 1 } }\n"
                      "jt.weights { a = 0.5, b = 0.5 }")
              .empty());
}
