#include "script/home.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

using jt::script::find_home;
using jt::test::error_text;
using jt::test::TempFolder;

namespace fs = std::filesystem;

namespace {

/// Sets JT_HOME for a test, or takes it away.
class HomeVariable {
public:
    explicit HomeVariable(const char* value) {
        if (const char* old = std::getenv("JT_HOME")) {
            m_old = old;
        }
        value == nullptr ? ::unsetenv("JT_HOME") : ::setenv("JT_HOME", value, 1);
    }
    ~HomeVariable() {
        m_old.empty() ? ::unsetenv("JT_HOME") : ::setenv("JT_HOME", m_old.c_str(), 1);
    }
    HomeVariable(const HomeVariable&) = delete;
    HomeVariable& operator=(const HomeVariable&) = delete;

private:
    std::string m_old;
};

void make_library(const fs::path& root) {
    jt::base::make_folders(root / "lua/jiangtian");
    jt::base::write_file(root / "lua/jiangtian/init.lua", "return {}");
}

}  // namespace

TEST_CASE("the library is that of JT_HOME, else beside the program, else that of the source") {
    const TempFolder folder;
    const fs::path program = folder / "usr/bin/jiangtian";
    const HomeVariable none(nullptr);
    CHECK(find_home(program, {}).lua == fs::path(JT_SOURCE_DIR) / "lua");
    make_library(folder / "usr/share/jiangtian");
    CHECK(find_home(program, {}).lua == folder / "usr/share/jiangtian/lua");
    make_library(folder / "own");
    const HomeVariable own((folder / "own").c_str());
    const auto home = find_home(program, {folder.path().string()});
    CHECK(home.lua == folder / "own/lua");
    CHECK(home.plugins == std::vector<fs::path>{folder / "own/plugins", folder.path()});
}

TEST_CASE("a JT_HOME without the library is an error, not passed over") {
    const TempFolder folder;
    const HomeVariable wrong(folder.path().c_str());
    const auto error = jt::test::error_of([] { find_home("/usr/bin/jiangtian", {}); });
    REQUIRE(error);
    CHECK(error->kind() == jt::base::ErrorKind::machine);
    CHECK(error->text(jt::base::Lang::en) ==
          "the Lua library was not found; tried " + folder.path().string() +
              "\n  hint: set JT_HOME to the folder that holds lua/ and plugins/");
}

TEST_CASE("a folder of plugins that is not there is an error") {
    const TempFolder folder;
    CHECK(error_text([&] { find_home("jiangtian", {(folder / "none").string()}); }) ==
          "--plugins " + (folder / "none").string() + ": no such folder");
}
