#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/info.hpp"
#include "source/read.hpp"
#include "source/style/class_style.hpp"
#include "source/style/style_xml.hpp"
#include "source/write.hpp"

#include <gdal.h>
#include <ogr_api.h>
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
using jt::layer::Table;
using jt::layer::Type;

namespace {

Layer points(const std::vector<std::string>& kinds) {
    GeometryArray geometry(Shape::point);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        geometry.add_point(500000 + 10.0 * double(i), 3390000);
        ids.push_back(static_cast<std::int64_t>(i));
    }
    Layer out("设施", jt::geo::Crs::from("EPSG:4544"), std::move(geometry), ids);
    out.set(Field{"kind", Type::text, "", {}}, Column::of_texts(kinds));
    return out;
}

ClassColours colours() {
    ClassColours out;
    out.palette = {{255, 0, 0, 255}, {0, 255, 0, 255}};
    out.known = [](const std::string& value) -> std::optional<ClassColours::Known> {
        if (value != "0701") {
            return std::nullopt;
        }
        return ClassColours::Known{"0701 居住", {255, 255, 45, 255}};
    };
    return out;
}

LayerStyle by_class(const Layer& layer, const ClassColours& from,
                    jt::base::Diagnostics& diagnostics) {
    ClassValues values("kind");
    values.add(layer);
    return values.style(from, layer.name(), false, diagnostics, layer.name());
}

LayerStyle graduated(bool rest) {
    LayerStyle out;
    out.name = "得分";
    out.kind = StyleKind::graduated;
    out.field = "score";
    out.least = 3;
    out.most = 88;
    StyleClass low, high, none;
    low.label = "< 20";
    low.high = 20;
    high.label = "≥ 20";
    high.low = 20;
    low.symbol.fill = Colour{255, 0, 0, 255};
    high.symbol.fill = Colour{0, 255, 0, 128};
    high.level = 1;
    none.label = "无数据";
    none.rest = true;
    out.classes = {low, high};
    if (rest) {
        out.classes.push_back(none);
    }
    return out;
}

/// Rows of a table of a GeoPackage as text, fields parted by |.
std::vector<std::string> rows_of(const std::string& path, const char* sql) {
    GDALAllRegister();
    GDALDatasetH dataset = GDALOpenEx(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr);
    REQUIRE(dataset != nullptr);
    OGRLayerH layer = GDALDatasetExecuteSQL(dataset, sql, nullptr, nullptr);
    REQUIRE(layer != nullptr);
    std::vector<std::string> out;
    while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
        std::string row;
        for (int i = 0; i < OGR_F_GetFieldCount(feature); ++i) {
            row += (i == 0 ? "" : "|") + std::string(OGR_F_GetFieldAsString(feature, i));
        }
        out.push_back(row);
        OGR_F_Destroy(feature);
    }
    GDALDatasetReleaseResultSet(dataset, layer);
    GDALClose(dataset);
    return out;
}

}  // namespace

TEST_CASE("classes are the values in order; blanks and nulls are one grey class") {
    jt::base::Diagnostics diagnostics;
    const Layer layer = points({"b", "a", "", "b"});
    const LayerStyle style = by_class(layer, colours(), diagnostics);
    REQUIRE(style.classes.size() == 3);
    CHECK(style.classes[0].name == "a");
    CHECK(style.classes[0].symbol.fill == Colour{255, 0, 0, 255});
    CHECK(style.classes[1].symbol.fill == Colour{0, 255, 0, 255});
    CHECK(style.classes[2].rest);
    CHECK(style.classes[2].name == "设施");
    CHECK(classes_of(style, layer) == std::vector<std::size_t>{1, 0, 2, 1});
    CHECK(told(diagnostics).empty());
    ClassValues wrong("knd");
    CHECK(contains(error_text([&] { wrong.add(layer); }), "did you mean 'kind'"));
}

TEST_CASE("values from several pieces are one set of classes") {
    jt::base::Diagnostics diagnostics;
    ClassValues values("kind");
    values.add(points({"b"}));
    values.add(points({"a", "b"}));
    CHECK(values.style(colours(), "设施", false, diagnostics, "").classes.size() == 2);
}

