#include "fixtures.hpp"
#include "source/dataset.hpp"
#include "source/read.hpp"
#include "source/shapefile/shapefile_limits.hpp"
#include "source/write.hpp"

#include <catch2/catch.hpp>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;
using fixtures::told;
using jt::geo::GeometryArray;
using jt::geo::Shape;
using jt::layer::Column;
using jt::layer::Field;
using jt::layer::Layer;
using jt::layer::Type;

namespace {

Layer layer_of(GeometryArray geometry) {
    std::vector<std::int64_t> ids;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        ids.push_back(static_cast<std::int64_t>(i));
        names.push_back(std::string(i, 'a'));
    }
    Layer out("a", jt::geo::Crs::from("EPSG:4490"), std::move(geometry), ids);
    out.set(Field{"name", Type::text, "", {}}, Column::of_texts(names));
    out.set(Field{"n", Type::integer, "", {}}, Column::of_integers(ids));
    return out;
}

GeometryArray points(bool multi) {
    GeometryArray out(Shape::point);
    out.add_point(104, 30);
    out.null_feature();
    if (multi) {
        out.begin_feature();
        for (const double x : {104.5, 105.5, 106.5}) {
            out.begin_part();
            out.begin_ring();
            out.add(x, 30);
        }
        out.end_feature();
    }
    return out;
}

GeometryArray lines() {
    GeometryArray out(Shape::line);
    out.add_line(std::vector<double>{104, 30, 105, 31, 106, 30});
    out.null_feature();
    out.begin_feature();
    for (const double x : {104.0, 107.0}) {
        out.begin_part();
        out.begin_ring();
        out.add(x, 30);
        out.add(x, 31);
    }
    out.end_feature();
    return out;
}

GeometryArray polygons() {
    GeometryArray out(Shape::polygon);
    const auto ring = [&](double low, double high, bool hole) {
        out.begin_ring();
        const double a = hole ? high : low, b = hole ? low : high;
        for (const auto& [x, y] : {std::pair(low, low), std::pair(a, b), std::pair(high, high),
                                   std::pair(b, a), std::pair(low, low)}) {
            out.add(100 + x, 30 + y);
        }
    };
    out.begin_feature();
    out.begin_part();
    ring(0, 9, false);
    ring(1, 2, true);
    ring(4, 6, true);
    out.begin_part();
    ring(10, 12, false);
    out.end_feature();
    out.null_feature();
    return out;
}

std::string list_of(const TempFolder& folder, const std::string& stem) {
    return jt::base::read_file(folder / (stem + ".fields.csv"));
}

}  // namespace

TEST_CASE("The size of a shapefile is known before it is written") {
    const TempFolder folder;
    for (const GeometryArray& geometry : {points(false), points(true), lines(), polygons()}) {
        const Layer layer = layer_of(geometry);
        jt::base::Diagnostics diagnostics;
        write_table(folder / "a.shp", layer, {"UTF-8", true}, diagnostics);
        CHECK(fixtures::fs::file_size(folder / "a.shp") == shp_bytes(geometry));
        const auto plans = shapefile_plans(layer, Codec("UTF-8"), layer.ids(), diagnostics, "a");
        CHECK(fixtures::fs::file_size(folder / "a.dbf") == dbf_bytes(plans, layer.rows()));
    }
    CHECK(shp_bytes(GeometryArray(Shape::point)) == 100);
}

TEST_CASE("A shapefile of more than 2 GB is refused before anything is written") {
    const std::uint64_t most = (std::uint64_t{1} << 31) - 1;
    CHECK_NOTHROW(check_shapefile_size(most, most));
    CHECK(error_text([&] { check_shapefile_size(most + 1, 0); }) ==
          "the .shp would be 2.00 GB; a shapefile keeps 2 GB in each of its files\n"
          "  hint: write .gpkg, or divide the layer");
    CHECK(contains(error_text([&] { check_shapefile_size(0, 3 * most); }),
                   "the .dbf would be 6.00 GB"));
    // 250 fields of 254 bytes and 40 000 rows, of one column that is shared.
    constexpr std::size_t kRows = 40000;
    GeometryArray geometry(Shape::point);
    std::vector<std::int64_t> ids(kRows);
    std::vector<std::string> texts(kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
        geometry.add_point(104, 30);
        ids[i] = static_cast<std::int64_t>(i);
    }
    texts[7] = std::string(254, 'x');
    Layer layer("wide", jt::geo::Crs::from("EPSG:4490"), std::move(geometry), std::move(ids));
    const auto column = std::make_shared<const Column>(Column::of_texts(texts));
    for (int i = 0; i < 250; ++i) {
        layer.set(Field{fmt::format("f{}", i), Type::text, "", {}}, column);
    }
    const TempFolder folder;
    const std::string text = error_text([&] {
        jt::base::Diagnostics diagnostics;
        write_table(folder / "wide.shp", layer, {}, diagnostics);
    });
    CHECK(contains(text, "the .dbf would be 2.37 GB; a shapefile keeps 2 GB in each of its files"));
    CHECK(folder.names().empty());
}

