// Tables of changes: declared in read_changes.hpp.
#include "base/text.hpp"
#include "network/change/read_changes.hpp"
#include "network/graph/options.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace jt::network {
namespace {

/// Names of a column of changes, the canonical one first.
const std::vector<std::vector<std::string>>& columns() {
    static const std::vector<std::vector<std::string>> list = {{"scenario", "情景", "方案"},
                                                               {"action", "动作", "措施"},
                                                               {"target", "ids", "对象", "编号"},
                                                               {"value", "值", "数值"},
                                                               {"layer", "图层"},
                                                               {"where", "条件"},
                                                               {"area", "区域"},
                                                               {"share", "占比"},
                                                               {"near", "邻近"},
                                                               {"stops", "站点"},
                                                               {"period", "时段"},
                                                               {"note", "备注", "说明"}};
    return list;
}

/// Splits at ; , and their Chinese forms; blanks around the parts go.
std::vector<std::string> parts_of(std::string text) {
    for (const char* sign : {"；", "，", "、", ","}) {
        for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
            text.replace(at, std::string_view(sign).size(), ";");
        }
    }
    std::vector<std::string> out;
    for (const std::string& part : base::split(text, ';')) {
        if (!base::trim(part).empty()) {
            out.push_back(base::trim(part));
        }
    }
    return out;
}

/// A number in a cell of text is a number; anything else stays text.
nlohmann::json value_of(const std::string& text) {
    const nlohmann::json parsed = nlohmann::json::parse(text, nullptr, false);
    return parsed.is_number() ? parsed : nlohmann::json(text);
}

/// The value of a filter as its column has it: classes by their one name.
nlohmann::json literal_of(const std::string& column, const std::string& value) {
    const nlohmann::json number = value_of(value);
    const bool text = column == "id" || column == "layer" || column == "oneway";
    if (column == "class") {
        return {{"text", canonical_class(value)}};
    }
    return number.is_number() && !text ? nlohmann::json{{"num", number}}
                                       : nlohmann::json{{"text", value}};
}

class TableReader {
public:
    TableReader(const std::shared_ptr<const layer::Table>& table, const TableUse& use,
                ChangeLayers& layers, base::Diagnostics& diagnostics, Problems& problems)
        : m_table(*table),
          m_layer(std::dynamic_pointer_cast<const layer::Layer>(table)),
          m_use(use),
          m_layers(layers),
          m_diagnostics(diagnostics),
          m_problems(problems) {
        if (use.areas > 0) {
            m_areas = {layers.areas.at(static_cast<std::size_t>(use.areas) - 1)};
        } else {
            m_areas = layers.areas;
        }
    }

    nlohmann::json run() {
        find_columns();
        nlohmann::json entries = nlohmann::json::array();
        if (m_table.rows() == 0) {
            return entries;
        }
        if (!m_columns.contains("action")) {
            throw base::data_error("network.change.no_column", base::join_some(m_table.names()));
        }
        std::size_t others = 0;
        for (std::size_t row = 0; row < m_table.rows(); ++row) {
            const std::string scenario = cell("scenario", row);
            if (!wanted(scenario, row)) {
                ++others;
                continue;
            }
            try {
                entries.push_back(entry(row, scenario));
            } catch (base::Error& error) {
                Change place;
                place.scenario = scenario;
                place.label = label(row);
                m_problems.add(std::move(error), place);
            }
        }
        if (others > 0) {
            m_diagnostics.info(base::msg("network.change.other", others));
        }
        return entries;
    }

private:
    void find_columns() {
        for (const std::string& name : m_table.names()) {
            bool found = false;
            for (const auto& words : columns()) {
                if (std::ranges::find(words, base::lower(name)) != words.end()) {
                    m_columns.emplace(words.front(), &m_table.column(name));
                    found = true;
                }
            }
            // Layers bring columns of their own (length, id ...): only a plain list is held to it.
            if (!found && !m_layer) {
                m_diagnostics.warn(base::msg("network.change.column", name));
            }
        }
    }

    std::string cell(const char* column, std::size_t row) const {
        const auto it = m_columns.find(column);
        return it == m_columns.end() ? "" : base::trim(it->second->show(row));
    }

    static std::string label(std::size_t row) { return fmt::format("changes:{}", row + 1); }

    bool wanted(const std::string& scenario, std::size_t row) {
        if (!scenario.empty() && !m_use.known.empty() &&
            std::ranges::find(m_use.known, scenario) == m_use.known.end()) {
            Change place;
            place.label = label(row);
            m_problems.add(
                base::unknown_name_error("network.change.scenario", scenario, m_use.known), place);
            return false;
        }
        return scenario.empty() || m_use.chain.empty() ||
               std::ranges::find(m_use.chain, scenario) != m_use.chain.end();
    }