TEST_CASE("known colours are taken where all values are known, or where they are asked for") {
    jt::base::Diagnostics diagnostics;
    ClassColours from = colours();
    CHECK(by_class(points({"0701"}), from, diagnostics).classes[0].label == "0701 居住");
    CHECK(contains(told(diagnostics), "1 of 1 values of 'kind' are taken as land-use classes"));
    CHECK(by_class(points({"0701", "x"}), from, diagnostics).classes[0].label == "0701");
    from.use = ClassColours::Use::known;
    const LayerStyle known = by_class(points({"0701", "x"}), from, diagnostics);
    CHECK(known.classes[0].symbol.fill == Colour{255, 255, 45, 255});
    CHECK(known.classes[1].symbol.fill == Colour{255, 0, 0, 255});
    from.use = ClassColours::Use::distinct;
    CHECK(by_class(points({"0701"}), from, diagnostics).classes[0].label == "0701");
}

TEST_CASE("more classes than colours are told") {
    jt::base::Diagnostics diagnostics;
    const LayerStyle style = by_class(points({"a", "b", "c"}), colours(), diagnostics);
    CHECK(style.classes[2].symbol.fill == style.classes[0].symbol.fill);
    CHECK(contains(told(diagnostics),
                   "'kind' has 3 classes, but there are 2 distinct colours: colours are used "
                   "again (设施)"));
}

TEST_CASE("a value on a limit belongs to the upper class") {
    Table table(4);
    table.set(Field{"score", Type::real, "", {}}, Column::of_reals({19.9, 20, -5, NAN}));
    CHECK(classes_of(graduated(true), table) == std::vector<std::size_t>{0, 1, 0, 2});
    CHECK(classes_of(graduated(false), table) == std::vector<std::size_t>{0, 1, 0, kNoClass});
}

TEST_CASE("QML of ranges keeps the upper limit out, and rules take features without a value") {
    const StyledField field{Shape::polygon, "得分", Type::real, ""};
    const std::string ranges = qml_of(graduated(false), field);
    CHECK(contains(ranges, R"(type="graduatedSymbol")"));
    CHECK(contains(ranges, R"(attr="得分")"));
    CHECK(contains(ranges, R"(lower="3" upper="19.999999999999996" label="&lt; 20")"));
    CHECK(contains(ranges, R"(lower="20" upper="88" label="≥ 20")"));
    CHECK(contains(ranges, R"(name="color" value="0,255,0,128")"));
    const std::string rules = qml_of(graduated(true), field);
    CHECK(contains(rules, R"(type="RuleRenderer")"));
    CHECK(contains(rules, R"(filter="&quot;得分&quot; &lt; 20")"));
    CHECK(contains(rules, R"(filter="&quot;得分&quot; IS NULL")"));
}

TEST_CASE("QML of categories has one category a symbol, with a list of values") {
    LayerStyle style;
    style.kind = StyleKind::categorised;
    StyleClass two, one, rest;
    two.label = "飞地";
    two.values = {"a", "b\"<"};
    one.values = {"c"};
    rest.label = "其他";
    rest.rest = true;
    style.classes = {two, one, rest};
    const std::string qml = qml_of(style, {Shape::point, "kind", Type::text, ""});
    CHECK(contains(qml, R"(<category symbol="0" label="飞地" render="true"><val value="a" )"
                        R"(type="string"/><val value="b&quot;&lt;" type="string"/></category>)"));
    CHECK(
        contains(qml, R"(<category symbol="1" label="" render="true" value="c" type="string"/>)"));
    CHECK(contains(qml, R"(label="其他" render="true" value="" type="NULL"/>)"));
}

TEST_CASE("QML draws hatches, dashes, casings, markers and labels") {
    LayerStyle style = plain_style("线");
    StyleSymbol& symbol = style.classes[0].symbol;
    symbol.hatch = {45};
    symbol.dash = {3, 1};
    symbol.casing = Colour{1, 2, 3, 255};
    symbol.width = 0.5;
    symbol.casing_width = 0.2;
    style.opacity = 0.6;
    style.label = StyleLabel{"name", 2.8, {9, 8, 7, 255}, true, 0.4};
    const std::string area = qml_of(style, {Shape::polygon, "", Type::text, "名称"});
    CHECK(contains(area, R"(class="LinePatternFill")"));
    CHECK(contains(area, R"(name="customdash" value="3;1")"));
    CHECK(contains(area, "<layerOpacity>0.6</layerOpacity>"));
    CHECK(contains(area, R"(fieldName="名称")"));
    CHECK(contains(area, R"(fontSize="2.8" fontSizeUnit="MM")"));
    symbol.dash.clear();
    const std::string line = qml_of(style, {Shape::line, "", Type::text, ""});
    CHECK(contains(line, R"(name="line_width" value="0.9")"));  // the casing
    CHECK(contains(line, R"(labelsEnabled="0")"));
    symbol.marker = "anchor";
    symbol.outline = {0, -1, 1, 1, -1, 1, 0, -1};
    const std::string point = qml_of(style, {Shape::point, "", Type::text, ""});
    CHECK(contains(point, R"(class="SvgMarker")"));
    CHECK(contains(point, "base64:PHN2ZyB4bWxucz0i"));
    symbol.marker = "square";
    CHECK(contains(qml_of(style, {Shape::point, "", Type::text, ""}), R"(class="SimpleMarker")"));
}

