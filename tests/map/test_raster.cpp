#include "base/parallel.hpp"
#include "map/compose.hpp"
#include "map/fixtures.hpp"
#include "map/page.hpp"
#include "map/raster_sample.hpp"
#include "map/sheet_json.hpp"
#include "map/symbols.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>

using namespace jt;
using surface::Grid;
using surface::Surface;
using test::error_text;
using test::Json;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// 12 x 9 cells of 1 km around Chengdu; values are column + 20 * row, one cell without.
Surface cells(const std::string& crs = "EPSG:4544") {
    const Grid grid{12, 9, 400000, 3390000, 1000, 1000};
    std::vector<float> values;
    for (std::size_t i = 0; i < grid.cells(); ++i) {
        values.push_back(static_cast<float>(i % 12 + 20 * (i / 12)));
    }
    values[2 * 12 + 5] = std::nanf("");
    return {grid, geo::Crs::from(crs), std::move(values)};
}

Json spec_of(const Json& style) {
    Json json{{"file", "01"}, {"title", "栅格"}, {"dpi", 100}, {"crs", "EPSG:4544"}};
    json["frames"] = {{{"layers", {{{"surface", 0}, {"style", style}}}}}};
    json["frames"][0]["layers"][0]["style"]["title"] = "坡度";
    return json;
}

struct Drawn {
    map::SheetSpec spec;
    map::Sheet sheet;
    base::Diagnostics diagnostics;

    const map::Picture& picture() const {
        for (const map::Item& item : sheet.items) {
            const auto* found = std::get_if<map::PictureItem>(&item);
            if (found != nullptr && found->slot == "frame1") {
                return found->picture;
            }
        }
        FAIL("the sheet has no picture");
        throw 0;
    }
    const map::View& view() const { return *sheet.place; }
    /// 0xRRGGBB of the pixel that holds a place on the ground.
    std::uint32_t at(const map::Pixels& pixels, double x, double y) const {
        const double per_mm = spec.dpi / 25.4;
        const auto column = static_cast<int>(std::floor(view().page_x(x) * per_mm)) - pixels.x;
        const auto row = static_cast<int>(std::floor(view().page_y(y) * per_mm)) - pixels.y;
        return pixels.rgb[static_cast<std::size_t>(row * pixels.width + column)];
    }
    map::Pixels pixels() const { return map::draw_pixels(picture(), spec.dpi); }
    std::vector<std::string> legend() const {
        std::vector<std::string> out;
        for (const map::ClassRecord& record : sheet.legend) {
            out.push_back(record.label);
        }
        return out;
    }
};

Drawn drawn(const Json& json, const Surface& surface) {
    Drawn out;
    out.spec = map::parse_spec(json, 0, 1);
    out.sheet = map::compose(out.spec, {{}, {&surface}}, out.diagnostics);
    CHECK(map::faults(out.sheet).empty());
    return out;
}

std::uint32_t rgb(map::Colour c) {
    return std::uint32_t{c.r} << 16U | std::uint32_t{c.g} << 8U | c.b;
}

const Json kGraduated{{"kind", "graduated"}, {"breaks", {40, 80, 120}}, {"ramp", "blues"}};

}  // namespace

TEST_CASE("each cell has the colour of its class, and one without a value shows the paper") {
    const Surface surface = cells();
    const Drawn out = drawn(spec_of(kGraduated), surface);
    const map::Pixels pixels = out.pixels();
    const auto colours = map::ramp("blues", 4);
    for (std::size_t row = 0; row < 9; ++row) {
        for (std::size_t column = 0; column < 12; ++column) {
            const double value = surface.at(row, column);
            const std::uint32_t wanted = std::isnan(value)
                                             ? 0xFFFFFF
                                             : rgb(colours[static_cast<std::size_t>(value >= 40) +
                                                           static_cast<std::size_t>(value >= 80) +
                                                           static_cast<std::size_t>(value >= 120)]);
            CHECK(out.at(pixels, surface.grid().x(column), surface.grid().y(row)) == wanted);
        }
    }
    CHECK(out.at(pixels, 399000, 3385000) == 0xFFFFFF);  // beside the surface
    CHECK(out.legend() == std::vector<std::string>{"< 40", "40 – 80", "80 – 120", "≥ 120"});
}

TEST_CASE("the legend lists the classes that the frame shows and no others") {
    const Surface surface = cells();
    Json json = spec_of(kGraduated);
    json["extent"] = {{"box", {400100, 3388100, 411900, 3389900}}};  // the two northern rows
    json["scale"] = 10000;
    const Drawn out = drawn(json, surface);
    const auto ground = out.view().ground();
    REQUIRE(ground.min_y > 3386000);
    CHECK(out.legend() == std::vector<std::string>{"< 40", "40 – 80"});
}

