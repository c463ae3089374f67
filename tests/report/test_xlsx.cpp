#include "base/files.hpp"
#include "base/text.hpp"
#include "report/sample.hpp"
#include "report/xlsx.hpp"

#include <catch2/catch.hpp>
#include <thread>

using namespace jt::report;
using jt::base::Lang;

namespace {

TableView named(const std::string& name, const std::string& caption = "") {
    TableSpec spec;
    spec.name = name;
    spec.caption = caption;
    return TableView(std::move(spec), sample::scores(), Lang::zh);
}

nlohmann::json workbook_params() {
    auto params = sample::params();
    return {{"tables", params["tables"]}, {"title", "表"}};
}

}  // namespace

TEST_CASE("sheet names are allowed, short and all different", "[fast]") {
    const std::string longest =
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三";
    const auto names = sheet_names({named("a", "甲/乙:[丙]*?\\"), named("b", longest),
                                    named("c", longest), named("Fit"), named("fit"),
                                    named("d", "'q'"), named("History"), named("e", "  ")});
    CHECK(names[0] == "甲_乙__丙____");
    CHECK(jt::base::code_points(names[1]).size() == 31);
    CHECK(names[2].ends_with("_2"));
    CHECK(jt::base::code_points(names[2]).size() == 31);
    CHECK(names[4] == "fit_2");
    CHECK(names[5] == "q");
    CHECK(names[6] == "History_2");
    CHECK(names[7] == "Sheet");
}

TEST_CASE("the workbook holds numbers as numbers, with formats and a frozen head") {
    const auto files = sample::run(workbook_params(), "report.xlsx").files;
    REQUIRE(files.size() == 1);
    if (!find_program("unzip")) {
        WARN("unzip is not installed: skipped");
        return;
    }
    const ScratchFolder folder;
    const auto file = folder.path() / "t.xlsx";
    jt::base::write_file(file, files.at("tables.xlsx"));
    const auto part = [&](const std::string& name) {
        return sample::output_of("unzip", {"-p", file.string(), name});
    };
    CHECK_THAT(part("xl/workbook.xml"), Catch::Contains("name=\"通行时间对比\"") &&
                                            Catch::Contains("name=\"园区适宜性得分\""));
    const std::string sheet = part("xl/worksheets/sheet1.xml");
    CHECK_THAT(sheet, Catch::Contains("state=\"frozen\"") && Catch::Contains("<autoFilter"));
    CHECK_THAT(sheet, Catch::Contains("<v>59.35</v>") && Catch::Contains("t=\"b\"><v>1</v>"));
    CHECK(sheet.find("nan") == std::string::npos);
    CHECK_THAT(
        part("xl/sharedStrings.xml"),
        Catch::Contains("现状（min）") && Catch::Contains("转义 &amp; &lt;b&gt; \"引号\" |竖线|"));
    CHECK_THAT(part("xl/styles.xml"), Catch::Contains("+0.0;-0.0;0.0"));
    CHECK_THAT(part("docProps/core.xml"), Catch::Contains("1980-01-01T00:00:00Z"));
}

TEST_CASE("the same tables give the same workbook, also seconds later") {
    const auto first = sample::run(workbook_params(), "report.xlsx").files;
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
    CHECK(sample::run(workbook_params(), "report.xlsx").files == first);
}

TEST_CASE("a workbook without tables opens", "[fast]") {
    CHECK(to_xlsx({}, "").substr(0, 2) == "PK");
}
