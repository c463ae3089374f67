#include "native/modules.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

using namespace jt;
using test::error_text;
using test::run;

namespace {

/// What running an operator of a plugin that cannot be opened says, without the last lines, which
/// say where.
std::string opening(const native::Manifest& plugin) {
    const std::string name = plugin.operators.front().name;
    std::string text = error_text([&] { run(plugin, name); });
    const std::string where = "\n  in plugin '" + plugin.name + "'\n  in operator " + name;
    const auto at = text.find(where);
    REQUIRE(at != std::string::npos);
    return text.erase(at, where.size());
}

const std::string kRebuild = "\n  hint: build the plugin with the jt_plugin.h of this engine";

}  // namespace

TEST_CASE("a library that is not there is told with the words of the loader, when it is wanted") {
    registry::Registry registry;
    const auto missing = test::plain_manifest("missing");
    native::register_plugin(missing, registry);
    CHECK(registry.find("missing").spec.fingerprint.empty());
    const std::string file = test::library_path("missing.so");
    CHECK(opening(missing) ==
          file + " cannot be loaded: " + file +
              ": cannot open shared object file: No such file or directory\n"
              "  hint: build the plugin for this machine; `body` in plugin.lua names its file");
}

TEST_CASE("a file that is no library, and one that lacks a function, are told by the loader") {
    const test::TempFolder folder;
    auto text = test::plain_manifest("text");
    text.library = folder / "text.so";
    std::ofstream(text.library) << std::string(100, 'x');
    CHECK(opening(text) ==
          text.library.string() + " cannot be loaded: " + text.library.string() +
              ": invalid ELF header\n"
              "  hint: build the plugin for this machine; `body` in plugin.lua names its file");
    const auto undefined = test::plain_manifest("undefined");
    const std::string file = test::library_path("undefined.so");
    CHECK(opening(undefined) ==
          file + " cannot be loaded: " + file +
              ": undefined symbol: function_that_nobody_has\n"
              "  hint: build the plugin for this machine; `body` in plugin.lua names its file");
}

TEST_CASE("a library without jt_plugin_open is no plugin") {
    const std::string file = test::library_path("no_symbol.so");
    CHECK(opening(test::plain_manifest("no_symbol")) ==
          file + " is no plugin: " + file +
              ": undefined symbol: jt_plugin_open\n"
              "  hint: the library must export jt_plugin_open, as jt_plugin.h declares it");
}

TEST_CASE("another version of the interface is refused") {
    CHECK(opening(test::plain_manifest("other_version")) ==
          test::library_path("other_version.so") + ": jt_plugin.version: wanted 1, found 9" +
              kRebuild);
    CHECK(opening(test::plain_manifest("too_small")) ==
          test::library_path("too_small.so") + ": jt_plugin.size: wanted at least " +
              std::to_string(sizeof(jt_plugin)) + ", found 8");
}

TEST_CASE("a library may refuse, give nothing, or declare half an operator") {
    CHECK(opening(test::plain_manifest("refuses")) ==
          test::library_path("refuses.so") + " cannot work here: the licence has ended");
    CHECK(opening(test::plain_manifest("nothing")) ==
          test::library_path("nothing.so") + ": jt_plugin_open gave a null pointer");
    CHECK(opening(test::plain_manifest("half")) ==
          test::library_path("half.so") + ": operators.half.run is a null pointer");
}

TEST_CASE("exceptions that leave a C++ plugin become errors") {
    auto plugin = test::plain_manifest("throws");
    plugin.operators[0].params = {test::param("number", test::ParamType::number)};
    CHECK(error_text([&] {
              run(plugin, "throws", {}, {{"number", 1}});
          }) ==
          "throws: a C++ exception left the library: the wheel came off\n"
          "  in plugin 'throws'\n"
          "  in operator throws");
    CHECK(error_text([&] { run(plugin, "throws"); }) ==
          "throws: a C++ exception left the library: ?\n"
          "  in plugin 'throws'\n"
          "  in operator throws");
    ::setenv("JT_TEST_THROW_ON_OPEN", "1", 1);
    CHECK(opening(plugin) == test::library_path("throws.so") +
                                 ": a C++ exception left the library: the door is stuck");
    ::unsetenv("JT_TEST_THROW_ON_OPEN");
}

TEST_CASE("the bytes of the library are the fingerprint of its operators") {
    registry::Registry registry;
    native::register_plugin(test::sample_manifest(), registry);
    native::register_plugin(test::bad_manifest(), registry);
    const std::string scale = registry.find("scale").spec.fingerprint;
    CHECK(scale.size() == 64);
    CHECK(registry.find("turn").spec.fingerprint == scale);
    CHECK(registry.find("bad").spec.fingerprint != scale);
}

TEST_CASE("a manifest with a kind that native plugins do not know is refused at once") {
    auto plugin = test::sample_manifest();
    plugin.operators[1].ports[0].kind = test::Kind::network;
    registry::Registry registry;
    CHECK(error_text([&] { native::register_plugin(plugin, registry); }) ==
          "a native plugin takes and gives layers, tables and matrices, not a network\n"
          "  in field operators.turn.ports.costs.kind\n"
          "  in manifest plugin.lua");
}
