#include "fixtures.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::Part;
using fixtures::TempFolder;
using fixtures::told;

namespace {

ReadOptions options_for(const std::string& path) {
    ReadOptions options;
    options.path = path;
    return options;
}

std::string refusal(const ReadOptions& options) {
    return error_text([&] {
        jt::base::Diagnostics diagnostics;
        read_layer(options, diagnostics);
    });
}

std::string refusal(const std::string& path) { return refusal(options_for(path)); }

/// A road of two points for each value of SJSD.
fixtures::Shapefile roads(const std::vector<std::string>& speeds) {
    fixtures::Shapefile out;
    out.type = 3;
    out.fields = {{"LXBH", 'C', 10, 0}, {"SJSD", 'N', 6, 1}};
    for (std::size_t i = 0; i < speeds.size(); ++i) {
        const double x = 104.0 + 0.01 * static_cast<double>(i);
        out.features.push_back({{{x, 30.5}, {x + 0.005, 30.6}}});
        out.rows.push_back({"L" + std::to_string(i), speeds[i]});
    }
    out.prj = fixtures::kCgcs2000Prj;
    return out;
}

const Part kBowtie = {{104.0, 30.0}, {104.1, 30.1}, {104.1, 30.0}, {104.0, 30.1}, {104.0, 30.0}};
const Part kSquare = {{104.2, 30.0}, {104.2, 30.1}, {104.3, 30.1}, {104.3, 30.0}, {104.2, 30.0}};

fixtures::Shapefile polygons(const std::vector<std::vector<Part>>& features) {
    fixtures::Shapefile out;
    out.type = 5;
    out.features = features;
    out.fields = {{"ID", 'C', 8, 0}};
    for (std::size_t i = 0; i < features.size(); ++i) {
        out.rows.push_back({"P" + std::to_string(i)});
    }
    out.prj = fixtures::kCgcs2000Prj;
    return out;
}

}  // namespace

TEST_CASE("A file that is not there is refused, with the closest name") {
    const TempFolder folder;
    CHECK(refusal(folder / "道路.shp") == "no such file\n  in file " + (folder / "道路.shp"));
    roads({"60"}).write(folder, "道路");
    CHECK(refusal(folder / "道璐.shp") ==
          "no such file; did you mean 道路.shp?\n  in file " + (folder / "道璐.shp"));
}

TEST_CASE("A folder is refused with the data sets in it") {
    const TempFolder folder;
    const std::string path = folder / "";
    CHECK(refusal(path) == "this is a folder, and no data set is in it\n  in file " + path);
    roads({"60"}).write(folder, "roads");
    folder.write("table.csv", "a\n1\n");
    CHECK(refusal(path) ==
          "this is a folder, not a data set; it holds: roads.shp, table.csv\n  in file " + path +
              "\n  hint: give one of its files");
}

TEST_CASE("An empty file is refused") {
    const TempFolder folder;
    const std::string path = folder.write("a.gpkg", "");
    CHECK(refusal(path) == "a.gpkg is empty (0 bytes)\n  in file " + path);
    const std::string csv = folder.write("a.csv", "");
    CHECK(refusal(csv) == "a.csv is empty (0 bytes)\n  in file " + csv);
    const std::string shp = roads({"60"}).write(folder, "roads");
    folder.write("roads.dbf", "");
    CHECK(refusal(shp) == "roads.dbf is empty (0 bytes)\n  in file " + shp);
}

TEST_CASE("Bytes of no known format are refused") {
    const TempFolder folder;
    const std::string path = folder.write("a.gpkg", "this is no GeoPackage at all");
    CHECK(contains(refusal(path), "no vector format that the engine reads (GDAL: "));
    const std::string shp = roads({"60"}).write(folder, "roads");
    folder.write("roads.shp", "garbage garbage garbage garbage");
    CHECK(
        contains(refusal(shp), "the .shp file is damaged: it does not begin as a shapefile does"));
}

TEST_CASE("A shapefile without one of its parts is refused") {
    const TempFolder folder;
    const std::string path = roads({"60"}).write(folder, "道路");
    const std::string place = "\n  in file " + path;
    std::filesystem::rename(folder / "道路.shx", folder / "kept");
    CHECK(refusal(path) == "the shapefile is not whole: 道路.shx is missing" + place +
                               "\n  hint: copy it from where the shapefile came from, or read with "
                               "repair = \"repair\", which rebuilds it in memory");
    std::filesystem::rename(folder / "kept", folder / "道路.shx");
    std::filesystem::rename(folder / "道路.dbf", folder / "kept");
    CHECK(refusal(path) == "the shapefile is not whole: 道路.dbf is missing" + place +
                               "\n  hint: copy it from where the shapefile came from, or read with "
                               "repair = \"repair\" to take the geometry without attributes");
    std::filesystem::rename(folder / "kept", folder / "道路.dbf");
    std::filesystem::remove(path);
    CHECK(refusal(path) == "the shapefile is not whole: 道路.shp is missing" + place +
                               "\n  hint: copy it from where the shapefile came from; the geometry "
                               "is in it");
}

