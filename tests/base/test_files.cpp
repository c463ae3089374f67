#include "base/files.hpp"

#include "base/hash.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <unistd.h>
#include <csignal>

using namespace jt::base;
using jt::test::error_of;
using jt::test::error_text;
using jt::test::TempFolder;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Files beyond some bytes cannot be written while it lives: to a program a full disk looks alike.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_signal = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

private:
    rlimit m_before{};
    void (*m_signal)(int) = nullptr;
};

}  // namespace

TEST_CASE("a file is read back as it was written, whatever its bytes and name") {
    const TempFolder folder;
    const std::string bytes("\0\r\n江\xFF", 7);
    const std::string longest = std::string(251, 'n') + ".txt";
    for (const std::string& name : {std::string("道路.shp"), longest}) {
        write_file(folder / name, bytes);
        CHECK(read_file(folder / name) == bytes);
        CHECK(sha256_file((folder / name).string()) == sha256(bytes));
    }
    write_file(folder / "empty", "");
    CHECK(read_file(folder / "empty").empty());
    write_file(folder / "empty", "not any more");
    CHECK(read_file(folder / "empty") == "not any more");
    CHECK(entries(folder.path()) == 3);
}

TEST_CASE("a file larger than a block is read in order") {
    const TempFolder folder;
    std::string bytes;
    for (int i = 0; bytes.size() < 3'000'000; ++i) {
        bytes += std::to_string(i) + ",";
    }
    write_file(folder / "big", bytes);
    CHECK(read_file(folder / "big") == bytes);
    CHECK(sha256_file((folder / "big").string()) == sha256(bytes));
}

TEST_CASE("what cannot be read is a machine error with the system's reason") {
    const TempFolder folder;
    const std::string missing = (folder / "none.csv").string();
    CHECK(error_text([&] { read_file(missing); }) ==
          "cannot open " + missing + ": No such file or directory");
    CHECK(error_of([&] { read_file(missing); })->kind() == ErrorKind::machine);
    CHECK(error_text([&] { read_file(folder.path()); }) ==
          "cannot read " + folder.path().string() + ": Is a directory");
    CHECK(error_text([&] { sha256_file(folder.path().string()); }) ==
          "cannot read " + folder.path().string() + ": Is a directory");
}

TEST_CASE("a write that fails leaves the old file and nothing else") {
    const TempFolder folder;
    const fs::path path = folder / "result.csv";
    write_file(path, "old");
    std::string text;
    {
        const SmallDisk disk(1000);
        text = error_text([&] { write_file(path, std::string(5000, 'x')); });
    }
    CHECK(text == "cannot write " + path.string() +
                      ": File too large\n  hint: check free space and permission of the folder; "
                      "nothing half written was left");
    CHECK(read_file(path) == "old");
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a file cannot be written where there is no folder or where a folder stands") {
    const TempFolder folder;
    fs::create_directory(folder / "taken");
    const std::string hint =
        "\n  hint: check free space and permission of the folder; nothing half written was left";
    CHECK(error_text([&] { write_file(folder / "no/such/file", "x"); }) ==
          "cannot write " + (folder / "no/such/file").string() + ": No such file or directory" +
              hint);
    CHECK(error_text([&] { write_file(folder / "taken", "x"); }) ==
          "cannot write " + (folder / "taken").string() + ": Is a directory" + hint);
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("folders are made with their parents, and not through a file") {
    const TempFolder folder;
    make_folders(folder / "a/b/c");
    make_folders(folder / "a/b/c");
    CHECK(fs::is_directory(folder / "a/b/c"));
    write_file(folder / "file", "x");
    CHECK(error_text([&] { make_folders(folder / "file/sub"); }) ==
          "cannot make the folder " + (folder / "file/sub").string() + ": Not a directory");
}

TEST_CASE("a pending folder appears under its name at commit only") {
    const TempFolder folder;
    {
        PendingFolder pending(folder / "run", false);
        write_file(pending.path() / "run.json", "{}");
        CHECK_FALSE(fs::exists(folder / "run"));
        pending.commit();
    }
    CHECK(read_file(folder / "run/run.json") == "{}");
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a pending folder that is not committed leaves nothing") {
    const TempFolder folder;
    {
        PendingFolder pending(folder / "deep/run/", false);
        write_file(pending.path() / "half", "x");
    }
    CHECK(entries(folder / "deep") == 0);
}

TEST_CASE("an existing folder is refused without overwrite and replaced with it") {
    const TempFolder folder;
    make_folders(folder / "run");
    write_file(folder / "run/old", "old");
    const std::string path = (folder / "run").string();
    CHECK(error_text([&] { PendingFolder pending(path, false); }) ==
          "the output folder " + path +
              " exists\n  hint: choose another with -o, or pass --overwrite to replace it");
    CHECK(error_of([&] { PendingFolder pending(path, false); })->kind() == ErrorKind::data);
    {
        PendingFolder pending(path, true);
        write_file(pending.path() / "new", "new");
        CHECK(read_file(folder / "run/old") == "old");
        pending.commit();
    }
    CHECK(read_file(folder / "run/new") == "new");
    CHECK_FALSE(fs::exists(folder / "run/old"));
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a folder that appears meanwhile is not overwritten unasked") {
    const TempFolder folder;
    PendingFolder pending(folder / "run", false);
    make_folders(folder / "run");
    CHECK(error_of([&] { pending.commit(); })->message().id == "base.folder.exists");
}

TEST_CASE("when the new folder cannot take its place the old one is still there") {
    const TempFolder folder;
    make_folders(folder / "run");
    write_file(folder / "run/old", "old");
    {
        PendingFolder pending(folder / "run", true);
        fs::remove_all(pending.path());  // as if somebody had cleaned the disk
        const auto error = error_of([&] { pending.commit(); });
        REQUIRE(error);
        CHECK(error->kind() == ErrorKind::machine);
        CHECK(error->text(Lang::en) == "cannot rename " + pending.path().string() + " to " +
                                           (folder / "run").string() +
                                           ": No such file or directory");
    }
    CHECK(read_file(folder / "run/old") == "old");
    CHECK(entries(folder.path()) == 1);
}
