#include "fixtures.hpp"
#include "source/info.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt::source;
using fixtures::contains;
using fixtures::TempFolder;
using jt::base::Lang;

namespace {

nlohmann::json describe_file(const std::string& path, const std::string& role = "") {
    InfoOptions options;
    options.path = path;
    options.role = role;
    return describe(options);
}

std::vector<std::string> ids_of_problems(const nlohmann::json& problems) {
    std::vector<std::string> out;
    for (const auto& problem : problems) {
        out.push_back(problem.at("id"));
    }
    return out;
}

bool has(const nlohmann::json& problems, const std::string& id) {
    const auto ids = ids_of_problems(problems);
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Everything wrong at once: GBK without .cpg and .prj, null, NaN, bow tie, a doublet.
fixtures::Shapefile dirty() {
    fixtures::Shapefile file;
    file.type = 5;
    file.fields = {{"\xC3\xFB\xB3\xC6", 'C', 20, 0}, {"MJ", 'N', 10, 2}};
    const fixtures::Part square = {
        {104.2, 30.0}, {104.2, 30.1}, {104.3, 30.1}, {104.3, 30.0}, {104.2, 30.0}};
    const fixtures::Part bowtie = {
        {104.0, 30.0}, {104.1, 30.1}, {104.1, 30.0}, {104.0, 30.1}, {104.0, 30.0}};
    file.features = {{square}, {bowtie}, {}, {square}};
    file.rows = {{"\xCB\xC4\xB4\xA8", "1.5"},
                 {"\xB3\xC9\xB6\xBC", "2.5"},
                 {"", ""},
                 {"\xCB\xC4\xB4\xA8", "-3"}};
    return file;
}

}  // namespace

TEST_CASE("A dirty shapefile is described with evidence and every problem") {
    const TempFolder folder;
    const std::string path = dirty().write(folder, "脏数据");
    const auto json = describe_file(path);
    CHECK(json.at("driver") == "ESRI Shapefile");
    CHECK(json.at("files").size() == 3);
    CHECK(json.at("problems").empty());
    REQUIRE(json.at("layers").size() == 1);
    const auto& layer = json.at("layers")[0];
    CHECK(layer.at("name") == "脏数据");
    CHECK(layer.at("geometry") == "polygon");
    CHECK(layer.at("features") == 4);
    CHECK(layer.at("extent") == nlohmann::json({104.0, 30.0, 104.3, 30.1}));
    CHECK(layer.at("crs").is_null());
    CHECK(layer.at("encoding").at("name") == "GBK");
    const auto& fields = layer.at("fields");
    CHECK(fields[0] == nlohmann::json({{"name", "名称"},
                                       {"type", "text"},
                                       {"source_type", "text(20)"},
                                       {"nulls", 1},
                                       {"examples", {"四川", "成都"}}}));
    CHECK(fields[1].at("source_type") == "real(10,2)");
    CHECK(fields[1].at("min") == -3.0);
    CHECK(fields[1].at("max") == 2.5);
    CHECK(has(layer.at("problems"), "source.crs.missing"));
    CHECK(has(layer.at("problems"), "source.geometry.null"));
    CHECK(has(layer.at("problems"), "source.geometry.invalid_some"));
    CHECK(has(layer.at("problems"), "source.geometry.duplicates"));
    CHECK(has_errors(json));
}

TEST_CASE("The description is text in both languages") {
    const TempFolder folder;
    auto file = dirty();
    file.prj = fixtures::kCgcs2000Prj;
    const auto json = describe_file(file.write(folder, "a"));
    const std::string en = render_info(json, Lang::en);
    INFO(en);
    CHECK(contains(en, "layer a\n"));
    CHECK(contains(en,
                   "  CRS         EPSG:4490 China Geodetic Coordinate System 2000 (from the "
                   ".prj file)\n"));
    CHECK(contains(en, "  encoding    GBK (2 texts") == false);
    CHECK(contains(en, "  encoding    GBK (4 texts with non-ASCII bytes"));
    CHECK(contains(en, "    名称   text  text(20)     1/4             四川, 成都\n"));
    CHECK(contains(en, "    MJ     real  real(10,2)   1/4    -3..2.5  1.5, 2.5, -3\n"));
    CHECK(contains(en, "    warning: feature 1: Self-intersection[104.05 30.05] (a.shp)\n"));
    const std::string zh = render_info(json, Lang::zh);
    CHECK(contains(zh, "图层 a\n"));
    CHECK(contains(zh, "    警告: 几何与前面的要素重复 (a.shp; 1 个要素：3)\n"));
}

TEST_CASE("info says what is wrong with files that cannot be opened") {
    const TempFolder folder;
    const auto missing = describe_file(folder / "none.shp");
    CHECK(ids_of_problems(missing.at("problems")) ==
          std::vector<std::string>{"source.file.missing"});
    CHECK(render_info(missing, Lang::en) == (folder / "none.shp") +
                                                "\n    error: no such file (none.shp); file " +
                                                (folder / "none.shp") + "\n");
    CHECK(has(describe_file(folder / "").at("problems"), "source.file.folder_empty"));
    CHECK(has(describe_file(folder.write("a.gpkg", "x")).at("problems"), "source.file.format"));
    CHECK(has(describe_file(folder.write("a.csv", "a,b\n1\n")).at("layers")[0].at("problems"),
              "source.csv.row"));
}

TEST_CASE("info describes a shapefile without .shx or .dbf, and says so") {
    const TempFolder folder;
    const std::string path = dirty().write(folder, "a");
    std::filesystem::remove(folder / "a.shx");
    const auto json = describe_file(path);
    REQUIRE(json.at("layers").size() == 1);
    CHECK(json.at("layers")[0].at("features") == 4);
    CHECK(has(json.at("layers")[0].at("problems"), "source.shapefile.rebuilt"));
    dirty().write(folder, "a");
    std::filesystem::remove(folder / "a.dbf");
    const auto bare = describe_file(path);
    REQUIRE(bare.at("layers").size() == 1);
    CHECK(has(bare.at("layers")[0].at("problems"), "source.shapefile.bare"));
}

TEST_CASE("info shows both readings of text that could be two encodings") {
    const TempFolder folder;
    const auto json = describe_file(fixtures::points("NAME", {"\xD2\xBB"}).write(folder, "a"));
    const std::string text = render_info(json, Lang::en);
    CHECK(contains(text,
                   "error: the encoding is not certain: GBK would read '一', UTF-8 would "
                   "read 'һ'"));
}

TEST_CASE("info gives valid JSON for a file whose name is not UTF-8") {
    const TempFolder folder;
    const auto json =
        describe_file(fixtures::points("NAME", {"a"}).write(folder, "\xCB\xC4\xB4\xA8"));
    CHECK(contains(json.dump(), "四川.shp"));
    CHECK(json.at("layers")[0].at("name") == "四川");
}

TEST_CASE("info holds a layer to a role's contract") {
    const TempFolder folder;
    const std::string path = fixtures::points("NAME", {"a"}).write(folder, "a");
    CHECK(
        has(describe_file(path, "roads").at("layers")[0].at("problems"), "source.contract.shape"));
    CHECK(has(describe_file(path, "demand").at("layers")[0].at("problems"),
              "source.contract.missing"));
    CHECK_FALSE(has_errors(describe_file(path)));
}

TEST_CASE("info survives every file of the shared torture data") {
    const std::string data = fixtures::shared_data();
    if (data.empty()) {
        WARN("no shared data on this machine: not run");
        return;
    }
    std::size_t described = 0;
    for (const auto& entry : fixtures::fs::recursive_directory_iterator(data + "/torture")) {
        const std::string extension = entry.path().extension().string();
        const bool wanted = extension == ".shp" || extension == ".geojson" ||
                            extension == ".gpkg" || extension == ".csv" || extension == ".json" ||
                            extension == ".dbf";
        if (!wanted || !entry.is_regular_file() || entry.file_size() > 200000) {
            continue;
        }
        const auto json = describe_file(entry.path().string());
        INFO(entry.path().string());
        CHECK((json.at("layers").size() + json.at("problems").size()) > 0);
        CHECK_FALSE(render_info(json, Lang::zh).empty());
        ++described;
    }
    CHECK(described > 50);
}
