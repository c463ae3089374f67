#include "score/criteria.hpp"

#include "score/minimum.hpp"
#include "score/owa.hpp"
#include "score/wpm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace jt::score {
namespace {

using layer::Criterion;
using layer::Merge;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Rows in which the same of a group's factors apply.
struct Part {
    std::vector<std::size_t> factors;  ///< places in the group
    std::vector<std::size_t> rows;
};

std::vector<Part> parts_of(const Criterion& group, const TreeScores& scores, std::size_t rows) {
    std::map<std::vector<bool>, Part> found;
    for (std::size_t row = 0; row < rows; ++row) {
        std::vector<bool> key;
        for (const std::size_t node : group.factors) {
            key.push_back(scores.applies[node][row]);
        }
        auto& part = found[key];
        if (part.rows.empty()) {
            for (std::size_t k = 0; k < key.size(); ++k) {
                if (key[k]) {
                    part.factors.push_back(k);
                }
            }
        }
        part.rows.push_back(row);
    }
    std::vector<Part> out;
    for (auto& [key, part] : found) {
        out.push_back(std::move(part));
    }
    return out;
}

/// Weights of the part, with sum 1; empty where all are 0.
std::vector<double> part_weights(const Part& part, const std::vector<double>& weights) {
    std::vector<double> out;
    double sum = 0;
    for (const std::size_t k : part.factors) {
        out.push_back(weights[k]);
        sum += weights[k];
    }
    if (sum <= 0) {
        return {};
    }
    for (double& weight : out) {
        weight = part.factors.size() == weights.size() ? weight : weight / sum;
    }
    return out;
}

Criteria part_scores(const Part& part, const Criterion& group, const TreeScores& scores) {
    Criteria out;
    for (const std::size_t k : part.factors) {
        auto& column = out.emplace_back();
        for (const std::size_t row : part.rows) {
            column.push_back(scores.score[group.factors[k]][row]);
        }
    }
    return out;
}

/// wpm() where 0 of a factor that weighs is 0: rows with it are taken out before.
std::vector<double> product(Criteria values, std::vector<double> weights,
                            std::vector<std::size_t>& refused) {
    for (std::size_t j = weights.size(); j-- > 0;) {
        if (weights[j] == 0) {  // x^0: it does not count, whatever it is, but for a gap
            for (double& value : values[j]) {
                value = std::isnan(value) ? value : 1;
            }
        }
    }
    std::vector<std::size_t> zero;
    for (std::size_t i = 0; i < values.front().size(); ++i) {
        const auto is = [i](const auto& test) {
            return [i, test](const auto& column) { return test(column[i]); };
        };
        if (std::ranges::any_of(values, is([](double x) { return std::isnan(x); }))) {
            continue;
        }
        if (std::ranges::any_of(values, is([](double x) { return x < 0; }))) {
            refused.push_back(i);
        } else if (std::ranges::any_of(values, is([](double x) { return x == 0; }))) {
            zero.push_back(i);
        }
    }
    auto out = wpm(values, weights, std::vector<Direction>(weights.size(), Direction::max)).score;
    for (const std::size_t i : zero) {
        out[i] = 0;
    }
    return out;
}

/// One score for each row of the part; `effective[k][i]` are the weights that entered.
struct Merged {
    std::vector<double> score;
    Criteria effective;
    std::vector<std::size_t> filled, refused, undefined;
};

Merged weighted_sum(const Criteria& values, const std::vector<double>& weights, MissingRule rule) {
    Merged out;
    const auto sum = wlc(values, weights, rule);
    out.score = sum.score;
    out.effective.assign(values.size(), std::vector<double>(out.score.size(), kMissing));
    for (std::size_t i = 0; i < out.score.size(); ++i) {
        double present = 0;
        for (std::size_t j = 0; j < values.size(); ++j) {
            present += std::isnan(values[j][i]) ? 0 : weights[j];
        }
        const bool whole =
            std::ranges::none_of(values, [i](const auto& column) { return std::isnan(column[i]); });
        for (std::size_t j = 0; j < values.size() && !std::isnan(out.score[i]); ++j) {
            if (!std::isnan(values[j][i])) {
                out.effective[j][i] = whole ? weights[j] : weights[j] / present;
            }
        }
    }
    if (rule == MissingRule::renormalise) {
        std::ranges::copy_if(sum.missing, std::back_inserter(out.filled),
                             [&](std::size_t i) { return !std::isnan(out.score[i]); });
    }
    return out;
}

Merged merged(const Criterion& group, const Part& part, const Criteria& values,
              const std::vector<double>& weights, MissingRule rule) {
    if (group.merge == Merge::sum) {
        return weighted_sum(values, weights, rule);
    }
    Merged out;
    if (group.merge == Merge::product) {
        out.score = product(values, weights, out.refused);
    } else if (group.merge == Merge::minimum) {
        out.score = minimum_rule(values, Direction::max).score;
    } else {
        // Fewer factors than order weights: their orness stands for them.
        const bool whole =
            !group.order_weights.empty() && part.factors.size() == group.factors.size();
        const double orness =
            group.order_weights.empty() ? group.orness : owa_strategy(group.order_weights).orness;
        OwaResult result;
        if (whole || weights.empty()) {
            const auto order =
                whole ? group.order_weights : rim_weights(part.factors.size(), orness);
            result = owa(values, order, weights);
        } else {
            result = quantifier_owa(values, orness, weights);
        }
        out.score = result.score;
        out.undefined = result.undefined;
    }
    for (std::size_t j = 0; j < weights.size(); ++j) {
        auto& column = out.effective.emplace_back(out.score.size(), weights[j]);
        for (std::size_t i = 0; i < column.size(); ++i) {
            column[i] = std::isnan(out.score[i]) ? kMissing : column[i];
        }
    }
    return out;
}

void add_rows(std::vector<std::size_t>& to, const std::vector<std::size_t>& places,
              const std::vector<std::size_t>& rows) {
    for (const std::size_t i : places) {
        to.push_back(rows[i]);
    }
    std::ranges::sort(to);
}

}  // namespace

