#include "map/box_grid.hpp"
#include "map/fixtures.hpp"
#include "map/labels.hpp"
#include "map/sheet_json.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace jt;
using test::Json;

TEST_CASE("a box grid answers as a plain search over all boxes does") {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> at(-20, 300), size(0.1, 30);
    map::BoxGrid grid;
    std::vector<geo::Box> boxes;
    for (int i = 0; i < 300; ++i) {
        const double x = at(random), y = at(random);
        const geo::Box box{x, y, x + size(random) / 4, y + size(random) / 4};
        const bool expected = std::any_of(boxes.begin(), boxes.end(),
                                          [&](const geo::Box& b) { return b.meets(box); });
        CHECK(grid.meets(box) == expected);
        grid.add(box);
        boxes.push_back(box);
    }
}

TEST_CASE("labels never meet, stay in their frame, and are all placed or listed as dropped") {
    const layer::Layer zones = test::zones(), roads = test::roads();
    for (const std::size_t count : {10U, 100U, 700U}) {
        const layer::Layer places = test::places(count, static_cast<unsigned>(count));
        const auto out = test::composed(test::sheet_json_spec(), {&zones, &roads, &places});
        const auto& labels = out.sheet.labels;
        const geo::Box frame = out.sheet.slot("frame1");
        for (std::size_t i = 0; i < labels.size(); ++i) {
            CHECK(labels[i].box.min_x > frame.min_x);
            CHECK(labels[i].box.max_y < frame.max_y);
            for (std::size_t j = i + 1; j < labels.size(); ++j) {
                CHECK_FALSE(labels[i].box.meets(labels[j].box));
            }
        }
        CHECK(labels.size() + out.sheet.dropped.size() == count + zones.rows() + roads.rows());
        CHECK((count < 700 || !out.sheet.dropped.empty()));
    }
}

TEST_CASE("dropped labels are told with the ids of their features") {
    const layer::Layer zones = test::zones(), roads = test::roads();
    geo::GeometryArray points(geo::Shape::point);
    for (int i = 0; i < 80; ++i) {  // all on one spot
        points.add_point(400000 + i, 3380000);
    }
    layer::Layer places = test::make_layer("地名", std::move(points));
    places.set(test::text_field("name"),
               layer::Column::of_texts(std::vector<std::string>(80, "同一地点的名称")));
    const auto out = test::composed(test::sheet_json_spec(), {&zones, &roads, &places});
    REQUIRE(!out.sheet.dropped.empty());
    const auto& list = out.diagnostics.list();
    const auto told = std::find_if(list.begin(), list.end(), [](const base::Diagnostic& d) {
        return d.message.id == "map.label.dropped" && d.where == "区县驻地";
    });
    REQUIRE(told != list.end());
    std::int64_t dropped = 0;
    for (const map::LabelRecord& record : out.sheet.dropped) {
        dropped += record.layer == "区县驻地" ? 1 : 0;
    }
    CHECK(told->count == dropped);
}

TEST_CASE("a label of higher priority gets the place that two want") {
    const layer::Layer zones = test::zones(), roads = test::roads();
    geo::GeometryArray one(geo::Shape::point);
    one.add_point(400000, 3380000);
    layer::Layer a = test::make_layer("甲", one), b = test::make_layer("乙", one);
    a.set(test::text_field("name"), layer::Column::of_texts({"甲地点"}));
    b.set(test::text_field("name"), layer::Column::of_texts({"乙地点"}));
    Json json = test::sheet_json_spec();
    json["frames"][0]["layers"] = Json::parse(R"([
        {"port": 2, "style": {"role": "demand", "label": {"priority": 90}}},
        {"port": 3, "style": {"role": "demand", "label": {"priority": 10}}}])");
    json["extent"] = {{"layer", 0}};
    const auto out = test::composed(json, {&zones, &roads, &a, &b});
    REQUIRE(out.sheet.labels.size() == 2);
    CHECK(out.sheet.labels[0].text == "甲地点");
    const double x = (out.sheet.slot("frame1").min_x + out.sheet.slot("frame1").max_x) / 2;
    CHECK(out.sheet.labels[0].box.min_x > 0);
    CHECK(std::fabs(out.sheet.labels[0].box.min_x - x) <
          std::fabs(out.sheet.labels[1].box.max_x - x) + 60);
}

TEST_CASE("a label that found no room on its polygon never stands on another of its layer") {
    const layer::Layer roads = test::roads();
    const auto square = [](double x, double half) {
        return std::vector<double>{x - half, 3370000 - half, x + half, 3370000 - half,
                                   x + half, 3370000 + half, x - half, 3370000 + half,
                                   x - half, 3370000 - half};
    };
    // One speck lies in a hole of a large area, one outside.
    geo::GeometryArray shapes(geo::Shape::polygon);
    shapes.begin_feature();
    shapes.begin_part();
    for (const auto& ring : {square(400000, 30000), square(410000, 400)}) {
        shapes.begin_ring();
        for (std::size_t i = 0; i < ring.size(); i += 2) {
            shapes.add(ring[i], ring[i + 1]);
        }
    }
    shapes.end_feature();
    shapes.add_ring(square(410000, 300));
    shapes.add_ring(square(440000, 300));
    const std::vector<std::string> names{"大", "洞中", "界外"};
    layer::Layer areas = test::make_layer("园区", shapes);
    areas.set(test::text_field("name"), layer::Column::of_texts(names));
    Json json = test::sheet_json_spec();
    json["frames"][0]["layers"] = Json::parse(R"([
        {"port": 2, "style": {"role": "parks", "label": {"field": "name"}}}])");
    json["extent"] = {{"layer", 2}};
    const auto out = test::composed(json, {&roads, &roads, &areas});
    std::vector<std::string> placed, dropped;
    for (const auto& label : out.sheet.labels) {
        placed.push_back(label.text);
    }
    for (const auto& label : out.sheet.dropped) {
        dropped.push_back(label.text);
    }
    std::sort(placed.begin(), placed.end());
    std::sort(dropped.begin(), dropped.end());
    CHECK(placed == std::vector<std::string>{"大", "界外"});
    CHECK(dropped == std::vector<std::string>{"洞中"});
}

TEST_CASE("a label column that the user names must be there") {
    const layer::Layer zones = test::zones(), roads = test::roads(), places = test::places(3);
    Json json = test::sheet_json_spec();
    json["frames"][0]["layers"][2]["style"]["label"] = {{"field", "nama"}};
    CHECK(test::error_text([&] {
              (void)test::composed(json, {&zones, &roads, &places});
          }) ==
          "unknown column 'nama'; did you mean 'name'?\n  in layer '地名'\n  in drawing of layer "
          "'地名'");
}
