#include "script/plugin_folder.hpp"

#include "base/progress.hpp"
#include "layer/table.hpp"

#include <catch2/catch.hpp>

using jt::layer::Column;
using jt::layer::Table;
using jt::layer::Type;
using jt::test::error_of;
using jt::test::PluginFolder;
using jt::test::sample_manifest;
using nlohmann::json;
using Texts = std::vector<std::string>;

namespace {

std::shared_ptr<Table> table() {
    auto out = std::make_shared<Table>(2);
    out->set({"id", Type::text, "", {}}, Column::of_texts({"a", "b"}));
    out->set({"value", Type::real, "min", {}}, Column::of_reals({1, 2}));
    return out;
}

struct Ran {
    std::shared_ptr<const Table> out;
    Texts told;
    std::string error = "(no error)";
};

/// Runs the operator "mine" with a body; its folder is shown as "@" in texts.
Ran ran(const std::string& body, const json& params = json::object()) {
    const PluginFolder folder(sample_manifest(), body);
    const auto registry = folder.registry();
    jt::base::Diagnostics diagnostics;
    jt::registry::Call call;
    call.inputs["table"] = {table()};
    call.params = params;
    call.diagnostics = &diagnostics;
    Ran out;
    try {
        out.out =
            std::dynamic_pointer_cast<const Table>(registry.run("mine", std::move(call)).at("out"));
    } catch (const jt::base::Error& error) {
        out.error = error.text(jt::base::Lang::en);
        const std::string root = folder.path().string();
        for (auto at = out.error.find(root); at != std::string::npos; at = out.error.find(root)) {
            out.error.replace(at, root.size(), "@");
        }
    }
    for (const auto& item : diagnostics.list()) {
        out.told.push_back(jt::base::render(item, jt::base::Lang::en));
        out.told.push_back(jt::base::render(item, jt::base::Lang::zh));
    }
    return out;
}

/// A body whose function has these statements.
std::string body(const std::string& statements) {
    return "local columns = require 'jiangtian.columns'\nlocal M = {}\nfunction M.mine(call)\n" +
           statements + "\nend\nreturn M\n";
}

const std::string kGood = "return { out = call.inputs.table }";
const std::string kPlace = "\n  in plugin 'mine'\n  in operator mine";

}  // namespace

TEST_CASE("a body sees its inputs and its parameters, complete and in their units") {
    const auto out =
        ran(body("local p = call.params\n"
                 "return { out = call.inputs.table:with('value', p.factor, { unit = 'min' })"
                 ":with('mode', p.mode .. #p.list .. tostring(call.inputs.others)) }"),
            {{"factor", "0.5 h"}, {"list", {1, 2}}});
    REQUIRE(out.out);
    CHECK(out.out->column("value").number(1) == 30);
    CHECK(out.out->column("mode").text(0) == "a2nil");
}

TEST_CASE("a port that takes several objects is a list") {
    const PluginFolder folder(
        sample_manifest(),
        body("return { out = columns.table { { 'id', tostring(#call.inputs.others) },"
             " { 'value', call.inputs.others[2]:rows() } } }"));
    const auto registry = folder.registry();
    jt::registry::Call call;
    call.inputs["table"] = {table()};
    call.inputs["others"] = {std::make_shared<Table>(0), table()};
    const auto out = registry.run("mine", std::move(call)).at("out");
    const auto& made = dynamic_cast<const Table&>(*out);
    CHECK(made.column("id").text(0) == "2");
    CHECK(made.column("value").number(0) == 2);
}

TEST_CASE("a body and its manifest must name the same functions") {
    CHECK(ran("").error == "the body @/body.lua does not exist" + kPlace);
    CHECK(ran("return 5").error == "@/body.lua must return a table of functions" + kPlace);
    CHECK(ran("local x = 1").error == "@/body.lua must return a table of functions" + kPlace);
    CHECK(ran("return {}").error ==
          "@/body.lua: the manifest declares 'mine', wanted a function, found nil" + kPlace);
    CHECK(ran("return { mine = 5 }").error ==
          "@/body.lua: the manifest declares 'mine', wanted a function, found number" + kPlace);
    CHECK(ran("return { mine = function() end, yours = function() end }").error ==
          "@/body.lua: 'yours' is not declared in the manifest" + kPlace);
    CHECK(ran("return { mine = function() end, [7] = 5 }").error ==
          "@/body.lua: 'number' is not declared in the manifest" + kPlace);
}

