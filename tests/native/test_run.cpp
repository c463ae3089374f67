#include "native/modules.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using layer::Column;
using layer::Type;
using test::run;

namespace {

/// Four polygons: with a hole, in two parts, none at all, and an invalid one; one value is missing.
std::shared_ptr<layer::Layer> parks() {
    geo::GeometryArray geometry(geo::Shape::polygon);
    const auto ring = [&](double x, double size) {
        geometry.begin_ring();
        for (const auto& [dx, dy] : {std::pair{0., 0.}, {1., 0.}, {1., 1.}, {0., 0.}}) {
            geometry.add(x + dx * size, dy * size);
        }
    };
    geometry.begin_feature();
    geometry.begin_part();
    ring(0, 9);
    ring(4, 1);
    geometry.end_feature();
    geometry.begin_feature();
    geometry.begin_part();
    ring(20, 3);
    geometry.begin_part();
    ring(30, 3);
    geometry.end_feature();
    geometry.null_feature();
    geometry.begin_feature();
    geometry.begin_part();
    ring(50, 2);
    geometry.end_feature();
    geometry.set_status(3, geo::Status::invalid);
    auto out =
        std::make_shared<layer::Layer>("园区", geo::Crs::from("EPSG:4544"), std::move(geometry),
                                       std::vector<std::int64_t>{11, 12, 13, 15});
    out->set({"value", Type::real, "ha", {"面积", "area"}},
             Column::of_reals({1.5, NAN, -2, std::numeric_limits<double>::max()}));
    out->set({"name", Type::text, "", {}}, Column::of_texts({"天府", "", "z", "两江"}));
    layer::ColumnBuilder open(Type::boolean);
    open.integer(1);
    open.integer(0);
    open.null();
    open.integer(1);
    out->set({"open", Type::boolean, "", {}}, open.build());
    out->set({"year", Type::integer, "", {}},
             Column::of_integers({2025, std::numeric_limits<std::int64_t>::min(), 0, 1}));
    return out;
}

}  // namespace

TEST_CASE("a layer goes through a plugin and comes back whole, with one column more") {
    const auto in = parks();
    base::Diagnostics diagnostics;
    const auto outputs = run(test::sample_manifest(), "scale", {{"features", {in}}},
                             {{"factor", "2 m"}, {"note", "说明"}}, &diagnostics);
    auto out = dynamic_cast<const layer::Layer&>(*outputs.at("scaled"));
    CHECK(out.field("scaled").unit == "m");
    CHECK(out.field("scaled").title.zh == "放大值");
    const auto& scaled = out.column("scaled");
    CHECK(scaled.number(0) == 3);
    CHECK(!scaled.valid(1));
    CHECK(scaled.number(2) == -4);
    CHECK(scaled.number(3) == std::numeric_limits<double>::infinity());
    CHECK(out.crs().code() == "EPSG:4544");
    out.remove("scaled");
    CHECK(registry::content_hash(out) == registry::content_hash(*in));
    REQUIRE(diagnostics.list().size() == 2);
    CHECK(base::render(diagnostics.list()[0], base::Lang::en) ==
          "warning: no value (1 features: 12)");
    CHECK(base::render(diagnostics.list()[1], base::Lang::zh) == "提示: 说明");
}

TEST_CASE("an empty layer goes through a plugin") {
    auto in = std::make_shared<layer::Layer>("", geo::Crs(), geo::GeometryArray(),
                                             std::vector<std::int64_t>{});
    in->set({"value", Type::real, "", {}}, Column::of_reals({}));
    const auto outputs =
        run(test::sample_manifest(), "scale", {{"features", {in}}}, {{"factor", 1}});
    const auto& out = dynamic_cast<const layer::Layer&>(*outputs.at("scaled"));
    CHECK(out.rows() == 0);
    CHECK(!out.crs().known());
    CHECK(out.names() == std::vector<std::string>{"value", "scaled"});
}

TEST_CASE("a plugin's own complaint is the error, in both languages") {
    const auto in = std::make_shared<layer::Layer>("", geo::Crs(), geo::GeometryArray(),
                                                   std::vector<std::int64_t>{});
    const auto body = [&] {
        run(test::sample_manifest(), "scale", {{"features", {in}}}, {{"factor", 1}});
    };
    CHECK(test::error_text(body) ==
          "the layer has no column 'value', or is too large\n"
          "  in plugin 'sample'\n"
          "  in operator scale");
    CHECK(test::error_text(body, base::Lang::zh).find("图层没有“value”列，或过大") == 0);
}

TEST_CASE("a matrix goes through a plugin with its statuses and unit") {
    auto in = std::make_shared<layer::Matrix>();
    in->row_ids = {"简阳", "Z01"};
    in->column_ids = {"a", "b", "两江"};
    in->cost = {1, 2, 3, layer::kUnreachable, layer::kMaxCost, layer::kCutOff};
    in->unit = "mm";
    const auto outputs = run(test::sample_manifest(), "turn", {{"costs", {in}}});
    const auto& out = dynamic_cast<const layer::Matrix&>(*outputs.at("turned"));
    CHECK(out.row_ids == in->column_ids);
    CHECK(out.column_ids == in->row_ids);
    CHECK(out.cost == std::vector<std::uint32_t>{1, layer::kUnreachable, 2, layer::kMaxCost, 3,
                                                 layer::kCutOff});
    CHECK(out.unit == "mm");
}

TEST_CASE("a port of many tables takes layers as tables, and none at all") {
    const auto count = [](std::vector<test::ObjectPtr> tables) {
        return run(test::sample_manifest(), "count", {{"tables", std::move(tables)}},
                   {{"strict", true}})
            .at("counts");
    };
    auto single = std::make_shared<layer::Table>(1);
    single->set({"width", Type::integer, "km/h", {}}, Column::of_integers({1}));
    const auto made = count({parks(), single});
    const auto& out = dynamic_cast<const layer::Table&>(*made);
    CHECK(out.kind() == registry::Kind::table);
    CHECK(out.column("rows").integer(0) == 4);
    CHECK(out.column("rows").integer(1) == 1);
    CHECK(out.column("many").boolean(0));
    CHECK(!out.column("many").boolean(1));
    CHECK(out.column("share").number(0) == 0.5);
    CHECK(out.column("unit_length").integer(0) == 2);
    CHECK(out.column("unit_length").integer(1) == 4);
    const auto none = count({});
    CHECK(dynamic_cast<const layer::Table&>(*none).rows() == 0);
}
