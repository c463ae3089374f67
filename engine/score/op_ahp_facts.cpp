#include "score/op_ahp_facts.hpp"

#include "base/error.hpp"

namespace jt::score {

using layer::Type;
using registry::ColumnSpec;
using registry::ParamType;

FactTable::FactTable(const std::vector<ColumnSpec>& fields) {
    for (const auto& field : fields) {
        m_columns.push_back({field, layer::ColumnBuilder(field.type)});
    }
}

layer::ColumnBuilder& FactTable::operator[](const std::string& name) {
    for (auto& column : m_columns) {
        if (column.field.name == name) {
            return column.values;
        }
    }
    throw base::internal_error("score.column.none", name);
}

std::shared_ptr<layer::Table> FactTable::build(std::size_t rows) {
    auto out = std::make_shared<layer::Table>(rows);
    for (auto& column : m_columns) {
        out->set(column.field, column.values.build());
    }
    return out;
}

std::vector<ColumnSpec> consistency_columns() {
    return {{"lambda_max", Type::real, "", {"最大特征值", "principal eigenvalue"}},
            {"ci", Type::real, "", {"一致性指标 CI", "consistency index CI"}},
            {"ri", Type::real, "", {"随机一致性指标 RI", "random index RI"}},
            {"cr", Type::real, "", {"一致性比率 CR", "consistency ratio CR"}}};
}

std::vector<ColumnSpec> contradiction_columns() {
    return {{"triad", Type::text, "", {"最矛盾的三元组", "worst triad"}},
            {"triad_factor", Type::real, "", {"三元组相差的倍数", "by what factor it is off"}},
            {"repair", Type::text, "", {"建议修改的判断", "judgement to change"}},
            {"repair_from", Type::real, "", {"原值", "from"}},
            {"repair_to", Type::real, "", {"改为", "to"}},
            {"repair_cr", Type::real, "", {"改后的 CR", "CR it would give"}}};
}

void add_consistency(FactTable& out, const AhpResult& result) {
    out["lambda_max"].real(result.lambda_max);
    out["ci"].real(result.ci);
    out["ri"].real(result.ri);
    out["cr"].real(result.cr);
}

void add_nothing(FactTable& out, const std::vector<ColumnSpec>& fields) {
    for (const auto& field : fields) {
        out[field.name].null();
    }
}

void add_contradictions(FactTable& out, const std::vector<std::string>& names,
                        std::span<const double> matrix, double cr) {
    const Triad t = worst_triad(matrix, names.size());
    if (t.k > 0) {
        out["triad"].text(fmt::format("{}, {}, {}", names[t.i], names[t.j], names[t.k]));
        out["triad_factor"].real(t.factor);
    } else {
        out["triad"].null();
        out["triad_factor"].null();
    }
    const auto repair = cr > kUsualCr ? best_repair(matrix, names.size()) : std::nullopt;
    if (repair) {
        out["repair"].text(fmt::format("{}, {}", names[repair->i], names[repair->j]));
        out["repair_from"].real(repair->from);
        out["repair_to"].real(repair->to);
        out["repair_cr"].real(repair->cr);
    } else {
        for (const char* name : {"repair", "repair_from", "repair_to", "repair_cr"}) {
            out[name].null();
        }
    }
}

registry::ParamSpec method_param() {
    auto out = make_param("method", ParamType::choice, "eigenvector",
                          {"eigenvector 主特征向量（Saaty 1980），geometric 行几何平均"
                           "（Crawford & Williams 1985）；CR 均按最大特征值",
                           "eigenvector (Saaty 1980) or geometric: the row's geometric mean "
                           "(Crawford & Williams 1985); CR by the principal eigenvalue for both"});
    out.choices = {"eigenvector", "geometric"};
    return out;
}

registry::ParamSpec accept_cr_param() {
    auto out = make_param("accept_cr", ParamType::number, kUsualCr,
                          {"CR 的接受上限", "largest CR that is accepted"});
    out.min = 0;
    return out;
}

AhpMethod method_of(const nlohmann::json& params) {
    return params.at("method") == "geometric" ? AhpMethod::geometric : AhpMethod::eigenvector;
}

registry::FormulaSpec ahp_formula() {
    return {{"层次分析法权重与一致性", "AHP weights and consistency"},
            "A w = \\lambda_{max} w,\\quad CI = (\\lambda_{max} - n)/(n - 1),\\quad CR = CI/RI",
            {"A：判断矩阵；n：准则数；RI：Saaty 随机一致性指标；缺失的判断按 Harker 1987",
             "A: comparison matrix; n: number of criteria; RI: Saaty's random index; missing "
             "comparisons by Harker 1987"},
            "Saaty 1980"};
}

std::vector<std::string> cell_names(const std::vector<std::string>& names,
                                    const std::vector<Cell>& cells) {
    std::vector<std::string> out;
    for (const auto& cell : cells) {
        out.push_back(fmt::format("({}, {})", names[cell.i], names[cell.j]));
    }
    return out;
}

}  // namespace jt::score
