// How sure a ranking by weighted sums is: seeded draws of weights and values (Monte Carlo).
#pragma once

#include "layer/value_function.hpp"
#include "score/robustness_ranks.hpp"
#include "score/robustness_summary.hpp"
#include "score/wlc.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace jt::score {

/// How the values of one criterion vary. Triangular: mode x, from x - low |x| to x + high |x|. Raw:
/// what was measured varies, before the value function: x = v(raw x own factor x common factor),
/// factors of mean 1. The own factor is a row's, the common one that of all rows and of all
/// criteria that name it alike, as when the whole network is slower.
struct Spread {
    enum class Kind { none, normal, triangular, raw } kind = Kind::none;
    std::vector<double> sd;  ///< for each row; normal
    double low = 0, high = 0;
    double min = -std::numeric_limits<double>::infinity();  ///< drawn values are clipped to these;
    double max = std::numeric_limits<double>::infinity();   ///< of raw, before the function
    std::vector<double> raw, relative;                      ///< for each row; sd of the own factor
    double common = 0;                                      ///< sd of the common factor
    std::string factor;                                     ///< its name
    bool lognormal = true;
    std::optional<layer::ValueFunction> function;
};

/// Rows to rank, all values finite.
struct ScoreModel {
    std::vector<std::string> names, rows;  ///< of criteria and rows, each distinct
    Criteria values;                       ///< values[criterion][row]
    std::vector<double> weights;           ///< checked
    WeightModel vary;
    std::vector<Spread> spreads;  ///< for each criterion
    std::uint64_t seed = 0;
};

/// The model with its criteria in the order of their names: sums no longer depend on the order of
/// the columns. `order`: where each came from.
ScoreModel in_name_order(const ScoreModel& model, std::vector<std::size_t>* order = nullptr);

/// Scores by the base weights and values.
std::vector<double> base_scores(const ScoreModel& model);

/// Scores in blocks of draws. Value noise is a function of (seed, draw, row name, criterion name),
/// a common factor of (seed, draw, its name), weights of (seed, draw, criterion names).
class ScoreDraws {
public:
    explicit ScoreDraws(const ScoreModel& model);                    ///< keeps a reference
    void at(std::uint64_t first, Lanes* scores);                     ///< scores[row]
    const std::vector<Lanes>& weights() const { return m_weights; }  ///< of the last at()

private:
    void draw_row(std::size_t row, std::size_t criterion, std::uint64_t first, Lanes& out) const;

    const ScoreModel& m_model;
    WeightDraws m_draws;
    bool m_varied = false;
    std::vector<double> m_values;          ///< [row][criterion]
    std::vector<std::uint64_t> m_streams;  ///< [row][criterion], where a value varies
    std::vector<Lanes> m_weights;
    std::vector<std::uint64_t> m_common_streams;  ///< by criterion
    std::vector<Lanes> m_common;                  ///< common factors of the block, by criterion
};

struct Robustness {
    std::uint64_t draws = 0;
    std::vector<double> base;  ///< score by the base weights and values
    std::vector<std::int64_t> base_rank;
    Summary scores;
    std::vector<std::uint64_t> counts;  ///< counts[(rank - 1) * rows + row], of draws
    /// Sum of the weights over the draws where the row is first, [row][criterion].
    std::vector<double> central;

    std::uint64_t count(std::size_t row, std::size_t rank) const {
        return counts[(rank - 1) * base.size() + row];
    }
    double share_within(std::size_t row,
                        std::size_t rank) const;  ///< of draws with this rank or better
    double expected_rank(std::size_t row) const;
    /// The smallest rank that at least ceil(n percent / 100) draws do not exceed.
    std::int64_t rank_quantile(std::size_t row, unsigned percent) const;
};

/// Rank acceptability and central weights as in SMAA-2 (Lahdelma & Salminen 2001). The order of
/// rows and criteria and the number of threads change nothing. Ties share a rank ("1224"), so that
/// shares of a rank may add up to more than 1. No rows: an empty result.
Robustness robustness(const ScoreModel& model, std::uint64_t draws);

struct Difference {
    std::vector<double> base;  ///< after - before by base weights and values
    Summary draws;             ///< of after - before; `above`: draws in which it improves
};

/// Two models of the same rows and criteria with one seed: draw d of the one meets draw d of the
/// other (common random numbers; Kahn & Marshall 1953). Internal error when the rows differ.
Difference compare(const ScoreModel& before, const ScoreModel& after, std::uint64_t draws);

}  // namespace jt::score
