#include "surface/explain.hpp"

#include "base/error.hpp"
#include "layer/rule_set.hpp"
#include "surface/derived.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace jt::surface {
namespace {

using nlohmann::json;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Cells beside the cell itself that a step reads of its input.
std::size_t reach_of(const Recipe& recipe) {
    if (recipe.kind == "relief") {
        return recipe.params.at("radius").get<std::size_t>();
    }
    return recipe.kind == "slope" || recipe.kind == "aspect" || recipe.kind == "hillshade" ? 1 : 0;
}

/// What the input number `index` is called in the step.
std::string input_name(const Recipe& recipe, std::size_t index) {
    const auto names = recipe.params.find("names");
    return names != recipe.params.end() && names->is_array() && index < names->size() &&
                   (*names)[index].is_string()
               ? (*names)[index].get<std::string>()
               : "";
}

class Explainer {
public:
    explicit Explainer(const Cell& cell) { m_out.cell = cell; }

    CellExplanation run(const SurfacePtr& surface) {
        m_out.x = surface->grid().x(m_out.cell.column);
        m_out.y = surface->grid().y(m_out.cell.row);
        add(surface, std::nullopt, "", kNone, 0);
        return std::move(m_out);
    }

private:
    std::size_t push(const std::string& kind, std::optional<std::size_t> parent,
                     const std::string& name, double value) {
        const std::size_t depth = parent ? m_out.steps[*parent].depth + 1 : 0;
        m_out.steps.push_back({parent, depth, kind, name, value, kNone, kNone, nullptr, "", "", "",
                               std::nullopt, std::nullopt});
        return m_out.steps.size() - 1;
    }

    double add(const SurfacePtr& surface, std::optional<std::size_t> parent,
               const std::string& name, double weight, std::size_t reach) {
        const double value = surface->at(m_out.cell);
        const auto* derived = dynamic_cast<const Derived*>(surface->cells().get());
        const auto file = surface->cells()->file();
        const std::size_t index = push(derived != nullptr ? derived->recipe().kind
                                       : file             ? "file"
                                                          : "held",
                                       parent, name, value);
        m_out.steps[index].weight = weight;
        m_out.steps[index].part = weight * value;
        m_out.steps[index].file = file;
        if (reach > 0) {
            m_out.steps[index].around = around(*surface, reach);
        }
        if (derived != nullptr) {
            add_recipe(derived->recipe(), index);
        }
        return value;
    }

    void add_recipe(const Recipe& recipe, std::size_t index) {
        std::vector<double> weights(recipe.inputs.size(), kNone);
        if (recipe.kind == "weighted_sum") {
            weights = recipe.params.at("weights").get<std::vector<double>>();
        } else {
            m_out.steps[index].detail = detail(recipe);
        }
        std::vector<double> values;
        for (std::size_t k = 0; k < recipe.inputs.size(); ++k) {
            values.push_back(
                add(recipe.inputs[k], index, input_name(recipe, k), weights[k], reach_of(recipe)));
        }
        if (recipe.kind == "rules") {
            add_rules(recipe, index, values);
        }
    }

    json detail(const Recipe& recipe) const {
        if (recipe.kind == "rules") {
            return nullptr;  // its steps follow
        }
        json out = recipe.params;
        if (out.contains("draws") && out["draws"].is_array()) {
            out["draws"] = out["draws"].size();
        }
        for (const char* side : {"x", "y"}) {  // sizes of a cell by rows, or one for all
            if (out.contains(side) && out[side].is_array() && !out[side].empty()) {
                const json sizes = out[side];
                out[std::string("cell_") + side] = sizes[sizes.size() == 1 ? 0 : m_out.cell.row];
                out.erase(side);
            }
        }
        out.erase("names");
        return out;
    }

    Around around(const Surface& surface, std::size_t reach) const {
        const Grid& grid = surface.grid();
        const auto from = [reach](std::size_t at) { return at - std::min(at, reach); };
        const auto to = [reach](std::size_t at, std::size_t size) {
            return std::min(at + reach + 1, size);
        };
        Window window{from(m_out.cell.row), from(m_out.cell.column), 0, 0};
        window.rows = to(m_out.cell.row, grid.rows) - window.row;
        window.columns = to(m_out.cell.column, grid.columns) - window.column;
        Around out{0, kNone, kNone};
        for (const double value : surface.window<double>(window)) {
            if (!std::isnan(value)) {
                out.least = std::fmin(out.least, value);
                out.most = std::fmax(out.most, value);
                ++out.cells;
            }
        }
        return out;
    }

