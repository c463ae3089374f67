// What the declaration says, for the terminal and as JSON Schema.
#include "base/text.hpp"
#include "registry/registry.hpp"

#include <algorithm>

namespace jt::registry {
namespace {

using base::Lang;
using nlohmann::json;

std::string word(std::string_view id, Lang lang) { return base::render(base::msg(id), lang); }

/// A block of rows in aligned columns; the last column is free.
class Rows {
public:
    explicit Rows(std::string indent) : m_indent(std::move(indent)) {}
    void add(std::vector<std::string> cells) {
        for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
            m_widths.resize(std::max(m_widths.size(), cells.size() - 1));
            m_widths[i] = std::max(m_widths[i], base::display_width(cells[i]));
        }
        m_rows.push_back(std::move(cells));
    }
    std::string text() const {
        std::string out;
        for (const auto& row : m_rows) {
            std::string line = m_indent;
            for (std::size_t i = 0; i < row.size(); ++i) {
                line += i + 1 < row.size() ? base::pad_right(row[i], m_widths[i]) + "  " : row[i];
            }
            out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        }
        return out;
    }

private:
    std::string m_indent;
    std::vector<std::size_t> m_widths;
    std::vector<std::vector<std::string>> m_rows;
};

std::string kind_text(const PortSpec& port, Lang lang) {
    std::string out(kind_name(port.kind));
    if (port.many) {
        out += ", " + word("registry.help.many", lang);
    }
    return port.required ? out : out + ", " + word("registry.help.optional", lang);
}

std::string type_text(std::string_view type, const std::string& unit) {
    return unit.empty() ? std::string(type) : fmt::format("{} ({})", type, unit);
}

std::string fallback_text(const ParamSpec& param, Lang lang) {
    if (param.required) {
        return word("registry.help.required", lang);
    }
    if (param.fallback.is_null()) {
        return word("registry.help.optional", lang);
    }
    const std::string value =
        param.fallback.is_string() ? param.fallback.get<std::string>() : param.fallback.dump();
    return base::render(base::msg("registry.help.default", value), lang);
}

std::string range_text(const ParamSpec& param) {
    if (!param.choices.empty()) {
        return fmt::format("{}", fmt::join(param.choices, " | "));
    }
    if (param.min && param.max) {
        return fmt::format("{} .. {}", *param.min, *param.max);
    }
    return param.min   ? fmt::format(">= {}", *param.min)
           : param.max ? fmt::format("<= {}", *param.max)
                       : "";
}

std::string ports_text(const OperatorSpec& spec, Lang lang) {
    Rows rows("  ");
    for (const auto& port : spec.ports) {
        rows.add({port.name, kind_text(port, lang), port.help.in(lang)});
    }
    return rows.text();
}

std::string params_text(const OperatorSpec& spec, Lang lang) {
    Rows rows("  ");
    for (const auto& param : spec.params) {
        rows.add({param.name, type_text(param_type_name(param.type), param.unit),
                  fallback_text(param, lang), range_text(param), param.help.in(lang)});
    }
    return rows.text();
}

/// "the columns of from that columns names; _from is added where a name is taken"
std::string kept_text(const KeptColumns& kept, Lang lang) {
    const std::string names = fmt::format("{}", fmt::join(kept.params, ", "));
    std::string out =
        names.empty()
            ? base::render(base::msg("registry.help.keeps", kept.port), lang)
            : base::render(base::msg("registry.help.keeps_named", kept.port, names), lang);
    if (!kept.suffix.empty()) {
        out += base::render(base::msg("registry.help.keeps_suffix", kept.suffix), lang);
    }
    return out;
}

std::string outputs_text(const OperatorSpec& spec, Lang lang) {
    std::string out;
    for (const auto& output : spec.outputs) {
        Rows head("  ");
        head.add({output.name, std::string(kind_name(output.kind)), output.help.in(lang)});
        Rows columns("      ");
        for (const auto& kept : output.keeps) {
            columns.add({kept_text(kept, lang)});
        }
        for (const auto& column : output.columns) {
            columns.add({column.name, type_text(column_type_name(column.type), column.unit),
                         column.title.in(lang)});
        }
        out += head.text() + columns.text();
    }
    return out;
}

std::string formulas_text(const OperatorSpec& spec, Lang lang) {
    std::string out;
    for (const auto& formula : spec.formulas) {
        out += "  " + formula.title.in(lang) + "\n    " + formula.tex + "\n";
        for (const std::string& line : {formula.where.in(lang), formula.source}) {
            out += line.empty() ? "" : "    " + line + "\n";
        }
    }
    return out;
}

std::string section(std::string_view id, const std::string& body, Lang lang) {
    return body.empty() ? "" : "\n" + word(id, lang) + "\n" + body;
}

json schema_type(const ParamSpec& param) {
    switch (param.type) {
        case ParamType::number:
            return {{"type", {"number", "string"}}};  // text is a quantity with a unit
        case ParamType::integer: return {{"type", "integer"}};
        case ParamType::boolean: return {{"type", "boolean"}};
        case ParamType::text: return {{"type", "string"}};
        case ParamType::choice: return {{"type", "string"}, {"enum", param.choices}};
        case ParamType::list: return {{"type", "array"}};
        case ParamType::object: return {{"type", "object"}};
    }
    return json::object();
}

json param_schema(const ParamSpec& param, Lang lang) {
    json out = schema_type(param);
    json range = json::object();
    if (param.min) {
        range["minimum"] = *param.min;
    }
    if (param.max) {
        range["maximum"] = *param.max;
    }
    if (param.type == ParamType::list) {
        if (!param.choices.empty()) {
            range["enum"] = param.choices;
        }
        if (!range.empty()) {
            out["items"] = range;
        }
    } else {
        out.update(range);
    }
    if (!param.unit.empty()) {
        out["x-unit"] = param.unit;
    }
    if (!param.fallback.is_null()) {
        out["default"] = param.fallback;
    }
    out["description"] = param.help.in(lang);
    return out;
}

json keeps_json(const std::vector<KeptColumns>& keeps) {
    json out = json::array();
    for (const auto& kept : keeps) {
        out.push_back({{"port", kept.port}, {"suffix", kept.suffix}, {"params", kept.params}});
    }
    return out;
}

json columns_json(const std::vector<ColumnSpec>& columns, Lang lang) {
    json out = json::array();
    for (const auto& column : columns) {
        out.push_back({{"name", column.name},
                       {"type", column_type_name(column.type)},
                       {"unit", column.unit},
                       {"title", column.title.in(lang)}});
    }
    return out;
}

}  // namespace

