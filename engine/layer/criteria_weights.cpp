#include "layer/criteria_weights.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/weights.hpp"

#include <algorithm>
#include <cmath>

namespace jt::layer {

using nlohmann::json;

namespace {

/// The keys of `how` that an operator takes under its own names.
json picked(const json& how, const std::vector<std::pair<const char*, const char*>>& keys) {
    json out = json::object();
    for (const auto& [key, param] : keys) {
        if (how.contains(key)) {
            out[param] = how[key];
        }
    }
    return out;
}

void check_keys(const json& how, std::vector<std::string> known) {
    known.emplace_back("method");
    for (const auto& item : how.items()) {
        if (std::ranges::find(known, item.key()) == known.end()) {
            throw base::unknown_name_error("criteria.key", item.key(), known);
        }
    }
}

const json& needed(const json& how, const char* key) {
    if (!how.contains(key)) {
        throw base::data_error("criteria.weights.key", how["method"].get<std::string>(), key);
    }
    return how[key];
}

const Table& table_of(const registry::Outputs& outputs, const std::string& name) {
    return dynamic_cast<const Table&>(*outputs.at(name));
}

/// A cell of a comparison matrix as text; "" where nobody compared.
std::string cell_text(const json& cell) {
    return cell.is_string() ? cell.get<std::string>() : cell.is_null() ? "" : cell.dump();
}

/// 3 or "1/3" as a number, for the list of judgements; NaN where it is none.
double cell_value(const json& cell) {
    if (cell.is_number()) {
        return cell.get<double>();
    }
    const std::string text = cell_text(cell);
    const auto slash = text.find('/');
    const auto part = [](const std::string& one) {
        return one.find_first_not_of("0123456789. ") == std::string::npos && !one.empty()
                   ? std::strtod(one.c_str(), nullptr)
                   : NAN;
    };
    return slash == std::string::npos ? part(text)
                                      : part(text.substr(0, slash)) / part(text.substr(slash + 1));
}

}  // namespace

WeightMaker::WeightMaker(registry::Call& call, const CriteriaTree& tree,
                         std::vector<std::shared_ptr<const Table>> tables, bool normalise,
                         GroupScores scores)
    : m_call(call),
      m_tree(tree),
      m_tables(std::move(tables)),
      m_normalise(normalise),
      m_scores(std::move(scores)) {}

registry::Outputs WeightMaker::run(const std::string& name, json params,
                                   std::map<std::string, std::vector<registry::ObjectPtr>> inputs) {
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = std::move(params);
    call.diagnostics = m_call.diagnostics;
    call.progress = m_call.progress;
    return m_call.registry->run(name, std::move(call));
}

GroupWeights WeightMaker::operator()(std::size_t group) {
    m_group = group;
    const Criterion& node = m_tree.nodes()[group];
    return base::within(base::msg("criteria.in", node.name), [&] {
        GroupWeights out;
        const std::size_t count = node.factors.size();
        if (node.merge == Merge::minimum || (node.merge == Merge::owa && node.weights.is_null())) {
            return out;
        }
        if (node.weights.is_null()) {
            out.method = "equal";
            out.weights.assign(count, 1.0 / static_cast<double>(count));
            if (count > 1) {
                m_call.diagnostics->info(base::msg("criteria.equal", node.name, count));
            }
            return out;
        }
        out = by_method(node.weights);
        const auto given = out.weights;
        out.weights = checked_weights(m_tree.names_in(group), given, m_normalise);
        if (out.weights != given) {
            double sum = 0;
            for (const double weight : given) {
                sum += weight;
            }
            m_call.diagnostics->info(
                base::msg("criteria.normalised", node.name, fmt::format("{:.10g}", sum)));
        }
        return out;
    });
}

GroupWeights WeightMaker::by_method(const json& how) {
    GroupWeights out;
    out.method = "direct";
    if (how.is_array()) {
        for (const json& one : how) {
            if (!one.is_number()) {
                throw base::data_error("criteria.number", "weights", one.dump());
            }
            out.weights.push_back(one.get<double>());
        }
        return out;
    }
    if (!how.is_object() || !how.contains("method") || !how["method"].is_string()) {
        throw base::data_error("criteria.weights.form");
    }
    const auto method = how["method"].get<std::string>();
    if (method == "direct") {
        check_keys(how, {"weights"});
        out.weights = by_name(needed(how, "weights"));
        return out;
    }
    if (method == "ahp") {
        return compared(how);
    }
    if (method == "group_ahp") {
        return of_group(how);
    }
    if (method == "entropy" || method == "critic") {
        check_keys(how, {});
        return from_data(method);
    }
    if (method == "combined") {
        return combined(how);
    }
    out.method = method;
    if (method == "table") {
        check_keys(how, {"table"});
        const json& number = needed(how, "table");
        if (!number.is_number_integer() || number < 1 ||
            number.get<std::size_t>() > m_tables.size()) {
            throw base::data_error("criteria.weights.table", number.dump(), m_tables.size());
        }
        out.weights = matched(*m_tables[number.get<std::size_t>() - 1]);
        return out;
    }
    if (method != "swing") {
        throw base::unknown_name_error(
            "criteria.weights.method", method,
            {"direct", "ahp", "group_ahp", "swing", "entropy", "critic", "combined", "table"});
    }
    check_keys(how, {"points"});
    const auto names = m_tree.names_in(m_group);
    const auto points = by_name(needed(how, "points"));
    for (std::size_t i = 0; i < names.size(); ++i) {
        m_judgements.push_back({m_tree.nodes()[m_group].name, "", names[i], "", points[i]});
    }
    out.weights =
        matched(table_of(run("score.swing", {{"names", names}, {"points", points}}), "table"));
    return out;
}

/// {name: number} in the order of the group.
std::vector<double> WeightMaker::by_name(const json& numbers) const {
    const auto names = m_tree.names_in(m_group);
    if (!numbers.is_object()) {
        throw base::data_error("criteria.weights.form");
    }
    for (const auto& item : numbers.items()) {
        if (std::ranges::find(names, item.key()) == names.end()) {
            throw base::unknown_name_error("criteria.weights.name", item.key(), names);
        }
    }
    std::vector<double> out;
    for (const std::string& name : names) {
        if (!numbers.contains(name)) {
            throw base::data_error("score.weights.unnamed", name);
        }
        if (!numbers[name].is_number()) {
            throw base::data_error("criteria.number", name, numbers[name].dump());
        }
        out.push_back(numbers[name].get<double>());
    }
    return out;
}

/// A table of name and weight in the order of the group.
std::vector<double> WeightMaker::matched(const Table& table) const {
    json numbers = json::object();
    const Column &names = table.column("name"), &weights = table.column("weight");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        numbers[names.show(row)] = weights.valid(row) && weights.type() != Type::text
                                       ? json(weights.number(row))
                                       : json(weights.show(row));
    }
    return by_name(numbers);
}

