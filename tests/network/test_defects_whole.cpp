// Defects of whole layers: what must not matter, degrees, the operator, and a city.
#include "base/parallel.hpp"
#include "network/defects_told.hpp"
#include "network/graph/build.hpp"
#include "network/register.hpp"
#include "support/errors.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <numeric>
#include <set>

using namespace jt;
using network::DefectKind;
using network::DefectOptions;
using test::find;
using test::Texts;
using test::told;

namespace {

/// A grid of streets with dead ends, gaps, crossings, copies and one-way streets.
std::vector<test::Road> town(std::uint64_t seed) {
    test::Random random{seed};
    std::vector<test::Road> roads;
    const auto at = [&](double step) { return std::floor(random.unit() * 40) * step; };
    for (int i = 0; i < 120; ++i) {
        const double x = at(50), y = at(50), length = 50 + at(10);
        const double gap = random.below(3) == 0 ? random.unit() * 15 : 0;
        test::Road road;
        road.xy = random.below(2) == 0 ? std::vector<double>{x, y, x + length - gap, y}
                                       : std::vector<double>{x, y, x + 7, y + 20, x, y + length};
        road.oneway = random.below(4) == 0 ? "FT" : "";
        road.level = random.below(6) == 0 ? 1 : 0;
        road.feature = i + 1;
        roads.push_back(road);
        if (random.below(10) == 0) {
            road.feature = i + 1001;
            roads.push_back(road);
        }
    }
    return roads;
}

Texts everything(const network::DefectReport& report) {
    Texts out = told(report, report.checked);
    for (const network::ComponentRow& row : report.components) {
        out.push_back(fmt::format("{} {} {} {}", row.feature, row.component, row.features, row.km));
    }
    return out;
}

DefectOptions town_options() {
    DefectOptions options;
    options.level = "level";
    options.oneway = "oneway";
    options.same = {"class"};
    return options;
}

std::size_t count(const network::DefectReport& report, DefectKind kind) {
    return static_cast<std::size_t>(
        std::ranges::count(report.defects, kind, &network::Defect::kind));
}

/// The layer in degrees, for what is measured there.
std::shared_ptr<layer::Layer> in_degrees(const layer::Layer& plane) {
    geo::GeometryArray lines = plane.geometry();
    const geo::Crs degrees = geo::Crs::from("EPSG:4490");
    geo::Transform(plane.crs(), degrees).apply(lines.xy());
    return std::make_shared<layer::Layer>(plane.with_geometry(std::move(lines), degrees));
}

}  // namespace

TEST_CASE("a town has every kind of defect, and the order of features does not matter") {
    auto roads = town(20200525);
    const auto report = find(*test::roads(roads), town_options());
    for (const DefectKind kind :
         {DefectKind::crossing, DefectKind::dangle, DefectKind::duplicate, DefectKind::near_miss,
          DefectKind::oneway_trap, DefectKind::overlap_line, DefectKind::small_component}) {
        CAPTURE(network::defect_name(kind));
        CHECK(count(report, kind) > 0);
    }
    const Texts wanted = everything(report);
    test::Random random{7};
    for (int round = 0; round < 5; ++round) {
        for (std::size_t i = roads.size(); i > 1; --i) {
            std::swap(roads[i - 1], roads[random.below(static_cast<std::uint32_t>(i))]);
        }
        CHECK(everything(find(*test::roads(roads), town_options())) == wanted);
    }
}

TEST_CASE("the direction in which two-way lines are drawn does not matter") {
    auto roads = town(3);
    DefectOptions options = town_options();
    options.oneway = "";
    const Texts wanted = everything(find(*test::roads(roads), options));
    for (std::size_t i = 0; i < roads.size(); i += 2) {
        auto& xy = roads[i].xy;
        std::reverse(xy.begin(), xy.end());
        for (std::size_t k = 0; k < xy.size(); k += 2) {
            std::swap(xy[k], xy[k + 1]);
        }
    }
    CHECK(everything(find(*test::roads(roads), options)) == wanted);
}

