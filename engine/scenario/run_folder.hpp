// The run folder: what a run leaves behind, written whole or not at all.
#pragma once

#include "scenario/run_graph.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jt::scenario {

struct RunOptions {
    std::filesystem::path out;    ///< run folder
    std::filesystem::path cache;  ///< cache folder; empty: no cache
    bool overwrite = false;
    nlohmann::json libraries;  ///< name -> version, for run.json and the report
};

struct RunSummary {
    std::filesystem::path folder;
    std::size_t steps = 0, cached = 0;
    std::vector<std::string> files;  ///< below the folder, sorted
    std::vector<base::Diagnostic>
        diagnostics;  ///< of all steps, in order; what the log got comes last
    double seconds = 0;
};

/// Runs the plan and writes the folder. A failed or interrupted run leaves no folder (the cache
/// keeps what was finished).
RunSummary run_plan(const Plan& plan, const registry::Registry& registry, const RunOptions& options,
                    const base::Progress& progress);

/// One difference that verify found.
struct Difference {
    std::string file;
    base::Message what;
};

/// Holds the folder's files against the hashes in its run.json: changed, missing and unknown files.
/// Data error where the folder has no readable run.json. `log/` and run.json itself are left out.
std::vector<Difference> check_files(const std::filesystem::path& folder);

/// Compares two run folders byte by byte, `log/` left out.
std::vector<Difference> compare_folders(const std::filesystem::path& left,
                                        const std::filesystem::path& right);

nlohmann::json read_run_json(const std::filesystem::path& folder);

}  // namespace jt::scenario
