#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/read.hpp"
#include "source/write.hpp"

#include <sys/resource.h>
#include <catch2/catch.hpp>
#include <cmath>
#include <csignal>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;
using fixtures::told;
using jt::layer::Column;
using jt::layer::ColumnBuilder;
using jt::layer::Field;
using jt::layer::Layer;
using jt::layer::Table;
using jt::layer::Type;

namespace {

Column texts(const std::vector<std::string>& values) { return Column::of_texts(values); }

/// Two polygons, the second of two parts with a hole, with every type and a null in each column.
Layer sample() {
    jt::geo::GeometryArray geometry(jt::geo::Shape::polygon);
    const std::vector<double> shell = {410000,  3390000, 410000,  3391000, 411000,
                                       3391000, 411000,  3390000, 410000,  3390000};
    const std::vector<double> hole = {410400,  3390400, 410600,  3390400, 410600,
                                      3390600, 410400,  3390600, 410400,  3390400};
    const auto ring = [&](const std::vector<double>& xy, double dx) {
        geometry.begin_ring();
        for (std::size_t i = 0; i < xy.size(); i += 2) {
            geometry.add(xy[i] + dx + 0.1, xy[i + 1] + 0.3);
        }
    };
    geometry.begin_feature();
    geometry.begin_part();
    ring(shell, 0);
    geometry.end_feature();
    geometry.begin_feature();
    geometry.begin_part();
    ring(shell, 5000);
    ring(hole, 5000);
    geometry.begin_part();
    ring(shell, 9000);
    geometry.end_feature();
    Layer out("园区", jt::geo::Crs::from("EPSG:4544"), std::move(geometry), {3, 8});
    ColumnBuilder text(Type::text), real(Type::real), integer(Type::integer), flag(Type::boolean);
    text.text("天府新区");
    text.null();
    real.real(0.1);
    real.null();
    integer.integer(123456789012345678);
    integer.null();
    flag.integer(1);
    flag.null();
    out.set(Field{"产业园区名称", Type::text, "", {}}, text.build());
    out.set(Field{"面积", Type::real, "ha", {}}, real.build());
    out.set(Field{"code", Type::integer, "", {}}, integer.build());
    out.set(Field{"ok", Type::boolean, "", {}}, flag.build());
    return out;
}

Layer read_back(const std::string& path, const std::string& layer = "") {
    ReadOptions options;
    options.path = path;
    options.layer = layer;
    jt::base::Diagnostics diagnostics;
    return read_layer(options, diagnostics);
}

void write(const std::string& path, const Table& table, jt::base::Diagnostics& diagnostics,
           const WriteOptions& options = {}) {
    write_table(path, table, options, diagnostics);
}

std::vector<double> coordinates(const Layer& layer) {
    return {layer.geometry().xy().begin(), layer.geometry().xy().end()};
}

}  // namespace

TEST_CASE("A layer comes back from every format as it was") {
    const TempFolder folder;
    const Layer before = sample();
    for (const char* extension : {".gpkg", ".geojson", ".fgb"}) {
        jt::base::Diagnostics diagnostics;
        const std::string path = folder / (std::string("a") + extension);
        write(path, before, diagnostics);
        const Layer after = read_back(path);
        INFO(extension << "\n" << told(diagnostics));
        CHECK(diagnostics.list().empty());
        CHECK(after.crs().code() == "EPSG:4544");
        CHECK(after.names() == before.names());
        CHECK(after.column("产业园区名称").text(0) == "天府新区");
        CHECK_FALSE(after.column("产业园区名称").valid(1));
        CHECK(after.column("面积").number(0) == 0.1);
        CHECK_FALSE(after.column("面积").valid(1));
        CHECK(after.column("code").integer(0) == 123456789012345678);
        CHECK(after.field("ok").type == Type::boolean);
        CHECK(after.column("ok").boolean(0));
        CHECK(after.geometry().parts_end(1) == 3);
        CHECK(coordinates(after) == coordinates(before));
        if (std::string(extension) != ".fgb") {
            CHECK(after.ids() == before.ids());
        }
    }
}