void WeightMaker::judge(const std::string& who, const json& how, const json& matrix) {
    const json& names = needed(how, "names");
    for (std::size_t i = 0; i < matrix.size() && i < names.size(); ++i) {
        for (std::size_t j = i + 1; j < matrix[i].size() && j < names.size(); ++j) {
            const bool mirrored = cell_text(matrix[i][j]).empty() && j < matrix.size() &&
                                  i < matrix[j].size() && !cell_text(matrix[j][i]).empty();
            const std::size_t a = mirrored ? j : i, b = mirrored ? i : j;
            if (const double value = cell_value(matrix[a][b]); !std::isnan(value)) {
                m_judgements.push_back({m_tree.nodes()[m_group].name, who, cell_text(names[a]),
                                        cell_text(names[b]), value});
            }
        }
    }
}

GroupWeights WeightMaker::compared(const json& how) {
    check_keys(how, {"names", "matrix", "accept_cr", "derive", "judge"});
    const json& matrix = needed(how, "matrix");
    const auto outputs = run("score.ahp", picked(how, {{"names", "names"},
                                                       {"matrix", "matrix"},
                                                       {"accept_cr", "accept_cr"},
                                                       {"derive", "method"}}));
    judge(how.contains("judge") ? cell_text(how["judge"]) : "", how, matrix);
    return checked("ahp", outputs);
}

