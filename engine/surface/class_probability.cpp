// How sure the class of a cell is when the weights are not.
#include "base/error.hpp"
#include "geo/vectors.hpp"
#include "surface/kernels.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr std::size_t kCells = 512;  // that stay in the cache while all draws pass over them

using Part = std::array<float, kCells>;

/// sums[i] = sum over k of weights[k] * values[k][i], in this order.
JT_VECTORS void add_up(const float* weights, const Part* values, std::size_t criteria, Part& sums) {
    for (std::size_t i = 0; i < kCells; ++i) {
        sums[i] = weights[0] * values[0][i];
    }
    for (std::size_t k = 1; k < criteria; ++k) {
        const float weight = weights[k];
        for (std::size_t i = 0; i < kCells; ++i) {
            sums[i] += weight * values[k][i];
        }
    }
}

/// Counts the sums above a break.
JT_VECTORS void count_above(const Part& sums, float limit,
                            std::array<std::int32_t, kCells>& count) {
    for (std::size_t i = 0; i < kCells; ++i) {
        count[i] += sums[i] > limit ? 1 : 0;
    }
}

class ClassProbability final : public Derived {
public:
    explicit ClassProbability(Recipe recipe) : Derived(std::move(recipe), 0) {
        for (const auto& draw : params().at("draws")) {
            for (const auto& weight : draw) {
                m_weights.push_back(weight.get<float>());
            }
        }
        m_breaks = params().at("breaks").get<std::vector<float>>();
        m_class = params().at("class").get<int>();
        m_draws = m_weights.size() / inputs().size();
        set_wide(false);
    }
    using Cells::read;
    void read(const Window& window, std::span<float> out) const override {
        std::vector<std::vector<float>> values;
        for (const SurfacePtr& input : inputs()) {
            values.push_back(input->window<float>(window));
        }
        std::vector<Part> part(values.size());
        std::vector<std::array<std::int32_t, kCells>> above(m_breaks.size());
        for (std::size_t first = 0; first < out.size(); first += kCells) {
            const std::size_t count = std::min(kCells, out.size() - first);
            for (std::size_t k = 0; k < values.size(); ++k) {
                part[k].fill(0);
                std::copy_n(values[k].begin() + static_cast<std::ptrdiff_t>(first), count,
                            part[k].begin());
            }
            count_draws(part, above);
            for (std::size_t i = 0; i < count; ++i) {
                out[first + i] = result(part, above, i);
            }
        }
    }

private:
    void count_draws(const std::vector<Part>& part,
                     std::vector<std::array<std::int32_t, kCells>>& above) const {
        for (auto& counts : above) {
            counts.fill(0);
        }
        Part sums;
        for (std::size_t d = 0; d < m_draws; ++d) {
            add_up(m_weights.data() + d * part.size(), part.data(), part.size(), sums);
            for (std::size_t b = 0; b < m_breaks.size(); ++b) {
                count_above(sums, m_breaks[b], above[b]);
            }
        }
    }

    float result(const std::vector<Part>& part,
                 const std::vector<std::array<std::int32_t, kCells>>& above, std::size_t i) const {
        for (const Part& values : part) {
            if (std::isnan(values[i])) {
                return values[i];
            }
        }
        const auto total = static_cast<std::int32_t>(m_draws);
        const auto count_of = [&](std::size_t c) {  // classes lie between the breaks
            return (c == 0 ? total : above[c - 1][i]) - (c == above.size() ? 0 : above[c][i]);
        };
        std::size_t best = 0;
        for (std::size_t c = 1; c <= above.size(); ++c) {
            best = count_of(c) > count_of(best) ? c : best;  // equal ones: the lower class
        }
        if (m_class == kMostLikely) {
            return static_cast<float>(best + 1);
        }
        const std::size_t wanted =
            m_class == kItsProbability ? best : static_cast<std::size_t>(m_class) - 1;
        return static_cast<float>(count_of(wanted)) / static_cast<float>(total);
    }

    std::vector<float> m_weights;  ///< draw by draw
    std::vector<float> m_breaks;
    int m_class = 0;
    std::size_t m_draws = 0;
};

}  // namespace

CellsPtr class_probability_cells(Recipe recipe) {
    return std::make_shared<ClassProbability>(std::move(recipe));
}

}  // namespace jt::surface
