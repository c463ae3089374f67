#include "score/robustness.hpp"

#include "base/error.hpp"
#include "geo/vectors.hpp"
#include "score/rank.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>

namespace jt::score {
namespace {

/// scores[row] = sum over criteria of value x weight, in the order of the criteria.
JT_VECTORS void weighted_sums(const double* values, std::size_t rows, std::size_t criteria,
                              const Lanes* weights, Lanes* scores) {
    for (std::size_t i = 0; i < rows; ++i) {
        const double* x = values + i * criteria;
        HalfLanes low = {}, high = {};
        for (std::size_t j = 0; j < criteria; ++j) {
            low += x[j] * halves(weights[j])[0];
            high += x[j] * halves(weights[j])[1];
        }
        halves(scores[i])[0] = low;
        halves(scores[i])[1] = high;
    }
}

JT_VECTORS void add_product(const Lanes& value, const Lanes& weight, Lanes& sum) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        sum.at[l] += value.at[l] * weight.at[l];
    }
}

JT_VECTORS void move_and_clip(double x, double by, double min, double max, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        const double value = x + by * out.at[l];
        const double above = value < min ? min : value;
        out.at[l] = above > max ? max : above;
    }
}

/// From uniform numbers to -low .. high around 0, triangular: the inverse of the distribution.
JT_VECTORS void triangle(double low, double high, Lanes& out) {
    const double width = low + high;
    for (std::size_t l = 0; l < kLanes; ++l) {
        const double u = out.at[l];
        const double below = -low + __builtin_sqrt(u * width * low);
        const double above = high - __builtin_sqrt((1 - u) * width * high);
        out.at[l] = u * width < low ? below : above;
    }
}

JT_VECTORS void scale_and_clip(double x, const Lanes& common, double min, double max, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        const double value = x * out.at[l] * common.at[l];
        const double above = value < min ? min : value;
        out.at[l] = above > max ? max : above;
    }
}

bool varies(const Spread& spread, std::size_t row) {
    if (spread.kind == Spread::Kind::raw) {
        return spread.relative[row] > 0 || spread.common > 0;
    }
    return spread.kind == Spread::Kind::normal
               ? spread.sd[row] > 0
               : spread.kind == Spread::Kind::triangular && spread.low + spread.high > 0;
}

void draw_value(double x, const Spread& spread, std::size_t row, std::uint64_t stream,
                std::uint64_t first, Lanes& out) {
    double by = std::abs(x);
    if (spread.kind == Spread::Kind::normal) {
        draw_normals(stream, first, out);
        by = spread.sd[row];
    } else {
        draw_uniforms(stream, first, out);
        triangle(spread.low, spread.high, out);
    }
    move_and_clip(x, by, spread.min, spread.max, out);
}

/// What was measured times its factors, through the value function.
void draw_raw(const Spread& spread, std::size_t row, const Lanes& common, std::uint64_t stream,
              std::uint64_t first, Lanes& out) {
    draw_factors(stream, spread.relative[row], spread.lognormal, first, out);
    scale_and_clip(spread.raw[row], common, spread.min, spread.max, out);
    for (double& value : out.at) {
        value = (*spread.function)(value);
    }
}

/// Ranks and central weights of one run of draws.
class RankTask final : public DrawTask {
public:
    struct Shared {
        std::mutex mutex;
        std::vector<std::uint64_t> counts;
        std::vector<std::vector<double>> central;  ///< by task
    };

    RankTask(const ScoreModel& model, Shared& shared)
        : m_rows(model.rows.size()), m_draws(model), m_shared(shared) {}

    void draw(std::uint64_t first, Lanes* values) override { m_draws.at(first, values); }

    void seen(const Lanes* values, std::size_t active) override {
        const auto& weights = m_draws.weights();
        if (!m_ranks) {  // the second pass counts no ranks
            m_ranks = std::make_unique<RankCounter>(m_rows);
            m_central.resize(m_rows * weights.size());
        }
        m_ranks->add(values, active);
        for (const auto& [lane, row] : m_ranks->firsts()) {
            double* central = m_central.data() + row * weights.size();
            for (std::size_t j = 0; j < weights.size(); ++j) {
                central[j] += weights[j].at[lane];
            }
        }
    }

    void done(std::size_t index) override {
        m_shared.central[index] = std::move(m_central);
        const std::lock_guard lock(m_shared.mutex);
        for (std::size_t k = 0; k < m_shared.counts.size(); ++k) {
            m_shared.counts[k] += m_ranks->counts()[k];
        }
    }

private:
    std::size_t m_rows;
    ScoreDraws m_draws;
    Shared& m_shared;
    std::unique_ptr<RankCounter> m_ranks;
    std::vector<double> m_central;
};

class DifferenceTask final : public DrawTask {
public:
    DifferenceTask(const ScoreModel& before, const ScoreModel& after)
        : m_before(before), m_after(after), m_scores(before.rows.size()) {}

    void draw(std::uint64_t first, Lanes* values) override {
        m_before.at(first, m_scores.data());
        m_after.at(first, values);
        for (std::size_t i = 0; i < m_scores.size(); ++i) {
            for (std::size_t l = 0; l < kLanes; ++l) {
                values[i].at[l] -= m_scores[i].at[l];
            }
        }
    }

private:
    ScoreDraws m_before, m_after;
    std::vector<Lanes> m_scores;
};

}  // namespace