TEST_CASE("what a body returns is held against the manifest") {
    CHECK(ran(body("return nil")).error ==
          "@/body.lua: 'mine' must return a table of outputs by name, found nil" + kPlace);
    CHECK(ran(body("return call.inputs.table")).error ==
          "@/body.lua: 'mine' must return a table of outputs by name, found userdata" + kPlace);
    CHECK(ran(body("return { call.inputs.table }")).error ==
          "@/body.lua: 'mine' must return a table of outputs by name, found list" + kPlace);
    CHECK(ran(body("return {}")).error ==
          "it is declared in the manifest, but was not returned\n"
          "  in @/body.lua: output 'out' of 'mine'" +
              kPlace);
    CHECK(ran(body("return { out = call.inputs.table, more = call.inputs.table }")).error ==
          "it is not declared in the manifest\n"
          "  in @/body.lua: output 'more' of 'mine'" +
              kPlace);
    CHECK(ran(body("return { out = 5 }")).error ==
          "a layer, table, matrix or network is wanted, found number\n"
          "  in @/body.lua: output 'out' of 'mine'" +
              kPlace);
    CHECK(ran(body("return { out = columns.table { { 'id', 5 } } }")).error == "(no error)");
    CHECK(ran(body("return { out = columns.table { { 'value', 'x' } } }")).error ==
          "the manifest declares column 'value' as real, found text\n"
          "  in @/body.lua: output 'out' of 'mine'" +
              kPlace);
    CHECK(
        ran(body("return { out = columns.table { { 'id', columns.column { n = 2 } } } }")).error ==
        "(no error)");  // a column of nothing goes as any type
}

TEST_CASE("an output of another kind than declared is an error") {
    const PluginFolder folder(
        jt::test::with(sample_manifest(), "{ name = \"out\", kind = \"table\"",
                       "{ name = \"out\", kind = \"layer\""),
        body(kGood));
    const auto registry = folder.registry();
    jt::registry::Call call;
    call.inputs["table"] = {table()};
    CHECK(jt::test::error_text([&] { registry.run("mine", call); }) ==
          "the manifest declares a layer, found a table\n  in " + folder.file("body.lua") +
              ": output 'out' of 'mine'" + kPlace);
}

TEST_CASE("errors of a body name file and line, and keep what went wrong inside") {
    CHECK(ran(body("local t = call.inputs.tabel\nreturn { out = t:rows() }"))
              .error.find(
                  "@/body.lua:5: attempt to index a nil value (local 't')\n  @/body.lua:5: in") ==
          0);
    CHECK(ran("local x = \n= 1").error ==
          "syntax error: @/body.lua:2: unexpected symbol near '='" + kPlace);
    CHECK(ran("\nlocal criteria = require 'criteria'").error ==
          "cannot require 'criteria': there is no @/criteria.lua\n  in @/body.lua:2" + kPlace);
    CHECK(ran(body("return { out = call.inputs.table.valu }")).error ==
          "unknown column 'valu'; did you mean 'value'?\n  in @/body.lua:4" + kPlace);
    CHECK(ran(body("error('no parks')")).error ==
          "@/body.lua:4: no parks\n  @/body.lua:4: in function <@/body.lua:3>" + kPlace);
    CHECK(ran(body("raods = 1 return { out = road }"))
              .error.find("there is no variable 'road' here\n  in @/body.lua:4" + kPlace) == 0);
}

TEST_CASE("call.run runs any operator, and its errors keep their chain") {
    const auto out =
        ran(body("local made = call.run('layer.column', { table = call.inputs.table }, { column = "
                 "'value' })\n"
                 "return { out = made.table:with('id', made.table.id) }"));
    REQUIRE(out.out);
    CHECK(out.out->names() == Texts{"id", "value"});
    CHECK(ran(body("call.run('layer.colum', {}, {})")).error ==
          "unknown operator 'layer.colum'; did you mean 'layer.column'?\n  in @/body.lua:4" +
              kPlace);
    const std::string inner = "\n  in operator layer.column\n  in @/body.lua:4" + kPlace;
    CHECK(ran(body("call.run('layer.column', { table = call.inputs.table }, { colum = 'x' })"))
              .error == "unknown parameter 'colum'; did you mean 'column'?" + inner);
    CHECK(ran(body("call.run('layer.column', { table = call.inputs.table })")).error ==
          "parameter 'column' is missing; it wants text" + inner);
    CHECK(ran(body("call.run('layer.column', { tabel = call.inputs.table }, { column = 'x' })"))
              .error == "unknown port 'tabel'; did you mean 'table'?" + inner);
    CHECK(ran(body("call.run('layer.column', {}, { column = 'x' })")).error ==
          "port 'table' has no input; it wants a table" + inner);
    CHECK(ran(body("call.run('layer.column', { table = { call.inputs.table, call.inputs.table } },"
                   " { column = 'x' })"))
              .error == "port 'table' takes one object, found 2" + inner);
    CHECK(
        ran(body("call.run('layer.where', { layer = call.inputs.table }, { where = {} })")).error ==
        "port 'layer' wants a layer, found a table\n  in operator layer.where\n"
        "  in @/body.lua:4" +
            kPlace);
}

