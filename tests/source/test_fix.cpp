// convert --fix: what is mended, what is left, and that the result is never worse.
#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/info.hpp"
#include "source/text/date_text.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

fixtures::Part box(double x1, double y1, double x2, double y2) {
    return {{x1, y1}, {x1, y2}, {x2, y2}, {x2, y1}, {x1, y1}};
}

const std::string kBsm = "510100000000000001";

/// Redline polygons as they come from an office: field names in other cases, codes as numbers and
/// with full-width digits, blanks, a feature twice, a bow tie, a point twice; and what nothing
/// mends: an overlap, a missing value, a code that is none.
std::string redlines(const TempFolder& folder) {
    fixtures::Shapefile out;
    out.type = 5;
    out.fields = {{"XZQDM", 'N', 10, 0}, {"bsm", 'C', 24, 0}, {"YSDM", 'C', 32, 0},
                  {"XZQMC", 'C', 40, 0}, {"MJ", 'C', 12, 0},  {"BEIZHU", 'C', 10, 0}};
    const fixtures::Part twice = {{104.3, 30},     {104.3, 30},  {104.3, 30.01},
                                  {104.31, 30.01}, {104.31, 30}, {104.3, 30}};
    out.features = {{box(104, 30, 104.01, 30.01)},
                    {box(104.005, 30, 104.02, 30.01)},
                    {box(104.1, 30, 104.11, 30.01)},
                    {box(104.1, 30, 104.11, 30.01)},
                    {{{104.2, 30}, {104.21, 30.01}, {104.21, 30}, {104.2, 30.01}, {104.2, 30}}},
                    {twice}};
    const std::string ysdm = "２００１０１００００";
    out.rows = {{"510100", kBsm, ysdm, " 成都市", "10.5", "a"},
                {"510104", "510100000000000002", "2001010000", "成都市\xE3\x80\x80", "3", "b"},
                {"510104", "510100000000000003", "2001010000", "成都市", "7", "c"},
                {"510104", "510100000000000003", "2001010000", "成都市", "7", "c"},
                {"510104", "510100000000000004", "20", "", "8", "d"},
                {"510104", "510100000000000005", "2001010000", "成都市", "-1", "e"}};
    out.prj = fixtures::kCgcs2000Prj;
    out.cpg = "UTF-8";
    return out.write(folder, "hx");
}

ConvertOptions fixing(const std::string& from, const std::string& to, const std::string& contract) {
    ConvertOptions out;
    out.read.path = from;
    out.read.contract = contract;
    out.read.fix = out.read.tell_contract = true;
    out.read.repair = Repair::repair;
    out.target = to;
    return out;
}

/// "field: message" of every error against the contract.
std::multiset<std::string> findings(const std::string& path, const std::string& layer,
                                    const std::string& contract) {
    InfoOptions options;
    options.path = path;
    options.layer = layer;
    options.contract = contract;
    std::multiset<std::string> out;
    const auto description = describe(options);
    for (const auto& one : description.at("layers")[0].at("standard").at("findings")) {
        if (one.at("severity") == "error") {
            const auto finding = base::diagnostic_from_json(one);
            const auto times = finding.count > 0 ? finding.count : 1;
            for (std::int64_t i = 0; i < times; ++i) {
                out.insert(finding.where + ": " + base::render(finding.message, base::Lang::en));
            }
        }
    }
    return out;
}

}  // namespace