TreeScores empty_scores(const layer::CriteriaTree& tree, std::size_t rows) {
    const std::size_t nodes = tree.nodes().size();
    TreeScores out;
    out.score.assign(nodes, std::vector<double>(rows, kMissing));
    out.weight = out.score;
    out.weight[0].assign(rows, 1);
    out.applies.assign(nodes, std::vector<bool>(rows, true));
    out.filled.resize(nodes);
    out.refused.resize(nodes);
    out.undefined.resize(nodes);
    return out;
}

void score_group(const layer::CriteriaTree& tree, std::size_t place,
                 const std::vector<double>& weights, MissingRule rule, TreeScores& scores) {
    const Criterion& group = tree.nodes()[place];
    for (const Part& part : parts_of(group, scores, scores.score[place].size())) {
        if (part.factors.empty()) {
            for (const std::size_t row : part.rows) {
                scores.applies[place][row] = false;
            }
            continue;
        }
        const auto used = weights.empty() ? weights : part_weights(part, weights);
        if (!weights.empty() && used.empty()) {
            auto& undefined = scores.undefined[place];
            undefined.insert(undefined.end(), part.rows.begin(), part.rows.end());
            std::ranges::sort(undefined);
            continue;
        }
        const auto out = merged(group, part, part_scores(part, group, scores), used, rule);
        for (std::size_t i = 0; i < part.rows.size(); ++i) {
            scores.score[place][part.rows[i]] = out.score[i];
            for (std::size_t k = 0; k < out.effective.size(); ++k) {
                scores.weight[group.factors[part.factors[k]]][part.rows[i]] = out.effective[k][i];
            }
        }
        add_rows(scores.filled[place], out.filled, part.rows);
        add_rows(scores.refused[place], out.refused, part.rows);
        add_rows(scores.undefined[place], out.undefined, part.rows);
    }
}

Criteria global_row_weights(const layer::CriteriaTree& tree, const TreeScores& scores) {
    Criteria out = scores.weight;
    for (std::size_t i = 1; i < out.size(); ++i) {  // groups come before what is in them
        const auto& above = out[tree.nodes()[i].parent];
        for (std::size_t row = 0; row < above.size(); ++row) {
            out[i][row] *= above[row];
        }
    }
    return out;
}

}  // namespace jt::score
