// The road network of Jinan (shared data): sizes, components, and the matrix against the oracle.
#include "network/changes.hpp"
#include "network/helpers.hpp"
#include "network/jinan.hpp"
#include "network/oracle.hpp"
#include "network/reach/route.hpp"
#include "support/shared_data.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace jt;

TEST_CASE("Jinan: 26 components, one line of no length, and the matrix equals the oracle",
          "[slow]") {
    const auto path = test::shared_path("data/roads/jinan_mtrajrec/edges.shp");
    if (!path) {
        return;
    }
    const auto roads = test::jinan(*path);
    REQUIRE(roads->rows() == 28597);
    base::Diagnostics diagnostics;
    const auto net = network::build({roads}, nullptr, nullptr, test::jinan_options(), diagnostics);
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

TEST_CASE("Jinan: closing and retiming streets equals a network built with them", "[slow]") {
    const auto path = test::shared_path("data/roads/jinan_mtrajrec/edges.shp");
    if (!path) {
        return;
    }
    auto options = test::car_options();
    options.crossings = network::Crossings::ends;
    options.digitised_direction = true;
    const auto roads = test::jinan(*path);
    base::Diagnostics quiet;
    const auto net = network::build({roads}, nullptr, nullptr, options, quiet);
    test::Random random{7};
    std::vector<double> speed;
    std::vector<std::int64_t> year(roads->rows(), 0);
    std::vector<test::Change> changes = {test::by_ids(test::Action::close, {}),
                                         test::by_ids(test::Action::speed, {}, 9)};
    for (std::size_t row = 0; row < roads->rows(); ++row) {
        speed.push_back(roads->column("speed").number(row));
        const auto fate = random.below(20);
        if (fate > 1 || row == 0) {
            continue;
        }
        const std::string id = std::to_string(roads->ids()[row]);
        const auto& known = net->topology().names;
        if (std::ranges::binary_search(known, id)) {
            changes[fate].target.ids.push_back(id);
            (fate == 0 ? year[row] : year[0]) = fate == 0 ? 9999 : 0;
            speed.back() = fate == 1 ? 9 : speed.back();
        }
    }
    const auto after = test::with(*net, changes);
    layer::Layer altered = *roads;
    altered.set({"speed", layer::Type::real, "km/h", {}},
                layer::Column::of_reals(std::move(speed)));
    altered.set({"year_open", layer::Type::integer, "", {}},
                layer::Column::of_integers(std::move(year)));
    const auto anew =
        network::build({std::make_shared<layer::Layer>(altered)}, nullptr, nullptr, options, quiet);
    // At nodes that are still in use: elsewhere the connectors of the baseline stay, and those of a
    // network without the closed streets are others.
    const network::Topology& t = net->topology();
    geo::GeometryArray array(geo::Shape::point);
    std::vector<std::int64_t> ids;
    while (ids.size() < 60) {
        const std::uint32_t e = random.below(static_cast<std::uint32_t>(t.edges.size()));
        if (after->drive_ms(e) != network::kClosed) {
            array.add_point(t.place_xy[2 * t.edges[e].from], t.place_xy[2 * t.edges[e].from + 1]);
            ids.push_back(static_cast<std::int64_t>(ids.size()));
        }
    }
    const layer::Layer points("nodes", t.crs, std::move(array), ids);
    const auto changed = test::matrix(*after, points, points);
    CHECK(changed.cost == test::matrix(*anew, points, points).cost);
    CHECK(changed.cost != test::matrix(*net, points, points).cost);
}
