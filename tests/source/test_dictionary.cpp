#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/gdal/gdal.hpp"
#include "source/info.hpp"
#include "source/read.hpp"
#include "source/text/dictionary.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;
using fixtures::told;
using Texts = std::vector<std::string>;

namespace {

/// Parks with an office's codes.
std::string parks(const TempFolder& folder) {
    fixtures::Shapefile out = fixtures::points("GHMC", {"甲园", "乙园"});
    out.fields = {{"ghbm", 'C', 10, 0},
                  {"GHMC", 'C', 40, 0},
                  {"MJ", 'N', 12, 1},
                  {"RK", 'N', 8, 0},
                  {"BZ", 'C', 10, 0}};
    out.rows = {{"P1", "甲园", "20000.0", "3", "x"}, {"P2", "乙园", "5000.0", "4", ""}};
    return out.write(folder, "园区");
}

const std::string kDictionary =
    "\xEF\xBB\xBF"
    "字段代码,规划名称,title_en,单位,role_field\n"
    "GHBM,规划编码,code,,id\n"
    "GHMC,规划名称,planned name,,name\n"
    "MJ,用地面积,land area,m2,land_ha\n"
    "RK,人口,population,万人,\n"
    "DLMC,道路名称,,,name\n";

source::ReadOptions options(const TempFolder& folder, const std::string& text = kDictionary) {
    source::ReadOptions out;
    out.path = parks(folder);
    out.dictionary = folder.write("dictionary.csv", text);
    return out;
}

layer::Layer read(const source::ReadOptions& asked, std::string* said = nullptr) {
    base::Diagnostics diagnostics;
    layer::Layer out = source::read_layer(asked, diagnostics);
    if (said != nullptr) {
        *said = told(diagnostics);
    }
    return out;
}

std::string refused(const TempFolder& folder, const std::string& text,
                    const std::string& role = "") {
    auto asked = options(folder, text);
    asked.role = role;
    const std::string whole = error_text([&] { read(asked); });
    return whole.substr(0, whole.find('\n'));
}

}  // namespace

TEST_CASE("a dictionary gives titles and units, and fields keep their codes") {
    const TempFolder folder;
    std::string said;
    const layer::Layer layer = read(options(folder), &said);
    CHECK(layer.names() == Texts{"ghbm", "GHMC", "MJ", "RK", "BZ"});
    CHECK(layer.field("GHMC").title.zh == "规划名称");
    CHECK(layer.field("GHMC").title.en == "planned name");
    CHECK(layer.field("MJ").unit == "m2");
    CHECK(layer.field("RK").title.zh == "人口（万人）");
    CHECK(layer.field("BZ").title.zh.empty());
    const std::string path = folder / "dictionary.csv";
    CHECK(
        contains(said, "info: 5 entries: codes from column 字段代码, names from column 规划名称"));
    CHECK(contains(said, "info: the dictionary " + path +
                             " names 4 fields: ghbm = 规划编码, GHMC = "
                             "规划名称, MJ = 用地面积, RK = 人口 (园区.shp)"));
    CHECK(contains(said, "info: 1 fields are written in another case than in the dictionary " +
                             path + ": ghbm = GHBM (园区.shp)"));
    CHECK(
        contains(said, "info: the dictionary " + path + " does not know 1 fields: BZ (园区.shp)"));
    CHECK(contains(said, "info: 1 entries of the dictionary " + path +
                             " match no field here: DLMC (园区.shp)"));
    CHECK_FALSE(contains(said, "warning"));
}

