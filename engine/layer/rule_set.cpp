#include "layer/rule_set.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::layer {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool any_missing(const RuleStep& step, std::span<const double> known) {
    return std::ranges::any_of(step.of, [&](std::size_t i) { return std::isnan(known[i]); });
}

double graded(const RuleStep& step, double value) {
    const auto at = step.closed_left ? std::ranges::upper_bound(step.breaks, value)
                                     : std::ranges::lower_bound(step.breaks, value);
    return step.grades[static_cast<std::size_t>(at - step.breaks.begin())];
}

double shifted(const RuleStep& step, double start, double value) {
    const auto holds = std::ranges::find_if(step.cases, [&](const RuleCase& one) {
        return value == one.from || (value > one.from && value < one.below);
    });
    return holds == step.cases.end() ? start : holds->sets ? holds->by : start + holds->by;
}

double from_matrix(const RuleStep& step, double row, double column) {
    const auto whole = [](double grade) {
        return grade >= 1 && grade == std::floor(grade) ? static_cast<std::size_t>(grade) : 0;
    };
    const std::size_t r = whole(row), c = whole(column);
    const bool inside =
        r > 0 && c > 0 && c <= step.columns && r * step.columns <= step.grades.size();
    return inside ? step.grades[(r - 1) * step.columns + c - 1] : kNaN;
}

}  // namespace

void RuleSet::grade(std::span<const double> values, std::span<double> out) const {
    std::vector<double> known(values.begin(), values.end());
    for (std::size_t s = 0; s < m_steps.size(); ++s) {
        out[s] = step(m_steps[s], known);
        known.push_back(out[s]);
    }
}

double RuleSet::step(const RuleStep& step, std::span<const double> known) const {
    const bool changes = step.kind == RuleStep::Kind::shift || step.kind == RuleStep::Kind::count;
    if (any_missing(step, known)) {
        return changes && step.optional ? known[step.start] : kNaN;
    }
    const auto kept = [&](double grade) {  // NaN stays
        return grade < 1 ? 1 : grade > m_worst ? m_worst : grade;
    };
    const auto value = [&](std::size_t i) { return known[step.of[i]]; };
    const double start = changes ? known[step.start] : 0;
    const bool applies = changes && start >= step.when_from && start <= step.when_to;
    switch (step.kind) {
        case RuleStep::Kind::grades: return graded(step, value(0));
        case RuleStep::Kind::shift: return applies ? kept(shifted(step, start, value(0))) : start;
        case RuleStep::Kind::count: {
            const auto count = static_cast<std::size_t>(
                std::ranges::count_if(step.of, [&](std::size_t i) { return known[i] == step.is; }));
            return applies ? kept(start + step.grades[count]) : start;
        }
        case RuleStep::Kind::matrix: return from_matrix(step, value(0), value(1));
        case RuleStep::Kind::worst: {
            double out = value(0);
            for (const std::size_t i : step.of) {
                out = std::max(out, known[i]);
            }
            return out;
        }
        case RuleStep::Kind::fold: {
            const double grade = value(0);
            const bool listed = grade >= 1 && grade == std::floor(grade) &&
                                grade <= static_cast<double>(step.grades.size());
            return listed ? step.grades[static_cast<std::size_t>(grade) - 1] : kNaN;
        }
    }
    return kNaN;
}

bool RuleSet::had_part(std::size_t place, std::span<const double> grades) const {
    const RuleStep& step = m_steps[place];
    const bool changes = step.kind == RuleStep::Kind::shift || step.kind == RuleStep::Kind::count;
    const double before =
        changes && step.start >= m_inputs.size() ? grades[step.start - m_inputs.size()] : kNaN;
    return !changes || before != grades[place];
}

std::size_t RuleSet::deciding(std::span<const double> grades) const {
    std::size_t last = 0;
    for (std::size_t s = 0; s < grades.size(); ++s) {
        last = m_steps[s].kind != RuleStep::Kind::fold && had_part(s, grades) ? s : last;
    }
    return last;
}

std::vector<std::size_t> RuleSet::doubtful(std::span<const double> grades) const {
    std::vector<std::size_t> out;
    for (std::size_t s = 0; s < m_steps.size() && !std::isnan(grades.back()); ++s) {
        if (!m_steps[s].doubtful.empty() && had_part(s, grades)) {
            out.push_back(s);
        }
    }
    return out;
}

}  // namespace jt::layer
