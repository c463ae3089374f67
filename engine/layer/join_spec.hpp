// What table.join and table.join_tables are asked: ports, parameters, outputs. Internal to them.
#pragma once

#include "layer/keys.hpp"
#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::layer {

constexpr const char* kJoinSuffix = "_table";  ///< of joined columns whose name is taken

/// The operator whose side that is kept comes by the port `left`, a layer or a table.
registry::OperatorSpec join_spec(const char* name, const char* left, registry::Kind kind,
                                 base::Text title, base::Text side);

struct JoinFolds {
    Folds folds;
    bool aliases = false;
};

/// Of the parameter fold. Data errors: an unknown one, one for the other kind of key.
JoinFolds join_folds(const nlohmann::json& params);

/// Refuses what does not go together; `aliases`: how many tables of them there are.
void check_join_params(const nlohmann::json& params, std::size_t aliases);

/// The texts of a list parameter; data error where an entry is no text.
std::vector<std::string> join_words(const nlohmann::json& params, const char* name);

}  // namespace jt::layer
