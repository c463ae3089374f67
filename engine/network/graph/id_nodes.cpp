#include "network/graph/id_nodes.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace jt::network {
namespace {

/// A layer's own features, or the row numbers of a table from 1.
std::vector<std::int64_t> features_of(const layer::Table& table) {
    if (const auto* layer = dynamic_cast<const layer::Layer*>(&table)) {
        return layer->ids();
    }
    std::vector<std::int64_t> ids(table.rows());
    std::iota(ids.begin(), ids.end(), 1);
    return ids;
}

std::shared_ptr<const layer::Layer> named_layer(const std::shared_ptr<const layer::Table>& table,
                                                const std::string& name) {
    if (auto layer = std::dynamic_pointer_cast<const layer::Layer>(table)) {
        return layer;
    }
    geo::GeometryArray none(geo::Shape::line);
    for (std::size_t row = 0; row < table->rows(); ++row) {
        none.null_feature();
    }
    auto out =
        std::make_shared<layer::Layer>(name, geo::Crs(), std::move(none), features_of(*table));
    for (const layer::Field& field : table->fields()) {
        out->set(field, table->shared_column(field.name));
    }
    return out;
}

/// The ids of nodes in a column, trimmed; data error with the rows that have none.
std::vector<std::string> ids_of(const layer::Layer& links, const char* field) {
    if (!links.has(field)) {
        throw base::data_error("network.links.field", links.name(), field);
    }
    const layer::Column& column = links.column(field);
    std::vector<std::string> out;
    std::vector<std::int64_t> empty;
    for (std::size_t row = 0; row < links.rows(); ++row) {
        out.push_back(base::trim(column.show(row)));
        if (out.back().empty()) {
            empty.push_back(links.ids()[row]);
        }
    }
    if (!empty.empty()) {
        throw base::data_error("network.links.no_node", links.name(), field, some_ids(empty));
    }
    return out;
}

struct Placed {
    std::string id;
    Point at;
};

Point place_of_row(const layer::Table& nodes, std::size_t row, bool& known) {
    double x = NAN, y = NAN;
    const auto* layer = dynamic_cast<const layer::Layer*>(&nodes);
    if (layer != nullptr && layer->geometry().shape() == geo::Shape::point) {
        if (layer->geometry().status(row) == geo::Status::ok) {
            x = layer->geometry().coordinates(row)[0];
            y = layer->geometry().coordinates(row)[1];
        }
    } else {
        x = nodes.column("x").number(row);
        y = nodes.column("y").number(row);
    }
    known = std::isfinite(x) && std::isfinite(y) && std::abs(x) < 1e9 && std::abs(y) < 1e9;
    return known ? to_lattice(x, y) : Point();
}

void check_node_fields(const layer::Table& nodes) {
    const auto* layer = dynamic_cast<const layer::Layer*>(&nodes);
    const bool points = layer != nullptr && layer->geometry().shape() == geo::Shape::point;
    for (const char* field : {"x", "y"}) {
        if (!points && (!nodes.has(field) || nodes.column(field).type() == layer::Type::text)) {
            throw base::data_error("network.nodes.places", field);
        }
    }
    if (!nodes.has("id")) {
        throw base::data_error("network.nodes.id");
    }
}

/// The table of nodes, by id.
std::vector<Placed> read_nodes(const layer::Table& nodes) {
    check_node_fields(nodes);
    const layer::Column& id = nodes.column("id");
    const std::vector<std::int64_t> features = features_of(nodes);
    std::vector<Placed> out;
    std::vector<std::int64_t> nowhere;
    for (std::size_t row = 0; row < nodes.rows(); ++row) {
        bool known = false;
        const Point at = place_of_row(nodes, row, known);
        out.push_back({base::trim(id.show(row)), at});
        if (!known || out.back().id.empty()) {
            nowhere.push_back(features[row]);
        }
    }
    if (!nowhere.empty()) {
        throw base::data_error("network.nodes.nowhere", some_ids(nowhere));
    }
    std::ranges::sort(out, {}, &Placed::id);
    std::vector<std::string> twice;
    for (std::size_t i = 1; i < out.size(); ++i) {
        if (out[i].id == out[i - 1].id && (twice.empty() || twice.back() != out[i].id)) {
            twice.push_back(out[i].id);
        }
    }
    if (!twice.empty()) {
        throw base::data_error("network.nodes.twice", twice.size(), base::join_some(twice));
    }
    return out;
}

/// Without a table of nodes: the ends of the lines that name them.
std::vector<Placed> nodes_of_ends(const std::vector<EndTable>& tables,
                                  base::Diagnostics& diagnostics) {
    std::map<std::string, std::vector<Point>> places;
    for (const EndTable& table : tables) {
        for (std::size_t row = 0; row < table.table->rows(); ++row) {
            const std::vector<double> xy = table.drawn(row);
            auto& from = places[table.from_text[row]];
            auto& to = places[table.to_text[row]];
            if (!xy.empty()) {
                from.push_back(to_lattice(xy[0], xy[1]));
                to.push_back(to_lattice(xy[xy.size() - 2], xy.back()));
            }
        }
    }
    std::vector<Placed> out;
    std::vector<std::string> nowhere;
    double widest = 0;
    for (const auto& [id, list] : places) {
        if (list.empty()) {
            nowhere.push_back(id);
            continue;
        }
        const Point at = *std::ranges::min_element(list);
        for (const Point other : list) {
            widest = std::max(widest, distance_mm(at, other) / 1000);
        }
        out.push_back({id, at});
    }
    if (!nowhere.empty()) {
        throw base::data_error("network.nodes.unplaced", nowhere.size(), base::join_some(nowhere));
    }
    diagnostics.info(base::msg("network.nodes.of_ends", out.size(), fmt::format("{:.2f}", widest)));
    return out;
}

}  // namespace

