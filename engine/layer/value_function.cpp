#include "layer/value_function.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::layer {

ValueFunction::ValueFunction()
    : m_low(-std::numeric_limits<double>::infinity()),
      m_high(std::numeric_limits<double>::infinity()),
      m_error(std::numeric_limits<double>::quiet_NaN()) {}

double ValueFunction::range_score(double x) const {
    const auto at =
        m_closed_left ? std::ranges::upper_bound(m_x, x) : std::ranges::lower_bound(m_x, x);
    return m_y[static_cast<std::size_t>(at - m_x.begin())];
}

double ValueFunction::on_line(double x) const {
    const auto at = std::ranges::lower_bound(m_x, x);
    const auto i = static_cast<std::size_t>(at - m_x.begin());
    if (at == m_x.end()) {
        return m_y.back();
    }
    if (i == 0 || *at == x) {
        return m_y[i];
    }
    const double share = (x - m_x[i - 1]) / (m_x[i] - m_x[i - 1]);
    return m_y[i - 1] + share * (m_y[i] - m_y[i - 1]);
}

double ValueFunction::curve(double x) const {
    switch (m_form) {
        case Form::sigmoid: return 1 / (1 + std::exp(-m_shape * (x - m_mid)));
        case Form::gaussian:
            return std::exp(-0.5 * (x - m_mid) * (x - m_mid) / (m_shape * m_shape));
        case Form::small: return 1 / (1 + std::pow(x / m_mid, m_shape));
        case Form::large: return x <= 0 ? 0 : 1 / (1 + std::pow(x / m_mid, -m_shape));
        default: return x;
    }
}

double ValueFunction::operator()(double x) const {
    if (std::isnan(x)) {
        return x;
    }
    x = std::clamp(x, m_low, m_high);
    switch (m_form) {
        case Form::ranges: return range_score(x);
        case Form::linear:
        case Form::triangular:
        case Form::piecewise: return on_line(x);
        case Form::categorical: throw base::internal_error("score.value.numeric");
        default: return m_to[0] + curve(x) * (m_to[1] - m_to[0]);
    }
}

bool ValueFunction::category(std::string_view name, double& score) const {
    const auto it = m_scores.find(name);
    score = it != m_scores.end() ? it->second
            : m_has_other        ? m_other
                                 : std::numeric_limits<double>::quiet_NaN();
    return it != m_scores.end();
}

std::vector<std::string> ValueFunction::categories() const {
    std::vector<std::string> out;
    for (const auto& [name, score] : m_scores) {
        out.push_back(name);
    }
    return out;
}

std::vector<double> ValueFunction::turns() const {
    std::vector<double> out;
    double last = 0;  // the last step that was not level
    for (std::size_t i = 1; m_form != Form::ranges && i < m_y.size(); ++i) {
        const double step = m_y[i] - m_y[i - 1];
        if (step * last < 0) {
            out.push_back(m_x[i - 1]);
        }
        last = step == 0 ? last : step;
    }
    return out;
}

void tell_table(const ValueFunction& function, const std::string& column,
                base::Diagnostics& diagnostics) {
    if (std::isnan(function.table_error())) {
        return;
    }
    const auto shown = [](double value) { return fmt::format("{:.4g}", value); };
    diagnostics.info(base::msg("score.value.compiled", column, function.points(),
                               shown(function.table_error())));
    std::vector<std::string> places;
    for (const double x : function.turns()) {
        places.push_back(shown(x));
    }
    if (!places.empty()) {
        diagnostics.info(base::msg("score.value.turns", column, base::join_some(places)));
    }
}

Valued evaluate(const ValueFunction& function, std::span<const double> values) {
    Valued out;
    out.value.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = values[i];
        out.value[i] = function(x);
        if (std::isnan(x)) {
            out.missing.push_back(i);
        } else if (!function.inside(x)) {
            out.outside.push_back(i);
            if (function.outside() == Outside::error) {
                throw base::data_error("score.value.outside", x, function.bounds().first,
                                       function.bounds().second, i + 1);
            }
            if (function.outside() == Outside::missing) {
                out.value[i] = std::numeric_limits<double>::quiet_NaN();
            }
        }
    }
    return out;
}

Valued evaluate(const ValueFunction& function, const std::vector<std::string>& categories,
                const std::vector<bool>& valid) {
    Valued out;
    out.value.assign(categories.size(), std::numeric_limits<double>::quiet_NaN());
    std::vector<std::string> unknown;
    for (std::size_t i = 0; i < categories.size(); ++i) {
        if (!valid[i]) {
            out.missing.push_back(i);
        } else if (!function.category(categories[i], out.value[i])) {
            out.other.push_back(i);
            if (!function.has_other() &&
                std::ranges::find(unknown, categories[i]) == unknown.end()) {
                unknown.push_back(categories[i]);
            }
        }
    }
    if (!unknown.empty()) {
        std::ranges::sort(unknown);
        throw base::data_error("score.value.category", base::join_some(unknown),
                               base::join_some(function.categories()));
    }
    return out;
}

}  // namespace jt::layer
