#include "score/constraints.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::score {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void add_word(std::string& list, const std::string& word) {
    list += (list.empty() ? "" : "; ") + word;
}

/// Failed where a limit is passed, unknown where one cannot be held against anything.
Verdict judged(const Rule& rule, double area_m2, double share) {
    const bool failed = (rule.max_area_m2 && area_m2 > *rule.max_area_m2) ||
                        (rule.max_share && share > *rule.max_share);
    const bool unknown =
        (rule.max_area_m2 && std::isnan(area_m2)) || (rule.max_share && std::isnan(share));
    return failed ? Verdict::failed : unknown ? Verdict::unknown : Verdict::passed;
}

/// The largest area of a feature that a rule lets pass.
double allowed(const Rule& rule, double feature_m2) {
    const double by_share = rule.max_share ? *rule.max_share * feature_m2 : feature_m2;
    return rule.max_area_m2 ? std::min(*rule.max_area_m2, by_share) : by_share;
}

bool opposed(const Rule& inside, const Rule& outside) {
    return inside.measure == RuleMeasure::overlap && outside.measure == RuleMeasure::outside &&
           inside.hard && outside.hard && inside.zone == outside.zone;
}

}  // namespace

std::string verdict_name(Verdict verdict) {
    return verdict == Verdict::passed   ? "passed"
           : verdict == Verdict::failed ? "failed"
                                        : "unknown";
}

Verdict verdict_of(const std::string& name) {
    for (const Verdict verdict : {Verdict::passed, Verdict::failed, Verdict::unknown}) {
        if (verdict_name(verdict) == name) {
            return verdict;
        }
    }
    throw base::unknown_name_error("score.verdict", name, {"passed", "failed", "unknown"});
}

Check check_area(const Rule& rule, double feature_m2, double inside_m2) {
    Check out{0, 0, Verdict::unknown, feature_m2, kNone, kNone, kNone};
    if (std::isnan(feature_m2) || std::isnan(inside_m2) || feature_m2 <= 0) {
        return out;
    }
    out.area_m2 =
        rule.measure == RuleMeasure::outside ? std::max(0.0, feature_m2 - inside_m2) : inside_m2;
    out.share = out.area_m2 / feature_m2;
    out.verdict = judged(rule, out.area_m2, out.share);
    return out;
}

Check check_share(const Rule& rule, double feature_m2, double share) {
    Check out{0, 0, Verdict::unknown, feature_m2, share * feature_m2, share, kNone};
    if (!std::isnan(share)) {
        out.verdict = judged(rule, out.area_m2, share);
    }
    return out;
}

Check check_value(const Rule& rule, double value) {
    Check out{0, 0, Verdict::unknown, kNone, kNone, kNone, value};
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

void refuse_impossible(const std::vector<Rule>& rules, const std::vector<Check>& checks) {
    for (const Rule& inside : rules) {
        for (const Rule& outside : rules) {
            if (!opposed(inside, outside)) {
                continue;
            }
            std::size_t measured = 0, possible = 0;
            for (const Check& check : checks) {
                if (&rules[check.rule] == &inside && check.feature_m2 > 0) {
                    ++measured;
                    const double most =
                        allowed(inside, check.feature_m2) + allowed(outside, check.feature_m2);
                    possible += most >= check.feature_m2 ? 1 : 0;
                }
            }
            if (measured > 0 && possible == 0) {
                throw base::data_error("score.rule.sides", inside.name, outside.name, inside.zone);
            }
        }
    }
}

}  // namespace jt::score