TEST_CASE("cells lie on the page within half a pixel, in the CRS of the map and in another") {
    const auto change = [](const Drawn& out, const map::Pixels& pixels, int row) {
        const std::uint32_t* line = &pixels.rgb[static_cast<std::size_t>(row * pixels.width)];
        int at = 1;
        while (at < pixels.width && !(line[at - 1] != 0xFFFFFF && line[at] != line[at - 1])) {
            ++at;
        }
        return (pixels.x + at) / (out.spec.dpi / 25.4);  // mm
    };
    const Json style{{"kind", "graduated"}, {"breaks", {0.5}}, {"resample", "nearest"}};
    SECTION("the same CRS") {
        const Surface surface(Grid{2, 1, 400000, 3390000, 6000, 9000}, geo::Crs::from("EPSG:4544"),
                              std::vector<float>{0, 1});
        const Drawn out = drawn(spec_of(style), surface);
        const map::Pixels pixels = out.pixels();
        const double wanted = out.view().page_x(406000);
        for (int row = pixels.height / 3; row < pixels.height * 2 / 3; ++row) {
            CHECK(std::fabs(change(out, pixels, row) - wanted) <= 0.5 * 25.4 / 100 + 1e-9);
        }
    }
    SECTION("in degrees: a meridian") {
        const Surface surface(Grid{2, 1, 103.9, 30.7, 0.1, 0.12}, geo::Crs::from("EPSG:4490"),
                              std::vector<float>{0, 1});
        Json json = spec_of(style);
        json["extent"] = {{"box", {401000, 3386000, 407000, 3394000}}};
        const Drawn out = drawn(json, surface);
        const map::Pixels pixels = out.pixels();
        const geo::Transform back(geo::Crs::from("EPSG:4544"), geo::Crs::from("EPSG:4490"));
        int checked = 0;
        for (int row = 0; row < pixels.height; ++row) {
            const double page_y = (pixels.y + row + 0.5) / (100 / 25.4);
            const double page_x = change(out, pixels, row);
            if (page_x > out.view().page.max_x - 1) {
                continue;
            }
            ++checked;
            for (const double side : {-0.5, 0.5}) {  // half a pixel away it is west, or east of it
                double x = out.view().map_x(page_x + (side + side * 1e-6) * 25.4 / 100);
                double y = out.view().map_y(page_y);
                back.apply(x, y);
                CHECK((x < 104.0) == (side < 0));
            }
        }
        CHECK(checked > 300);
        CHECK(test::messages(out.diagnostics).front().find("EPSG:4544") != std::string::npos);
    }
}

TEST_CASE("opacity mixes a surface with what is below it") {
    const Surface surface = cells();
    Json style{{"kind", "categories"}, {"other", {{"symbol", {{"fill", "#000000"}}}}}};
    style["classes"] = {{{"value", 0}, {"label", "零"}, {"symbol", {{"fill", "#ff0000"}}}}};
    style["opacity"] = 0.6;
    const Drawn out = drawn(spec_of(style), surface);
    const map::Pixels pixels = out.pixels();
    CHECK(out.at(pixels, 400500, 3389500) == 0xFF6666);  // 255 * 0.4 = 102
    CHECK(out.at(pixels, 401500, 3389500) == 0x666666);
    CHECK(out.at(pixels, 405500, 3387500) == 0xFFFFFF);
    CHECK(out.legend() == std::vector<std::string>{"零", "其他"});
    const auto told = test::messages(out.diagnostics);
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("info: values that no class lists are drawn as other: 1, 2, 3") == 0);
}

TEST_CASE("continuous values: colours along the range, told where values lie beyond") {
    const Surface surface = cells();
    const Json style{
        {"ramp", "greys"}, {"range", {0, 100}}, {"unit", "°"}, {"resample", "nearest"}};
    const Drawn out = drawn(spec_of(style), surface);
    const map::Pixels pixels = out.pixels();
    CHECK(out.at(pixels, 400500, 3389500) == 0x000000);
    CHECK(out.at(pixels, 411500, 3381500) == 0xFFFFFF);  // 171 takes the colour of 100
    CHECK(out.legend() == std::vector<std::string>{"0 – ≥ 100 °"});
    CHECK(test::messages(out.diagnostics).front().find("values beyond 0 to 100") !=
          std::string::npos);
    const Drawn odd = drawn(spec_of({{"range", {0.3, 1}}, {"digits", 1}}), surface);
    std::vector<std::string> words;
    for (const map::Item& item : odd.sheet.items) {
        const auto* text = std::get_if<map::TextItem>(&item);
        if (text != nullptr && text->slot == "legend") {
            words.push_back(text->text);
        }
    }
    CHECK(words == std::vector<std::string>{"坡度", "≤ 0.3", "≥ 1.0", "图例"});  // 0.65 is not 0.7
    const Drawn all = drawn(spec_of({{"ramp", "greys"}, {"digits", 0}}), surface);
    CHECK(all.legend() == std::vector<std::string>{"0 – 171"});
    CHECK(all.diagnostics.list().empty());
}

