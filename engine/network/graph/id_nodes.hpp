// The nodes that links name, and where they are. Internal to graph/.
#pragma once

#include "network/graph/id_links.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace jt::network {

/// One table of links with the ends of each row.
class EndTable {
public:
    /// Data error where from_node or to_node is no field, or empty in some rows. `number` names a
    /// table that has no name.
    EndTable(std::shared_ptr<const layer::Table> links, std::size_t number);

    std::shared_ptr<const layer::Table> table;
    std::shared_ptr<const layer::Layer> named;  ///< the table as a layer, for messages
    std::vector<std::string> from_text, to_text;
    std::vector<std::uint32_t> from, to;  ///< numbers of nodes, after number_nodes()

    const std::string& name() const { return named->name(); }
    std::int64_t feature(std::size_t row) const { return named->ids()[row]; }
    const std::vector<std::int64_t>& features() const { return named->ids(); }
    /// x, y of the line of a row; empty where it has none.
    std::vector<double> drawn(std::size_t row) const;
    std::size_t parts(std::size_t row) const;

private:
    bool m_lines = false;
};

/// Where crs is unknown: that of the first layer with geometry, else options.crs. Data errors: no
/// CRS, one that is no plane in metres, layers in several.
void find_crs(const IdTables& tables, const BuildOptions& options, geo::Crs& crs);

/// Numbers the nodes by id and sets from and to. Without a table of nodes a node is where the lines
/// that name it end (of several places the lowest x, y), and how far apart these are is told.
IdNodes number_nodes(std::vector<EndTable>& ends, const layer::Table* nodes,
                     base::Diagnostics& diagnostics);

}  // namespace jt::network
