// External programs, run without a shell.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace jt::report {

/// The program's full path, looked for along PATH; none where it is not installed.
std::optional<std::filesystem::path> find_program(const std::string& name);

struct ProgramCall {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;  ///< on top of the own one
    std::filesystem::path folder;                    ///< working folder
    std::chrono::seconds timeout{120};
};
struct ProgramResult {
    int exit_code = 0;  ///< 128 + signal when it was killed by one
    bool timed_out = false;
    std::string output;  ///< standard output and error, as they came
};

/// Runs the program to its end, in its own process group, with an empty standard input. After the
/// time limit, or when the work is cancelled, the whole group is killed; cancellation throws
/// Error(interrupted). Machine error where the program cannot be started.
ProgramResult run_program(const ProgramCall& call);

/// A folder below the system's temporary folder, removed with all it holds at the end of the scope.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

}  // namespace jt::report
