#include "base/error.hpp"

#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace jt::base;
using jt::test::error_text;

TEST_CASE("every kind of error has its exit code") {
    CHECK(exit_code(ErrorKind::usage) == 1);
    CHECK(exit_code(ErrorKind::data) == 2);
    CHECK(exit_code(ErrorKind::internal) == 3);
    CHECK(exit_code(ErrorKind::machine) == 4);
    CHECK(exit_code(ErrorKind::interrupted) == 130);
    CHECK(usage_error("base.interrupted").kind() == ErrorKind::usage);
    CHECK(data_error("base.interrupted").kind() == ErrorKind::data);
    CHECK(internal_error("base.interrupted").kind() == ErrorKind::internal);
    CHECK(machine_error("base.interrupted").kind() == ErrorKind::machine);
}

TEST_CASE("an error speaks both languages, with context from inside out, then the hint") {
    const auto fail = [] {
        within(msg("base.file.rename", "outer", 2, 3), [] {
            within(msg("base.hint", "inner"),
                   [] { throw data_error("base.folder.exists", "out"); });
        });
    };
    CHECK(error_text(fail) ==
          "the output folder out exists\n"
          "  in hint: inner\n"
          "  in cannot rename outer to 2: 3\n"
          "  hint: choose another with -o, or pass --overwrite to replace it");
    CHECK(error_text(fail, Lang::zh) ==
          "输出文件夹 out 已存在\n"
          "  位置：建议：inner\n"
          "  位置：无法将 outer 改名为 2：3\n"
          "  建议：请用 -o 指定别的文件夹，或用 --overwrite 覆盖");
    CHECK(std::string(jt::test::error_of(fail)->what()) == error_text(fail));
}

TEST_CASE("two callers that add the same context are told once") {
    const auto fail = [] {
        within(msg("base.hint", "a"),
               [] { within(msg("base.hint", "a"), [] { throw data_error("base.interrupted"); }); });
    };
    CHECK(error_text(fail) == "interrupted; nothing was written\n  in hint: a");
}

TEST_CASE("within gives back what the body gives") {
    int value = 3;
    int& same = within(msg("base.interrupted"), [&]() -> int& { return value; });
    CHECK(&same == &value);
}

TEST_CASE("an unknown name is told with the close one, or with the list") {
    const auto close = unknown_name_error("layer.column.unknown", "spead", {"speed", "lanes"});
    CHECK(close.message().id == "layer.column.unknown.near");
    CHECK(close.message().args == std::vector<std::string>{"spead", "speed", ""});
    const auto far = unknown_name_error("layer.column.unknown", "x", {"speed", "lanes"}, "here");
    CHECK(far.message().id == "layer.column.unknown");
    CHECK(far.message().args == std::vector<std::string>{"x", "speed, lanes", "here"});
    const auto none = unknown_name_error("layer.column.unknown", "x", {});
    CHECK(none.message().args == std::vector<std::string>{"x", "-", ""});
}

TEST_CASE("numbers in messages are the shortest text that reads back as the same number") {
    CHECK(msg("base.hint", 0.1, 1.0, 1e300, 7).args ==
          std::vector<std::string>{"0.1", "1", "1e+300", "7"});
}

TEST_CASE("an unknown id and missing arguments still show everything") {
    CHECK(render(msg("base.no_such_message"), Lang::en) == "base.no_such_message");
    CHECK(render(msg("base.no_such_message", 1, "b"), Lang::zh) == "base.no_such_message 1 b");
    CHECK(render(msg("base.file.open", "a.shp"), Lang::en) == "cannot open {0}: {1} a.shp");
    CHECK(render_hint(msg("base.file.open", "a.shp", "b"), Lang::en) == "");
}

TEST_CASE("the catalogue is sorted, without duplicates, with both languages") {
    std::set<std::string_view> seen;
    std::string_view last;
    for (const auto& entry : catalogue()) {
        INFO(entry.id);
        CHECK(last <= entry.id);
        CHECK(seen.insert(entry.id).second);
        CHECK_FALSE(entry.en.empty());
        CHECK_FALSE(entry.zh.empty());
        last = entry.id;
    }
}

TEST_CASE("the language comes from words and locale names") {
    CHECK(lang_of("zh") == Lang::zh);
    CHECK(lang_of("zh_CN.UTF-8") == Lang::zh);
    CHECK(lang_of("en") == Lang::en);
    CHECK(lang_of("C.UTF-8") == Lang::en);
    CHECK(lang_of("") == Lang::en);
}
