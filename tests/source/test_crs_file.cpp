// A city's own system in a file, as source, as target, and in the key of the cache.
#include "base/hash.hpp"
#include "fixtures.hpp"
#include "source/crs/crs_file.hpp"
#include "source/info.hpp"
#include "source/read.hpp"
#include "source/register.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

/// A plane of a city on CGCS2000: ESRI's spelling.
const std::string kEsri =
    "PROJCS[\"Chengdu_Local\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_"
    "2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT["
    "\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\","
    "200000.0],PARAMETER[\"False_Northing\",-3100000.0],PARAMETER[\"Central_Meridian\",104.07],"
    "PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";
const std::string kProj =
    "+proj=tmerc +lon_0=104.07 +x_0=200000 +y_0=-3100000 +ellps=GRS80 +units=m +no_defs";

std::string local_points(const TempFolder& folder) {
    fixtures::Shapefile file = fixtures::points("N", {"a"});
    file.features = {{{{199000.0, 292000.0}}}};
    file.prj = "";
    return file.write(folder, "local");
}

std::vector<double> truth() {
    std::vector<double> out{199000, 292000};
    geo::Transform(geo::Crs::from(kProj), geo::Crs::from("EPSG:4544")).apply(out);
    return out;
}

}  // namespace

TEST_CASE("a layer is read in the system of a .prj, .wkt or PROJ file") {
    const TempFolder folder;
    const std::string wkt2 = geo::Crs::from(kEsri).wkt();
    const std::vector<double> wanted = truth();
    struct File {
        const char* name;
        std::string text;
    };
    for (const File& file :
         {File{"city.prj", kEsri}, File{"city.wkt", "\xEF\xBB\xBF" + wkt2 + "\n"},
          File{"city2.WKT", kEsri}, File{"city.proj", kProj + "\r\n"}}) {
        CAPTURE(file.name);
        ReadOptions options;
        options.path = local_points(folder);
        options.crs = folder.write(file.name, file.text);
        options.to = "EPSG:4544";
        base::Diagnostics diagnostics;
        const layer::Layer layer = read_layer(options, diagnostics);
        CHECK(std::fabs(layer.geometry().xy()[0] - wanted[0]) < 1e-4);
        CHECK(std::fabs(layer.geometry().xy()[1] - wanted[1]) < 1e-4);
        CHECK(contains(fixtures::told(diagnostics),
                       "given by the option, from the file " + options.crs + ": "));
        check_header(options);
        // And the other way: into the city's system.
        options.crs = "EPSG:4544";
        fixtures::Shapefile plane = fixtures::points("N", {"a"});
        plane.features = {{{{wanted[0], wanted[1]}}}};
        plane.prj = "";
        options.path = plane.write(folder, "plane");
        options.to = folder / file.name;
        const layer::Layer back = read_layer(options, diagnostics);
        CHECK(std::fabs(back.geometry().xy()[0] - 199000) < 1e-4);
        CHECK(std::fabs(back.geometry().xy()[1] - 292000) < 1e-4);
    }
    InfoOptions info;
    info.path = local_points(folder);
    info.crs = folder / "city.prj";
    CHECK(describe(info)["layers"][0]["crs"]["name"] == "Chengdu_Local");
}

TEST_CASE("a CRS file in GBK keeps its Chinese name, the .prj of a shapefile too") {
    const TempFolder folder;
    std::string gbk = kEsri;
    gbk.replace(gbk.find("Chengdu_Local"), 13, "\xB3\xC9\xB6\xBC\xB6\xC0\xC1\xA2");  // 成都独立
    CHECK(crs_of(folder.write("city.prj", gbk)).name() == "成都独立");
    fixtures::Shapefile file = fixtures::points("N", {"a"});
    file.features = {{{{199000.0, 292000.0}}}};
    file.prj = gbk;
    ReadOptions options;
    options.path = file.write(folder, "own");
    base::Diagnostics diagnostics;
    CHECK(read_layer(options, diagnostics).crs().name() == "成都独立");
}

TEST_CASE("CRS files that are missing or hold something else are refused with their path") {
    const TempFolder folder;
    const auto refused = [](const std::string& path) { return error_text([&] { crs_of(path); }); };
    CHECK(refused(folder / "none.wkt") ==
          "no such file\n  in CRS file " + (folder / "none.wkt") +
              "\n  hint: a CRS that ends in .prj, .wkt or .proj is the path of a file with its "
              "definition");
    const std::string hint =
        "\n  hint: export the system as WKT, for example as the .prj of a shapefile";
    const std::string text = folder.write("a.wkt", "EPSG 4544, I think\n");
    CHECK(refused(text) ==
          "the file holds neither WKT nor a PROJ string; it begins with 'EPSG "
          "4544, I think'\n  in CRS file " +
              text + hint);
    const std::string empty = folder.write("empty.prj", "");
    CHECK(refused(empty) ==
          "the file holds neither WKT nor a PROJ string; it begins with ''\n  in "
          "CRS file " +
              empty + hint);
    const std::string cut = folder.write("cut.wkt", kEsri.substr(0, 100));
    CHECK(contains(refused(cut), " is no known coordinate reference system ("));
    CHECK(contains(refused(cut), "\n  in CRS file " + cut));
    CHECK(contains(refused(folder.write("h.wkt",
                                        "VERTCRS[\"h\",VDATUM[\"d\"],CS[vertical,1],AXIS["
                                        "\"h\",up],LENGTHUNIT[\"metre\",1]]")),
                   "is not a geographic CRS in degrees or a projected CRS"));
    ReadOptions options;
    options.path = local_points(folder);
    options.crs = folder / "none.prj";
    const auto reading = error_text([&] {
        base::Diagnostics unused;
        read_layer(options, unused);
    });
    CHECK(contains(reading, "no such file\n  given by the option: "));
    CHECK(contains(reading, "\n  in CRS file " + options.crs));
    CHECK_FALSE(names_crs_file("EPSG:4544"));
    CHECK_FALSE(names_crs_file(kEsri));
}

TEST_CASE("source.read counts the CRS files and the control points among its files") {
    const TempFolder folder;
    registry::Registry registry;
    register_operators(registry);
    const auto& spec = registry.find("source.read").spec;
    const std::string city = folder.write("city.wkt", kEsri);
    const std::string work = folder.write("work.prj", kEsri);
    const std::string control = folder.write("k.csv", "x,y,to_x,to_y\n1,2,3,4\n");
    const auto params = registry::validate_params(spec, {{"path", local_points(folder)},
                                                         {"crs", city},
                                                         {"to", work},
                                                         {"control", control},
                                                         {"control_method", "seven"},
                                                         {"control_from", city}});
    std::vector<std::string> names;
    for (const auto& file : spec.external(params)) {
        names.push_back(file.path);
        CHECK(file.sha256 == base::sha256_file(file.path));
    }
    REQUIRE(names.size() == 6);  // .shp, .shx, .dbf and ours, each once
    CHECK(names[3] == control);
    CHECK(names[4] == city);
    CHECK(names[5] == work);
}
