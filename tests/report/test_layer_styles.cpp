#include "report/layer_styles.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using source::StyleKind;

namespace {

layer::Layer areas(const std::vector<std::string>& kinds, const std::vector<double>& scores) {
    geo::GeometryArray geometry(geo::Shape::polygon);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const double x = 500000 + 100.0 * double(i);
        geometry.add_ring(std::vector<double>{x, 0, x, 50, x + 50, 50, x, 0});
        ids.push_back(static_cast<std::int64_t>(i));
    }
    layer::Layer out("园区", geo::Crs::from("EPSG:4544"), std::move(geometry), ids);
    out.set(layer::Field{"kind", layer::Type::text, "", {}}, layer::Column::of_texts(kinds));
    out.set(layer::Field{"score", layer::Type::real, "", {}}, layer::Column::of_reals(scores));
    return out;
}

source::LayerStyle style_of(const nlohmann::json& json, const layer::Layer& layer) {
    return report::layer_style(map::parse_style(json), "图", layer, base::Lang::zh);
}

}  // namespace

TEST_CASE("a graduated style keeps breaks, colours, labels and the class without a value") {
    const auto layer = areas({"a", "a", "a"}, {10, 20, NAN});
    const auto style = style_of({{"kind", "graduated"},
                                 {"field", "score"},
                                 {"breaks", {20, 40}},
                                 {"unit", "分"},
                                 {"opacity", 0.5}},
                                layer);
    CHECK(style.kind == StyleKind::graduated);
    CHECK(style.field == "score");
    CHECK(style.opacity == 0.5);
    CHECK((style.least == 10 && style.most == 20));
    REQUIRE(style.classes.size() == 3);  // 40 and above has no feature
    CHECK(style.classes[0].label == "< 20 分");
    CHECK(style.classes[0].high == 20);
    CHECK(style.classes[1].low == 20);
    CHECK(style.classes[1].high == 40);
    CHECK(style.classes[2].rest);
    CHECK(style.classes[2].label == "无数据");
    CHECK(style.classes[2].level == 0);
    const auto ramp = map::ramp("viridis", 3);
    CHECK(style.classes[1].symbol.fill == source::Colour{ramp[1].r, ramp[1].g, ramp[1].b, 255});
    CHECK(source::classes_of(style, layer) == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("categories keep the values that are there, others are the rest, the first is on top") {
    const auto layer = areas({"enclave", "飞地", "bonded", "x"}, {1, 1, 1, 1});
    const auto style = style_of({{"role", "parks"}}, layer);
    CHECK(style.kind == StyleKind::categorised);
    REQUIRE(style.classes.size() == 3);
    CHECK(style.classes[0].label == "飞地园区");
    CHECK(style.classes[0].values == std::vector<std::string>{"enclave", "飞地"});
    CHECK(style.classes[0].symbol.marker == "star");
    CHECK(style.classes[0].level > style.classes[1].level);
    CHECK(style.classes[2].rest);
    CHECK(style.classes[2].values.empty());
    CHECK(source::classes_of(style, layer) == std::vector<std::size_t>{0, 0, 1, 2});
}

TEST_CASE("land use is classes by the longest code that is known") {
    const auto layer = areas({"070102", "0701", "1001"}, {1, 1, 1});
    const auto style = style_of({{"role", "landuse"}}, layer);
    REQUIRE(style.classes.size() == 2);
    CHECK(style.classes[0].label == "0701 城镇住宅用地");
    CHECK(style.classes[0].values == std::vector<std::string>{"0701", "070102"});
    CHECK(style.classes[0].symbol.fill == source::Colour{255, 245, 70, 255});
}

TEST_CASE("a role whose column is missing, and a symbol that shows nothing, draw one class") {
    auto layer = areas({"a"}, {1});
    layer.remove("kind");
    const auto style = style_of({{"role", "parks"}}, layer);
    CHECK(style.kind == StyleKind::single);
    CHECK(style.classes.size() == 1);
    const auto bare = style_of({{"symbol", nlohmann::json::object()}}, layer);
    CHECK(bare.classes[0].symbol.fill.has_value());
}

TEST_CASE("hatches, dashes and labels go over; a label of a missing field does not") {
    const auto layer = areas({"ecology"}, {1});
    const auto style =
        style_of({{"role", "constraint"}, {"label", {{"field", "kind"}, {"size", 3}}}}, layer);
    const auto& symbol = style.classes.at(0).symbol;
    CHECK(symbol.hatch == std::vector<double>{45});
    CHECK(symbol.fill->a == 128);
    REQUIRE(style.label);
    CHECK(style.label->size_mm == 3);
    CHECK_FALSE(style_of({{"role", "parks"}}, layer).label);  // wants a name
}

TEST_CASE("an empty layer keeps all classes of its style") {
    const auto style = style_of({{"role", "parks"}}, areas({}, {}));
    CHECK(style.classes.size() == 5);
}

TEST_CASE("a style for text where numbers are wanted is refused as on a sheet") {
    CHECK(test::error_text([] {
              style_of({{"kind", "graduated"}, {"field", "kind"}, {"breaks", {1}}},
                       areas({"a"}, {1}));
          }).find("kind") != std::string::npos);
}

TEST_CASE("values of land use are known by code and by name") {
    const auto colours = report::class_colours("automatic");
    CHECK(colours.known("0701")->label == "0701 城镇住宅用地");
    CHECK(colours.known("工业用地")->label == "工业用地");
    CHECK(colours.known(" 1401 ")->colour == source::Colour{0, 190, 70, 255});
    CHECK_FALSE(colours.known("99"));
    CHECK_FALSE(colours.known("070"));
    CHECK_FALSE(colours.known("0701A"));
    CHECK(colours.palette.size() == 12);
}
