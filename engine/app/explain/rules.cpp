// Why a feature is infeasible, or has its grade: rules with areas, limits, clauses and sources.
#include "app/explain/subject.hpp"
#include "layer/layer.hpp"
#include "layer/rule_set_file.hpp"

namespace jt::app {

using layer::Table;
using nlohmann::json;
using scenario::Ref;

void RuleExplainer::constraints(std::size_t step) {
    const auto checks = m_lineage.table({step, "checks"});
    json out = head(step, "constraints");
    out["rules"] = json::array();
    m_out.line(0, say("app.explain.constraints", step_of(step).label));
    for (std::size_t i = 0; i < checks->rows(); ++i) {
        if (checks->column("id").show(i) == m_id) {
            out["rules"].push_back(rule(step, *checks, i));
        }
    }
    m_out.add(std::move(out));
}

json RuleExplainer::rule(std::size_t step, const Table& checks, std::size_t i) {
    const auto text = [&](const char* column) { return checks.column(column).show(i); };
    const auto value = [&](const char* column) { return checks.column(column).number(i); };
    const std::string name = text("rule"), cited = text("source") + " " + text("clause");
    const bool area = text("measure") != "column";
    const std::string measured = area ? say("app.explain.area", shown(value("area_mu")),
                                            shown(value("area_ha")), shown(100 * value("share")))
                                      : shown(value("value"));
    const auto word = [&](const char* id) { return say(id); };
    const std::string verdict = text("verdict") == "passed"   ? word("app.explain.verdict.passed")
                                : text("verdict") == "failed" ? word("app.explain.verdict.failed")
                                                              : word("app.explain.verdict.unknown");
    m_out.line(1, say("app.explain.rule", name, verdict, measured, text("limit"),
                      word(text("severity") == "hard" ? "score.severity.hard"
                                                      : "score.severity.warning")));
    if (cited != " ") {
        m_out.line(2, say("app.explain.cited", text("source"), text("clause")));
    }
    json out = {{"rule", name},
                {"severity", text("severity")},
                {"verdict", text("verdict")},
                {"area_m2", number(value("area_m2"))},
                {"share", number(value("share"))},
                {"value", number(value("value"))},
                {"limit", text("limit")},
                {"source", text("source")},
                {"clause", text("clause")}};
    out["pieces"] = pieces(step, name);
    return out;
}

/// The features of the zone that the rule is about, where vector.occupation measured them.
json RuleExplainer::pieces(std::size_t step, const std::string& rule) {
    json out = json::array();
    const auto overlaps = step_of(step).inputs.find("overlaps");
    const std::string zone = zone_of(step, rule);
    if (overlaps == step_of(step).inputs.end() || zone.empty()) {
        return out;
    }
    std::string list;
    for (const Ref& ref : overlaps->second) {
        if (step_of(ref.step).op != "vector.occupation") {
            continue;
        }
        const auto table = m_lineage.table({ref.step, "pieces"});
        for (std::size_t i = 0; i < table->rows(); ++i) {
            if (table->column("id").show(i) == m_id && table->column("zone").show(i) == zone) {
                const double m2 = table->column("area_m2").number(i);
                const std::string id = table->column("zone_id").show(i);
                out.push_back({{"feature", id}, {"area_m2", m2}});
                list += (list.empty() ? "" : ", ") + say("app.explain.piece", id, shown(m2 / 1e4));
            }
        }
        if (!list.empty()) {
            m_out.line(2, say("app.explain.pieces", zone, list));
            file_of_zone(ref.step, zone);
        }
    }
    return out;
}

std::string RuleExplainer::zone_of(std::size_t step, const std::string& rule) const {
    const auto merge = [&](const json& list) -> std::string {
        for (const json& one : list.is_array() ? list : json::array()) {
            if (one.is_object() && one.value("name", "") == rule) {
                return one.value("zone", "");
            }
        }
        return "";
    };
    std::string zone = merge(params(step).at("rules"));
    if (zone.empty() && params(step).at("file").is_string()) {
        const json file = layer::rule_json(params(step).at("file").get<std::string>());
        zone = merge(file.is_object() ? file.value("rules", json::array()) : file);
    }
    return zone.empty() ? rule : zone;
}

void RuleExplainer::file_of_zone(std::size_t step, const std::string& zone) {
    for (const Ref& ref : step_of(step).inputs.at("zones")) {
        const auto found = std::dynamic_pointer_cast<const layer::Layer>(m_run.object(ref));
        if (found != nullptr && found->name() == zone) {
            file_list(2, ref.step);
        }
    }
}

void RuleExplainer::rules(std::size_t step, std::size_t row) {
    const auto set = layer::RuleSet::from_json(layer::rules_of(params(step)));
    const Table& table = main_table(step);
    json out = head(step, "rules");
    out["name"] = set.name();
    out["edition"] = set.edition();
    out["steps"] = json::array();
    m_out.line(0, say("app.explain.rule_set", step_of(step).label, set.name(), set.edition(),
                      table.column("rule_class").show(row)));
    for (const auto& one : set.steps()) {
        const double grade = table.column("rule_" + one.id).number(row);
        m_out.line(1, say("app.explain.grade", one.title.in(m_run.session().options.lang),
                          shown(grade), one.clause) +
                          (one.doubtful.empty() ? "" : say("app.explain.doubtful", one.doubtful)));
        out["steps"].push_back({{"step", one.id},
                                {"grade", number(grade)},
                                {"clause", one.clause},
                                {"doubtful", one.doubtful}});
    }
    out["decided"] = table.column("rule_decided").show(row);
    m_out.line(1, say("app.explain.decided", table.column("rule_clause").show(row)));
    out["files"] = file_list(1, step);
    m_out.add(std::move(out));
}

}  // namespace jt::app
