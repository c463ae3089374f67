#include "layer/random_table.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace jt::layer;
using jt::test::error_of;
using jt::test::error_text;

namespace {

const std::vector<Type> kTypes = {Type::boolean, Type::integer, Type::real, Type::text};

std::string bytes_of(const Column& column) {
    jt::base::Writer out;
    column.write(out);
    return out.bytes();
}

}  // namespace

TEST_CASE("a real that is no number is null") {
    const Column column = Column::of_reals({1.5, std::nan("1"), -std::nan("2"), HUGE_VAL});
    CHECK(column.size() == 4);
    CHECK(column.null_count() == 2);
    CHECK(column.valid(0));
    CHECK_FALSE(column.valid(1));
    CHECK(std::isnan(column.number(2)));
    CHECK(column.show(0) == "1.5");
    CHECK(column.show(1) == "");
    CHECK(column.show(3) == "inf");
    CHECK(column.reals().size() == 4);
}

TEST_CASE("columns made from vectors and by a builder are the same bytes") {
    ColumnBuilder builder(Type::real);
    for (const double value : {1.0, std::nan("7"), 3.0}) {
        builder.real(value);
    }
    CHECK(bytes_of(builder.build()) == bytes_of(Column::of_reals({1.0, std::nan(""), 3.0})));
    for (int i = 0; i < 9; ++i) {
        builder.real(i);
    }
    CHECK(bytes_of(builder.build()) == bytes_of(Column::of_reals({0, 1, 2, 3, 4, 5, 6, 7, 8})));
}

TEST_CASE("values of every type are kept and shown") {
    const Column integers = Column::of_integers({INT64_MIN, 0, INT64_MAX});
    CHECK(integers.integer(2) == INT64_MAX);
    CHECK(integers.show(0) == "-9223372036854775808");
    CHECK(integers.number(1) == 0);
    const Column booleans = Column::of_booleans({true, false});
    CHECK(booleans.type() == Type::boolean);
    CHECK(booleans.boolean(0));
    CHECK_FALSE(booleans.boolean(1));
    CHECK(booleans.show(0) == "true");
    const Column texts = Column::of_texts({"道路", "", "x"});
    CHECK(texts.text(0) == "道路");
    CHECK(texts.text(1).empty());
    CHECK(texts.valid(1));
    CHECK(texts.text(2) == "x");
    CHECK(Column::of_reals({0.1}).show(0) == "0.1");
    CHECK(Column::of_reals({1e20}).show(0) == "1e+20");
    CHECK(error_text([&] { texts.number(0); }) == "a text column has no numbers");
}

TEST_CASE("a null has no value in any type") {
    for (const Type type : kTypes) {
        ColumnBuilder builder(type);
        builder.null();
        const Column column = builder.build();
        CHECK(column.null_count() == 1);
        CHECK_FALSE(column.valid(0));
        CHECK(column.show(0) == "");
        CHECK_FALSE((type == Type::boolean && column.boolean(0)));
        if (type == Type::text) {
            CHECK(column.text(0).empty());
        } else {
            CHECK(std::isnan(column.number(0)));
        }
    }
}

TEST_CASE("a builder takes its own type only, and is empty after building") {
    ColumnBuilder builder(Type::text);
    builder.text("x");
    CHECK(builder.build().size() == 1);
    CHECK(builder.build().size() == 0);
    CHECK(error_text([&] { builder.real(1); }) == "a real value was put into a text column");
    CHECK(error_text([&] { builder.integer(1); }) == "a integer value was put into a text column");
    CHECK(error_text([] { ColumnBuilder(Type::real).text("x"); }) ==
          "a text value was put into a real column");
    ColumnBuilder flags(Type::boolean);
    flags.integer(17);
    CHECK(flags.build().integer(0) == 1);
}

TEST_CASE("random columns survive their bytes, cut nowhere") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 200; ++round) {
        const Type type = kTypes[random() % 4];
        const Column column = jt::test::random_column(random, type, random() % 40);
        const std::string bytes = bytes_of(column);
        jt::base::Reader in(bytes);
        const Column again = Column::read(in);
        in.expect_end();
        REQUIRE(bytes_of(again) == bytes);
        REQUIRE(again.size() == column.size());
        REQUIRE(again.null_count() == column.null_count());
        for (std::size_t i = 0; i < column.size(); ++i) {
            REQUIRE(again.valid(i) == column.valid(i));
            REQUIRE(again.show(i) == column.show(i));
        }
        for (std::size_t kept = 0; kept < bytes.size(); kept += 1 + random() % 7) {
            jt::base::Reader cut(std::string_view(bytes).substr(0, kept));
            REQUIRE(error_of([&] { Column::read(cut); }));
        }
    }
}

TEST_CASE("stored columns whose parts do not fit are refused") {
    const auto stored = [](std::int64_t size, std::vector<std::int64_t> offsets) {
        jt::base::Writer out;
        out.text("text");
        out.integer(size);
        out.integer(0);
        out.values(std::vector<std::uint8_t>{});
        out.values(std::vector<double>{});
        out.values(std::vector<std::int64_t>{});
        out.values(offsets);
        out.text("abc");
        return error_text([&] {
            jt::base::Reader in(out.bytes());
            Column::read(in);
        });
    };
    CHECK(stored(1, {0, 3}) == "(no error)");
    for (const auto& wrong :
         std::vector<std::vector<std::int64_t>>{{}, {0}, {0, 2}, {1, 3}, {0, 9, 3}}) {
        CHECK(stored(1, wrong) == "the stored columns do not fit together");
    }
    CHECK(stored(3, {0, 3, 1, 3}) == "the stored columns do not fit together");
    CHECK(stored(-1, {}) == "the stored columns do not fit together");
}

TEST_CASE("taking rows repeats, reorders and drops them") {
    std::mt19937_64 random(2);
    for (int round = 0; round < 100; ++round) {
        const Column column =
            jt::test::random_column(random, kTypes[random() % 4], 1 + random() % 30);
        std::vector<std::size_t> rows(random() % 50);
        for (auto& row : rows) {
            row = random() % column.size();
        }
        const Column taken = column.take(rows);
        REQUIRE(taken.size() == rows.size());
        REQUIRE(taken.type() == column.type());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            REQUIRE(taken.valid(i) == column.valid(rows[i]));
            REQUIRE(taken.show(i) == column.show(rows[i]));
        }
    }
}