std::string help_text(const OperatorSpec& spec, Lang lang) {
    std::string out = spec.name + "  " + spec.title.in(lang) + "\n";
    if (!spec.help.in(lang).empty()) {
        out += spec.help.in(lang) + "\n";
    }
    out += base::render(base::msg("registry.help.origin", spec.origin, spec.version), lang) + "\n";
    return out + section("registry.help.ports", ports_text(spec, lang), lang) +
           section("registry.help.params", params_text(spec, lang), lang) +
           section("registry.help.outputs", outputs_text(spec, lang), lang) +
           section("registry.help.formulas", formulas_text(spec, lang), lang);
}

json json_schema(const OperatorSpec& spec, Lang lang) {
    json properties = json::object();
    json required = json::array();
    for (const auto& param : spec.params) {
        properties[param.name] = param_schema(param, lang);
        if (param.required) {
            required.push_back(param.name);
        }
    }
    json ports = json::array();
    for (const auto& port : spec.ports) {
        ports.push_back({{"name", port.name},
                         {"kind", kind_name(port.kind)},
                         {"required", port.required},
                         {"many", port.many},
                         {"description", port.help.in(lang)}});
    }
    json outputs = json::array();
    for (const auto& output : spec.outputs) {
        outputs.push_back({{"name", output.name},
                           {"kind", kind_name(output.kind)},
                           {"description", output.help.in(lang)},
                           {"columns", columns_json(output.columns, lang)},
                           {"keeps", keeps_json(output.keeps)}});
    }
    json formulas = json::array();
    for (const auto& formula : spec.formulas) {
        formulas.push_back({{"title", formula.title.in(lang)},
                            {"tex", formula.tex},
                            {"where", formula.where.in(lang)},
                            {"source", formula.source}});
    }
    return {{"name", spec.name},
            {"version", spec.version},
            {"origin", spec.origin},
            {"title", spec.title.in(lang)},
            {"description", spec.help.in(lang)},
            {"ports", ports},
            {"outputs", outputs},
            {"formulas", formulas},
            {"params",
             {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", spec.name},
              {"type", "object"},
              {"properties", properties},
              {"required", required},
              {"additionalProperties", false}}}};
}

}  // namespace jt::registry
