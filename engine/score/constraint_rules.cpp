#include "score/constraint_rules.hpp"

#include "base/error.hpp"
#include "base/units.hpp"
#include "layer/rule_set_file.hpp"
#include "score/op_support.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace jt::score {

using nlohmann::json;

namespace {

constexpr double kSliverArea = 1;  // m2

const std::map<std::string, RuleMeasure>& measures() {
    static const std::map<std::string, RuleMeasure> all = {{"overlap", RuleMeasure::overlap},
                                                           {"outside", RuleMeasure::outside},
                                                           {"share", RuleMeasure::share},
                                                           {"column", RuleMeasure::column}};
    return all;
}

std::string text_of(const json& rule, const std::string& key, const std::string& fallback = "") {
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
                                                 : std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(value)) {
        throw base::data_error("score.rule.number", key);
    }
    return value;
}

/// A limit that is an area or a share: 0 or more, a share at most 1.
std::optional<double> limit_of(const json& rule, const std::string& key, const std::string& unit,
                               double most) {
    const auto value = number_of(rule, key, unit);
    if (value && (*value < 0 || *value > most)) {
        throw base::data_error("score.rule.limit", key, *value);
    }
    return value;
}

void check_keys(const json& rule, RuleMeasure measure) {
    std::vector<std::string> known = {"name", "measure", "severity", "source", "clause", "note"};
    if (measure == RuleMeasure::column) {
        known.insert(known.end(), {"column", "min", "max"});
    } else {
        known.insert(known.end(), {"max_area", "max_share"});
        known.emplace_back(measure == RuleMeasure::share ? "column" : "zone");
    }
    for (const auto& item : rule.items()) {
        if (std::ranges::find(known, item.key()) == known.end()) {
            throw base::unknown_name_error("score.rule.key", item.key(), known);
        }
    }
}

RuleMeasure measure_of(const json& rule) {
    const auto word = text_of(rule, "measure", rule.contains("column") ? "column" : "overlap");
    const auto found = measures().find(word);
    if (found == measures().end()) {
        throw base::unknown_name_error("score.rule.measure", word,
                                       {"overlap", "outside", "share", "column"});
    }
    return found->second;
}

void read_limits(const json& object, Rule& rule) {
    constexpr double kAny = std::numeric_limits<double>::infinity();
    rule.column = text_of(object, "column");
    if (rule.measure == RuleMeasure::column) {
        rule.min = number_of(object, "min", "");
        rule.max = number_of(object, "max", "");
        if (rule.column.empty() || (!rule.min && !rule.max)) {
            throw base::data_error("score.rule.column");
        }
        return;
    }
    rule.max_area_m2 = limit_of(object, "max_area", "m2", kAny);
    rule.max_share = limit_of(object, "max_share", "", 1);
    const bool limited = rule.max_area_m2 || rule.max_share;
    if (rule.measure == RuleMeasure::share && (rule.column.empty() || !limited)) {
        throw base::data_error("score.rule.share");
    }
    if (!limited) {
        rule.max_area_m2 = kSliverArea;
        rule.sliver = true;
    }
}

Rule rule_from_json(const json& object) {
    Rule rule;
    rule.name = text_of(object, "name");
    rule.measure = measure_of(object);
    check_keys(object, rule.measure);
    const auto severity = text_of(object, "severity", "hard");
    if (severity != "hard" && severity != "warning") {
        throw base::data_error("score.rule.severity", severity);
    }
    rule.hard = severity == "hard";
    rule.zone = rule.of_zone() ? text_of(object, "zone", rule.name) : "";
    rule.source = text_of(object, "source");
    rule.clause = text_of(object, "clause");
    read_limits(object, rule);
    return rule;
}

std::string severity_name(const Rule& rule) { return rule.hard ? "hard" : "warning"; }

void refuse_twice(const Rule& one, const Rule& two) {
    if (one.name != two.name) {
        return;
    }
    if (one.hard != two.hard) {
        throw base::data_error("score.rule.severities", one.name, severity_name(one),
                               severity_name(two));
    }
    throw base::data_error("score.rule.twice", one.name);
}

/// Hard limits of one column that exclude each other.
void refuse_ranges(const Rule& one, const Rule& two) {
    const bool both = one.measure == RuleMeasure::column && two.measure == RuleMeasure::column &&
                      one.hard && two.hard && one.column == two.column;
    const auto apart = [](const Rule& low, const Rule& high) {
        return low.max && high.min && *low.max < *high.min;
    };
    if (both && (apart(one, two) || apart(two, one))) {
        throw base::data_error("score.rule.ranges", one.name, one.limit(), two.name, two.limit());
    }
}

