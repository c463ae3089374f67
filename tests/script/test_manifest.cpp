#include "script/plugin_folder.hpp"

#include <catch2/catch.hpp>

using namespace jt::script;
using jt::test::error_of;
using jt::test::error_text;
using jt::test::PluginFolder;
using jt::test::sample_manifest;
using jt::test::with;

namespace {

/// The error of reading the manifest, without the line that names it (which is checked).
std::string error(const std::string& manifest) {
    const PluginFolder folder(manifest);
    std::string text = error_text([&] { read_manifest(folder.path()); });
    const std::string place = "\n  in manifest " + folder.file("plugin.lua");
    const std::size_t at = text.find(place);
    REQUIRE(at != std::string::npos);
    text.erase(at, place.size());
    for (std::size_t i = text.find(folder.path().string()); i != std::string::npos;
         i = text.find(folder.path().string())) {
        text.erase(i, folder.path().string().size() + 1);
    }
    return text;
}

std::string changed(const std::string& piece, const std::string& other) {
    return error(with(sample_manifest(), piece, other));
}

const std::string kGlobalHint =
    "\n  hint: declare it with local, check its spelling, or put a text in quotes; files here have "
    "no os, io, debug, load or print";

}  // namespace

TEST_CASE("a manifest is read with all that it declares") {
    const PluginFolder folder;
    const auto plugin = read_manifest(folder.path());
    CHECK(plugin.name == "mine");
    CHECK(plugin.kind == "lua");
    CHECK(plugin.version == "0.1.0");
    CHECK(plugin.owner == "the office");
    CHECK(plugin.body == "body.lua");
    CHECK(plugin.title.zh == "我的");
    REQUIRE(plugin.operators.size() == 1);
    const auto& spec = plugin.operators[0];
    CHECK(spec.origin == "lua:mine");
    CHECK(spec.version == 3);
    CHECK(spec.title.en == "my operator");
    REQUIRE(spec.ports.size() == 2);
    CHECK(spec.ports[0].required);
    CHECK_FALSE(spec.ports[0].many);
    CHECK(spec.ports[1].many);
    REQUIRE(spec.params.size() == 3);
    CHECK(spec.params[0].max == 120);
    CHECK(spec.params[1].choices == std::vector<std::string>{"a", "b"});
    REQUIRE(spec.outputs.size() == 1);
    CHECK(spec.outputs[0].columns[1].type == jt::registry::ColumnType::real);
    CHECK(jt::registry::validate_params(spec, nlohmann::json::object()) ==
          nlohmann::json{{"factor", 60.0}, {"mode", "a"}, {"list", nlohmann::json::array()}});
    CHECK(folder.registry().find("mine").spec.fingerprint.size() == 64);  // without any body
}

TEST_CASE("a manifest is data: it has no globals and calls nothing") {
    CHECK(error("return { api = tonumber('1') }") ==
          "there is no variable 'tonumber' here\n  in plugin.lua:1" + kGlobalHint);
    CHECK(error("local time = os.time()\nreturn {}") ==
          "there is no variable 'os' here\n  in plugin.lua:1" + kGlobalHint);
    CHECK(error("return require 'x'") ==
          "there is no variable 'require' here\n  in plugin.lua:1" + kGlobalHint);
    CHECK(error("\nreturn { kind = lua }") ==
          "there is no variable 'lua' here\n  in plugin.lua:2" + kGlobalHint);
    CHECK(error("return { name = ('x'):rep(5) }")
              .find("plugin.lua:1: attempt to index a string "
                    "value") == 0);
    CHECK(error("return { f = function() end }") ==
          "a function stands where a number, text, boolean or table is wanted");
    CHECK(error("local t = {} t.t = t return t") ==
          "a table is nested too deeply, or holds itself");
}

TEST_CASE("a manifest that is missing, broken or returns no table is told") {
    const PluginFolder folder;
    const auto none = folder.path() / "none";
    CHECK(error_text([&] { read_manifest(none); }) ==
          "there is no " + (none / "plugin.lua").string() + "\n  in manifest " +
              (none / "plugin.lua").string());
    CHECK(error("return {\n  api = 1,,\n}") ==
          "syntax error: plugin.lua:2: unexpected symbol near ','");
    CHECK(error("local x = 1") == "plugin.lua must return a table");
    CHECK(error("return 5") == "plugin.lua must return a table");
    CHECK(error("return { 1, 2 }") == "'plugin.lua' must be a table of named fields");
    CHECK(error("return { '\xBD\xAD' }") ==
          "plugin.lua is not UTF-8 text\n  hint: save it as UTF-8 in your editor");
}

