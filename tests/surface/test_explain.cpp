// Why a cell has its value: the steps, and that they add up to it.
#include "base/files.hpp"
#include "base/hash.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"
#include "surface/explain.hpp"
#include "surface/fixtures.hpp"
#include "surface/io_gdal.hpp"
#include "surface/write_raster.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using nlohmann::json;
using surface::SurfacePtr;
using test::error_text;

namespace {

SurfacePtr hills(std::size_t columns = 20, std::size_t rows = 10) {
    return test::shared(test::filled(
        test::metre_grid(columns, rows), "EPSG:4544",
        [](double x, double y) { return 400 + std::sin(x / 17) * 30 + std::cos(y / 11) * 20; }));
}

SurfacePtr made(const std::string& name, std::map<std::string, std::vector<registry::ObjectPtr>> in,
                const json& params) {
    return std::dynamic_pointer_cast<const surface::Surface>(
        test::run(name, std::move(in), params).outputs.at("surface"));
}

/// A suitability model over heights in a file.
SurfacePtr model(const std::filesystem::path& file) {
    base::Diagnostics told;
    surface::RasterSource source;
    source.path = file.string();
    const auto heights = test::shared(surface::read_raster(source, told));
    const auto slope = made("surface.slope", {{"heights", {heights}}}, json::object());
    const auto relief = made("surface.relief", {{"heights", {heights}}}, {{"radius", 2}});
    const auto flat = made("surface.value", {{"surface", {slope}}},
                           {{"function", {{"kind", "linear"}, {"from", {60, 0}}}}});
    const auto even = made("surface.value", {{"surface", {relief}}},
                           {{"function", {{"kind", "linear"}, {"from", {100, 0}}}}});
    return made("surface.weighted_sum", {{"surfaces", {flat, even}}}, {{"weights", {0.7, 0.3}}});
}

}  // namespace

TEST_CASE("a cell is explained down to the file: parts add up, functions give what they gave") {
    const test::TempFolder folder;
    const auto file = folder / "dem.tif";
    surface::write_geotiff(*hills(), file.string(), base::Progress());
    const auto all = model(file);
    const double x = all->grid().x(7) + 2, y = all->grid().y(4) - 3;
    const auto found = surface::explain(all, x, y);
    CHECK(found.cell == surface::Cell{4, 7});
    CHECK(found.x == all->grid().x(7));
    std::vector<std::string> kinds;
    for (const auto& step : found.steps) {
        kinds.push_back(std::string(step.depth, '.') + step.kind);
    }
    CHECK(kinds == std::vector<std::string>{"weighted_sum", ".value", "..slope", "...file",
                                            ".value", "..relief", "...file"});
    const auto& steps = found.steps;
    CHECK(steps[0].value == all->at(4, 7));
    CHECK(steps[1].part + steps[4].part == Approx(steps[0].value).epsilon(1e-6));
    CHECK(steps[1].weight == 0.7);
    CHECK(steps[1].part == 0.7 * steps[1].value);
    CHECK(steps[1].value == Approx(100 - steps[2].value / 60 * 100).epsilon(1e-6));
    CHECK(steps[1].parent == 0U);
    CHECK(steps[4].parent == 0U);
    CHECK(steps[6].parent == 5U);
    REQUIRE(steps[3].file);
    CHECK(steps[3].file->path == file.string());
    CHECK(steps[3].file->sha256 == base::sha256_file(file.string()));
    REQUIRE(steps[3].around);
    CHECK(steps[3].around->cells == 9);
    REQUIRE(steps[6].around);
    CHECK(steps[6].around->cells == 25);
    CHECK(steps[6].around->most - steps[6].around->least == Approx(steps[5].value).epsilon(1e-5));
    const auto lines = surface::explanation_lines(found, base::Lang::en);
    REQUIRE(lines.size() == 8);
    CHECK(lines[0].find("cell in row 4, column 7 (from 0), centre 500075, 3389955") == 0);
    CHECK(lines[2].find("    0.7 x ") == 0);
    CHECK(lines[2].find("value function {\"from\":[60,0],\"kind\":\"linear\"} = ") !=
          std::string::npos);
    CHECK(lines[4].find("SHA-256 " + steps[3].file->sha256) != std::string::npos);
}

