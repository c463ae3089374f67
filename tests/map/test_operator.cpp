#include "map/fixtures.hpp"
#include "map/register.hpp"
#include "registry/registry.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::error_text;
using test::Json;

namespace {

struct Bench {
    registry::Registry registry;
    std::vector<registry::ObjectPtr> layers{std::make_shared<layer::Layer>(test::zones()),
                                            std::make_shared<layer::Layer>(test::roads()),
                                            std::make_shared<layer::Layer>(test::places(5))};
    base::Diagnostics diagnostics;
    base::Progress progress;

    Bench() { map::register_operators(registry); }

    registry::Outputs run(const Json& spec) {
        registry::Call call;
        call.inputs["layers"] = layers;
        call.params = {{"spec", spec}};
        call.diagnostics = &diagnostics;
        call.progress = &progress;
        call.registry = &registry;
        return registry.run("map.sheet", call);
    }
    /// The whole text of the refusal, without the line that every operator adds.
    std::string refused(const Json& spec) {
        static const std::string kAdded = "\n  in operator map.sheet";
        std::string text = error_text([&] { (void)run(spec); });
        const std::size_t at = text.find(kAdded);
        REQUIRE(at != std::string::npos);
        return text.erase(at, kAdded.size());
    }
};

Json with(const char* key, const Json& value) {
    Json json = test::sheet_json_spec();
    json[key] = value;
    return json;
}

}  // namespace

TEST_CASE("map.sheet writes the asked formats and the list of what stands on the sheet") {
    Bench bench;
    const auto out = bench.run(with("formats", {"svg"}));
    const auto& files = dynamic_cast<const registry::Files&>(*out.at("files")).files;
    REQUIRE(files.size() == 2);
    CHECK(files.count("maps/01-test.svg") == 1);
    const Json json = Json::parse(files.at("maps/01-test.sheet.json").str());
    CHECK(json.at("title") == "金江水系与大龙山区位图");
    CHECK(json.at("scenario").at("year") == 2025);
    CHECK(json.at("crs").at("code") == "EPSG:4544");
}

TEST_CASE("wrong specs are refused with whole messages") {
    Bench bench;
    CHECK(bench.refused(with("template", "A3竖")).find("template: 'A3竖' is not known") == 0);
    CHECK(bench.refused(with("template", "A3横-三连")) ==
          "template: 'A3横-三连' is not known; did you mean 'A3横-三联'?");
    CHECK(bench.refused(with("titel", "x")) == "spec: 'titel' is not known; did you mean 'title'?");
    CHECK(bench.refused(with("title", "")) == "spec: 'title' is missing");
    CHECK(bench.refused(with("file", "a/b")) ==
          "'a/b' cannot be the name of a sheet's files\n  hint: write a base name without folder, "
          "extension and the signs / \\ : * ? \" < > |");
    CHECK(bench.refused(with("formats", {"jpg"})) ==
          "formats: 'jpg' is not known; known are pdf, png, svg");
    CHECK(bench.refused(with("dpi", 5000)) == "dpi: 5000 does not fit; wanted: 50..600");
    CHECK(bench.refused(with("stamp", "today")) ==
          "stamp: \"today\" does not fit; wanted: \"2026-11-22\"");
    CHECK(bench.refused(with("extent", {{"layer", 9}})) ==
          "number 9 is asked for, but the port 'layers' has 3\n  hint: they are counted from 0 in "
          "the order of the port");
    Json two = test::sheet_json_spec();
    two["frames"].push_back(two["frames"][0]);
    CHECK(bench.refused(two) == "2 frames are asked for; the template 'A3横' takes 1");
    Json style = test::sheet_json_spec();
    style["frames"][0]["layers"][1]["style"]["symbol"] = {{"colour", "#fff"}};
    CHECK(bench.refused(style).find("symbol: 'colour' is not known") == 0);
    CHECK(bench.refused(style).find("in layer number 1 of the port 'layers'") != std::string::npos);
}

TEST_CASE("frames side by side refuse classes that each frame would find for itself") {
    Bench bench;
    Json json = with("template", "A3横-双联");
    json["frames"][0]["layers"] = Json::parse(
        R"([{"port": 0, "style": {"kind": "graduated", "field": "score", "method": "equal"}}])");
    json["frames"].push_back(json["frames"][0]);
    CHECK(bench.refused(json) ==
          "frames side by side need the same classes, but the style of 'score' finds them from "
          "each frame's data\n  hint: give 'breaks' (method manual), 'classes' or 'cutoffs'");
}

TEST_CASE("layers in degrees or in two systems are refused") {
    Bench bench;
    geo::GeometryArray point(geo::Shape::point);
    point.add_point(104, 30);
    bench.layers[2] =
        std::make_shared<layer::Layer>(test::make_layer("经纬度", point, "EPSG:4490"));
    CHECK(bench.refused(test::sheet_json_spec()) ==
          "maps are drawn in a projected CRS; the layer is in EPSG:4490 China Geodetic Coordinate "
          "System 2000\n  in drawing of layer '经纬度'\n  in sheet 01-test\n  hint: transform the "
          "layer, for "
          "example to EPSG:4544");
    bench.layers[2] =
        std::make_shared<layer::Layer>(test::make_layer("东邻带", point, "EPSG:4545"));
    CHECK(bench.refused(test::sheet_json_spec())
              .find("the layers of a sheet need one CRS: found "
                    "EPSG:4545") == 0);
}

TEST_CASE("text and legends that cannot fit are refused, not cut off") {
    Bench bench;
    std::string longest;
    for (int i = 0; i < 200; ++i) {
        longest += "很长的标题";
    }
    CHECK(
        bench.refused(with("title", longest)).find("the text does not fit into the slot 'title'") ==
        0);
    CHECK(bench.refused(with("notes", {longest}))
              .find("the text does not fit into the slot 'notes'") == 0);
    Json json = test::sheet_json_spec();
    Json classes = Json::array();
    std::vector<std::string> names;
    geo::GeometryArray points(geo::Shape::point);
    for (int i = 0; i < 300; ++i) {
        classes.push_back({{"value", "v" + std::to_string(i)}, {"symbol", {{"fill", "#ff0000"}}}});
        names.push_back("v" + std::to_string(i));
        points.add_point(400000 + 100 * i, 3380000);
    }
    layer::Layer many = test::make_layer("多类", std::move(points));
    many.set(test::text_field("v"), layer::Column::of_texts(names));
    bench.layers[2] = std::make_shared<layer::Layer>(std::move(many));
    json["frames"][0]["layers"][2]["style"] = {
        {"kind", "categories"}, {"field", "v"}, {"classes", classes}};
    CHECK(bench.refused(json).find("a legend of 306 classes does not fit into 82 x ") == 0);
}

TEST_CASE("nothing to show and no extent is an error") {
    Bench bench;
    const auto empty = std::make_shared<layer::Layer>(
        test::make_layer("空", geo::GeometryArray(geo::Shape::point)));
    bench.layers = {empty, empty, empty};
    CHECK(bench.refused(test::sheet_json_spec()) ==
          "there is nothing to show: all layers are empty and no extent is given\n  in sheet "
          "01-test");
}
