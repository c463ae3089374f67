// Hard constraints as named rules: what fails is listed, never hidden in a score.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::score {

/// overlap: area and share of the feature that lie inside a constraint area. outside: those that
/// lie outside of it (a development boundary). column: a value of the feature itself.
enum class RuleMeasure { overlap, outside, column };

struct Rule {
    std::string name;
    RuleMeasure measure = RuleMeasure::overlap;
    bool hard = true;  ///< false: a warning, which leaves the feature feasible
    std::optional<double> max_area_m2, max_share;  ///< for overlap and outside; either one fails
    std::string column;                            ///< for column
    std::optional<double> min, max;                ///< inclusive
};

/// From [{"name": ..., "measure": "overlap"|"outside"|"column", "severity": "hard"|"warning",
/// "max_area": "1 m2", "max_share": "5 %", "column": ..., "min": ..., "max": ...}, ...]. An overlap
/// or outside rule without limits allows 1 m2, so that digitising slivers do not decide. Data
/// errors name the rule and the key; two rules of one name are an error.
std::vector<Rule> rules_from_json(const nlohmann::json& list);

enum class Verdict { passed, failed, unknown };  ///< unknown: nothing could be measured
std::string verdict_name(Verdict verdict);

/// One rule on one row. Measures that do not apply are NaN.
struct Check {
    std::size_t row = 0, rule = 0;
    Verdict verdict = Verdict::passed;
    double area_m2, share, value;
};

/// `area_m2` is the feature's area, `covered_m2` what lies inside the constraint area; NaN:
/// unknown.
Check check_area(const Rule& rule, double area_m2, double covered_m2);
Check check_value(const Rule& rule, double value);  ///< NaN: unknown

struct Feasibility {
    std::vector<bool> feasible;             ///< no hard rule failed or is unknown
    std::vector<std::string> failed_rules;  ///< names joined by "; ", "name?" where unknown
    std::vector<std::string> warnings;      ///< the same for rules that only warn
};

/// Sums up the checks of `rows` rows, in the order of the checks.
Feasibility feasibility(std::size_t rows, const std::vector<Rule>& rules,
                        const std::vector<Check>& checks);

}  // namespace jt::score
