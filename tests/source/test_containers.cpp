// Data that come inside something else: zips, OpenStreetMap files.
#include "base/text.hpp"
#include "fixtures.hpp"
#include "source/info.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace jt;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

layer::Layer read(const std::string& path, const std::string& layer = "",
                  std::string* heard = nullptr) {
    source::ReadOptions options;
    options.path = path;
    options.layer = layer;
    base::Diagnostics diagnostics;
    layer::Layer out = source::read_layer(options, diagnostics);
    if (heard != nullptr) {
        *heard = fixtures::told(diagnostics);
    }
    return out;
}

/// A stored (not compressed) zip with these files, its names as raw bytes.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files,
                   std::uint32_t claimed = 0) {
    std::string body, directory;
    const auto number = [](std::uint64_t value, int bytes) {
        std::string out;
        for (int i = 0; i < bytes; ++i) {
            out += static_cast<char>(value >> (8 * i) & 0xFF);
        }
        return out;
    };
    const auto crc = [](const std::string& bytes) {
        std::uint32_t out = 0xFFFFFFFF;
        for (const char c : bytes) {
            out ^= static_cast<unsigned char>(c);
            for (int k = 0; k < 8; ++k) {
                out = (out & 1) != 0 ? 0xEDB88320 ^ (out >> 1) : out >> 1;
            }
        }
        return ~out;
    };
    for (const auto& [name, bytes] : files) {
        const std::string sizes = number(crc(bytes), 4) + number(bytes.size(), 4) +
                                  number(claimed > 0 ? claimed : bytes.size(), 4) +
                                  number(name.size(), 2);
        const std::string common =
            number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) + sizes;
        directory += "PK\x01\x02" + number(20, 2) + common + number(0, 2) + number(0, 2) +
                     number(0, 2) + number(0, 2) + number(0, 4) + number(body.size(), 4) + name;
        body += "PK\x03\x04" + common + number(0, 2) + name + bytes;
    }
    return body + directory + "PK\x05\x06" + number(0, 4) + number(files.size(), 2) +
           number(files.size(), 2) + number(directory.size(), 4) + number(body.size(), 4) +
           number(0, 2);
}

/// The files of a shapefile of one point as parts of a zip, below a folder.
std::vector<std::pair<std::string, std::string>> shapefile_parts(const std::string& prefix) {
    const TempFolder folder;
    fixtures::points("NAME", {"a"}).write(folder, "x");
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string& name : folder.names()) {
        out.emplace_back(prefix + name.substr(1), base::read_file(folder / name));
    }
    return out;
}

}  // namespace

TEST_CASE("a zipped shapefile is read where it lies, in a folder and with a name in GBK too") {
    const TempFolder folder;
    const std::string path = folder.write("a.zip", zip_of(shapefile_parts("data/x")));
    CHECK(read(path).rows() == 1);
    CHECK(read(path + "/data/x.shp").rows() == 1);
    CHECK(folder.names() == std::vector<std::string>{"a.zip"});  // nothing beside it
    CHECK(source::input_files(path) == std::vector<std::string>{path});
    CHECK(!source::has_errors(source::describe({path, "", "", "", ""})));
    const std::string gbk = folder.write("b.zip", zip_of(shapefile_parts("\xB5\xC0\xC2\xB7")));
    CHECK(read(gbk).name() == "道路");
}

