// CSV timetables as lines and stations.
#include "fixtures.hpp"
#include "source/info.hpp"
#include "source/read.hpp"
#include "source/text/codec.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

/// Two trains each way between three stations; the second one back passes midnight.
const std::string kRows =
    "线路,方向,车次,站序,站名,到达,发车,经度,纬度\n"
    "S1,上行,101,1,甲,—,7:00,106.50,29.5\nS1,上行,101,2,乙,7:10,7:12,106.52,29.5\n"
    "S1,上行,101,3,丙,7：20,,106.53,29.5\n"
    "S1,上行,103,3,丙,08:22:00,,106.53,29.5\nS1,上行,103,1,甲,,08:00:00,106.50,29.5\n"
    "S1,上行,103,2,乙,08:11:00,08:14:00,106.52,29.5\n"
    "S1,下行,102,1,丙,,23:50,106.53,29.5\nS1,下行,102,2,乙,23:58,0:01,106.52,29.5\n"
    "S1,下行,102,3,甲,0:11,—,106.50,29.5\n";

layer::Layer read(const std::string& path, source::ReadOptions options = {},
                  std::string* heard = nullptr) {
    options.path = path;
    options.layer = options.layer.empty() ? "lines" : options.layer;
    options.role = options.layer == "lines" ? "transit" : "stations";
    base::Diagnostics diagnostics;
    layer::Layer out = source::read_layer(options, diagnostics);
    if (heard != nullptr) {
        *heard = fixtures::told(diagnostics);
    }
    return out;
}

source::ReadOptions with_crs(const std::string& layer = "lines") {
    source::ReadOptions options;
    options.layer = layer;
    options.crs = "EPSG:4490";
    return options;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("a CSV timetable becomes lines, with the mean of its trains") {
    const TempFolder folder;
    const std::string path = folder.write("时刻表.csv", kRows);
    std::string heard;
    const layer::Layer lines = read(path, with_crs(), &heard);
    REQUIRE(lines.rows() == 2);
    CHECK(lines.column("line").text(0) == "S1.上行");
    CHECK(lines.column("headway").number(0) == 60);
    // 12 and 14 min to the departure from 乙, 8 and 8 min on: 21 min, as 20 and 22 are.
    CHECK(lines.column("run_time").number(0) == 13);
    CHECK(lines.column("run_time").number(1) == 8);
    CHECK(lines.column("line_time").number(0) == 21);
    CHECK(lines.crs().code() == "EPSG:4490");
    CHECK(contains(heard,
                   "info: read as a timetable: line = 线路, trip = 车次, stop = 站名, arrival = "
                   "到达, departure = 发车, direction = 方向, sequence = 站序, lon = 经度, lat = "
                   "纬度 (lines)"));
    CHECK(contains(heard, "info: 1 trips go past midnight: S1 102 (lines)"));
    source::ReadOptions night = with_crs();
    night.service.window = "23:00-24:00";
    CHECK(read(path, night).column("line_time").number(0) == 21);
    const layer::Layer stations = read(path, with_crs("stations"));
    REQUIRE(stations.rows() == 3);
    CHECK(stations.column("id").text(0) == "甲");
    CHECK(stations.column("line").text(0) == "S1.上行");
    CHECK(stations.geometry().coordinates(2)[0] == 106.53);
}

TEST_CASE("a timetable in GBK, with English words and tabs") {
    const TempFolder folder;
    const std::string gbk =
        *source::Codec("GBK").encode(kRows + "S1,上行,105,1,重庆北站南广场,,9:00,106.5,29.5\n");
    CHECK(read(folder.write("gbk.csv", gbk), with_crs()).rows() == 2);
    const std::string path =
        folder.write("t.csv",
                     "Route\tTrain\tStation\tDeparture_Time\tlon\tlat\n"
                     "9\t1\tA\t7:00\t106.5\t29.5\n9\t1\tB\t7:06\t106.52\t29.5\n");
    const layer::Layer lines = read(path, with_crs());
    REQUIRE(lines.rows() == 1);
    CHECK(lines.column("line").text(0) == "9");
    CHECK(lines.column("run_time").number(0) == 6);
}

TEST_CASE("places of stops come from a second file, in its CRS") {
    const TempFolder folder;
    std::string bare = kRows;
    for (const char* place : {",经度,纬度", ",106.50,29.5", ",106.52,29.5", ",106.53,29.5"}) {
        for (auto at = bare.find(place); at != std::string::npos; at = bare.find(place)) {
            bare.erase(at, std::string(place).size());
        }
    }
    const std::string path = folder.write("时刻表.csv", bare);
    CHECK(contains(error_text([&] { read(path, with_crs()); }),
                   "9 calls are at stops without a place: 甲, 乙, 丙"));
    source::ReadOptions options;
    options.service.stops = folder.write("站点.geojson",
                                         R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"Point","coordinates":[106.5,29.5]}},
        {"type":"Feature","properties":{"name":"乙"},"geometry":{"type":"Point","coordinates":[106.52,29.5]}},
        {"type":"Feature","properties":{"name":"丙"},"geometry":{"type":"Point","coordinates":[106.53,29.5]}}]})");
    std::string heard;
    const layer::Layer lines = read(path, options, &heard);
    CHECK(lines.rows() == 2);
    CHECK(lines.crs().code() == "EPSG:4326");
    CHECK(contains(heard, "it is the CRS of the stops in"));
    options.crs = "EPSG:4544";
    options.service.stops =
        folder.write("站点.csv",
                     "站点名称,x,y\n甲,451000,3265000\n乙,453000,3265000\n丙,454000,"
                     "3265000\n丁,,\n");
    const layer::Layer plane = read(path, options);
    CHECK(plane.crs().code() == "EPSG:4544");
    // 2 km of the plane, near 2 km on the ground, in 13 min.
    CHECK(plane.column("speed").number(0) == Approx(2.0 / 13 * 60).margin(0.01));
    options.service.stops = folder.write("空.csv", "站点名称,x\n甲,451000\n");
    CHECK(contains(error_text([&] { read(path, options); }),
                   "this is no timetable: there is no column for lat; it has 站点名称, x"));
    options.service.stops = folder.write("线.geojson", R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"LineString","coordinates":[[106.5,29.5],[106.6,29.5]]}}]})");
    options.crs = "";
    CHECK(contains(error_text([&] { read(path, options); }),
                   "the stops must be points; these are of shape line"));
}

