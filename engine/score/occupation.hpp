// 占用情况汇总: the findings of constraints as one row for each feature and columns for each rule.
#pragma once

#include "base/message.hpp"
#include "layer/table.hpp"
#include "score/constraints.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::score {

/// A rule with the areas that the features take under it, m2; NaN: not measured.
struct OccupiedZone {
    std::string name, limit, source, clause;
    RuleMeasure measure = RuleMeasure::overlap;
    bool hard = true;
    std::vector<double> area_m2, share;
    std::vector<Verdict> verdicts;
};

struct Occupation {
    std::vector<std::string> ids;    ///< as they first stand in the checks
    std::vector<double> feature_m2;  ///< NaN: not measured
    std::vector<OccupiedZone> zones;
};

/// From a table of checks of score.constraints; only rules on areas, those of `rules` in that order
/// where it is not empty. Data errors: a rule that is none (did you mean ...), one that measures no
/// area, a feature that lacks a check of it.
Occupation occupation_of(const layer::Table& checks, const std::vector<std::string>& rules);

/// Values in `unit` ("mu", "ha") rounded to `digits` decimals so that they add up to the rounded
/// total, which comes last (base::round_to_total). NaN stays and counts as nothing.
std::vector<double> closed_areas(const std::vector<double>& area_m2, const std::string& unit,
                                 int digits);

/// "infeasible", "none", "within the limit", ...: the finding in words.
std::string finding(const OccupiedZone& zone, std::size_t row, base::Lang lang);

}  // namespace jt::score