TEST_CASE("one dictionary serves the roles of all layers") {
    const TempFolder folder;
    auto asked = options(folder);
    asked.role = "parks";
    std::string said;
    const layer::Layer layer = read(asked, &said);
    CHECK(layer.names() == Texts{"id", "name", "land_ha", "RK", "BZ"});
    CHECK(layer.column("name").text(1) == "乙园");
    CHECK(layer.field("name").title.zh == "规划名称");
    CHECK(layer.column("land_ha").number(0) == 2);
    CHECK(layer.field("land_ha").unit == "ha");
    CHECK(contains(said, "info: field MJ was converted from m2 to ha (园区.shp)\n"));
    CHECK(source::probe_columns(asked)[1].title.zh == "规划名称");
    // What the scenario says goes before the dictionary, by code or by name.
    asked.fields = {{"name", "规划编码"}};
    CHECK(read(asked).column("name").text(0) == "P1");
}

TEST_CASE("fields are renamed where that is asked for, and a GeoPackage keeps aliases") {
    const TempFolder folder;
    source::ConvertOptions convert;
    convert.read = options(folder);
    convert.target = folder / "a.gpkg";
    base::Diagnostics diagnostics;
    source::convert(convert, diagnostics);
    source::ReadOptions back;
    back.path = convert.target;
    CHECK(read(back).names() == Texts{"ghbm", "GHMC", "MJ", "RK", "BZ"});
    CHECK(read(back).field("GHMC").title.zh == "规划名称");
    CHECK(read(back).field("BZ").title.zh.empty());
    convert.write.titles = base::Lang::en;
    convert.target = folder / "en.gpkg";
    source::convert(convert, diagnostics);
    back.path = convert.target;
    CHECK(read(back).field("GHMC").title.zh == "planned name");
    CHECK(told(diagnostics).find("aliases") == std::string::npos);

    convert.target = folder / "b.geojson";
    convert.read.rename_fields = true;
    source::convert(convert, diagnostics);
    back.path = convert.target;
    CHECK(read(back).names() == Texts{"规划编码", "规划名称", "用地面积", "人口", "BZ"});
    convert.target = folder / "c.geojson";
    convert.read.rename_fields = false;
    source::convert(convert, diagnostics);
    CHECK(contains(told(diagnostics),
                   "warning: this format keeps no aliases of fields: the names "
                   "of the dictionary are not in it"));
    convert.read.dictionary.clear();
    convert.read.rename_fields = true;
    CHECK(error_text([&] { source::convert(convert, diagnostics); }) ==
          "fields can take other names from a dictionary only\n  hint: give it with --dictionary "
          "FILE");
}

TEST_CASE("info shows the names beside the codes") {
    const TempFolder folder;
    source::InfoOptions asked;
    asked.path = parks(folder);
    asked.dictionary = folder.write("dictionary.csv", kDictionary);
    const auto found = source::describe(asked);
    CHECK(found["layers"][0]["fields"][1]["title"]["zh"] == "规划名称");
    const std::string text = source::render_info(found, base::Lang::zh);
    INFO(text);
    CHECK(contains(text, "字段  名称"));
    CHECK(contains(text, "GHMC  规划名称"));
    asked.role = "parks";
    CHECK_FALSE(source::has_errors(source::describe(asked)));
    asked.dictionary = folder / "none.csv";
    CHECK(source::has_errors(source::describe(asked)));
}

TEST_CASE("dictionaries that say two things are refused") {
    const TempFolder folder;
    CHECK(refused(folder, "field,name\nGHMC,a\nGHMC,b\n") ==
          "field GHMC is there twice with different meanings: row 1 'a', row 2 'b'");
    CHECK(refused(folder, "field,name\nGHMC,a\nMJ,a\n") ==
          "the fields GHMC and MJ get one name, 'a'");
    CHECK(refused(folder, "field,name\nGHMC,BZ\n") == "the fields GHMC and BZ get one name, 'BZ'");
    CHECK(refused(folder, "field,name,role_field\nGHMC,a,name\nBZ,b,name\n", "parks") ==
          "the fields GHMC and BZ are both for the role's field 'name'");
    CHECK(refused(folder, "field,name,role_field\nGHMC,a,nmae\n") ==
          "row 1: no role has a field 'nmae'; did you mean 'name'?");
    CHECK(refused(folder, "field,name,unit,role_field\nMJ,a,min,land_ha\n", "parks") ==
          "field MJ is in min by the dictionary, and the role's land_ha in ha");
    CHECK(refused(folder, "x,name\nGHMC,a\n") ==
          "no column holds the codes of fields (field, code, 字段, 字段代码); there are: x, name");
    CHECK(refused(folder, "field,x\nGHMC,a\n") ==
          "no column holds the names of fields (name, title, 规划名称, 名称); there are: field, x");
    auto asked = options(folder);
    asked.dictionary = folder / "dictionry.csv";
    CHECK(error_text([&] { read(asked); }) ==
          "no such file; did you mean dictionary.csv?\n  in field dictionary " + asked.dictionary +
              "\n  in layer '园区'\n  in file " + asked.path);
}

