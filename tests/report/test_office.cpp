#include "base/error.hpp"
#include "base/files.hpp"
#include "report/pdf.hpp"
#include "report/sample.hpp"

#include <catch2/catch.hpp>

using namespace jt::report;

namespace {

bool installed(const std::vector<std::string>& programs) {
    for (const auto& program : programs) {
        if (!find_program(program)) {
            WARN(program + " is not installed: skipped");
            return false;
        }
    }
    return true;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t out = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++out;
    }
    return out;
}

}  // namespace

TEST_CASE("every format has the same bytes in a second run") {
    if (!installed({"pandoc", "soffice"})) {
        return;
    }
    const auto first = sample::run(sample::params()).files;
    CHECK(first.size() == 4);
    const auto second = sample::run(sample::params()).files;
    for (const auto& [name, bytes] : first) {
        INFO(name);
        CHECK(bytes == second.at(name));
    }
}

TEST_CASE("the PDF has the Chinese text, and the A3 sheets behind it") {
    if (!installed({"pandoc", "soffice", "pdftotext", "pdfinfo"})) {
        return;
    }
    auto params = sample::params();
    params["formats"] = {"pdf", "docx"};
    const auto files = sample::run(params).files;
    const ScratchFolder folder;
    const std::string pdf = (folder.path() / "r.pdf").string();
    jt::base::write_file(pdf, files.at("report.pdf"));
    const std::string text = sample::output_of("pdftotext", {"-layout", pdf, "-"});
    for (const char* words : {"成渝半小时交通圈专题报告", "未审核·内部用图", "一、编制说明", "表 1",
                              "通行时间对比", "附录 A", "sheet one", "sheet two"}) {
        INFO(words);
        CHECK(text.find(words) != std::string::npos);
    }
    CHECK(text.find("Error") == std::string::npos);  // no unresolved field
    const std::string info = sample::output_of("pdfinfo", {"-f", "1", "-l", "99", pdf});
    CHECK(count(info, "1191 x 842 pts") == 2);
    CHECK_THAT(info, Catch::Contains("Title:") && !Catch::Contains("CreationDate"));

    // The docx opens in a word processor, with its pictures and tables and stored page numbers.
    const std::string docx = (folder.path() / "r.docx").string();
    jt::base::write_file(docx, files.at("report.docx"));
    const std::string xml = sample::output_of("unzip", {"-p", docx, "word/document.xml"});
    CHECK(count(xml, "<w:tbl>") == 10 + 3);  // three formulas stand in tables of their own
    CHECK(count(xml, "<pic:pic>") + count(xml, "<pic:pic ") == 3);
    CHECK(count(xml, "w:dirty") == 0);
    sample::output_of(
        "soffice",
        {"--headless", "-env:UserInstallation=file://" + folder.path().string() + "/p",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder.path().string(), docx});
    const std::string again = jt::base::read_file(folder.path() / "r.txt");
    CHECK_THAT(again, Catch::Contains("六、情景对比") && Catch::Contains("表6　通行时间对比"));
}

TEST_CASE("without pandoc or soffice the rest is made, with a warning") {
    const ScratchFolder nowhere;
    const sample::Variable path("PATH", nowhere.path().string());
    const auto result = sample::run(sample::params());
    CHECK(result.files.size() == 2);
    CHECK(result.files.contains("report.md"));
    CHECK(result.files.contains("report.html"));
    REQUIRE(result.diagnostics.list().size() == 1);
    CHECK(jt::base::render(result.diagnostics.list()[0], jt::base::Lang::en) ==
          "warning: pandoc is not installed (Debian: pandoc); not made: report.docx, report.pdf "
          "(report.document)");
    auto params = sample::params();
    params["strict"] = true;
    CHECK(sample::error_of(params) ==
          "pandoc is not installed (Debian: pandoc); not made: report.docx, report.pdf\n"
          "  hint: install pandoc, or leave the format out");
}

TEST_CASE("with pandoc alone the docx is made and its contents left to the word processor") {
    if (!installed({"pandoc", "unzip"})) {
        return;
    }
    const ScratchFolder folder;
    std::filesystem::create_symlink(*find_program("pandoc"), folder.path() / "pandoc");
    auto params = sample::params();
    params["tables"].push_back({{"name", "wide"}, {"caption", "宽表"}});
    std::map<std::string, std::string> files;
    {
        const sample::Variable path("PATH", folder.path().string());
        const auto result = sample::run(params, "report.document", {sample::wide()});
        files = result.files;
        REQUIRE(result.diagnostics.list().size() == 1);
        CHECK(jt::base::render(result.diagnostics.list()[0], jt::base::Lang::zh) ==
              "警告: 没有安装 soffice（Debian 软件包：libreoffice-writer-nogui "
              "libreoffice-math-nogui）；未生成：report.pdf (report.document)");
    }
    CHECK(files.size() == 3);
    jt::base::write_file(folder.path() / "r.docx", files.at("report.docx"));
    const auto part = [&](const std::string& name) {
        return sample::output_of("unzip", {"-p", (folder.path() / "r.docx").string(), name});
    };
    const std::string xml = part("word/document.xml");
    CHECK(count(xml, "w:dirty=\"true\"") == 1);
    // The wide table lies across a page of its own, in a section that has the footers.
    CHECK(count(xml, "w:orient=\"landscape\"") == 1);
    CHECK(count(xml, "<w:pgNumType w:start=\"1\"") == 1);
    CHECK(count(xml, "r:id=\"rId9\"") == 3);
    CHECK_THAT(part("word/_rels/document.xml.rels"),
               Catch::Contains("Id=\"rId9\" Target=\"footer1.xml\"") &&
                   Catch::Contains("Id=\"rId10\" Target=\"footer2.xml\""));
}

TEST_CASE("a program that fails shows what it said") {
    const ScratchFolder folder;
    const auto fake = folder.path() / "pandoc";
    jt::base::write_file(fake, "#!/bin/sh\necho 'out of cheese'\nexit 5\n");
    std::filesystem::permissions(fake, std::filesystem::perms::owner_all);
    const sample::Variable path("PATH", folder.path().string());
    CHECK(sample::error_of(sample::params()) == "pandoc failed (exit code 5): out of cheese");
}

TEST_CASE("sheets are appended with bookmarks, and a broken one is named", "[fast]") {
    Document document;
    document.cover.title = "题";
    document.hash = "ab";
    document.sheets = {{"图1　一", "maps/01.pdf", sample::pdf(1191, 842, "one")}};
    const std::string text = sample::pdf(595, 842, "text");
    const std::string out = finish_pdf(text, document);
    CHECK(out == finish_pdf(text, document));
    CHECK(contents_pages(out, 1) == std::vector<int>{1});
    CHECK(contents_pages(out, 2).empty());
    document.sheets[0].bytes = "no pdf";
    try {
        finish_pdf(text, document);
        FAIL("no error");
    } catch (const jt::base::Error& error) {
        CHECK_THAT(error.text(jt::base::Lang::en),
                   Catch::StartsWith("maps/01.pdf is not a usable PDF: "));
    }
}

TEST_CASE("an unknown format is refused", "[fast]") {
    auto params = sample::params();
    params["formats"] = {"odt"};
    CHECK(sample::error_of(params) ==
          "the format 'odt' is not known; there are md, docx, pdf, html");
}
