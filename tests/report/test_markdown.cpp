#include "report/markdown.hpp"
#include "report/table_layout.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace jt::report;

namespace {

Grid grid_of(std::vector<GridColumn> columns, std::vector<std::vector<Cell>> rows) {
    Grid out;
    out.caption = "表题";
    out.columns = std::move(columns);
    out.rows = std::move(rows);
    return out;
}

std::string markdown_of(std::vector<Block> blocks) {
    Document document;
    document.cover.title = "题\"名\"";
    document.blocks = std::move(blocks);
    number(document);
    return to_markdown(document);
}

}  // namespace

TEST_CASE("marks in data are escaped, words with underscores stay readable", "[fast]") {
    CHECK(escape_markdown("a*b* [x](y) <z> $1 ~ ^ `c` | @d {e}") ==
          "a\\*b\\* \\[x\\](y) \\<z> \\$1 \\~ \\^ \\`c\\` \\| \\@d \\{e\\}");
    CHECK(escape_markdown("share_out") == "share_out");
    CHECK(escape_markdown("_x_") == "\\_x\\_");
    CHECK(escape_markdown("a\\b") == "a\\\\b");
}

TEST_CASE("a paragraph that starts like a list or heading stays a paragraph", "[fast]") {
    CHECK_THAT(markdown_of({Paragraph{plain("- x")}}), Catch::Contains("\n\\- x\n"));
    CHECK_THAT(markdown_of({Paragraph{plain("2. x")}}), Catch::Contains("\n2\\. x\n"));
    CHECK_THAT(markdown_of({Paragraph{plain("# x")}}), Catch::Contains("\n\\# x\n"));
    CHECK_THAT(markdown_of({Paragraph{plain("2035年")}}), Catch::Contains("\n2035年\n"));
}

TEST_CASE("a table is padded by display width and carries its layout", "[fast]") {
    const std::string text =
        markdown_of({grid_of({{"名称", Align::left}, {"值", Align::right}},
                             {{{"天邛", {}}, {"1.5", 1.5}}, {{"a|b", {}}, {"—", {}}}})});
    CHECK_THAT(text, Catch::Contains("| 名称 | 值  |\n|------|----:|\n| 天邛 | 1.5 |\n"
                                     "| a\\|b | —   |\n\nTable: 表1　表题\n:::\n"));
    CHECK_THAT(text, Catch::Contains("::: {.table #tbl-1 widths=\""));
    CHECK_THAT(text, Catch::StartsWith("---\ntitle: \"题\\\"名\\\"\"\nlang: zh-CN\n---\n"));
}

TEST_CASE("a table without rows keeps its head", "[fast]") {
    CHECK_THAT(markdown_of({grid_of({{"a", Align::left}}, {})}),
               Catch::Contains("| a   |\n|-----|\n| —   |\n"));
}

TEST_CASE("columns fill at most the text block, and wide tables turn the page", "[fast]") {
    const auto sum = [](const TableLayout& layout) {
        return std::accumulate(layout.widths.begin(), layout.widths.end(), 0);
    };
    const TableLayout narrow =
        lay_out(grid_of({{"a", Align::left}, {"b", Align::left}}, {{{"x", {}}, {"y", {}}}}));
    CHECK(narrow.half_points == 21);
    CHECK_FALSE(narrow.landscape);
    CHECK(sum(narrow) == 5300);
    const std::string sentence(200, 'x');
    const TableLayout text = lay_out(
        grid_of({{"a", Align::left}, {"b", Align::left}},
                {{{"一二三四五六七八九十一二三四五六七八九十一二三四五", {}}, {sentence, {}}}}));
    CHECK(sum(text) == kTextWidth);
    std::vector<GridColumn> columns(16, {"指标名称", Align::right});
    const TableLayout wide = lay_out(grid_of(columns, {std::vector<Cell>(16, {"12345.678", 1.0})}));
    CHECK(wide.landscape);
    CHECK(sum(wide) <= kTextWidthAcross);
    CHECK(sum(wide) > kTextWidthAcross - 16);
    for (const int width : wide.widths) {
        CHECK(width > 0);
    }
    CHECK(lay_out(grid_of({}, {})).widths.empty());
}