TEST_CASE("harmless repetitions, empty rows and strange dictionaries are told") {
    const TempFolder folder;
    std::string said;
    read(options(folder, "字段名称,中文名称\nGHMC,a\nGHMC,a\n,b\nMJ,\n"), &said);
    const std::string path = folder / "dictionary.csv";
    CHECK(contains(said, "info: field GHMC is there twice with the same meaning: rows 1 and 2 (" +
                             path + ")\n"));
    CHECK(contains(said, "warning: rows without a code or a name were left out (" + path +
                             "; 2 features: 3, 4)\n"));
    CHECK(contains(said, "1 entries: codes from column 字段名称, names from column 中文名称"));
    read(options(folder, "字段代码,字段名称\nXX,a\n"), &said);
    CHECK(contains(said, "warning: the dictionary " + path + " names no field of this layer"));
    CHECK(contains(said, "codes from column 字段代码, names from column 字段名称"));
}

TEST_CASE("a dictionary in GBK is read by its bytes") {
    const TempFolder folder;
    const std::string gbk = "field,name\nGHMC,\xB9\xE6\xBB\xAE\xC3\xFB\xB3\xC6\n";
    CHECK(read(options(folder, gbk)).field("GHMC").title.zh == "规划名称");
}

TEST_CASE("QGIS finds the names in the style, and the same bytes come twice") {
    const TempFolder folder;
    source::ConvertOptions convert;
    convert.read = options(folder);
    base::Diagnostics diagnostics;
    for (const char* name : {"a.gpkg", "b.gpkg"}) {
        convert.target = folder / name;
        source::convert(convert, diagnostics);
    }
    CHECK(base::read_file(folder / "a.gpkg") == base::read_file(folder / "b.gpkg"));
    const source::OwnedDataset file(
        GDALOpenEx((folder / "a.gpkg").c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
    OGRLayerH styles = GDALDatasetGetLayerByName(file.get(), "layer_styles");
    REQUIRE(styles != nullptr);
    const source::OwnedFeature row(OGR_L_GetNextFeature(styles));
    const std::string qml =
        OGR_F_GetFieldAsString(row.get(), OGR_F_GetFieldIndex(row.get(), "styleQML"));
    CHECK(contains(qml, "styleCategories=\"Fields|"));
    CHECK(contains(qml, "<alias field=\"GHMC\" name=\"规划名称\"/>"));
    CHECK_FALSE(contains(qml, "field=\"BZ\""));
}

TEST_CASE("a layer converted in pieces is described once") {
    const TempFolder folder;
    source::ConvertOptions convert;
    convert.read = options(folder);
    convert.target = folder / "a.gpkg";
    convert.piece_bytes = 1;
    base::Diagnostics diagnostics;
    source::convert(convert, diagnostics);
    const std::string said = told(diagnostics);
    const auto first = said.find(" names 4 fields: ");
    REQUIRE(first != std::string::npos);
    CHECK(said.find(" names 4 fields: ", first + 1) == std::string::npos);
    source::ReadOptions back;
    back.path = convert.target;
    CHECK(read(back).column("GHMC").text(1) == "乙园");
    CHECK(read(back).field("GHMC").title.zh == "规划名称");
}
