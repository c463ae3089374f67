// Why a feature has its score: waterfall and lineage of each criterion, robustness, rank.
#include "app/explain/subject.hpp"

#include <algorithm>
#include <cmath>

namespace jt::app {
namespace {

using layer::Table;
using nlohmann::json;
using scenario::Ref;

const std::set<std::string> kScores = {"score.wlc",     "score.wpm",         "score.owa",
                                       "score.minimum", "score.topsis",      "score.robustness",
                                       "score.rank",    "score.constraints", "score.rules"};

std::string signed_number(double value) { return fmt::format("{:+.6g}", value); }

bool has(const registry::OutputSpec& output, const std::string& column) {
    return std::ranges::any_of(output.columns, [&](const auto& one) { return one.name == column; });
}

/// The output that lists contributions by row and factor, of operators that score by themselves;
/// "" for others. A sheet repeats what another step found.
std::string contributions_output(const registry::OperatorSpec& spec) {
    for (const auto& output : spec.outputs) {
        const bool factors = has(output, "criterion") || has(output, "factor");
        const bool parts = has(output, "id") && has(output, "value") && has(output, "score") &&
                           has(output, "weight") && has(output, "part");
        if (factors && parts && spec.name != "score.sheet") {
            return output.name;
        }
    }
    return "";
}

class ScoreExplainer : public Subject {
public:
    using Subject::Subject;

    bool explain_all() {
        std::vector<std::size_t> steps;
        const auto& plan = m_run.plan().steps;
        for (std::size_t i = 0; i < plan.size(); ++i) {
            const bool scores =
                kScores.contains(plan[i].op) || !contributions_output(m_run.spec(i)).empty();
            if (scores && m_run.wanted(plan[i])) {
                steps.push_back(i);
            }
        }
        if (steps.empty()) {
            return false;
        }
        m_run.compute(steps);
        bool found = false;
        for (const std::size_t step : steps) {
            const auto row = m_lineage.row({step, ""}, m_id);
            if (row) {
                found = true;
                explain(step, *row);
            }
        }
        return found;
    }

private:
    void explain(std::size_t step, std::size_t row) {
        const std::string& op = m_run.plan().steps[step].op;
        if (op == "score.wlc") {
            waterfall(step, row);
        } else if (op == "score.constraints") {
            RuleExplainer(m_run, m_id, m_out).constraints(step);
        } else if (op == "score.rules") {
            RuleExplainer(m_run, m_id, m_out).rules(step, row);
        } else if (op == "score.robustness") {
            robustness(step, row);
        } else if (op == "score.rank") {
            rank(step, row);
        } else if (kScores.contains(op)) {
            other(step, row);
        } else {
            contributions(step);
        }
    }

    /// The score's column and value, with the feature that it is about.
    json score_line(std::size_t step, std::size_t row, const char* kind) {
        const Table& table = main_table(step);
        const std::string into = params(step).value("into", "score");
        const double score = table.column(into).number(row);
        m_out.line(0, say("app.explain.score", step_of(step).label, into, shown(score)));
        json out = head(step, kind);
        out["column"] = into;
        out["score"] = number(score);
        if (const auto feature = m_lineage.feature({step, ""}, m_id)) {
            m_out.line(1, say("app.explain.feature", feature->id, feature->layer,
                              feature->file.path, feature->file.sha256));
            out["feature"] = {{"fid", feature->id},
                              {"layer", feature->layer},
                              {"file", feature->file.path},
                              {"sha256", feature->file.sha256}};
        }
        return out;
    }

    void waterfall(std::size_t step, std::size_t row) {
        json out = score_line(step, row, "score");
        if (out["score"].is_null()) {
            m_out.line(1, say("app.explain.no_score"));
            m_out.add(std::move(out));
            return;
        }
        registry::Call call;
        for (const char* port : {"data", "weights"}) {
            const auto found = step_of(step).inputs.find(port);
            if (found != step_of(step).inputs.end()) {
                call.inputs[port] = {m_run.object(found->second.front())};
            }
        }
        for (const char* name : {"columns", "weights", "normalise", "id"}) {
            call.params[name] = params(step).at(name);
        }
        call.params["row"] = m_id;
        const auto outputs = m_run.session().registry().run("score.waterfall", call);
        const auto& table = dynamic_cast<const Table&>(*outputs.at("table"));
        out["waterfall"] = json::array();
        for (std::size_t i = 0; i < table.rows(); ++i) {
            bar(step, table, i, out["waterfall"]);
        }
        m_out.add(std::move(out));
    }

