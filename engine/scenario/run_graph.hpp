// Runs a plan: each step once, its result taken from the cache where its key is known.
#pragma once

#include "base/progress.hpp"
#include "registry/registry.hpp"
#include "scenario/cache.hpp"
#include "scenario/plan.hpp"

#include <functional>
#include <string>
#include <vector>

namespace jt::scenario {

/// A step after running (or finding it in the cache).
struct StepResult {
    std::string key;
    nlohmann::json params;  ///< validated and complete
    std::vector<registry::ExternalInput> external;
    EntryInfo info;
    bool from_cache = false;
    double seconds = 0;
};

/// The key of a step holds program, operator, version and libraries, for a plugin the code of all
/// operators, parameters, content of its inputs and of the files it reads: unchanged steps are not
/// computed again, and a step whose inputs came out the same is not either.
class RunGraph {
public:
    using Log = std::function<void(const base::Diagnostic&)>;

    /// `facts` are handed to operators that declare a parameter "run" (reports), completed with
    /// what ran before them; "versions" in it are the libraries. `log` gets what concerns this
    /// machine only, as a cache entry that was rebuilt.
    RunGraph(const Plan& plan, const registry::Registry& registry, const Cache& cache,
             nlohmann::json facts, Log log);

    /// Runs all steps in order. Errors carry the step and its place in the scenario file.
    void run(const base::Progress& progress);
    const std::vector<StepResult>& results() const { return m_results; }
    /// The object behind a reference, loaded from the cache or computed again when that fails.
    registry::ObjectPtr object(const Ref& ref);

private:
    void run_step(std::size_t index, const base::Progress& progress);
    void compute(std::size_t index, const base::Progress& progress);
    void refuse_changed(std::size_t index) const;
    std::string key_of(std::size_t index) const;
    std::string hash_of(const Ref& ref) const;
    std::string output_name(const Ref& ref) const;
    nlohmann::json data_set(std::size_t index) const;
    nlohmann::json facts_before(std::size_t index) const;
    void rebuilt(std::size_t index) const;

    const Plan& m_plan;
    const registry::Registry& m_registry;
    const Cache& m_cache;
    nlohmann::json m_facts;
    Log m_log;
    std::string m_code;  ///< hash over all operators, part of the key of a plugin's step
    std::vector<StepResult> m_results;
    std::vector<registry::Outputs> m_objects;  ///< loaded so far
};

}  // namespace jt::scenario