TEST_CASE("fix: with a contract brings names, order, types and values to it, each told") {
    const TempFolder folder;
    const auto options = fixing(redlines(folder), folder / "out.gpkg", "STBHHX");
    base::Diagnostics told;
    convert(options, told);
    const std::string text = fixtures::told(told);
    INFO(text);
    const std::vector<std::string> wanted = {
        "warning: the field 'bsm' is now called 'BSM', as the contract has it (hx.shp)",
        "warning: coordinates that repeated the one before were taken out (first: 6 coordinates, "
        "now 5) (hx.shp; 1 features: 5)",
        "warning: XZQMC: blanks at the ends were cut off (first: '成都市\xE3\x80\x80', now "
        "'成都市') (hx.shp; 1 features: 1)",
        "warning: YSDM: full-width characters of codes became ASCII (first: "
        "'２００１０１００００', "
        "now '2001010000') (hx.shp; 1 features: 0)",
        "warning: the field XZQDM was integer and is text now, as the contract has it; no value "
        "lost anything (hx.shp)",
        "warning: the field MJ was text and is real now, as the contract has it; no value lost "
        "anything (hx.shp)",
        "warning: the fields were put in the contract's order: BSM, YSDM, XZQDM, XZQMC, MJ, BEIZHU "
        "(before: XZQDM, BSM, YSDM, XZQMC, MJ, BEIZHU) (hx.shp)",
        "warning: features with geometry and values of an earlier one were taken out (first: that "
        "of feature 2) (hx.shp; 1 features: 3)",
        "warning: invalid geometry was made valid (hx.shp; 1 features: 4)",
        "info: feature 1, XZQMC: '成都市\xE3\x80\x80' became '成都市' (hx.shp)",
        "warning: the layer does not meet the contract STBHHX: 4 findings are left, which nothing "
        "can mend without a decision (hx.shp)",
        "warning: features that overlap an earlier one by more than 1 m2 (hx.shp; 1 features: 1)",
        "warning: without a value (hx.shp: XZQMC; 1 features: 4)",
        "warning: does not have the form [0-9]{10} (hx.shp: YSDM; 1 features: 4)",
        "warning: outside 0 to - (hx.shp: MJ; 1 features: 5)"};
    for (const std::string& one : wanted) {
        CHECK(contains(text, one + "\n"));
    }
    base::Diagnostics unused;
    ReadOptions read;
    read.path = options.target;
    const layer::Layer layer = read_layer(read, unused);
    CHECK(layer.names() ==
          std::vector<std::string>{"BSM", "YSDM", "XZQDM", "XZQMC", "MJ", "BEIZHU"});
    CHECK(layer.ids() == std::vector<std::int64_t>{0, 1, 2, 4, 5});
    CHECK(layer.column("XZQDM").text(0) == "510100");
    CHECK(layer.column("MJ").number(0) == 10.5);
    read.layer = "_fixes";
    const layer::Table fixes = read_table(read, unused);
    CHECK(fixes.names() == std::vector<std::string>{"feature", "field", "kind", "before", "after"});
    CHECK(fixes.rows() == 8);
    read.layer = "_repairs";
    read.repair = Repair::repair;
    CHECK(read_layer(read, unused).column("kind").text(0) == "invalid");
}

TEST_CASE("what --fix leaves is never more than there was") {
    const TempFolder folder;
    const std::string path = redlines(folder);
    for (const char* const contract : {"STBHHX", "DLTB", "zones", "XZQ"}) {
        const auto before = findings(path, "", contract);
        for (const char* const target : {"a.gpkg", "a.shp", "a.geojson", "a.fgb"}) {
            INFO(contract << " " << target);
            auto options = fixing(path, folder / target, contract);
            options.write.overwrite = true;
            base::Diagnostics unused;
            convert(options, unused);
            const bool many = std::string(target) == "a.gpkg";
            const auto after = findings(options.target, many ? "hx" : "", contract);
            for (const std::string& one : after) {
                INFO(one);
                // A field of the wrong type was not looked into; now its values are.
                const std::string type = one.substr(0, one.find(':')) + ": the field must be of";
                const bool opened = std::any_of(before.begin(), before.end(), [&](const auto& was) {
                    return was.starts_with(type);
                });
                CHECK((opened || after.count(one) <= before.count(one)));
            }
            CHECK((after.size() < before.size() || contract == std::string("DLTB")));
        }
    }
}