TEST_CASE("zips that cannot be taken as they are, are refused with what to do") {
    const TempFolder folder;
    auto both = shapefile_parts("one/x");
    for (const auto& part : shapefile_parts("two/y")) {
        both.push_back(part);
    }
    const std::string two = folder.write("two.zip", zip_of(both));
    CHECK(error_text([&] { read(two); }) ==
          "there are several data sets in the zip: one/x.shp, two/y.shp\n  in file " + two +
              "\n  hint: say which, as in data.zip/one/x.shp");
    CHECK(contains(error_text([&] { read(two + "/one/y.shp"); }),
                   "there is no 'one/y.shp' in the zip"));
    const std::string none = folder.write("none.zip", zip_of({{"readme.md", "hello"}}));
    CHECK(contains(error_text([&] { read(none); }), "there is no data set in the zip"));
    const std::string broken = folder.write("broken.zip", "PK this is no zip");
    CHECK(contains(error_text([&] { read(broken); }), "the zip is damaged, empty or locked"));
    auto parts = shapefile_parts("x");
    std::string spoiled = zip_of(parts);
    spoiled[spoiled.find("\x27\x0A") + 40] ^= 1;  // in the .shp's header
    const std::string changed = folder.write("changed.zip", spoiled);
    CHECK(contains(error_text([&] { read(changed); }), "the zip is damaged"));
    parts.emplace_back("__MACOSX/._x.shp", "litter");
    CHECK(read(folder.write("mac.zip", zip_of(parts))).rows() == 1);
    const std::string bomb =
        folder.write("bomb.zip", zip_of({{"a.csv", "x"}, {"b.csv", "y"}}, 3'000'000'000U));
    CHECK(contains(error_text([&] { read(bomb); }), "the zip would unpack to 5722 MB from 0 MB"));
    const std::string out = folder.write("out.zip", zip_of({{"../../evil.csv", "a,b\n1,2\n"}}));
    CHECK(contains(error_text([&] { read(out); }), "leads out of its folder"));
    CHECK(!fixtures::fs::exists(fixtures::fs::path(folder / "x").parent_path().parent_path() /
                                "evil.csv"));
}

TEST_CASE("OpenStreetMap files are read by layers, with OSM's ids") {
    const TempFolder folder;
    const std::string path = folder.write("a.osm", R"(<?xml version='1.0'?><osm version="0.6">
        <node id="1" lat="30.60" lon="104.00"/><node id="2" lat="30.61" lon="104.01"/>
        <node id="3" lat="30.62" lon="104.00"><tag k="place" v="town"/><tag k="name" v="华阳"/></node>
        <way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="天府大道"/></way>
        <way id="11"><nd ref="2"/><nd ref="99"/><nd ref="3"/><tag k="highway" v="service"/></way>
        <way id="12"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="building" v="yes"/></way>
        <way id="13"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="building" v="yes"/></way>
        </osm>)");
    std::string heard;
    const layer::Layer roads = read(path, "roads", &heard);
    CHECK(roads.ids() == std::vector<std::int64_t>{10, 11});
    CHECK(roads.crs().code() == "EPSG:4326");
    CHECK(roads.column("class").text(1) == "service");
    CHECK(roads.column("name").text(0) == "天府大道");
    CHECK(!roads.column("name").valid(1));
    CHECK(contains(heard, "keep the nodes that are (a.osm:roads; 1 features: 11)"));
    CHECK(read(path, "buildings", &heard).ids() == std::vector<std::int64_t>{12});
    CHECK(contains(heard, "ways that are not closed, or say area=no, are no areas"));
    CHECK(read(path, "places").column("name").text(0) == "华阳");
    CHECK(contains(error_text([&] { read(path); }), "roads, railways, waterways"));
    CHECK(contains(error_text([&] { read(path, "road"); }), "did you mean 'roads'?"));
    const std::string broken = folder.write("b.osm.pbf", "this is no protocol buffer");
    CHECK(
        contains(error_text([&] { read(broken, "roads"); }), "the OpenStreetMap file is damaged"));
}

TEST_CASE("the OSM files of the shared data have the ways they should") {
    const std::string data = fixtures::shared_data();
    if (data.empty()) {
        WARN("skipped: no shared data");
        return;
    }
    const layer::Layer porto = read(data + "/roads/osm/porto_portugal.osm.pbf", "roads");
    CHECK(porto.rows() > 20'000);
    for (const layer::Field& field : porto.fields()) {
        CHECK(base::is_utf8(porto.column(field.name).show(0)));
    }
    CHECK(read(data + "/roads/osm/monaco.osm.gz", "roads").rows() > 500);
}

TEST_CASE("a GTFS feed may lie in a folder of its zip") {
    const TempFolder folder;
    const auto feed = zip_of({{"feed/stops.txt", "stop_id,stop_lat,stop_lon\nA,29.5,106.5\n"},
                              {"feed/trips.txt", "trip_id,route_id,service_id\nt,R,W\n"},
                              {"readme.txt", "a feed"}});
    const std::string path = folder.write("feed.zip", feed);
    CHECK(read(path, "stops").rows() == 1);
    CHECK(read(path + "/feed", "stops").rows() == 1);
    CHECK(contains(error_text([&] { read(path, "lines"); }),
                   "lines cannot be made of this feed: it has no routes.txt, stop_times.txt, "
                   "calendar.txt / calendar_dates.txt"));
}