TEST_CASE("each field of a manifest that is missing, unknown or of the wrong type is named") {
    CHECK(changed("api = 1,", "") == "api = null found, api = 1 wanted");
    CHECK(changed("api = 1,", "api = 2,") == "api = 2 found, api = 1 wanted");
    CHECK(changed("api = 1,", "api = '1',") == "api = \"1\" found, api = 1 wanted");
    for (const std::string key : {"kind", "name", "version", "owner", "body"}) {
        const std::string text = sample_manifest();
        const std::size_t at = text.find("    " + key + " = \"");
        const std::string line = text.substr(at, text.find('\n', at) - at);
        CHECK(changed(line, "") == "the field '" + key + "' is missing");
        CHECK(changed(line, key + " = '',") == "the field '" + key + "' is missing");
        CHECK(changed(line, key + " = 5,") ==
              "'plugin.lua': field '" + key + "' has a value of the wrong type: 5");
    }
    CHECK(changed("kind = \"lua\"", "kind = 'python'") ==
          "kind 'python' is neither lua nor native");
    CHECK(changed("owner", "woner") ==
          "'plugin.lua' has an unknown field 'woner'; known: api, kind, name, version, owner, "
          "title, help, body, operators");
    CHECK(changed("title = { zh = \"我的\", en = \"mine\" }", "title = 'mine'") ==
          "'plugin.lua.title' must be a table of named fields");
    CHECK(changed("title = { zh = \"我的\", en", "title = { zh = \"我的\", fr") ==
          "'plugin.lua.title' has an unknown field 'fr'; known: zh, en");
    CHECK(changed("title = { zh = \"我的\"", "title = { zh = 5") ==
          "'plugin.lua.title': field 'zh' has a value of the wrong type: 5");
    CHECK(error("return { api = 1, kind = 'lua', name = 'n', version = '1', owner = 'o', "
                "body = 'b.lua' }") == "the field 'operators' is missing");
    CHECK(error("return { api = 1, kind = 'lua', name = 'n', version = '1', owner = 'o', "
                "body = 'b.lua', operators = {} }") == "the field 'operators' is missing");
    CHECK(error("return { api = 1, kind = 'lua', name = 'n', version = '1', owner = 'o', "
                "body = 'b.lua', operators = { name = 'n' } }") ==
          "'plugin.lua.operators' must be a list");
}

TEST_CASE("each wrong field of an operator is named with its place") {
    CHECK(changed("name = \"mine\",\n            version", "version") ==
          "an entry of 'operators' has no name");
    CHECK(changed("version = 3", "version = 'new'") ==
          "'operators.mine': field 'version' has a value of the wrong type: \"new\"");
    CHECK(changed("version = 3", "versoin = 3") ==
          "'operators.mine' has an unknown field 'versoin'; known: name, version, title, help, "
          "ports, params, outputs, formulas");
    CHECK(error("return { api = 1, kind = 'lua', name = 'n', version = '1', owner = 'o', "
                "body = 'b.lua', operators = { { name = 'n' } } }") ==
          "'operators.n' declares no output");
    CHECK(changed("version = 3", "version = 3, formulas = { { source = 'x' } }") ==
          "an entry of 'operators.mine.formulas' has no tex");
    CHECK(changed("version = 3", "version = 3, formulas = { { tx = 'x' } }") ==
          "'operators.mine.formulas' has an unknown field 'tx'; known: title, tex, where, source");
    CHECK(error("return { api = 1, kind = 'lua', name = 'n', version = '1', owner = 'o', "
                "body = 'b.lua', operators = { 'n' } }") ==
          "'operators' must be a table of named fields");
}

TEST_CASE("each wrong field of a port, parameter, output or column is named with its place") {
    CHECK(changed("{ name = \"table\", kind", "{ kind") == "an entry of 'ports' has no name");
    CHECK(changed("name = \"table\", kind = \"table\"", "name = 'table', kind = 'tabel'") ==
          "'ports.table': kind 'tabel' is none of layer, table, matrix, network, surface, files");
    CHECK(changed("many = true", "mayn = true") ==
          "'ports.others' has an unknown field 'mayn'; known: name, kind, required, many, help");
    CHECK(changed("required = false", "required = 'no'") ==
          "'ports.others': field 'required' has a value of the wrong type: \"no\"");
    CHECK(changed("help = { zh = \"表\", en = \"table\" }", "help = 'table'") ==
          "'ports.table.help' must be a table of named fields");
    CHECK(changed("type = \"number\"", "type = 'nmber'") ==
          "'params.factor': type 'nmber' is none of number, integer, text, boolean, choice, list, "
          "object");
    CHECK(changed("unit = \"min\", default", "unit = 'mins', default") ==
          "'params.factor': the unit 'mins' is unknown");
    CHECK(changed("max = 120", "max = '2 h'") ==
          "'params.factor': field 'max' has a value of the wrong type: \"2 h\"");
    CHECK(changed("max = 120", "maximum = 120") ==
          "'params.factor' has an unknown field 'maximum'; known: name, type, unit, default, "
          "required, min, max, choices, help");
    CHECK(changed("choices = { \"a\", \"b\" }", "choices = 'a'") ==
          "'params.mode': field 'choices' has a value of the wrong type: \"a\"");
    CHECK(changed("{ name = \"out\", kind = \"table\", columns",
                  "{ name = 'out', kind = 'sheet', columns") ==
          "'outputs.out': kind 'sheet' is none of layer, table, matrix, network, surface, files");
    CHECK(changed("type = \"text\", title", "type = 'txt', title") ==
          "unknown column type 'txt'; did you mean 'text'?\n  in 'outputs.out.columns.id'");
    CHECK(changed("{ name = \"value\", unit", "{ unit") ==
          "an entry of 'outputs.out.columns' has no name");
    CHECK(
        changed("unit = \"min\" },\n                } }", "unti = 'min' } } }") ==
        "'outputs.out.columns.value' has an unknown field 'unti'; known: name, type, unit, title");
    CHECK(changed("ports = {\n                { name = \"table\"",
                  "ports = { name = 'x', y = { name = \"table\"") ==
          "a table mixes list items with named fields");
    CHECK(changed("columns = {\n                    {", "columns = { id =\n                    {")
              .find("a table mixes list items with named fields") == 0);
}

