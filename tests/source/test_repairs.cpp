// What reading mended, as outputs of source.read and as a log of every kind.
#include "fixtures.hpp"
#include "layer/layer.hpp"
#include "source/read.hpp"
#include "source/register.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::TempFolder;
using nlohmann::json;

namespace {

registry::Outputs run(const std::string& name, json params,
                      std::map<std::string, std::vector<registry::ObjectPtr>> inputs = {}) {
    registry::Registry registry;
    register_operators(registry);
    registry::Call call;
    call.params = std::move(params);
    call.inputs = std::move(inputs);
    return registry.run(name, call);
}

const layer::Layer& layer_of(const registry::Outputs& outputs, const std::string& name) {
    return dynamic_cast<const layer::Layer&>(*outputs.at(name));
}

/// A bow tie, two rings of which one runs the wrong way, a good one with blanks in its name.
std::string mixed_bag(const TempFolder& folder) {
    fixtures::Shapefile out;
    out.type = 5;
    out.fields = {{"N", 'C', 12, 0}};
    out.features = {{{{104, 30}, {104.01, 30.01}, {104.01, 30}, {104, 30.01}, {104, 30}}},
                    {{{104.1, 30}, {104.11, 30}, {104.11, 30.01}, {104.1, 30.01}, {104.1, 30}},
                     {{104.15, 30}, {104.15, 30.01}, {104.16, 30.01}, {104.16, 30}, {104.15, 30}}},
                    {{{104.2, 30}, {104.2, 30.01}, {104.21, 30.01}, {104.21, 30}, {104.2, 30}}}};
    out.rows = {{"a"}, {"b"}, {"c\xE3\x80\x80"}};
    out.prj = fixtures::kCgcs2000Prj;
    out.cpg = "UTF-8";
    return out.write(folder, "bag");
}

std::string column(const layer::Table& table, const std::string& name) {
    std::string out;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out += (row > 0 ? "," : "") + table.column(name).show(row);
    }
    return out;
}

}  // namespace

TEST_CASE("source.read gives what it mended, by kind, with the area before and after") {
    const TempFolder folder;
    const auto outputs = run(
        "source.read", {{"path", mixed_bag(folder)}, {"repair", "repair"}, {"to", "EPSG:4544"}});
    const layer::Layer& repairs = layer_of(outputs, "repairs");
    CHECK(repairs.crs().code() == "EPSG:4544");
    CHECK(column(repairs, "id") == "0,1");
    CHECK(column(repairs, "kind") == "invalid,turned");
    CHECK(contains(column(repairs, "reason"), "Self-intersection"));
    CHECK(repairs.column("before_m2").number(0) < 1);
    CHECK(repairs.column("after_m2").number(0) == Approx(534'760).epsilon(0.001));
    CHECK(repairs.column("before_m2").number(1) == repairs.column("after_m2").number(1));
    CHECK(dynamic_cast<const layer::Table&>(*outputs.at("fixes")).rows() == 0);
    CHECK(outputs.at("repairs")->summary().at("features") == 2);
}

TEST_CASE("without repair the lists are empty, and have their columns and the layer's CRS") {
    const TempFolder folder;
    const auto outputs =
        run("source.read", {{"path", fixtures::points("N", {"a"}).write(folder, "p")}});
    const layer::Layer& repairs = layer_of(outputs, "repairs");
    CHECK(repairs.rows() == 0);
    CHECK(repairs.crs().code() == "EPSG:4490");
    CHECK(repairs.names() ==
          std::vector<std::string>{"id", "kind", "reason", "before_m2", "after_m2"});
}

TEST_CASE("rings that were closed are kept as such") {
    const TempFolder folder;
    ReadOptions options;
    options.path = folder.write("a.geojson", R"({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon",
         "coordinates": [[[104, 30], [104.01, 30], [104.01, 30.01], [104, 30.01]]]}}]})");
    options.repair = Repair::repair;
    base::Diagnostics told;
    const ReadResult found = read_with_repairs(options, told);
    INFO(fixtures::told(told));
    REQUIRE(found.repairs);
    CHECK(column(*found.repairs, "kind") == "unclosed");
    CHECK(std::isnan(found.repairs->column("before_m2").number(0)));
    CHECK(found.repairs->column("after_m2").number(0) > 1e6);
}

TEST_CASE("the GeoPackage of a run holds the lists that are not empty") {
    const TempFolder folder;
    const auto read = run("source.read", {{"path", mixed_bag(folder)}, {"fix", true}});
    const auto bare = run(
        "source.read", {{"path", mixed_bag(folder)}, {"repair", "repair"}, {"shape", "polygon"}});
    const auto written =
        run("source.gpkg",
            {{"layers", {"bag"}}, {"logs", {"_repairs_bag", "_fixes_bag", "_fixes_bare"}}},
            {{"layers", {read.at("layer")}},
             {"logs", {read.at("repairs"), read.at("fixes"), bare.at("fixes")}}});
    const auto& files = dynamic_cast<const registry::Files&>(*written.at("files"));
    const std::string path = folder.write("results.gpkg", files.files.at("results.gpkg").str());
    std::vector<std::string> names;
    for (const LayerName& one : list_layers(path)) {
        names.push_back(one.name);
    }
    CHECK(names == std::vector<std::string>{"bag", "_repairs_bag", "_fixes_bag"});
    ReadOptions options;
    options.path = path;
    options.layer = "_fixes_bag";
    base::Diagnostics unused;
    CHECK(column(read_table(options, unused), "kind") == "blank");
}

TEST_CASE("a contract's file is one of the files of a step, a brought one is not") {
    const TempFolder folder;
    registry::Registry registry;
    register_operators(registry);
    const auto& spec = registry.find("source.read").spec;
    const std::string path = fixtures::points("N", {"a"}).write(folder, "p");
    const std::string own = folder.write("own.json", R"({"fields": [{"name": "N"}]})");
    const auto files = [&](const std::string& contract) {
        return spec.external(
            registry::validate_params(spec, {{"path", path}, {"contract", contract}}));
    };
    CHECK(files("zones").size() + 1 == files(own).size());
    CHECK(files(own).back().path == own);
}

TEST_CASE("the columns of a fixed layer are known from its header") {
    const TempFolder folder;
    fixtures::Shapefile out = fixtures::points("bsm", {"1"});
    out.fields.push_back({"mj", 'C', 8, 0});
    out.fields.push_back({"dm", 'N', 8, 0});
    out.rows = {{"1", "2.5", "7"}};
    const std::string contract = folder.write("c.json", R"({"fields": [
        {"name": "DM", "type": "text"}, {"name": "BSM", "type": "text"},
        {"name": "MJ", "type": "number"}]})");
    ReadOptions options;
    options.path = out.write(folder, "p");
    options.contract = contract;
    options.fix = true;
    base::Diagnostics unused;
    const layer::Layer layer = read_layer(options, unused);
    const auto probed = probe_columns(options);
    REQUIRE(probed.size() == 3);
    for (std::size_t i = 0; i < probed.size(); ++i) {
        CHECK(probed[i].name == layer.fields()[i].name);
        CHECK(probed[i].type == layer.fields()[i].type);
    }
    CHECK(layer.names() == std::vector<std::string>{"DM", "BSM", "MJ"});
}
