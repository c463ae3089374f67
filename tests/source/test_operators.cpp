#include "base/hash.hpp"
#include "fixtures.hpp"
#include "layer/layer.hpp"
#include "source/read.hpp"
#include "source/register.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;
using nlohmann::json;

namespace {

registry::Registry operators() {
    registry::Registry registry;
    source::register_operators(registry);
    return registry;
}

registry::Outputs run(const std::string& name, json params,
                      std::map<std::string, std::vector<registry::ObjectPtr>> inputs = {}) {
    registry::Call call;
    call.params = std::move(params);
    call.inputs = std::move(inputs);
    return operators().run(name, call);
}

registry::ObjectPtr sample_table(const std::string& text) {
    auto table = std::make_shared<layer::Table>(1);
    table->set(layer::Field{"名称", layer::Type::text, "", {}}, layer::Column::of_texts({text}));
    return table;
}

}  // namespace

TEST_CASE("source.read reads a layer with its parameters") {
    const TempFolder folder;
    const std::string path = fixtures::points("DM", {"a", "b"}).write(folder, "县城");
    const json params = {
        {"path", path}, {"role", "zones"}, {"fields", {{"id", "DM"}}}, {"to", "EPSG:4544"}};
    const auto outputs = run("source.read", params);
    const auto& layer = dynamic_cast<const layer::Layer&>(*outputs.at("layer"));
    CHECK(layer.crs().code() == "EPSG:4544");
    CHECK(layer.column("id").text(1) == "b");
}

TEST_CASE("source.read tells its files with their hashes, and its columns from the header") {
    const TempFolder folder;
    const std::string path = fixtures::points("DM", {"a"}).write(folder, "a");
    const auto registry = operators();
    const auto& spec = registry.find("source.read").spec;
    const json params = registry::validate_params(
        spec, {{"path", path}, {"role", "zones"}, {"fields", {{"id", "DM"}}}});
    const auto files = spec.external(params);
    REQUIRE(files.size() == 4);
    CHECK(files[0].path == path);
    CHECK(files[2].sha256 == base::sha256_file(folder / "a.dbf"));
    const auto columns = spec.probe(params);
    REQUIRE(columns.size() == 1);
    CHECK(columns[0].name == "id");
    CHECK(columns[0].type == registry::ColumnType::text);
}

TEST_CASE("source.read_table reads a CSV") {
    const TempFolder folder;
    const auto outputs = run("source.read_table", {{"path", folder.write("a.csv", "a,b\n1,x\n")}});
    CHECK(dynamic_cast<const layer::Table&>(*outputs.at("table")).column("b").text(0) == "x");
}

TEST_CASE("source.gpkg puts layers and tables into results.gpkg") {
    const TempFolder folder;
    const auto layer =
        run("source.read", {{"path", fixtures::points("DM", {"a"}).write(folder, "a")}})
            .at("layer");
    const std::map<std::string, std::vector<registry::ObjectPtr>> inputs = {
        {"layers", {layer}}, {"tables", {sample_table("四川")}}};
    const json params = {{"layers", {"点"}}, {"tables", {"表"}}};
    const auto outputs = run("source.gpkg", params, inputs);
    const auto& files = dynamic_cast<const registry::Files&>(*outputs.at("files")).files;
    REQUIRE(files.size() == 1);
    const std::string path = folder.write("r.gpkg", files.at("results.gpkg").str());
    const auto names = source::list_layers(path);
    REQUIRE(names.size() == 2);
    CHECK(names[0].name == "点");
    CHECK(names[1].name == "表");
    CHECK(error_text([&] {
              run("source.gpkg", {{"layers", json::array()}}, inputs);
          }).find("the parameter layers gives 0 names, but the port layers holds 1 objects") !=
          std::string::npos);
}

TEST_CASE("source.csv puts each table into tables/<name>.csv") {
    const auto outputs = run("source.csv", {{"names", {"比较", "a/b"}}},
                             {{"tables", {sample_table("四川"), sample_table("x,y")}}});
    const auto& files = dynamic_cast<const registry::Files&>(*outputs.at("files")).files;
    REQUIRE(files.size() == 2);
    CHECK(files.at("tables/比较.csv").str() == "\xEF\xBB\xBF名称\r\n四川\r\n");
    CHECK(files.at("tables/a_b.csv").str() == "\xEF\xBB\xBF名称\r\n\"x,y\"\r\n");
}
