#include "base/error.hpp"
#include "report/mathml.hpp"
#include "report/sample.hpp"
#include "report/text_parser.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace jt::report;
using jt::base::Lang;

namespace {

struct World {
    std::vector<TableView> tables;
    std::vector<FigureSpec> figures;
    RunFacts run;
    World() {
        TableSpec spec;
        spec.name = "cmp.time";
        spec.columns = {{"before", "", "min", 1, false}};
        tables.emplace_back(spec, sample::times(), Lang::zh);
        figures.push_back({"maps/01", "交通等时圈图", "", Role::result});
        run.crs = "EPSG:4544";
        run.params = {{"snap.tolerance", "20 m"}};
    }
    Bindings bindings() const { return {&tables, &figures, &run}; }
};

std::vector<Block> parse(const std::string& text) {
    const World world;
    return parse_text(text, "report.md", world.bindings());
}

Spans inline_of(const std::string& text) { return std::get<Paragraph>(parse(text).at(0)).spans; }

std::string error_text(const std::string& text) {
    try {
        parse(text);
    } catch (const jt::base::Error& error) {
        return error.text(Lang::en);
    }
    return "";
}

}  // namespace

TEST_CASE("an empty text gives no blocks", "[fast]") {
    CHECK(parse("").empty());
    CHECK(parse("\n  \n\r\n").empty());
}

TEST_CASE("each kind of block is read", "[fast]") {
    const auto blocks = parse(
        "## 标题\r\n\n一行\n接着一行\nword\nword\n\n- 甲\n  续\n- 乙\n\n1. 一\n2. 二\n\n"
        "| a | b |\n|:--|--:|\n| x\\|y | 1.5 |\n| z |\n\nTable: 表题\n\n$$\nx^2\n$$\n\n> 小字\n\n"
        "\\newpage\n\n![图题](maps/01.png)\n");
    REQUIRE(blocks.size() == 9);
    CHECK(std::get<Heading>(blocks[0]).level == 2);
    CHECK(std::get<Heading>(blocks[0]).text == "标题");
    CHECK(plain_text(std::get<Paragraph>(blocks[1]).spans) == "一行接着一行 word word");
    const auto& list = std::get<List>(blocks[2]);
    REQUIRE(list.items.size() == 2);
    CHECK(plain_text(list.items[0]) == "甲 续");
    CHECK(std::get<List>(blocks[3]).ordered);
    const auto& grid = std::get<Grid>(blocks[4]);
    CHECK(grid.caption == "表题");
    CHECK(grid.columns[1].align == Align::right);
    CHECK(grid.rows[0][0].text == "x|y");
    CHECK(*grid.rows[0][1].sort == 1.5);
    CHECK(grid.rows[1][1].text.empty());
    CHECK(std::get<Formula>(blocks[5]).tex == "x^2");
    CHECK(plain_text(std::get<Note>(blocks[6]).spans) == "小字");
    CHECK(std::holds_alternative<PageBreak>(blocks[7]));
    CHECK(std::get<Figure>(blocks[8]).caption == "图题");
}

TEST_CASE("inline marks are read, and stray ones left alone", "[fast]") {
    const auto spans = inline_of("a **b *c*** `d*` $e_f$ 2 * 3 * 4 \\*g\\*");
    REQUIRE(spans.size() >= 6);
    CHECK(spans[1] == Span{Span::Kind::strong, "b *c", ""});
    CHECK(inline_of("2 * 3 * 4 costs 5 $")[0].text == "2 * 3 * 4 costs 5 $");
    CHECK(inline_of("\\*x\\*")[0].text == "*x*");
    CHECK(inline_of("`a*b*`")[0] == Span{Span::Kind::code, "a*b*", ""});
}

