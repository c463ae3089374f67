#include "scenario/run_folder.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/version.hpp"

#include <chrono>
#include <set>

namespace fs = std::filesystem;

namespace jt::scenario {
namespace {

nlohmann::json text_json(const base::Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

nlohmann::json plan_facts(const Plan& plan, const nlohmann::json& libraries) {
    nlohmann::json scenarios = nlohmann::json::array();
    for (const auto& variant : plan.variants) {
        nlohmann::json changes = nlohmann::json::array();
        for (const auto& change : variant.changes) {
            changes.push_back(text_json(change));
        }
        scenarios.push_back({{"name", variant.name}, {"year", variant.year}, {"changes", changes}});
    }
    return {{"name", plan.name},         {"crs", plan.crs},       {"seed", plan.seed},
            {"engine", base::version()}, {"versions", libraries}, {"scenarios", scenarios}};
}

nlohmann::json step_json(const Step& step, const StepResult& result,
                         const registry::OperatorSpec& spec) {
    nlohmann::json params = result.params;
    params.erase("run");  // the facts stand in this file already
    nlohmann::json outputs = nlohmann::json::object();
    for (const auto& [name, info] : result.info.outputs) {
        outputs[name] = {{"kind", registry::kind_name(info.kind)}, {"sha256", info.hash}};
    }
    nlohmann::json inputs = nlohmann::json::object();
    for (const auto& [port, refs] : step.inputs) {
        for (const auto& ref : refs) {
            inputs[port].push_back({{"step", ref.step}, {"output", ref.output}});
        }
    }
    return {{"label", step.label},       {"op", step.op},
            {"version", spec.version},   {"origin", spec.origin},
            {"code", spec.fingerprint},  {"params", params},
            {"inputs", inputs},          {"outputs", outputs},
            {"scenario", step.scenario}, {"where", step.where}};
}

/// Steps write below the run folder, and not what the run itself writes.
void check_path(const std::string& path, const Step& step) {
    const fs::path normal = fs::path(path).lexically_normal();
    const fs::path first = normal.empty() ? normal : *normal.begin();
    if (path.empty() || normal.is_absolute() || normal != fs::path(path) || first == ".." ||
        first == "." || first == "log" || normal == "run.json" || !normal.has_filename()) {
        throw base::data_error("scenario.run.path", path, step.label, step.where);
    }
}

/// All files that the plan's steps made, by path below the folder.
std::map<std::string, registry::Bytes> made_files(const Plan& plan, RunGraph& graph) {
    std::map<std::string, registry::Bytes> out;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const auto outputs = graph.results()[i].info.outputs;  // object() may build the step again
        for (const auto& [name, info] : outputs) {
            if (info.kind != registry::Kind::files) {
                continue;
            }
            const auto object = graph.object({i, name});
            for (const auto& [path, bytes] : dynamic_cast<const registry::Files&>(*object).files) {
                check_path(path, plan.steps[i]);
                if (!out.emplace(path, bytes).second) {
                    throw base::data_error("scenario.run.twice", path, plan.steps[i].label,
                                           plan.steps[i].where);
                }
            }
        }
    }
    return out;
}

nlohmann::json run_json(const Plan& plan, const registry::Registry& registry, const RunGraph& graph,
                        const nlohmann::json& facts,
                        const std::map<std::string, registry::Bytes>& files) {
    nlohmann::json out = facts;
    out["file"] = plan.file;
    out["lang"] = plan.lang;
    out["data"] = plan.data;
    out["params"] = plan.params;
    out["steps"] = nlohmann::json::array();
    out["inputs"] = nlohmann::json::array();
    out["diagnostics"] = nlohmann::json::array();
    out["files"] = nlohmann::json::array();
    std::set<std::string> seen;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const auto& result = graph.results()[i];
        out["steps"].push_back(
            step_json(plan.steps[i], result, registry.find(plan.steps[i].op).spec));
        for (const auto& file : result.external) {
            if (seen.insert(file.path).second) {
                out["inputs"].push_back({{"path", file.path}, {"sha256", file.sha256}});
            }
        }
        for (const auto& diagnostic : result.info.diagnostics.list()) {
            auto entry = base::to_json(diagnostic);
            entry["step"] = plan.steps[i].label;
            out["diagnostics"].push_back(std::move(entry));
        }
    }
    for (const auto& [path, bytes] : files) {
        out["files"].push_back(
            {{"path", path}, {"sha256", base::sha256(bytes)}, {"bytes", bytes.size()}});
    }
    return out;
}

nlohmann::json timings_json(const Plan& plan, const RunGraph& graph, double total) {
    nlohmann::json steps = nlohmann::json::array();
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const auto& result = graph.results()[i];
        steps.push_back({{"step", plan.steps[i].label},
                         {"seconds", result.seconds},
                         {"cached", result.from_cache}});
    }
    return {{"seconds", total}, {"steps", steps}};
}

void write_below(const fs::path& folder, const std::string& name, std::string_view bytes) {
    base::make_folders((folder / name).parent_path());
    base::write_file(folder / name, bytes);
}

}  // namespace

RunSummary run_plan(const Plan& plan, const registry::Registry& registry, const RunOptions& options,
                    const base::Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    base::PendingFolder pending(options.out, options.overwrite);
    const Cache cache(options.cache);
    std::vector<base::Diagnostic> log;
    const nlohmann::json facts = plan_facts(plan, options.libraries);
    RunGraph graph(plan, registry, cache, facts,
                   [&](const base::Diagnostic& d) { log.push_back(d); });
    graph.run(progress);
    const auto files = made_files(plan, graph);
    RunSummary summary;
    for (const auto& [path, bytes] : files) {
        write_below(pending.path(), path, bytes);
        summary.files.push_back(path);
    }
    write_below(pending.path(), "run.json",
                run_json(plan, registry, graph, facts, files).dump(1) + "\n");
    std::string lines;
    for (const auto& result : graph.results()) {
        summary.cached += result.from_cache ? 1 : 0;
        const auto& list = result.info.diagnostics.list();
        summary.diagnostics.insert(summary.diagnostics.end(), list.begin(), list.end());
    }
    summary.diagnostics.insert(summary.diagnostics.end(), log.begin(), log.end());
    for (const auto& diagnostic : summary.diagnostics) {
        lines += base::render(diagnostic, base::Lang::en) + "\n";
    }
    summary.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    write_below(pending.path(), "log/run.log", lines);
    write_below(pending.path(), "log/timings.json",
                timings_json(plan, graph, summary.seconds).dump(1) + "\n");
    base::check_cancel();
    pending.commit();
    summary.folder = options.out;
    summary.steps = plan.steps.size();
    return summary;
}

}  // namespace jt::scenario
