// Ordered weighted averages over cells.
#include "layer/ordered.hpp"
#include "surface/kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

class Ordered final : public Derived {
public:
    explicit Ordered(Recipe recipe)
        : Derived(std::move(recipe), 0),
          m_order_weights(params().at("order_weights").get<std::vector<double>>()),
          m_importance(params().at("weights").get<std::vector<double>>()),
          m_orness(params().at("orness").get<double>()) {}
    void read(const Window& window, std::span<float> out) const override {
        wide() ? Cells::read(window, out) : average(window, out);
    }
    void read(const Window& window, std::span<double> out) const override {
        wide() ? average(window, out) : Cells::read(window, out);
    }

private:
    template <class Value>
    void average(const Window& window, std::span<Value> out) const {
        std::vector<std::vector<double>> values;
        for (const SurfacePtr& input : inputs()) {
            values.push_back(input->window<double>(window));
        }
        auto mean = m_order_weights.empty()
                        ? layer::OrderedMean::by_quantifier(m_orness, m_importance)
                        : layer::OrderedMean::by_order(m_order_weights, m_importance);
        std::vector<double> cell(values.size());
        for (std::size_t i = 0; i < out.size(); ++i) {
            for (std::size_t k = 0; k < cell.size(); ++k) {
                cell[k] = values[k][i];
            }
            const bool gap = std::ranges::any_of(cell, [](double x) { return std::isnan(x); });
            out[i] = gap ? std::numeric_limits<Value>::quiet_NaN() : static_cast<Value>(mean(cell));
        }
    }
    std::vector<double> m_order_weights, m_importance;
    double m_orness;
};

}  // namespace

CellsPtr ordered_cells(Recipe recipe) { return std::make_shared<Ordered>(std::move(recipe)); }

}  // namespace jt::surface