TEST_CASE("any number of threads finds the same defects") {
    const auto roads = test::roads(town(11));
    base::set_threads(1);
    const Texts one = everything(find(*roads, town_options()));
    base::set_threads(4);
    const Texts four = everything(find(*roads, town_options()));
    base::set_threads(0);
    CHECK(one == four);
}

TEST_CASE("the result is sorted by kind, feature and place") {
    const auto report = find(*test::roads(town(5)), town_options());
    CHECK(std::ranges::is_sorted(report.defects, [](const auto& a, const auto& b) {
        return std::tuple(network::defect_name(a.kind), a.feature, a.x, a.y) <
               std::tuple(network::defect_name(b.kind), b.feature, b.x, b.y);
    }));
}

TEST_CASE("traps are what a search from every place says") {
    const std::vector<test::Road> roads = [] {
        test::Random random{99};
        std::vector<test::Road> out;
        for (int i = 0; i < 60; ++i) {  // streets between the places of a 5 x 5 grid
            const double x = random.below(5) * 100.0, y = random.below(5) * 100.0;
            const bool along = random.below(2) == 0;
            out.push_back({.xy = {x, y, x + (along ? 100 : 0), y + (along ? 0 : 100)},
                           .oneway = random.below(3) == 0   ? ""
                                     : random.below(2) == 0 ? "FT"
                                                            : "TF"});
        }
        return out;
    }();
    std::set<std::pair<double, double>> places;
    std::map<std::pair<double, double>, std::set<std::pair<double, double>>> reach;
    for (const auto& road : roads) {
        const std::pair a(road.xy[0], road.xy[1]), b(road.xy[2], road.xy[3]);
        places.insert({a, b});
        if (road.oneway != "TF") {
            reach[a].insert(b);
        }
        if (road.oneway != "FT") {
            reach[b].insert(a);
        }
    }
    for (const auto& k : places) {  // Warshall's closure
        for (const auto& i : places) {
            if (reach[i].contains(k)) {
                reach[i].insert(reach[k].begin(), reach[k].end());
            }
        }
    }
    const auto report = find(*test::roads(roads), town_options());
    REQUIRE(count(report, DefectKind::oneway_trap) > 0);
    for (const auto& d : report.defects) {
        if (d.kind != DefectKind::oneway_trap) {
            continue;
        }
        const std::pair at(d.x - test::kX, d.y - test::kY);
        std::set<std::pair<double, double>> together{at}, out{at}, in{at};
        for (const auto& p : places) {
            const bool there = reach[at].contains(p), back = reach[p].contains(at);
            if (there) {
                out.insert(p);
            }
            if (back) {
                in.insert(p);
            }
            if (there && back) {
                together.insert(p);
            }
        }
        const bool no_exit = d.note.rfind("no_exit", 0) == 0;
        CAPTURE(d.note, at.first, at.second);
        CHECK((no_exit ? out : in) == together);
        CHECK(d.note.find(fmt::format("places={}", together.size())) != std::string::npos);
    }
}

TEST_CASE("oneway codes mean what they mean to network.build") {
    for (const char* code :
         {"",    "0", "b",    "both", "no",   "n",  "false", "双向", "ft",      "F",    "1",
          "yes", "y", "true", "单向", "正向", "tf", "t",     "-1",   "reverse", "反向", " FT "}) {
        CAPTURE(code);
        const std::vector<test::Road> roads{{.xy = {0, 0, 100, 0}, .oneway = code}};
        const auto built = test::build(roads);
        const std::uint32_t flags = built.t().links.front().flags;
        const bool forward = (flags & network::kForward) != 0;
        const bool backward = (flags & network::kBackward) != 0;
        Texts wanted;
        if (forward != backward) {
            wanted = {
                fmt::format("oneway_trap 1 @0,0 {} places=1", forward ? "no_entry" : "no_exit"),
                fmt::format("oneway_trap 1 @100,0 {} places=1", forward ? "no_exit" : "no_entry")};
        }
        CHECK(told(find(*test::roads(roads), town_options()), {DefectKind::oneway_trap}) == wanted);
    }
    base::Diagnostics diagnostics;
    network::find_defects(*test::roads({{.xy = {0, 0, 100, 0}, .oneway = "?"}}), town_options(),
                          diagnostics);
    CHECK(test::said(diagnostics, "network.defects.oneway").find("?") != std::string::npos);
}

