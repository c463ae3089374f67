#include "base/error.hpp"
#include "report/compose.hpp"
#include "report/sample.hpp"

#include <catch2/catch.hpp>

using namespace jt::report;
using jt::base::Lang;

namespace {

std::string markdown(nlohmann::json params) {
    params["formats"] = {"md"};
    return sample::run(params).files.at("report.md");
}

std::string error_text(nlohmann::json params) {
    params["formats"] = {"md"};
    return sample::error_of(params);
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t out = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++out;
    }
    return out;
}

}  // namespace

TEST_CASE("the default report has its chapters, tables and maps") {
    const std::string text = markdown(sample::params());
    for (const char* line :
         {"\n# 一、编制说明 {#sec-1}",
          "\n# 二、数据清单 ",
          "\n# 三、数据处理与评价方法 ",
          "\n# 四、园区适宜性评价 ",
          "\n# 五、交通联系评价 ",
          "\n# 六、情景对比 ",
          "\n# 附录A　诊断信息 ",
          "\n# 附录B　运行参数 ",
          "\n# 附录C　算子与软件版本 ",
          "\n# 附录D　图幅目录 ",
          "Table: 表6　通行时间对比",
          "![图2　交通等时圈图](<maps/01.png>)",
          "| 道路.shp | roads | 128",
          "本次推演2个情景：现状（2020年）和2025。",
          "**示意数据声明：1项数据含示意要素，共128个（道路.shp）。",
          "λmax = 3.0385，CI = 0.0193，RI = 0.58，CR = "
          "0.0332，CR不大于0.10，判断矩阵通过一致性检验。",
          "[表6](#tbl-6)中，变化（min）：减少最多的是成龙简快速通道起点至简阳（−28.8）。",
          "错误0条、警告1条、提示1条",
          "| 警告 | 园区.shp | 存储的字节不完整",
          "7, 12, 31",
          "| snap.tolerance | 20 m",
          "[未审核·内部用图]{.stamp}",
          "[图2](#fig-2)　交通等时圈图：maps/01.pdf"}) {
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(count(text, "\nTable: ") == 10);
    CHECK(count(text, "\n![") == 3);
}

TEST_CASE("the English report speaks English where the engine speaks") {
    auto params = sample::params();
    params["lang"] = "en";
    const std::string text = markdown(params);
    for (const char* line :
         {"\n# 1 About this report {#sec-1}", "# 6 Comparison of scenarios",
          "Table: Table 6. Travel times", "CR is at most 0.10",
          "[Not reviewed · internal use only]{.stamp}", "lang: en\n", "| warning "}) {
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
}

TEST_CASE("a text of the user comes first and nothing else is lost") {
    auto params = sample::params();
    params["text"] =
        "# 结论\n\n缩短到 ${cmp.time[\"KLJ1-C08\"].after:0} 分钟，见${#fit}。\n\n${fit}\n";
    params["text_name"] = "report.md";
    const std::string text = markdown(params);
    for (const char* line :
         {"\n# 一、结论 ", "缩短到 31 分钟，见[表1](#tbl-1)。", "Table: 表1　园区适宜性得分",
          "\n# 附录A　数据清单 ", "\n# 附录B　数据处理与评价方法 ", "\n# 附录C　附表与附图 ",
          "Table: 表5　通行时间对比", "(<maps/03.png>)", "\n# 附录D　诊断信息 "}) {
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(count(text, "园区适宜性得分") == 1);
    params["text"] = "a\n\n${cmp.tme[\"x\"].y}";
    CHECK(error_text(params) ==
          "'cmp.tme' is no table, figure or fact of this report; did you mean 'cmp.time'?\n"
          "  in report.md:3");
    params["text_file"] = "/nowhere.md";
    CHECK(error_text(params) == "both 'text' and 'text_file' are given\n  hint: give one of them");
    params.erase("text");
    CHECK_THAT(error_text(params), Catch::Contains("cannot open /nowhere.md"));
}

TEST_CASE("without figures in the parameters every PNG is shown under its sheet's title") {
    auto params = sample::params();
    params.erase("figures");
    const std::string text = markdown(params);
    CHECK_THAT(text, Catch::Contains("![图1　交通等时圈图](<maps/01.png>){#fig-1 width=136mm}"));
    CHECK_THAT(text, Catch::Contains("![图3　03](<maps/03.png>){#fig-3 width=136mm}"));
}

TEST_CASE("a report of nothing still says so") {
    ReportInput input;
    input.title = "空";
    const Document document = compose(input);
    CHECK(contents(document).size() == 2);  // about this report, diagnostics
    CHECK(document.images.empty());
}

TEST_CASE("missing and broken pictures are named") {
    auto params = sample::params();
    params["figures"] = {{{"file", "maps/1"}, {"caption", "x"}}};
    CHECK(error_text(params) ==
          "the picture maps/1.png is not among the files of this run; there are maps/01.png, "
          "maps/02.png, maps/03.png");
}

TEST_CASE("wrong parameters name the place, what was found and what is wanted") {
    auto params = sample::params();
    params["tables"][0]["captoin"] = "x";
    CHECK(error_text(params) ==
          "parameter tables[1] has 'captoin', which is not known; known are caption, chapter, "
          "check, columns, key, name, note, role, rows");
    params = sample::params();
    params["tables"][1]["role"] = "main";
    CHECK(error_text(params) ==
          "parameter tables[2].role is main, wanted is result, compare, "
          "appendix, hidden, weights");
    params = sample::params();
    params["tables"][0]["columns"][2]["digits"] = 99;
    CHECK(error_text(params) == "parameter tables[1].columns[3].digits is 99, wanted is 0 to 12");
    params = sample::params();
    params["tables"].erase(3);
    CHECK(error_text(params) ==
          "the port 'tables' has 4 tables, the parameter 'tables' describes 3\n"
          "  hint: describe every table, in the order of the port");
    params = sample::params();
    params["tables"][1]["name"] = "cmp.time";
    CHECK(error_text(params) == "two tables are named 'cmp.time'");
    params = sample::params();
    params["run"]["inputs"][0].erase("path");
    CHECK(error_text(params) == "parameter run.inputs[1] has no 'path'");
    params = sample::params();
    params["run"]["weights"] = {{{"names", {"a", "b"}}, {"weights", {1}}}};
    CHECK(error_text(params) == "parameter run.weights[1].weights has 1 values for 2 names");
    params = sample::params();
    params["run"]["seed"] = true;
    CHECK(error_text(params) == "parameter run.seed is true, wanted is a text or {zh, en}");
    params = sample::params();
    params["run"]["diagnostics"] = {1};
    CHECK(error_text(params) == "parameter run.diagnostics[1] is 1, wanted is a diagnostic");
    params = sample::params();
    params["tables"][2]["check"] = "nothing";
    CHECK(error_text(params) ==
          "'nothing' is no table, figure or fact of this report; there are cmp.time, fit, ahp, "
          "ahp.check");
}

TEST_CASE("a shapefile is one row, repeated diagnostics one line, parameters one value") {
    auto params = sample::params();
    auto& run = params["run"];
    const jt::base::Diagnostic repeated{
        jt::base::Severity::warning, jt::base::msg("base.archive.short"), "x", {}, 0};
    const jt::base::Diagnostic evidence{
        jt::base::Severity::info,
        jt::base::msg("base.hint", "from A to B: P: +proj=pipeline +step"),
        "道路.shp",
        {},
        0};
    run["inputs"] = {{{"path", "a/道路.shp"},
                      {"sha256", "11"},
                      {"beside", {"a/道路.dbf", "a/道路.prj"}},
                      {"evidence", {to_json(evidence), to_json(evidence)}}},
                     {{"path", "b/道路.csv"}, {"sha256", "44"}}};
    run["diagnostics"] = {to_json(repeated), to_json(evidence), to_json(repeated),
                          to_json(evidence)};
    run["params"] = {{"east @ 现状", {{"beta", 0.05}, {"cutoff", 30.0}}},
                     {"east @ 2025", {{"beta", 0.05}, {"cutoff", 45.0}}},
                     {"m", {{1, 2.5}, {0.5, 1}}},
                     {"none", nlohmann::json::object()}};
    const std::string text = markdown(params);
    for (const char* line :
         {"本次运行读取2项数据", "| a/道路.shp (+ .dbf .prj) | 11 ", "| b/道路.csv ",
          "| 道路.shp | 建议：from A to B: P |", "| 警告 | x    | 存储的字节不完整（共2次） |",
          "| east.beta ", "| east \\@ 2025.cutoff ", "| m                   | 1, 2.5; 0.5, 1 |",
          "各项数据是实测还是示意，以其来源说明为准"}) {
        INFO(line << "\n" << text);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(text.find("east.cutoff") == std::string::npos);
    CHECK(text.find("+proj") == std::string::npos);
    CHECK(count(text, "from A to B") == 1);
}

TEST_CASE("many tables of a chapter are cited as a range") {
    auto params = sample::params();
    for (auto& table : params["tables"]) {
        table["role"] = "result";
        table.erase("chapter");
    }
    CHECK_THAT(markdown(params), Catch::Contains("成果见[表3](#tbl-3)至[表6](#tbl-6)。"));
}
