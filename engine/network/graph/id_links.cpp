#include "network/graph/id_links.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "network/graph/id_nodes.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::network {
namespace {

using Ids = std::vector<std::int64_t>;

/// Two costs of one row, in the unit of the options.
struct Costs {
    double forward = 0, backward = 0;
};

/// Reads one table after its nodes are known.
class LinkTable {
public:
    LinkTable(const EndTable& ends, const IdNodes& nodes, const BuildOptions& options,
              base::Diagnostics& diagnostics)
        : m_ends(ends),
          m_table(*ends.table),
          m_nodes(nodes),
          m_options(options),
          m_diagnostics(diagnostics) {
        m_cost = number_column(*ends.named, "cost");
        m_reverse = number_column(*ends.named, "reverse_cost");
    }

    std::shared_ptr<const layer::Layer> with_geometry(const geo::Crs& crs) {
        geo::GeometryArray lines(geo::Shape::line);
        Ids straight, turned, several;
        for (std::size_t row = 0; row < m_table.rows(); ++row) {
            const Point from = m_nodes.at[m_ends.from[row]], to = m_nodes.at[m_ends.to[row]];
            std::vector<double> xy = m_ends.drawn(row);
            if (m_ends.parts(row) > 1) {
                several.push_back(m_ends.feature(row));
            }
            if (xy.empty()) {
                straight.push_back(m_ends.feature(row));
                xy = {metres(from.x), metres(from.y), metres(to.x), metres(to.y)};
            } else if (against(xy, from, to)) {
                turned.push_back(m_ends.feature(row));
                turn(xy);
            }
            lines.add_line(xy);
        }
        if (!several.empty()) {
            throw base::data_error("network.links.parts", m_ends.name(), some_ids(several));
        }
        tell(base::Severity::info, "network.links.straight", straight);
        tell(base::Severity::warning, "network.links.turned", turned);
        auto out =
            std::make_shared<layer::Layer>(m_ends.name(), crs, std::move(lines), m_ends.features());
        for (std::size_t i = 0; i < m_table.fields().size(); ++i) {
            out->set(m_table.fields()[i], m_table.shared_column(m_table.fields()[i].name));
        }
        return out;
    }

    void read(const layer::Layer& layer, int number, RawLinks& out) {
        LineRules rules;
        rules.keep_zero = m_cost != nullptr;
        rules.no_speeds = m_cost != nullptr && !m_options.cost_is_length();
        BuildOptions options = m_options;
        options.digitised_direction = m_options.digitised_direction && m_reverse == nullptr;
        LinkBlocks blocks;
        read_lines(layer, number, options, rules, blocks, m_diagnostics);
        std::map<std::int64_t, std::size_t> rows;
        for (std::size_t row = 0; row < m_table.rows(); ++row) {
            rows.emplace(m_ends.feature(row), row);
        }
        for (RawLinks& block : blocks) {
            out.take_stores(block);
            for (RawLink& link : block.links) {
                const std::size_t row = rows.at(link.feature);
                Given given = *link.given;
                given.from_id = m_ends.from[row];
                given.to_id = m_ends.to[row];
                if (m_cost != nullptr) {
                    add_cost(link, given, row, out);
                } else {
                    put(link, given, out);
                }
            }
        }
        sort_unique(m_bad);
        if (!m_bad.empty()) {
            throw base::data_error("network.links.cost", m_ends.name(), some_ids(m_bad));
        }
        tell(base::Severity::warning, "network.links.zero_cost", m_zero);
        tell(base::Severity::info, "network.links.closed", m_closed);
        if (m_cost != nullptr && !m_options.car) {
            m_diagnostics.info(base::msg("network.links.costs_unused"), m_ends.name());
        }
    }

private:
    void tell(base::Severity severity, const char* id, Ids ids) {
        if (!ids.empty()) {
            sort_unique(ids);  // a row may be told for both directions
            m_diagnostics.features(severity, base::msg(id), m_ends.name(), ids);
        }
    }

