// Value functions over cells.
#include "base/error.hpp"
#include "layer/value_function.hpp"
#include "surface/kernels.hpp"

#include <cmath>
#include <limits>
#include <map>

namespace jt::surface {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Scores of classes that are whole numbers.
class Classes {
public:
    explicit Classes(const layer::ValueFunction& function) : m_function(function) {
        for (const std::string& name : function.categories()) {
            std::size_t read = 0;
            double number = kNaN;
            try {
                number = std::stod(name, &read);
            } catch (const std::exception&) {
                read = 0;  // told below, with the name
            }
            if (read == 0 || read != name.size()) {
                throw base::data_error("surface.value.class", name);
            }
            function.category(name, m_scores[number]);
        }
    }
    double operator()(double value) const {
        if (const auto found = m_scores.find(value); found != m_scores.end()) {
            return found->second;
        }
        double other = kNaN;
        m_function.category("", other);
        if (!m_function.has_other()) {
            throw base::data_error("surface.value.no_class", value);
        }
        return other;
    }

private:
    const layer::ValueFunction& m_function;
    std::map<double, double> m_scores;
};

class Valued final : public Derived {
public:
    explicit Valued(Recipe recipe)
        : Derived(std::move(recipe), 0),
          m_function(layer::ValueFunction::from_json(params().at("function"),
                                                     params().value("unit", ""))) {
        if (m_function.categorical()) {
            m_classes.emplace(m_function);
        }
    }
    void read(const Window& window, std::span<float> out) const override {
        wide() ? Cells::read(window, out) : value(window, out);
    }
    void read(const Window& window, std::span<double> out) const override {
        wide() ? value(window, out) : Cells::read(window, out);
    }

private:
    template <class Value>
    void value(const Window& window, std::span<Value> out) const {
        inputs().front()->cells()->read(window, out);
        for (Value& cell : out) {
            if (!std::isnan(cell)) {
                cell = static_cast<Value>(score(static_cast<double>(cell)));
            }
        }
    }
    double score(double value) const {
        if (m_classes) {
            return (*m_classes)(value);
        }
        if (!m_function.inside(value) && m_function.outside() != layer::Outside::clamp) {
            if (m_function.outside() == layer::Outside::missing) {
                return kNaN;
            }
            throw base::data_error("surface.value.outside", value, m_function.bounds().first,
                                   m_function.bounds().second);
        }
        return m_function(value);
    }
    layer::ValueFunction m_function;
    std::optional<Classes> m_classes;
};

}  // namespace

CellsPtr value_cells(Recipe recipe) { return std::make_shared<Valued>(std::move(recipe)); }

}  // namespace jt::surface