TEST_CASE("call.run refuses what is not written as it wants") {
    const std::string here = "\n  in @/body.lua:4" + kPlace;
    CHECK(ran(body("call.run('layer.column', { call.inputs.table }, {})")).error ==
          "call.run takes its inputs as { port = object }" + here);
    CHECK(ran(body("call.run('layer.column', { table = 5 }, {})")).error ==
          "a layer, table, matrix or network is wanted, found number\n  in input 'table'" + here);
    CHECK(ran(body("call.run('layer.column', { table = { 5 } }, {})")).error ==
          "a layer, table, matrix or network is wanted, found number\n  in input 'table'" + here);
    CHECK(ran(body("call.run('layer.column', { table = call.inputs.table }, 'value')"))
              .error.find("parameters are a table of name = value, found string \"value\"") == 0);
    CHECK(ran(body("call.run('layer.column', { table = call.inputs.table }, { column = print })"))
              .error.find("there is no variable 'print' here") == 0);
    CHECK(ran(body("call.run('layer.column')"))
              .error.find(
                  "@/body.lua:4: bad argument #2 to 'run' (table expected, got no value)") == 0);
    CHECK(ran(body("call.run()"))
              .error.find(
                  "@/body.lua:4: bad argument #1 to 'run' (string expected, got no value)") == 0);
}

TEST_CASE("info and warn speak both languages and list ids, texts or numbers") {
    const auto out =
        ran(body("call.info { zh = '无', en = 'none' }\n"
                 "call.warn { zh = '缺', en = 'lack', ids = { 'P01', 7 } }\n"
                 "call.warn { zh = '空', en = 'empty', ids = {} }\n" +
                 kGood));
    CHECK(out.told == Texts{"info: none", "提示: 无", "warning: lack (P01, 7) (2 features)",
                            "警告: 缺 (P01, 7) (2 个要素)", "warning: empty", "警告: 空"});
    const auto many =
        ran(body("local ids = {} for i = 1, 500 do ids[i] = i end\n"
                 "call.warn { zh = '多', en = 'many', ids = ids }\n" +
                 kGood));
    CHECK(many.told.at(0).find("many (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, "
                               "18, 19, 20, ...)") != std::string::npos);
    const std::string wrong =
        "info and warn take { zh = ..., en = ..., ids = { ... } }: two texts and a list of ids\n"
        "  in @/body.lua:4" +
        kPlace;
    for (const std::string said :
         {"call.info {}", "call.info 'x'", "call.info()", "call.warn { zh = 'x' }",
          "call.warn { zh = 'x', en = 5 }", "call.warn { zh = 'x', en = 'x', ids = 5 }",
          "call.warn { zh = 'x', en = 'x', ids = { {} } }",
          "call.warn { zh = 'x', en = 'x', ids = { a = 1 } }",
          "call.warn { zh = 'x', en = 'x', id = { 'a' } }"}) {
        INFO(said);
        CHECK(ran(body(said + "\n" + kGood)).error == wrong);
    }
}

TEST_CASE("a body shares nothing with the next call, and Ctrl-C ends it") {
    const PluginFolder folder(sample_manifest(),
                              body("count = (rawget(_G, 'count') or 0) + 1\n"
                                   "return { out = call.inputs.table:with('value', count) }"));
    const auto registry = folder.registry();
    jt::registry::Call call;
    call.inputs["table"] = {table()};
    for (int i = 0; i < 2; ++i) {
        const auto out = registry.run("mine", call).at("out");
        CHECK(dynamic_cast<const Table&>(*out).column("value").number(0) == 1);
    }
    jt::base::request_cancel();
    const auto error = error_of([] {
        const PluginFolder endless(sample_manifest(), body("while true do end"));
        jt::registry::Call forever;
        forever.inputs["table"] = {table()};
        endless.registry().run("mine", forever);
    });
    jt::base::reset_cancel();
    REQUIRE(error);
    CHECK(error->kind() == jt::base::ErrorKind::interrupted);
}
