// The tables that an evaluation of a criterion tree leaves behind: weights, and who judged what.
#include "layer/criteria_weights.hpp"

#include <cmath>

namespace jt::layer {

std::vector<double> local_weights(const CriteriaTree& tree,
                                  const std::vector<GroupWeights>& groups) {
    std::vector<double> out(tree.nodes().size(), GroupWeights::kNone);
    out[0] = 1;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        for (std::size_t k = 0; k < groups[i].weights.size(); ++k) {
            out[tree.nodes()[i].factors[k]] = groups[i].weights[k];
        }
    }
    return out;
}

std::vector<registry::ColumnSpec> criteria_weight_columns() {
    return {{"id", Type::text, "", {"准则", "criterion"}},
            {"group", Type::text, "", {"所在组", "group"}},
            {"level", Type::integer, "", {"层级", "level"}},
            {"local_weight", Type::real, "", {"组内权重", "weight in its group"}},
            {"weight", Type::real, "", {"总权重", "global weight"}},
            {"method", Type::text, "", {"赋权方法", "where the weights come from"}},
            {"merge", Type::text, "", {"合成方法", "aggregation"}},
            {"lambda_max", Type::real, "", {"最大特征值", "principal eigenvalue"}},
            {"ci", Type::real, "", {"一致性指标 CI", "consistency index CI"}},
            {"ri", Type::real, "", {"随机一致性指标 RI", "random index RI"}},
            {"cr", Type::real, "", {"一致性比率 CR", "consistency ratio CR"}}};
}

std::shared_ptr<Table> criteria_weight_table(const CriteriaTree& tree,
                                             const std::vector<GroupWeights>& groups) {
    const auto local = local_weights(tree, groups);
    const auto global = global_weights(tree, local);
    std::vector<std::string> id, group, method, merge;
    std::vector<std::int64_t> level;
    std::vector<double> weight, whole, lambda, ci, ri, cr;
    for (std::size_t i = 1; i < tree.nodes().size(); ++i) {
        const Criterion& node = tree.nodes()[i];
        const GroupWeights& how = groups[node.parent];
        id.push_back(node.name);
        group.push_back(tree.nodes()[node.parent].name);
        level.push_back(static_cast<std::int64_t>(node.level));
        weight.push_back(local[i]);
        whole.push_back(global[i]);
        method.push_back(how.method);
        merge.push_back(node.group ? merge_name(node.merge) : "");
        lambda.push_back(how.lambda_max);
        ci.push_back(how.ci);
        ri.push_back(how.ri);
        cr.push_back(how.cr);
    }
    const auto fields = criteria_weight_columns();
    auto out = std::make_shared<Table>(id.size());
    out->set(fields[0], Column::of_texts(id));
    out->set(fields[1], Column::of_texts(group));
    out->set(fields[2], Column::of_integers(std::move(level)));
    out->set(fields[3], Column::of_reals(std::move(weight)));
    out->set(fields[4], Column::of_reals(std::move(whole)));
    out->set(fields[5], Column::of_texts(method));
    out->set(fields[6], Column::of_texts(merge));
    out->set(fields[7], Column::of_reals(std::move(lambda)));
    out->set(fields[8], Column::of_reals(std::move(ci)));
    out->set(fields[9], Column::of_reals(std::move(ri)));
    out->set(fields[10], Column::of_reals(std::move(cr)));
    return out;
}

std::vector<registry::ColumnSpec> judgement_columns() {
    return {{"group", Type::text, "", {"组", "group"}},
            {"judge", Type::text, "", {"专家", "judge"}},
            {"first", Type::text, "", {"准则", "criterion"}},
            {"second", Type::text, "", {"相比的准则", "compared with"}},
            {"value", Type::real, "", {"判断", "judgement"}}};
}

std::shared_ptr<Table> judgement_table(const std::vector<Judgement>& judgements) {
    std::vector<std::string> texts[4];
    std::vector<double> values;
    for (const Judgement& one : judgements) {
        texts[0].push_back(one.group);
        texts[1].push_back(one.judge);
        texts[2].push_back(one.first);
        texts[3].push_back(one.second);
        values.push_back(one.value);
    }
    const auto fields = judgement_columns();
    auto out = std::make_shared<Table>(judgements.size());
    for (std::size_t k = 0; k < 4; ++k) {
        out->set(fields[k], Column::of_texts(texts[k]));
    }
    out->set(fields[4], Column::of_reals(std::move(values)));
    return out;
}

}  // namespace jt::layer
