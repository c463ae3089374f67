#include "base/files.hpp"
#include "base/parallel.hpp"
#include "map/compose.hpp"
#include "map/fixtures.hpp"
#include "map/page.hpp"
#include "map/sheet_json.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <thread>

using namespace jt;
using test::Json;

namespace {

struct Written {
    std::string pdf, svg, png, json;
    bool operator==(const Written&) const = default;
};

Written written(double dpi = 60) {
    const layer::Layer zones = test::zones(), roads = test::roads(), places = test::places(30);
    Json json = test::sheet_json_spec();
    json["stamp"] = "2026-11-22";
    json["frames"][0]["layers"][0]["style"]["symbol"] = {{"hatch", "forward"}};
    json["frames"][0]["layers"][0]["style"]["opacity"] = 0.6;
    const auto out = test::composed(json, {&zones, &roads, &places});
    return {map::write_pdf(out.sheet, out.spec.stamp), map::write_svg(out.sheet),
            map::write_png(out.sheet, dpi), map::sheet_json(out.sheet)};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a sheet has the same bytes each time, in each thread, for any number of threads") {
    const Written first = written();
    CHECK(written() == first);
    std::vector<Written> others(2);
    std::thread a([&] { others[0] = written(); }), b([&] { others[1] = written(); });
    a.join();
    b.join();
    CHECK(others[0] == first);
    CHECK(others[1] == first);
    base::set_threads(1);
    CHECK(written() == first);
    base::set_threads(0);
}

TEST_CASE("the PDF carries the stamp as its date and the title, and no image of the map") {
    const std::string pdf = written().pdf;
    CHECK(contains(pdf, "/CreationDate (D:20261122000000Z)"));
    CHECK(contains(pdf, "/ModDate (D:20261122000000Z)"));
    CHECK_FALSE(contains(pdf, "/Subtype /Image"));
    CHECK(contains(pdf, "/MediaBox [ 0 0 1190.551"));
}

TEST_CASE("a sheet with one frame is registered at the corners of its frame") {
    const layer::Layer zones = test::zones(), roads = test::roads(), places = test::places(3);
    const auto out = test::composed(test::sheet_json_spec(), {&zones, &roads, &places});
    const std::string pdf = map::write_pdf(out.sheet, out.spec.stamp);
    const auto numbers = [&](const std::string& key) {
        const std::size_t at = pdf.rfind(key);
        REQUIRE(at != std::string::npos);
        std::istringstream in(pdf.substr(at + key.size(), 300));
        std::vector<double> list;
        for (double value = 0; in >> value;) {
            list.push_back(value);
        }
        return list;
    };
    constexpr double kPoint = 72 / 25.4;
    const geo::Box frame = out.sheet.slot("frame1");
    const auto box = numbers("/BBox [");
    REQUIRE(box.size() == 4);
    CHECK(box[0] == Approx(frame.min_x * kPoint).margin(0.01));
    CHECK(box[1] == Approx((out.sheet.height_mm - frame.max_y) * kPoint).margin(0.01));
    CHECK(box[2] == Approx(frame.max_x * kPoint).margin(0.01));
    CHECK(box[3] == Approx((out.sheet.height_mm - frame.min_y) * kPoint).margin(0.01));
    const auto corners = numbers("/GPTS [");  // latitude, longitude
    REQUIRE(corners.size() == 8);
    const geo::Transform to_degrees(zones.crs(), geo::Crs::from("EPSG:4490"));
    const Json extent = out.sheet.about.at("frames")[0].at("extent");
    for (const auto& [x, y] : {std::pair{0, 1}, {0, 3}, {2, 1}, {2, 3}}) {
        double px = extent[static_cast<std::size_t>(x)], py = extent[static_cast<std::size_t>(y)];
        to_degrees.apply(px, py);
        double nearest = 1;
        for (std::size_t i = 0; i < corners.size(); i += 2) {
            nearest = std::min(nearest, std::hypot(corners[i] - py, corners[i + 1] - px));
        }
        CHECK(nearest < 1e-6);
    }
}

TEST_CASE("the PNG has its size, its resolution and no time") {
    const std::string png = written(60).png;
    REQUIRE(png.size() > 100);
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            value = (value << 8U) | static_cast<unsigned char>(png[at + i]);
        }
        return value;
    };
    CHECK(number(16) == 992);
    CHECK(number(20) == 702);
    CHECK(png.substr(37, 4) == "pHYs");
    CHECK(number(41) == 2362);  // pixels to the metre
    CHECK_FALSE(contains(png, "tIME"));
}

TEST_CASE("ids of the SVG are counted from 1 in each file") {
    const std::string svg = written().svg;
    CHECK(contains(svg, "id=\"surface1\""));
    CHECK_FALSE(contains(svg, "<image"));
}

TEST_CASE("pdftotext finds the Chinese titles and labels") {
    if (std::system("command -v pdftotext >/dev/null 2>&1") != 0) {
        WARN("pdftotext (poppler-utils) is not installed: not checked");
        return;
    }
    const test::TempFolder folder;
    base::write_file(folder / "sheet.pdf", written().pdf);
    const std::string command = "pdftotext '" + (folder / "sheet.pdf").string() + "' '" +
                                (folder / "sheet.txt").string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    const std::string text = base::read_file(folder / "sheet.txt");
    for (const char* words : {"金江水系与大龙山区位图", "天府新区", "成渝高速", "国家级新区",
                              "未审核·内部用图", "图上界线不作为划界依据", "1:"}) {
        INFO(words);
        CHECK(contains(text, words));
    }
}
