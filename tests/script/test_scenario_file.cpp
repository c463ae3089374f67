#include "script/plan.hpp"

#include <catch2/catch.hpp>

using jt::test::PlanFolder;
using nlohmann::json;
using Texts = std::vector<std::string>;

namespace {

const std::string kRequire = "local jt = require \"jiangtian\"\n";
const std::string kHere = "\n  in @/s.lua:2";

Texts labels(const jt::scenario::Plan& plan, const std::string& op) {
    Texts out;
    for (const auto& step : plan.steps) {
        if (step.op == op) {
            out.push_back(step.label);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("a good scenario becomes a plan whose steps know their lines") {
    const PlanFolder folder;
    const auto loaded = folder.load(
        PlanFolder::head() +
            "\nlocal y25 = now:with { '2025', year = 2025, jt.open { roads, ids = { 'KLJ' } },\n"
            "    jt.open { metro, ids = { 'M13' }, headway = '4 min' } }\n"
            "P:compare { now, y25, of = { reach.coverage } }\n"
            "P:map { 'A3横', title = '图', each = { now, y25 }, layers = { roads, "
            "reach.rings:bands { 30 } } }\n"
            "P:report { '报告', tables = { reach } }\nreturn P\n",
        {});
    for (const auto& error : loaded.errors) {
        UNSCOPED_INFO(error.text(jt::base::Lang::en));
    }
    REQUIRE(loaded.errors.empty());
    const auto& plan = loaded.plan;
    CHECK(plan.name == "样例");
    CHECK(plan.crs == "EPSG:4544");
    CHECK(plan.seed == 7);
    REQUIRE(plan.variants.size() == 2);
    CHECK(plan.variants[1].year == 2025);
    REQUIRE(plan.variants[1].changes.size() == 2);
    CHECK(plan.variants[1].changes[1].en == "opens metro M13 (headway 4 min)");
    CHECK(labels(plan, "reach") == Texts{"reach @ 现状", "reach @ 2025"});
    CHECK(labels(plan, "network.build").size() == 1);
    CHECK(labels(plan, "map.sheet") == Texts{"map.sheet 01_图_现状", "map.sheet 02_图_2025"});
    CHECK(labels(plan, "scenario.compare") == Texts{"scenario.compare reach.coverage"});
    CHECK(labels(plan, "report.document").size() == 1);
    for (const auto& step : plan.steps) {
        CHECK(step.where.rfind((folder.folder / "s.lua").string() + ":", 0) == 0);
    }
}

TEST_CASE("a scenario gives the same plan every time") {
    const PlanFolder folder;
    const auto once = [&] {
        std::string out;
        for (const auto& step : folder.load(PlanFolder::head() + "\nreturn P\n").plan.steps) {
            out += step.op + step.params.dump() + step.label + "\n";
        }
        return out;
    };
    const std::string first = once();
    CHECK_FALSE(first.empty());
    for (int i = 0; i < 5; ++i) {
        CHECK(once() == first);
    }
}

TEST_CASE("a syntax error, a runtime error and a missing file end the evaluation") {
    const PlanFolder folder;
    CHECK(folder.file_errors(kRequire + "local P = jt.project {\nreturn P") ==
          Texts{"syntax error: @/s.lua:3: unexpected symbol near 'return'"});
    CHECK(folder.file_errors(kRequire + "local P = = 1") ==
          Texts{"syntax error: @/s.lua:2: unexpected symbol near '='"});
    CHECK(folder.file_errors(kRequire +
                             "local function f(x)\n    return x.y.z\nend\nlocal r = f {}\n") ==
          Texts{"@/s.lua:3: attempt to index a nil value (field 'y')\n"
                "  @/s.lua:3: in local 'f'\n"
                "  @/s.lua:5: in main chunk"});
    CHECK(folder.file_errors("\nrequire 'helpers'") ==
          Texts{"cannot require 'helpers': there is no @/helpers.lua" + kHere});
    CHECK(jt::test::error_text([&] {
              jt::script::load_scenario("none.lua", {}, jt::registry::Registry(),
                                        jt::test::source_home(), jt::base::Lang::en);
          }) == "no such scenario file: none.lua");
    CHECK(folder.file_errors("return '\xBD\xAD'").at(0) ==
          "@/s.lua is not UTF-8 text\n  hint: save it as UTF-8 in your editor");
}

TEST_CASE("a file must return its project") {
    const PlanFolder folder;
    const std::string wrong =
        "@/s.lua does not return a project\n"
        "  hint: build it with jt.project { ... } and end the file with: return P";
    CHECK(folder.file_errors("") == Texts{wrong});
    CHECK(folder.file_errors("return 5") == Texts{wrong});
    CHECK(folder.file_errors(kRequire) == Texts{wrong});
    CHECK(folder.file_errors(kRequire + "return jt") == Texts{wrong});
    CHECK(folder.file_errors(kRequire + "return { name = 'x' }") == Texts{wrong});
    CHECK(folder.file_errors(PlanFolder::head()) == Texts{wrong});
}

TEST_CASE("modules of a scenario see the library, and their lines are told") {
    const PlanFolder folder;
    folder.write("helpers.lua",
                 "local jt = require 'jiangtian'\n"
                 "return function(P) local l = P:layer { 'none.csv' } return l end\n");
    const auto errors = folder.errors("local h = require 'helpers'\nlocal x = h(P)");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].find("@/none.csv") != std::string::npos);
    CHECK(errors[0].find("in @/helpers.lua:2") != std::string::npos);
}

TEST_CASE("several errors are told at once, in their order, each once") {
    const PlanFolder folder;
    const auto errors = folder.errors(
        "local a = parks:where(parks.knd:eq 'x')\n"
        "local b = jt.opne { roads, ids = { 'KLJ' } }\n"
        "local y = now:with { '2025', year = 2025, b }\n"
        "P:score { 'reahc', nodes = a, demand = seats }\n"
        "P:compare { now, y, of = { reach.covrage } }\n"
        "P:map { 'A3横', title = 't', of = y, layers = { a, roads } }");
    CHECK(errors == Texts{"layer 'parks' has no field 'knd'; did you mean 'kind'?\n  in @/s.lua:2",
                          "there is no jt.opne; did you mean 'open'?\n  in @/s.lua:3",
                          "unknown operator 'reahc'; did you mean 'reach'?\n  in @/s.lua:5",
                          "'reach' has no output or column 'covrage'; did you mean 'coverage'?\n"
                          "  in @/s.lua:6"});
    CHECK(folder.errors("for _ = 1, 5 do P:layer {} end").size() == 1);
}

TEST_CASE("a runtime error comes after the errors collected before it") {
    const PlanFolder folder;
    const auto errors = folder.errors("jt.opne {}\nlocal x = nil + 1");
    REQUIRE(errors.size() == 2);
    CHECK(errors[0] == "there is no jt.opne; did you mean 'open'?" + kHere);
    CHECK(errors[1].find("@/s.lua:3: attempt to perform arithmetic on a nil value") == 0);
}

TEST_CASE("what an error leaves behind takes everything, and loops over it end") {
    const PlanFolder folder;
    const std::string only = "there is no jt.opne; did you mean 'open'?" + kHere;
    for (const std::string use :
         {"for _ in ipairs(bad) do end for _ in pairs(bad) do end",
          "P:compare { now, bad, of = { bad } } P:compare(bad)",
          "P:map(bad)",
          "P:map { 'A3横', title = bad, of = bad, layers = bad }",
          "P:map { bad, title = 't', each = bad, layers = { bad } }",
          "P:report { tables = bad } P:report(bad)",
          "P:layer { bad } P:layer(bad)",
          "P:layer { 'x.csv', crs = bad }",
          "P:surface { bad }",
          "jt.open { bad, ids = bad }",
          "now:with { '2025', year = bad, bad }",
          "now:with(bad)",
          "P:score(bad)",
          "P:score { 'reach', nodes = bad, demand = { bad, seats }, cutoff = bad }",
          "parks:where(bad) parks:with('x', bad)",
          "parks:where(bad & parks.kind:eq 'a')",
          "local x = bad.a.b.c + 1 - bad x = -x .. 'a'",
          "local x = bad < bad or bad <= bad",
          "P:apply { 'layer.sample_points', layer = bad, count = 3, seed = 1 } P:apply(bad)",
          "jt.ahp(bad) jt.weights(bad)"}) {
        INFO(use);
        CHECK(folder.errors("local bad = jt.opne {} " + use) == Texts{only});
    }
}

TEST_CASE("parameters of the command line reach the scenario, and unknown ones are told") {
    const PlanFolder folder;
    const auto file = [](const std::string& options) {
        return PlanFolder::head() + "\nlocal v = jt.param(\"city\"" + options +
               ")\nP:baseline { 'again ' .. tostring(v), year = 1 } return P\n";
    };
    const auto value = [&](const std::string& options,
                           const std::map<std::string, std::string>& params) {
        const std::string text = folder.file_errors(file(options), params).back();
        return text;
    };
    const std::string twice =
        "there is already a baseline '现状'; others are made with baseline:with\n  in @/s.lua:3";
    CHECK(value(", { default = 'x' }", {{"city", "简阳"}}) == twice);
    CHECK(folder.file_errors(file(""), {}).at(0) ==
          "the scenario needs --param city=...: " + kHere);
    CHECK(folder.file_errors(file(", { zh = '城市', en = 'the city' }"), {}).at(0) ==
          "the scenario needs --param city=...: the city" + kHere);
    CHECK(folder.file_errors(file(", { default = 5 }"), {{"city", "x"}}).at(0) ==
          "--param city=x is not a number" + kHere);
    CHECK(folder.file_errors(file(", { defualt = 5 }"), {{"city", "x"}}).at(0) ==
          "jt.param knows no 'defualt'; did you mean 'default'?" + kHere);
    CHECK(folder.file_errors(file(", 5"), {{"city", "x"}}).at(0) ==
          "jt.param takes a table { ... }, found number" + kHere +
              "\n  hint: methods are called with a colon: P:layer { ... }, baseline:with { ... }");

    const auto unknown = folder.load(
        PlanFolder::head() + "\njt.param('city', { default = 1 }) return P", {{"citty", "x"}});
    REQUIRE(unknown.errors.size() == 1);
    CHECK(unknown.errors[0].kind() == jt::base::ErrorKind::usage);
    CHECK(unknown.errors[0].text(jt::base::Lang::en) ==
          "the scenario asks for no parameter 'citty'; did you mean 'city'?");
    CHECK(folder.file_errors(PlanFolder::head() + "return P", {{"a", "x"}}) ==
          Texts{"the scenario asks for no parameter 'a'; it knows: -"});
    CHECK(folder.file_errors("local x = = 1", {{"a", "x"}}).size() == 1);  // it never got to ask
}

TEST_CASE("a parameter is a number where its default is one, else text") {
    const PlanFolder folder;
    const auto year_of = [&](const std::map<std::string, std::string>& params) {
        return folder
            .load(PlanFolder::head() +
                      "\nnow:with { jt.param('name', { default = 'later' }), "
                      "year = jt.param('year', { default = 2030 }) } return P",
                  params)
            .plan.variants.at(1);
    };
    CHECK(year_of({}).year == 2030);
    CHECK(year_of({{"year", "2035"}}).year == 2035);
    CHECK(year_of({{"name", "7"}}).name == "7");
}