TEST_CASE("what is wrong with a timetable is told with its lines") {
    const TempFolder folder;
    const auto refusal = [&](const std::string& text, source::ReadOptions options = with_crs()) {
        const std::string path = folder.write("t.csv", text);
        return error_text([&] { read(path, options); });
    };
    CHECK(contains(refusal(replaced(kRows, "车次", "列车")),
                   "this is no timetable: there is no column for trip; it has 线路, 方向, 列车, "
                   "站序, 站名, 到达, 发车, 经度, 纬度"));
    CHECK(contains(refusal(replaced(kRows, "站序", "班次")),
                   "the columns '车次' and '班次' both say trip"));
    CHECK(contains(refusal(replaced(kRows, "S1,上行,101,2,", ",上行,101,2,")),
                   "1 rows have no line, trip or stop: lines 3"));
    CHECK(contains(refusal(replaced(kRows, "7:12", "7:72")),
                   "1 values are no times or numbers: line 3 ('7:72')"));
    CHECK(contains(refusal(replaced(kRows, "106.52,29.5", "106.58,29.5")),
                   "2 rows place a stop elsewhere than the rows before: 乙"));
    CHECK(contains(refusal(replaced(kRows, "7:10,7:12", "6:10,7:12")),
                   "1 trips have times that run backwards: S1 101"));
    CHECK(contains(refusal(kRows, {}), "the layer has no CRS"));
    source::ReadOptions dated = with_crs();
    dated.service.date = "2024-05-14";
    CHECK(contains(refusal(kRows, dated), "a CSV timetable has no calendar"));
    source::ReadOptions mending = with_crs();
    mending.repair = source::Repair::repair;
    std::string heard;
    const std::string broken = replaced(kRows, "7:12", "7:72");
    CHECK(read(folder.write("t.csv", broken), mending, &heard).column("run_time").number(0) == 12);
    CHECK(contains(heard, "warning: 1 values are no times or numbers"));
}

TEST_CASE("a CSV stays a table, but for the layers lines and stations of a timetable") {
    const TempFolder folder;
    const std::string path = folder.write("lines.csv", kRows);
    source::ReadOptions options = with_crs();
    CHECK(read(path, options).rows() == 2);  // the header says that it is a timetable
    options.layer = "";
    options.path = path;
    base::Diagnostics unused;
    CHECK(source::read_table(options, unused).rows() == 9);
    options.path = folder.write("stations.csv", "name,n\n甲,1\n");
    options.layer = "stations";
    CHECK(source::read_table(options, unused).rows() == 1);
    options.service.window = "07:00-08:00";
    options.layer = "";
    CHECK(contains(error_text([&] { source::read_table(options, unused); }),
                   "window, date and stops are for the layers lines and stations"));
}

TEST_CASE("info describes a timetable's lines where it is asked for them") {
    const TempFolder folder;
    source::InfoOptions options;
    options.path = folder.write("时刻表.csv", kRows);
    CHECK(source::describe(options)["layers"].size() == 1);
    options.layer = "lines";
    options.crs = "EPSG:4490";
    options.role = "transit";
    const auto found = source::describe(options);
    CHECK(!source::has_errors(found));
    CHECK(found["layers"][0]["geometry"] == "line");
}
