// Rules of constraints: data with legal source and severity, from a plan or a file.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::score {

/// overlap: area and share of the feature that lie inside a zone. outside: those that lie outside
/// of it (a development boundary). share: a column with the share of the feature, as zonal
/// statistics give. column: a value of the feature itself.
enum class RuleMeasure { overlap, outside, share, column };
std::string measure_name(RuleMeasure measure);

struct Rule {
    std::string name;
    RuleMeasure measure = RuleMeasure::overlap;
    bool hard = true;  ///< false: a warning, which leaves the feature feasible
    std::string zone;  ///< for overlap and outside: the layer, by default the rule's name
    std::optional<double> max_area_m2, max_share;  ///< all but column; either one fails
    bool sliver = false;                           ///< max_area_m2 is the allowance for slivers
    std::string column;                            ///< for share and column
    std::optional<double> min, max;                ///< for column; inclusive
    std::string source, clause;                    ///< law or regulation, and where in it

    bool of_zone() const {
        return measure == RuleMeasure::overlap || measure == RuleMeasure::outside;
    }
    /// "≤ 1 m²; ≤ 5 %", "10 ≤ slope ≤ 25".
    std::string limit() const;
    /// The law and the clause in it, "" where neither is given.
    std::string cited() const;
};

/// From [{"name": ..., "measure": "overlap"|"outside"|"share"|"column", "severity":
/// "hard"|"warning", "zone": ..., "max_area": "1 m2", "max_share": "5 %", "column": ..., "min":
/// ..., "max": ..., "source": ..., "clause": ...}, ...]. An overlap or outside rule without limits
/// allows 1 m2, so that digitising slivers do not decide. Data errors name the rule and the key.
/// Rules that contradict each other are errors: two of one name, hard limits of one column or of
/// the inside and outside of one zone that nothing can meet.
std::vector<Rule> rules_from_json(const nlohmann::json& list);

/// The rules of the parameters `rules` (list), `file` (JSON: a list, or an object with "rules") and
/// `only` (names). An entry of `rules` changes the rule of its name in the file, or is added. Data
/// errors: neither given, no JSON, a name in `only` that is none.
std::vector<Rule> rules_of(const nlohmann::json& params);

}  // namespace jt::score
