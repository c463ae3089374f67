#include "base/text.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace jt::base;

TEST_CASE("well-formed UTF-8 is told from everything else") {
    for (const char* good : {"", "a", "江天", "é", "\xF0\xA0\x80\x80", "\xED\x9F\xBF",
                             "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "\xE0\xA0\x80"}) {
        CHECK(is_utf8(good));
    }
    for (const char* bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                            "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
                            "\xE6\xB1", "a\xE6", "\xB5\xC0\xC2\xB7" /* 道路 in GBK */}) {
        INFO(bad);
        CHECK_FALSE(is_utf8(bad));
    }
}

TEST_CASE("every code point survives the way to UTF-8 and back") {
    for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 37) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            CHECK(to_utf8(c) == "\xEF\xBF\xBD");
            continue;
        }
        const std::string bytes = to_utf8(c);
        REQUIRE(is_utf8(bytes));
        REQUIRE(code_points(bytes) == std::vector<char32_t>{c});
    }
    CHECK(to_utf8(0x110000) == "\xEF\xBF\xBD");
}

TEST_CASE("bytes that are no UTF-8 become one replacement each, and the rest stays") {
    CHECK(code_points("a\xFF江") == std::vector<char32_t>{U'a', 0xFFFD, U'江'});
    CHECK(code_points("\xE6\xB1") == std::vector<char32_t>{0xFFFD, 0xFFFD});
}

TEST_CASE("random bytes never break the text functions") {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random() % 12, ' ');
        for (char& c : bytes) {
            c = static_cast<char>(random() & 0xFF);
        }
        std::string again;
        for (const char32_t c : code_points(bytes)) {
            again += to_utf8(c);
        }
        REQUIRE(is_utf8(again));
        REQUIRE((again == bytes) == is_utf8(bytes));
        display_width(bytes);
        did_you_mean(bytes, {bytes + "x", "roads"});
    }
}

TEST_CASE("trim takes blanks and line ends off both sides") {
    CHECK(trim("") == "");
    CHECK(trim(" \t\r\n") == "");
    CHECK(trim("  a b\r\n") == "a b");
}

TEST_CASE("split keeps empty fields") {
    CHECK(split("", ',') == std::vector<std::string>{""});
    CHECK(split("a,,b,", ',') == std::vector<std::string>{"a", "", "b", ""});
}

TEST_CASE("lower touches ASCII letters only") { CHECK(lower("AZ[é道") == "az[é道"); }

TEST_CASE("Chinese characters and full-width signs are two columns wide") {
    CHECK(display_width("") == 0);
    CHECK(display_width("road") == 4);
    CHECK(display_width("道路abc") == 7);
    CHECK(display_width("（１）。") == 8);
    CHECK(display_width("\xF0\xA0\x80\x80") == 2);  // a character of extension B
    CHECK(display_width("e\xCC\x81") == 1);         // a combining accent
    CHECK(pad_right("道路", 6) == "道路  ");
    CHECK(pad_right("道路", 3) == "道路");
}

TEST_CASE("did you mean finds typing errors and nothing far-fetched") {
    const std::vector<std::string> names = {"roads", "speed", "cutoff", "year_open", "道路名称"};
    CHECK(did_you_mean("raods", names) == "roads");
    CHECK(did_you_mean("spead", names) == "speed");
    CHECK(did_you_mean("CUTOFF", names) == "cutoff");
    CHECK(did_you_mean("year_opend", names) == "year_open");
    CHECK(did_you_mean("道路名", names) == "道路名称");
    CHECK(did_you_mean("parks", names) == "");
    CHECK(did_you_mean("", names) == "");
    CHECK(did_you_mean("x", {"y"}) == "");
    CHECK(did_you_mean("X", {"y", "x"}) == "x");
    CHECK(did_you_mean("anything", {}) == "");
}

TEST_CASE("of equally close names the first is meant") {
    CHECK(did_you_mean("park_c", {"park_a", "park_b"}) == "park_a");
}

TEST_CASE("long lists are cut with dots") {
    CHECK(join_some({}) == "");
    CHECK(join_some({"a", "b"}) == "a, b");
    CHECK(join_some({"a", "b", "c"}, 2) == "a, b, ...");
    CHECK(join_some({"a", "b"}, 2) == "a, b");
}
