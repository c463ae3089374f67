// The plugins that come with the engine pass the tests in their folders, in a copy of the folder.
#include "layer/table.hpp"
#include "overlay/register.hpp"
#include "script/plan.hpp"
#include "script/plugin.hpp"
#include "script/plugin_body.hpp"

#include <catch2/catch.hpp>
#include <map>

namespace fs = std::filesystem;

namespace {

using jt::layer::Table;
using jt::registry::ParamType;

jt::registry::Registry whole_registry() {
    auto out = jt::test::scenario_registry();
    jt::overlay::register_operators(out);
    const auto home = jt::test::source_home();
    for (const auto& plugin : jt::script::find_plugins(home)) {
        if (plugin.kind == "lua") {
            jt::script::register_plugin(plugin, home, out);
        }
    }
    return out;
}

jt::registry::OperatorSpec runner_spec() {
    jt::registry::OperatorSpec spec;
    spec.name = "run_tests";
    spec.params.resize(2);
    spec.params[0].name = "folder";
    spec.params[0].type = ParamType::text;
    spec.params[1].name = "modules";
    spec.params[1].type = ParamType::list;
    spec.outputs = {{"results", jt::registry::Kind::table, {}, {}}};
    return spec;
}

std::vector<std::string> test_modules(const fs::path& tests) {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(tests)) {
        if (entry.path().extension() == ".lua") {
            out.push_back(entry.path().stem().string());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Title and message ("" for passed) of the tests of a plugin's folder.
std::map<std::string, std::string> results_of(const fs::path& plugin) {
    const jt::test::TempFolder folder;
    const fs::path copy = folder / plugin.filename().string();
    fs::copy(plugin, copy, fs::copy_options::recursive);
    fs::copy_file(fs::path(JT_SOURCE_DIR) / "tests/script/plugin_tests.lua",
                  copy / "run_tests.lua");
    auto registry = whole_registry();
    const jt::script::BodySource source{"tests",
                                        (copy / "run_tests.lua").string(),
                                        jt::test::source_home().lua.string(),
                                        {"run_tests"}};
    registry.add(runner_spec(), [source](jt::registry::Call& call) {
        return jt::script::run_body(source, "run_tests", call);
    });
    jt::registry::Call call;
    call.params = {{"folder", (copy / "tests").string()},
                   {"modules", test_modules(copy / "tests")}};
    const auto out = registry.run("run_tests", std::move(call)).at("results");
    const auto& table = dynamic_cast<const Table&>(*out);
    std::map<std::string, std::string> results;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        results[table.column("title").show(row)] = table.column("message").show(row);
    }
    return results;
}

void check_plugin(const std::string& name) {
    const auto results = results_of(jt::test::source_home().plugins.front() / name);
    CHECK(results.size() >= 3);
    for (const auto& [title, message] : results) {
        INFO(title);
        CHECK(message.empty());
        if (!message.empty()) {
            WARN(message);
        }
    }
}

}  // namespace

TEST_CASE("transport_links passes the tests in its folder") { check_plugin("transport_links"); }

TEST_CASE("park_suitability passes the tests in its folder") { check_plugin("park_suitability"); }

TEST_CASE("travel_times passes the tests in its folder") { check_plugin("travel_times"); }
