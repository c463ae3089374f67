#include "network/change/difference.hpp"
#include "network/helpers.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using network::PairChange;

namespace {

layer::Matrix matrix_of(const std::vector<std::uint32_t>& cost, std::vector<std::string> rows,
                        std::vector<std::string> columns) {
    layer::Matrix out;
    out.row_ids = std::move(rows);
    out.column_ids = std::move(columns);
    out.cost = cost;
    return out;
}

layer::Table table_of(const std::vector<std::string>& ids, std::vector<double> values) {
    layer::Table table(ids.size());
    table.set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(ids));
    table.set({"v", layer::Type::real, "min", {}}, layer::Column::of_reals(std::move(values)));
    return table;
}

std::shared_ptr<layer::Layer> squares(const std::vector<std::array<double, 3>>& list) {
    geo::GeometryArray polygons(geo::Shape::polygon);
    std::vector<std::int64_t> ids;
    std::vector<double> limits;
    for (const auto& [x, side, limit] : list) {
        const double a = test::kX + x, b = a + side, c = test::kY, d = c + side;
        polygons.add_ring(std::vector<double>{a, c, b, c, b, d, a, d, a, c});
        ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
        limits.push_back(limit);
    }
    auto out = std::make_shared<layer::Layer>("bands", test::crs(), std::move(polygons), ids);
    out->set({"cutoff_min", layer::Type::real, "min", {}},
             layer::Column::of_reals(std::move(limits)));
    return out;
}

}  // namespace

TEST_CASE("difference: matrices are matched by id, gains first") {
    const auto none = layer::kUnreachable, far = layer::kCutOff;
    const auto before =
        matrix_of({60000, 120000, none, far, 300000, 50000}, {"a", "b"}, {"x", "y", "z"});
    // Rows and columns in another order: b: z y x, a: z y x.
    const auto after =
        matrix_of({none, 240000, 180000, 600000, 90000, 60000}, {"b", "a"}, {"z", "y", "x"});
    base::Diagnostics diagnostics;
    const auto found = network::difference(before, after, 120000, false, diagnostics);
    CHECK(diagnostics.list().empty());
    REQUIRE(found.origins.size() == 2);
    const auto &a = found.origins[0], &b = found.origins[1];
    CHECK(a.pairs == 2);
    CHECK(a.mean_diff == Approx(-15000));
    CHECK((a.gained == 1 && a.lost == 0 && a.faster == 1 && a.slower == 0));
    CHECK((a.within_before == 2 && a.within_after == 2));
    CHECK((b.gained == 1 && b.lost == 1 && b.faster == 1));
    CHECK((b.within_before == 1 && b.within_after == 0));
    std::string told;
    for (const auto& pair : found.pairs) {
        told += before.row_ids[pair.row] + before.column_ids[pair.column] + " " +
                network::pair_change_name(pair.change) + "; ";
    }
    CHECK(told == "bx newly_within; az newly_reachable; by faster; ay faster; bz lost; ");
    const auto other = matrix_of({1}, {"a"}, {"x"});
    network::difference(before, other, 120000, false, diagnostics);
    CHECK(test::said(diagnostics, "network.difference.alone") ==
          "warning: 1 origins stand in one matrix only and are not compared: b");
    auto metres = other;
    metres.unit = "mm";
    CHECK(test::error_text([&] { network::difference(other, metres, 1, false, diagnostics); }) ==
          "matrices of different units cannot be compared: ms and mm");
}

TEST_CASE("difference: nothing changed gives no pairs, and all of them when asked") {
    const auto same = matrix_of({1, layer::kUnreachable}, {"a"}, {"x", "y"});
    base::Diagnostics diagnostics;
    CHECK(network::difference(same, same, 5, false, diagnostics).pairs.empty());
    const auto all = network::difference(same, same, 5, true, diagnostics).pairs;
    REQUIRE(all.size() == 2);
    CHECK(all[0].change == PairChange::same);
    CHECK(all[1].change == PairChange::none);
    const auto empty = matrix_of({}, {}, {});
    CHECK(network::difference(empty, empty, 5, true, diagnostics).origins.empty());
}

TEST_CASE("difference: a column by id with percent, change and rank") {
    const double null = std::nan("");
    const auto out = network::difference(table_of({"a", "b", "c", "d"}, {10, 0, null, 5}),
                                         table_of({"b", "a", "c", "e"}, {2, 4, 7, 1}), "id", "v");
    std::string told;
    for (std::size_t row = 0; row < out.rows(); ++row) {
        for (const char* name : {"id", "diff", "percent", "change", "rank"}) {
            told += out.column(name).show(row) + ",";
        }
        told += " ";
    }
    CHECK(told == "a,-6,-60,less,1, b,2,,more,2, c,,,gained,, d,,,lost,, e,,,gained,, ");
    CHECK(out.field("diff").unit == "min");
    CHECK(test::error_text([&] {
              network::difference(table_of({"a", "a"}, {1, 2}), table_of({}, {}), "id", "v");
          }) == "column id holds a twice");
    CHECK(test::error_text([&] {
              network::difference(table_of({}, {}), table_of({}, {}), "id", "id");
          }) == "column id holds text where numbers are needed");
}

TEST_CASE("difference: areas gained and lost by limit") {
    const auto before = squares({{0, 1000, 15}, {0, 2000, 30}});
    const auto after = squares({{500, 1000, 15}, {0, 2000, 30}, {0, 1000, 45}});
    const auto out = network::area_difference(*before, *after, {"cutoff_min"});
    REQUIRE(out->rows() == 3);
    const auto told = [&](std::size_t row) {
        return out->column("cutoff_min").show(row) + " " + out->column("change").show(row);
    };
    CHECK(told(0) == "15 gained");
    CHECK(told(1) == "15 lost");
    CHECK(told(2) == "45 gained");
    CHECK(out->column("area_km2").number(0) == Approx(0.5).epsilon(1e-4));
    CHECK(out->column("area_km2").number(1) == Approx(0.5).epsilon(1e-4));
    CHECK(out->column("area_km2").number(2) == Approx(1.0).epsilon(1e-4));
    CHECK(network::area_difference(*before, *before, {"cutoff_min"})->rows() == 0);
}
