// jiangtian compare RUN_DIR RUN_DIR...: what differs between runs, down to the cells of their
// tables.
#include "app/commands.hpp"
#include "base/text.hpp"
#include "scenario/run_folder.hpp"
#include "source/read.hpp"

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <set>

namespace fs = std::filesystem;

namespace jt::app {
namespace {

/// "path sha256" of each input, for a comparison by text.
std::map<std::string, std::string> hashes(const nlohmann::json& list) {
    std::map<std::string, std::string> out;
    for (const auto& entry : list) {
        out[entry.at("path")] = entry.at("sha256");
    }
    return out;
}

void compare_inputs(const Session& session, const nlohmann::json& left,
                    const nlohmann::json& right) {
    const auto a = hashes(left.at("inputs"));
    const auto b = hashes(right.at("inputs"));
    for (const auto& [path, hash] : a) {
        const auto it = b.find(path);
        if (it == b.end() || it->second != hash) {
            session.print("  " + session.say(it == b.end() ? "app.compare.input_gone"
                                                           : "app.compare.input_changed",
                                             path));
        }
    }
    for (const auto& [path, hash] : b) {
        if (!a.contains(path)) {
            session.print("  " + session.say("app.compare.input_new", path));
        }
    }
}

/// The parameters of the steps by "label parameter": how the plan and its numbers differ.
std::map<std::string, std::string> parameters(const nlohmann::json& run) {
    std::map<std::string, std::string> out;
    std::map<std::string, int> times;
    for (const auto& step : run.at("steps")) {
        std::string label = step.at("label");
        if (const int n = ++times[label]; n > 1) {
            label += fmt::format(" #{}", n);
        }
        out[label] = step.at("op");
        const auto params = step.at("params").flatten();
        for (const auto& [name, value] : params.items()) {
            if (!name.empty() && value.is_primitive()) {
                out[label + " " + name.substr(std::min<std::size_t>(1, name.size()))] =
                    value.dump();
            }
        }
    }
    return out;
}

void compare_parameters(const Session& session, const nlohmann::json& left,
                        const nlohmann::json& right) {
    const auto a = parameters(left);
    const auto b = parameters(right);
    for (const auto& [name, value] : a) {
        const auto it = b.find(name);
        if (it == b.end() || it->second != value) {
            session.print("  " + session.say("app.compare.param", name, value,
                                             it == b.end() ? "-" : it->second));
        }
    }
    for (const auto& [name, value] : b) {
        if (!a.contains(name)) {
            session.print("  " + session.say("app.compare.param", name, "-", value));
        }
    }
}

layer::Table read_csv(const fs::path& file) {
    source::ReadOptions options;
    options.path = file.string();
    base::Diagnostics ignored;  // the run told them
    return source::read_table(options, ignored);
}

struct CellChanges {
    std::size_t count = 0;
    std::string first;  ///< "row 3, coverage: 12.5 -> 14"
};

/// Rows of one id in both tables: by the first column where it names each row once, else by place.
std::vector<std::pair<std::size_t, std::size_t>> same_rows(const layer::Table& a,
                                                           const layer::Table& b) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    std::map<std::string, std::size_t> rows;
    std::set<std::string> seen;
    bool unique = !a.names().empty() && !b.names().empty() && a.names()[0] == b.names()[0];
    for (std::size_t row = 0; unique && row < b.rows(); ++row) {
        unique = rows.emplace(b.column(std::size_t{0}).show(row), row).second;
    }
    for (std::size_t row = 0; unique && row < a.rows(); ++row) {
        const std::string id = a.column(std::size_t{0}).show(row);
        unique = seen.insert(id).second;
        if (const auto other = rows.find(id); other != rows.end()) {
            out.emplace_back(row, other->second);
        }
    }
    if (!unique) {
        out.clear();
        for (std::size_t row = 0; row < std::min(a.rows(), b.rows()); ++row) {
            out.emplace_back(row, row);
        }
    }
    return out;
}

CellChanges changes_of(const layer::Table& a, const layer::Table& b) {
    CellChanges out;
    const auto rows = same_rows(a, b);
    for (const auto& name : a.names()) {
        if (!b.has(name)) {
            continue;
        }
        for (const auto& [row, other] : rows) {
            const std::string before = a.column(name).show(row);
            const std::string after = b.column(name).show(other);
            if (before != after && out.count++ == 0) {
                out.first = fmt::format("{} {}: {} -> {}", a.column(std::size_t{0}).show(row), name,
                                        before, after);
            }
        }
    }
    return out;
}

void compare_tables(const Session& session, const fs::path& left, const fs::path& right) {
    for (const auto& file : hashes(scenario::read_run_json(left).at("files"))) {
        const fs::path name = file.first;
        if (name.extension() != ".csv" || !fs::exists(right / name)) {
            continue;
        }
        const auto a = read_csv(left / name);
        const auto b = read_csv(right / name);
        const auto changes = changes_of(a, b);
        if (a.rows() != b.rows()) {
            session.print("  " +
                          session.say("app.compare.rows", name.string(), a.rows(), b.rows()));
        }
        if (changes.count > 0) {
            session.print("  " + session.say("app.compare.cells", name.string(), changes.count,
                                             changes.first));
        }
    }
}

void compare(const Session& session, const std::vector<std::string>& folders) {
    const auto reference = scenario::read_run_json(folders.front());
    std::vector<nlohmann::json> others;
    for (std::size_t i = 1; i < folders.size(); ++i) {
        others.push_back(scenario::read_run_json(folders[i]));
    }
    for (std::size_t i = 1; i < folders.size(); ++i) {
        const auto differences = scenario::compare_folders(folders.front(), folders[i]);
        session.print(
            session.say("app.compare.head", folders.front(), folders[i], differences.size()));
        compare_inputs(session, reference, others[i - 1]);
        compare_parameters(session, reference, others[i - 1]);
        compare_tables(session, folders.front(), folders[i]);
        for (const auto& difference : differences) {
            session.print("  " + difference.file + ": " +
                          base::render(difference.what, session.options.lang));
        }
    }
}

}  // namespace

void add_compare(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("compare", session.say("app.compare"));
    auto folders = std::make_shared<std::vector<std::string>>();
    command->add_option("RUN_DIR", *folders, session.say("app.help.run_dirs"))
        ->required()
        ->expected(2, -1);
    command->callback([&session, folders] { compare(session, *folders); });
}

}  // namespace jt::app
