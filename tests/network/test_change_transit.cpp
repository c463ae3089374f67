// Changes of transit lines, and lines that scenarios add.
#include "network/change/drawn.hpp"
#include "network/changes.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::Action;
using test::by_ids;
using test::Change;
using test::with;

namespace {

/// A street along the x axis, walked at 1 m/s; a metro line of 20 m/s above it, three stations
/// 100 m north of the street, a train each 8 min.
struct City {
    std::shared_ptr<layer::Layer> lines =
        test::roads({{.xy = {0, 110, 3000, 110}, .id = "M1", .speed = 72}}, "metro");
    std::shared_ptr<layer::Layer> stations =
        test::points({200, 100, 1200, 100, 2800, 100}, {"s1", "s2", "s3"});
    std::vector<std::shared_ptr<const layer::Layer>> more_lines, more_stations;
    network::BuildOptions options = test::car_options();
    base::Diagnostics diagnostics;

    City() {
        options.car = false;
        options.walk = options.metro = true;
        options.walk_speed = 3.6;
        lines->set({"headway", layer::Type::real, "min", {}}, layer::Column::of_reals({8}));
        set(*stations, "line", {"M1", "M1", "M1"});
        set(*stations, "name", {"西站", "中站", "东站"});
    }
    static void set(layer::Layer& layer, const char* name, const std::vector<std::string>& values) {
        layer.set({name, layer::Type::text, "", {}}, layer::Column::of_texts(values));
    }
    std::shared_ptr<const network::Network> build() {
        std::vector<std::shared_ptr<const layer::Layer>> all{lines}, stops{stations};
        all.insert(all.end(), more_lines.begin(), more_lines.end());
        stops.insert(stops.end(), more_stations.begin(), more_stations.end());
        return network::build({test::roads({{{0, 0, 3000, 0}}})}, network::appended(all).get(),
                              network::appended(stops).get(), options, diagnostics);
    }
};

nlohmann::json places(const std::vector<double>& xy) {
    nlohmann::json out = nlohmann::json::array();
    for (std::size_t i = 0; i < xy.size(); i += 2) {
        out.push_back({test::kX + xy[i], test::kY + xy[i + 1]});
    }
    return out;
}

}  // namespace

TEST_CASE("change: headway, run time and skipped stops of a line") {
    City city;
    const auto net = city.build();
    CHECK(test::cost(*net, 200, 0, 2800, 0) == 100000 + 240000 + 130000 + 100000);
    const auto often = with(*net, {by_ids(Action::headway, {"M1"}, 4)});
    CHECK(test::cost(*often, 200, 0, 2800, 0) == 100000 + 120000 + 130000 + 100000);
    const auto slow = with(*net, {by_ids(Action::run_time, {"M1"}, 2)});
    CHECK(test::cost(*slow, 200, 0, 2800, 0) == 100000 + 240000 + 260000 + 100000);
    // What sets comes before what multiplies: 300 s for the ride, end to end, doubled.
    const auto both =
        with(*net, {by_ids(Action::run_time, {"M1"}, 2), by_ids(Action::retime, {"M1"}, 5)});
    CHECK(test::cost(*both, 200, 0, 2800, 0) == 100000 + 240000 + 600000 + 100000);
    Change skip = by_ids(Action::skip, {"M1"});
    for (const char* name : {"中站", "s2", "2"}) {
        skip.stops = {name};
        const auto past = with(*net, {skip});
        CHECK(test::cost(*past, 200, 0, 2800, 0) == 100000 + 240000 + 130000 + 100000);
        CHECK(test::cost(*net, 200, 0, 1200, 0) == 100000 + 240000 + 50000 + 100000);
        CHECK(test::cost(*past, 200, 0, 1200, 0) == 1000000);  // on foot
        CHECK(test::cost(*past, 1200, 0, 200, 0) == 1000000);
    }
    skip.stops = {"广场"};
    CHECK(test::error_text([&] { with(*net, {skip}); }) ==
          "line M1 does not stop at '广场'; its stops: 西站, 中站, 东站");
}

TEST_CASE("change: an added line runs in its scenario and leaves the baseline as it was") {
    City city;
    const auto before = city.build();
    const nlohmann::json line = {{{"id", "M9"},
                                  {"headway", 2},
                                  {"speed", 144},
                                  {"year_open", 9999},
                                  {"xy", places({200, -110, 2800, -110})}}};
    const nlohmann::json stops = {
        {{"id", "a"}, {"name", "甲"}, {"line", "M9"}, {"xy", places({200, -100})}},
        {{"id", "b"}, {"name", "乙"}, {"line", "M9"}, {"xy", places({2800, -100})}}};
    city.more_lines = {network::drawn_layer("M9", "line", line, "", "EPSG:4544")};
    city.more_stations = {network::drawn_layer("M9", "point", stops, "", "EPSG:4544")};
    const auto net = city.build();
    REQUIRE(net->topology().lines.size() == 2);
    CHECK(test::cost(*net, 200, 0, 2800, 0) == test::cost(*before, 200, 0, 2800, 0));
    const auto open = with(*net, {by_ids(Action::open, {"M9"})});
    CHECK(test::cost(*open, 200, 0, 2800, 0) == 100000 + 60000 + 65000 + 100000);
}

TEST_CASE("drawn layers: coordinates, columns, and what is refused") {
    const nlohmann::json lonlat = {
        {{"id", "N1"}, {"class", "支路"}, {"xy", {{105.0, 30.6}, {105.01, 30.6}, {105.01, 30.6}}}}};
    const auto layer = network::drawn_layer("N1", "line", lonlat, "EPSG:4490", "EPSG:4544");
    CHECK(layer->geometry().coordinates(0).size() == 4);
    CHECK(layer->geometry().coordinates(0)[0] == Approx(500000).margin(1));
    CHECK(layer->column("class").show(0) == "支路");
    const auto told = [](const nlohmann::json& features, const char* shape, const char* crs = "") {
        return test::error_text(
            [&] { network::drawn_layer("N", shape, features, crs, "EPSG:4544"); });
    };
    CHECK(told(lonlat, "line") ==
          "105 30.6 looks like degrees, but the coordinates are taken as EPSG:4544 CGCS2000 / "
          "3-degree Gauss-Kruger CM 105E\n"
          "  in N, drawn feature 1\n"
          "  hint: say crs = \"EPSG:4490\" beside the coordinates");
    CHECK(told({{{"xy", places({0, 0, 0, 0})}}}, "line") ==
          "1 different places are drawn, 2 are needed\n  in N, drawn feature 1");
    CHECK(told({{{"xy", places({0, 0, 9, 9})}}}, "polygon") ==
          "2 different places are drawn, 3 are needed\n  in N, drawn feature 1");
    CHECK(told({{{"xy", places({0, 0, 9, 9, 9, 0, 0, 9})}}}, "polygon") ==
          "the drawn outline crosses itself\n  in N, drawn feature 1");
    CHECK(told({{{"xy", nlohmann::json::array({nlohmann::json::array({"a", 1})})}}}, "line") ==
          "[\"a\",1] is no place: two numbers are needed\n  in N, drawn feature 1");
    const auto points =
        network::drawn_layer("P", "point", {{{"xy", places({0, 0})}}}, "", "EPSG:4544");
    CHECK(test::error_text([&] {
              network::appended({layer, points});
          }) == "layer P holds point features where line features are needed");
}
