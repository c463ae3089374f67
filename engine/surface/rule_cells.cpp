// Rule sets over cells.
#include "layer/rule_set.hpp"
#include "surface/kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

class Ruled final : public Derived {
public:
    explicit Ruled(Recipe recipe)
        : Derived(std::move(recipe), 0),
          m_rules(layer::RuleSet::from_json(params().at("rules"))),
          m_step(params().at("step").get<std::size_t>()),
          m_result(params().value("result", "grade")) {
        for (const auto& name : params().at("names").get<std::vector<std::string>>()) {
            m_places.push_back(static_cast<std::size_t>(std::ranges::find(m_rules.inputs(), name) -
                                                        m_rules.inputs().begin()));
        }
        set_wide(false);
    }
    using Cells::read;
    void read(const Window& window, std::span<float> out) const override {
        std::vector<std::vector<double>> values;
        for (const SurfacePtr& input : inputs()) {
            values.push_back(input->window<double>(window));
        }
        std::vector<double> known(m_rules.inputs().size(),
                                  std::numeric_limits<double>::quiet_NaN());
        std::vector<double> grades(m_rules.steps().size());
        for (std::size_t i = 0; i < out.size(); ++i) {
            for (std::size_t k = 0; k < values.size(); ++k) {
                known[m_places[k]] = values[k][i];
            }
            m_rules.grade(known, grades);
            out[i] = static_cast<float>(result(grades));
        }
    }

private:
    double result(std::span<const double> grades) const {
        if (m_result == "grade" || std::isnan(grades.back())) {
            return grades[m_step];
        }
        return m_result == "doubtful" ? (m_rules.doubtful(grades).empty() ? 0 : 1)
                                      : static_cast<double>(m_rules.deciding(grades) + 1);
    }

    layer::RuleSet m_rules;
    std::size_t m_step;
    std::string m_result;
    std::vector<std::size_t> m_places;  ///< of each surface among the inputs of the set
};

}  // namespace

CellsPtr rule_cells(Recipe recipe) { return std::make_shared<Ruled>(std::move(recipe)); }

}  // namespace jt::surface
