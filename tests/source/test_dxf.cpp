#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/dxf/colour_index.hpp"
#include "source/dxf/dxf.hpp"
#include "source/dxf/dxf_frame.hpp"
#include "source/read.hpp"
#include "source/write.hpp"

#include <catch2/catch.hpp>
#include <map>

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

void add_square(GeometryArray& geometry, double x, double y, double side, bool hole) {
    const auto ring = [&](double left, double low, double size) {
        geometry.begin_ring();
        for (const auto& [dx, dy] : {std::pair{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}) {
            geometry.add(left + dx * size, low + dy * size);
        }
    };
    geometry.begin_feature();
    geometry.begin_part();
    ring(x, y, side);
    if (hole) {
        ring(x + side / 4, y + side / 4, side / 2);
    }
    geometry.end_feature();
}

/// Squares of 100 m in a row, the first with a hole; one for each class.
Layer squares(const std::vector<std::string>& classes, const std::string& crs = "EPSG:4544") {
    GeometryArray geometry(Shape::polygon);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        add_square(geometry, 500000.5 + 200.0 * double(i), 3390000, 100, i == 0);
        ids.push_back(static_cast<std::int64_t>(10 * i));
    }
    Layer out("地块", jt::geo::Crs::from(crs), std::move(geometry), ids);
    out.set(Field{"类别", Type::text, "", {}}, Column::of_texts(classes));
    std::vector<std::string> names;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        names.push_back("第" + std::to_string(i + 1) + "块");
    }
    out.set(Field{"名称", Type::text, "", {}}, Column::of_texts(names));
    out.set(Field{"面积", Type::real, "", {}},
            Column::of_reals(std::vector<double>(classes.size(), 1.0)));
    return out;
}

LayerStyle style_of(const Layer& layer, jt::base::Diagnostics& diagnostics) {
    ClassColours colours;
    colours.palette = {{255, 0, 0, 255}, {10, 20, 30, 255}};
    ClassValues values("类别");
    values.add(layer);
    return values.style(colours, "地块", false, diagnostics, "地块");
}

std::string written(const Layer& layer, const LayerStyle* style, DxfOptions options = {}) {
    jt::base::Diagnostics diagnostics;
    return dxf_bytes(layer, "地块", style, options, diagnostics, "a.dxf");
}

/// The value of a group code in the first record that begins with these pairs.
std::string value_in(const std::string& dxf, const std::string& kind, int code,
                     const std::string& name = "") {
    const DxfPairs pairs = read_dxf(dxf);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i] != std::pair<int, std::string>(0, kind)) {
            continue;
        }
        std::string found, called;
        for (std::size_t k = i + 1; k < pairs.size() && pairs[k].first != 0; ++k) {
            found = pairs[k].first == code && found.empty() ? pairs[k].second : found;
            called = pairs[k].first == 2 ? pairs[k].second : called;
        }
        if (name.empty() || called == name) {
            return found;
        }
    }
    return "(none)";
}

std::size_t count_of(const std::string& dxf, const std::string& entity) {
    const DxfPairs pairs = read_dxf(dxf);
    return static_cast<std::size_t>(
        std::count(pairs.begin(), pairs.end(), std::pair<int, std::string>(0, entity)));
}

constexpr const char* kResidential = "\xBE\xD3\xD7\xA1";  // 居住 in GBK

}  // namespace

TEST_CASE("a DXF has a layer for each class, with index and true colour") {
    const Layer layer = squares({"居住", "工业", "居住"});
    jt::base::Diagnostics diagnostics;
    const LayerStyle style = style_of(layer, diagnostics);
    const std::string dxf = written(layer, &style);
    CHECK(contains(dxf, "$ACADVER\r\n  1\r\nAC1018\r\n"));
    CHECK(contains(dxf, "$DWGCODEPAGE\r\n  3\r\nANSI_936\r\n"));
    CHECK(contains(dxf, "$INSUNITS\r\n 70\r\n6\r\n"));
    // 居住 comes after 工业: classes stand in the order of their UTF-8.
    CHECK(value_in(dxf, "LAYER", 62, kResidential) == "1");
    CHECK(value_in(dxf, "LAYER", 420, kResidential) == "16711680");
    CHECK(value_in(dxf, "LAYER", 420, "\xB9\xA4\xD2\xB5") == "660510");  // 10, 20, 30
    CHECK(value_in(dxf, "LWPOLYLINE", 8) == kResidential);
    CHECK_FALSE(contains(dxf, "居住"));  // no UTF-8 in a file of code page 936
}

TEST_CASE("polygons and their holes are closed polylines without the repeated corner") {
    const std::string dxf = written(squares({"a", "b"}), nullptr);
    CHECK(count_of(dxf, "LWPOLYLINE") == 3);
    CHECK(count_of(dxf, "HATCH") == 0);
    CHECK(value_in(dxf, "LWPOLYLINE", 90) == "4");
    CHECK(value_in(dxf, "LWPOLYLINE", 70) == "1");
    CHECK(value_in(dxf, "LWPOLYLINE", 10) == "500000.5");
    CHECK(contains(dxf, "$EXTMIN\r\n 10\r\n500000.5\r\n 20\r\n3390000\r\n"));
}

