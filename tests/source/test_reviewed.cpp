// Defects that a review found: each stays mended.
#include "base/text.hpp"
#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/gdal/geojson_check.hpp"
#include "source/info.hpp"
#include "source/read.hpp"
#include "source/shapefile/shape_rings.hpp"
#include "source/text/codec.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::TempFolder;

namespace {

layer::Layer read(const ReadOptions& options, std::string* heard = nullptr) {
    base::Diagnostics diagnostics;
    layer::Layer out = read_layer(options, diagnostics);
    if (heard != nullptr) {
        *heard = fixtures::told(diagnostics);
    }
    return out;
}

}  // namespace

TEST_CASE("a point at 0, 0 in a zone with prefix stays where it is when the datum is shifted") {
    const TempFolder folder;
    fixtures::Shapefile points = fixtures::points("N", {"a", "b"});
    points.features = {{{{35410232.6, 3393609.5}}}, {{{0, 0}}}};
    points.prj = "";
    ReadOptions options;
    options.path = points.write(folder, "p");
    options.crs = "EPSG:4523";
    options.datum = "gcj02";
    options.repair = Repair::repair;
    std::string heard;
    const layer::Layer layer = read(options, &heard);
    CHECK(std::fabs(layer.geometry().xy()[0] - (35410232.6 - 237.7)) < 1);
    CHECK(layer.geometry().xy()[2] == 0);
    CHECK(layer.geometry().xy()[3] == 0);
    CHECK(contains(heard, "they stay as they are (p.shp; 1 features: 1)"));
}

TEST_CASE("rings that all run the other way round keep their holes") {
    const auto ring = [](double x, double y, double side, bool clockwise) {
        return clockwise
                   ? std::vector<double>{x, y, x, y + side, x + side, y + side, x + side, y, x, y}
                   : std::vector<double>{x, y, x + side, y, x + side, y + side, x, y + side, x, y};
    };
    const std::vector<std::vector<double>> rings = {ring(0, 0, 100, false), ring(10, 10, 20, true),
                                                    ring(200, 0, 50, false)};
    std::vector<RawRing> raw;
    for (const auto& one : rings) {
        raw.push_back({reinterpret_cast<const char*>(one.data()), one.size() / 2});
    }
    const auto parts = parts_of(raw);
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].holes == std::vector<std::size_t>{1});
    CHECK(parts[0].turned);
    CHECK(parts[1].holes.empty());
}

TEST_CASE("integers of 18 digits stay whole beside one that is written with an exponent") {
    const TempFolder folder;
    fixtures::Shapefile points = fixtures::points("ID", {"123456789012345678", "1.2e17", ""});
    points.fields = {{"ID", 'N', 18, 0}};
    ReadOptions options;
    options.path = points.write(folder, "p");
    const layer::Layer whole = read(options);
    CHECK(whole.field("ID").type == layer::Type::integer);
    CHECK(whole.column("ID").integer(0) == 123456789012345678);
    CHECK(whole.column("ID").integer(1) == 120000000000000000);
    points.rows[1] = {"0.5"};
    options.path = points.write(folder, "q");
    std::string heard;
    CHECK(read(options, &heard).field("ID").type == layer::Type::real);
    CHECK(contains(heard, "values of ID above 2^53 lose digits"));
}

TEST_CASE("many warnings do not hide an error of GeoJSON, and numbers beyond all bounds are told") {
    std::string text = R"({"type":"FeatureCollection","features":[)";
    for (int i = 0; i < 150; ++i) {
        text += R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":)"
                R"([[[0,0],[0,1],[1,1],[1,0],[0,0]]]}},)";
    }
    text += R"({"type":"Featur","properties":{},"geometry":null}]})";
    bool told = false;
    for (const GeoJsonFault& fault : check_geojson(text)) {
        told =
            told || (fault.severity == base::Severity::error && fault.path == "features[150].type");
    }
    CHECK(told);
    const auto beyond = check_geojson(R"({"type":"Point","coordinates":[1e999,2]})");
    REQUIRE(beyond.size() == 1);
    CHECK(beyond[0].message.id == "source.geojson.json");
}

TEST_CASE("a line keeps its good parts when one part has a single point") {
    const TempFolder folder;
    fixtures::Shapefile lines;
    lines.type = 3;
    lines.fields = {{"N", 'C', 5, 0}};
    lines.features = {{{{104, 30}, {104.1, 30.1}}, {{105, 31}}}};
    lines.rows = {{"a"}};
    lines.prj = fixtures::kCgcs2000Prj;
    ReadOptions options;
    options.path = lines.write(folder, "l");
    options.repair = Repair::repair;
    const layer::Layer layer = read(options);
    REQUIRE(layer.geometry().status(0) == geo::Status::ok);
    CHECK(layer.geometry().coordinates(0).size() == 4);
}

TEST_CASE("info says so when a layer is not there, whatever else it has to say") {
    const TempFolder folder;
    const std::string path = folder.write(
        "a.geojson", R"({"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[1,0],[0,0]]]})");
    const auto found = describe({path, "nosuch", "", "", ""});
    CHECK(has_errors(found));
    CHECK(contains(found.dump(), "source.layer.unknown"));
}

TEST_CASE("bytes above U+10FFFF are no UTF-8, however they are decoded") {
    const Codec codec("UTF-8");
    const std::string beyond = "a\xF4\xB0\xBD\xBF";
    CHECK(!codec.decode(beyond));
    CHECK(base::is_utf8(codec.decode_lossy(beyond)));
}
