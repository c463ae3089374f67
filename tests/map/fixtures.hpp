// Layers drawn up for the tests, in EPSG:4544 around Chengdu.
#pragma once

#include "layer/layer.hpp"
#include "map/compose.hpp"
#include "map/spec.hpp"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <numbers>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace jt::test {

using Json = nlohmann::json;

inline std::vector<std::int64_t> ids_up_to(std::size_t count) {
    std::vector<std::int64_t> ids(count);
    std::iota(ids.begin(), ids.end(), std::int64_t{1});
    return ids;
}

inline layer::Layer make_layer(const std::string& name, geo::GeometryArray geometry,
                               const std::string& crs = "EPSG:4544") {
    auto ids = ids_up_to(geometry.size());
    return {name, geo::Crs::from(crs), std::move(geometry), std::move(ids)};
}

inline layer::Field text_field(const std::string& name) {
    return {name, layer::Type::text, "", {}};
}
inline layer::Field real_field(const std::string& name) {
    return {name, layer::Type::real, "", {}};
}

/// A star-like polygon of about this radius, counter-clockwise.
inline std::vector<double> blob(double x, double y, double radius, std::mt19937& random) {
    std::uniform_real_distribution<double> share(0.7, 1.3);
    std::vector<double> ring;
    for (int i = 0; i < 24; ++i) {
        const double angle = 2 * std::numbers::pi * i / 24, r = radius * share(random);
        ring.insert(ring.end(), {x + r * std::cos(angle), y + r * std::sin(angle)});
    }
    ring.insert(ring.end(), {ring[0], ring[1]});
    return ring;
}

/// Six zones with names and three kinds.
inline layer::Layer zones() {
    std::mt19937 random(1);
    geo::GeometryArray shapes(geo::Shape::polygon);
    for (int i = 0; i < 6; ++i) {
        shapes.add_ring(blob(390000 + 15000 * (i % 3), 3370000 + 22000 * (i / 3), 7000, random));
    }
    layer::Layer out = make_layer("功能区", std::move(shapes));
    out.set(text_field("name"), layer::Column::of_texts({"天府新区", "两江新区", "东部新区",
                                                         "科学城", "经开区", "高新区"}));
    out.set(text_field("kind"), layer::Column::of_texts({"国家级新区", "国家级新区", "省级新区",
                                                         "科学城", "经开区", "高新区"}));
    out.set(real_field("score"), layer::Column::of_reals({10, 30, 50, 70, 90, std::nan("")}));
    out.set({"schematic", layer::Type::integer, "", {}},
            layer::Column::of_integers({1, 1, 1, 1, 1, 1}));
    return out;
}

/// Roads of two classes that cross the region.
inline layer::Layer roads() {
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{370000, 3365000, 400000, 3380000, 440000, 3376000});
    lines.add_line(std::vector<double>{380000, 3400000, 405000, 3385000, 412000, 3350000});
    lines.add_line(std::vector<double>{372000, 3390000, 436000, 3394000});
    layer::Layer out = make_layer("道路", std::move(lines));
    out.set(text_field("class"), layer::Column::of_texts({"高速公路", "主干路", "主干路"}));
    out.set(text_field("name"), layer::Column::of_texts({"成渝高速", "天府大道", "剑南大道"}));
    return out;
}

/// `count` seeded points with names.
inline layer::Layer places(std::size_t count, unsigned seed = 7) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> x(375000, 430000), y(3360000, 3400000);
    geo::GeometryArray points(geo::Shape::point);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
        const double px = x(random), py = y(random);
        points.add_point(px, py);
        names.push_back("地点" + std::to_string(i));
    }
    layer::Layer out = make_layer("地名", std::move(points));
    out.set(text_field("name"), layer::Column::of_texts(names));
    return out;
}

/// A spec over zones (0), roads (1) and places (2).
inline Json sheet_json_spec() {
    return Json::parse(R"json({
      "file": "01-test", "title": "金江水系与大龙山区位图", "subtitle": "副标题",
      "frames": [{"layers": [{"port": 0, "style": {"role": "zones"}},
                             {"port": 1, "style": {"role": "roads", "label": {"field": "name"}}},
                             {"port": 2, "style": {"role": "demand"}}]}],
      "slots": {"编制单位": "规划院", "编制日期": "2026-11", "图号": "01", "资料来源": "测试"},
      "scenario": {"id": "y25", "name": "近期", "year": 2025},
      "inset": {"layers": [{"port": 0, "style": {"role": "zones"}}]}})json");
}

struct Composed {
    map::SheetSpec spec;
    map::Sheet sheet;
    base::Diagnostics diagnostics;
};

inline Composed composed(const Json& json, const std::vector<const layer::Layer*>& layers) {
    Composed out;
    out.spec = map::parse_spec(json, layers.size());
    out.sheet = map::compose(out.spec, {layers}, out.diagnostics);
    return out;
}

inline std::vector<std::string> messages(const base::Diagnostics& diagnostics) {
    std::vector<std::string> out;
    for (const base::Diagnostic& item : diagnostics.list()) {
        out.push_back(base::render(item, base::Lang::en));
    }
    return out;
}

}  // namespace jt::test
