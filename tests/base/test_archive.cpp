#include "base/archive.hpp"

#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt::base;
using jt::test::error_text;

namespace {

std::string sample() {
    Writer out;
    out.text("江天");
    out.integer(-5);
    out.real(0.1);
    out.values(std::vector<std::int32_t>{1, 2, 3});
    out.values(std::vector<double>{});
    return out.bytes();
}

bool read_sample(std::string_view bytes) {
    Reader in(bytes);
    const bool same = in.text() == "江天" && in.integer() == -5 && in.real() == 0.1 &&
                      in.values<std::int32_t>() == std::vector<std::int32_t>{1, 2, 3} &&
                      in.values<double>().empty();
    in.expect_end();
    return same;
}

}  // namespace

TEST_CASE("an archive gives back what was put in, in order") { CHECK(read_sample(sample())); }

TEST_CASE("a writer that hands on gives the same bytes, and holds at most a block") {
    const std::vector<std::uint8_t> large(5'000'000, 7);
    const auto fill = [&](Writer& out) {
        out.text("江天");
        out.values(large);
        for (std::int64_t i = 0; i < 300'000; ++i) {
            out.integer(i);
        }
    };
    Writer whole;
    fill(whole);
    std::string handed;
    int blocks = 0;
    Writer on([&](std::string_view block) {
        handed += block;
        ++blocks;
    });
    fill(on);
    CHECK(on.bytes().size() < 1U << 20U);
    on.flush();
    on.flush();
    CHECK(on.bytes().empty());
    CHECK((handed == whole.bytes()));
    CHECK(blocks == 5);  // the text, the large values, twice a MiB of integers, the rest
}

TEST_CASE("an archive that was cut anywhere is refused") {
    const std::string bytes = sample();
    for (std::size_t kept = 0; kept < bytes.size(); ++kept) {
        INFO(kept);
        CHECK(error_text([&] { read_sample(std::string_view(bytes).substr(0, kept)); }) ==
              "the stored bytes are not whole");
    }
    CHECK(error_text([&] { read_sample(bytes + "x"); }) == "the stored bytes are not whole");
}

TEST_CASE("lengths that cannot be are refused before memory is asked for") {
    for (const std::int64_t length : {std::int64_t{-1}, INT64_MAX, std::int64_t{1} << 61}) {
        Writer out;
        out.integer(length);
        const std::string bytes = out.bytes();
        CHECK(error_text([&] { Reader(bytes).values<double>(); }) ==
              "the stored bytes are not whole");
        CHECK(error_text([&] { Reader(bytes).text(); }) == "the stored bytes are not whole");
    }
}
