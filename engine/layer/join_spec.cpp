#include "layer/join_spec.hpp"

#include "base/error.hpp"
#include "layer/join.hpp"

#include <algorithm>
#include <array>

namespace jt::layer {
namespace {

using nlohmann::json;
using registry::choice_param;
using registry::Kind;
using registry::ParamType;

struct FoldName {
    const char* name;
    bool Folds::*fold;  ///< null for aliases
    const char* by;     ///< the kind of key that it is for; "" for both
};
constexpr std::array<FoldName, 6> kFoldNames = {{{"width", &Folds::width, ""},
                                                 {"space", &Folds::space, ""},
                                                 {"traditional", &Folds::traditional, "name"},
                                                 {"suffix", &Folds::suffix, "name"},
                                                 {"alias", nullptr, "name"},
                                                 {"zeros", &Folds::zeros, "code"}}};

std::vector<registry::ParamSpec> join_params() {
    return {
        required_param("on", ParamType::text, {"要素的键列", "key column of the features"}),
        make_param("to", ParamType::text, "",
                   {"表的键列，缺省与 on 同名", "key column of the table; by default as on"}),
        registry::choice_param(
            "by", {"name", "code"},
            {"键的种类：名称逐字比较；代码按数字比较（整数、文本、带 .0 的代码相同）",
             "kind of key: names are compared letter by letter, codes as digits (a number, a "
             "text and a code with .0 are one)"}),
        make_param(
            "fold", ParamType::list, json::array(),
            {"比较时忽略的差别：width 全半角、space 空白、traditional 繁简、suffix 行政区划后缀、"
             "alias 别名、zeros 代码末尾补零；缺省一律不忽略",
             "what is overlooked: width, space, traditional, suffix, alias (of names), zeros "
             "that fill a code; by default nothing"}),
        make_param(
            "keep", ParamType::list, json::array(),
            {"要连接的列；缺省为键以外的全部", "columns to join; by default all but the key"}),
        make_param("prefix", ParamType::text, "",
                   {"所连列名的前缀", "put before the joined names"}),
        choice_param("unmatched", {"keep", "drop", "error"},
                     {"无匹配的要素：保留（值为空）、去掉、报错",
                      "features without a match: kept with nulls, dropped, or an error"}),
        registry::choice_param(
            "duplicates", {"error", "first"},
            {"表中一个键有多行：报错，或取第一行",
             "several rows of the table for a key: an error, or the first is taken"})};
}

}  // namespace

std::vector<std::string> join_words(const json& params, const char* name) {
    std::vector<std::string> out;
    for (const json& item : params.at(name)) {
        if (!item.is_string()) {
            throw base::data_error("layer.join.words", name, item.dump());
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

JoinFolds join_folds(const json& params) {
    std::vector<std::string> known;
    for (const FoldName& one : kFoldNames) {
        known.emplace_back(one.name);
    }
    JoinFolds out;
    for (const std::string& name : join_words(params, "fold")) {
        const auto it = std::find(known.begin(), known.end(), name);
        if (it == known.end()) {
            throw base::unknown_name_error("layer.join.fold", name, known);
        }
        const FoldName& one = kFoldNames[static_cast<std::size_t>(it - known.begin())];
        if (*one.by != '\0' && params.at("by").get<std::string>() != one.by) {
            throw base::data_error("layer.join.fold_by", name, one.by,
                                   params.at("by").get<std::string>());
        }
        if (one.fold == nullptr) {
            out.aliases = true;
        } else {
            out.folds.*one.fold = true;
        }
    }
    return out;
}

void check_join_params(const json& params, std::size_t aliases) {
    if (join_folds(params).aliases && aliases == 0) {
        throw base::data_error("layer.join.no_aliases");
    }
    join_words(params, "keep");
}

registry::OperatorSpec join_spec(const char* name, const char* left, Kind kind, base::Text title,
                                 base::Text side) {
    registry::OperatorSpec out;
    out.name = name;
    out.title = std::move(title);
    out.help = {
        "按代码或名称把表（年鉴、代码表）的列连接到" + side.zh +
            "；两侧每一条未匹配的记录都列出，附最接近的候选及理由，候选不会自动采用",
        "Joins the columns of a table (a yearbook, a list of codes) to " + side.en +
            " by a code or a name. Every unmatched row of both sides is listed with the closest "
            "candidate and the reason; no candidate is applied unasked"};
    out.ports = {
        {left, kind, true, false, side},
        {"table", Kind::table, true, false, {"要连接的表", "table to join"}},
        {"aliases",
         Kind::table,
         false,
         false,
         {"别名表：名称（name）与别名（alias）两列", "other names: columns name and alias"}}};
    out.params = join_params();
    out.outputs = {{kind == Kind::layer ? "layer" : "joined",
                    kind,
                    {"连接后的记录", "what was joined"},
                    {},
                    {{left}, {"table", kJoinSuffix}}},
                   {"unmatched",
                    Kind::table,
                    {"两侧未匹配的记录及候选", "unmatched rows of both sides, with offers"},
                    unmatched_columns()},
                   {"folded",
                    Kind::table,
                    {"忽略差别后才匹配的键", "keys that met only once folded"},
                    folded_columns()}};
    out.check = [](const json& params, const std::map<std::string, std::size_t>& given) {
        const auto it = given.find("aliases");
        check_join_params(params, it == given.end() ? 0 : it->second);
    };
    return out;
}

}  // namespace jt::layer
