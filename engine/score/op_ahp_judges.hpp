// Tables of comparisons: who finds which criterion how many times as important as which other.
#pragma once

#include "score/ahp.hpp"
#include "score/op_support.hpp"

namespace jt::score {

struct Judgements {
    std::vector<std::string> names;             ///< criteria, in the order of appearance
    std::vector<std::string> judges;            ///< in the order of appearance or of `judges`
    std::vector<double> weights;                ///< of the judges, sum 1
    std::vector<std::vector<double>> matrices;  ///< one for each judge, as of read_comparisons
    std::vector<std::vector<Cell>> missing;     ///< for each judge the pairs nobody filled in
};

registry::PortSpec judgements_port();
/// Parameters `judges`, `weights`, `normalise`, `names`, `first`, `second`, `judge`, `value`.
std::vector<registry::ParamSpec> judgements_params();

/// Reads port `comparisons`: one row for each pair with a column for each judge (parameter
/// `judges`), or one row for each judgement with the judge in a column. A blank value is a pair
/// that the judge left out. Data errors name judge and cells: a pair judged twice, not reciprocal,
/// not above 0, unknown criteria or judges.
Judgements judgements_of(const registry::Call& call);

}  // namespace jt::score