/// The share of a feature of any size that a rule allows; nothing where areas decide.
std::optional<double> allowed_share(const Rule& rule) {
    if (rule.sliver) {
        return 0.0;
    }
    return rule.max_area_m2 ? std::nullopt : rule.max_share;
}

/// "Must be inside" and "must be outside" of one zone.
void refuse_sides(const Rule& one, const Rule& two) {
    const bool both = one.of_zone() && two.of_zone() && one.measure != two.measure && one.hard &&
                      two.hard && one.zone == two.zone;
    if (!both) {
        return;
    }
    const auto a = allowed_share(one), b = allowed_share(two);
    if (a && b && *a + *b < 1) {
        const bool first = one.measure == RuleMeasure::overlap;
        throw base::data_error("score.rule.sides", first ? one.name : two.name,
                               first ? two.name : one.name, one.zone);
    }
}

void refuse_contradictions(const std::vector<Rule>& rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const Rule& rule = rules[i];
        if (rule.min && rule.max && *rule.min > *rule.max) {
            throw base::data_error("score.rule.range", rule.name, *rule.min, *rule.max);
        }
        for (std::size_t k = 0; k < i; ++k) {
            refuse_twice(rules[k], rule);
            refuse_ranges(rules[k], rule);
            refuse_sides(rules[k], rule);
        }
    }
}

bool named(const json& object) {
    return object.is_object() && object.contains("name") && object["name"].is_string() &&
           object["name"] != "";
}

/// The rules of the file, changed and completed by those of the plan.
json merged(const json& params) {
    json rules = json::array();
    if (params.at("file").is_string()) {
        const json file = layer::rule_json(params.at("file").get<std::string>());
        rules = file.is_object() && file.contains("rules") ? file["rules"] : file;
    }
    const json& own = params.at("rules");
    if (own.is_null() && params.at("file").is_null()) {
        throw base::data_error("score.rule.none");
    }
    if (!rules.is_array() || own.is_null()) {
        return rules;
    }
    const std::size_t given = rules.size();
    for (const json& rule : own) {
        const auto known =
            std::find_if(rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(given),
                         [&](const json& old) {
                             return named(rule) && named(old) && old["name"] == rule["name"];
                         });
        if (known != rules.begin() + static_cast<std::ptrdiff_t>(given)) {
            known->update(rule);
        } else {
            rules.push_back(rule);
        }
    }
    return rules;
}

std::string limit_text(const std::string& before, const std::string& unit, double value) {
    return before + fmt::format("≤ {:.10g}{}", value, unit);
}

}  // namespace

std::string measure_name(RuleMeasure measure) {
    for (const auto& [name, one] : measures()) {
        if (one == measure) {
            return name;
        }
    }
    return "";
}

std::string Rule::limit() const {
    if (measure == RuleMeasure::column) {
        const std::string low = min ? fmt::format("{:.10g} ≤ ", *min) : "";
        return low + (max ? limit_text(column + " ", "", *max) : column);
    }
    std::string out;
    if (max_area_m2) {
        out = limit_text("", " m²", *max_area_m2);
    }
    if (max_share) {
        out += limit_text(out.empty() ? "" : "; ", " %", *max_share * 100);
    }
    return out;
}

std::string Rule::cited() const {
    return source + (source.empty() || clause.empty() ? "" : " ") + clause;
}

std::vector<Rule> rules_from_json(const json& list) {
    if (!list.is_array()) {
        throw base::data_error("score.rule.list");
    }
    std::vector<Rule> rules;
    for (const auto& object : list) {
        if (!named(object)) {
            throw base::data_error("score.rule.name", rules.size() + 1);
        }
        rules.push_back(base::within(base::msg("score.in.rule", object["name"].get<std::string>()),
                                     [&] { return rule_from_json(object); }));
    }
    refuse_contradictions(rules);
    return rules;
}

std::vector<Rule> rules_of(const json& params) {
    auto rules = rules_from_json(merged(params));
    const auto only = texts_of(params, "only");
    if (only.empty()) {
        return rules;
    }
    std::vector<std::string> names;
    for (const Rule& rule : rules) {
        names.push_back(rule.name);
    }
    for (const std::string& name : only) {
        if (std::ranges::find(names, name) == names.end()) {
            throw base::unknown_name_error("score.rule.only", name, names);
        }
    }
    std::erase_if(
        rules, [&](const Rule& rule) { return std::ranges::find(only, rule.name) == only.end(); });
    return rules;
}

}  // namespace jt::score