TEST_CASE("without a style everything is on one layer of the data's name, in black or white") {
    const std::string dxf = written(squares({"a", "b"}), nullptr, {"UTF-8", "", 0});
    CHECK(value_in(dxf, "LWPOLYLINE", 8) == "地块");
    CHECK(value_in(dxf, "LAYER", 62, "地块") == "7");
    CHECK(value_in(dxf, "LAYER", 420, "地块").empty());
    CHECK(contains(dxf, "$ACADVER\r\n  1\r\nAC1021\r\n"));
}

TEST_CASE("every handle of a DXF is used once and lies below the next one") {
    const Layer layer = squares({"a", "b", "c"});
    jt::base::Diagnostics diagnostics;
    const LayerStyle style = style_of(layer, diagnostics);
    const std::string dxf = written(layer, &style, {"GBK", "名称", 5});
    std::map<std::string, int> seen;
    std::string seed;
    const DxfPairs pairs = read_dxf(dxf);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [code, value] = pairs[i];
        if (code == 9 && value == "$HANDSEED") {
            seed = pairs[++i].second;
        } else if (code == 5) {
            ++seen[value];
        }
    }
    REQUIRE_FALSE(seed.empty());
    for (const auto& [handle, times] : seen) {
        INFO(handle);
        CHECK(times == 1);
        CHECK(std::stoul(handle, nullptr, 16) < std::stoul(seed, nullptr, 16));
    }
}

TEST_CASE("labels are texts at a point inside, as high as asked or as fits the extent") {
    const Layer layer = squares({"a", "b"});
    const std::string dxf = written(layer, nullptr, {"GBK", "名称", 2.5});
    CHECK(count_of(dxf, "TEXT") == 2);
    CHECK(value_in(dxf, "TEXT", 1) ==
          "\xB5\xDA"
          "1\xBF\xE9");  // 第1块
    CHECK(value_in(dxf, "TEXT", 40) == "2.5");
    const double x = std::stod(value_in(dxf, "TEXT", 11));
    CHECK((x > 500000.5 && x < 500025.5));  // beside the hole
    jt::base::Diagnostics diagnostics;
    dxf_bytes(layer, "地块", nullptr, {"GBK", "名称", 0}, diagnostics, "a.dxf");
    CHECK(contains(told(diagnostics), "labels are 1 m high, by the extent"));
}

TEST_CASE("the control sign of CAD stays what it is in a label") {
    Layer layer = squares({"a"});
    layer.set(Field{"名称", Type::text, "", {}}, Column::of_texts({"50%\n100%%d"}));
    const std::string dxf = written(layer, nullptr, {"GBK", "名称", 1});
    CHECK(value_in(dxf, "TEXT", 1) == "50% 100%%%%%%d");
}

TEST_CASE("Chinese layers and texts come back from both encodings") {
    const TempFolder folder;
    for (const char* encoding : {"GBK", "UTF-8"}) {
        const Layer layer = squares({"居住·用地", "工业"});
        jt::base::Diagnostics diagnostics;
        const std::string path = folder / (std::string(encoding) + ".dxf");
        WriteOptions options;
        options.encoding = encoding;
        options.label = "名称";
        write_dataset(path, {{"地块", &layer, {style_of(layer, diagnostics)}}}, options,
                      diagnostics);
        ReadOptions read;
        read.path = path;
        read.crs = "EPSG:4544";
        read.shape = "line";
        const Layer lines = read_layer(read, diagnostics);
        REQUIRE(lines.rows() == 3);
        CHECK(lines.column("Layer").text(0) == "居住·用地");
        CHECK(lines.column("Layer").text(2) == "工业");
        read.shape = "point";
        CHECK(read_layer(read, diagnostics).column("Text").text(1) == "第2块");
    }
}

TEST_CASE("a character that GBK does not have is refused with its place") {
    Layer layer = squares({"a"});
    layer.set(Field{"名称", Type::text, "", {}}, Column::of_texts({"𡌶村"}));
    CHECK(error_text([&] {
              written(layer, nullptr, {"GBK", "名称", 1});
          }) ==
          "the text '𡌶村' cannot be written in GBK\n  in feature 0, field 名称\n"
          "  hint: write --encoding UTF-8, which AutoCAD 2007 and later read");
    CHECK(contains(written(layer, nullptr, {"UTF-8", "名称", 1}), "𡌶村"));
    jt::base::Diagnostics diagnostics;
    CHECK(error_text([&] { dxf_layer_names({"𡌶"}, "GBK", diagnostics, ""); }) ==
          "the text '𡌶' cannot be written in GBK\n"
          "  hint: write --encoding UTF-8, which AutoCAD 2007 and later read");
}

