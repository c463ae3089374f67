// What features take of zones, against GEOS: union of the zone, then its intersection.
#include "overlay/fixtures.hpp"
#include "support/errors.hpp"

#include <geos_c.h>
#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using test::error_text;

namespace {

/// Stars around random centres: simple polygons with reflex corners.
std::vector<std::vector<double>> stars(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    const auto draw = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
    };
    std::vector<std::vector<double>> out;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = test::kEast + draw(0, 800), y = test::kNorth + draw(0, 800);
        const auto corners = static_cast<int>(draw(5, 24));
        std::vector<double> ring;
        for (int k = 0; k < corners; ++k) {
            const double angle = 2 * M_PI * k / corners, radius = draw(20, 200);
            ring.push_back(x + radius * std::cos(angle));
            ring.push_back(y + radius * std::sin(angle));
        }
        ring.push_back(ring[0]);
        ring.push_back(ring[1]);
        out.push_back(ring);
    }
    return out;
}

geo::GeometryArray polygons(const std::vector<std::vector<double>>& rings) {
    geo::GeometryArray out(geo::Shape::polygon);
    for (const auto& ring : rings) {
        out.add_ring(ring);
    }
    return out;
}

/// GEOS by its C interface alone.
class Oracle {
public:
    ~Oracle() { GEOS_finish_r(m_geos); }
    double inside(const std::vector<double>& feature,
                  const std::vector<std::vector<double>>& zone) const {
        std::vector<GEOSGeometry*> parts;
        for (const auto& ring : zone) {
            parts.push_back(polygon(ring));
        }
        GEOSGeometry* all = GEOSGeom_createCollection_r(m_geos, GEOS_MULTIPOLYGON, parts.data(),
                                                        static_cast<unsigned>(parts.size()));
        GEOSGeometry* together = GEOSUnaryUnion_r(m_geos, all);
        GEOSGeometry* one = polygon(feature);
        GEOSGeometry* cut = GEOSIntersection_r(m_geos, one, together);
        double area = 0;
        GEOSArea_r(m_geos, cut, &area);
        for (auto* made : {all, together, one, cut}) {
            GEOSGeom_destroy_r(m_geos, made);
        }
        return area;
    }

private:
    GEOSGeometry* polygon(const std::vector<double>& ring) const {
        auto* sequence = GEOSCoordSeq_copyFromBuffer_r(
            m_geos, ring.data(), static_cast<unsigned>(ring.size() / 2), 0, 0);
        return GEOSGeom_createPolygon_r(m_geos, GEOSGeom_createLinearRing_r(m_geos, sequence),
                                        nullptr, 0);
    }
    GEOSContextHandle_t m_geos = GEOS_init_r();
};

}  // namespace

TEST_CASE("areas inside and outside of zones are those of GEOS, overlaps within a zone once") {
    const auto features = stars(25, 11), red = stars(12, 12), boundary = stars(6, 13);
    const auto out = test::run(
        "vector.occupation",
        {{"features", {test::layer_of("parks", polygons(features))}},
         {"zones",
          {test::layer_of("red", polygons(red)), test::layer_of("boundary", polygons(boundary))}}});
    const auto& table = out.table();
    REQUIRE(table.rows() == 50);
    const Oracle oracle;
    double all = 0;
    for (std::size_t i = 0; i < 50; ++i) {
        const auto& zone = i < 25 ? red : boundary;
        const double expected = oracle.inside(features[i % 25], zone);
        const double inside = table.column("inside_m2").number(i);
        const double whole = table.column("feature_m2").number(i);
        CHECK(table.column("id").show(i) == std::to_string(i % 25 + 1));
        CHECK(table.column("zone").show(i) == (i < 25 ? "red" : "boundary"));
        CHECK(inside == Approx(expected).epsilon(1e-6).margin(1e-3));
        CHECK(table.column("outside_m2").number(i) == Approx(whole - expected).margin(0.05));
        CHECK(table.column("share").number(i) == Approx(expected / whole).margin(1e-6));
        all += expected;
    }
    CHECK(all > 100000);
}

