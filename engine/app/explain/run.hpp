// A finished run, opened again to ask why: its plan, and the objects of the steps that matter.
#pragma once

#include "app/session.hpp"
#include "scenario/plan.hpp"
#include "scenario/run_graph.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::app {

/// What `explain` is asked for.
struct ExplainRequest {
    std::string folder, from, to, scenario, about, at, crs, surface;
};

/// Runs the steps that are asked for and all that they need, from the cache where they are there.
class ExplainRun {
public:
    /// Reads the run folder and evaluates its scenario file. Data errors: no run folder, no such
    /// scenario.
    ExplainRun(Session& session, const ExplainRequest& request);

    const scenario::Plan& plan() const { return m_plan; }
    Session& session() const { return m_session; }
    /// Steps of the scenario asked for, and of all; all steps where none is asked for.
    bool wanted(const scenario::Step& step) const;

    /// Opens these steps; those of an earlier call are closed.
    void compute(const std::vector<std::size_t>& steps);
    /// References are those of plan(). Only what compute() was asked for.
    registry::ObjectPtr object(const scenario::Ref& ref);
    const scenario::StepResult& result(std::size_t step) const;
    const registry::OperatorSpec& spec(std::size_t step) const;
    /// The output's name; the main one where the reference names none.
    std::string output(const scenario::Ref& ref) const;
    /// Steps that a step needs, ascending, and itself.
    std::vector<std::size_t> upstream(std::size_t step) const;

private:
    Session& m_session;
    std::string m_folder, m_scenario;
    scenario::Plan m_plan, m_part;
    std::vector<std::size_t> m_places;  ///< of the plan's steps in the part
    std::unique_ptr<scenario::Cache> m_cache;
    std::unique_ptr<scenario::RunGraph> m_graph;
};

/// What is found: lines for people, or JSON.
class Explanations {
public:
    explicit Explanations(Session& session) : m_session(session) {}
    /// `level`: how far a line is indented. Nothing with --json.
    void line(std::size_t level, const std::string& text) const;
    void add(nlohmann::json entry) { m_json.push_back(std::move(entry)); }
    void finish() const;  ///< prints the JSON

private:
    Session& m_session;
    nlohmann::json m_json = nlohmann::json::array();
};

/// Trips between two features, or to the nearest ones; false where no step uses a network or, with
/// `quiet`, none of its layers has the feature, which is a data error otherwise.
bool explain_trips(ExplainRun& run, const ExplainRequest& request, Explanations& out, bool quiet);
/// Scores, constraints and rules of a feature; false where no step scores it.
bool explain_scores(ExplainRun& run, const ExplainRequest& request, Explanations& out);
/// The cell of each surface at a place. Data errors: no surface, no such surface, a place outside.
void explain_cells(ExplainRun& run, const ExplainRequest& request, Explanations& out);

}  // namespace jt::app
