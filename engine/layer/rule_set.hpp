// Rule sets that grade step by step, as 双评价 does: data with clause and edition, for rows and
// cells alike.
#pragma once

#include "base/message.hpp"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jt::layer {

/// A condition on one number: equal to `is`, or from `from` up to below `below`.
struct RuleCase {
    double from = 0, below = 0;
    bool sets = false;  ///< the grade becomes `by`; else `by` is added
    double by = 0;
};

/// One step. What it reads are inputs of the set or earlier steps.
struct RuleStep {
    std::string id;
    base::Text title;
    std::string clause;     ///< where it stands in the rules
    std::string doubtful;   ///< why it may be read otherwise; "" where it is clear
    bool optional = false;  ///< left out where its input has no value, and told

    enum class Kind { grades, shift, count, matrix, worst, fold };
    Kind kind = Kind::grades;
    std::vector<std::size_t> of;        ///< numbers of inputs, then steps
    std::size_t start = 0;              ///< shift, count: the grade that is changed
    std::vector<double> breaks;         ///< grades
    std::vector<double> grades;         ///< grades: one more than breaks; matrix: row by row; fold
    bool closed_left = false;           ///< grades: a value on a break belongs to the class above
    std::vector<RuleCase> cases;        ///< shift: the first that holds
    double when_from = 0, when_to = 0;  ///< shift, count: only where the start is in it
    double is = 0;                      ///< count: how many of `of` are this
    std::size_t columns = 0;            ///< matrix
};

/// {"name", "edition", "source", "grades": 5, "inputs": {name: {zh, en, unit}}, "steps": [...],
/// "classes": [...]}. Steps, each with "id", "zh", "en", "clause" and, if need be, "doubtful" and
/// "optional":
///   grades: of, breaks, grades (one more), closed ("right": a value on a break is of the class
///           below, or "left")
///   shift:  start, of, cases ([{"is" | "from" | "above", "below", "add" | "set"}], the first that
///           holds),
///           when ([from, to] of the start); the grade stays within 1 and the set's "grades"
///   count:  start, of (list), is, add (by how many of them are so: from none on), when
///   matrix: rows, columns, grades (rows of the matrix; both are grades from 1)
///   worst:  of (list): the largest
///   fold:   of, groups ([[1, 2], [3, 4], [5]]): the number of the group that the grade is in
/// The last step is the result; "classes" names its values from 1.
class RuleSet {
public:
    /// Data errors "rules.*" with the step: unknown kinds, keys and names (did you mean ...), lists
    /// of the wrong length, breaks that do not ascend, a matrix that is none.
    static RuleSet from_json(const nlohmann::json& json);

    const std::string& name() const { return m_name; }
    const std::string& edition() const { return m_edition; }
    const std::string& source() const { return m_source; }
    const std::vector<std::string>& inputs() const { return m_inputs; }
    const std::vector<RuleStep>& steps() const { return m_steps; }
    /// Of the result's values, from 1; may be empty.
    const std::vector<base::Text>& classes() const { return m_classes; }

    /// The result of every step for one place; `values` as inputs(), NaN = missing. NaN where a
    /// step lacks what it reads; an optional one leaves the grade as it was.
    void grade(std::span<const double> values, std::span<double> out) const;
    /// The step that made the result what it is: the last that changed the grade. `grades` may be
    /// those of the first steps alone.
    std::size_t deciding(std::span<const double> grades) const;
    /// The steps that may be read otherwise and have a part in the result: those that change
    /// grades where they did so, the others always. None where there is no result.
    std::vector<std::size_t> doubtful(std::span<const double> grades) const;

private:
    friend class RuleReader;
    double step(const RuleStep& step, std::span<const double> known) const;
    bool had_part(std::size_t step, std::span<const double> grades) const;
    std::string m_name, m_edition, m_source;
    std::vector<std::string> m_inputs;
    std::vector<RuleStep> m_steps;
    std::vector<base::Text> m_classes;
    double m_worst = 5;
};

}  // namespace jt::layer
