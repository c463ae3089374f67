#include "score/op_ahp_judges.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>

namespace jt::score {
namespace {

using layer::Table;
using registry::ParamType;

/// One filled cell of the table.
struct Entry {
    std::size_t row = 0;
    std::string judge, first, second;
    double value = 0;
};

std::string text_of(const nlohmann::json& params, const std::string& name) {
    return params.at(name).get<std::string>();
}

/// The text of a cell that must not be blank.
std::string filled_text(const Table& table, const std::string& column, std::size_t row) {
    auto out = table.column(column).show(row);
    if (base::trim(out).empty()) {
        throw base::data_error("score.group.blank", column, row + 1);
    }
    return out;
}

double value_of(const Table& table, const std::string& column, std::size_t row) {
    const auto& values = table.column(column);
    if (values.type() != layer::Type::text) {
        return values.number(row);
    }
    const auto found = judgement_of(values.show(row));
    if (!found) {
        throw base::data_error("score.group.value", column, row + 1, values.show(row));
    }
    return *found;
}

/// All filled cells; `judges` gets the judges in their order, those without a judgement too.
std::vector<Entry> entries_of(const Table& table, const nlohmann::json& params,
                              std::vector<std::string>& judges) {
    const bool wide = !params.at("judges").is_null();
    judges = texts_of(params, "judges");
    std::vector<Entry> out;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        Entry entry{row, "", filled_text(table, text_of(params, "first"), row),
                    filled_text(table, text_of(params, "second"), row)};
        if (wide) {
            for (const auto& judge : judges) {
                entry.judge = judge;
                entry.value = value_of(table, judge, row);
                out.push_back(entry);
            }
        } else {
            entry.judge = filled_text(table, text_of(params, "judge"), row);
            entry.value = value_of(table, text_of(params, "value"), row);
            if (std::ranges::find(judges, entry.judge) == judges.end()) {
                judges.push_back(entry.judge);
            }
            out.push_back(entry);
        }
    }
    return out;
}

std::vector<std::string> criteria_names(const std::vector<Entry>& entries,
                                        const nlohmann::json& params) {
    auto out = texts_of(params, "names");
    const bool given = !params.at("names").is_null();
    std::vector<std::string> unknown;
    for (const auto& entry : entries) {
        for (const auto& name : {entry.first, entry.second}) {
            auto& list = given ? unknown : out;
            if (std::ranges::find(out, name) == out.end() &&
                std::ranges::find(list, name) == list.end()) {
                list.push_back(name);
            }
        }
    }
    if (!unknown.empty()) {
        throw base::data_error("score.group.criteria", base::join_some(unknown));
    }
    return out;
}

std::vector<std::vector<double>> rows_of(const std::vector<Entry>& entries,
                                         const std::string& judge,
                                         const std::vector<std::string>& names) {
    std::vector<std::vector<double>> out(names.size(), std::vector<double>(names.size(), NAN));
    const auto at = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    };
    for (const auto& entry : entries) {
        if (entry.judge != judge || std::isnan(entry.value)) {
            continue;
        }
        double& cell = out[at(entry.first)][at(entry.second)];
        if (!std::isnan(cell)) {
            throw base::data_error("score.group.twice", entry.first, entry.second, entry.row + 1);
        }
        cell = entry.value;
    }
    return out;
}

/// Parameter `weights` { judge = weight }; equal where it is not given.
std::vector<double> judge_weights(const registry::Call& call,
                                  const std::vector<std::string>& judges) {
    const auto& given = call.params.at("weights");
    if (given.is_null()) {
        return std::vector<double>(judges.size(), 1.0 / static_cast<double>(judges.size()));
    }
    std::vector<std::string> lacking, unknown;
    std::vector<double> raw;
    for (const auto& judge : judges) {
        if (!given.contains(judge)) {
            lacking.push_back(judge);
        } else if (!given.at(judge).is_number()) {
            throw base::data_error("score.numbers", "weights", given.at(judge).dump());
        } else {
            raw.push_back(given.at(judge).get<double>());
        }
    }
    for (const auto& item : given.items()) {
        if (std::ranges::find(judges, item.key()) == judges.end()) {
            unknown.push_back(item.key());
        }
    }
    if (!lacking.empty() || !unknown.empty()) {
        throw base::data_error("score.group.weights",
                               lacking.empty() ? "-" : base::join_some(lacking),
                               unknown.empty() ? "-" : base::join_some(unknown));
    }
    return used_weights(call, judges, raw);
}

registry::ParamSpec column_param(const std::string& name, base::Text help) {
    return make_param(name, ParamType::text, name, std::move(help));
}

}  // namespace

registry::PortSpec judgements_port() {
    return {"comparisons",
            registry::Kind::table,
            true,
            false,
            {"判断表：first, second 与判断值（first 的重要性是 second 的几倍）；每位专家一列"
             "（参数 judges），或以 judge 列注明专家",
             "judgements: first, second and how many times first is as important as second; a "
             "column for each judge (parameter judges), or the judge in column judge"}};
}

std::vector<registry::ParamSpec> judgements_params() {
    return {
        make_param("judges", ParamType::list, nullptr,
                   {"每位专家一列时的列名", "columns of the judges, where each has one"}),
        make_param("weights", ParamType::object, nullptr,
                   {"专家权重 { 专家 = 权重 }，和为 1；缺省相等",
                    "weights of the judges { judge = weight } with sum 1; equal by default"}),
        normalise_param(),
        make_param("names", ParamType::list, nullptr,
                   {"准则及其次序；缺省按出现次序",
                    "the criteria and their order; by default as they appear"}),
        column_param("first", {"第一个准则的列", "column of the first criterion"}),
        column_param("second", {"第二个准则的列", "column of the second criterion"}),
        column_param("judge", {"专家列（未给 judges 时）", "column of the judge, without judges"}),
        column_param("value",
                     {"判断值列（未给 judges 时）", "column of the judgement, without judges"})};
}

Judgements judgements_of(const registry::Call& call) {
    Judgements out;
    const auto entries = entries_of(call.in<Table>("comparisons"), call.params, out.judges);
    if (entries.empty()) {
        throw base::data_error("score.group.empty");
    }
    out.names = criteria_names(entries, call.params);
    out.weights = judge_weights(call, out.judges);
    for (const auto& judge : out.judges) {
        auto given = base::within(base::msg("score.in.judge", judge), [&] {
            return read_comparisons(out.names, rows_of(entries, judge, out.names));
        });
        out.matrices.push_back(std::move(given.matrix));
        out.missing.push_back(std::move(given.missing));
    }
    return out;
}

}  // namespace jt::score
