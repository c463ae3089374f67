// The road network of Jinan (shared data): sizes, components, and the matrix against the oracle.
#include "network/helpers.hpp"
#include "network/oracle.hpp"
#include "network/reach/route.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace jt;

namespace {

template <class T>
T little(const std::string& bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

std::size_t big(const std::string& bytes, std::size_t at) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

/// One-part polylines of a .shp, in EPSG:32650; feature ids count from 0.
std::shared_ptr<layer::Layer> jinan(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const geo::Transform transform(geo::Crs::from("EPSG:4326"), geo::Crs::from("EPSG:32650"));
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids;
    for (std::size_t at = 100; at < bytes.size(); at += 8 + 2 * big(bytes, at + 4)) {
        REQUIRE(little<std::int32_t>(bytes, at + 8) == 3);
        REQUIRE(little<std::int32_t>(bytes, at + 44) == 1);
        const auto count = static_cast<std::size_t>(little<std::int32_t>(bytes, at + 48));
        std::vector<double> xy(2 * count);
        std::memcpy(xy.data(), bytes.data() + at + 56, 16 * count);
        transform.apply(xy);
        lines.add_line(xy);
        ids.push_back(static_cast<std::int64_t>(ids.size()));
    }
    std::vector<double> speeds;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        speeds.push_back(30 + static_cast<double>(i % 5) * 10);
    }
    auto out = std::make_shared<layer::Layer>("edges", geo::Crs::from("EPSG:32650"),
                                              std::move(lines), std::move(ids));
    out->set({"speed", layer::Type::real, "km/h", {}}, layer::Column::of_reals(std::move(speeds)));
    return out;
}

}  // namespace

TEST_CASE("Jinan: 26 components, one line of no length, and the matrix equals the oracle",
          "[slow]") {
    const auto path = test::shared_path("data/roads/jinan_mtrajrec/edges.shp");
    if (!path) {
        return;
    }
    const auto roads = jinan(*path);
    REQUIRE(roads->rows() == 28597);
    auto options = test::car_options();
    options.crossings = network::Crossings::ends;
    options.digitised_direction = true;
    options.access_speed = 30;
    base::Diagnostics diagnostics;
    const auto net = network::build({roads}, nullptr, nullptr, options, diagnostics);
    const network::Topology& t = net->topology();
    CHECK(t.links.size() == 28596);
    CHECK(t.edges.size() == 28596);
    CHECK(t.nodes == 12766);
    CHECK(test::said(diagnostics, "network.components") ==
          "warning: the network falls into 26 components; the largest has 12517 of 12766 nodes");
    const std::string zero = test::said(diagnostics, "network.link.zero");
    CHECK(zero.find("lines of no length left out of the network (edges; 1 features: ") !=
          std::string::npos);

    test::Random random{20200525};
    geo::GeometryArray array(geo::Shape::point);
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 40; ++i) {
        const std::uint32_t n = random.below(t.nodes);
        array.add_point(t.place_xy[2 * n] + random.unit() * 200, t.place_xy[2 * n + 1]);
        ids.push_back(i);
    }
    const layer::Layer points("pairs", t.crs, std::move(array), ids);
    const auto places = network::connect(*net, points, "", diagnostics);
    const auto matrix =
        network::cost_matrix(*net, places, places, layer::kMaxCost - 1, base::Progress());
    const test::Oracle oracle(*net, places.places);
    std::size_t wrong = 0, pairs = 0;
    for (std::size_t i = 0; i < 25; ++i) {  // 25 x 40 = 1,000 pairs
        const auto row = oracle.from(i);
        for (std::size_t j = 0; j < places.places.size(); ++j, ++pairs) {
            const auto wanted = test::oracle_value(row[j], places.places[i], places.places[j]);
            wrong += matrix.at(i, j) != wanted ? 1 : 0;
        }
    }
    CHECK(pairs == 1000);
    CHECK(wrong == 0);
    network::Points next = places;
    std::rotate(next.places.begin(), next.places.begin() + 1, next.places.end());
    const auto routes = network::routes(*net, places, next);
    for (std::size_t i = 0; i < routes.size(); ++i) {
        CHECK(routes[i].ms == matrix.at(i, (i + 1) % routes.size()));
    }
}
