// The range of heights around each cell, by running extremes of rows and columns.
#include "surface/kernels.hpp"

#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr float kNone = std::numeric_limits<float>::infinity();

/// The largest of each 2 x radius + 1 neighbours of a line of `count` values that lie `step` apart;
/// fewer at its ends (van Herk 1992, Pattern Recognition Letters 13; Gil & Werman 1993).
class RunningMaximum {
public:
    explicit RunningMaximum(std::size_t radius) : m_radius(radius), m_span(2 * radius + 1) {}

    void run(float* line, std::size_t count, std::size_t step) {
        const std::size_t padded = count + 2 * m_radius;
        m_value.assign(padded, -kNone);
        for (std::size_t i = 0; i < count; ++i) {
            m_value[m_radius + i] = line[i * step];
        }
        m_before = m_after = m_value;
        for (std::size_t i = 0; i < padded; ++i) {
            if (i % m_span != 0) {
                m_before[i] = std::max(m_before[i], m_before[i - 1]);
            }
        }
        for (std::size_t i = padded - 1; i-- > 0;) {
            if ((i + 1) % m_span != 0) {
                m_after[i] = std::max(m_after[i], m_after[i + 1]);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            line[i * step] = std::max(m_after[i], m_before[i + m_span - 1]);
        }
    }

private:
    std::size_t m_radius, m_span;
    std::vector<float> m_value, m_before, m_after;
};

class Relief final : public Derived {
public:
    Relief(Recipe recipe, std::size_t radius)
        : Derived(std::move(recipe), radius), m_radius(radius) {
        set_wide(false);
    }
    using Cells::read;
    void read(const Window& window, std::span<float> out) const override {
        const Window around = widened(window, m_radius, grid());
        const auto heights = read_window<float>(*inputs().front()->cells(), around);
        const auto high = extremes(heights, around, 1), low = extremes(heights, around, -1);
        for (std::size_t r = 0; r < window.rows; ++r) {
            const std::size_t from =
                (window.row + r - around.row) * around.columns + (window.column - around.column);
            for (std::size_t c = 0; c < window.columns; ++c) {
                out[r * window.columns + c] = std::isnan(heights[from + c])
                                                  ? heights[from + c]
                                                  : high[from + c] + low[from + c];
            }
        }
    }

private:
    /// The largest value times `sign` around each cell.
    std::vector<float> extremes(const std::vector<float>& heights, const Window& around,
                                float sign) const {
        std::vector<float> out(heights.size());
        std::ranges::transform(heights, out.begin(), [&](float height) {
            return std::isnan(height) ? -kNone : sign * height;
        });
        RunningMaximum running(m_radius);
        for (std::size_t r = 0; r < around.rows; ++r) {
            running.run(out.data() + r * around.columns, around.columns, 1);
        }
        for (std::size_t c = 0; c < around.columns; ++c) {
            running.run(out.data() + c, around.rows, around.columns);
        }
        return out;
    }
    std::size_t m_radius;
};

}  // namespace

CellsPtr relief_cells(Recipe recipe) {
    const auto radius = recipe.params.at("radius").get<std::size_t>();
    return std::make_shared<Relief>(std::move(recipe), radius);
}

}  // namespace jt::surface
