#include "base/error.hpp"
#include "report/document.hpp"

#include <catch2/catch.hpp>

using namespace jt::report;
using jt::base::Lang;

namespace {

Document document_of(Lang lang, std::vector<Block> blocks) {
    Document out;
    out.lang = lang;
    out.blocks = std::move(blocks);
    number(out);
    return out;
}

Heading heading(int level, bool appendix = false) { return Heading{level, "x", appendix, "", ""}; }

std::vector<std::string> numbers(const Document& document) {
    std::vector<std::string> out;
    for (const auto& block : document.blocks) {
        if (const auto* item = std::get_if<Heading>(&block)) {
            out.push_back(item->number);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("headings are numbered after GB/T 9704, and appendices by letter", "[fast]") {
    const std::vector<Block> blocks = {heading(1), heading(2),      heading(2), heading(3),
                                       heading(4), heading(1),      heading(2), heading(1, true),
                                       heading(2), heading(1, true)};
    CHECK(numbers(document_of(Lang::zh, blocks)) ==
          std::vector<std::string>{"一、", "（一）", "（二）", "1.", "（1）", "二、", "（一）",
                                   "附录A　", "（一）", "附录B　"});
    CHECK(numbers(document_of(Lang::en, blocks)) ==
          std::vector<std::string>{"1 ", "1.1 ", "1.2 ", "1.2.1 ", "1.2.1.1 ", "2 ", "2.1 ",
                                   "Appendix A. ", "A.1 ", "Appendix B. "});
}

TEST_CASE("chapter numbers go past ten", "[fast]") {
    const std::vector<Block> blocks(21, heading(1));
    const auto result = numbers(document_of(Lang::zh, blocks));
    CHECK(result[9] == "十、");
    CHECK(result[10] == "十一、");
    CHECK(result[19] == "二十、");
    CHECK(result[20] == "二十一、");
}

TEST_CASE("tables, figures and formulas count separately and references find them", "[fast]") {
    Grid grid;
    grid.key = "table:a";
    Figure figure;
    figure.key = "figure:maps/x";
    const Document out =
        document_of(Lang::zh, {Paragraph{{Span{Span::Kind::reference, "", "figure:maps/x"}}},
                               Grid{}, grid, figure, Formula{"x", "", ""},
                               List{false, {{Span{Span::Kind::reference, "", "table:a"}}}}});
    CHECK(std::get<Paragraph>(out.blocks[0]).spans[0].text == "图1");
    CHECK(std::get<Paragraph>(out.blocks[0]).spans[0].target == "fig-1");
    CHECK(std::get<Grid>(out.blocks[2]).label == "表2");
    CHECK(std::get<Formula>(out.blocks[4]).label == "(1)");
    CHECK(std::get<List>(out.blocks[5]).items[0][0].text == "表2");
}

TEST_CASE("a reference to what is not printed is refused", "[fast]") {
    try {
        document_of(Lang::zh, {Grid{"table:a", "", "", {}, {}, "", ""},
                               Paragraph{{Span{Span::Kind::reference, "", "table:b"}}}});
        FAIL("no error");
    } catch (const jt::base::Error& error) {
        CHECK(error.text(Lang::en) ==
              "the text refers to table:b, which is not printed; printed are table:a");
        CHECK(error.text(Lang::zh) == "正文引用了 table:b，但报告中没有它；已有 table:a");
    }
}

TEST_CASE("a caption line joins label and caption in each language", "[fast]") {
    CHECK(caption_line("表1", "权重", Lang::zh) == "表1　权重");
    CHECK(caption_line("Table 1", "Weights", Lang::en) == "Table 1. Weights");
    CHECK(caption_line("表1", "", Lang::zh) == "表1");
}
