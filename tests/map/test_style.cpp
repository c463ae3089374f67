#include "map/breaks.hpp"
#include "map/classify.hpp"
#include "map/fixtures.hpp"
#include "map/landuse.hpp"
#include "map/roles.hpp"
#include "map/style.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jt;
using map::LayerStyle;
using map::parse_style;
using test::error_text;
using test::Json;

namespace {

map::Classified classes_of(const layer::Layer& layer, const char* style,
                           base::Diagnostics& diagnostics) {
    std::vector<std::size_t> rows(layer.rows());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return map::classify(layer, rows, parse_style(Json::parse(style)), diagnostics, "test");
}

std::vector<std::string> labels_of(const map::Classified& classified) {
    std::vector<std::string> out;
    for (const map::DrawClass& item : classified.classes) {
        out.push_back(item.label.zh);
    }
    return out;
}

}  // namespace

TEST_CASE("every role is a style that reads without complaint") {
    for (const std::string& role : map::role_names()) {
        INFO(role);
        const LayerStyle style = parse_style({{"role", role}});
        CHECK(!style.title.zh.empty());
        CHECK(!style.title.en.empty());
    }
}

TEST_CASE("members of a style override those of its role") {
    const LayerStyle style = parse_style(Json::parse(
        R"({"role": "demand", "title": "驻地", "symbol": {"size": 4}, "label": {"size": 3.5}})"));
    CHECK(style.title.zh == "驻地");
    CHECK(style.symbol.size == 4);
    CHECK(style.symbol.fill == map::parse_colour("#ffffff"));
    REQUIRE(style.label);
    CHECK(style.label->size_mm == 3.5);
    CHECK(style.label->field == "name");
}

TEST_CASE("wrong styles are refused with the word, the place and what is known") {
    const auto refused = [](const char* json) {
        return error_text([&] { (void)parse_style(Json::parse(json)); });
    };
    CHECK(refused(R"({"role": "road"})") == "role: 'road' is not known; did you mean 'roads'?");
    CHECK(refused(R"({"titel": "x"})") == "style: 'titel' is not known; did you mean 'title'?");
    CHECK(refused(R"({"kind": "pie"})") ==
          "kind: 'pie' is not known; known are single, categories, graduated, bands, landuse");
    CHECK(refused(R"({"kind": "categories"})") == "style: 'field' is missing");
    CHECK(refused(R"({"kind": "graduated", "field": "a"})") == "style: 'breaks' is missing");
    CHECK(refused(R"({"kind": "graduated", "field": "a", "breaks": [2, 2]})") ==
          "the breaks [2,2] do not rise");
    CHECK(refused(R"({"symbol": {"fill": "red"}})") ==
          "'red' is no colour\n  hint: write #rrggbb, #rgb or #rrggbbaa");
    CHECK(refused(R"({"symbol": {"width": 90}})") == "width: 90 does not fit; wanted: 0.02..10");
    CHECK(refused(R"({"symbol": {"dash": [1]}})") ==
          "dash: [1] does not fit; wanted: [on, off, ...]");
    CHECK(refused(R"({"label": {"size": 2}})") == "size: 2 does not fit; wanted: 2.5..12");
    CHECK(refused(R"({"ramp": "viridus"})") ==
          "ramp: 'viridus' is not known; did you mean 'viridis'?");
    CHECK(refused(R"({"classes": [{"label": "x"}], "kind": "categories", "field": "a"})") ==
          "classes: 'value' is missing");
}

TEST_CASE("categories keep their order and report values outside the list") {
    base::Diagnostics diagnostics;
    const layer::Layer zones = test::zones();
    const auto found = classes_of(zones, R"({"kind": "categories", "field": "kind", "classes": [
        {"value": "国家级新区", "symbol": {"fill": "#ff0000"}}, {"value": ["科学城", "经开区"],
         "label": {"zh": "科经", "en": "SE"}}]})",
                                  diagnostics);
    CHECK(labels_of(found) == std::vector<std::string>{"国家级新区", "科经", "其他"});
    CHECK(found.of_row == std::vector<std::int32_t>{0, 0, 2, 1, 1, 2});
    CHECK(found.draw_order == std::vector<std::size_t>{2, 1, 0});
    CHECK(test::messages(diagnostics) ==
          std::vector<std::string>{"info: values outside the listed classes are drawn as other: "
                                   "省级新区, 高新区 (test; 2 features: 3, 6)"});
}

