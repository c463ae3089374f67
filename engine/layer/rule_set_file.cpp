#include "layer/rule_set_file.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

#include <filesystem>

namespace jt::layer {

std::vector<registry::ParamSpec> rule_params() {
    using registry::ParamType;
    return {make_param("rules", ParamType::object, nullptr,
                       {"规则集：name、edition、source、inputs、steps、classes",
                        "rule set: name, edition, source, inputs, steps, classes"}),
            make_param(
                "changes", ParamType::object, nullptr,
                {"对规则集的改动，成为另一版本：edition（必填）、name、source，steps 中按 id "
                 "改动步骤的键",
                 "changes that make another edition: edition (required), name, source, and steps "
                 "by id with the keys to change"}),
            make_param("file", ParamType::text, nullptr,
                       {"规则集文件（JSON）", "file of the rule set (JSON)"})};
}

namespace {

const std::string& existing(const std::string& path) {
    if (!std::filesystem::exists(path)) {
        throw base::data_error("rules.file.missing", path);
    }
    return path;
}

}  // namespace

std::vector<registry::ExternalInput> rule_files(const nlohmann::json& params) {
    if (!params.at("file").is_string()) {
        return {};
    }
    const auto path = params.at("file").get<std::string>();
    return {{path, base::sha256_file(existing(path))}};
}

namespace {

/// A list of tables comes from Lua as an array; a single empty one as an object.
void change_step(nlohmann::json& rules, const nlohmann::json& change) {
    if (!change.is_object() || !change.contains("id") || !change["id"].is_string()) {
        throw base::data_error("rules.changes.step");
    }
    std::vector<std::string> known;
    for (auto& step : rules["steps"]) {
        if (step.is_object() && step.value("id", nlohmann::json()) == change["id"]) {
            step.update(change);
            return;
        }
        known.push_back(step.is_object() && step.contains("id") && step["id"].is_string()
                            ? step["id"].get<std::string>()
                            : "");
    }
    throw base::unknown_name_error("rules.step_unknown", change["id"].get<std::string>(), known);
}

/// The rule set with the changes; another edition must say so.
nlohmann::json changed(nlohmann::json rules, const nlohmann::json& changes) {
    if (changes.is_null() || changes.empty()) {
        return rules;
    }
    for (const auto& item : changes.items()) {
        if (item.key() != "steps" && item.key() != "edition" && item.key() != "name" &&
            item.key() != "source") {
            throw base::unknown_name_error("rules.key_unknown", item.key(),
                                           {"edition", "name", "source", "steps"});
        }
        if (item.key() != "steps") {
            rules[item.key()] = item.value();
        }
    }
    if (!changes.contains("edition")) {
        throw base::data_error("rules.changes.edition");
    }
    if (!rules.is_object() || !rules.contains("steps") || !rules["steps"].is_array()) {
        return rules;  // told where the set is read
    }
    for (const auto& change : changes.value("steps", nlohmann::json::array())) {
        change_step(rules, change);
    }
    return rules;
}

}  // namespace

nlohmann::json rules_of(const nlohmann::json& params) {
    const nlohmann::json changes = params.value("changes", nlohmann::json());
    const bool object = params.at("rules").is_object() && !params.at("rules").empty();
    const bool file = params.at("file").is_string();
    if (object == file) {
        throw base::data_error("rules.one");
    }
    if (object) {
        return changed(params.at("rules"), changes);
    }
    return changed(rule_json(params.at("file").get<std::string>()), changes);
}

nlohmann::json rule_json(const std::string& path) {
    auto parsed = nlohmann::json::parse(base::read_file(existing(path)), nullptr, false);
    if (parsed.is_discarded()) {
        throw base::data_error("rules.json", path);
    }
    return parsed;
}

void check_inputs(const RuleSet& rules, const std::vector<bool>& given,
                  base::Diagnostics& diagnostics) {
    std::vector<std::string> missing;
    for (const RuleStep& step : rules.steps()) {
        const bool changes =
            step.kind == RuleStep::Kind::shift || step.kind == RuleStep::Kind::count;
        for (const std::size_t i : step.of) {
            if (i >= given.size() || given[i]) {
                continue;
            }
            if (changes && step.optional) {
                diagnostics.info(base::msg("rules.left_out", step.id, rules.inputs()[i]));
            } else {
                missing.push_back(rules.inputs()[i]);
            }
        }
        if (!step.doubtful.empty()) {
            diagnostics.info(base::msg("rules.doubtful", step.id, step.doubtful));
        }
    }
    if (!missing.empty()) {
        throw base::data_error("rules.input_missing", base::join_some(missing));
    }
    diagnostics.info(base::msg("rules.used", rules.name(), rules.edition(), rules.source()));
}

}  // namespace jt::layer