TEST_CASE("cells larger than pixels are interpolated, smaller ones averaged") {
    Drawn out = drawn(spec_of({{"kind", "continuous"}}), cells());
    const auto& fact = out.sheet.about.at("frames").at(0).at("surfaces").at(0);
    CHECK(fact.at("resample") == "bilinear");
    CHECK(fact.at("pixels").get<int>() > 100000);
    const Grid fine{2400, 1800, 400000, 3390000, 5, 5};
    std::vector<float> checks(fine.cells());
    for (std::size_t i = 0; i < checks.size(); ++i) {
        checks[i] = (i % 2400 + i / 2400) % 2 == 0 ? 0.0F : 100.0F;
    }
    for (const std::string crs : {"EPSG:4544", "EPSG:4490"}) {
        Grid grid = fine;
        if (crs == "EPSG:4490") {
            grid = {2400, 1800, 103.95, 30.65, 5e-5, 5e-5};
        }
        const Surface surface(grid, geo::Crs::from(crs), checks);
        Json json = spec_of({{"range", {0, 100}}, {"ramp", "greys"}});
        if (crs == "EPSG:4490") {
            json["extent"] = {{"box", {404000, 3385000, 406000, 3387000}}};
        }
        json["scale"] = 400000;  // a pixel of 101.6 m: some 20 cells across
        out = drawn(json, surface);
        CHECK(out.sheet.about.at("frames").at(0).at("surfaces").at(0).at("resample") == "mean");
        const map::Pixels pixels = out.pixels();
        const auto ground = out.view().ground();
        const std::uint32_t grey =
            out.at(pixels, (ground.min_x + ground.max_x) / 2, (ground.min_y + ground.max_y) / 2);
        CHECK(std::abs(static_cast<int>(grey & 0xFFU) - 127) <= 3);
    }
}

TEST_CASE("what is wrong with the style of a surface is told") {
    const Surface surface = cells();
    const auto refused = [&](const Json& style) {
        return error_text([&] { (void)drawn(spec_of(style), surface); });
    };
    CHECK(refused({{"kind", "bands"}}).find("kind: 'bands' is not known") == 0);
    CHECK(refused({{"field", "x"}}).find("style: 'field' is not known") == 0);
    CHECK(refused({{"range", {3, 1}}}).find("range: [3,1] does not fit; wanted: [low, high]") == 0);
    CHECK(refused({{"resample", "cubic"}}).find("resample: 'cubic' is not known") == 0);
    CHECK(
        refused({{"kind", "categories"}}) ==
        "the surface has more than 12 values, and as many colours can be told apart\n  in drawing "
        "of surface '坡度'\n  hint: list them in 'classes', or draw it graduated or continuous");
    Json named{{"kind", "categories"}};
    named["classes"] = {{{"value", "林地"}}};
    CHECK(refused(named).find("'林地' is no class of a surface: its classes are numbers") == 0);
    Json many{{"kind", "categories"}};
    for (int i = 0; i < 13; ++i) {
        many["classes"].push_back({{"value", i}});
    }
    CHECK(refused(many).find("13 classes, but only 12 colours that can be told apart") == 0);
    Json untitled = spec_of({{"kind", "shade"}});
    untitled["frames"][0]["layers"][0]["style"].erase("title");
    CHECK(error_text([&] { (void)drawn(untitled, surface); }).find("style: 'title' is missing") ==
          0);
    Json two = spec_of({{"kind", "continuous"}});
    two["template"] = "A3横-双联";
    two["frames"].push_back(two["frames"][0]);
    CHECK(error_text([&] {
              (void)map::parse_spec(two, 0, 1);
          }).find("frames side by side need the same classes, but the style of '坡度'") == 0);
    CHECK(error_text([&] {
              (void)map::parse_spec(spec_of(kGraduated), 2, 0);
          }).find("number 0 is asked for, but the port 'surfaces' has 0") == 0);
}

