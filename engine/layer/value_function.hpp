// Value functions (价值函数): from an indicator in its own unit to a score on a declared scale.
#pragma once

#include "base/diagnostic.hpp"

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jt::layer {

/// categorical: a table of scores. ranges: breaks and one score more (class borders belong to the
/// lower class, or to the upper with closed = "left"). linear: from[0] -> to[0], from[1] -> to[1],
/// from[0] > from[1] for "less is better". triangular: from `to[0]` at from[0] up to `to[1]` at
/// from[1] and down to `to[0]` at from[2]. piecewise: straight lines between points, which may
/// stand for a function of the user's own (`error`: how far off they are between). sigmoid:
/// 1 / (1 + e^(-slope (x - mid))). gaussian: e^(-((x - mid) / width)^2 / 2). small, large: fuzzy
/// membership 1 / (1 + (x / mid)^±spread), for x >= 0 (Tsoukalas & Uhrig 1997). The last four run
/// between to[0] and to[1].
enum class Form {
    categorical,
    ranges,
    linear,
    triangular,
    piecewise,
    sigmoid,
    gaussian,
    small,
    large
};

/// What happens to a value outside the declared bounds: it scores as the nearest bound (and is
/// listed), it becomes missing (and is listed), or it is a data error.
enum class Outside { clamp, missing, error };

class ValueFunction {
public:
    /// From {"kind": ..., "to": [0, 100], "bounds": [low, high], "outside":
    /// "clamp"|"missing"|"error"} and the keys of the kind: scores (object) and other (number or
    /// null) | breaks, scores (list), closed | from | points, error | mid, slope | mid, width |
    /// mid, spread. Bounds are those of `from` or `points` where the kind has them. Numbers are in
    /// `unit` and may be texts with a unit ("30 min"). Data errors name unknown keys, missing keys
    /// and what is wrong.
    static ValueFunction from_json(const nlohmann::json& json, const std::string& unit = "");

    Form form() const { return m_form; }
    bool categorical() const { return m_form == Form::categorical; }
    Outside outside() const { return m_outside; }
    /// Inclusive; infinite where nothing is declared.
    std::pair<double, double> bounds() const { return {m_low, m_high}; }
    bool inside(double x) const { return x >= m_low && x <= m_high; }
    /// The score of a number, clamped to the bounds; NaN for NaN. Not for categorical.
    double operator()(double x) const;
    /// The score of a category; false when the table does not name it (then score = other, or NaN).
    bool category(std::string_view name, double& score) const;
    std::vector<std::string> categories() const;
    bool has_other() const { return m_has_other; }
    /// Of a table that stands for a function: the largest distance found between its points; NaN
    /// for other functions.
    double table_error() const { return m_error; }
    /// Of straight lines, where they turn from rising to falling or back.
    std::vector<double> turns() const;
    std::size_t points() const { return m_x.size(); }

private:
    double curve(double x) const;
    double range_score(double x) const;
    double on_line(double x) const;

    friend class ValueFunctionReader;
    Form m_form = Form::linear;
    Outside m_outside = Outside::clamp;
    double m_low, m_high;
    double m_to[2] = {0, 100};
    double m_mid = 0, m_shape = 1;  ///< slope, width or spread
    double m_error;
    bool m_closed_left = false, m_has_other = false;
    double m_other = 0;
    std::vector<double> m_x, m_y;  ///< breaks and scores, or the points of a line, x ascending
    std::map<std::string, double, std::less<>> m_scores;
    ValueFunction();
};

/// Tells what a table that stands for a function leaves open: how many points, how far off between
/// them, and where it turns. Nothing for other functions.
void tell_table(const ValueFunction& function, const std::string& column,
                base::Diagnostics& diagnostics);

/// Scores of many values; rows are positions in the input, ascending.
struct Valued {
    std::vector<double> value;         ///< NaN = missing
    std::vector<std::size_t> missing;  ///< no input value
    std::vector<std::size_t> outside;  ///< outside the bounds (clamped or made missing)
    std::vector<std::size_t> other;    ///< categories scored as `other`
};

/// Numbers, NaN = missing. Data error "score.value.outside" where the function says so.
Valued evaluate(const ValueFunction& function, std::span<const double> values);

/// Categories; `valid[i]` false = missing. Data error "score.value.category" for a category that
/// the table does not name when it has no `other`.
Valued evaluate(const ValueFunction& function, const std::vector<std::string>& categories,
                const std::vector<bool>& valid);

}  // namespace jt::layer