    void bar(std::size_t step, const Table& table, std::size_t i, json& out) {
        const auto at = [&](const char* column) { return table.column(column).number(i); };
        const std::string kind = table.column("kind").show(i), name = table.column("step").show(i);
        json entry = {{"step", name},
                      {"kind", kind},
                      {"start", at("start")},
                      {"end", at("end")},
                      {"part", number(at("part"))},
                      {"weight", number(at("weight"))},
                      {"value", number(at("value"))}};
        if (kind == "base") {
            m_out.line(1, say("app.explain.base", shown(at("end"))));
        } else if (kind == "part") {
            m_out.line(1, say("app.explain.part", name, shown(at("weight")), shown(at("value")),
                              signed_number(at("part")), shown(at("end"))));
            entry["lineage"] = lineage(step_of(step).inputs.at("data").front(), name);
        }
        out.push_back(std::move(entry));
    }

    /// The steps that made a column, and the files behind them.
    json lineage(const Ref& data, const std::string& column) {
        json out = json::array();
        std::size_t last = data.step;
        for (const Made& made : m_lineage.of(data, column, m_id)) {
            last = made.step;
            const auto& title = m_run.spec(made.step).title.in(m_run.session().options.lang);
            const std::string value = made.shown.empty() ? "-" : made.shown;
            const std::string unit = made.unit.empty() ? "" : " " + made.unit;
            m_out.line(2, say("app.explain.made", made.column, value + unit, title,
                              step_of(made.step).label) +
                              (made.note.empty() ? "" : " " + made.note));
            out.push_back({{"column", made.column},
                           {"value", made.value},
                           {"unit", made.unit},
                           {"op", step_of(made.step).op},
                           {"step", step_of(made.step).label},
                           {"where", step_of(made.step).where},
                           {"given", made.note}});
        }
        json files = file_list(2, last);
        return {{"columns", out}, {"files", files}};
    }

    void robustness(std::size_t step, std::size_t row) {
        const Table& table = main_table(step);
        json out = head(step, "robustness");
        for (const char* name :
             {"rank", "p_first", "p_top", "score_p05", "score_p95", "rank_p05", "rank_p95"}) {
            out[name] = number(table.column(name).number(row));
        }
        const auto at = [&](const char* name) { return shown(table.column(name).number(row)); };
        m_out.line(0, say("app.explain.robustness", step_of(step).label, at("rank"), at("p_first"),
                          at("p_top"), at("score_p05"), at("score_p95")));
        m_out.add(std::move(out));
    }

    void rank(std::size_t step, std::size_t row) {
        const Table& table = main_table(step);
        const auto at = [&](const char* name) { return table.column(name).number(row); };
        json out = head(step, "rank");
        out["rank"] = number(at("rank"));
        out["rank_all"] = number(at("rank_all"));
        out["failed_rules"] = table.column("failed_rules").show(row);
        m_out.line(0, say("app.explain.rank", step_of(step).label, shown(at("rank")),
                          shown(at("rank_all"))));
        m_out.add(std::move(out));
    }

    /// Scores that do not add up: their value and criteria.
    void other(std::size_t step, std::size_t row) {
        json out = score_line(step, row, "score");
        const auto data = m_lineage.table(step_of(step).inputs.at("data").front());
        const auto at = m_lineage.row(step_of(step).inputs.at("data").front(), m_id);
        std::string list;
        out["criteria"] = json::object();
        for (const json& column : params(step).at("columns")) {
            const auto name = column.get<std::string>();
            const double value = at ? data->column(name).number(*at) : std::nan("");
            out["criteria"][name] = number(value);
            list += (list.empty() ? "" : ", ") + name + " " + shown(value);
        }
        m_out.line(1, say("app.explain.criteria", list));
        m_out.add(std::move(out));
    }

    /// An operator that scores by itself, as the plugin park_suitability does.
    void contributions(std::size_t step) {
        const auto table = m_lineage.table({step, contributions_output(m_run.spec(step))});
        const char* factor = table->has("criterion") ? "criterion" : "factor";
        const char* weight = table->has("global_weight") ? "global_weight" : "weight";
        json out = head(step, "contributions");
        out["parts"] = json::array();
        m_out.line(0, say("app.explain.contributions", step_of(step).label));
        for (std::size_t i = 0; i < table->rows(); ++i) {
            if (table->column("id").show(i) != m_id) {
                continue;
            }
            const auto at = [&](const char* column) { return table->column(column).number(i); };
            const std::string name = table->column(factor).show(i);
            m_out.line(1,
                       say("app.explain.contribution", name, shown(at("part")), shown(at(weight)),
                           shown(at("score")), table->column("value").show(i)));
            out["parts"].push_back({{"criterion", name},
                                    {"value", table->column("value").show(i)},
                                    {"score", number(at("score"))},
                                    {"weight", number(at(weight))},
                                    {"part", number(at("part"))}});
        }
        out["files"] = file_list(1, step);
        m_out.add(std::move(out));
    }
};

}  // namespace

bool explain_scores(ExplainRun& run, const ExplainRequest& request, Explanations& out) {
    return ScoreExplainer(run, request.from, out).explain_all();
}

}  // namespace jt::app