TEST_CASE("a surface outside of the frame, or of nodata, is told and leaves no legend entry") {
    const Surface surface = cells();
    Json json = spec_of(kGraduated);
    json["extent"] = {{"box", {500000, 3390000, 510000, 3400000}}};
    const Drawn away = drawn(json, surface);
    CHECK(away.legend().empty());
    CHECK(test::messages(away.diagnostics).back() ==
          "warning: no feature of the layer lies inside the frame (坡度)");
    const Surface empty(Grid{3, 3, 400000, 3390000, 1000, 1000}, geo::Crs::from("EPSG:4544"),
                        std::vector<float>(9, std::nanf("")));
    for (const char* kind : {"continuous", "categories", "shade"}) {
        CHECK(drawn(spec_of({{"kind", kind}}), empty).legend().empty());
    }
    CHECK(drawn(spec_of({{"kind", "graduated"}, {"method", "quantile"}}), empty).legend().empty());
}

TEST_CASE("quantile breaks of a surface cut its cells into equal parts") {
    const Grid grid{100, 100, 400000, 3390000, 100, 100};
    std::vector<float> values(grid.cells());
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<float>(i) / 10;  // 0 to 999.9, even
    }
    const Surface surface(grid, geo::Crs::from("EPSG:4544"), std::move(values));
    const Drawn out =
        drawn(spec_of({{"kind", "graduated"}, {"method", "quantile"}, {"count", 4}, {"digits", 0}}),
              surface);
    CHECK(out.legend() == std::vector<std::string>{"< 250", "250 – 500", "500 – 750", "≥ 750"});
}

TEST_CASE("a sheet with surfaces has the same bytes for any number of threads") {
    const Surface surface = cells();
    const layer::Layer zones = test::zones();
    Json json = spec_of({{"kind", "continuous"}, {"opacity", 0.7}});
    json["frames"][0]["layers"].push_back(
        Json::parse(R"({"port": 0, "style": {"role": "zones"}})"));
    const auto written = [&] {
        base::Diagnostics diagnostics;
        const auto spec = map::parse_spec(json, 1, 1);
        const map::Sheet sheet = map::compose(spec, {{&zones}, {&surface}}, diagnostics);
        return map::write_pdf(sheet, spec.stamp) + map::write_svg(sheet) +
               map::write_png(sheet, spec.dpi) + map::sheet_json(sheet);
    };
    const std::string first = written();
    base::set_threads(1);
    CHECK(written() == first);
    base::set_threads(0);
    CHECK(written() == first);
    CHECK(first.find("data:image/png;base64,") != std::string::npos);
    CHECK(first.find("/Subtype /Image") != std::string::npos);
    CHECK(first.find("栅格像元 1000 m：坡度（双线性）。") != std::string::npos);
}

namespace {

/// Rows of values made when they are asked for; remembers the largest window.
class Made final : public surface::Cells {
public:
    explicit Made(std::size_t side) : m_side(side) {}
    using Cells::read;
    bool wide() const override { return false; }
    void read(const surface::Window& window, std::span<float> out) const override {
        std::size_t seen = m_largest;
        while (window.cells() > seen && !m_largest.compare_exchange_weak(seen, window.cells())) {
        }
        std::fill(out.begin(), out.end(), static_cast<float>(window.row) / float(m_side));
    }
    void write(base::Writer&) const override {}
    std::size_t largest() const { return m_largest; }

private:
    std::size_t m_side;
    mutable std::atomic<std::size_t> m_largest = 0;
};

}  // namespace

TEST_CASE("a raster of 36 million cells is read window by window") {
    constexpr std::size_t kSide = 6000;
    for (const std::string crs : {"EPSG:4544", "EPSG:4490"}) {
        const bool degrees = crs == "EPSG:4490";
        for (const char* resample : {"nearest", "mean", "bilinear"}) {
            const auto made = std::make_shared<Made>(kSide);
            const Grid grid = degrees ? Grid{kSide, kSide, 103.5, 31, 3e-5, 3e-5}
                                      : Grid{kSide, kSide, 400000, 3390000, 3, 3};
            const Surface surface(grid, geo::Crs::from(crs), made);
            Json json = spec_of({{"range", {0, 1}}, {"resample", resample}});
            json["dpi"] = 50;
            const Drawn out = drawn(json, surface);
            CHECK(out.legend().size() == 1);
            INFO(crs << " " << resample);
            CHECK(made->largest() > 0);
            CHECK(made->largest() <= 3'000'000);
        }
    }
}
