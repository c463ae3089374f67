#include "fixtures.hpp"
#include "source/read.hpp"
#include "source/text/csv.hpp"

#include <catch2/catch.hpp>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;
using fixtures::told;
using jt::layer::Type;

namespace {

ReadOptions options_for(const std::string& path) {
    ReadOptions options;
    options.path = path;
    return options;
}

jt::layer::Layer read(const ReadOptions& options) {
    jt::base::Diagnostics diagnostics;
    return read_layer(options, diagnostics);
}

jt::layer::Table read_csv(const TempFolder& folder, const std::string& text) {
    jt::base::Diagnostics diagnostics;
    return read_table(options_for(folder.write("t.csv", text)), diagnostics);
}

std::string geojson(const std::string& features, const std::string& more = "") {
    return R"({"type":"FeatureCollection",)" + more + R"("features":[)" + features + "]}";
}

}  // namespace

TEST_CASE("Field types of a shapefile are kept") {
    const TempFolder folder;
    fixtures::Shapefile file = fixtures::points("T", {"a"});
    file.fields.insert(file.fields.end(), {{"I", 'N', 9, 0},
                                           {"L", 'N', 18, 0},
                                           {"R", 'N', 12, 3},
                                           {"D", 'D', 8, 0},
                                           {"E", 'N', 5, 0}});
    file.rows[0].insert(file.rows[0].end(), {"42", "510112000000000123", "3.125", "20200525", ""});
    const auto layer = read(options_for(file.write(folder, "a")));
    CHECK(layer.field("I").type == Type::integer);
    CHECK(layer.field("L").type == Type::integer);
    CHECK(layer.column("L").integer(0) == 510112000000000123);
    CHECK(layer.column("R").number(0) == 3.125);
    CHECK(layer.column("D").text(0) == "2020-05-25");
    CHECK(layer.column("E").null_count() == 1);
    CHECK(layer.ids() == std::vector<std::int64_t>{0});
    CHECK(layer.crs().code() == "EPSG:4490");
}

TEST_CASE("GeoJSON gives types, ids, dates and WGS 84") {
    const TempFolder folder;
    const std::string path = folder.write(
        "a.geojson",
        geojson(
            R"({"type":"Feature","id":7,"properties":{"b":true,"i":5,"r":1.5,"t":"x","d":"2020-01-02T03:04:05Z"},
                   "geometry":{"type":"Point","coordinates":[104,30,500]}},
                  {"type":"Feature","id":9,"properties":{"b":null,"i":null},"geometry":null})"));
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options_for(path), diagnostics);
    CHECK(layer.ids() == std::vector<std::int64_t>{7, 9});
    CHECK(layer.field("b").type == Type::boolean);
    CHECK(layer.column("b").boolean(0));
    CHECK_FALSE(layer.column("b").valid(1));
    CHECK(layer.column("i").integer(0) == 5);
    CHECK(layer.column("d").text(0) == "2020-01-02T03:04:05Z");
    CHECK(layer.crs().code() == "EPSG:4326");
    const std::string heard = told(diagnostics);
    CHECK(contains(heard, "info: GeoJSON is WGS 84 unless it says otherwise (RFC 7946)"));
    CHECK(contains(heard, "info: heights (Z) were dropped (a.geojson; 1 features: 7)"));
    CHECK(contains(heard, "1 features: 9"));
}

TEST_CASE(
    "Single and multi parts come together, collections of one kind too, curves become lines") {
    const TempFolder folder;
    const std::string path = folder.write(
        "a.geojson",
        geojson(
            R"({"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[104,30],[105,30]]}},
          {"type":"Feature","properties":{},"geometry":{"type":"MultiLineString","coordinates":[[[104,30],[105,30]],[[104,31],[105,31]]]}},
          {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[
            {"type":"LineString","coordinates":[[104,30],[105,30]]},{"type":"LineString","coordinates":[[104,29],[105,29]]}]}})"));
    const auto layer = read(options_for(path));
    CHECK(layer.geometry().shape() == jt::geo::Shape::line);
    CHECK(layer.geometry().parts_end(0) == 1);
    CHECK(layer.geometry().parts_end(1) == 3);
    CHECK(layer.geometry().parts_end(2) == 5);
}

TEST_CASE("Rings that are not closed are closed and told") {
    const TempFolder folder;
    const std::string path = folder.write(
        "a.geojson",
        geojson(
            R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[104,30],[105,30],[105,31]]]}})"));
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options_for(path), diagnostics);
    CHECK(layer.geometry().coordinates(0).size() == 8);
}

TEST_CASE("A layer is transformed to the working CRS, and the operation is told") {
    const TempFolder folder;
    const std::string path = folder.write("a.csv", "id,lon,lat\n天府广场,104.0634,30.6596\n");
    ReadOptions options = options_for(path);
    options.xy = {"lon", "lat"};
    options.crs = "EPSG:4490";
    options.to = "EPSG:4523";
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options, diagnostics);
    CHECK(layer.crs().code() == "EPSG:4523");
    CHECK(layer.geometry().xy()[0] == Approx(35410232.615).margin(0.001));
    CHECK(layer.geometry().xy()[1] == Approx(3393609.514).margin(0.001));
    CHECK(layer.column("lon").number(0) == 104.0634);
    CHECK(contains(told(diagnostics), "info: transformed from EPSG:4490 "));
    options.crs = "EPSG:4326";
    jt::base::Diagnostics ballpark;
    read_layer(options, ballpark);
    CHECK(contains(told(ballpark), "they differ by less than 1 m (a.csv)"));
}