EndTable::EndTable(std::shared_ptr<const layer::Table> links, std::size_t number)
    : table(std::move(links)),
      named(named_layer(table, "links " + std::to_string(number + 1))),
      from_text(ids_of(*named, "from_node")),
      to_text(ids_of(*named, "to_node")) {
    const geo::Shape shape = named->geometry().shape();
    m_lines = shape == geo::Shape::line;
    if (!m_lines && named->rows() > 0) {
        throw base::data_error("network.shape.line", named->name(), geo::shape_name(shape));
    }
}

std::vector<double> EndTable::drawn(std::size_t row) const {
    const geo::GeometryArray& geometry = named->geometry();
    const geo::Status status = geometry.status(row);
    if (!m_lines || (status != geo::Status::ok && status != geo::Status::invalid)) {
        return {};
    }
    const auto xy = geometry.ring(geometry.rings_begin(geometry.parts_begin(row)));
    return xy.size() < 4 ? std::vector<double>() : std::vector<double>(xy.begin(), xy.end());
}

std::size_t EndTable::parts(std::size_t row) const {
    const geo::GeometryArray& geometry = named->geometry();
    return drawn(row).empty() ? 0 : geometry.parts_end(row) - geometry.parts_begin(row);
}

void find_crs(const IdTables& tables, const BuildOptions& options, geo::Crs& crs) {
    std::vector<const layer::Layer*> layers;
    for (const auto& table : tables.links) {
        layers.push_back(dynamic_cast<const layer::Layer*>(table.get()));
    }
    layers.push_back(dynamic_cast<const layer::Layer*>(tables.nodes.get()));
    for (const layer::Layer* layer : layers) {
        if (layer == nullptr || layer->rows() == 0) {
            continue;
        }
        check_crs(*layer, crs);
        crs = layer->crs();
    }
    if (!crs.known()) {
        if (options.crs.empty()) {
            throw base::data_error("network.nodes.crs");
        }
        crs = geo::Crs::from(options.crs);
    }
}

IdNodes number_nodes(std::vector<EndTable>& ends, const layer::Table* nodes,
                     base::Diagnostics& diagnostics) {
    IdNodes out;
    for (Placed& node : nodes != nullptr ? read_nodes(*nodes) : nodes_of_ends(ends, diagnostics)) {
        out.ids.push_back(std::move(node.id));
        out.at.push_back(node.at);
    }
    std::vector<std::string> unknown;
    for (EndTable& table : ends) {
        for (const bool front : {true, false}) {
            for (const std::string& id : front ? table.from_text : table.to_text) {
                const auto it = std::ranges::lower_bound(out.ids, id);
                if (it == out.ids.end() || *it != id) {
                    unknown.push_back(id);
                }
                (front ? table.from : table.to)
                    .push_back(static_cast<std::uint32_t>(it - out.ids.begin()));
            }
        }
    }
    std::vector<bool> used(out.ids.size() + 1, false);
    for (const EndTable& table : ends) {
        for (const auto* list : {&table.from, &table.to}) {
            for (const std::uint32_t node : *list) {
                used[node] = true;
            }
        }
    }
    const auto unused = std::count(used.begin(), used.end() - 1, false);
    sort_unique(unknown);
    if (!unknown.empty()) {
        throw base::data_error("network.nodes.unknown", unknown.size(), base::join_some(unknown));
    }
    if (unused > 0) {
        diagnostics.info(base::msg("network.nodes.unused", unused, out.ids.size()));
    }
    return out;
}

}  // namespace jt::network