TEST_CASE(
    "A missing .shx is rebuilt in memory by repair, and nothing is written beside the input") {
    const TempFolder folder;
    ReadOptions options = options_for(roads({"60", "80", "100"}).write(folder, "a"));
    std::filesystem::remove(folder / "a.shx");
    const auto before = folder.names();
    options.repair = Repair::repair;
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options, diagnostics);
    CHECK(layer.rows() == 3);
    CHECK(layer.column("SJSD").number(2) == 100);
    CHECK(contains(told(diagnostics),
                   "warning: the .shx file is missing; the index was rebuilt in memory from the "
                   ".shp file (a.shp)\n"));
    CHECK(folder.names() == before);
}

TEST_CASE("A missing .dbf leaves bare geometry under repair") {
    const TempFolder folder;
    ReadOptions options = options_for(roads({"60", "80"}).write(folder, "a"));
    std::filesystem::remove(folder / "a.dbf");
    options.repair = Repair::repair;
    jt::base::Diagnostics diagnostics;
    CHECK(read_layer(options, diagnostics).rows() == 2);
    CHECK(contains(told(diagnostics),
                   "warning: the .dbf file is missing; the features have no attributes (a.shp)\n"));
}

TEST_CASE("A side file in place of the shapefile is refused") {
    const TempFolder folder;
    roads({"60"}).write(folder, "a");
    CHECK(refusal(folder / "a.dbf") ==
          "this file is only a part of the shapefile a.shp\n  in file " + (folder / "a.dbf") +
              "\n  hint: give a.shp");
}

TEST_CASE("A shapefile without .prj is refused, with what its coordinates suggest") {
    const TempFolder folder;
    auto file = roads({"60"});
    file.prj.clear();
    const std::string path = file.write(folder, "a");
    CHECK(refusal(path) ==
          "the layer has no CRS\n"
          "  there is no .prj file, or it is empty\n"
          "  the coordinates look like degrees (x 104..104.005, y 30.5..30.6): EPSG:4490 "
          "(CGCS2000) or EPSG:4326 (WGS 84)?\n"
          "  in layer 'a'\n"
          "  in file " +
              path + "\n  hint: say which it is: crs = \"EPSG:...\" in the scenario, or --crs");
    file.features = {{{{35410232, 3393609}, {35410300, 3393700}}}};
    CHECK(contains(refusal(file.write(folder, "b")),
                   "the eastings begin with 35 (x 35410232..35410300, y 3393609..3393700): a zone "
                   "prefix, perhaps EPSG:4523 (CGCS2000)?"));
    file.features = {{{{410232, 3393609}, {410300, 3393700}}}};
    CHECK(contains(refusal(file.write(folder, "c")), "the eastings have no zone prefix"));
}

TEST_CASE("An unknown EPSG code is refused") {
    const TempFolder folder;
    ReadOptions options = options_for(roads({"60"}).write(folder, "a"));
    options.crs = "EPSG:999999";
    const std::string text = refusal(options);
    CHECK(contains(text, "'EPSG:999999' is no known coordinate reference system ("));
    CHECK(contains(
        text, ")\n  given by the option: EPSG:999999\n  in layer 'a'\n  in file " + options.path));
    options.crs.clear();
    options.to = "EPSG:999999";
    CHECK(contains(refusal(options), ")\n  in parameter to: the CRS to transform to\n"));
}

