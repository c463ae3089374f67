#include "map/compose.hpp"
#include "map/fixtures.hpp"
#include "map/furniture.hpp"
#include "map/graticule.hpp"
#include "map/sheet_json.hpp"
#include "map/text.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include "geo/topology.hpp"

#include <algorithm>
#include <set>

using namespace jt;
using test::Json;

namespace {

struct Data {
    layer::Layer zones = test::zones(), roads = test::roads(), places = test::places(40);
    std::vector<const layer::Layer*> list() const { return {&zones, &roads, &places}; }
};

Json compared_spec(const char* sheet_template, int frames) {
    Json json = test::sheet_json_spec();
    json["template"] = sheet_template;
    const Json frame = json["frames"][0];
    json["frames"] = Json::array();
    for (int i = 0; i < frames; ++i) {
        json["frames"].push_back(frame);
        json["frames"][static_cast<std::size_t>(i)]["title"] = "情景" + std::to_string(i);
        json["frames"][static_cast<std::size_t>(i)]["scenario"] = {{"id", "s" + std::to_string(i)},
                                                                   {"year", 2020 + 5 * i}};
    }
    return json;
}

geo::Box box_of(const Json& box) { return {box[0], box[1], box[2], box[3]}; }

bool inside(const geo::Box& outer, const geo::Box& box) {
    return box.min_x >= outer.min_x - 0.002 && box.max_x <= outer.max_x + 0.002 &&
           box.min_y >= outer.min_y - 0.002 && box.max_y <= outer.max_y + 0.002;
}

/// The rules of a sheet, read from its JSON alone.
void check_rules(const std::string& text) {
    const Json json = Json::parse(text);
    std::map<std::string, geo::Box> slots;
    const geo::Box page{0, 0, json["page"]["width_mm"], json["page"]["height_mm"]};
    for (const Json& slot : json["slots"]) {
        slots[slot["name"]] = box_of(slot["box"]);
        CHECK(inside(page, box_of(slot["box"])));
    }
    for (const Json& item : json["items"]) {
        INFO(item.dump());
        CHECK(inside(slots.at(item["slot"]), box_of(item["box"])));
        CHECK((item["kind"] != "text" || item["size_mm"].get<double>() >= 2.5));
    }
    const Json& labels = json["labels"];
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (std::size_t j = i + 1; j < labels.size(); ++j) {
            CHECK((labels[i]["frame"] != labels[j]["frame"] ||
                   !box_of(labels[i]["box"]).meets(box_of(labels[j]["box"]))));
        }
    }
    std::multiset<std::pair<std::string, std::string>> drawn, legend;
    for (const Json& item : json["classes"]) {
        drawn.emplace(item["layer"], item["label"]);
    }
    for (const Json& item : json["legend"]) {
        legend.emplace(item["layer"], item["label"]);
    }
    CHECK(drawn == legend);
}

std::vector<std::string> texts_in(const map::Sheet& sheet, const std::string& slot) {
    std::vector<std::string> out;
    for (const map::Item& item : sheet.items) {
        if (const auto* text = std::get_if<map::TextItem>(&item); text && text->slot == slot) {
            out.push_back(text->text);
        }
    }
    return out;
}

