#include "base/error.hpp"
#include "geo/vectors.hpp"
#include "surface/kernels.hpp"

namespace jt::surface {
namespace {

template <class Value>
inline void add_each(Value weight, const Value* __restrict values, std::size_t count,
                     Value* __restrict out) {
    for (std::size_t i = 0; i < count; ++i) {
        out[i] += weight * values[i];
    }
}

template <class Value>
inline void scale_each(Value weight, std::size_t count, Value* values) {
    for (std::size_t i = 0; i < count; ++i) {
        values[i] *= weight;
    }
}

JT_VECTORS void add_weighted(float weight, const float* values, std::size_t count, float* out) {
    add_each(weight, values, count, out);
}
JT_VECTORS void add_weighted(double weight, const double* values, std::size_t count, double* out) {
    add_each(weight, values, count, out);
}
JT_VECTORS void scale(float weight, std::size_t count, float* values) {
    scale_each(weight, count, values);
}
JT_VECTORS void scale(double weight, std::size_t count, double* values) {
    scale_each(weight, count, values);
}

class WeightedSum final : public Derived {
public:
    explicit WeightedSum(Recipe recipe) : Derived(std::move(recipe), 0) {
        m_weights = params().at("weights").get<std::vector<double>>();
        if (m_weights.size() != inputs().size()) {
            throw base::internal_error("surface.kind", "weighted_sum");
        }
    }
    void read(const Window& window, std::span<float> out) const override {
        wide() ? Cells::read(window, out) : sum(window, out);
    }
    void read(const Window& window, std::span<double> out) const override {
        wide() ? sum(window, out) : Cells::read(window, out);
    }

private:
    template <class Value>
    void sum(const Window& window, std::span<Value> out) const {
        inputs().front()->cells()->read(window, out);
        scale(static_cast<Value>(m_weights.front()), out.size(), out.data());
        std::vector<Value> part(inputs().size() > 1 ? out.size() : 0);
        for (std::size_t k = 1; k < inputs().size(); ++k) {
            inputs()[k]->cells()->read(window, std::span<Value>(part));
            add_weighted(static_cast<Value>(m_weights[k]), part.data(), part.size(), out.data());
        }
    }
    std::vector<double> m_weights;
};

}  // namespace

CellsPtr weighted_sum_cells(Recipe recipe) {
    return std::make_shared<WeightedSum>(std::move(recipe));
}

}  // namespace jt::surface
