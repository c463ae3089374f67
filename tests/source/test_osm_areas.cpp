// Areas of OpenStreetMap that are relations of several ways.
#include "fixtures.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace jt;
using fixtures::contains;
using fixtures::TempFolder;

namespace {

layer::Layer read(const std::string& path, const std::string& name, std::string* told = nullptr) {
    source::ReadOptions options;
    options.path = path;
    options.layer = name;
    options.repair = source::Repair::repair;
    base::Diagnostics diagnostics;
    layer::Layer out = source::read_layer(options, diagnostics);
    if (told != nullptr) {
        *told = fixtures::told(diagnostics);
    }
    return out;
}

/// A grid of nodes: number 10 * row + column, 0.01 degrees apart.
std::string nodes() {
    std::string out;
    for (int row = 0; row < 10; ++row) {
        for (int column = 1; column < 10; ++column) {
            out += fmt::format("<node id=\"{}\" lat=\"{}\" lon=\"{}\"/>\n", 10 * row + column,
                               30 + 0.01 * row, 104 + 0.01 * column);
        }
    }
    return out;
}

std::string way(int id, const std::vector<int>& refs, const std::string& tags = "") {
    std::string out = fmt::format("<way id=\"{}\">", id);
    for (const int ref : refs) {
        out += fmt::format("<nd ref=\"{}\"/>", ref);
    }
    return out + tags + "</way>\n";
}

std::string tag(const std::string& key, const std::string& value) {
    return fmt::format("<tag k=\"{}\" v=\"{}\"/>", key, value);
}

std::string relation(int id, const std::vector<std::pair<int, std::string>>& ways,
                     const std::string& tags) {
    std::string out = fmt::format("<relation id=\"{}\">", id);
    for (const auto& [ref, role] : ways) {
        out += fmt::format("<member type=\"way\" ref=\"{}\" role=\"{}\"/>", ref, role);
    }
    return out + tag("type", "multipolygon") + tags + "</relation>\n";
}

std::string osm(const TempFolder& folder, const std::string& objects) {
    return folder.write(
        "a.osm", "<?xml version='1.0'?><osm version=\"0.6\">\n" + nodes() + objects + "</osm>");
}

}  // namespace

TEST_CASE("relations of several ways become areas with holes and parts") {
    const TempFolder folder;
    // Ring of two ways with a hole; a second shell apart.
    const std::string path = osm(
        folder, way(100, {11, 15, 55}) + way(101, {55, 51, 11}) +
                    way(102, {22, 23, 33, 32, 22}, tag("natural", "wood")) +
                    way(103, {66, 67, 77, 76, 66}) +
                    way(104, {81, 82, 92, 91, 81}, tag("landuse", "forest")) +
                    way(105, {84, 85, 95, 94, 84}, tag("landuse", "grass") + tag("area", "no")) +
                    relation(100, {{100, "outer"}, {101, "outer"}, {102, "inner"}, {103, ""}},
                             tag("landuse", "industrial") + tag("name", "园区")));
    std::string told;
    const layer::Layer landuse = read(path, "landuse", &told);
    INFO(told);
    CHECK(landuse.ids() == std::vector<std::int64_t>{102, 104, 3'600'000'100});
    const geo::GeometryArray& geometry = landuse.geometry();
    CHECK(geometry.parts_end(2) - geometry.parts_begin(2) == 2);
    CHECK(geometry.rings_end(geometry.parts_end(2) - 1) -
              geometry.rings_begin(geometry.parts_begin(2)) ==
          3);
    CHECK(geo::invalid_reason(geometry, 2).empty());
    CHECK(geo::planar_areas(geometry)[2] == Approx((16 - 1 + 1) * 1e-4));
    CHECK(landuse.column("name").text(2) == "园区");
    CHECK(!landuse.column("natural").valid(2));
    CHECK(contains(told,
                   "info: relations that make areas of several ways (multipolygons); their feature "
                   "ids are 3600000000 + that of the relation (a.osm:landuse; 1 features: 100)"));
    CHECK(contains(told,
                   "area=no, are no areas; they are left out (a.osm:landuse; 1 features: "
                   "105)"));
}

TEST_CASE("a relation that makes no area is told by its id and left out, the others stay") {
    const TempFolder folder;
    const std::string building = tag("building", "yes");
    const std::string path =
        osm(folder,
            way(1, {11, 12, 22, 21, 11}, building) + way(2, {31, 32, 42}) +     // 2: open
                way(3, {51, 62, 52, 61, 51}) + way(4, {71, 72, 82, 999, 71}) +  // 3: crossing
                way(5, {84, 85, 95}) + way(6, {95, 94, 84}) +                   // whole
                way(7, {17, 18, 28, 998, 17}, building) + relation(10, {{2, "outer"}}, building) +
                relation(11, {{3, "outer"}}, building) + relation(12, {{4, "outer"}}, building) +
                relation(13, {{5, "outer"}, {6, "outer"}}, building) +
                relation(14, {{5, "outer"}, {888, "outer"}}, building) +
                relation(15, {{5, "outer"}, {6, "outer"}}, tag("landuse", "forest")));
    std::string told;
    const layer::Layer buildings = read(path, "buildings", &told);
    INFO(told);
    CHECK(buildings.ids() == std::vector<std::int64_t>{1, 3'600'000'013});
    CHECK(contains(told,
                   "warning: relations whose rings do not close, or cross, make no area; "
                   "they are left out (a.osm:buildings; 3 features: 10, 11, 12)"));
    CHECK(contains(told,
                   "warning: relations of which some ways are not in the file (the border of "
                   "an extract) make no area; they are left out (a.osm:buildings; 1 "
                   "features: 14)"));
    CHECK(contains(told,
                   "warning: ways of which some nodes are not in the file (the border of an "
                   "extract) make no area; they are left out (a.osm:buildings; 1 features: "
                   "7)"));
    CHECK(read(path, "landuse").ids() == std::vector<std::int64_t>{3'600'000'015});
}

TEST_CASE("water areas are those that are tagged so") {
    const TempFolder folder;
    const std::string path =
        osm(folder, way(1, {11, 12, 22, 21, 11}, tag("natural", "water") + tag("water", "lake")) +
                        way(2, {31, 32, 42, 41, 31}, tag("natural", "wood")) +
                        way(3, {51, 52, 62}) + way(4, {62, 61, 51}) +
                        way(5, {71, 72, 82, 81, 71}, tag("landuse", "reservoir")) +
                        relation(9, {{3, "outer"}, {4, "outer"}}, tag("waterway", "riverbank")));
    const layer::Layer water = read(path, "water");
    CHECK(water.ids() == std::vector<std::int64_t>{1, 5, 3'600'000'009});
    CHECK(water.column("class").text(0) == "lake");
    CHECK(water.column("waterway").text(2) == "riverbank");
}

TEST_CASE("areas of the shared data: relations are there, and what they make is valid") {
    const std::string data = fixtures::shared_data();
    if (data.empty()) {
        WARN("skipped: no shared data");
        return;
    }
    std::string told;
    const layer::Layer water =
        read(data + "/roads/osm/liechtenstein-latest.osm.pbf", "landuse", &told);
    INFO(told);
    const auto relations = std::count_if(water.ids().begin(), water.ids().end(),
                                         [](std::int64_t id) { return id > 3'600'000'000; });
    CHECK(relations > 20);
    std::size_t invalid = 0;
    for (std::size_t row = 0; row < water.rows(); ++row) {
        invalid += geo::invalid_reason(water.geometry(), row).empty() ? 0 : 1;
    }
    CHECK(invalid == 0);
}
