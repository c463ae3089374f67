#include "overlay/vectors.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using test::error_text;
using test::layer_of;
using Texts = std::vector<std::string>;

namespace {

const geo::Crs& degrees() {
    static const geo::Crs crs = geo::Crs::from("EPSG:4490");
    return crs;
}

test::Ran buffer(const test::Registered& layer, const nlohmann::json& distance,
                 bool dissolve = false) {
    return test::run("vector.buffer", {{"layer", {layer}}},
                     {{"distance", distance}, {"kind", "geodesic"}, {"dissolve", dissolve}});
}

}  // namespace

TEST_CASE("a geodesic buffer of a point lies at its distance all around, at any latitude") {
    geo::GeometryArray places(geo::Shape::point);
    places.add_point(104, 30);
    places.add_point(121, 65);
    const geo::Measure measure(degrees());
    for (const double distance : {1000.0, 50000.0}) {
        const auto out = buffer(layer_of("seats", places, "EPSG:4490"), distance);
        const auto& made = out.layer().geometry();
        for (std::size_t i = 0; i < 2; ++i) {
            const auto xy = made.coordinates(i), middle = places.coordinates(i);
            for (std::size_t k = 2; k < xy.size(); k += 2) {
                CHECK(measure.distance(middle[0], middle[1], xy[k], xy[k + 1]) ==
                      Approx(distance).epsilon(1e-6));
                const double x = (xy[k] + xy[k - 2]) / 2, y = (xy[k + 1] + xy[k - 1]) / 2;
                CHECK(measure.distance(middle[0], middle[1], x, y) ==
                      Approx(distance).epsilon(1e-3));
            }
        }
        for (const double area : geo::areas(made, degrees())) {
            CHECK(area == Approx(3.14159265358979 * distance * distance).epsilon(1e-3));
        }
        CHECK(out.texts() ==
              Texts{"info: buffers are geodesic: distances on the ellipsoid (seats)"});
    }
}

TEST_CASE("a geodesic buffer of a long line keeps its distance to 0.1 %") {
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{104, 30, 104.5, 30});
    const auto out = buffer(layer_of("roads", lines, "EPSG:4490"), "1 km");
    const geo::Measure measure(degrees());
    const auto xy = out.layer().geometry().coordinates(0);
    REQUIRE(xy.size() > 100);
    const auto from_line = [&](double x, double y) {
        double best = 1e9;
        for (int i = 0; i <= 2000; ++i) {
            best = std::min(best, measure.distance(x, y, 104 + i * 0.00025, 30));
        }
        return best;
    };
    for (std::size_t k = 2; k < xy.size(); k += 2) {
        CHECK(from_line(xy[k], xy[k + 1]) == Approx(1000).epsilon(1e-3));
        CHECK(from_line((xy[k] + xy[k - 2]) / 2, (xy[k + 1] + xy[k - 1]) / 2) ==
              Approx(1000).epsilon(1e-3));
    }
}

TEST_CASE("geodesic buffers of polygons go outwards and inwards, and may leave nothing") {
    const auto parks = layer_of("parks", test::rectangles({{0, 0, 100, 100}, {0, 0, 10, 10}}));
    const auto inwards = buffer(parks, -20);
    CHECK(geo::areas(inwards.layer().geometry(), parks->crs())[0] == Approx(3600).epsilon(1e-5));
    CHECK(inwards.layer().geometry().status(1) == geo::Status::empty);
    CHECK(inwards.texts().front() ==
          "warning: nothing is left of 1 features (parks; 1 features: 2)");
    const auto outwards = buffer(parks, 50, true);
    REQUIRE(outwards.layer().rows() == 1);
    CHECK(geo::areas(outwards.layer().geometry(), parks->crs())[0] ==
          Approx(10000 + 4 * 5000 + 3.14159265358979 * 2500).epsilon(1e-3));
}

TEST_CASE("what is too large for a geodesic buffer is refused with its ids") {
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{104, 30, 107, 30});
    lines.add_line(std::vector<double>{104, 30, 104.1, 30});
    const auto layer = layer_of("roads", lines, "EPSG:4490");
    const auto out = buffer(layer, 500);
    CHECK(out.layer().geometry().status(0) == geo::Status::empty);
    CHECK(out.layer().geometry().status(1) == geo::Status::ok);
    CHECK(
        out.texts().front() ==
        "warning: 1 features reach, with their buffers, farther than 100 km from their middle: no "
        "geodesic buffer is made of them; split them, or use kind = planar (roads; 1 features: 1)");
    CHECK(error_text([&] { buffer(layer, "200 km"); }) ==
          "a geodesic buffer of 200000 m is beyond the 100 km within which it is right to 0.1 %\n"
          "  in operator vector.buffer\n"
          "  hint: use kind = planar in a suitable projected CRS");
    const auto web = layer_of("seats", test::points({{0, 0}}), "EPSG:3857");
    CHECK(error_text([&] { buffer(web, 100); }).substr(0, 46) ==
          "lengths and areas are not measured in Web Merc");
    CHECK(buffer(layer_of("none", geo::GeometryArray()), 5).layer().rows() == 0);
}
