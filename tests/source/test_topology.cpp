// Overlaps, gaps and slivers in `info`.
#include "fixtures.hpp"
#include "source/info.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::TempFolder;
using nlohmann::json;

namespace {

const std::string kPlane =
    "PROJCS[\"CGCS2000_3_Degree_GK_CM_105E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\","
    "DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\","
    "0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER["
    "\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\","
    "105.0],PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\","
    "1.0]]";

fixtures::Part box(double x1, double y1, double x2, double y2) {
    return {{x1, y1}, {x1, y2}, {x2, y2}, {x2, y1}, {x1, y1}};
}

/// A frame of four around a gap of 2 x 10 m; 4 laps over 0 and 2; 5 is narrow; 6 crosses itself.
std::string frame(const TempFolder& folder, double scale, double x, double y,
                  const std::string& prj) {
    fixtures::Shapefile out;
    out.type = 5;
    out.fields = {{"N", 'C', 4, 0}};
    const auto at = [&](double x1, double y1, double x2, double y2) {
        return box(x + scale * x1, y + scale * y1, x + scale * x2, y + scale * y2);
    };
    const auto corner = [&](double px, double py) {
        return std::pair(x + scale * px, y + scale * py);
    };
    out.features = {
        {at(0, 0, 10, 10)},
        {at(12, 0, 22, 10)},
        {at(0, 10, 22, 20)},
        {at(-1, -10, 22, 0)},
        {at(8, 9, 10, 14)},
        {at(100, 0, 200, 0.9)},
        {{corner(40, 40), corner(50, 50), corner(50, 40), corner(40, 50), corner(40, 40)}}};
    for (std::size_t i = 0; i < out.features.size(); ++i) {
        out.rows.push_back({std::to_string(i)});
    }
    out.prj = prj;
    return out.write(folder, "frame");
}

json topology_of(const std::string& path, json* layer = nullptr) {
    InfoOptions options;
    options.path = path;
    options.topology = true;
    const json found = describe(options);
    if (layer != nullptr) {
        *layer = found.at("layers")[0];
    }
    return found.at("layers")[0].at("topology");
}

}  // namespace

TEST_CASE("info lists overlaps, gaps and slivers with features, areas and places") {
    const TempFolder folder;
    json layer;
    const json found = topology_of(frame(folder, 1, 500'000, 3'390'000, kPlane), &layer);
    CHECK(found.at("checked") == true);
    CHECK(found.at("overlaps") == 2);
    CHECK(found.at("gaps") == 1);
    CHECK(found.at("slivers") == 1);
    CHECK(found.at("left_out") == json{6});
    const json& places = found.at("places");
    REQUIRE(places.size() == 4);
    CHECK(places[0].at("a") == 0);
    CHECK(places[0].at("b") == 4);
    CHECK(places[0].at("area_m2").get<double>() == Approx(2).epsilon(1e-6));
    CHECK(places[0].at("x").get<double>() == Approx(500'009).margin(1));
    CHECK(places[0].at("y").get<double>() == Approx(3'390'009.5).margin(0.5));
    CHECK(places[1].at("area_m2").get<double>() == Approx(8).epsilon(1e-6));
    CHECK(places[2].at("kind") == "gap");
    CHECK(places[2].at("area_m2").get<double>() == Approx(20).epsilon(1e-6));
    CHECK(places[3].at("kind") == "sliver");
    CHECK(places[3].at("a") == 5);
    CHECK(places[3].at("b").is_null());
    const std::string problems = layer.at("problems").dump();
    CHECK(contains(
        problems,
        R"("args":["2","10.00"],"count":3,"features":[0,2,4],"id":"source.topology.overlaps")"));
}

TEST_CASE("a layer in degrees is checked too, with areas on the ellipsoid") {
    const TempFolder folder;
    // A metre is about 1e-5 degrees: 1.113 m to the north, 0.964 m to the east at 30 degrees.
    const json found = topology_of(frame(folder, 1e-5, 104, 30, fixtures::kCgcs2000Prj));
    CHECK(found.at("overlaps") == 2);
    CHECK(found.at("gaps") == 1);
    CHECK(found.at("places")[0].at("area_m2").get<double>() ==
          Approx(2 * 1.1085 * 0.9650).epsilon(0.001));
    CHECK(found.at("places")[0].at("x").get<double>() == Approx(104.00009).margin(1e-5));
}

TEST_CASE("points, and layers without a CRS, say why they are not checked") {
    const TempFolder folder;
    const json points = topology_of(fixtures::points("N", {"a"}).write(folder, "points"));
    CHECK(points.at("checked") == false);
    CHECK(points.at("reason").at("id") == "source.topology.polygons");
    const json bare = topology_of(frame(folder, 1, 500'000, 3'390'000, ""));
    CHECK(bare.at("reason").at("id") == "source.topology.crs");
}

TEST_CASE("the text of info shows the places, in both languages") {
    const TempFolder folder;
    InfoOptions options;
    options.path = frame(folder, 1, 500'000, 3'390'000, kPlane);
    options.topology = true;
    const json found = describe(options);
    const std::string en = render_info(found, base::Lang::en);
    INFO(en);
    CHECK(contains(en,
                   "topology    2 overlaps, 1 gaps, 1 slivers; 0 overlaps too small to list\n"
                   "    place    a  b  m2"));
    CHECK(contains(en, "    gap      0  1  20.00"));
    CHECK(contains(en, "    1 features that are not valid or have no geometry took no part\n"));
    CHECK(contains(render_info(found, base::Lang::zh), "重叠 2 处、缝隙 1 处、碎片 1 处"));
}
