// What explanations of one feature share: its steps, where its values come from, and what is said.
#pragma once

#include "app/explain/lineage.hpp"

#include <string>

namespace jt::app {

std::string shown(double value);      ///< six digits; "-" for NaN
nlohmann::json number(double value);  ///< null for NaN

/// A feature by its id, in a run whose steps are open.
class Subject {
public:
    Subject(ExplainRun& run, std::string id, Explanations& out)
        : m_run(run), m_lineage(run), m_id(std::move(id)), m_out(out) {}

protected:
    const scenario::Step& step_of(std::size_t step) const { return m_run.plan().steps[step]; }
    const nlohmann::json& params(std::size_t step) const { return m_run.result(step).params; }
    template <class... Args>
    std::string say(const char* id, const Args&... args) const {
        return m_run.session().say(id, args...);
    }
    /// The main output as a table, until the next call.
    const layer::Table& main_table(std::size_t step);
    nlohmann::json head(std::size_t step, const char* kind) const;
    /// A line of the files behind a step, and the same with full hashes.
    nlohmann::json file_list(std::size_t level, std::size_t step);

    ExplainRun& m_run;
    Lineage m_lineage;
    std::string m_id;
    Explanations& m_out;

private:
    std::shared_ptr<const layer::Table> m_held;
};

/// Constraints and rule sets.
class RuleExplainer : public Subject {
public:
    using Subject::Subject;
    /// A step of score.constraints: every rule with area, limit and source.
    void constraints(std::size_t step);
    /// A step of score.rules: every grade with its clause.
    void rules(std::size_t step, std::size_t row);

private:
    nlohmann::json rule(std::size_t step, const layer::Table& checks, std::size_t i);
    nlohmann::json pieces(std::size_t step, const std::string& rule);
    std::string zone_of(std::size_t step, const std::string& rule) const;
    void file_of_zone(std::size_t step, const std::string& zone);
};

}  // namespace jt::app
