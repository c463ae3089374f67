// Running operators of score/ in tests.
#pragma once

#include "layer/table.hpp"
#include "score/register.hpp"

#include <map>
#include <string>
#include <vector>

namespace jt::test {

using Inputs = std::map<std::string, std::vector<registry::ObjectPtr>>;

/// What an operator gave, and what it said, in English.
struct Ran {
    registry::Outputs outputs;
    std::vector<std::string> told;
    const layer::Table& table(const std::string& name = "table") const {
        return dynamic_cast<const layer::Table&>(*outputs.at(name));
    }
    double number(const std::string& column, std::size_t row,
                  const std::string& name = "table") const {
        return table(name).column(column).number(row);
    }
    std::string text(const std::string& column, std::size_t row,
                     const std::string& name = "table") const {
        return table(name).column(column).show(row);
    }
    std::vector<std::string> texts(const std::string& column,
                                   const std::string& name = "table") const {
        std::vector<std::string> out;
        for (std::size_t row = 0; row < table(name).rows(); ++row) {
            out.push_back(text(column, row, name));
        }
        return out;
    }
};

inline Ran run_score(const std::string& name, Inputs inputs, const nlohmann::json& params) {
    registry::Registry all;
    score::register_operators(all);
    base::Diagnostics diagnostics;
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &diagnostics;
    Ran out;
    out.outputs = all.run(name, call);
    for (const auto& one : diagnostics.list()) {
        out.told.push_back(base::render(one, base::Lang::en));
    }
    return out;
}

}  // namespace jt::test
