#include "fixtures.hpp"
#include "source/info.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::told;

namespace {

jt::layer::Layer read(const ReadOptions& options, std::string* heard = nullptr) {
    jt::base::Diagnostics diagnostics;
    auto layer = read_layer(options, diagnostics);
    if (heard != nullptr) {
        *heard = told(diagnostics);
    }
    return layer;
}

std::string sample_region() { return std::string(JT_SOURCE_DIR) + "/gisdata/chengyu/"; }

}  // namespace

TEST_CASE("The roads of Jinan are refused without a CRS and read with one") {
    const std::string data = fixtures::shared_data();
    if (data.empty()) {
        WARN("no shared data on this machine: not run");
        return;
    }
    ReadOptions options;
    options.path = data + "/roads/jinan_mtrajrec/edges.shp";
    options.role = "roads";
    options.fields = {{"id", "eid"}, {"class", "highway"}};
    CHECK(error_text([&] { read(options); }) ==
          "the layer has no CRS\n"
          "  there is no .prj file, or it is empty\n"
          "  the coordinates look like degrees (x 116.748383..117.5099988, y "
          "36.5361256..37.1456445): EPSG:4490 (CGCS2000) or EPSG:4326 (WGS 84)?\n"
          "  in layer 'edges'\n"
          "  in file " +
              options.path +
              "\n  hint: say which it is: crs = \"EPSG:...\" in the scenario, or --crs");
    options.crs = "EPSG:4326";
    options.to = "EPSG:4547";
    std::string heard;
    const auto layer = read(options, &heard);
    CHECK(layer.rows() == 28597);
    CHECK(layer.crs().code() == "EPSG:4547");
    CHECK(layer.field("id").type == jt::layer::Type::text);
    CHECK(contains(heard, "warning: lines without length (edges.shp; 1 features: "));
}

TEST_CASE("The sample region is read: GBK without .cpg, language byte, UTF-8, mixed CRS") {
    if (!fixtures::fs::exists(sample_region() + "道路.shp")) {
        WARN("the sample region is not built: not run");
        return;
    }
    ReadOptions options;
    options.path = sample_region() + "道路.shp";
    options.role = "roads";
    options.fields = {{"id", "LXBH"},   {"name", "DLMC"},  {"class", "DLDJ"},    {"speed", "SJSD"},
                      {"lanes", "CDS"}, {"oneway", "DXX"}, {"year_open", "TCNF"}};
    options.to = "EPSG:4544";
    std::string heard;
    const auto roads = read(options, &heard);
    CHECK(roads.rows() > 100);
    CHECK(contains(heard, "info: text encoding GBK, confidence 95 % (道路.shp)"));
    CHECK(contains(heard, "info: CRS EPSG:4523 "));
    bool found = false;
    for (std::size_t row = 0; row < roads.rows(); ++row) {
        found = found || contains(std::string(roads.column("name").text(row)), "成龙简");
    }
    CHECK(found);
    options = {};
    options.path = sample_region() + "园区.shp";
    options.repair = Repair::repair;
    CHECK(read(options, &heard).crs().code() == "EPSG:4545");
    options.path = sample_region() + "功能区.shp";
    CHECK(read(options, &heard).crs().code() == "EPSG:4490");
}

TEST_CASE(
    "Every data set of the sample region is described without an error but what it asks for") {
    if (!fixtures::fs::exists(sample_region() + "道路.shp")) {
        WARN("the sample region is not built: not run");
        return;
    }
    for (const auto& entry : fixtures::fs::directory_iterator(sample_region())) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".shp" && extension != ".gpkg" && extension != ".geojson" &&
            extension != ".csv") {
            continue;
        }
        InfoOptions options;
        options.path = entry.path().string();
        const auto json = describe(options);
        INFO(render_info(json, jt::base::Lang::en));
        CHECK_FALSE(has_errors(json));
    }
}