ScoreModel in_name_order(const ScoreModel& model, std::vector<std::size_t>* order) {
    std::vector<std::size_t> from(model.names.size());
    std::iota(from.begin(), from.end(), std::size_t{0});
    std::ranges::sort(from, {}, [&](std::size_t j) { return model.names[j]; });
    ScoreModel out;
    out.rows = model.rows;
    out.seed = model.seed;
    out.vary = model.vary;
    std::vector<std::size_t> to(from.size());
    for (std::size_t k = 0; k < from.size(); ++k) {
        to[from[k]] = k;
        out.names.push_back(model.names[from[k]]);
        out.values.push_back(model.values[from[k]]);
        out.weights.push_back(model.weights[from[k]]);
        out.spreads.push_back(model.spreads[from[k]]);
    }
    for (std::size_t& criterion : out.vary.importance) {
        criterion = to[criterion];
    }
    if (order != nullptr) {
        *order = from;
    }
    return out;
}

std::vector<double> base_scores(const ScoreModel& model) {
    return wlc(model.values, model.weights).score;
}

ScoreDraws::ScoreDraws(const ScoreModel& model)
    : m_model(model),
      m_draws(model.seed, model.names, model.weights, model.vary),
      m_weights(model.names.size()) {
    const std::size_t rows = model.rows.size(), criteria = model.names.size();
    if (model.values.size() != criteria || model.spreads.size() != criteria) {
        throw base::internal_error("score.lengths", model.values.size(), criteria);
    }
    m_common.resize(criteria);
    for (const Spread& spread : model.spreads) {
        m_common_streams.push_back(stream_of(model.seed, {"common", spread.factor}));
    }
    m_values.resize(rows * criteria);
    m_streams.resize(rows * criteria);
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < criteria; ++j) {
            m_values[i * criteria + j] = model.values[j].at(i);
            if (varies(model.spreads[j], i)) {
                m_varied = true;
                m_streams[i * criteria + j] =
                    stream_of(model.seed, {"value", model.rows[i], model.names[j]});
            }
        }
    }
}

void ScoreDraws::at(std::uint64_t first, Lanes* scores) {
    const std::size_t rows = m_model.rows.size(), criteria = m_weights.size();
    m_draws.at(first, m_weights.data());
    if (!m_varied) {
        weighted_sums(m_values.data(), rows, criteria, m_weights.data(), scores);
        return;
    }
    for (std::size_t j = 0; j < criteria; ++j) {
        const Spread& spread = m_model.spreads[j];
        if (spread.kind == Spread::Kind::raw) {
            draw_factors(m_common_streams[j], spread.common, spread.lognormal, first, m_common[j]);
        }
    }
    Lanes value;
    for (std::size_t i = 0; i < rows; ++i) {
        scores[i] = {};
        for (std::size_t j = 0; j < criteria; ++j) {
            draw_row(i, j, first, value);
            add_product(value, m_weights[j], scores[i]);
        }
    }
}

void ScoreDraws::draw_row(std::size_t row, std::size_t criterion, std::uint64_t first,
                          Lanes& out) const {
    const std::size_t at = row * m_model.names.size() + criterion;
    const Spread& spread = m_model.spreads[criterion];
    if (!varies(spread, row)) {
        std::fill_n(out.at, kLanes, m_values[at]);
    } else if (spread.kind == Spread::Kind::raw) {
        draw_raw(spread, row, m_common[criterion], m_streams[at], first, out);
    } else {
        draw_value(m_values[at], spread, row, m_streams[at], first, out);
    }
}

double Robustness::share_within(std::size_t row, std::size_t rank) const {
    std::uint64_t sum = 0;
    for (std::size_t r = 1; r <= std::min(rank, base.size()); ++r) {
        sum += count(row, r);
    }
    return static_cast<double>(sum) / static_cast<double>(draws);
}

double Robustness::expected_rank(std::size_t row) const {
    std::uint64_t sum = 0;
    for (std::size_t r = 1; r <= base.size(); ++r) {
        sum += r * count(row, r);
    }
    return static_cast<double>(sum) / static_cast<double>(draws);
}

std::int64_t Robustness::rank_quantile(std::size_t row, unsigned percent) const {
    const std::uint64_t number = order_number(draws, percent);
    std::size_t rank = 1;
    for (std::uint64_t sum = count(row, 1); sum < number; sum += count(row, rank)) {
        ++rank;
    }
    return static_cast<std::int64_t>(rank);
}

Robustness robustness(const ScoreModel& given, std::uint64_t draws) {
    std::vector<std::size_t> order;
    const ScoreModel model = in_name_order(given, &order);
    const std::size_t rows = model.rows.size(), criteria = model.names.size();
    Robustness out;
    out.draws = draws;
    out.base = base_scores(model);
    out.base_rank = rank(out.base, std::vector<bool>(rows, true), model.rows).rank;
    RankTask::Shared shared;
    shared.counts.resize(rows * rows);
    shared.central.resize(draws > 0 ? task_count(draws) : 0);
    out.scores = summarise(rows, draws, [&] { return std::make_unique<RankTask>(model, shared); });
    out.counts = std::move(shared.counts);
    out.central.resize(rows * criteria);
    for (std::size_t k = 0; k < out.central.size(); ++k) {
        const std::size_t to = k / criteria * criteria + order[k % criteria];
        for (const auto& task : shared.central) {
            out.central[to] += task.empty() ? 0 : task[k];
        }
    }
    return out;
}

Difference compare(const ScoreModel& before, const ScoreModel& after, std::uint64_t draws) {
    const ScoreModel a = in_name_order(before), b = in_name_order(after);
    if (a.rows != b.rows || a.names != b.names || a.seed != b.seed) {
        throw base::internal_error("score.lengths", a.rows.size(), b.rows.size());
    }
    Difference out;
    const auto from = base_scores(a), to = base_scores(b);
    for (std::size_t i = 0; i < from.size(); ++i) {
        out.base.push_back(to[i] - from[i]);
    }
    out.draws =
        summarise(from.size(), draws, [&] { return std::make_unique<DifferenceTask>(a, b); });
    return out;
}

}  // namespace jt::score
