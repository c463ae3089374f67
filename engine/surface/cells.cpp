#include "surface/cells.hpp"

#include "base/error.hpp"

#include <type_traits>

namespace jt::surface {
namespace {

template <class Value>
class MemoryCells final : public Cells {
public:
    MemoryCells(const Grid& grid, std::vector<Value> values)
        : m_columns(grid.columns), m_values(std::move(values)) {
        if (m_values.size() != grid.cells()) {
            throw base::internal_error("surface.values", m_values.size(), grid.cells());
        }
    }
    bool wide() const override { return std::is_same_v<Value, double>; }
    void read(const Window& window, std::span<float> out) const override { copy(window, out); }
    void read(const Window& window, std::span<double> out) const override { copy(window, out); }
    void write(base::Writer& out) const override {
        out.text(wide() ? "f64" : "f32");
        out.values(m_values);
    }

private:
    template <class Out>
    void copy(const Window& window, std::span<Out> out) const {
        for (std::size_t r = 0; r < window.rows; ++r) {
            const Value* from = m_values.data() + (window.row + r) * m_columns + window.column;
            std::transform(from, from + window.columns, out.data() + r * window.columns,
                           [](Value value) { return static_cast<Out>(value); });
        }
    }
    std::size_t m_columns;
    std::vector<Value> m_values;
};

template <class To, class From>
void convert(const std::vector<From>& from, std::span<To> to) {
    std::transform(from.begin(), from.end(), to.begin(),
                   [](From value) { return static_cast<To>(value); });
}

}  // namespace

void Cells::read(const Window& window, std::span<float> out) const {
    convert(read_window<double>(*this, window), out);
}

void Cells::read(const Window& window, std::span<double> out) const {
    convert(read_window<float>(*this, window), out);
}

CellsPtr cells_of(const Grid& grid, std::vector<float> values) {
    return std::make_shared<MemoryCells<float>>(grid, std::move(values));
}

CellsPtr cells_of(const Grid& grid, std::vector<double> values) {
    return std::make_shared<MemoryCells<double>>(grid, std::move(values));
}

}  // namespace jt::surface
