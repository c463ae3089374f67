#include "score/constraints.hpp"

#include "base/error.hpp"
#include "base/units.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace jt::score {

using nlohmann::json;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kSliverArea = 1;  // m2

std::string text_of(const json& rule, const std::string& key, const std::string& fallback) {
    if (!rule.contains(key)) {
        return fallback;
    }
    if (!rule[key].is_string()) {
        throw base::data_error("score.rule.text", key);
    }
    return rule[key].get<std::string>();
}

std::optional<double> number_of(const json& rule, const std::string& key, const std::string& unit) {
    if (!rule.contains(key) || rule[key].is_null()) {
        return std::nullopt;
    }
    const double value = rule[key].is_string()
                             ? base::parse_quantity(rule[key].get<std::string>(), unit)
                         : rule[key].is_number() ? rule[key].get<double>()
                                                 : kNone;
    if (!std::isfinite(value)) {
        throw base::data_error("score.rule.number", key);
    }
    return value;
}

void check_keys(const json& rule, RuleMeasure measure) {
    static const std::vector<std::string> of_area = {"name", "measure", "severity", "max_area",
                                                     "max_share"};
    static const std::vector<std::string> of_column = {"name",   "measure", "severity",
                                                       "column", "min",     "max"};
    const auto& known = measure == RuleMeasure::column ? of_column : of_area;
    for (const auto& item : rule.items()) {
        if (std::ranges::find(known, item.key()) == known.end()) {
            throw base::unknown_name_error("score.rule.key", item.key(), known);
        }
    }
}

RuleMeasure measure_of(const json& rule) {
    const auto word = text_of(rule, "measure", rule.contains("column") ? "column" : "overlap");
    if (word == "overlap") {
        return RuleMeasure::overlap;
    }
    if (word == "outside") {
        return RuleMeasure::outside;
    }
    if (word == "column") {
        return RuleMeasure::column;
    }
    throw base::unknown_name_error("score.rule.measure", word, {"overlap", "outside", "column"});
}

void read_limits(const json& object, Rule& rule) {
    if (rule.measure == RuleMeasure::column) {
        rule.column = text_of(object, "column", "");
        rule.min = number_of(object, "min", "");
        rule.max = number_of(object, "max", "");
        if (rule.column.empty() || (!rule.min && !rule.max)) {
            throw base::data_error("score.rule.column");
        }
        return;
    }
    rule.max_area_m2 = number_of(object, "max_area", "m2");
    rule.max_share = number_of(object, "max_share", "");
    if (!rule.max_area_m2 && !rule.max_share) {
        rule.max_area_m2 = kSliverArea;
    }
}

Rule rule_from_json(const json& object) {
    Rule rule;
    rule.name = text_of(object, "name", "");
    rule.measure = measure_of(object);
    check_keys(object, rule.measure);
    const auto severity = text_of(object, "severity", "hard");
    if (severity != "hard" && severity != "warning") {
        throw base::data_error("score.rule.severity", severity);
    }
    rule.hard = severity == "hard";
    read_limits(object, rule);
    return rule;
}

void add_word(std::string& list, const std::string& word) {
    list += (list.empty() ? "" : "; ") + word;
}

}  // namespace

std::vector<Rule> rules_from_json(const json& list) {
    if (!list.is_array()) {
        throw base::data_error("score.rule.list");
    }
    std::vector<Rule> rules;
    std::set<std::string> names;
    for (const auto& object : list) {
        const bool named = object.is_object() && object.contains("name") &&
                           object["name"].is_string() && object["name"] != "";
        if (!named) {
            throw base::data_error("score.rule.name", rules.size() + 1);
        }
        const auto name = object["name"].get<std::string>();
        rules.push_back(
            base::within(base::msg("score.in.rule", name), [&] { return rule_from_json(object); }));
        if (!names.insert(name).second) {
            throw base::data_error("score.rule.twice", name);
        }
    }
    return rules;
}

std::string verdict_name(Verdict verdict) {
    return verdict == Verdict::passed   ? "passed"
           : verdict == Verdict::failed ? "failed"
                                        : "unknown";
}

Check check_area(const Rule& rule, double area_m2, double covered_m2) {
    Check out{0, 0, Verdict::unknown, kNone, kNone, kNone};
    if (std::isnan(area_m2) || std::isnan(covered_m2) || area_m2 <= 0) {
        return out;
    }
    out.area_m2 =
        rule.measure == RuleMeasure::outside ? std::max(0.0, area_m2 - covered_m2) : covered_m2;
    out.share = out.area_m2 / area_m2;
    const bool failed = (rule.max_area_m2 && out.area_m2 > *rule.max_area_m2) ||
                        (rule.max_share && out.share > *rule.max_share);
    out.verdict = failed ? Verdict::failed : Verdict::passed;
    return out;
}

Check check_value(const Rule& rule, double value) {
    Check out{0, 0, Verdict::unknown, kNone, kNone, value};
    if (!std::isnan(value)) {
        const bool failed = (rule.min && value < *rule.min) || (rule.max && value > *rule.max);
        out.verdict = failed ? Verdict::failed : Verdict::passed;
    }
    return out;
}

Feasibility feasibility(std::size_t rows, const std::vector<Rule>& rules,
                        const std::vector<Check>& checks) {
    Feasibility out;
    out.feasible.assign(rows, true);
    out.failed_rules.resize(rows);
    out.warnings.resize(rows);
    for (const auto& check : checks) {
        if (check.verdict == Verdict::passed) {
            continue;
        }
        const Rule& rule = rules[check.rule];
        const std::string word = rule.name + (check.verdict == Verdict::unknown ? "?" : "");
        add_word(rule.hard ? out.failed_rules[check.row] : out.warnings[check.row], word);
        if (rule.hard) {
            out.feasible[check.row] = false;
        }
    }
    return out;
}

}  // namespace jt::score