TEST_CASE("a declaration that does not hold together is refused when it is registered") {
    const auto refused = [](const std::string& piece, const std::string& other) {
        const PluginFolder folder(with(sample_manifest(), piece, other));
        return error_text([&] { folder.registry(); });
    };
    const std::string place = "\n  in the declaration of mine (lua:mine)";
    CHECK(refused("default = \"1 h\"", "default = '3 h'") ==
          "parameter 'factor' is 180 min, but at most 120 min is wanted\n  in operator mine" +
              place);
    CHECK(refused("default = \"a\"", "default = 'c'") ==
          "parameter 'mode' cannot be 'c'; choices: a, b\n  in operator mine" + place);
    CHECK(refused("choices = { \"a\", \"b\" }, default = \"a\"", "default = nil") ==
          "parameter 'mode' declares no choices" + place);
    CHECK(refused("name = \"others\"", "name = 'table'") ==
          "the name 'table' is empty or used twice among ports, parameters or outputs" + place);
}

TEST_CASE("plugins are found by folder and sorted; a name that stands twice names both folders") {
    const PluginFolder folder;
    const auto other = folder.folder / "zother";
    jt::base::make_folders(other);
    jt::base::make_folders(folder.folder / "not a plugin");
    jt::base::write_file(folder.folder / "README.md", "plugins");
    jt::base::write_file(
        other / "plugin.lua",
        with(sample_manifest(), "name = \"mine\",\n    version", "name = 'another',\n    version"));
    const auto found = find_plugins(folder.home());
    REQUIRE(found.size() == 2);
    CHECK(found[0].name == "another");
    CHECK(found[1].name == "mine");
    CHECK(error_text([&] { folder.registry(); }) ==
          "the operator name 'mine' is taken twice: by lua:another and by lua:mine\n"
          "  hint: rename or remove one of them");
    jt::base::write_file(other / "plugin.lua", sample_manifest());
    CHECK(error_text([&] { find_plugins(folder.home()); }) ==
          "two plugins are named 'mine': " + folder.path().string() + " and " + other.string() +
              "\n  hint: change `name` in one of the two plugin.lua");
    CHECK(find_plugins({folder.home().lua, {folder.folder / "none"}}).empty());
}

TEST_CASE("the fingerprint of a plugin follows every Lua file of its folder") {
    const PluginFolder folder(sample_manifest(), "return {}");
    const auto fingerprint = [&] { return folder.registry().find("mine").spec.fingerprint; };
    const auto first = fingerprint();
    CHECK(first == fingerprint());
    folder.write("README.md", "formula");
    CHECK(first == fingerprint());
    folder.write("criteria.lua", "return 1");
    const auto second = fingerprint();
    CHECK(first != second);
    folder.write("criteria.lua", "return 2");
    CHECK(second != fingerprint());
}

TEST_CASE("the plugins that come with the engine have good manifests") {
    jt::registry::Registry registry;
    const auto home = jt::test::source_home();
    std::vector<std::string> names;
    for (const auto& plugin : find_plugins(home)) {
        register_plugin(plugin, home, registry);
        names.push_back(plugin.name);
        for (const auto& spec : plugin.operators) {
            INFO(spec.name);
            CHECK_FALSE(spec.title.zh.empty());
            CHECK_FALSE(spec.title.en.empty());
            for (const auto& param : spec.params) {
                CHECK_FALSE(param.help.zh.empty());
            }
            for (const auto& port : spec.ports) {
                CHECK_FALSE(port.help.zh.empty());
            }
        }
    }
    for (const std::string name : {"park_suitability", "transport_links"}) {
        CHECK(std::count(names.begin(), names.end(), name) == 1);
    }
}