TEST_CASE("an unknown field is an error, a field that only a role assumed is a diagnostic") {
    base::Diagnostics diagnostics;
    const layer::Layer places = test::places(3);
    CHECK(error_text([&] {
              (void)classes_of(places, R"({"kind": "categories", "field": "nama"})", diagnostics);
          }).find("nama") != std::string::npos);
    const auto found = classes_of(places, R"({"role": "hubs"})", diagnostics);
    CHECK(labels_of(found) == std::vector<std::string>{"枢纽"});
    CHECK(test::messages(diagnostics).back() ==
          "info: the style 'hubs' looks for a column 'kind', which the layer does not have (test)");
}

TEST_CASE("a layer that is named like a class of its role is drawn as that class") {
    base::Diagnostics diagnostics;
    layer::Layer zones = test::zones();
    zones.remove("kind");
    zones.set_name("生态保护红线");
    const auto found = classes_of(zones, R"({"role": "constraint"})", diagnostics);
    CHECK(labels_of(found) == std::vector<std::string>{"生态保护红线"});
    CHECK(found.classes[0].symbol.hatch == map::Hatch::forward);
}

TEST_CASE("graduated classes follow the breaks, the last is for features without a value") {
    base::Diagnostics diagnostics;
    const auto found = classes_of(
        test::zones(),
        R"({"kind": "graduated", "field": "score", "breaks": [20, 40, 60, 80], "unit": "分"})",
        diagnostics);
    CHECK(labels_of(found) == std::vector<std::string>{"< 20 分", "20 – 40 分", "40 – 60 分",
                                                       "60 – 80 分", "≥ 80 分", "无数据"});
    CHECK(found.of_row == std::vector<std::int32_t>{0, 1, 2, 3, 4, 5});
    CHECK(test::messages(diagnostics) ==
          std::vector<std::string>{"info: features without a value in 'score' are drawn as no data "
                                   "(test; 1 features: 6)"});
    CHECK(error_text([&] {
              (void)classes_of(test::zones(), R"({"kind": "bands", "field": "name"})", diagnostics);
          }) == "the column 'name' holds text; this kind of style needs numbers");
}

TEST_CASE("a diverging ramp has its grey in the class that holds zero") {
    base::Diagnostics diagnostics;
    layer::Layer zones = test::zones();
    zones.set(test::real_field("diff"), layer::Column::of_reals({-20, -7, 0, 7, 20, 1}));
    const auto found = classes_of(zones, R"({"kind": "graduated", "field": "diff",
        "breaks": [-5, 5, 15], "ramp": "diverging"})",
                                  diagnostics);
    CHECK(found.classes[1].symbol.fill == map::diverging_at("diverging", 0));
    CHECK(found.classes[3].symbol.fill == map::diverging_at("diverging", 1));
    CHECK(found.classes[0].symbol.fill == map::diverging_at("diverging", -0.5));
    const map::Colour grey = map::diverging_at("diverging", 0);
    CHECK((grey.r == grey.g && grey.g == grey.b));
}

TEST_CASE("bands are drawn largest first and other values are not drawn") {
    base::Diagnostics diagnostics;
    layer::Layer zones = test::zones();
    zones.set(test::real_field("cutoff_min"), layer::Column::of_reals({60, 15, 30, 45, 90, 15}));
    const auto found =
        classes_of(zones, R"({"role": "isochrones", "cutoffs": [15, 30, 45, 60]})", diagnostics);
    CHECK(labels_of(found) ==
          std::vector<std::string>{"≤ 15 分钟", "15 – 30 分钟", "30 – 45 分钟", "45 – 60 分钟"});
    CHECK(found.of_row == std::vector<std::int32_t>{3, 0, 1, 2, -1, 0});
    CHECK(found.draw_order == std::vector<std::size_t>{3, 2, 1, 0});
    CHECK(test::messages(diagnostics) ==
          std::vector<std::string>{"warning: values outside the listed classes are not drawn: 90 "
                                   "(test; 1 features: 5)"});
}

TEST_CASE("a band that reaches no farther than the one inside it is not drawn") {
    base::Diagnostics diagnostics;
    geo::GeometryArray shapes(geo::Shape::polygon);
    for (const double reach : {1000.0, 2000.0, 2000.0, 2000.0}) {
        shapes.add_ring(std::vector<double>{0, 0, reach, 0, reach, reach, 0, reach, 0, 0});
    }
    layer::Layer rings = test::make_layer("rings", std::move(shapes));
    rings.set(test::real_field("cutoff_min"), layer::Column::of_reals({15, 30, 45, 60}));
    const auto found =
        classes_of(rings, R"({"role": "isochrones", "cutoffs": [15, 30, 45, 60]})", diagnostics);
    CHECK(found.of_row == std::vector<std::int32_t>{0, 1, -1, -1});
}

