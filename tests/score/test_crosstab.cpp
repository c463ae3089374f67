#include "layer/layer.hpp"
#include "score/run.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using layer::Column;
using layer::Table;
using layer::Type;
using test::error_text;

namespace {

std::shared_ptr<Table> graded() {
    auto out = std::make_shared<Table>(6);
    out->set({"id", Type::text, "", {}}, Column::of_texts({"P1", "P2", "P3", "P4", "P5", "P6"}));
    out->set({"old", Type::real, "", {}}, Column::of_reals({1, 1, 2, 3, NAN, 1}));
    out->set({"new", Type::real, "", {}}, Column::of_reals({1, 2, 1, 3, 2, 2}));
    out->set({"land", Type::real, "ha", {}}, Column::of_reals({10, 20, 30, 40, 50, NAN}));
    out->set({"why", Type::text, "", {}}, Column::of_texts({"", "step h", "", "", "", "step h"}));
    return out;
}

}  // namespace

TEST_CASE("a cross table counts changes with areas, directions and what is doubtful") {
    const auto out = test::run_score("score.crosstab", {{"data", {graded()}}},
                                     {{"from", "old"},
                                      {"to", "new"},
                                      {"area", "land"},
                                      {"classes", {"good", "fair", "bad"}},
                                      {"best", "first"},
                                      {"doubtful", {"why"}}});
    CHECK(out.told ==
          std::vector<std::string>{
              "warning: 1 rows lack a class before or after and stand under '-': P5 (1 features: "
              "5)",
              "warning: 1 rows have no area and count without it: P6 (1 features: 6)"});
    CHECK(out.texts("from") == std::vector<std::string>{"1", "1", "2", "3", "-"});
    CHECK(out.texts("to_name") == std::vector<std::string>{"good", "fair", "good", "bad", "fair"});
    CHECK(out.texts("change") ==
          std::vector<std::string>{"same", "worse", "better", "same", "new"});
    CHECK(out.number("count", 1) == 2);
    CHECK(out.number("area_ha", 1) == Approx(20));
    CHECK(out.number("area_mu", 1) == Approx(300));
    CHECK(out.number("share", 1) == Approx(20.0 / 150));
    CHECK(out.number("doubtful", 1) == 2);
    CHECK(out.number("doubtful_ha", 1) == Approx(20));
    CHECK(out.number("doubtful", 0) == 0);
    CHECK(out.texts("change_label", "rows")[1] == "good → fair");
    CHECK(out.text("change", 2, "rows") == "better");
    CHECK(out.table("rows").column("change_doubtful").boolean(5));
    CHECK(out.number("land", 3, "rows") == 40);
}

TEST_CASE("a cross table of texts without areas: shares of the count, no direction") {
    auto table = std::make_shared<Table>(3);
    table->set({"a", Type::text, "", {}}, Column::of_texts({"x", "y", "x"}));
    table->set({"b", Type::text, "", {}}, Column::of_texts({"x", "x", ""}));
    const auto out =
        test::run_score("score.crosstab", {{"data", {table}}}, {{"from", "a"}, {"to", "b"}});
    CHECK(out.texts("change") == std::vector<std::string>{"same", "gone", "changed"});
    CHECK(out.number("share", 0) == Approx(1.0 / 3));
    CHECK_FALSE(out.table().column("area_ha").valid(0));
    CHECK_FALSE(out.table().column("doubtful").valid(0));
    const auto empty = test::run_score(
        "score.crosstab", {{"data", {std::make_shared<Table>(layer::take(*table, {}))}}},
        {{"from", "a"}, {"to", "b"}});
    CHECK(empty.table().rows() == 0);
    CHECK(error_text([&] {
              test::run_score("score.crosstab", {{"data", {table}}}, {{"from", "a"}, {"to", "c"}});
          }).find("'c'") != std::string::npos);
    auto marked = graded();
    CHECK(error_text([&] {
              test::run_score("score.crosstab", {{"data", {marked}}},
                              {{"from", "old"}, {"to", "new"}, {"doubtful", {"land"}}});
          }).find("column 'land' should be boolean or text to mark what is doubtful") == 0);
}

TEST_CASE("polygons bring their own areas, on the ellipsoid") {
    geo::GeometryArray square(geo::Shape::polygon);
    square.add_ring(std::vector<double>{104, 30, 104.01, 30, 104.01, 30.01, 104, 30.01, 104, 30});
    square.null_feature();
    auto layer = std::make_shared<layer::Layer>("地块", geo::Crs::from("EPSG:4490"), square,
                                                std::vector<std::int64_t>{1, 2});
    layer->set({"a", Type::integer, "", {}}, Column::of_integers({1, 1}));
    layer->set({"b", Type::integer, "", {}}, Column::of_integers({2, 2}));
    const auto out =
        test::run_score("score.crosstab", {{"data", {layer}}}, {{"from", "a"}, {"to", "b"}});
    CHECK(out.number("area_ha", 0) == Approx(106.9).epsilon(0.001));
    CHECK(out.number("count", 0) == 2);
    CHECK(out.told[0] == "warning: 1 rows have no area and count without it: 2 (1 features: 2)");
}
