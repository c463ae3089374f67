// Contracts at reading: an office's own, by file; the rules on CRS, gaps and dates.
#include "fixtures.hpp"
#include "source/info.hpp"
#include "source/quality/contract.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

fixtures::Part box(double x1, double y1, double x2, double y2) {
    return {{x1, y1}, {x1, y2}, {x2, y2}, {x2, y1}, {x1, y1}};
}

/// Two plots 2e-5 degrees apart under a third, with faults in their values.
std::string plots(const TempFolder& folder) {
    fixtures::Shapefile out;
    out.type = 5;
    out.fields = {{"DKBH", 'C', 8, 0}, {"PFRQ", 'C', 20, 0}, {"RJL", 'N', 8, 2}};
    out.features = {{box(104, 30, 104.001, 30.001)},
                    {box(104.00102, 30, 104.002, 30.001)},
                    {box(104, 30.001, 104.002, 30.002)},
                    {box(104, 29.999, 104.002, 30)}};
    out.rows = {{"A-01", "2024-03-01", "2.5"},
                {"A-02", "2024/3/1", "9.0"},
                {"A-02", "20240231", "1.0"},
                {"", "2024-03-04", "1.2"}};
    out.prj = fixtures::kCgcs2000Prj;
    return out.write(folder, "plots");
}

const char* const kOwn = R"({
 "name": "地块", "title": {"zh": "规划地块", "en": "plots"}, "geometry": ["polygon"],
 "crs": ["EPSG:4544", "EPSG:4490"], "no_overlaps": true, "no_gaps": true,
 "fields": [
  {"name": "DKBH", "type": "text", "filled": true, "unique": true, "pattern": "[A-Z]-[0-9]{2}"},
  {"name": "PFRQ", "type": "date"},
  {"name": "RJL", "type": "number", "min": 0, "max": 8},
  {"name": "JZMD", "type": "number", "unit": "%", "required": false}]})";

ReadOptions options_for(const std::string& path, const std::string& contract) {
    ReadOptions out;
    out.path = path;
    out.contract = contract;
    return out;
}

std::string refusal(const ReadOptions& options) {
    return error_text([&] {
        base::Diagnostics unused;
        read_layer(options, unused);
    });
}

}  // namespace

TEST_CASE("a layer that does not meet the office's own contract is refused with every finding") {
    const TempFolder folder;
    const std::string path = plots(folder);
    const std::string contract = folder.write("own.json", kOwn);
    CHECK(refusal(options_for(path, contract)) ==
          "the layer does not meet the contract 地块: 5 findings\n"
          "  2 features (0, 1):\n  1 gaps of at most 10000 m2 between features\n"
          "  DKBH, 1 features (3):\n  without a value\n"
          "  DKBH, 1 features (2):\n  a value that an earlier feature has\n"
          "  PFRQ, 2 features (1, 2):\n  no date of the form 2020-05-25\n"
          "  RJL, 1 features (1):\n  outside 0 to 8\n"
          "  in layer 'plots'\n  in file " +
              path + "\n  hint: jiangtian info --contract " + contract +
              " lists them; jiangtian convert --fix --contract " + contract +
              " mends what can be mended without loss");
}

TEST_CASE("a layer that meets its contract is read, and a table can be held to one") {
    const TempFolder folder;
    const std::string contract = folder.write(
        "own.json", R"({"fields": [{"name": "N", "type": "text", "values": ["a", "b"]}]})");
    base::Diagnostics told;
    const auto options =
        options_for(fixtures::points("N", {"a", "b"}).write(folder, "p"), contract);
    CHECK(read_layer(options, told).rows() == 2);
    const auto csv = options_for(folder.write("t.csv", "N,M\na,1\nc,2\n"), contract);
    CHECK(contains(error_text([&] { read_table(csv, told); }),
                   "N, 1 features (2):\n  none of the allowed values (a, b)"));
}

TEST_CASE("numbers get the units of the contract, in the header too") {
    const TempFolder folder;
    const auto options = options_for(
        plots(folder),
        folder.write("own.json",
                     R"({"fields": [{"name": "RJL", "type": "number", "unit": "%"}]})"));
    base::Diagnostics told;
    CHECK(read_layer(options, told).field("RJL").unit == "%");
    CHECK(probe_columns(options).at(2).unit == "%");
}

TEST_CASE("with skip and repair the contract is held to what is left") {
    const TempFolder folder;
    fixtures::Shapefile bow;
    bow.type = 5;
    bow.fields = {{"N", 'C', 5, 0}};
    bow.features = {{box(104, 30, 104.1, 30.1)},
                    {{{104.2, 30}, {104.3, 30.1}, {104.3, 30}, {104.2, 30.1}, {104.2, 30}}}};
    bow.rows = {{"a"}, {"b"}};
    bow.prj = fixtures::kCgcs2000Prj;
    auto options = options_for(bow.write(folder, "bow"),
                               folder.write("own.json", R"({"geometry": ["polygon"]})"));
    CHECK(contains(refusal(options), "1 features (1):\n  geometry that is not valid"));
    options.repair = Repair::repair;
    CHECK(refusal(options).empty());
    options.repair = Repair::skip;
    CHECK(refusal(options).empty());
}

TEST_CASE("a contract may ask for certain CRS, and for overlaps that can be measured") {
    const TempFolder folder;
    const std::string path = plots(folder);
    CHECK(contains(refusal(options_for(path, folder.write("a.json", R"({"crs": ["EPSG:4544"]})"))),
                   "the CRS must be EPSG:4544 CGCS2000 / 3-degree Gauss-Kruger CM 105E, found "
                   "EPSG:4490"));
    CHECK(refusal(options_for(path, folder.write("b.json", R"({"crs": ["EPSG:4490"]})"))).empty());
    fixtures::Shapefile web;
    web.type = 5;
    web.fields = {{"N", 'C', 5, 0}};
    web.features = {{box(11'577'000, 3'500'000, 11'578'000, 3'501'000)}};
    web.rows = {{"a"}};
    auto options =
        options_for(web.write(folder, "web"), folder.write("c.json", R"({"no_overlaps": true})"));
    options.crs = "EPSG:3857";
    CHECK(
        contains(refusal(options), "overlaps and gaps cannot be measured in this CRS: EPSG:3857"));
}

TEST_CASE("an unknown contract is refused with the close name") {
    const TempFolder folder;
    const std::string path = plots(folder);
    CHECK(contains(refusal(options_for(path, "STBHX")),
                   "there is no contract 'STBHX'; did you mean 'STBHHX'?"));
    CHECK(contains(refusal(options_for(path, "none.json")),
                   "there is no contract 'none.json'; there are "));
}

TEST_CASE("info lists everything that a role has against a layer") {
    const TempFolder folder;
    fixtures::Shapefile seats = fixtures::points("id", {"1", "1", ""});
    seats.fields.push_back({"population", 'N', 8, 0});
    seats.rows = {{"1", "-5"}, {"1", "2"}, {"", "3"}};
    InfoOptions options;
    options.path = seats.write(folder, "seats");
    options.role = "demand";
    std::vector<std::string> ids;
    const auto found = describe(options);
    for (const auto& one : found.at("layers")[0].at("problems")) {
        ids.push_back(one.at("id"));
    }
    CHECK(ids == std::vector<std::string>{"source.contract.no_key", "source.contract.twice",
                                          "source.contract.negative"});
}
