#include "native/declaration.hpp"

#include "native/modules.hpp"

#include <catch2/catch.hpp>
#include <functional>

using namespace jt;
using test::error_text;

namespace {

using Change = std::function<void(native::Manifest&)>;

/// What a manifest that is changed so says about the library of the sample.
std::string difference(const Change& change) {
    auto plugin = test::sample_manifest();
    change(plugin);
    return error_text([&] { test::run(plugin, plugin.operators.back().name); });
}

/// The message for a field; the operator that runs is the last.
std::string differs(const std::string& field, const std::string& wanted, const std::string& found,
                    const std::string& plugin = "sample") {
    return test::library_path("sample.so") + ": " + field + ": wanted '" + wanted +
           "' (plugin.lua), found '" + found + "'\n  in plugin '" + plugin +
           "'\n  in operator count\n  hint: make plugin.lua and what the library declares the same";
}

}  // namespace

TEST_CASE("a manifest that says what the library says passes") {
    CHECK(difference([](native::Manifest& m) { m.operators.back().params[0].fallback = true; }) ==
          "(no error)");
}

TEST_CASE("a difference in name or version names file, field, wanted and found") {
    CHECK(difference([](native::Manifest& m) { m.name = "simple"; }) ==
          differs("name", "simple", "sample", "simple"));
    CHECK(difference([](native::Manifest& m) { m.version = "1.1"; }) ==
          differs("version", "1.1", "1.0"));
    CHECK(difference([](native::Manifest& m) { m.operators.erase(m.operators.begin()); }) ==
          differs("operators", "turn, count", "scale, turn, count"));
    CHECK(difference([](native::Manifest& m) { m.operators[0].version = 4; }) ==
          differs("operators.scale.version", "4", "3"));
}

TEST_CASE("a difference in ports, parameters, outputs and columns names the field") {
    CHECK(difference([](native::Manifest& m) { m.operators[0].ports[0].name = "parks"; }) ==
          differs("operators.scale.ports", "parks", "features"));
    CHECK(difference([](native::Manifest& m) {
              m.operators[0].ports[0].kind = test::Kind::table;
          }) == differs("operators.scale.ports.features.kind", "table", "layer"));
    CHECK(difference([](native::Manifest& m) { m.operators[2].ports[0].many = false; }) ==
          differs("operators.count.ports.tables.many", "false", "true"));
    CHECK(difference([](native::Manifest& m) { m.operators[0].params.pop_back(); }) ==
          differs("operators.scale.params", "factor", "factor, note"));
    CHECK(difference([](native::Manifest& m) { m.operators[0].params[0].unit = "km"; }) ==
          differs("operators.scale.params.factor.unit", "km", "m"));
    CHECK(difference([](native::Manifest& m) {
              m.operators[0].params[0].type = test::ParamType::integer;
          }) == differs("operators.scale.params.factor.type", "integer", "number"));
    CHECK(difference([](native::Manifest& m) { m.operators[0].params[0].required = false; }) ==
          differs("operators.scale.params.factor.required", "false", "true"));
    CHECK(difference([](native::Manifest& m) { m.operators[1].outputs[0].name = "costs"; }) ==
          differs("operators.turn.outputs", "costs", "turned"));
    CHECK(difference([](native::Manifest& m) { m.operators[0].outputs[0].columns.clear(); }) ==
          differs("operators.scale.outputs.scaled.columns", "", "scaled"));
    CHECK(difference([](native::Manifest& m) {
              m.operators[0].outputs[0].columns[0].type = test::ColumnType::text;
          }) == differs("operators.scale.outputs.scaled.columns.scaled.type", "text", "real"));
}

TEST_CASE("the difference is told in Chinese too") {
    auto plugin = test::sample_manifest();
    plugin.version = "2";
    CHECK(error_text([&] { test::run(plugin, "count"); }, base::Lang::zh)
              .find("sample.so：version：需要“2”（plugin.lua），实为“1.0”") != std::string::npos);
}

TEST_CASE("the structs of a newer interface, which are larger, can be read") {
    struct Newer {
        jt_port_spec now;
        std::uint64_t later;
    };
    const auto port = [](const char* name) {
        return Newer{{sizeof(Newer), JT_VERSION, name, "table", JT_REQUIRED}, 7};
    };
    const Newer ports[] = {port("left"), port("right")};
    const jt_output_spec outputs[] = {{JT_HEAD(jt_output_spec), .name = "out", .kind = "table",
                                       .columns = nullptr, .column_count = 0}};
    jt_operator op = {};
    op.size = sizeof op;
    op.version = JT_VERSION;
    op.name = "join";
    op.revision = 1;
    op.ports = &ports[0].now;
    op.port_count = 2;
    op.outputs = outputs;
    op.output_count = 1;
    op.run = [](const jt_host*, jt_call*) -> std::int32_t { return JT_OK; };
    jt_plugin plugin = {};
    plugin.size = sizeof plugin;
    plugin.version = JT_VERSION;
    plugin.name = "join";
    plugin.plugin_version = "1.0";
    plugin.operators = &op;
    plugin.operator_count = 1;
    auto wanted = test::manifest("join");
    wanted.operators = {test::spec("join", 1)};
    wanted.operators[0].ports = {{"left", test::Kind::table, true, false, {}},
                                 {"right", test::Kind::table, true, false, {}}};
    wanted.operators[0].outputs = {{"out", test::Kind::table, {}, {}}};
    CHECK(native::compare(wanted, plugin).at("join") == &op);
    plugin.name = nullptr;
    CHECK(error_text([&] { native::compare(wanted, plugin); }) ==
          test::library_path("join.so") + ": name is a null pointer");
}