    nlohmann::json entry(std::size_t row, const std::string& scenario) {
        nlohmann::json out = {{"action", cell("action", row)},
                              {"by", label(row)},
                              {"scenario", scenario.empty() ? m_use.scenario : scenario}};
        const Action action = action_from(cell("action", row));
        for (const char* column : {"value", "share", "near"}) {
            if (const std::string text = cell(column, row); !text.empty()) {
                out[column] = value_of(text);
            }
        }
        for (const char* column : {"layer", "where", "period"}) {
            if (const std::string text = cell(column, row); !text.empty()) {
                out[column] = text;
            }
        }
        if (const std::string stops = cell("stops", row); !stops.empty()) {
            out["stops"] = parts_of(stops);
        } else if (action == Action::skip) {
            out["stops"] = parts_of(cell("value", row));
            out.erase("value");
        }
        set_target(row, out);
        return out;
    }

    void set_target(std::size_t row, nlohmann::json& out) {
        const std::string target = cell("target", row), area = cell("area", row);
        if (target == "*") {
            out["all"] = true;
        } else if (!target.empty()) {
            out["ids"] = parts_of(target);
        }
        if (!area.empty()) {
            out["area"] = named_areas(parts_of(area));
        } else if (target.empty() && cell("where", row).empty() && m_layer) {
            add_area(take(*m_layer, std::array{row}), out);
        }
    }

    void add_area(layer::Layer area, nlohmann::json& out) {
        m_layers.areas.push_back(std::make_shared<layer::Layer>(std::move(area)));
        out["area"] = m_layers.areas.size();
    }

    /// Features of the area layers by id, as one layer; the number of it.
    std::size_t named_areas(const std::vector<std::string>& names) {
        std::vector<std::string> known;
        for (const auto& areas : m_areas) {
            std::vector<std::size_t> rows;
            for (std::size_t row = 0; row < areas->rows(); ++row) {
                known.push_back(areas->has("id") ? areas->column("id").show(row)
                                                 : std::to_string(areas->ids()[row]));
                if (std::ranges::find(names, known.back()) != names.end()) {
                    rows.push_back(row);
                }
            }
            if (!rows.empty()) {
                check_all_known(names, known);
                m_layers.areas.push_back(std::make_shared<layer::Layer>(take(*areas, rows)));
                return m_layers.areas.size();
            }
        }
        throw base::unknown_name_error("network.change.area", names.front(), known);
    }

    static void check_all_known(const std::vector<std::string>& names,
                                const std::vector<std::string>& known) {
        for (const std::string& name : names) {
            if (std::ranges::find(known, name) == known.end()) {
                throw base::unknown_name_error("network.change.area", name, known);
            }
        }
    }

    const layer::Table& m_table;
    std::shared_ptr<const layer::Layer> m_layer;
    const TableUse& m_use;
    ChangeLayers& m_layers;
    std::vector<std::shared_ptr<const layer::Layer>> m_areas;  ///< as given
    base::Diagnostics& m_diagnostics;
    Problems& m_problems;
    std::map<std::string, const layer::Column*> m_columns;
};

}  // namespace

nlohmann::json entries_from(const std::shared_ptr<const layer::Table>& table, const TableUse& use,
                            ChangeLayers& layers, base::Diagnostics& diagnostics,
                            Problems& problems) {
    return TableReader(table, use, layers, diagnostics, problems).run();
}

nlohmann::json filter_from(const std::string& text) {
    static const std::vector<std::pair<std::string, std::string>> signs = {
        {"!=", "ne"}, {"<=", "le"}, {">=", "ge"}, {"≤", "le"}, {"≥", "ge"},
        {"≠", "ne"},  {"=", "eq"},  {"<", "lt"},  {">", "gt"}};
    std::vector<nlohmann::json> terms;
    for (const std::string& part : base::split(text, '&')) {
        nlohmann::json term;
        for (const auto& [sign, operation] : signs) {
            const auto at = part.find(sign);
            if (at == std::string::npos) {
                continue;
            }
            const std::string column = base::trim(part.substr(0, at));
            const std::string value = base::trim(part.substr(at + sign.size()));
            if (!column.empty() && !value.empty()) {
                term = {{"op", operation},
                        {"args",
                         nlohmann::json::array({{{"col", column}}, literal_of(column, value)})}};
            }
            break;
        }
        if (term.is_null()) {
            throw base::data_error("network.change.where", text);
        }
        terms.push_back(std::move(term));
    }
    nlohmann::json all = terms.front();
    for (std::size_t i = 1; i < terms.size(); ++i) {
        all = {{"op", "and"}, {"args", nlohmann::json::array({all, terms[i]})}};
    }
    return all;
}

}  // namespace jt::network