TEST_CASE("a layer in degrees has the same defects, measured along geodesics") {
    const auto plane = test::roads(town(20200525));
    const auto degrees = in_degrees(*plane);
    auto there = find(*plane, town_options()), here = find(*degrees, town_options());
    for (auto* report : {&there, &here}) {  // a vertex exactly on a line is beside it in degrees
        std::erase_if(report->defects,
                      [](const auto& d) { return d.kind == DefectKind::crossing; });
    }
    for (const DefectKind kind : there.checked) {
        CAPTURE(network::defect_name(kind));
        CHECK(count(there, kind) == count(here, kind));
    }
    REQUIRE(there.defects.size() == here.defects.size());
    for (std::size_t i = 0; i < here.defects.size(); ++i) {
        const network::Defect &a = there.defects[i], &b = here.defects[i];
        CHECK(a.feature == b.feature);
        CHECK((std::isnan(a.distance_m) || std::fabs(a.distance_m - b.distance_m) < 0.02));
    }
    // A gap of 9.9 m to the east near 60 N is a near miss, one of 10.1 m is none.
    for (const auto& [gap, wanted] : {std::pair(9.9, 1), std::pair(10.1, 0)}) {
        geo::GeometryArray lines(geo::Shape::line);
        const double lon = gap / 55800.0;  // a degree of longitude at 60 N on GRS80: 55,800 m
        lines.add_line(std::vector<double>{120, 59.99, 120, 60.01});
        lines.add_line(std::vector<double>{120 + lon, 60, 120.01, 60});
        const layer::Layer far("far", degrees->crs(), std::move(lines), {1, 2});
        const auto report = find(far);
        CHECK(count(report, DefectKind::near_miss) == static_cast<std::size_t>(wanted));
        for (const auto& d : report.defects) {
            CHECK((d.kind != DefectKind::near_miss || std::fabs(d.distance_m - gap) < 0.01));
        }
    }
}

TEST_CASE("what cannot be checked is told or refused") {
    base::Diagnostics diagnostics;
    auto lines = test::roads({{{0, 0, 100, 0}}, {}, {{std::nan(""), 0, 1, 1}}});
    const auto report = network::find_defects(*lines, {}, diagnostics);
    CHECK(report.components.size() == 1);
    CHECK(test::said(diagnostics, "network.defects.missing").find("1 features: 2") !=
          std::string::npos);
    CHECK(test::said(diagnostics, "network.defects.not_finite").find("1 features: 3") !=
          std::string::npos);
    const auto refused = [](const char* crs) {
        return test::error_of([&] {
                   find(*test::roads({{{0, 0, 9, 0}}}, "roads", geo::Crs::from(crs)));
               })
            ->message()
            .id;
    };
    CHECK(refused("EPSG:3857") == "network.crs.mercator");
    CHECK(refused("+proj=tmerc +lon_0=105 +x_0=500000 +ellps=GRS80 +units=km") ==
          "network.crs.unit");
    CHECK(refused("EPSG:4490") == "network.defects.degrees");  // metres that pass for degrees
    CHECK(test::error_of([] {
              find(*test::roads({{{0, 0, 9, 0}}}, "roads", geo::Crs()));
          })
              ->message()
              .id == "network.crs.unknown");
    CHECK(test::error_of([] {
              find(*test::points({0, 0}));
          })
              ->message()
              .id == "network.shape.line");
    const auto empty = find(*test::roads({}));
    CHECK(empty.defects.empty());
    CHECK(empty.components.empty());
}