TEST_CASE("degrees and Web Mercator are no coordinates for a drawing in metres") {
    GeometryArray points(Shape::point);
    points.add_point(104, 30);
    const Layer layer("点", jt::geo::Crs::from("EPSG:4490"), points, {1});
    CHECK(error_text([&] { written(layer, nullptr); }) ==
          "a DXF is drawn in metres, and the layer is in EPSG:4490 China Geodetic Coordinate "
          "System 2000\n  hint: transform it with --to, as --to EPSG:4544; info says which system "
          "suits the place");
    CHECK(contains(error_text([&] {
                       written(Layer("点", jt::geo::Crs::from("EPSG:3857"), points, {1}), nullptr);
                   }),
                   "the layer is in EPSG:3857"));
}

TEST_CASE("what a DXF does not keep is told") {
    GeometryArray points(Shape::point);
    points.add_point(500000, 3390000);
    points.null_feature();
    Layer layer("点", jt::geo::Crs::from("EPSG:4544"), points, {1, 7});
    layer.set(Field{"名称", Type::text, "", {}}, Column::of_texts({"a", "b"}));
    layer.set(Field{"面积", Type::real, "", {}}, Column::of_reals({1, 2}));
    jt::base::Diagnostics diagnostics;
    const std::string dxf =
        dxf_bytes(layer, "点", nullptr, {"GBK", "名称", 1}, diagnostics, "a.dxf");
    CHECK(count_of(dxf, "POINT") == 1);
    CHECK(count_of(dxf, "TEXT") == 1);
    CHECK(contains(told(diagnostics), "a DXF keeps no attributes; left out: 面积 (a.dxf)"));
    CHECK(contains(told(diagnostics),
                   "features without geometry were left out (a.dxf; 1 features: 7)"));
    CHECK(contains(told(diagnostics), "a DXF keeps no CRS; the coordinates are in EPSG:4544"));
}

TEST_CASE("features without a class are on the layer of the data's name") {
    const Layer layer = squares({"a", " "});
    jt::base::Diagnostics diagnostics;
    const LayerStyle style = style_of(layer, diagnostics);
    REQUIRE(style.classes.size() == 2);
    CHECK(style.classes[1].name == "地块");
    CHECK(classes_of(style, layer) == std::vector<std::size_t>{0, 1});
}

TEST_CASE("a layer without features is a DXF without entities") {
    const std::string dxf = written(squares({}), nullptr);
    CHECK(count_of(dxf, "LWPOLYLINE") == 0);
    CHECK(count_of(dxf, "EOF") == 1);
}

TEST_CASE("names of DXF layers are made fit and told") {
    jt::base::Diagnostics diagnostics;
    CHECK(dxf_layer_names({"a/b", "a／b", " x ", "0", "defpoints", "A\tb", "居住"}, "GBK",
                          diagnostics, "a.dxf") ==
          std::vector<std::string>{"a／b", "a／b_2", "x", "_0", "_defpoints", "A_b", "居住"});
    CHECK(contains(told(diagnostics), "the class 'a/b' is the DXF layer 'a／b' (a.dxf)"));
    CHECK_FALSE(contains(told(diagnostics), "居住"));
    const std::string longest(200, 'x');
    const auto cut =
        dxf_layer_names({longest + longest, longest + longest}, "UTF-8", diagnostics, "a.dxf");
    CHECK(cut[0].size() == 255);
    CHECK(cut[1] == std::string(253, 'x') + "_2");
}

TEST_CASE("the colour index is the closest of AutoCAD's table") {
    CHECK(closest_aci({255, 0, 0, 255}) == 1);
    CHECK(closest_aci({0, 0, 0, 255}) == 7);
    CHECK(closest_aci({255, 255, 255, 255}) == 255);
    CHECK(aci_colour(11) == Colour{255, 170, 170, 255});
    CHECK(aci_colour(32) == Colour{189, 94, 0, 255});
    CHECK(aci_colour(150) == Colour{0, 127, 255, 255});
    for (int index = 10; index <= 255; ++index) {
        const Colour colour = aci_colour(index);
        CHECK(aci_colour(closest_aci(colour)) == colour);
    }
}

TEST_CASE("options of a DXF are refused for other formats") {
    const TempFolder folder;
    jt::base::Diagnostics diagnostics;
    ConvertOptions options;
    options.read.path = fixtures::points("DM", {"a"}).write(folder, "a");
    options.target = folder / "b.shp";
    options.class_field = "DM";
    CHECK(error_text([&] { convert(options, diagnostics); }) ==
          "classes are for .dxf and .gpkg, not for '.shp'");
    options.class_field.clear();
    options.write.label = "DM";
    CHECK(error_text([&] { convert(options, diagnostics); }) ==
          "--label is for .dxf, not for '.shp'");
    options.target = folder / "b.dxf";
    options.write.encoding = "GB18030";
    CHECK(contains(error_text([&] { convert(options, diagnostics); }),
                   "text of a DXF is written as GBK (AutoCAD 2004) or UTF-8 (AutoCAD 2007), not "
                   "'GB18030'"));
}
