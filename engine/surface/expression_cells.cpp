// Expressions over cells, by the column expressions of layers: a part of the surfaces is a table.
#include "base/error.hpp"
#include "layer/expression.hpp"
#include "surface/kernels.hpp"

#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr std::size_t kRows = 65536;  // cells evaluated at a time, to stay in the cache

class Expression final : public Derived {
public:
    explicit Expression(Recipe recipe) : Derived(std::move(recipe), 0) {
        m_names = params().at("names").get<std::vector<std::string>>();
        std::vector<layer::Field> fields;
        for (const std::string& name : m_names) {
            fields.push_back({name, layer::Type::real, "", {}});
        }
        if (layer::check(params().at("expression"), fields).type == layer::Type::text) {
            throw base::data_error("surface.expression.text");
        }
    }
    void read(const Window& window, std::span<float> out) const override {
        wide() ? Cells::read(window, out) : evaluate(window, out);
    }
    void read(const Window& window, std::span<double> out) const override {
        wide() ? evaluate(window, out) : Cells::read(window, out);
    }

private:
    template <class Value>
    void evaluate(const Window& window, std::span<Value> out) const {
        std::vector<std::vector<double>> values;
        for (const SurfacePtr& input : inputs()) {
            values.push_back(input->window<double>(window));
        }
        for (std::size_t first = 0; first < out.size(); first += kRows) {
            const std::size_t count = std::min(kRows, out.size() - first);
            layer::Table table(count);
            for (std::size_t k = 0; k < values.size(); ++k) {
                const auto from = values[k].begin() + static_cast<std::ptrdiff_t>(first);
                table.set({m_names[k], layer::Type::real, "", {}},
                          layer::Column::of_reals(std::vector<double>(
                              from, from + static_cast<std::ptrdiff_t>(count))));
            }
            const layer::Column result = layer::evaluate(params().at("expression"), table).column;
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t row = result.size() == 1 ? 0 : i;
                out[first + i] = result.valid(row) ? static_cast<Value>(result.number(row))
                                                   : std::numeric_limits<Value>::quiet_NaN();
            }
        }
    }
    std::vector<std::string> m_names;
};

}  // namespace

CellsPtr expression_cells(Recipe recipe) { return std::make_shared<Expression>(std::move(recipe)); }

}  // namespace jt::surface