TEST_CASE("placeholders take values, labels, facts, whole tables and figures", "[fast]") {
    CHECK(plain_text(inline_of("由${cmp.time[\"KLJ1-C08\"].before}分钟")) == "由59.4分钟");
    CHECK(plain_text(inline_of("${cmp.time[\"KLJ1-C08\"].before:3}")) == "59.350");
    CHECK(plain_text(inline_of("${run.crs} ${run.params.snap.tolerance}")) == "EPSG:4544 20 m");
    CHECK(inline_of("**${cmp.time[\"KLJ1-C08\"].before} min**") ==
          Spans{Span{Span::Kind::strong, "59.4 min", ""}});
    CHECK(inline_of("见${#cmp.time}")[1] == Span{Span::Kind::reference, "", "table:cmp.time"});
    CHECK(inline_of("见${#maps/01.png}")[1] == Span{Span::Kind::reference, "", "figure:maps/01"});
    CHECK(std::get<Grid>(parse("${cmp.time}").at(0)).rows.size() == 4);
    CHECK(std::get<Figure>(parse("${maps/01}").at(0)).path == "maps/01.png");
    CHECK(inline_of("\\${run.crs}")[0].text == "${run.crs}");
}

TEST_CASE("wrong placeholders name file, line and the closest name", "[fast]") {
    CHECK(error_text("# a\n\n由${cmp.time[\"KLJ1-C8\"].before}\n") ==
          "table cmp.time has no row 'KLJ1-C8' (column id); did you mean 'KLJ1-C08'?\n"
          "  in report.md:3");
    CHECK(error_text("x ${cmp.tim[\"a\"].b}") ==
          "'cmp.tim' is no table, figure or fact of this report; did you mean 'cmp.time'?\n"
          "  in report.md:1");
    CHECK(error_text("${nothing of the kind}") ==
          "'nothing of the kind' is no table, figure or fact of this report; there are run.name, "
          "run.crs, run.seed, run.engine, run.hash, cmp.time, maps/01\n  in report.md:1");
    CHECK_THAT(error_text("${cmp.time[\"KLJ1-C08\"].befor}"),
               Catch::Contains("befor") && Catch::Contains("report.md:1"));
    CHECK(error_text("\n\nsee ${cmp.time} here") ==
          "'cmp.time' is a whole table or figure and cannot stand inside a sentence\n"
          "  in report.md:3\n"
          "  hint: put it alone in a paragraph, or name a value: cmp.time[\"key\"].column");
    CHECK(error_text("a ${cmp.time[\"x\"]}") ==
          "the placeholder 'cmp.time[\"x\"]' cannot be read\n  in report.md:1\n"
          "  hint: write table[\"key\"].column, or #table for its number, or the table alone in a "
          "paragraph");
    CHECK(error_text("a ${cmp.time") ==
          "the placeholder '${cmp.time' is not closed\n"
          "  in report.md:1");
    CHECK(error_text("![x](maps/02.png)") ==
          "'maps/02' is no table, figure or fact of this report; did you mean 'maps/01'?\n"
          "  in report.md:1");
}

TEST_CASE("wrong blocks are refused with their line", "[fast]") {
    CHECK(error_text("##### deep") ==
          "'##### deep' is no heading: one to four #, a blank, the text\n  in report.md:1");
    CHECK(error_text("a\n\n$$ x\n\nb") ==
          "a formula that begins with $$ does not end\n  in report.md:3");
    CHECK_THAT(error_text("- a\nb"), Catch::StartsWith("'b' stands in a list without a mark\n"));
    CHECK(error_text("![x]") == "'![x]' is no figure: ![caption](maps/x.png)\n  in report.md:1");
    CHECK(error_text("| a |\n|---|\n| b | c |") ==
          "a row has 2 cells, its table has 1 columns\n  in report.md:1");
}

TEST_CASE("any text is either read or refused with its line", "[fast]") {
    const std::vector<std::string> pieces = {
        "# ", "\n",   "\n\n", "- ",      "1. ",      "|",  "|---|",  "$",  "$$", "${",
        "}",  "[\"",  "\"].", "*",       "**",       "`",  "![",     "](", ")",  "> ",
        "\\", "中文", "x",    "Table: ", "cmp.time", ":2", "\\frac", "{",  "_"};
    std::mt19937 random(20200525);
    int refused = 0;
    for (int i = 0; i < 400; ++i) {
        std::string text;
        for (int n = 0; n < 30; ++n) {
            text += pieces[random() % pieces.size()];
        }
        to_mathml(text, i % 2 == 0);
        try {
            parse(text);
        } catch (const jt::base::Error& error) {
            ++refused;
            CHECK_THAT(error.text(Lang::en), Catch::Contains("report.md:"));
        }
    }
    CHECK(refused > 0);
    CHECK(refused < 400);
}
