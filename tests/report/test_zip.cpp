#include "base/files.hpp"
#include "report/docx_template.hpp"
#include "report/sample.hpp"
#include "report/zip.hpp"

#include <catch2/catch.hpp>

using namespace jt::report;

TEST_CASE("an archive of stored entries has the bytes the format asks for", "[fast]") {
    const std::string zip = zip_stored({{"a.txt", "hello"}});
    CHECK(zip.size() == 30 + 5 + 5 + 46 + 5 + 22);
    CHECK(zip.substr(0, 4) == "PK\x03\x04");
    // CRC-32 of "hello" is 0x3610a686.
    CHECK(zip.substr(14, 4) == "\x86\xa6\x10\x36");
    CHECK(zip.substr(10, 4) == std::string("\x00\x00\x21\x00", 4));  // 1980-01-01 00:00
    CHECK(zip_stored({}).size() == 22);
}

TEST_CASE("other programs read the archive") {
    if (!find_program("unzip")) {
        WARN("unzip is not installed: skipped");
        return;
    }
    const ScratchFolder folder;
    const auto file = folder.path() / "x.zip";
    jt::base::write_file(file,
                         zip_stored({{"文件.txt", "一"}, {"b/c.bin", std::string(70000, 'x')}}));
    CHECK_THAT(sample::output_of("unzip", {"-t", file.string()}),
               Catch::Contains("No errors detected"));
    CHECK(sample::output_of("unzip", {"-p", file.string(), "文件.txt"}) == "一");
}

TEST_CASE("the reference document is stable and differs by language and numbering", "[fast]") {
    using jt::base::Lang;
    CHECK(reference_docx(Lang::zh, true) == reference_docx(Lang::zh, true));
    CHECK(reference_docx(Lang::zh, true) != reference_docx(Lang::zh, false));
    CHECK(reference_docx(Lang::zh, true) != reference_docx(Lang::en, true));
    const std::string zip = reference_docx(Lang::zh, true);  // stored: its XML can be read as it is
    CHECK_THAT(
        zip, Catch::Contains("w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\""));
    CHECK_THAT(zip, Catch::Contains("w:line=\"579\" w:lineRule=\"exact\""));
    CHECK_THAT(zip, Catch::Contains("方正小标宋简体") && Catch::Contains("<w:evenAndOddHeaders/>"));
}