/// Weights of judgements with their test.
GroupWeights WeightMaker::checked(const std::string& method, const registry::Outputs& outputs) {
    GroupWeights out;
    out.method = method;
    out.weights = matched(table_of(outputs, "table"));
    const Table& check = table_of(outputs, "check");
    out.lambda_max = check.column("lambda_max").number(0);
    out.ci = check.column("ci").number(0);
    out.ri = check.column("ri").number(0);
    out.cr = check.column("cr").number(0);
    return out;
}

GroupWeights WeightMaker::of_group(const json& how) {
    check_keys(how, {"names", "judges", "judge_weights", "accept_cr", "derive", "inconsistent"});
    const json &names = needed(how, "names"), &judges = needed(how, "judges");
    if (!names.is_array() || !judges.is_object()) {
        throw base::data_error("criteria.weights.form");
    }
    std::vector<std::string> who, first, second, value;
    for (const auto& item : judges.items()) {
        const json& matrix = item.value();
        const bool rows = matrix.is_array() && std::ranges::all_of(matrix, [](const json& row) {
                              return row.is_array();
                          });
        if (!rows) {
            throw base::data_error("criteria.weights.judge", item.key());
        }
        for (std::size_t i = 0; i < matrix.size(); ++i) {
            for (std::size_t j = 0; j < matrix[i].size(); ++j) {
                if (i >= names.size() || j >= names.size()) {
                    throw base::data_error("score.ahp.rows", matrix.size(), names.size());
                }
                if (i != j && !cell_text(matrix[i][j]).empty()) {
                    who.push_back(item.key());
                    first.push_back(cell_text(names[i]));
                    second.push_back(cell_text(names[j]));
                    value.push_back(cell_text(matrix[i][j]));
                }
            }
        }
        judge(item.key(), how, matrix);
    }
    auto table = std::make_shared<Table>(who.size());
    table->set({"judge", Type::text, "", {}}, Column::of_texts(who));
    table->set({"first", Type::text, "", {}}, Column::of_texts(first));
    table->set({"second", Type::text, "", {}}, Column::of_texts(second));
    table->set({"value", Type::text, "", {}}, Column::of_texts(value));
    const auto outputs = run("score.group_ahp",
                             picked(how, {{"names", "names"},
                                          {"judge_weights", "weights"},
                                          {"accept_cr", "accept_cr"},
                                          {"derive", "method"},
                                          {"inconsistent", "inconsistent"}}),
                             {{"comparisons", {table}}});
    return checked("group_ahp", outputs);
}

GroupWeights WeightMaker::from_data(const std::string& method) {
    if (!m_scores) {
        throw base::data_error("criteria.weights.cells", method);
    }
    GroupWeights out;
    out.method = method;
    out.weights = matched(
        table_of(run("score." + method, {{"columns", m_tree.names_in(m_group)}, {"id", "row"}},
                     {{"data", {m_scores(m_group)}}}),
                 "table"));
    return out;
}

GroupWeights WeightMaker::combined(const json& how) {
    check_keys(how, {"first", "second", "alpha", "combination"});
    const auto names = m_tree.names_in(m_group);
    std::map<std::string, std::vector<registry::ObjectPtr>> inputs;
    GroupWeights out;
    for (const char* part : {"first", "second"}) {
        const auto made = by_method(needed(how, part));
        auto table = std::make_shared<Table>(names.size());
        table->set({"name", Type::text, "", {}}, Column::of_texts(names));
        table->set({"weight", Type::real, "", {}}, Column::of_reals(made.weights));
        inputs[part] = {table};
        out.method += (out.method.empty() ? "" : " + ") + made.method;
        if (!std::isnan(made.cr)) {
            out.lambda_max = made.lambda_max;
            out.ci = made.ci;
            out.ri = made.ri;
            out.cr = made.cr;
        }
    }
    auto params = picked(how, {{"alpha", "alpha"}, {"combination", "method"}});
    params["normalise"] = m_normalise;
    out.weights =
        matched(table_of(run("score.combine_weights", params, std::move(inputs)), "table"));
    return out;
}

}  // namespace jt::layer