TEST_CASE("More fields and longer texts than a shapefile keeps are refused") {
    const TempFolder folder;
    Layer layer = layer_of(points(false));
    const auto column = layer.shared_column("name");
    for (int i = 2; i < 256; ++i) {
        layer.set(Field{fmt::format("f{}", i), Type::text, "", {}}, column);
    }
    const auto writing = [&](const Layer& what) {
        return error_text([&] {
            jt::base::Diagnostics diagnostics;
            write_table(folder / "a.shp", what, {"GBK", true}, diagnostics);
        });
    };
    CHECK(writing(layer) ==
          "a shapefile keeps 255 fields, but there are 256\n  in writing " + (folder / "a.shp"));
    layer.remove("f255");
    CHECK(writing(layer).empty());
    Layer wide = layer_of(points(false));
    std::string text(254, 'x');
    wide.set(Field{"t", Type::text, "", {}}, Column::of_texts({text, ""}));
    CHECK(writing(wide).empty());
    wide.set(Field{"t", Type::text, "", {}}, Column::of_texts({"", text.substr(1) + "川"}));
    CHECK(writing(wide) ==
          "a text of 255 bytes does not fit into a shapefile, which keeps 254\n"
          "  in feature 1, field t\n  in writing " +
              (folder / "a.shp") + "\n  hint: write .gpkg");
}

TEST_CASE("Full names of fields lie beside a shapefile and come back as titles") {
    const TempFolder folder;
    Layer layer = layer_of(points(false));
    layer.rename("name", "现状建设用地名称");
    jt::base::Diagnostics diagnostics;
    write_table(folder / "地块.shp", layer, {"GBK", false}, diagnostics);
    CHECK(list_of(folder, "地块") ==
          "\xEF\xBB\xBFname,full_name,type,width,decimals\r\n"
          "现状建设用,现状建设用地名称,text,1,0\r\nn,n,integer,1,0\r\n");
    ReadOptions options;
    options.path = folder / "地块.shp";
    jt::base::Diagnostics found;
    const Layer back = read_layer(options, found);
    CHECK(back.names() == std::vector<std::string>{"现状建设用", "n"});
    CHECK(back.field("现状建设用").title.zh == "现状建设用地名称");
    CHECK(back.field("n").title.zh.empty());
    CHECK(contains(told(found),
                   "info: full names of fields from 地块.fields.csv: 现状建设用 = "
                   "现状建设用地名称 (地块.shp)\n"));
    CHECK(input_files(options.path).back() == folder / "地块.fields.csv");
    CHECK(probe_columns(options).front().title.en == "现状建设用地名称");
    CHECK_FALSE(is_dataset(folder / "地块.fields.csv"));

    // Without a cut name there is no list, and an old one goes with what it belonged to.
    layer.rename("现状建设用地名称", "mc");
    const std::string text =
        error_text([&] { write_table(folder / "地块.shp", layer, {}, diagnostics); });
    CHECK(contains(text, "exists"));
    write_table(folder / "地块.shp", layer, {"GBK", true}, diagnostics);
    CHECK_FALSE(fixtures::fs::exists(folder / "地块.fields.csv"));
    folder.write("lone.fields.csv", "a\n1\n");
    CHECK(is_dataset(folder / "lone.fields.csv"));
}

TEST_CASE("A list of field names that does not fit is told and set aside") {
    const TempFolder folder;
    fixtures::points("mc", {"甲"}).write(folder, "a");
    const auto reading = [&](const std::string& list) {
        folder.write("a.fields.csv", list);
        ReadOptions options;
        options.path = folder / "a.shp";
        jt::base::Diagnostics diagnostics;
        CHECK(read_layer(options, diagnostics).names() == std::vector<std::string>{"mc"});
        return told(diagnostics);
    };
    const std::string aside =
        "warning: a.fields.csv is no list of field names as it is written "
        "beside a shapefile; it was set aside (a.shp)\n";
    CHECK(contains(reading("id,population\n1,2\n"), aside));
    CHECK(contains(reading("name,full_name,type,width,decimals\nmc,名称\n"), aside));
    CHECK(contains(reading("\xC3\xFB\xB3\xC6\n"), aside));
    CHECK(contains(reading(""), aside));
    CHECK(contains(reading("name,full_name,type,width,decimals\nmj,面积,real,24,15\n"),
                   "warning: a.fields.csv names fields that are not there: mj (a.shp)\n"));
}