TEST_CASE("A shapefile keeps values in UTF-8 and GBK, cuts names and tells") {
    const TempFolder folder;
    const Layer before = sample();
    for (const char* encoding : {"UTF-8", "GBK", "GB18030"}) {
        jt::base::Diagnostics diagnostics;
        const std::string path = folder / (std::string("园区") + encoding + ".shp");
        WriteOptions options;
        options.encoding = encoding;
        write(path, before, diagnostics, options);
        const bool utf8 = std::string(encoding) == "UTF-8";
        const std::string cut = utf8 ? "产业园" : "产业园区名";
        CHECK(told(diagnostics) == "warning: the field '产业园区名称' is called '" + cut +
                                       "' in the shapefile (园区)\n");
        const Layer after = read_back(path);
        CHECK(after.names() == std::vector<std::string>{cut, "面积", "code", "ok"});
        CHECK(after.column(std::size_t{0}).text(0) == "天府新区");
        CHECK(after.column("面积").number(0) == 0.1);
        CHECK_FALSE(after.column("面积").valid(1));
        CHECK(after.column("code").integer(0) == 123456789012345678);
        CHECK(after.column("ok").integer(0) == 1);
        CHECK(after.crs().code() == "EPSG:4544");
        CHECK(after.geometry().parts_end(1) == 3);
        const std::string stem = path.substr(0, path.size() - 4);
        CHECK(jt::base::read_file(stem + ".cpg") == encoding);
        CHECK(jt::base::read_file(stem + ".dbf")[29] == (utf8 ? '\0' : '\x4D'));
    }
}

TEST_CASE("Names for a shapefile are cut on characters and made different") {
    const std::vector<std::string> names = {"产业园区名称",    "产业园区面积",  "产业园",
                                            "speed_of_road_a", "SPEED_OF_ROAD", "x"};
    CHECK(shapefile_names(names, "UTF-8") ==
          std::vector<std::string>{"产业园", "产业_1", "产业_2", "speed_of_r", "SPEED_OF_1", "x"});
    CHECK(shapefile_names(names, "GBK") == std::vector<std::string>{"产业园区名", "产业园区面",
                                                                    "产业园", "speed_of_r",
                                                                    "SPEED_OF_1", "x"});
    CHECK(error_text([] { shapefile_names({"😀"}, "GBK"); }) ==
          "the field name '😀' cannot be written in GBK");
}

TEST_CASE("Writing twice gives the same bytes") {
    const TempFolder one, two;
    const Layer layer = sample();
    for (const char* name : {"a.gpkg", "a.shp", "a.geojson", "a.fgb", "a.csv"}) {
        jt::base::Diagnostics diagnostics;
        write(one / name, layer, diagnostics);
        write(two / name, layer, diagnostics);
    }
    REQUIRE(one.names() == two.names());
    CHECK(one.names() == std::vector<std::string>{"a.cpg", "a.csv", "a.dbf", "a.fgb",
                                                  "a.fields.csv", "a.geojson", "a.gpkg", "a.prj",
                                                  "a.shp", "a.shx"});
    for (const std::string& name : one.names()) {
        INFO(name);
        CHECK(jt::base::read_file(one / name) == jt::base::read_file(two / name));
    }
    jt::base::Diagnostics diagnostics;
    const Table table = sample();
    CHECK(geopackage_bytes({{"园区", &layer}, {"表", &table}}, diagnostics) ==
          geopackage_bytes({{"园区", &layer}, {"表", &table}}, diagnostics));
}

TEST_CASE("A GeoPackage holds several layers and tables") {
    const TempFolder folder;
    const Layer layer = sample();
    Table table(2);
    table.set(Field{"fid", Type::text, "", {}}, texts({"a", "b"}));
    table.set(Field{"值", Type::real, "", {}}, Column::of_reals({1.5, 2.5}));
    jt::base::Diagnostics diagnostics;
    const std::string path = folder.write(
        "a.gpkg", geopackage_bytes({{"园区", &layer}, {"结果表", &table}}, diagnostics));
    const auto names = list_layers(path);
    REQUIRE(names.size() == 2);
    CHECK(names[0].name == "园区");
    CHECK(names[0].spatial);
    CHECK(names[1].name == "结果表");
    CHECK_FALSE(names[1].spatial);
    ReadOptions options;
    options.path = path;
    CHECK(error_text([&] { read_table(options, diagnostics); }) ==
          "the file holds several layers; say which: 园区, 结果表\n  in file " + path +
              "\n  hint: give layer = \"...\", or --layer");
    options.layer = "结果表";
    const Table back = read_table(options, diagnostics);
    CHECK(back.names() == std::vector<std::string>{"fid", "值"});
    CHECK(back.column("fid").text(1) == "b");
    CHECK(folder.names() == std::vector<std::string>{"a.gpkg"});
}

