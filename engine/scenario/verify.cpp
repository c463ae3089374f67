// The part of run_folder.hpp that reads run folders back.
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "scenario/run_folder.hpp"

#include <algorithm>
#include <set>

namespace fs = std::filesystem;

namespace jt::scenario {
namespace {

/// Files below the folder, `log/` left out, with '/' in their names.
std::set<std::string> files_below(const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        throw base::data_error("scenario.verify.no_folder", folder.string());
    }
    std::set<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().lexically_relative(folder).generic_string();
        if (entry.is_regular_file() && name.rfind("log/", 0) != 0) {
            out.insert(name);
        }
    }
    return out;
}

bool is_file_list(const nlohmann::json& list) {
    return list.is_array() && std::ranges::all_of(list, [](const nlohmann::json& entry) {
               return entry.is_object() && entry.value("path", nlohmann::json()).is_string() &&
                      entry.value("sha256", nlohmann::json()).is_string();
           });
}

}  // namespace

nlohmann::json read_run_json(const fs::path& folder) {
    const fs::path file = folder / "run.json";
    if (!fs::is_regular_file(file)) {
        throw base::data_error("scenario.verify.no_run", folder.string());
    }
    auto json = nlohmann::json::parse(base::read_file(file), nullptr, false);
    if (!json.is_object() || !json.contains("files") || !is_file_list(json["files"])) {
        throw base::data_error("scenario.verify.bad_run", file.string());
    }
    return json;
}

std::vector<Difference> check_files(const fs::path& folder) {
    const auto json = read_run_json(folder);
    std::set<std::string> present = files_below(folder);
    present.erase("run.json");
    std::vector<Difference> out;
    for (const auto& file : json.at("files")) {
        const std::string name = file.at("path");
        if (present.erase(name) == 0) {
            out.push_back({name, base::msg("scenario.verify.missing")});
        } else if (base::sha256_file((folder / name).string()) != file.at("sha256")) {
            out.push_back({name, base::msg("scenario.verify.changed")});
        }
    }
    for (const auto& name : present) {
        out.push_back({name, base::msg("scenario.verify.unknown")});
    }
    return out;
}

std::vector<Difference> compare_folders(const fs::path& left, const fs::path& right) {
    const auto a = files_below(left);
    const auto b = files_below(right);
    std::vector<Difference> out;
    for (const auto& name : a) {
        if (!b.contains(name)) {
            out.push_back({name, base::msg("scenario.verify.only_in", left.string())});
        } else if (base::read_file(left / name) != base::read_file(right / name)) {
            out.push_back({name, base::msg("scenario.verify.bytes")});
        }
    }
    for (const auto& name : b) {
        if (!a.contains(name)) {
            out.push_back({name, base::msg("scenario.verify.only_in", right.string())});
        }
    }
    return out;
}

}  // namespace jt::scenario
