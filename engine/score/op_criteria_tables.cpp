#include "score/op_criteria_tables.hpp"

#include <cmath>

namespace jt::score {

using layer::Column;
using layer::Criterion;
using layer::Table;
using layer::Type;

namespace {

void put(registry::Call& call, Table& out, registry::ColumnSpec field, std::vector<double> values) {
    if (out.has(field.name)) {
        call.diagnostics->warn(base::msg("criteria.replaced", field.name));
    }
    out.set(std::move(field), Column::of_reals(std::move(values)));
}

/// The global weight in each row times the score.
std::vector<double> parts_of(const std::vector<double>& weight, const std::vector<double>& score) {
    std::vector<double> out(weight.size());
    for (std::size_t row = 0; row < out.size(); ++row) {
        out[row] = weight[row] * score[row];
    }
    return out;
}

/// Parts are those of a score: rows without one have none.
Criteria row_weights(const Evaluated& evaluated) {
    auto out = global_row_weights(evaluated.tree, evaluated.scores);
    const auto& goal = evaluated.scores.score[0];
    for (auto& column : out) {
        for (std::size_t row = 0; row < column.size(); ++row) {
            column[row] = std::isnan(goal[row]) ? NAN : column[row];
        }
    }
    return out;
}

}  // namespace

std::shared_ptr<Table> scored_table(registry::Call& call, const Table& data,
                                    const Evaluated& evaluated) {
    auto out = std::make_shared<Table>(layer::columns_of(data));
    const auto& nodes = evaluated.tree.nodes();
    const auto weights = row_weights(evaluated);
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        const std::string& name = nodes[i].name;
        put(call, *out, {name + kScoreSuffix, Type::real, "", {name + "得分", "score of " + name}},
            evaluated.scores.score[i]);
    }
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        const std::string& name = nodes[i].name;
        if (evaluated.tree.adds_up(i)) {
            put(call, *out,
                {name + "_part", Type::real, "", {name + "的贡献", "contribution of " + name}},
                parts_of(weights[i], evaluated.scores.score[i]));
        }
    }
    put(call, *out, {"score", Type::real, "", {"得分", "score"}}, evaluated.scores.score[0]);
    return out;
}

std::vector<registry::ColumnSpec> factor_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"group", Type::text, "", {"组", "group"}},
            {"factor", Type::text, "", {"因子", "factor"}},
            {"value", Type::real, "", {"指标值", "value"}},
            {"category", Type::text, "", {"类别", "category"}},
            {"unit", Type::text, "", {"单位", "unit"}},
            {"score", Type::real, "", {"分值", "score"}},
            {"local_weight", Type::real, "", {"组内权重", "weight in its group"}},
            {"weight", Type::real, "", {"总权重", "global weight"}},
            {"part", Type::real, "", {"贡献", "contribution"}},
            {"status", Type::text, "", {"状态", "status"}}};
}

std::shared_ptr<Table> factor_table(const Table& data, const std::vector<std::string>& names,
                                    const Evaluated& evaluated) {
    const auto& tree = evaluated.tree;
    const auto factors = tree.factors();
    const auto global = row_weights(evaluated);
    std::vector<std::string> id, group, factor, category, unit, status;
    std::vector<double> value, score, weight, whole, part;
    for (std::size_t row = 0; row < names.size(); ++row) {
        for (const std::size_t i : factors) {
            const Criterion& node = tree.nodes()[i];
            const Column& column = data.column(node.column);
            const bool text = column.type() == Type::text;
            const double x = evaluated.scores.score[i][row];
            const bool applies = evaluated.scores.applies[i][row];
            id.push_back(names[row]);
            group.push_back(tree.nodes()[node.parent].name);
            factor.push_back(node.name);
            value.push_back(text ? NAN : column.number(row));
            category.push_back(text ? column.show(row) : "");
            unit.push_back(node.unit.empty() ? data.field(node.column).unit : node.unit);
            score.push_back(x);
            weight.push_back(evaluated.scores.weight[i][row]);
            whole.push_back(global[i][row]);
            part.push_back(tree.adds_up(i) ? global[i][row] * x : NAN);
            status.push_back(!applies ? "not applicable" : std::isnan(x) ? "missing" : "ok");
        }
    }
    const auto fields = factor_columns();
    auto out = std::make_shared<Table>(id.size());
    out->set(fields[0], Column::of_texts(id));
    out->set(fields[1], Column::of_texts(group));
    out->set(fields[2], Column::of_texts(factor));
    out->set(fields[3], Column::of_reals(std::move(value)));
    out->set(fields[4], Column::of_texts(category));
    out->set(fields[5], Column::of_texts(unit));
    out->set(fields[6], Column::of_reals(std::move(score)));
    out->set(fields[7], Column::of_reals(std::move(weight)));
    out->set(fields[8], Column::of_reals(std::move(whole)));
    out->set(fields[9], Column::of_reals(std::move(part)));
    out->set(fields[10], Column::of_texts(status));
    return out;
}

std::shared_ptr<Table> flat_weights(registry::Call& call, const Evaluated& evaluated) {
    const auto& tree = evaluated.tree;
    const auto global = layer::global_weights(tree, layer::local_weights(tree, evaluated.groups));
    std::vector<std::string> names;
    std::vector<double> weights;
    for (const std::size_t i : tree.factors()) {
        if (!tree.adds_up(i)) {
            call.diagnostics->info(base::msg("criteria.no_flat"));
            return weight_table({}, {});
        }
        names.push_back(tree.nodes()[i].name + kScoreSuffix);
        weights.push_back(global[i]);
    }
    return weight_table(names, weights);
}

}  // namespace jt::score
