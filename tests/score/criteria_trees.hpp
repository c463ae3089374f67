// Trees and tables for the tests of score.criteria.
#pragma once

#include "score/run.hpp"
#include "support/errors.hpp"

#include <functional>

namespace jt::test {

using layer::Column;
using layer::Table;
using layer::Type;
using nlohmann::json;

inline const json kHundred = {{"kind", "linear"}, {"from", {0, 100}}};

inline json factor(const std::string& name, const json& weight = nullptr) {
    json out = {{"name", name}, {"function", kHundred}};
    if (!weight.is_null()) {
        out["weight"] = weight;
    }
    return out;
}

inline std::shared_ptr<Table> data(const std::map<std::string, std::vector<double>>& columns) {
    const std::size_t rows = columns.begin()->second.size();
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < rows; ++i) {
        ids.push_back("P" + std::to_string(i + 1));
    }
    auto out = std::make_shared<Table>(rows);
    out->set({"id", Type::text, "", {}}, Column::of_texts(ids));
    for (const auto& [name, values] : columns) {
        out->set({name, Type::real, "", {}}, Column::of_reals(values));
    }
    return out;
}

/// Location (0.6): hub 0.75, people 0.25. Land (0.4): slope alone.
inline json two_groups() {
    return {{"name", "fit"},
            {"factors",
             {{{"name", "location"},
               {"weight", 0.6},
               {"factors", {factor("hub", 0.75), factor("people", 0.25)}}},
              {{"name", "land"}, {"weight", 0.4}, {"factors", {factor("slope")}}}}}};
}

inline Ran evaluate(const json& tree, const std::shared_ptr<Table>& table,
                    json params = json::object(), Inputs inputs = {}) {
    params["tree"] = tree;
    inputs["data"] = {table};
    return run_score("score.criteria", std::move(inputs), params);
}

inline std::string refused(const json& tree) {
    const auto text = error_text([&] {
        evaluate(tree, data({{"hub", {1}}, {"people", {1}}, {"slope", {1}}}));
    });
    return text.substr(0, text.find("\n  in operator score.criteria"));
}

/// What is said to two_groups() after a change.
inline std::string changed(const std::function<void(json&)>& change) {
    json tree = two_groups();
    change(tree);
    return refused(tree);
}

}  // namespace jt::test