TEST_CASE("CSV is written with byte order mark, CRLF and quotes, and points with x and y") {
    const TempFolder folder;
    jt::geo::GeometryArray geometry(jt::geo::Shape::point);
    geometry.add_point(104.0634, 30.6596);
    geometry.null_feature();
    Layer layer("seats", jt::geo::Crs::from("EPSG:4490"), std::move(geometry), {0, 1});
    layer.set(Field{"名称", Type::text, "", {}}, texts({"a,\"b\"", "c\nd"}));
    jt::base::Diagnostics diagnostics;
    write(folder / "a.csv", layer, diagnostics);
    CHECK(jt::base::read_file(folder / "a.csv") ==
          "\xEF\xBB\xBF名称,x,y\r\n\"a,\"\"b\"\"\",104.0634,30.6596\r\n\"c\nd\",,\r\n");
    write(folder / "b.csv", sample(), diagnostics);
    CHECK(
        contains(told(diagnostics),
                 "warning: the geometry was not written: a CSV keeps single points only (b.csv)"));
    WriteOptions options;
    options.encoding = "GBK";
    write(folder / "c.csv", layer, diagnostics, options);
    CHECK(contains(jt::base::read_file(folder / "c.csv"), "\xC3\xFB\xB3\xC6,x,y\r\n"));
}

TEST_CASE("What is there is not overwritten unless asked, and then old side files go") {
    const TempFolder folder;
    jt::base::Diagnostics diagnostics;
    const std::string path = folder / "a.shp";
    const Layer layer = sample();
    write(path, layer, diagnostics);
    folder.write("a.qix", "old index");
    CHECK(error_text([&] { write(path, layer, diagnostics); }) ==
          path + " exists\n  in writing " + path +
              "\n  hint: choose another name, or pass --overwrite to replace it");
    WriteOptions options;
    options.overwrite = true;
    write(path, layer, diagnostics, options);
    CHECK(folder.names() ==
          std::vector<std::string>{"a.cpg", "a.dbf", "a.fields.csv", "a.prj", "a.shp", "a.shx"});
}

TEST_CASE("What a format cannot hold is refused with its place") {
    const TempFolder folder;
    jt::base::Diagnostics diagnostics;
    const auto refusal = [&](const std::string& name, const Table& table,
                             const WriteOptions& options = {}) {
        return error_text([&] { write(folder / name, table, diagnostics, options); });
    };
    const auto place = [&](const std::string& name) { return "\n  in writing " + (folder / name); };
    Layer layer = sample();
    WriteOptions gbk;
    gbk.encoding = "GBK";
    layer.set(Field{"备注", Type::text, "", {}}, texts({"a", "😀"}));
    CHECK(refusal("a.shp", layer, gbk) ==
          "the text '😀' cannot be written in GBK\n"
          "  in feature 8, field 备注" +
              place("a.shp") + "\n  hint: write UTF-8");
    layer.set(Field{"备注", Type::text, "", {}}, texts({"a", std::string(300, 'x')}));
    CHECK(refusal("a.shp", layer) ==
          "a text of 300 bytes does not fit into a shapefile, which keeps 254\n"
          "  in feature 8, field 备注" +
              place("a.shp") + "\n  hint: write .gpkg");
    layer = sample();
    layer.set(Field{"n", Type::integer, "", {}}, Column::of_integers({1, 1234567890123456789}));
    CHECK(contains(refusal("a.shp", layer),
                   "the integer 1234567890123456789 has more than the 18 digits"));
    CHECK(refusal("a.gpkg", layer, gbk) ==
          ".gpkg keeps text as UTF-8; 'GBK' is not possible" + place("a.gpkg"));
    CHECK(contains(refusal("a.tif", layer), "no format is written for the extension '.tif'"));
    CHECK(contains(refusal("none/a.shp", layer),
                   "the folder " + (folder / "none") + " does not exist"));
    const Table table = sample();
    CHECK(
        contains(refusal("a.shp", table), ".shp keeps features with geometry, but 'a' is a table"));
    CHECK(error_text([&] {
              write_dataset(folder / "a.geojson", {{"a", &layer}, {"b", &layer}}, {}, diagnostics);
          }) == ".geojson holds one layer, but there are 2" + place("a.geojson") +
                    "\n  hint: choose one with layer= or --layer, or write a .gpkg");
    CHECK(contains(
        error_text([&] {
            write_dataset(folder / "a.gpkg", {{"a", &layer}, {"A", &layer}}, {}, diagnostics);
        }),
        "the name 'A' is given twice"));
    CHECK(folder.names().empty());
}

