#include "layer/layer.hpp"
#include "layer/rows.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using layer::Column;
using layer::Type;

namespace {

layer::Layer two_points() {
    geo::GeometryArray points(geo::Shape::point);
    points.add_point(104, 30);
    points.add_point(105, 30);
    return {"parks", geo::Crs(), points, {71, 72}};
}

}  // namespace

TEST_CASE("rows are named by the asked column, else by id, else by feature id, else by number") {
    auto layer = two_points();
    CHECK(layer::row_names(layer).show(1) == "72");
    layer.set({"id", Type::text, "", {}}, Column::of_texts({"P01", "P02"}));
    layer.set({"name", Type::text, "", {}}, Column::of_texts({"天邛", "蒲江"}));
    CHECK(layer::row_names(layer).show(1) == "P02");
    CHECK(layer::row_names(layer, "name").show(1) == "蒲江");
    CHECK(layer::row_names(layer::Table(3)).show(2) == "3");
    CHECK(test::error_text([&] { layer::row_names(layer, "nam"); }) ==
          "unknown column 'nam'; did you mean 'name'?\n  in layer 'parks'");
}

TEST_CASE("diagnostics speak of feature ids, or of row numbers where there are no features") {
    const std::vector<std::size_t> rows = {1};
    CHECK(layer::row_ids(two_points(), rows) == std::vector<std::int64_t>{72});
    CHECK(layer::row_ids(layer::Table(3), rows) == std::vector<std::int64_t>{2});
    CHECK(layer::row_ids(layer::Table(3), {}).empty());
}

TEST_CASE("the columns of a layer are a plain table of the same rows") {
    auto layer = two_points();
    layer.set({"id", Type::text, "", {}}, Column::of_texts({"P01", "P02"}));
    const auto table = layer::columns_of(layer);
    CHECK(table.kind() == registry::Kind::table);
    CHECK(table.rows() == 2);
    CHECK(table.shared_column("id") == layer.shared_column("id"));
}