    /// Does the line run from its to_node to its from_node?
    static bool against(const std::vector<double>& xy, Point from, Point to) {
        const Point first = to_lattice(xy[0], xy[1]);
        const Point last = to_lattice(xy[xy.size() - 2], xy.back());
        return distance_mm(first, to) + distance_mm(last, from) <
               distance_mm(first, from) + distance_mm(last, to);
    }

    static void turn(std::vector<double>& xy) {
        std::ranges::reverse(xy);
        for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
            std::swap(xy[i], xy[i + 1]);
        }
    }

    /// A cost above 0 in ms or mm; below 0 as it is.
    double value(const layer::Column& column, std::size_t row) {
        const double cost = column.number(row);
        const double scaled = cost * m_options.cost_factor();
        if (!std::isfinite(cost) || scaled >= 4e9) {
            m_bad.push_back(m_ends.feature(row));
            return -1;
        }
        if (cost == 0) {
            m_zero.push_back(m_ends.feature(row));
        }
        return cost < 0 ? -1 : std::max(1.0, std::round(scaled));
    }

    static void put(RawLink link, const Given& given, RawLinks& out) {
        link.given = &out.given.add(std::span(&given, 1)).front();
        out.links.push_back(link);
    }

    void add_cost(RawLink& link, const Given& ends, std::size_t row, RawLinks& out) {
        const double forward = value(*m_cost, row);
        const double backward = m_reverse != nullptr ? value(*m_reverse, row) : forward;
        const std::uint32_t drive = kForward | kBackward;
        std::uint32_t allowed = link.flags & drive;
        allowed &= ~((forward < 0 ? 0U + kForward : 0U) | (backward < 0 ? 0U + kBackward : 0U));
        if (allowed == 0 && m_options.car) {
            m_closed.push_back(link.feature);
        }
        link.flags = (link.flags & ~drive) | allowed;
        const auto add = [&](std::uint32_t flags, double cost) {
            Given given = ends;
            (m_options.cost_is_length() ? given.length_mm : given.cost_ms) = std::max(0.0, cost);
            link.flags = flags;
            put(link, given, out);
        };
        if (allowed == drive && forward != backward) {
            const std::uint32_t flags = link.flags;
            add(flags & ~std::uint32_t{kBackward}, forward);
            add(flags & ~std::uint32_t{kForward | kWalk}, backward);
        } else if (allowed != 0 || (link.flags & kWalk) != 0) {
            add(link.flags, (allowed & kForward) != 0 ? forward : backward);
        }
    }

    const EndTable& m_ends;
    const layer::Table& m_table;
    const IdNodes& m_nodes;
    const BuildOptions& m_options;
    base::Diagnostics& m_diagnostics;
    const layer::Column *m_cost = nullptr, *m_reverse = nullptr;
    Ids m_bad, m_zero, m_closed;
};

}  // namespace

RawLinks read_id_links(const IdTables& tables, const BuildOptions& options, geo::Crs& crs,
                       Layers& layers, IdNodes& nodes, base::Diagnostics& diagnostics) {
    std::vector<EndTable> ends;
    for (std::size_t i = 0; i < tables.links.size(); ++i) {
        ends.emplace_back(tables.links[i], i);
    }
    find_crs(tables, options, crs);
    nodes = number_nodes(ends, tables.nodes.get(), diagnostics);
    LinkBlocks blocks(1);
    RawLinks& links = blocks.front();
    for (const EndTable& table : ends) {
        LinkTable reader(table, nodes, options, diagnostics);
        layers.push_back(reader.with_geometry(crs));
        reader.read(*layers.back(), static_cast<int>(layers.size()) - 1, links);
    }
    if (!links.links.empty()) {
        diagnostics.info(base::msg("network.links.by_id", links.links.size(), nodes.ids.size()));
    }
    return sorted_links(std::move(blocks));
}

}  // namespace jt::network