TEST_CASE("Reals that lose digits in a shapefile are told") {
    const TempFolder folder;
    jt::base::Diagnostics diagnostics;
    Layer layer = sample();
    layer.set(Field{"v", Type::real, "", {}}, Column::of_reals({1.25e-9 / 7, 35410232.615}));
    write(folder / "a.shp", layer, diagnostics);
    CHECK(
        contains(told(diagnostics),
                 "warning: values of v keep 15 decimals in the shapefile and lose digits (园区; 1 "
                 "features: 3)"));
    CHECK(read_back(folder / "a.shp").column("v").number(1) == 35410232.615);
}

TEST_CASE("Writing that fails for want of space leaves nothing") {
    const TempFolder folder;
    Layer layer = sample();
    layer.set(Field{"备注", Type::text, "", {}},
              texts({std::string(200, 'x'), std::string(250, 'y')}));
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    for (const char* name : {"a.gpkg", "a.shp", "a.geojson", "a.fgb", "a.csv"}) {
        const bool large = std::string(name) == "a.gpkg";
        for (const rlim_t limit : {rlim_t{150}, rlim_t{200}, rlim_t{large ? 50000U : 250U},
                                   rlim_t{large ? 90000U : 300U}}) {
            jt::base::Diagnostics diagnostics;
            rlimit small = before;
            small.rlim_cur = limit;
            ::setrlimit(RLIMIT_FSIZE, &small);
            std::string text;
            int code = 0;
            try {
                write(folder / name, layer, diagnostics);
            } catch (const jt::base::Error& error) {
                code = jt::base::exit_code(error.kind());
                text = error.text(jt::base::Lang::en);
            }
            ::setrlimit(RLIMIT_FSIZE, &before);
            INFO(name << " in " << limit << " bytes: " << text);
            CHECK(code == 4);
            CHECK(
                contains(text, "\n  in writing " + (folder / name) + "\n  hint: check free space"));
            CHECK(folder.names().empty());
        }
    }
    std::signal(SIGXFSZ, handler);
}

TEST_CASE("A data set is converted: format, CRS, encoding, repair") {
    const TempFolder folder;
    auto file = fixtures::points("\xC3\xFB\xB3\xC6", {"\xCB\xC4\xB4\xA8\xCA\xA1"});
    ConvertOptions options;
    options.read.path = file.write(folder, "旧");
    options.read.to = "EPSG:4544";
    options.target = folder / "新.gpkg";
    jt::base::Diagnostics diagnostics;
    convert(options, diagnostics);
    const Layer layer = read_back(options.target);
    CHECK(layer.name() == "旧");
    CHECK(layer.crs().code() == "EPSG:4544");
    CHECK(layer.column("名称").text(0) == "四川省");
    options.read.to.clear();
    options.read.path = options.target;
    options.target = folder / "again.shp";
    options.write.encoding = "GBK";
    convert(options, diagnostics);
    CHECK(jt::base::read_file(folder / "again.cpg") == "GBK");
    CHECK(read_back(options.target).column("名称").text(0) == "四川省");
}

TEST_CASE("A GeoPackage of layers and tables converts whole; other targets ask for the layer") {
    const TempFolder folder;
    const Layer layer = sample();
    Table table(1);
    table.set(Field{"值", Type::real, "", {}}, Column::of_reals({1.5}));
    jt::base::Diagnostics diagnostics;
    ConvertOptions options;
    options.read.path =
        folder.write("a.gpkg", geopackage_bytes({{"园区", &layer}, {"表", &table}}, diagnostics));
    options.target = folder / "b.gpkg";
    convert(options, diagnostics);
    CHECK(jt::base::read_file(options.target) == jt::base::read_file(options.read.path));
    options.target = folder / "b.geojson";
    CHECK(contains(error_text([&] { convert(options, diagnostics); }),
                   "the file holds several layers; say which: 园区, 表\n"));
    options.read.layer = "表";
    options.target = folder / "b.csv";
    convert(options, diagnostics);
    CHECK(jt::base::read_file(options.target) == "\xEF\xBB\xBF值\r\n1.5\r\n");
}
