// Changes as they are written: entries of a parameter, rows of a table.
#pragma once

#include "network/change/change.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::network {

/// Layers that entries refer to by number, from 1.
struct ChangeLayers {
    std::vector<std::shared_ptr<const layer::Layer>> selections, areas;
};

/// The action of a word in English or Chinese (开通, 关闭, 提速 ...); data error
/// "network.change.action".
Action action_from(const std::string& word);

/// The entries of a list [{action, ids, where, select, area, layer, value, class, direction, stops,
/// share, near, period, scenario, by, all}] as changes. What is wrong with an entry is added to the
/// problems, and the entry left out. `select` and `area` number the given layers; `layer` is the
/// number of a road layer from 1, its name, or "transit".
std::vector<Change> changes_from(const nlohmann::json& list, const Topology& topology,
                                 const ChangeLayers& layers, Problems& problems);

/// How a table of changes is to be read.
struct TableUse {
    std::vector<std::string> chain;  ///< scenarios whose rows count; empty: all
    std::vector<std::string> known;  ///< all scenarios; a row of another is a problem; empty: any
    std::string scenario;            ///< of rows that name none
    int areas = 0;                   ///< number of the layer that `area` names features of; 0: all
};

/// Rows of a table (columns scenario, action, target, value, layer, where, area, share, near,
/// stops, period; Chinese names too) as entries for changes_from(). Rows of other scenarios are
/// counted in a diagnostic. A row without target, filter and area of a layer with geometry is about
/// the links on its own geometry; such areas are added to `layers.areas`. An empty table gives
/// nothing.
nlohmann::json entries_from(const std::shared_ptr<const layer::Table>& table, const TableUse& use,
                            ChangeLayers& layers, base::Diagnostics& diagnostics,
                            Problems& problems);

/// "class = 支路 & km < 2" as an expression; data error "network.change.where".
nlohmann::json filter_from(const std::string& text);

}  // namespace jt::network
