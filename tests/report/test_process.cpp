#include "base/error.hpp"
#include "base/files.hpp"
#include "base/progress.hpp"
#include "report/process.hpp"
#include "report/sample.hpp"

#include <catch2/catch.hpp>
#include <thread>

using namespace jt::report;

namespace {

ProgramCall shell(const std::string& script) {
    ProgramCall call;
    call.program = "/bin/sh";
    call.arguments = {"-c", script};
    return call;
}

}  // namespace

TEST_CASE("a program's output, exit code, folder and environment are its own", "[fast]") {
    const ScratchFolder folder;
    ProgramCall call = shell("echo out; echo err >&2; pwd; echo \"$JT_X\"; cat; exit 7");
    call.folder = folder.path();
    call.environment["JT_X"] = "a b'c";
    const auto result = run_program(call);
    CHECK(result.exit_code == 7);
    CHECK_FALSE(result.timed_out);
    CHECK(result.output == "out\nerr\n" + folder.path().string() + "\na b'c\n");
    CHECK(run_program(shell("kill -9 $$")).exit_code == 128 + 9);
}

TEST_CASE("a program that prints much and closes its output early does not hang", "[fast]") {
    CHECK(run_program(shell("i=0; while [ $i -lt 3000 ]; do echo "
                            "0123456789012345678901234567890123456789; i=$((i+1)); done"))
              .output.size() == 3000 * 41);
    CHECK(run_program(shell("exec >&- 2>&-; sleep 0.2; exit 3")).exit_code == 3);
}

TEST_CASE("after the time limit the whole process group is gone") {
    const ScratchFolder folder;
    const auto file = folder.path() / "late";
    ProgramCall call = shell("(sleep 2; touch '" + file.string() + "') & sleep 30");
    call.timeout = std::chrono::seconds(0);
    CHECK(run_program(call).timed_out);
    std::this_thread::sleep_for(std::chrono::milliseconds(2300));
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("cancelling stops the program and throws", "[fast]") {
    std::thread canceller([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        jt::base::request_cancel();
    });
    const auto start = std::chrono::steady_clock::now();
    try {
        run_program(shell("sleep 20"));
        FAIL("no error");
    } catch (const jt::base::Error& error) {
        CHECK(error.kind() == jt::base::ErrorKind::interrupted);
    }
    canceller.join();
    jt::base::reset_cancel();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("a program that is not there is a machine error", "[fast]") {
    CHECK_FALSE(find_program("no-such-program-of-jiangtian"));
    CHECK(find_program("sh"));
    ProgramCall call;
    call.program = "/nowhere/pandoc";
    try {
        run_program(call);
        FAIL("no error");
    } catch (const jt::base::Error& error) {
        CHECK(error.kind() == jt::base::ErrorKind::machine);
        CHECK(error.text(jt::base::Lang::en) ==
              "cannot start /nowhere/pandoc: No such file or directory");
    }
}

TEST_CASE("a scratch folder leaves nothing behind", "[fast]") {
    std::filesystem::path path;
    {
        const ScratchFolder folder;
        path = folder.path();
        jt::base::write_file(path / "x", "y");
    }
    CHECK_FALSE(std::filesystem::exists(path));
}
