// What the AHP operators say about a comparison matrix: consistency, worst triad, repair.
#pragma once

#include "score/ahp.hpp"
#include "score/op_support.hpp"

namespace jt::score {

/// A column of facts, grown row by row.
struct FactColumn {
    registry::ColumnSpec field;
    layer::ColumnBuilder values;
};

/// Columns in the order in which they were added.
class FactTable {
public:
    explicit FactTable(const std::vector<registry::ColumnSpec>& fields);
    layer::ColumnBuilder& operator[](const std::string& name);
    std::shared_ptr<layer::Table> build(std::size_t rows);

private:
    std::vector<FactColumn> m_columns;
};

/// lambda_max, ci, ri, cr.
std::vector<registry::ColumnSpec> consistency_columns();
/// triad, triad_factor; repair, repair_from, repair_to, repair_cr (null up to the usual limit).
std::vector<registry::ColumnSpec> contradiction_columns();

constexpr double kUsualCr = 0.10;  ///< Saaty's limit

void add_consistency(FactTable& out, const AhpResult& result);
/// A null result (a judge whose comparisons do not hang together) gives nulls.
void add_nothing(FactTable& out, const std::vector<registry::ColumnSpec>& fields);
void add_contradictions(FactTable& out, const std::vector<std::string>& names,
                        std::span<const double> matrix, double cr);

/// Parameters `method` and `accept_cr`.
registry::ParamSpec method_param();
registry::ParamSpec accept_cr_param();
AhpMethod method_of(const nlohmann::json& params);

registry::FormulaSpec ahp_formula();

/// "(access, land)", for messages.
std::vector<std::string> cell_names(const std::vector<std::string>& names,
                                    const std::vector<Cell>& cells);

}  // namespace jt::score