TEST_CASE("rules name their clause and edition, what is doubtful, and the one that decided") {
    const auto rules = json::parse(R"({"name": "n", "edition": "2020", "source": "s",
        "inputs": {"slope": {}, "flood": {}},
        "steps": [{"id": "g", "zh": "坡度", "en": "slope", "clause": "§1", "kind": "grades", "of": "slope",
                   "breaks": [3, 8], "grades": [1, 2, 3]},
                  {"id": "h", "zh": "洪水", "en": "flood", "clause": "§2", "kind": "shift", "start": "g",
                   "of": "flood", "cases": [{"is": 1, "add": 1}], "doubtful": "why"}]})");
    const auto grid = test::metre_grid(2, 1);
    const auto crs = geo::Crs::from("EPSG:4544");
    const auto slope = test::shared({grid, crs, std::vector<float>{5, 5}});
    const auto flood = test::shared({grid, crs, std::vector<float>{1, 0}});
    const auto grades = made("surface.rules", {{"surfaces", {flood, slope}}},
                             {{"names", {"flood", "slope"}}, {"rules", rules}});
    const auto wet = surface::explain(grades, grid.x(0), grid.y(0));
    REQUIRE(wet.steps.size() == 5);
    CHECK(wet.steps[0].value == 3);
    CHECK(wet.steps[0].edition == "2020");
    CHECK(wet.steps[0].clause == "§2");
    CHECK(wet.steps[1].name == "flood");
    CHECK(wet.steps[1].kind == "held");
    CHECK(wet.steps[3].kind == "rule");
    CHECK(wet.steps[3].value == 2);
    CHECK(wet.steps[4].doubtful == "why");
    CHECK(surface::explain(grades, grid.x(1), grid.y(0)).steps[0].clause == "§1");
    const auto first = made("surface.rules", {{"surfaces", {flood, slope}}},
                            {{"names", {"flood", "slope"}}, {"rules", rules}, {"step", "g"}});
    CHECK(surface::explain(first, grid.x(0), grid.y(0)).steps[0].clause == "§1");
    const auto lines = surface::explanation_lines(wet, base::Lang::en);
    CHECK(lines[1] == "  n: rule set, edition 2020: 3, decided by: §2");
    CHECK(lines[5] == "    h: flood = 3 (§2); doubtful: why");
}

TEST_CASE("the operator takes places in another CRS, tells nodata, and refuses places outside") {
    auto grid = test::metre_grid(3, 3);
    const auto one = test::shared(
        {grid, geo::Crs::from("EPSG:4544"), std::vector<float>{1, 2, 3, 4, NAN, 6, 7, 8, 9}});
    const auto ran =
        test::run("surface.explain", {{"surface", {one}}}, {{"x", grid.x(1)}, {"y", grid.y(1)}});
    const auto& steps = dynamic_cast<const layer::Table&>(*ran.outputs.at("steps"));
    CHECK_FALSE(steps.column("value").valid(0));
    const auto& text = dynamic_cast<const layer::Table&>(*ran.outputs.at("text"));
    CHECK(text.column("en").text(1) == "  values computed before = no value");
    CHECK(text.column("zh").text(1) == "  先前算出的值 = 无值");
    double x = grid.x(2), y = grid.y(0);
    geo::Transform(one->crs(), geo::Crs::from("EPSG:4490")).apply(x, y);
    const auto other = test::run("surface.explain", {{"surface", {one}}},
                                 {{"x", x}, {"y", y}, {"crs", "EPSG:4490"}});
    CHECK(dynamic_cast<const layer::Table&>(*other.outputs.at("steps")).column("value").number(0) ==
          3);
    CHECK(error_text([&] {
              test::run("surface.explain", {{"surface", {one}}}, {{"x", 1}, {"y", 2}});
          }) ==
          "1, 2 lies outside of the surface: 500000, 3389970 to 500030, 3390000 in EPSG:4544 "
          "CGCS2000 / 3-degree Gauss-Kruger CM 105E\n  in operator surface.explain");
}