TEST_CASE("A CSV as points needs its columns and its CRS") {
    const TempFolder folder;
    ReadOptions options =
        options_for(folder.write("a.csv", "id,lon,lat\na,104.1,30.1\nb,,\nc,nan,30.2\n"));
    const std::string place = "\n  in layer 'a'\n  in file " + options.path;
    const auto refusal = [&] { return error_text([&] { read(options); }); };
    CHECK(refusal() ==
          "there is no geometry: this is a table" + place +
              "\n  hint: name the columns of its coordinates with xy = { \"lon\", \"lat\" } and "
              "their CRS with crs = \"EPSG:4490\"");
    options.xy = {"lon", "latt"};
    CHECK(refusal() == "there is no column 'latt' for xy; did you mean 'lat'?" + place);
    options.xy = {"lon"};
    CHECK(refusal() == "xy takes two columns, x and y; found 1" + place);
    options.xy = {"lon", "lat"};
    CHECK(refusal() ==
          "the layer has no CRS\n  a table keeps no CRS\n  the coordinates look like degrees "
          "(x 104.1..104.1, y 30.1..30.1): EPSG:4490 (CGCS2000) or EPSG:4326 (WGS 84)?" +
              place + "\n  hint: say which it is: crs = \"EPSG:...\" in the scenario, or --crs");
    options.crs = "EPSG:4490";
    const auto layer = read(options);
    CHECK(layer.ids() == std::vector<std::int64_t>{1, 2, 3});
    CHECK(layer.geometry().status(0) == jt::geo::Status::ok);
    CHECK(layer.geometry().status(1) == jt::geo::Status::null);
    CHECK(layer.geometry().status(2) == jt::geo::Status::not_finite);
    options.xy = {"lat", "lon"};
    CHECK(refusal() ==
          "the coordinates (x 30.1..30.1, y 104.1..104.1) fit EPSG:4490 China Geodetic Coordinate "
          "System 2000 only with latitude and longitude exchanged" +
              place +
              "\n  hint: x is the longitude and y the latitude: xy = { longitude, latitude }");
    folder.write("a.csv", "id,lon,lat\na,东经104,30.1\n");
    options.xy = {"lon", "lat"};
    CHECK(refusal() ==
          "the coordinate column lon holds '东经104', which is no number\n"
          "  in feature 1, field lon" +
              place);
}

TEST_CASE("CSV columns are typed by all their values, and codes stay text") {
    const TempFolder folder;
    const auto table = read_csv(folder,
                                "code,n,r,flag,mixed,long,empty\r\n"
                                "0701,1,1.5,true,1,510112198001010011123,\r\n"
                                "0802,-2,2,false,约3,510112198001010011124,\r\n"
                                "\r\n"
                                "12,,1e3,,,5,\r\n");
    CHECK(table.rows() == 3);
    CHECK(table.field("code").type == Type::text);
    CHECK(table.column("code").text(0) == "0701");
    CHECK(table.field("n").type == Type::integer);
    CHECK(table.column("n").integer(1) == -2);
    CHECK_FALSE(table.column("n").valid(2));
    CHECK(table.field("r").type == Type::real);
    CHECK(table.column("r").number(2) == 1000);
    CHECK(table.field("flag").type == Type::boolean);
    CHECK(table.field("mixed").type == Type::text);
    CHECK(table.field("long").type == Type::text);
    CHECK(table.column("empty").null_count() == 3);
}

TEST_CASE("CSV quotes, separators and line ends are understood") {
    const TempFolder folder;
    const auto table = read_csv(folder, "a;b\n\"x;\"\"y\"\"\nz\";2\n");
    CHECK(table.column("a").text(0) == "x;\"y\"\nz");
    CHECK(table.column("b").integer(0) == 2);
    CHECK(read_csv(folder, "a\tb\r1\t2\r").column("b").integer(0) == 2);
    CHECK(read_csv(folder, "only\n\"\"\nx\n").rows() == 2);
}

TEST_CASE("CSV rows of the wrong length and open quotes are refused with their line") {
    const TempFolder folder;
    const std::string place = "\n  in file " + (folder / "t.csv");
    CHECK(error_text([&] { read_csv(folder, "a,b\n1,2\n1,2,3\n"); }) ==
          "line 3 has 3 cells, the header has 2" + place);
    CHECK(error_text([&] { read_csv(folder, "a,b\n\"1\n2\",2\n5\n"); }) ==
          "line 4 has 1 cells, the header has 2" + place);
    CHECK(error_text([&] { read_csv(folder, "a,b\n1,\"2\n3,4\n"); }) ==
          "the quoted text that begins in line 2 never ends" + place);
    CHECK(error_text([&] { read_csv(folder, "\n\n"); }) == "the CSV has no header line" + place);
}

