#include "network/change/scenario_call.hpp"

#include "network/declare.hpp"

#include <algorithm>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;

std::vector<std::shared_ptr<const layer::Layer>> layers_of(const registry::Call& call,
                                                           const char* name) {
    std::vector<std::shared_ptr<const layer::Layer>> out;
    if (const auto it = call.inputs.find(name); it != call.inputs.end()) {
        for (const registry::ObjectPtr& object : it->second) {
            out.push_back(std::dynamic_pointer_cast<const layer::Layer>(object));
        }
    }
    return out;
}

std::vector<std::string> texts(const nlohmann::json& given, const char* key) {
    std::vector<std::string> out;
    for (const auto& item : given.value(key, nlohmann::json::array())) {
        out.push_back(item.is_string() ? item.get<std::string>() : item.dump());
    }
    return out;
}

std::string text(const nlohmann::json& given, const char* key) {
    const auto it = given.find(key);
    return it != given.end() && it->is_string() ? it->get<std::string>() : "";
}

/// The number from 1 that an entry has under a key, at most `count`; 0 where it has none.
std::size_t numbered(const nlohmann::json& entry, const char* key, std::size_t count) {
    const auto it = entry.find(key);
    if (it == entry.end() || it->is_null()) {
        return 0;
    }
    if (!it->is_number_integer() || *it < 1 || it->get<std::size_t>() > count) {
        throw base::data_error("network.change.port", it->dump(), key, count);
    }
    return it->get<std::size_t>();
}

/// The tables that count for a scenario: those of `tables`, else all of them.
std::vector<std::pair<std::shared_ptr<const layer::Table>, TableUse>> tables_of(
    const registry::Call& call, const nlohmann::json& given,
    const std::vector<std::string>& chain) {
    std::vector<std::pair<std::shared_ptr<const layer::Table>, TableUse>> out;
    const auto it = call.inputs.find("changes");
    if (it == call.inputs.end()) {
        return out;
    }
    const auto at = [&](std::size_t i) {
        return std::dynamic_pointer_cast<const layer::Table>(it->second.at(i));
    };
    TableUse use{chain, texts(given, "known"), chain.empty() ? "" : chain.back(), 0};
    const auto wanted = given.find("tables");
    if (wanted == given.end() || wanted->is_null()) {
        for (std::size_t i = 0; i < it->second.size(); ++i) {
            out.emplace_back(at(i), use);
        }
        return out;
    }
    for (const auto& entry : *wanted) {
        use.scenario = text(entry, "scenario");
        use.areas = static_cast<int>(numbered(entry, "areas", layers_of(call, "areas").size()));
        if (const std::size_t table = numbered(entry, "table", it->second.size()); table > 0) {
            out.emplace_back(at(table - 1), use);
        }
    }
    return out;
}

}  // namespace

std::vector<registry::PortSpec> change_ports() {
    return {
        port("changes", Kind::table,
             "改动表：scenario action target value layer where area share near stops period",
             "tables of changes: scenario action target value layer where area share near stops "
             "period",
             false, true),
        port("selections", Kind::layer, "改动所选的要素（由 select 引用）",
             "features that changes select (by select)", false, true),
        port("areas", Kind::layer, "改动的区域：面，或线、点及其邻近范围（由 area 引用）",
             "areas of changes: polygons, or what is near lines and points (by area)", false,
             true)};
}

std::vector<registry::ColumnSpec> touched_columns() {
    return {column("modification", ColumnType::text, "", "改动", "modification"),
            column("id", ColumnType::text, "", "编号", "id"),
            column("links", ColumnType::integer, "", "路段数", "links"),
            column("km", ColumnType::real, "km", "长度", "length"),
            column("note", ColumnType::text, "", "说明", "note"),
            column("value", ColumnType::text, "", "取值", "value"),
            column("by", ColumnType::text, "", "出处", "said by")};
}

std::shared_ptr<layer::Table> touched_table(const std::vector<Touched>& touched) {
    std::vector<std::string> modification, id, note, value, by;
    std::vector<std::int64_t> links;
    std::vector<double> km;
    for (const Touched& row : touched) {
        modification.push_back(row.modification);
        id.push_back(row.id);
        note.push_back(row.note);
        value.push_back(row.value);
        by.push_back(row.by);
        links.push_back(row.links);
        km.push_back(row.km);
    }
    auto table = std::make_shared<layer::Table>(touched.size());
    const auto columns = touched_columns();
    table->set(columns[0], layer::Column::of_texts(modification));
    table->set(columns[1], layer::Column::of_texts(id));
    table->set(columns[2], layer::Column::of_integers(std::move(links)));
    table->set(columns[3], layer::Column::of_reals(std::move(km)));
    table->set(columns[4], layer::Column::of_texts(note));
    table->set(columns[5], layer::Column::of_texts(value));
    table->set(columns[6], layer::Column::of_texts(by));
    return table;
}

ChangePlan plan_from(const registry::Call& call, const nlohmann::json& given,
                     const Topology& topology, base::Diagnostics& diagnostics, Problems& problems) {
    ChangePlan plan;
    plan.name = text(given, "name");
    plan.period = text(given, "period");
    if (const auto year = given.find("year"); year != given.end() && year->is_number()) {
        plan.year = year->get<int>();
    }
    const std::vector<std::string> chain = texts(given, "chain");
    ChangeLayers layers{layers_of(call, "selections"), layers_of(call, "areas")};
    nlohmann::json entries = nlohmann::json::array();
    for (const auto& entry : given.value("changes", entries)) {
        entries.push_back(entry);
    }
    for (const auto& [table, use] : tables_of(call, given, chain)) {
        const auto rows = entries_from(table, use, layers, diagnostics, problems);
        entries.insert(entries.end(), rows.begin(), rows.end());
    }
    plan.changes = changes_from(entries, topology, layers, problems);
    std::ranges::stable_sort(plan.changes, {}, [&](const Change& change) {
        return std::ranges::find(chain, change.scenario) - chain.begin();
    });
    return plan;
}

}  // namespace jt::network
