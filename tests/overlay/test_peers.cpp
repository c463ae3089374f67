// The outcome of QGIS for the same input, as the tests of GeoPandas keep it.
#include "overlay/vectors.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

using namespace jt;

namespace {

/// Polygons of a GeoJSON file with their whole-number properties col1 and col2.
std::optional<test::Registered> polygons_of(const std::string& name) {
    const auto text = test::shared_text("data/peers/geopandas_overlay/" + name + ".geojson");
    if (!text) {
        return std::nullopt;
    }
    const auto json = nlohmann::json::parse(*text);
    geo::GeometryArray geometry(geo::Shape::polygon);
    std::map<std::string, layer::ColumnBuilder> columns;
    for (const auto& feature : json.at("features")) {
        geometry.begin_feature();
        geometry.begin_part();
        for (const auto& ring : feature.at("geometry").at("coordinates")) {
            geometry.begin_ring();
            for (const auto& place : ring) {
                geometry.add(place.at(0).get<double>(), place.at(1).get<double>());
            }
        }
        geometry.end_feature();
        for (const auto& [key, value] : feature.at("properties").items()) {
            auto& column = columns.try_emplace(key, layer::Type::integer).first->second;
            if (value.is_null()) {
                column.null();
            } else {
                column.integer(value.get<std::int64_t>());
            }
        }
    }
    auto out = test::layer_of(name, std::move(geometry), "EPSG:4326");
    for (auto& [key, column] : columns) {
        out->set({key, layer::Type::integer, "", {}}, column.build());
    }
    return out;
}

/// Planar areas by the values of both columns, "-" where a feature has none. The file of the union
/// holds its last piece twice: pieces that are alike count once.
std::map<std::string, double> pieces_of(const layer::Layer& layer, bool alone_only = false) {
    std::map<std::string, double> out;
    const auto areas = geo::planar_areas(layer.geometry());
    for (std::size_t i = 0; i < layer.rows(); ++i) {
        std::string key;
        bool alone = false;
        for (const std::string name : {"col1", "col2"}) {
            const bool there = layer.has(name) && layer.column(name).valid(i);
            key += there ? layer.column(name).show(i) : "-";
            alone = alone || !there;
        }
        if (alone || !alone_only) {
            out[key] = areas[i];
        }
    }
    return out;
}

void check_alike(const std::map<std::string, double>& own, const layer::Layer& wanted) {
    const auto expected = pieces_of(wanted);
    REQUIRE(own.size() == expected.size());
    for (const auto& [key, area] : expected) {
        INFO(key);
        REQUIRE(own.count(key) == 1);
        CHECK(own.at(key) == Approx(area).epsilon(1e-12));
    }
}

}  // namespace

TEST_CASE("overlays agree with those of QGIS in number and area") {
    const auto a = polygons_of("df1_overlap"), b = polygons_of("df2_overlap");
    if (!a || !b) {
        return;
    }
    const auto run = [&](const std::string& name) {
        return test::run(name, {{"a", {*a}}, {"b", {*b}}});
    };
    const auto united = run("vector.union");
    check_alike(pieces_of(united.layer()), **polygons_of("df1_df2_overlap-union"));
    check_alike(pieces_of(united.layer(), true),
                **polygons_of("df1_df2_overlap-symmetric_difference"));
    check_alike(pieces_of(run("vector.intersection").layer()),
                **polygons_of("df1_df2_overlap-intersection"));
    check_alike(pieces_of(run("vector.difference").layer()),
                **polygons_of("df1_df2_overlap-difference"));
    CHECK(united.layer().rows() == 6);
    REQUIRE(united.texts().size() == 1);  // the two features of the first file overlap
    CHECK(united.texts()[0] ==
          "warning: the pieces of 1 features do not add up to their area: the polygons of "
          "'df1_overlap' overlap there, or a cut failed (df2_overlap; 1 features: 1)");
}
