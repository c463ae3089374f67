#include "app/explain/run.hpp"

#include "app/register_all.hpp"
#include "app/scenario_run.hpp"

#include <algorithm>

namespace jt::app {

ExplainRun::ExplainRun(Session& session, const ExplainRequest& request)
    : m_session(session), m_folder(request.folder), m_scenario(request.scenario) {
    const auto record = scenario::read_run_json(request.folder);
    m_plan = load_plan(session, record.at("file"),
                       record.at("params").get<std::map<std::string, std::string>>(),
                       base::lang_of(record.value("lang", "")));
    std::vector<std::string> names;
    for (const auto& variant : m_plan.variants) {
        names.push_back(variant.name);
    }
    if (!m_scenario.empty() && std::ranges::find(names, m_scenario) == names.end()) {
        throw base::unknown_name_error("app.explain.scenario", m_scenario, names);
    }
}

bool ExplainRun::wanted(const scenario::Step& step) const {
    return m_scenario.empty() || step.scenario.empty() || step.scenario == m_scenario;
}

std::vector<std::size_t> ExplainRun::upstream(std::size_t step) const {
    std::vector<bool> needed(step + 1, false);
    needed[step] = true;
    std::vector<std::size_t> out;
    for (std::size_t i = step + 1; i-- > 0;) {
        if (!needed[i]) {
            continue;
        }
        out.push_back(i);
        for (const auto& [port, refs] : m_plan.steps[i].inputs) {
            for (const scenario::Ref& ref : refs) {
                needed[ref.step] = true;
            }
        }
    }
    std::ranges::reverse(out);
    return out;
}

void ExplainRun::compute(const std::vector<std::size_t>& steps) {
    std::vector<bool> needed(m_plan.steps.size(), false);
    for (const std::size_t step : steps) {
        for (const std::size_t one : upstream(step)) {
            needed[one] = true;
        }
    }
    m_part = m_plan;
    m_part.steps.clear();
    m_places.assign(m_plan.steps.size(), 0);
    for (std::size_t i = 0; i < m_plan.steps.size(); ++i) {
        if (!needed[i]) {
            continue;
        }
        m_places[i] = m_part.steps.size();
        m_part.steps.push_back(m_plan.steps[i]);
        for (auto& [port, refs] : m_part.steps.back().inputs) {
            for (scenario::Ref& ref : refs) {
                ref.step = m_places[ref.step];
            }
        }
    }
    m_cache = std::make_unique<scenario::Cache>(cache_folder(m_session.options, m_folder));
    m_graph = std::make_unique<scenario::RunGraph>(m_part, m_session.registry(), *m_cache,
                                                   nlohmann::json{{"versions", library_versions()}},
                                                   [](const base::Diagnostic&) {});
    m_graph->run(m_session.progress());
    m_session.end_progress();
}

registry::ObjectPtr ExplainRun::object(const scenario::Ref& ref) {
    return m_graph->object({m_places[ref.step], ref.output});
}

const scenario::StepResult& ExplainRun::result(std::size_t step) const {
    return m_graph->results()[m_places[step]];
}

const registry::OperatorSpec& ExplainRun::spec(std::size_t step) const {
    return m_session.registry().find(m_plan.steps[step].op).spec;
}

std::string ExplainRun::output(const scenario::Ref& ref) const {
    return ref.output.empty() ? spec(ref.step).outputs.front().name : ref.output;
}

void Explanations::line(std::size_t level, const std::string& text) const {
    if (!m_session.options.json) {
        m_session.print(std::string(2 * level, ' ') + text);
    }
}

void Explanations::finish() const {
    if (m_session.options.json) {
        m_session.print(m_json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
}

}  // namespace jt::app