TEST_CASE("SLD has a rule for each class, in drawing order") {
    const std::string sld =
        sld_of(graduated(true), {Shape::polygon, "得分", Type::real, ""}, "a & b");
    CHECK(contains(sld, "<se:Name>a &amp; b</se:Name>"));
    const auto first = sld.find("<ogc:PropertyIsLessThan>");
    const auto second = sld.find("<ogc:PropertyIsGreaterThanOrEqualTo>");
    CHECK((first != std::string::npos && second != std::string::npos && first < second));
    CHECK(contains(sld, "<se:ElseFilter/>"));
    CHECK(contains(sld, R"(<se:SvgParameter name="fill-opacity">0.502</se:SvgParameter>)"));
}

TEST_CASE("a GeoPackage keeps styles in layer_styles, the first of a layer as its own") {
    const TempFolder folder;
    const Layer layer = points({"a"});
    Table table(1);
    table.set(Field{"n", Type::integer, "", {}}, Column::of_integers({1}));
    jt::base::Diagnostics diagnostics;
    LayerStyle style = by_class(layer, colours(), diagnostics), other = plain_style("另一种");
    const std::string path = folder / "a.gpkg";
    write_dataset(path,
                  {{"设施", &layer, {style, other}}, {"无样式", &layer, {}}, {"表", &table, {}}},
                  {}, diagnostics);
    CHECK(rows_of(path,
                  "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                  "styleName, useAsDefault, update_time FROM layer_styles") ==
          std::vector<std::string>{"||设施|geom|kind|1|2000/01/01 00:00:00+00",
                                   "||设施|geom|另一种|0|2000/01/01 00:00:00+00",
                                   "||无样式|geom|无样式|1|2000/01/01 00:00:00+00"});
    CHECK(rows_of(path, "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'") ==
          std::vector<std::string>{"attributes"});  // QGIS finds it by that
    const std::string once = geopackage_bytes({{"设施", &layer, {style}}}, diagnostics);
    CHECK(once == geopackage_bytes({{"设施", &layer, {style}}}, diagnostics));
}

TEST_CASE("the styles of a GeoPackage are no layer of it, and are not carried over") {
    const TempFolder folder;
    const Layer layer = points({"a"});
    jt::base::Diagnostics diagnostics;
    const std::string path = folder / "a.gpkg";
    write_dataset(path, {{"设施", &layer, {}}}, {}, diagnostics);
    const auto names = list_layers(path);
    REQUIRE(names.size() == 1);
    CHECK(names[0].name == "设施");
    InfoOptions info;
    info.path = path;
    CHECK(describe(info).at("layers").size() == 1);
    ConvertOptions options;
    options.read.path = path;
    options.target = folder / "b.gpkg";
    options.class_field = "kind";
    options.colours = colours();
    convert(options, diagnostics);
    CHECK(contains(told(diagnostics), "the styles that are kept in the file are not carried over"));
    CHECK(rows_of(options.target, "SELECT f_table_name, styleName FROM layer_styles") ==
          std::vector<std::string>{"设施|kind"});
    CHECK(contains(
        error_text([&] {
            write_dataset(folder / "c.gpkg", {{"layer_styles", &layer, {}}}, {}, diagnostics);
        }),
        "'layer_styles' is no possible name of a layer"));
}

TEST_CASE("a style goes by the name that the column has in the file") {
    const TempFolder folder;
    Layer layer = points({"a"});
    layer.set(Field{"KIND", Type::text, "", {}}, Column::of_texts({"b"}));
    LayerStyle style;
    style.kind = StyleKind::categorised;
    style.field = "KIND";
    StyleClass one;
    one.values = {"b"};
    style.classes = {one};
    jt::base::Diagnostics diagnostics;
    const std::string path = folder / "a.gpkg";
    write_dataset(path, {{"设施", &layer, {style}}}, {}, diagnostics);
    CHECK(contains(rows_of(path, "SELECT styleQML FROM layer_styles").at(0), "attr=\"KIND_1\""));
    style.field = "none";
    CHECK(contains(error_text([&] {
                       geopackage_bytes({{"设施", &layer, {style}}}, diagnostics);
                   }),
                   "the style of the layer '设施' wants the field 'none'"));
}
