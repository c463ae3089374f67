// What the rules of score.constraints are held against: tables of overlaps and of values, by id.
#pragma once

#include "layer/table.hpp"
#include "registry/registry.hpp"
#include "score/constraints.hpp"

#include <map>
#include <string>
#include <vector>

namespace jt::score {

using RowByName = std::map<std::string, std::size_t>;

/// Data error "score.id.twice" where a name stands twice.
RowByName row_by_name(const std::vector<std::string>& names);

/// Inputs of the call, joined to the rows of `data` by `names`. Keeps references to the arguments.
class ConstraintInputs {
public:
    /// Data errors: another number of tables of vector.coverage than rules on zones; a zone or id
    /// twice in the tables of vector.occupation.
    ConstraintInputs(const registry::Call& call, const std::vector<Rule>& rules,
                     const std::vector<std::string>& names);

    /// One for each row. Data errors: a zone (did you mean ...), row or column that is not there, a
    /// column in two tables, a share outside 0 to 1.
    std::vector<Check> checks(std::size_t rule) const;

private:
    struct Areas {
        std::vector<double> feature, inside;  ///< m2, by rows of the data; NaN = unknown
    };
    void read_zones(const std::vector<registry::ObjectPtr>& tables);
    void read_in_order(const std::vector<registry::ObjectPtr>& tables);
    const Areas& areas_of(const Rule& rule) const;
    std::vector<double> column(const std::string& name) const;
    double feature_area(std::size_t row) const;

    const registry::Call& m_call;
    const std::vector<Rule>& m_rules;
    const std::vector<std::string>& m_names;
    RowByName m_rows;
    bool m_in_order = false;               ///< one table for each rule, else by zone
    std::map<std::string, Areas> m_zones;  ///< by rule in that case
};

}  // namespace jt::score