TEST_CASE("network.defects gives the places, the counts and the components") {
    registry::Registry registry;
    network::register_operators(registry);
    base::Diagnostics diagnostics;
    const auto run = [&](nlohmann::json params) {
        registry::Call call;
        call.inputs = {{"lines", {test::roads({{{0, 0, 100, 0}}, {{105, 0, 200, 0}}})}}};
        call.params = std::move(params);
        call.diagnostics = &diagnostics;
        return registry.run("network.defects", std::move(call));
    };
    const auto outputs = run({{"tolerance", "0.01 km"}});
    const auto& defects = dynamic_cast<const layer::Layer&>(*outputs.at("defects"));
    REQUIRE(defects.rows() == 7);  // 4 dangles, 2 near misses, 1 component
    CHECK(defects.column("kind").text(0) == "dangle");
    CHECK_FALSE(defects.column("other_id").valid(0));
    CHECK_FALSE(defects.column("distance_m").valid(0));
    CHECK(defects.column("kind").text(4) == "near_miss");
    CHECK(defects.column("feature_id").integer(4) == 1);
    CHECK(defects.column("other_id").integer(4) == 2);
    CHECK(defects.column("distance_m").number(4) == 5);
    CHECK(defects.geometry().box(4).min_x == test::kX + 100);
    CHECK(defects.crs().same(test::crs()));
    const auto& summary = dynamic_cast<const layer::Table&>(*outputs.at("summary"));
    CHECK(summary.rows() == 9);  // no oneway, no node ids
    CHECK(summary.column("kind").text(1) == "dangle");
    CHECK(summary.column("count").integer(1) == 4);
    CHECK(summary.column("examples").text(1) == "1, 2");
    CHECK(dynamic_cast<const layer::Table&>(*outputs.at("components")).rows() == 2);
    CHECK(test::said(diagnostics, "network.defects.found") != "");
    const auto more = run({{"oneway", "oneway"}, {"from", "id"}, {"to", "class"}});
    CHECK(dynamic_cast<const layer::Table&>(*more.at("summary")).rows() == 12);
}

TEST_CASE("Jinan: 26 components and one line of no length", "[slow]") {
    const auto bytes = test::shared_text("data/roads/jinan_mtrajrec/edges.shp");
    if (!bytes) {
        return;
    }
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids;
    for (std::size_t at = 100; at + 56 <= bytes->size();) {  // one-part polylines
        std::int32_t count = 0;
        std::memcpy(&count, bytes->data() + at + 48, sizeof count);
        const auto points = static_cast<std::size_t>(count);
        std::vector<double> xy(2 * points);
        std::memcpy(xy.data(), bytes->data() + at + 56, 16 * points);
        lines.add_line(xy);
        ids.push_back(static_cast<std::int64_t>(ids.size()));
        at += 56 + 16 * points;
    }
    REQUIRE(ids.size() == 28597);
    const layer::Layer degrees("edges", geo::Crs::from("EPSG:4326"), std::move(lines), ids);
    DefectOptions options;
    options.digitised_direction = true;
    const auto report = find(degrees, options);
    REQUIRE(report.components.size() == 28596);
    CHECK(report.components.back().component == 26);
    CHECK(count(report, DefectKind::small_component) == 25);
    CHECK(count(report, DefectKind::zero_length) == 1);
    CHECK(count(report, DefectKind::duplicate) == 0);  // both directions are drawn, each once
    CHECK(count(report, DefectKind::near_miss) < count(report, DefectKind::dangle));
    options.digitised_direction = false;
    CHECK(count(find(degrees, options), DefectKind::duplicate) > 10000);
}
