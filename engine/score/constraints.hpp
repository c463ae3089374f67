// Hard constraints as named rules: what fails is listed, never hidden in a score.
#pragma once

#include "score/constraint_rules.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jt::score {

enum class Verdict { passed, failed, unknown };  ///< unknown: nothing could be measured
std::string verdict_name(Verdict verdict);
Verdict verdict_of(const std::string& name);  ///< data error for other words

/// One rule on one row. Measures that do not apply are NaN.
struct Check {
    std::size_t row = 0, rule = 0;
    Verdict verdict = Verdict::passed;
    double feature_m2, area_m2, share, value;
};

/// For overlap and outside: `feature_m2` is the feature's area, `inside_m2` what lies inside the
/// zone. NaN: unknown.
Check check_area(const Rule& rule, double feature_m2, double inside_m2);
/// For share: the area is that share of the feature's; an unknown one leaves limits of area
/// unmeasured.
Check check_share(const Rule& rule, double feature_m2, double share);
Check check_value(const Rule& rule, double value);  ///< for column

struct Feasibility {
    std::vector<bool> feasible;             ///< no hard rule failed or is unknown
    std::vector<std::string> failed_rules;  ///< names joined by "; ", "name?" where unknown
    std::vector<std::string> warnings;      ///< the same for rules that only warn
};

/// Sums up the checks of `rows` rows, in the order of the checks.
Feasibility feasibility(std::size_t rows, const std::vector<Rule>& rules,
                        const std::vector<Check>& checks);

/// Data error "score.rule.sides" where hard rules on the inside and the outside of one zone leave
/// no feature that is measured, whatever of it lies inside: their limits together are less than
/// each feature.
void refuse_impossible(const std::vector<Rule>& rules, const std::vector<Check>& checks);

}  // namespace jt::score