TEST_CASE("fix: a second time has nothing to do") {
    const TempFolder folder;
    auto options = fixing(redlines(folder), folder / "one.shp", "STBHHX");
    base::Diagnostics unused, told;
    convert(options, unused);
    options.read.path = options.target;
    options.target = folder / "two.shp";
    convert(options, told);
    INFO(fixtures::told(told));
    for (const auto& one : told.list()) {
        CHECK(!one.message.id.starts_with("source.fix."));
    }
}

TEST_CASE("fix: without a contract touches blanks, codes and repeated points alone") {
    const TempFolder folder;
    auto options = fixing(redlines(folder), folder / "out.gpkg", "");
    base::Diagnostics unused;
    convert(options, unused);
    ReadOptions read;
    read.path = options.target;
    const layer::Layer layer = read_layer(read, unused);
    CHECK(layer.names() ==
          std::vector<std::string>{"XZQDM", "bsm", "YSDM", "XZQMC", "MJ", "BEIZHU"});
    CHECK(layer.rows() == 6);
    CHECK(layer.column("YSDM").text(0) == "2001010000");
    CHECK(layer.column("XZQDM").integer(0) == 510100);
    CHECK(layer.column("MJ").text(5) == "-1");
}

TEST_CASE("types change only where no value loses anything") {
    const TempFolder folder;
    const std::string contract = folder.write("c.json", R"({"fields": [
        {"name": "code", "type": "number"}, {"name": "long", "type": "number"},
        {"name": "some", "type": "integer"}, {"name": "good", "type": "integer"},
        {"name": "half", "type": "text"}, {"name": "day", "type": "date"},
        {"name": "day8", "type": "date"}, {"name": "us", "type": "date"}]})");
    const std::string csv =
        folder.write("t.csv",
                     "code,long,some,good,half,day,day8,us\n"
                     "\"007\",12345678901234567890,1.5x,\"12\",1.5,2024年3月1日,20240301,5/6/2020\n"
                     "\"008\",1,2,x13,2,２０２４/3/2 0:00:00,20240302,5/7/2020\n");
    auto options = fixing(csv, folder / "out.csv", contract);
    base::Diagnostics told;
    convert(options, told);
    INFO(fixtures::told(told));
    ReadOptions read;
    read.path = options.target;
    base::Diagnostics unused;
    const layer::Table table = read_table(read, unused);
    CHECK(table.column("code").text(0) == "007");
    CHECK(table.column("long").text(0) == "12345678901234567890");
    CHECK(table.column("some").text(0) == "1.5x");
    CHECK(table.column("half").number(0) == 1.5);
    CHECK(table.column("day").text(0) == "2024-03-01");
    CHECK(table.column("day").text(1) == "2024-03-02");
    CHECK(table.column("day8").text(1) == "2024-03-02");
    CHECK(table.column("us").text(0) == "5/6/2020");
    CHECK(contains(fixtures::told(told), "no date of the form 2020-05-25 (t.csv: us; 2 features"));
}

TEST_CASE("dates of many forms are read, and what could be two dates is not") {
    for (const char* const text :
         {"20240301", "2024-3-1", "2024/03/01", "2024.3.1", "2024年3月1日", "２０２４-０３-０１",
          "2024-03-01T00:00:00Z", " 2024/3/1 0:00 "}) {
        INFO(text);
        CHECK(iso_date(text) == "2024-03-01");
    }
    for (const char* const text : {"", "2024", "2024-13-01", "20230229", "1/3/2024", "2024-3",
                                   "2024-03-01 08:30", "24-3-1", "2024-3-1-2", "2024年3月"}) {
        INFO(text);
        CHECK(!iso_date(text));
    }
    CHECK(iso_date("20240229") == "2024-02-29");
}

TEST_CASE("fix stands against skip, and means repair") {
    const TempFolder folder;
    auto options = fixing(redlines(folder), folder / "out.gpkg", "");
    options.read.repair = Repair::skip;
    base::Diagnostics told;
    CHECK(contains(error_text([&] { convert(options, told); }),
                   "fix mends features, repair = skip leaves them out"));
    options.read.repair = Repair::strict;
    convert(options, told);
    CHECK(contains(fixtures::told(told), "invalid geometry was made valid"));
}
