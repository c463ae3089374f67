#include "scenario/run_graph.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/version.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace jt::scenario {
namespace {

// Raise when the meaning of cached bytes changes for reasons outside operator versions.
constexpr int kCacheFormat = 1;

bool wants_run_facts(const registry::OperatorSpec& spec) { return spec.param("run") != nullptr; }

/// Hash over the operators: what the result of a plugin may depend on, as it can run any of them.
std::string code_of(const registry::Registry& registry) {
    base::Hasher hasher;
    for (const auto& name : registry.names()) {
        const auto& spec = registry.find(name).spec;
        hasher.add(spec.name);
        hasher.add(std::int64_t{spec.version});
        hasher.add(spec.fingerprint);
    }
    return hasher.hex();
}

}  // namespace

RunGraph::RunGraph(const Plan& plan, const registry::Registry& registry, const Cache& cache,
                   nlohmann::json facts, Log log)
    : m_plan(plan),
      m_registry(registry),
      m_cache(cache),
      m_facts(std::move(facts)),
      m_log(std::move(log)),
      m_code(code_of(registry)),
      m_results(plan.steps.size()),
      m_objects(plan.steps.size()) {}

void RunGraph::run(const base::Progress& progress) {
    const auto total = static_cast<double>(m_plan.steps.size());
    for (std::size_t i = 0; i < m_plan.steps.size(); ++i) {
        const auto& step = m_plan.steps[i];
        progress.at(static_cast<double>(i) / total, step.label);
        const base::Progress inner([&](double share, const std::string& what) {
            progress.at((static_cast<double>(i) + share) / total,
                        what.empty() ? step.label : step.label + ": " + what);
        });
        const auto start = std::chrono::steady_clock::now();
        base::within(place_of(step), [&] { run_step(i, inner); });
        m_results[i].seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    progress.at(1.0);
}

void RunGraph::run_step(std::size_t index, const base::Progress& progress) {
    const auto& step = m_plan.steps[index];
    const auto& spec = m_registry.find(step.op).spec;
    auto& result = m_results[index];
    nlohmann::json params = step.params;
    if (wants_run_facts(spec)) {
        params["run"] = facts_before(index);
    }
    result.params = registry::validate_params(spec, params);
    if (spec.external) {
        result.external = spec.external(result.params);
    }
    result.key = key_of(index);
    bool corrupt = false;
    if (auto info = m_cache.find(result.key, corrupt)) {
        result.info = std::move(*info);
        result.from_cache = true;
        return;
    }
    if (corrupt) {
        rebuilt(index);
    }
    compute(index, progress);
}

void RunGraph::compute(std::size_t index, const base::Progress& progress) {
    const auto& step = m_plan.steps[index];
    auto& result = m_results[index];
    registry::Call call;
    for (const auto& [port, refs] : step.inputs) {
        for (const auto& ref : refs) {
            call.inputs[port].push_back(object(ref));
        }
    }
    base::Diagnostics diagnostics;
    call.params = result.params;
    call.diagnostics = &diagnostics;
    call.progress = &progress;
    call.registry = &m_registry;
    m_objects[index] = m_registry.run(step.op, std::move(call));
    result.from_cache = false;
    result.info.diagnostics = std::move(diagnostics);
    result.info.outputs.clear();
    for (const auto& [name, made] : m_objects[index]) {
        result.info.outputs[name] = {made->kind(), registry::content_hash(*made), made->summary()};
    }
    refuse_changed(index);
    // What a program missing on this machine left out is made once the program is there.
    const auto& told = result.info.diagnostics.list();
    if (std::ranges::none_of(
            told, [](const auto& d) { return d.message.id == "report.program.missing"; })) {
        m_cache.store(result.key, result.info, m_objects[index]);
    }
}

/// A file that changed while its step ran is not what the key and run.json say.
void RunGraph::refuse_changed(std::size_t index) const {
    const auto& spec = m_registry.find(m_plan.steps[index].op).spec;
    const auto& result = m_results[index];
    const auto now = spec.external ? spec.external(result.params) : result.external;
    for (std::size_t i = 0; i < result.external.size(); ++i) {
        if (i >= now.size() || now[i].sha256 != result.external[i].sha256) {
            throw base::data_error("scenario.input.changed", result.external[i].path);
        }
    }
}

registry::ObjectPtr RunGraph::object(const Ref& ref) {
    auto& objects = m_objects[ref.step];
    if (objects.empty()) {
        bool corrupt = false;
        if (auto loaded = m_cache.load(m_results[ref.step].key, m_registry, corrupt)) {
            objects = std::move(*loaded);
        } else {
            rebuilt(ref.step);
            base::within(place_of(m_plan.steps[ref.step]),
                         [&] { compute(ref.step, base::Progress()); });
        }
    }
    return objects.at(output_name(ref));
}

std::string RunGraph::output_name(const Ref& ref) const {
    return ref.output.empty() ? m_registry.find(m_plan.steps[ref.step].op).spec.outputs.front().name
                              : ref.output;
}

std::string RunGraph::hash_of(const Ref& ref) const {
    return m_results[ref.step].info.outputs.at(output_name(ref)).hash;
}

std::string RunGraph::key_of(std::size_t index) const {
    const auto& step = m_plan.steps[index];
    const auto& spec = m_registry.find(step.op).spec;
    nlohmann::json key = {{"format", kCacheFormat},
                          {"op", step.op},
                          {"version", spec.version},
                          {"code", spec.origin == "builtin" ? "" : m_code},
                          {"program", base::program_hash()},
                          {"libraries", m_facts.value("versions", nlohmann::json())},
                          {"params", m_results[index].params},
                          {"inputs", nlohmann::json::object()},
                          {"files", nlohmann::json::array()}};
    for (const auto& [port, refs] : step.inputs) {
        for (const auto& ref : refs) {
            key["inputs"][port].push_back(hash_of(ref));
        }
    }
    for (const auto& file : m_results[index].external) {
        key["files"].push_back({file.path, file.sha256});
    }
    return base::sha256(key.dump());
}

/// What a step read, for the list of data: its file and those beside it, the layer, what the
/// object tells of itself, and what was found on the way. Null for a step that reads no file.
nlohmann::json RunGraph::data_set(std::size_t index) const {
    const auto& result = m_results[index];
    if (result.external.empty()) {
        return nullptr;
    }
    nlohmann::json out = result.info.outputs.at(output_name({index, ""})).summary;
    const auto& file = result.external.front();
    out["path"] = file.path;
    out["sha256"] = file.sha256;
    out["beside"] = nlohmann::json::array();
    for (std::size_t i = 1; i < result.external.size(); ++i) {
        out["beside"].push_back(result.external[i].path);
    }
    out["layer"] = result.params.value("layer", "");
    const auto& outputs = result.info.outputs;
    if (const auto repairs = outputs.find("repairs"); repairs != outputs.end()) {
        out["repaired"] = repairs->second.summary.value("features", std::int64_t{0});
    }
    if (const auto fixes = outputs.find("fixes"); fixes != outputs.end()) {
        out["fixed"] = fixes->second.summary.value("features", std::int64_t{0});
    }
    out["evidence"] = nlohmann::json::array();
    for (const auto& diagnostic : result.info.diagnostics.list()) {
        out["evidence"].push_back(base::to_json(diagnostic));
    }
    return out;
}

nlohmann::json RunGraph::facts_before(std::size_t index) const {
    nlohmann::json facts = m_facts;
    facts["inputs"] = nlohmann::json::array();
    facts["diagnostics"] = nlohmann::json::array();
    facts["params"] = nlohmann::json::object();
    facts["operators"] = nlohmann::json::array();
    facts["formulas"] = nlohmann::json::array();
    std::set<std::string> operators;
    for (std::size_t i = 0; i < index; ++i) {
        if (wants_run_facts(m_registry.find(m_plan.steps[i].op).spec)) {
            continue;
        }
        if (auto entry = data_set(i);
            !entry.is_null() &&
            std::ranges::find(facts["inputs"], entry) == facts["inputs"].end()) {
            facts["inputs"].push_back(std::move(entry));
        }
        for (const auto& diagnostic : m_results[i].info.diagnostics.list()) {
            auto entry = base::to_json(diagnostic);
            facts["diagnostics"].push_back(std::move(entry));
        }
        const auto& spec = m_registry.find(m_plan.steps[i].op).spec;
        if (operators.insert(spec.name).second) {
            facts["operators"].push_back(
                {{"name", spec.name},
                 {"version", std::to_string(spec.version)},
                 {"origin", spec.origin},
                 {"title", {{"zh", spec.title.zh}, {"en", spec.title.en}}}});
            for (const auto& formula : spec.formulas) {
                facts["formulas"].push_back(
                    {{"title", {{"zh", formula.title.zh}, {"en", formula.title.en}}},
                     {"tex", formula.tex},
                     {"where", {{"zh", formula.where.zh}, {"en", formula.where.en}}},
                     {"source", formula.source}});
            }
        }
        if (m_plan.steps[i].op == "network.build" || spec.origin != "builtin") {
            facts["params"][m_plan.steps[i].label] = m_results[i].params;
        }
    }
    return facts;
}

void RunGraph::rebuilt(std::size_t index) const {
    m_log({base::Severity::warning,
           base::msg("scenario.cache.rebuilt", m_plan.steps[index].label,
                     m_results[index].key.substr(0, 12)),
           "",
           {},
           0});
}

}  // namespace jt::scenario