TEST_CASE("pieces name the features of the zone, and what is small is only counted") {
    const auto park = test::layer_of("parks", test::rectangles({{0, 0, 100, 100}}));
    const auto red = test::layer_of(
        "red", test::rectangles({{-50, 0, 10, 100}, {90, 90, 200, 200}, {99, 0, 300, 1}}));
    const auto out = test::run("vector.occupation", {{"features", {park}}, {"zones", {red}}},
                               {{"min_area", "50 m2"}});
    const auto& pieces = out.table("pieces");
    REQUIRE(pieces.rows() == 2);
    CHECK(pieces.column("zone_id").show(0) == "1");
    CHECK(pieces.column("area_m2").number(0) == Approx(1000).epsilon(1e-6));
    CHECK(pieces.column("zone_id").show(1) == "2");
    CHECK(pieces.column("area_m2").number(1) == Approx(100).epsilon(1e-6));
    CHECK(out.table().column("inside_m2").number(0) == Approx(1101).epsilon(1e-6));
    CHECK(out.texts() ==
          std::vector<std::string>{"info: 1 intersections smaller than 50 m2 are not listed"});
}

TEST_CASE("zones without features, features without geometry and no features at all") {
    const auto none = test::layer_of("none", geo::GeometryArray(geo::Shape::polygon));
    auto broken = test::rectangles({{0, 0, 10, 10}});
    broken.null_feature();
    const auto out = test::run(
        "vector.occupation", {{"features", {test::layer_of("parks", broken)}}, {"zones", {none}}});
    REQUIRE(out.table().rows() == 2);
    CHECK(out.table().column("inside_m2").number(0) == 0);
    CHECK(out.table().column("outside_m2").number(0) == Approx(100).epsilon(1e-6));
    CHECK_FALSE(out.table().column("inside_m2").valid(1));
    CHECK(out.texts().size() == 1);
    CHECK(
        test::run("vector.occupation", {{"features", {none}}, {"zones", {none}}}).table().rows() ==
        0);
}

TEST_CASE("zones are told apart by their names") {
    const auto park = test::layer_of("parks", test::rectangles({{0, 0, 100, 100}}));
    const auto red = test::layer_of("red", test::rectangles({{0, 0, 10, 10}}));
    const auto wrong = [&](std::vector<registry::ObjectPtr> zones, const nlohmann::json& params) {
        return error_text([&] {
            test::run("vector.occupation", {{"features", {park}}, {"zones", zones}}, params);
        });
    };
    const auto none = nlohmann::json::object();
    CHECK(wrong({red, red}, none) ==
          "two layers at port 'zones' are called 'red'; give names\n"
          "  in operator vector.occupation");
    CHECK(wrong({red}, {{"names", {"a", "b"}}}) ==
          "2 names for 1 layers at port 'zones'\n  in operator vector.occupation");
    CHECK(wrong({test::layer_of("", test::rectangles({{0, 0, 1, 1}}))}, none) ==
          "layer 1 at port 'zones' has no name; give names\n  in operator vector.occupation");
    CHECK(wrong({test::layer_of("red", test::points({{1, 1}}))}, none) ==
          "port 'zones' wants polygon features, but layer 'red' holds point features\n"
          "  in layer 'red' at port 'zones'\n  in operator vector.occupation");
    CHECK(wrong({test::layer_of("red", test::rectangles({{0, 0, 1, 1}}), "EPSG:4545")}, none)
              .find("in layer 'red' at port 'zones'") != std::string::npos);
    CHECK(test::run("vector.occupation", {{"features", {park}}, {"zones", {red, red}}},
                    {{"names", {"a", "b"}}})
              .table()
              .rows() == 2);
}