TEST_CASE("more categories than colours are refused") {
    base::Diagnostics diagnostics;
    CHECK(error_text([&] {
              (void)classes_of(test::places(13), R"({"kind": "categories", "field": "name"})",
                               diagnostics);
          }) ==
          "13 classes, but only 12 colours that can be told apart\n  hint: list the classes with "
          "their own symbols in 'classes', or use fewer");
    CHECK(classes_of(test::places(12), R"({"kind": "categories", "field": "name"})", diagnostics)
              .classes.size() == 13);  // and one for other values
}

TEST_CASE("land-use codes find their own class or the closest parent") {
    CHECK(map::find_landuse("0701")->zh == "城镇住宅用地");
    CHECK(map::find_landuse("100101")->code == "1001");
    CHECK(map::find_landuse("0799")->code == "07");
    CHECK(map::find_landuse("99") == nullptr);
    CHECK(map::find_landuse("") == nullptr);
}

TEST_CASE("a bureau's own colours replace those of the land-use table") {
    base::Diagnostics diagnostics;
    layer::Layer zones = test::zones();
    zones.set(test::text_field("DLBM"),
              layer::Column::of_texts({"0701", "0101", "1207", "0701", "??", ""}));
    const auto found =
        classes_of(zones, R"({"role": "landuse", "field": "DLBM", "colours": {"01": "#123456"}})",
                   diagnostics);
    CHECK(labels_of(found) ==
          std::vector<std::string>{"01 耕地", "0701 城镇住宅用地", "1207 城镇道路用地", "其他"});
    CHECK(found.classes[0].symbol.fill == map::parse_colour("#123456"));
    CHECK(test::messages(diagnostics).size() == 1);
}

TEST_CASE("breaks cut values into equal numbers or equal widths") {
    std::vector<double> values;
    for (int i = 0; i <= 100; ++i) {
        values.push_back(i);
    }
    CHECK(map::quantile_breaks(values, 4, 0) == std::vector<double>{25, 50, 75});
    CHECK(map::equal_breaks(values, 5, 0) == std::vector<double>{20, 40, 60, 80});
    CHECK(map::quantile_breaks({5, 5, 5}, 4, 0) == std::vector<double>{5});
    CHECK(map::equal_breaks({5, 5, 5}, 4, 0).empty());
    CHECK(map::quantile_breaks({}, 4, 0).empty());
    CHECK(map::digits_for({0, 100}) == 0);
    CHECK(map::digits_for({0, 0.5}) == 3);
    CHECK(map::class_of(20, {20, 40}) == 1);
    CHECK(map::class_of(19.9, {20, 40}) == 0);
    CHECK(map::show_number(-1234567.25, 1) == "−1 234 567.2");
    CHECK(map::show_number(-0.01, 1) == "0.0");
    CHECK(map::show_number(123, 0) == "123");
}

TEST_CASE("natural breaks are those of all cuts with the least squared deviations") {
    CHECK(map::jenks_breaks({1, 2, 3, 11, 12, 13, 50, 51}, 3, 1) == std::vector<double>{7, 31.5});
    CHECK(map::jenks_breaks({}, 3, 1).empty());
    CHECK(map::jenks_breaks({4, 4, 4}, 1, 1).empty());
    std::mt19937 random(3);
    std::uniform_int_distribution<int> any(0, 200);
    for (int round = 0; round < 40; ++round) {
        std::vector<double> values;
        for (int i = 0; i < 12; ++i) {
            values.push_back(any(random));
        }
        std::sort(values.begin(), values.end());
        const auto deviation = [&](const std::vector<double>& breaks) {
            double sum = 0;
            for (std::size_t c = 0; c <= breaks.size(); ++c) {
                std::vector<double> own;
                for (const double value : values) {
                    if (map::class_of(value, breaks) == c) {
                        own.push_back(value);
                    }
                }
                double mean = 0;
                for (const double value : own) {
                    mean += value / double(own.size());
                }
                for (const double value : own) {
                    sum += (value - mean) * (value - mean);
                }
            }
            return sum;
        };
        double best = 1e18;
        for (std::size_t i = 1; i < values.size(); ++i) {
            for (std::size_t k = i + 1; k < values.size(); ++k) {
                best = std::min(best, deviation({values[i], values[k]}));
            }
        }
        CHECK(deviation(map::jenks_breaks(values, 3, 3)) == Approx(best).margin(1e-6));
    }
}
