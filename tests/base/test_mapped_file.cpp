#include "base/mapped_file.hpp"

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/in_parts.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace jt::base;
using jt::test::error_text;

TEST_CASE("a mapped file has the bytes of the file, and keeps them when it is replaced") {
    const jt::test::TempFolder folder;
    const auto path = folder.path() / "江天.bin";
    write_file(path, "abc");
    const MappedFile file(path);
    CHECK(file.bytes() == "abc");
    write_file(path, "defg");
    CHECK(file.bytes() == "abc");
    CHECK(MappedFile(path).bytes() == "defg");
    write_file(path, "");
    CHECK(MappedFile(path).bytes().empty());
    CHECK(error_text([&] { MappedFile(folder.path() / "none"); }).find("No such file") !=
          std::string::npos);
}

TEST_CASE("a scratch file gives back what was appended, and is in no folder") {
    const jt::test::TempFolder folder;
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    std::shared_ptr<const MappedFile> mapped;
    {
        ScratchFile file(6);
        CHECK(file.mapped()->bytes().empty());
        file.append("abc");
        file.append("");
        file.append("def");
        CHECK(std::filesystem::is_empty(folder.path()));
        mapped = file.mapped();
    }
    CHECK(mapped->bytes() == "abcdef");
    ::setenv("TMPDIR", (folder.path() / "none").c_str(), 1);
    CHECK(error_text([] { ScratchFile(1); }) != "(no error)");
    ::unsetenv("TMPDIR");
}

TEST_CASE("a scratch file that no disk has room for says how much is missing, before any work") {
    const std::string text = error_text([] { ScratchFile(std::uint64_t{1} << 60U); });
    CHECK(text.find("1073741824.00 GiB are needed") != std::string::npos);
    CHECK(text.find("TMPDIR") != std::string::npos);
}

TEST_CASE("a file written from blocks is whole or not there") {
    const jt::test::TempFolder folder;
    const auto path = folder.path() / "a";
    write_file(path, [](const Sink& sink) {
        sink("ab");
        sink("c");
    });
    CHECK(read_file(path) == "abc");
    CHECK_THROWS_AS(write_file(path,
                               [](const Sink& sink) {
                                   sink("half");
                                   throw std::runtime_error("no more");
                               }),
                    std::runtime_error);
    CHECK(read_file(path) == "abc");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("large mapped files are taken in parts, and read again") {
    const jt::test::TempFolder folder;
    const auto path = folder.path() / "large.bin";
    std::string bytes;
    while (bytes.size() < (std::size_t{40} << 20U)) {
        bytes += "江天" + std::to_string(bytes.size());
    }
    write_file(path, bytes);
    const MappedFile file(path);
    for (int i = 0; i < 2; ++i) {
        std::size_t parts = 0;
        std::string back;
        in_parts(file.bytes(), [&](std::string_view part) {
            ++parts;
            back += part;
        });
        CHECK(parts == 3);
        CHECK(back == bytes);
        CHECK(file.bytes() == bytes);
    }
    std::string held;  // what is no file stays as it is
    in_parts(bytes, [&](std::string_view part) { held += part; });
    CHECK(held == bytes);
    CHECK(sha256(file.bytes()) == sha256_file(path.string()));
}