TEST_CASE("Coordinates that deny the CRS are refused") {
    const TempFolder folder;
    auto file = roads({"60"});
    ReadOptions options = options_for(file.write(folder, "a"));
    options.crs = "EPSG:4544";
    CHECK(contains(refusal(options),
                   "the coordinates are degrees, but the CRS is EPSG:4544 CGCS2000 / 3-degree "
                   "Gauss-Kruger CM 105E, in metres\n"));
    file.features = {{{{35410232, 3393609}, {35410300, 3393700}}}};
    options.path = file.write(folder, "b");
    CHECK(contains(refusal(options),
                   "the eastings carry the zone prefix 35 (x 35410232..35410300, y "
                   "3393609..3393700), but EPSG:4544 CGCS2000 / 3-degree Gauss-Kruger CM 105E does "
                   "not: perhaps EPSG:4523?\n"));
    options.crs = "EPSG:4490";
    CHECK(contains(refusal(options), "the coordinates are no degrees, but the CRS is EPSG:4490 "));
    options.crs = "EPSG:4523";
    jt::base::Diagnostics diagnostics;
    CHECK(read_layer(options, diagnostics).crs().code() == "EPSG:4523");
    CHECK(contains(told(diagnostics),
                   "warning: the option EPSG:4523 CGCS2000 / 3-degree "
                   "Gauss-Kruger zone 35 overrules the CRS of the file, "));
    file.features = {{{{410232, 3393609}, {410300, 3393700}}}};
    options.path = file.write(folder, "c");
    CHECK(contains(refusal(options),
                   "EPSG:4523 CGCS2000 / 3-degree Gauss-Kruger zone 35 puts the zone prefix 35 "
                   "before eastings, but these have none (x 410232..410300, y 3393609..3393700): "
                   "perhaps EPSG:4544?\n"));
}

TEST_CASE("An invalid ring is refused with its place; repair tells the areas; skip leaves it out") {
    const TempFolder folder;
    ReadOptions options = options_for(polygons({{kSquare}, {kBowtie}}).write(folder, "a"));
    const std::string text = refusal(options);
    CHECK(text ==
          "1 features with invalid geometry: 1\n"
          "  feature 1: Self-intersection[104.05 30.05]\n"
          "  in layer 'a'\n"
          "  in file " +
              options.path +
              "\n  hint: correct them, or read with repair = \"repair\" (areas before and "
              "after are reported) or repair = \"skip\"");
    jt::base::Diagnostics diagnostics;
    options.repair = Repair::repair;
    const auto layer = read_layer(options, diagnostics);
    CHECK(layer.rows() == 2);
    CHECK(layer.geometry().status(1) == jt::geo::Status::ok);
    CHECK(layer.geometry().parts_end(1) - layer.geometry().parts_begin(1) == 2);
    const std::string heard = told(diagnostics);
    CHECK(contains(heard, "warning: invalid geometry was made valid (a.shp; 1 features: 1)\n"));
    CHECK(contains(heard, "info: feature 1: Self-intersection[104.05 30.05]; area "));
    jt::base::Diagnostics skipped;
    options.repair = Repair::skip;
    const auto rest = read_layer(options, skipped);
    CHECK(rest.rows() == 1);
    CHECK(rest.ids() == std::vector<std::int64_t>{0});
    CHECK(
        contains(told(skipped),
                 "warning: invalid geometry; the features were left out (a.shp; 1 features: 1)\n"));
}

TEST_CASE("Null geometry and NaN coordinates keep their features, or skip leaves them out") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {"a", "b", "c", "d"});
    file.features[1] = {};
    file.features[2] = {{{std::nan(""), 30.5}}};
    file.features[3] = {{{104.5, std::numeric_limits<double>::infinity()}}};
    ReadOptions options = options_for(file.write(folder, "a"));
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options, diagnostics);
    CHECK(layer.rows() == 4);
    CHECK(layer.geometry().status(0) == jt::geo::Status::ok);
    CHECK(layer.geometry().status(1) == jt::geo::Status::null);
    CHECK(layer.geometry().status(3) == jt::geo::Status::not_finite);
    const std::string heard = told(diagnostics);
    INFO(heard);
    CHECK(contains(heard,
                   "warning: no geometry; the features are kept without one (a.shp; 1 "
                   "features: 1)\n"));
    CHECK(contains(heard,
                   "warning: coordinates that are NaN or infinite; the features are kept but "
                   "not used (a.shp; 2 features: 2, 3)\n"));
    options.repair = Repair::skip;
    CHECK(read_layer(options, diagnostics).rows() == 1);
}

TEST_CASE("Lines without length are told") {
    const TempFolder folder;
    auto file = roads({"60", "60"});
    file.features[1] = {{{104.5, 30.5}, {104.5, 30.5}}};
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options_for(file.write(folder, "a")), diagnostics);
    CHECK(layer.rows() == 2);
    CHECK(contains(told(diagnostics), "warning: lines without length (a.shp; 1 features: 1)\n"));
}

TEST_CASE("A layer of mixed geometry is refused") {
    const TempFolder folder;
    const std::string path = folder.write("a.geojson",
                                          R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[104,30]}},
        {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[104,30],[105,30]]}}]})");
    CHECK(refusal(path) ==
          "the layer mixes geometry types: 1 points, 1 lines, 0 polygons, 0 of "
          "other kinds\n"
          "  first point: feature 0\n"
          "  first line: feature 1\n"
          "  in layer 'a'\n"
          "  in file " +
              path +
              "\n  hint: say which type to take: shape = \"point\", \"line\" or \"polygon\"");
}