    void add_rules(const Recipe& recipe, std::size_t index, const std::vector<double>& values) {
        const auto rules = layer::RuleSet::from_json(recipe.params.at("rules"));
        m_out.steps[index].name += (m_out.steps[index].name.empty() ? "" : ": ") + rules.name();
        m_out.steps[index].edition = rules.edition();
        std::vector<double> known(rules.inputs().size(), kNone), grades(rules.steps().size());
        for (std::size_t k = 0; k < values.size(); ++k) {
            const auto at = std::ranges::find(rules.inputs(), input_name(recipe, k));
            known[static_cast<std::size_t>(at - rules.inputs().begin())] = values[k];
        }
        rules.grade(known, grades);
        const auto last = recipe.params.at("step").get<std::size_t>();
        for (std::size_t i = 0; i <= last; ++i) {
            const auto& step = rules.steps()[i];
            const std::size_t at = push("rule", index, step.id, grades[i]);
            m_out.steps[at].detail = {{"zh", step.title.zh}, {"en", step.title.en}};
            m_out.steps[at].clause = step.clause;
            m_out.steps[at].edition = rules.edition();
            m_out.steps[at].doubtful = step.doubtful;
        }
        const std::span<const double> until(grades.data(), last + 1);
        m_out.steps[index].clause = rules.steps()[rules.deciding(until)].clause;
    }

    CellExplanation m_out;
};

std::string number(double value, base::Lang lang) {
    return std::isnan(value) ? base::render(base::msg("surface.explain.nodata"), lang)
                             : fmt::format("{:.10g}", value);
}

base::Message what_of(const ExplainedStep& step, const std::string& value, base::Lang lang) {
    const auto word = [&](const char* key) {
        return step.detail.is_object() && step.detail.contains(key) ? step.detail[key].dump() : "";
    };
    if (step.kind == "weighted_sum") {
        return base::msg("surface.explain.sum", value);
    }
    if (step.kind == "value") {
        return base::msg("surface.explain.value", value, word("function"));
    }
    if (step.kind == "expression") {
        return base::msg("surface.explain.expression", value, word("expression"));
    }
    if (step.kind == "rules") {
        return base::msg("surface.explain.rules", value, step.edition, step.clause);
    }
    if (step.kind == "rule") {
        const base::Text title{step.detail.value("zh", ""), step.detail.value("en", "")};
        return base::msg("surface.explain.rule", value, title.in(lang), step.clause);
    }
    if (step.kind == "file") {
        return base::msg("surface.explain.file", value, step.file->path, step.file->band,
                         step.file->sha256);
    }
    if (step.kind == "held") {
        return base::msg("surface.explain.held", value);
    }
    return base::msg("surface.explain.other", value, step.kind, step.detail.dump());
}

}  // namespace

CellExplanation explain(const SurfacePtr& surface, double x, double y) {
    const auto cell = cell_at(surface->grid(), x, y);
    if (!cell) {
        const geo::Box box = surface->grid().box();
        const auto shown = [](double value) { return fmt::format("{:.10g}", value); };
        throw base::data_error("surface.explain.outside", shown(x), shown(y), shown(box.min_x),
                               shown(box.min_y), shown(box.max_x), shown(box.max_y),
                               surface->crs().label());
    }
    return Explainer(*cell).run(surface);
}

std::vector<std::string> explanation_lines(const CellExplanation& found, base::Lang lang) {
    const auto say = [lang](const base::Message& message) { return base::render(message, lang); };
    std::vector<std::string> out = {
        say(base::msg("surface.explain.cell", found.cell.row, found.cell.column,
                      number(found.x, lang), number(found.y, lang)))};
    for (const auto& step : found.steps) {
        const std::string value = number(step.value, lang);
        std::string line = say(what_of(step, value, lang));
        if (!step.name.empty()) {
            line = say(base::msg("surface.explain.named", step.name, line));
        }
        if (!std::isnan(step.weight)) {
            line = say(base::msg("surface.explain.part", number(step.weight, lang), value,
                                 number(step.part, lang), line));
        }
        if (step.around) {
            line +=
                say(base::msg("surface.explain.around", step.around->cells,
                              number(step.around->least, lang), number(step.around->most, lang)));
        }
        if (!step.doubtful.empty()) {
            line += say(base::msg("surface.explain.doubtful", step.doubtful));
        }
        out.push_back(std::string(2 * (step.depth + 1), ' ') + line);
    }
    return out;
}

}  // namespace jt::surface
