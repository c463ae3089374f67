// Data standards and the quality check; what a conversion mended; the shift against a reference.
#include "fixtures.hpp"
#include "geo/control_points.hpp"
#include "source/convert.hpp"
#include "source/info.hpp"
#include "source/quality/contract.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::TempFolder;

namespace {

fixtures::Part square(double x, double y, double side) {
    return {{x, y}, {x, y + side}, {x + side, y + side}, {x + side, y}, {x, y}};
}

/// Redline polygons with faults of every kind.
std::string redlines(const TempFolder& folder) {
    fixtures::Shapefile out;
    out.type = 5;
    out.fields = {{"BSM", 'C', 18, 0},
                  {"YSDM", 'C', 10, 0},
                  {"XZQDM", 'C', 12, 0},
                  {"XZQMX", 'C', 20, 0},
                  {"MJ", 'N', 12, 2}};
    out.features = {{square(104, 30, 0.01)},
                    {square(104.005, 30, 0.01)},
                    {square(105, 30, 0.01)},
                    {square(105, 30, 0.01)},
                    {}};
    out.rows = {{"1", "2001010000", "510100", "a", "10.5"},
                {"1", "20", "510100", "b", "-3"},
                {"3", "2001010000", "", "c", "1"},
                {"4", "2001010000", "510100", "d", "1"},
                {"5", "2001010000", "510100", "e", ""}};
    out.prj = fixtures::kCgcs2000Prj;
    return out.write(folder, "hx");
}

std::string findings(const nlohmann::json& description) {
    std::string out;
    for (const auto& one : description.at("layers")[0].at("standard").at("findings")) {
        out += base::render(base::diagnostic_from_json(one), base::Lang::en) + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("a layer is held against the standard of the ecological redline") {
    const TempFolder folder;
    InfoOptions options;
    options.path = redlines(folder);
    options.contract = "STBHHX";
    const auto found = describe(options);
    CHECK(findings(found) ==
          "error: features without geometry (1 features: 4)\n"
          "error: features with the geometry of an earlier one (1 features: 3)\n"
          "error: features that overlap an earlier one by more than 1 m2 (2 features: 1, 3)\n"
          "error: a value that an earlier feature has (BSM; 1 features: 1)\n"
          "error: does not have the form [0-9]{10} (YSDM; 1 features: 1)\n"
          "error: without a value (XZQDM; 1 features: 2)\n"
          "error: the field (行政区名称, name of the administrative area) is missing; is it "
          "'XZQMX'? (XZQMC)\n"
          "error: without a value (MJ; 1 features: 4)\n"
          "error: outside 0 to - (MJ; 1 features: 1)\n"
          "info: fields that the contract does not know: XZQMX\n");
    CHECK(has_errors(found));
    CHECK(contains(render_info(found, base::Lang::zh), "质检        STBHHX 生态保护红线: 不合格"));
}

TEST_CASE("the contracts that the engine brings are those of gisdata/contracts") {
    const std::string folder = std::string(JT_SOURCE_DIR) + "/gisdata/contracts";
    std::size_t met = 0;
    for (const auto& entry : fixtures::fs::recursive_directory_iterator(folder)) {
        if (entry.is_directory()) {
            continue;
        }
        const Contract contract = find_contract(entry.path().stem().string());
        CHECK(contract.name == entry.path().stem().string());
        CHECK(contract.role == (entry.path().parent_path().filename() == "roles"));
        CHECK(contract.fields.size() == read_contract(entry.path().string()).fields.size());
        CHECK(!contract.fields.empty());
        ++met;
    }
    CHECK(met == 19);
    CHECK(contract_names().size() == met);
    CHECK(role_names().size() == 14);
}

TEST_CASE("roles use the part of the format that reading in a role checks") {
    for (const Contract& role : roles()) {
        INFO(role.name);
        CHECK(!role.shapes.empty());
        CHECK(role.datum.empty());
        CHECK((!role.no_duplicates && !role.no_overlaps && !role.no_gaps && role.crs.empty()));
        for (const FieldRule& rule : role.fields) {
            INFO(rule.name);
            CHECK((rule.type != FieldType::any && rule.type != FieldType::date));
            CHECK((rule.values.empty() && rule.pattern.empty() && rule.width == 0 && !rule.max));
            CHECK((!rule.min || (*rule.min == 0 && (rule.type == FieldType::number ||
                                                    rule.type == FieldType::whole))));
            CHECK((!rule.filled || rule.required));
        }
    }
}

TEST_CASE("a contract with a mistake in it is refused with the place") {
    const TempFolder folder;
    const auto refusal = [&](const std::string& text) {
        const std::string path = folder.write("s.json", text);
        return fixtures::error_text([&] { read_contract(path); });
    };
    CHECK(contains(refusal("{"), "the contract is not valid JSON"));
    CHECK(contains(refusal(R"({"fielsd": []})"), "unknown 'fielsd'; did you mean 'fields'?"));
    CHECK(contains(refusal(R"({"fields": [{"name": "A", "type": "txt"}]})"),
                   "field A: unknown type 'txt'; did you mean 'text'?"));
    CHECK(contains(refusal(R"({"fields": [{"name": "A", "pattern": "("}]})"),
                   "field A: '(' is no regular expression"));
    CHECK(contains(refusal(R"({"geometry": ["polygons"]})"), "did you mean 'polygon'?"));
    CHECK(contains(refusal(R"({"fields": [{"name": 5}]})"), "name: 5 is not of the type"));
    CHECK(contains(refusal(R"({"datum": "BJ54"})"), "CGCS2000 or left out"));
    CHECK(contains(refusal(R"({"fields": [{"type": "text"}]})"), "a field has no name"));
    CHECK(contains(refusal(R"({"fields": [{"name": "A"}, {"name": "A"}]})"),
                   "the field A stands there twice"));
    CHECK(contains(refusal(R"({"fields": [{"name": "A", "unit": "furlong"}]})"),
                   "field A: unknown unit 'furlong'"));
    CHECK(contains(refusal(R"({"fields": [{"name": "A", "min": 3, "max": 2}]})"),
                   "field A: the least value 3 is above the largest 2"));
    CHECK(contains(refusal(R"({"fields": [{"name": "A", "width": -1}]})"), "a width of -1"));
    CHECK(contains(refusal(R"({"crs": ["EPSG:1"]})"), "EPSG:1"));
}

TEST_CASE("what a conversion mended lies beside the layer, as it was") {
    const TempFolder folder;
    fixtures::Shapefile bow;
    bow.type = 5;
    bow.fields = {{"N", 'C', 5, 0}};
    bow.features = {{square(104, 30, 0.01)},
                    {{{104.1, 30}, {104.2, 30.1}, {104.2, 30}, {104.1, 30.1}, {104.1, 30}}}};
    bow.rows = {{"a"}, {"b"}};
    bow.prj = fixtures::kCgcs2000Prj;
    ConvertOptions options;
    options.read.path = bow.write(folder, "bow");
    options.read.repair = Repair::repair;
    options.read.to = "EPSG:4544";
    options.target = folder / "out.gpkg";
    base::Diagnostics diagnostics;
    convert(options, diagnostics);
    ReadOptions read;
    read.path = options.target;
    CHECK(read_layer(read, diagnostics).rows() == 2);  // no layer has to be named
    read.layer = "_repairs";
    read.repair = Repair::repair;
    const layer::Layer repairs = read_layer(read, diagnostics);
    REQUIRE(repairs.rows() == 1);
    CHECK(repairs.crs().code() == "EPSG:4544");
    CHECK(repairs.column("id").integer(0) == 1);
    CHECK(contains(std::string(repairs.column("reason").text(0)), "Self-intersection"));
    CHECK(repairs.column("after_m2").number(0) > 5e7);
}

TEST_CASE("points shifted as by a web map are found against a reference, and read back") {
    const TempFolder folder;
    fixtures::Shapefile truth = fixtures::points("N", {});
    truth.features.clear();
    truth.rows.clear();
    for (int i = 0; i < 200; ++i) {
        truth.features.push_back(
            {{{104 + 0.02 * (i % 20), 30.5 + 0.03 * (i / 20) + 0.001 * (i % 7)}}});
        truth.rows.push_back({"p" + std::to_string(i)});
    }
    const std::string reference = truth.write(folder, "truth");
    ConvertOptions shift;
    shift.read.path = reference;
    shift.to_datum = "gcj02";
    shift.target = folder / "web.geojson";
    base::Diagnostics diagnostics;
    convert(shift, diagnostics);
    CHECK(contains(fixtures::told(diagnostics), "changed from WGS 84 to GCJ-02"));
    InfoOptions options;
    options.path = shift.target;
    options.reference = reference;
    CHECK(contains(describe(options).dump(), "source.datum.suspect"));
    options.path = reference;
    CHECK(contains(describe(options).dump(), "source.datum.fits"));
    ReadOptions read;
    read.path = shift.target;
    read.datum = "gcj02";
    const layer::Layer back = read_layer(read, diagnostics);
    read.path = reference;
    read.datum = "";
    const layer::Layer there = read_layer(read, diagnostics);
    for (std::size_t i = 0; i < there.geometry().xy().size(); ++i) {
        REQUIRE(back.geometry().xy()[i] == Approx(there.geometry().xy()[i]).epsilon(1e-9));
    }
}

TEST_CASE("a layer in a local system is moved by control points, with the residuals told") {
    const TempFolder folder;
    // 500 m east, 200 m north, 0.5 degrees turned, 20 ppm longer, in metres of EPSG:4544.
    const geo::Similarity truth(410000 - 3.0, 3390000 + 7.5, 0.0087266, 1.00002);
    std::string csv = "点号,x,y,to_x,to_y\n";
    for (int i = 0; i < 4; ++i) {
        std::vector<double> place{1000.0 * (i % 2), 2500.0 * (i / 2)};
        csv += fmt::format("K{},{},{},", i, place[0], place[1]);
        truth.apply(place);
        csv += fmt::format("{:.4f},{:.4f}\n", place[0] + (i == 2 ? 0.02 : 0), place[1]);
    }
    fixtures::Shapefile local = fixtures::points("N", {"a"});
    local.features = {{{{640.0, 800.0}}}};
    local.prj = "";
    ReadOptions options;
    options.path = local.write(folder, "local");
    options.control = folder.write("control.csv", csv);
    options.crs = "EPSG:4544";
    base::Diagnostics diagnostics;
    const layer::Layer layer = read_layer(options, diagnostics);
    std::vector<double> wanted{640, 800};
    truth.apply(wanted);
    CHECK(std::fabs(layer.geometry().xy()[0] - wanted[0]) < 0.02);
    CHECK(std::fabs(layer.geometry().xy()[1] - wanted[1]) < 0.02);
    const std::string told = fixtures::told(diagnostics);
    INFO(told);
    CHECK(contains(told, "warning: coordinates were moved by control points: RMSE 0.0"));
    CHECK(contains(told, "the worst point K2"));
    CHECK(contains(told, "info: control point K3: residual "));
    options.control = folder.write("bad.csv", "x,y,to_x,too_y\n1,2,3,4\n5,6,7,8\n");
    CHECK(contains(fixtures::error_text([&] { read_layer(options, diagnostics); }),
                   "the control points have no column to_y"));
    options.control = folder.write("few.csv", "x,y,to_x,to_y\n1,2,3,4\n");
    CHECK(contains(fixtures::error_text([&] { read_layer(options, diagnostics); }),
                   "1 control points: at least 2 are needed"));
}
