// score.ahp: weights from one comparison matrix.
#include "base/error.hpp"
#include "base/text.hpp"
#include "score/op_ahp_facts.hpp"

#include <cmath>
#include <set>

namespace jt::score {
namespace {

using layer::Type;
using nlohmann::json;
using registry::Kind;
using registry::ParamType;

std::vector<registry::ColumnSpec> check_columns() {
    std::vector<registry::ColumnSpec> out = {
        {"n", Type::integer, "", {"阶数", "number of criteria"}}};
    for (const auto& column : consistency_columns()) {
        out.push_back(column);
    }
    out.push_back({"accept_cr", Type::real, "", {"接受上限", "accepted up to"}});
    out.push_back({"missing", Type::integer, "", {"缺失的判断数", "comparisons missing"}});
    for (const auto& column : contradiction_columns()) {
        out.push_back(column);
    }
    return out;
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.ahp";
    out.version = 2;  // the check says more
    out.title = {"层次分析法权重", "AHP weights"};
    out.help = {
        "由两两判断矩阵求权重，检验一致性（RI 取 Saaty 表），指出最矛盾的三元组与最值得"
        "修改的判断；空白单元格取对称位置的倒数，两处皆空者按 Harker 1987",
        "Weights from pairwise comparisons with the consistency test (RI by Saaty's "
        "table), the worst triad and the judgement to change first; a blank cell takes the "
        "reciprocal of its mirror, a blank pair is treated by Harker 1987"};
    out.params = {
        required_param("names", ParamType::list, {"准则名称", "names of the criteria"}),
        required_param(
            "matrix", ParamType::list,
            {"判断矩阵的各行；分数可写作文本 \"1/3\"，未判断的写作空文本 \"\"",
             "rows of the comparison matrix; fractions may be texts, \"1/3\"; what nobody "
             "compared is the empty text \"\""}),
        method_param(), accept_cr_param()};
    out.outputs = {
        {"table", Kind::table, {"权重表", "weights"}, weight_columns()},
        {"check", Kind::table, {"一致性检验，一行", "consistency test, one row"}, check_columns()}};
    out.formulas = {ahp_formula()};
    return out;
}

/// 3, "3", "1/3"; NaN for "" and null.
double cell(const json& value, const std::string& row) {
    if (value.is_number()) {
        return value.get<double>();
    }
    const auto found = value.is_null()     ? std::optional<double>(NAN)
                       : value.is_string() ? judgement_of(value.get<std::string>())
                                           : std::nullopt;
    if (!found) {
        throw base::data_error("score.ahp.cell", row, value.dump());
    }
    return *found;
}

std::vector<std::string> distinct_names(const json& params) {
    const auto names = texts_of(params, "names");
    if (std::set<std::string>(names.begin(), names.end()).size() != names.size()) {
        throw base::data_error("score.ahp.names", params.at("names").dump());
    }
    return names;
}

std::vector<std::vector<double>> matrix_of(const json& params,
                                           const std::vector<std::string>& names) {
    std::vector<std::vector<double>> rows;
    for (const auto& list : params.at("matrix")) {
        const std::string name =
            rows.size() < names.size() ? names[rows.size()] : fmt::format("{}", rows.size() + 1);
        if (!list.is_array()) {
            throw base::data_error("score.ahp.cell", name, list.dump());
        }
        auto& row = rows.emplace_back();
        for (const auto& value : list) {
            row.push_back(cell(value, name));
        }
    }
    return rows;
}

void tell_blanks(registry::Call& call, const std::vector<std::string>& names,
                 const Comparisons& given) {
    if (!given.mirrored.empty()) {
        call.diagnostics->info(base::msg("score.ahp.mirrored", given.mirrored.size(),
                                         base::join_some(cell_names(names, given.mirrored))));
    }
    if (!given.missing.empty()) {
        call.diagnostics->warn(base::msg("score.ahp.missing", given.missing.size(),
                                         names.size() * (names.size() - 1) / 2,
                                         base::join_some(cell_names(names, given.missing))));
    }
}

registry::Outputs run(registry::Call& call) {
    const auto names = distinct_names(call.params);
    const double accept_cr = call.params.at("accept_cr").get<double>();
    const auto given = read_comparisons(names, matrix_of(call.params, names));
    check_connected(names, given.matrix);
    tell_blanks(call, names, given);
    const auto result = ahp(given.matrix, names.size(), method_of(call.params));
    check_consistent(names, given.matrix, result, accept_cr);
    const auto rounded = [](double value) { return fmt::format("{:.4f}", value); };
    call.diagnostics->info(base::msg("score.ahp.result", names.size(), rounded(result.lambda_max),
                                     rounded(result.ci), result.ri, rounded(result.cr), accept_cr));
    if (result.cr > kUsualCr) {
        call.diagnostics->warn(base::msg("score.ahp.beyond", rounded(result.cr), accept_cr));
    }
    FactTable check(check_columns());
    check["n"].integer(static_cast<std::int64_t>(names.size()));
    add_consistency(check, result);
    check["accept_cr"].real(accept_cr);
    check["missing"].integer(static_cast<std::int64_t>(given.missing.size()));
    add_contradictions(check, names, given.matrix, result.cr);
    return {{"table", weight_table(names, result.weights)}, {"check", check.build(1)}};
}

}  // namespace

void register_ahp(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