TEST_CASE("Broken GeoJSON is refused") {
    const TempFolder folder;
    const std::string path =
        folder.write("a.geojson", R"({"type":"FeatureCollection","features":[)");
    CHECK(contains(refusal(path), "this is no JSON: the text breaks off or goes wrong at byte "));
}

TEST_CASE("An unknown layer is refused with the closest name and the list") {
    const TempFolder folder;
    ReadOptions options = options_for(roads({"60"}).write(folder, "roads"));
    options.layer = "road";
    CHECK(refusal(options) ==
          "there is no layer 'road'; did you mean 'roads'? There are: roads\n  in file " +
              options.path);
    options.layer = "zones_of_the_city";
    CHECK(refusal(options) ==
          "there is no layer 'zones_of_the_city'; there are: roads\n  in file " + options.path);
}

TEST_CASE("Points where lines are needed are refused") {
    const TempFolder folder;
    ReadOptions options = options_for(fixtures::points("ID", {"a"}).write(folder, "a"));
    options.role = "roads";
    CHECK(refusal(options) ==
          "the role roads wants geometry of type line, but the layer has point\n  in layer 'a'\n"
          "  in file " +
              options.path);
}

TEST_CASE("An empty layer is refused in a role and told without one") {
    const TempFolder folder;
    ReadOptions options = options_for(roads({}).write(folder, "a"));
    jt::base::Diagnostics diagnostics;
    CHECK(read_layer(options, diagnostics).rows() == 0);
    CHECK(contains(told(diagnostics), "warning: the layer has no features (a.shp)\n"));
    options.role = "roads";
    CHECK(refusal(options) ==
          "the role roads needs features, but the layer is empty\n  in layer 'a'\n  in file " +
              options.path);
}

TEST_CASE("A role's field that is missing, mistyped, empty or negative is refused") {
    const TempFolder folder;
    ReadOptions options = options_for(roads({"60", "-5", "40", "-1"}).write(folder, "a"));
    options.role = "roads";
    const std::string place = "\n  in layer 'a'\n  in file " + options.path;
    options.fields = {{"speed", "SJSDD"}};
    CHECK(refusal(options) ==
          "there is no field 'SJSDD' (for speed); did you mean 'SJSD'?" + place);
    options.fields = {{"speed", "车速"}};
    CHECK(refusal(options) ==
          "there is no field '车速' (for speed); there are: LXBH, SJSD" + place);
    options.fields = {{"spede", "SJSD"}};
    CHECK(refusal(options) ==
          "'spede' is no field of the role roads; did you mean 'speed'?" + place);
    options.fields = {{"speed", "LXBH"}};
    CHECK(refusal(options) ==
          "the field LXBH (speed) is of the wrong type: text\n"
          "  wanted: numbers\n"
          "  in feature 0, field LXBH (speed): 'L0'" +
              place);
    options.fields = {{"speed", "SJSD"}};
    CHECK(refusal(options) == "the field SJSD (speed) is negative in 2 features: 1, 3" + place);
    options.path = roads({"", ""}).write(folder, "b");
    CHECK(refusal(options) ==
          "the field SJSD (speed) has no values\n  in layer 'b'\n  in file " + options.path);
    options.role = "roadz";
    CHECK(refusal(options) == "there is no role 'roadz'; did you mean 'roads'?");
}

TEST_CASE("A required field and a unique key are asked for") {
    const TempFolder folder;
    auto file = fixtures::points("DM", {"a", "b", "a"});
    file.fields.push_back({"RK", 'N', 8, 0});
    for (auto& row : file.rows) {
        row.push_back("1000");
    }
    ReadOptions options = options_for(file.write(folder, "a"));
    const std::string place = "\n  in layer 'a'\n  in file " + options.path;
    options.role = "demand";
    CHECK(refusal(options) == "the role demand needs the field id; the layer has: DM, RK" + place +
                                  "\n  hint: say which field it is: fields = { id = \"...\" }");
    options.fields = {{"id", "DM"}, {"population", "RK"}};
    CHECK(refusal(options) ==
          "the field DM (id) repeats an earlier value in 1 features: 2" + place);
    file.rows[2][0] = "";
    file.write(folder, "a");
    CHECK(refusal(options) == "the field DM (id) has no value in 1 features: 2" + place);
}