TEST_CASE("Equal and empty column names are made different and told") {
    const TempFolder folder;
    jt::base::Diagnostics diagnostics;
    const auto table =
        read_table(options_for(folder.write("t.csv", "a,,a,a_2\n1,2,3,4\n")), diagnostics);
    CHECK(table.names() == std::vector<std::string>{"a", "field_2", "a_3", "a_2"});
    CHECK(contains(told(diagnostics), "warning: column 3 is called 'a'; it is taken as 'a_3'"));
}

TEST_CASE("Fields are renamed to the role's names, with types, units and the office's title") {
    const TempFolder folder;
    fixtures::Shapefile file;
    file.type = 3;
    file.prj = fixtures::kCgcs2000Prj;
    file.fields = {
        {"LXBH", 'N', 6, 0}, {"SJSD", 'N', 4, 0}, {"TCNF", 'N', 8, 2}, {"id", 'C', 4, 0}};
    file.features = {{{{104, 30}, {104.1, 30}}}};
    file.rows = {{"108", "80", "2025.00", "old"}};
    ReadOptions options = options_for(file.write(folder, "a"));
    options.role = "roads";
    options.fields = {{"id", "LXBH"}, {"speed", "SJSD"}, {"year_open", "TCNF"}};
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options, diagnostics);
    CHECK(layer.names() == std::vector<std::string>{"id", "speed", "year_open", "id_src"});
    CHECK(layer.column("id").text(0) == "108");
    CHECK(layer.field("id").title.zh == "LXBH");
    CHECK(layer.field("speed").unit == "km/h");
    CHECK(layer.field("speed").type == Type::real);
    CHECK(layer.field("year_open").type == Type::integer);
    CHECK(layer.column("year_open").integer(0) == 2025);
    CHECK(contains(told(diagnostics), "the file's own field 'id' is kept as 'id_src'"));
    CHECK(probe_columns(options) == layer.fields());
}

TEST_CASE("A probe tells what the header shows to be wrong") {
    const TempFolder folder;
    ReadOptions options = options_for(fixtures::points("NAME", {"a"}).write(folder, "a"));
    options.role = "roads";
    CHECK(contains(error_text([&] { probe_columns(options); }),
                   "the role roads wants geometry of type line, but the layer has point\n"));
    options.role.clear();
    options.fields = {{"id", "NAMES"}};
    CHECK(contains(error_text([&] { probe_columns(options); }),
                   "there is no field 'NAMES' (for id); did you mean 'NAME'?"));
}

TEST_CASE("Input files are the file and its side files") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {"a"});
    file.cpg = "UTF-8";
    file.write(folder, "a");
    folder.write("a.sbn", "index");
    std::vector<std::string> names;
    for (const std::string& path : input_files(folder / "a.shp")) {
        names.push_back(std::filesystem::path(path).filename().string());
    }
    CHECK(names == std::vector<std::string>{"a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg"});
    CHECK(input_files(folder / "none.shp").empty());
}

TEST_CASE("Text in a number field is refused, or missing by repair; stars are missing and told") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {"a", "b", "c"});
    file.fields.push_back({"SJSD", 'N', 6, 1});
    file.rows[0].push_back("60");
    file.rows[1].push_back("6O.0");
    file.rows[2].push_back("******");
    ReadOptions options = options_for(file.write(folder, "a"));
    CHECK(error_text([&] { read(options); }) ==
          "a number was expected, found '6O.0'\n  in feature 1, field SJSD\n  in file " +
              options.path +
              "\n  hint: correct the value, or read with repair = \"repair\", which takes it as "
              "missing");
    options.repair = Repair::repair;
    jt::base::Diagnostics diagnostics;
    const auto layer = read_layer(options, diagnostics);
    CHECK(layer.column("SJSD").number(0) == 60);
    CHECK_FALSE(layer.column("SJSD").valid(1));
    CHECK_FALSE(layer.column("SJSD").valid(2));
    CHECK(contains(told(diagnostics),
                   "values of SJSD are no numbers; they are taken as missing "
                   "(a.shp; 1 features: 1)"));
    CHECK(contains(told(diagnostics), "values of SJSD are stars: "));
}

TEST_CASE("A DBF alone is a table") {
    const TempFolder folder;
    auto file = fixtures::points("\xC3\xFB\xB3\xC6", {"\xCB\xC4\xB4\xA8"});
    file.write(folder, "a");
    std::filesystem::remove(folder / "a.shp");
    jt::base::Diagnostics diagnostics;
    CHECK(read_table(options_for(folder / "a.dbf"), diagnostics).column("名称").text(0) == "四川");
}

TEST_CASE("A layer read as a table leaves its geometry aside and says so") {
    const TempFolder folder;
    jt::base::Diagnostics diagnostics;
    const auto table = read_table(
        options_for(fixtures::points("NAME", {"a", "b"}).write(folder, "a")), diagnostics);
    CHECK(table.kind() == jt::registry::Kind::table);
    CHECK(table.rows() == 2);
    CHECK(contains(told(diagnostics), "the geometry of the layer was left aside"));
}