bool has(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

TEST_CASE("every template keeps the rules of a sheet, in both languages") {
    const Data data;
    const std::vector<std::pair<const char*, int>> cases{{"A3横", 1},      {"A3横-双联", 2},
                                                         {"A3横-三联", 3}, {"A3横-三联", 2},
                                                         {"A3横-四联", 4}, {"A3横-四联", 3}};
    for (const auto& [name, frames] : cases) {
        for (const char* lang : {"zh", "en"}) {
            INFO(name << " " << frames << " " << lang);
            Json json = compared_spec(name, frames);
            json["lang"] = lang;
            const auto out = test::composed(json, data.list());
            CHECK(map::faults(out.sheet).empty());
            check_rules(map::sheet_json(out.sheet));
        }
    }
}

TEST_CASE("frames side by side have one scale and one extent") {
    const Data data;
    const auto out = test::composed(compared_spec("A3横-三联", 3), data.list());
    const Json frames = out.sheet.about.at("frames");
    REQUIRE(frames.size() == 3);
    CHECK(frames[0]["extent"] == frames[1]["extent"]);
    CHECK(frames[0]["extent"] == frames[2]["extent"]);
    CHECK(has(texts_in(out.sheet, "frame2.title"), "情景1 · s1（2025 年）"));
}

TEST_CASE("the faults of a bad sheet are named") {
    map::Sheet sheet;
    sheet.slots = {{"title", {0, 0, 100, 10}}};
    map::add_text(sheet, "title", "出格", {2.0, map::Face::sans, false}, 98, 8);
    sheet.labels = {{0, "l", "甲", 1, 3, {0, 0, 5, 5}}, {0, "l", "乙", 2, 3, {4, 4, 9, 9}}};
    sheet.drawn = {{"道路", "高速", true}, {"园区", "其他", false}};
    CHECK(map::faults(sheet) ==
          std::vector<std::string>{"labels '甲' and '乙' meet", "'出格' is outside its slot title",
                                   "'出格' is smaller than 2.5 mm",
                                   "the legend does not list exactly the classes drawn"});
}

TEST_CASE("the legend lists the classes that reach into the frame, and no others") {
    const Data data;
    Json json = test::sheet_json_spec();
    json["extent"] = {{"box", {383000, 3363000, 397000, 3377000}}};  // the first zone alone
    json["scale"] = 100000;
    const auto out = test::composed(json, data.list());
    const Json extent = out.sheet.about.at("frames")[0]["extent"];
    geo::GeometryArray frame(geo::Shape::polygon);
    const double a = extent[0], b = extent[1], c = extent[2], d = extent[3];
    frame.add_ring(std::vector<double>{a, b, c, b, c, d, a, d, a, b});
    std::set<std::string> expected;
    for (std::size_t i = 0; i < data.zones.rows(); ++i) {
        if (geo::intersection_area(data.zones.geometry(), i, frame, 0) > 0) {
            const std::string kind(data.zones.column("kind").text(i));
            expected.insert(kind == "经开区" || kind == "高新区" ? "经开区、高新区" : kind);
        }
    }
    std::set<std::string> found;
    for (const map::ClassRecord& record : out.sheet.legend) {
        if (record.layer == "功能区") {
            found.insert(record.label);
        }
    }
    CHECK(found == expected);
    CHECK(found.size() < 4);
}

TEST_CASE("a sheet without approval number is stamped, and none is invented") {
    const Data data;
    Json json = test::sheet_json_spec();
    const auto open = test::composed(json, data.list());
    CHECK(texts_in(open.sheet, "stamp") == std::vector<std::string>{"未审核·内部用图"});
    CHECK(texts_in(open.sheet, "block").back() == "未审核·内部用图");
    json["slots"]["审图号"] = "川S(2026)00012号";
    const auto approved = test::composed(json, data.list());
    CHECK(texts_in(approved.sheet, "stamp").empty());
    CHECK(texts_in(approved.sheet, "block").back() == "川S(2026)00012号");
}

TEST_CASE("notes tell CRS, boundaries, schematic layers, source and scenario") {
    const Data data;
    const auto out = test::composed(test::sheet_json_spec(), data.list());
    std::string notes;
    for (const std::string& line : texts_in(out.sheet, "notes")) {
        notes += line;
    }
    CHECK(notes ==
          "说明1.坐标系：2000国家大地坐标系，高斯-克吕格3°分带投影，中央经线105°E（EPSG:4544）。"
          "2.图上界线不作为划界依据。3.示意：功能区的位置为示意，不得用于定位。"
          "4.资料来源：测试5.情景：y25 近期（2025 年）");
    Json json = test::sheet_json_spec();
    json["schematic"] = false;
    json["lang"] = "en";
    const auto english = test::composed(json, data.list());
    CHECK(has(texts_in(english.sheet, "notes"),
              "Boundaries on this map are not a basis for delimitation."));
    CHECK_FALSE(has(texts_in(english.sheet, "notes"), "3. Schematic"));
}

TEST_CASE("empty and distant layers are drawn as nothing and told") {
    const Data data;
    layer::Layer nothing = test::make_layer("空图层", geo::GeometryArray(geo::Shape::polygon));
    geo::GeometryArray far_points(geo::Shape::point);
    far_points.add_point(900000, 3380000);
    far_points.null_feature();
    const layer::Layer distant = test::make_layer("远处", std::move(far_points));
    Json json = test::sheet_json_spec();
    json["frames"][0]["layers"].push_back({{"port", 3}});
    json["frames"][0]["layers"].push_back({{"port", 4}});
    json["extent"] = {{"layer", 0}};
    const auto out =
        test::composed(json, {&data.zones, &data.roads, &data.places, &nothing, &distant});
    const auto told = test::messages(out.diagnostics);
    CHECK(has(told, "warning: the layer has no features to draw (空图层)"));
    CHECK(has(told, "warning: no feature of the layer lies inside the frame (远处)"));
    CHECK(has(told, "warning: features without geometry are not drawn (远处; 1 features: 2)"));
    CHECK(map::faults(out.sheet).empty());
}

TEST_CASE("filters choose features by expression") {
    const Data data;
    Json json = test::sheet_json_spec();
    json["frames"][0]["layers"][0]["filter"] =
        Json::parse(R"({"op": "eq", "args": [{"col": "kind"}, {"text": "科学城"}]})");
    const auto out = test::composed(json, data.list());
    std::vector<std::string> zones;
    for (const map::ClassRecord& record : out.sheet.legend) {
        if (record.layer == "功能区") {
            zones.push_back(record.label);
        }
    }
    CHECK(zones == std::vector<std::string>{"科学城"});
}

TEST_CASE("counts and areas stand beside the classes") {
    const Data data;
    Json json = test::sheet_json_spec();
    json["frames"][0]["layers"][0]["style"]["numbers"] = "count";
    const auto out = test::composed(json, data.list());
    CHECK(std::any_of(out.sheet.legend.begin(), out.sheet.legend.end(),
                      [](const map::ClassRecord& r) { return r.label == "国家级新区（2）"; }));
    json["frames"][0]["layers"][0]["style"]["numbers"] = "none";
    json["frames"][0]["layers"][1]["style"]["numbers"] = "area";
    CHECK(test::error_text([&] { (void)test::composed(json, data.list()); }) ==
          "'道路' holds line features, which have no area\n  in drawing of layer '道路'");
}

TEST_CASE("a layer kept out of the legend is recorded as such") {
    const Data data;
    Json json = test::sheet_json_spec();
    json["frames"][0]["layers"][1]["style"]["legend"] = false;
    const auto out = test::composed(json, data.list());
    CHECK(map::faults(out.sheet).empty());
    CHECK(std::none_of(out.sheet.legend.begin(), out.sheet.legend.end(),
                       [](const map::ClassRecord& r) { return r.layer == "道路"; }));
    CHECK(std::any_of(out.sheet.drawn.begin(), out.sheet.drawn.end(),
                      [](const map::ClassRecord& r) { return r.layer == "道路" && !r.listed; }));
}

TEST_CASE("graticule figures are degrees, minutes and, where needed, seconds") {
    CHECK(map::degree_text(104.5, true, 30) == "104°30′E");
    CHECK(map::degree_text(104, true, 60) == "104°E");
    CHECK(map::degree_text(30.0 + 20.25 / 60, false, 0.25) == "30°20′15″N");
    CHECK(map::degree_text(-30.5, false, 30) == "30°30′S");
    CHECK(map::graticule_step(4) == 60);
    CHECK(map::graticule_step(1) == 10);
}

TEST_CASE("a font that is not installed is a machine error that names the package") {
    const auto error = test::error_of([] { map::require_font("No Such Font 黑体"); });
    REQUIRE(error);
    CHECK(error->kind() == base::ErrorKind::machine);
    CHECK(error->text(base::Lang::en) ==
          "the font 'No Such Font 黑体' is not installed\n  hint: install the package "
          "fonts-noto-cjk");
    CHECK_NOTHROW(map::require_fonts());
}

TEST_CASE("Chinese text is as wide as its em boxes and wraps without spaces") {
    const map::TextStyle style{3, map::Face::sans, false};
    const geo::Box box = map::measure_text("成都重庆", style);
    CHECK(box.max_x == Approx(12).epsilon(0.01));
    CHECK(box.max_y - box.min_y >= 3);
    const auto lines = map::wrap_text("四川天府新区与两江新区，交通等时圈图", style, 20);
    CHECK(lines.size() == 3);
    for (const std::string& line : lines) {
        CHECK(map::measure_text(line, style).max_x <= 20);
    }
}
