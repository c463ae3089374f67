#include "geo/measure.hpp"
#include "network/graph/plane_metric.hpp"
#include "network/helpers.hpp"

#include <catch2/catch.hpp>

using namespace jt;

namespace {

/// Seeded short lines in a square of `extent` metres.
std::vector<double> lines_in(double x0, double y0, double extent, std::uint64_t seed) {
    test::Random random{seed};
    std::vector<double> xy;
    for (int i = 0; i < 2000; ++i) {
        const double x = x0 + random.unit() * extent, y = y0 + random.unit() * extent;
        xy.insert(xy.end(),
                  {x, y, x + (random.unit() - 0.5) * 280, y + (random.unit() - 0.5) * 280});
    }
    return xy;
}

double worst_share(const std::string& crs_name, double x0, double y0, double extent) {
    const geo::Crs crs = geo::Crs::from(crs_name);
    const std::vector<double> xy = lines_in(x0, y0, extent, 5);
    const network::PlaneMetric metric(crs, xy);
    const geo::Measure measure(crs);
    double worst = 0;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 4) {
        const std::span<const double> line(xy.data() + i, 4);
        const double exact = measure.length(line);
        // Lengths of a hand are measured to a nanometre or two.
        worst = std::max(worst, (std::abs(metric.length(line) - exact) - 3e-9) / exact);
    }
    return worst;
}

}  // namespace

TEST_CASE("short lengths by the plane's metric are geodesic lengths to a thousand-millionth") {
    const double limit = network::PlaneMetric::kError;
    CHECK(worst_share("EPSG:4544", 500000, 3390000, 12000) < limit);
    CHECK(worst_share("EPSG:4544", 300000, 3390000, 12000) < limit);   // two degrees off the axis
    CHECK(worst_share("EPSG:32650", 690000, 4050000, 12000) < limit);  // a UTM zone's border
    CHECK(worst_share("EPSG:4508", 800000, 2500000, 12000) < limit);   // another
    // Neither conformal nor of the axis' scale: Albers for China.
    CHECK(worst_share("+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=GRS80 +units=m",
                      -90000, 3300000, 12000) < limit);
}

TEST_CASE("long segments and tiles with few coordinates are measured in full") {
    const geo::Crs crs = test::crs();
    const geo::Measure measure(crs);
    const std::vector<double> few = {500000, 3390000, 500100, 3390050};
    CHECK(network::PlaneMetric(crs, few).length(few) == measure.length(few));
    const std::vector<double> dense = lines_in(500000, 3390000, 8000, 2);
    const network::PlaneMetric metric(crs, dense);
    const std::vector<double> far = {500000, 3390000, 500300, 3390000};
    CHECK(metric.length(far) == measure.length(far));
    CHECK(metric.length(std::span<const double>()) == 0);
    CHECK(network::PlaneMetric(crs, {}).length(few) == measure.length(few));
    // Too wide a box for tiles: nothing is interpolated, and nothing breaks.
    const std::vector<double> wide = {-1e8, -1e8, 1e8, 1e8};
    CHECK(network::PlaneMetric(crs, wide).length(few) == measure.length(few));
}

TEST_CASE("links of a network have the millimetres of geodesic measuring") {
    test::Random random{8};
    std::vector<test::Road> roads;
    for (int i = 0; i < 400; ++i) {
        test::Road road;
        double x = random.unit() * 5000, y = random.unit() * 5000;
        for (int k = 0; k < 12; ++k) {
            road.xy.insert(road.xy.end(), {x, y});
            x += random.unit() * 120;
            y += random.unit() * 120 - 60;
        }
        roads.push_back(road);
    }
    const auto layer = test::roads(roads);
    auto options = test::car_options();
    options.crossings = network::Crossings::ends;
    base::Diagnostics quiet;
    const auto net = network::build({layer}, nullptr, nullptr, options, quiet);
    const network::Topology& t = net->topology();
    const geo::Measure measure(t.crs);
    REQUIRE(t.edges.size() == roads.size());
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        CHECK(t.edges[e].length_mm == std::llround(measure.length(t.coordinates(e)) * 1000));
    }
}
