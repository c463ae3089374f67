#include "layer/rule_set_file.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace jt::layer {
namespace {

registry::ParamSpec param(const char* name, registry::ParamType type, base::Text help) {
    registry::ParamSpec out;
    out.name = name;
    out.type = type;
    out.help = std::move(help);
    return out;
}

}  // namespace

std::vector<registry::ParamSpec> rule_params() {
    using registry::ParamType;
    return {param("rules", ParamType::object,
                  {"规则集：name、edition、source、inputs、steps、classes",
                   "rule set: name, edition, source, inputs, steps, classes"}),
            param("file", ParamType::text, {"规则集文件（JSON）", "file of the rule set (JSON)"})};
}

std::vector<registry::ExternalInput> rule_files(const nlohmann::json& params) {
    if (!params.at("file").is_string()) {
        return {};
    }
    const auto path = params.at("file").get<std::string>();
    return {{path, base::sha256_file(path)}};
}

nlohmann::json rules_of(const nlohmann::json& params) {
    const bool object = params.at("rules").is_object() && !params.at("rules").empty();
    const bool file = params.at("file").is_string();
    if (object == file) {
        throw base::data_error("rules.one");
    }
    if (object) {
        return params.at("rules");
    }
    const auto path = params.at("file").get<std::string>();
    const auto parsed = nlohmann::json::parse(base::read_file(path), nullptr, false);
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
