// Areas of changes: declared in select.hpp.
#include "base/parallel.hpp"
#include "geo/cut.hpp"
#include "geo/index.hpp"
#include "geo/slabs.hpp"
#include "geo/topology.hpp"
#include "network/change/select.hpp"
#include "network/graph/road_links.hpp"

#include <cmath>
#include <numeric>

namespace jt::network {
namespace {

double planar_length(std::span<const double> xy) {
    double length = 0;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        length += std::hypot(xy[i + 2] - xy[i], xy[i + 3] - xy[i + 1]);
    }
    return length;
}

double planar_length(const geo::GeometryArray& lines, std::size_t feature) {
    double length = 0;
    for (std::size_t p = lines.parts_begin(feature); p < lines.parts_end(feature); ++p) {
        for (std::size_t r = lines.rings_begin(p); r < lines.rings_end(p); ++r) {
            length += planar_length(lines.ring(r));
        }
    }
    return length;
}

/// Answers for one edge after the other; read by many threads.
class Inside {
public:
    Inside(const Topology& topology, const geo::GeometryArray& polygons)
        : m_topology(topology),
          m_polygons(polygons),
          m_slabs(geo::ready_slabs(polygons)),
          m_index(polygons) {}

    double share(std::uint32_t edge) const {
        const auto xy = m_topology.coordinates(edge);
        geo::Box box;
        for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
            box.add(xy[i], xy[i + 1]);
        }
        const std::vector<std::size_t> rows = m_index.find(box);
        bool border = false;
        for (const std::size_t row : rows) {
            if (m_slabs[row]->border_near(box)) {
                border = true;
            } else if (m_slabs[row]->contains(xy[0], xy[1])) {
                return 1;
            }
        }
        if (!border) {
            return 0;
        }
        geo::GeometryArray line(geo::Shape::line), out(geo::Shape::line);
        line.add_line(xy);
        switch (geo::clip(line, 0, m_polygons, rows, out)) {
            case geo::Cut::none: return 0;
            case geo::Cut::whole: return 1;
            case geo::Cut::part: break;
        }
        const double whole = planar_length(xy);
        return whole > 0 ? std::min(1.0, planar_length(out, 0) / whole) : 0.0;
    }

private:
    const Topology& m_topology;
    const geo::GeometryArray& m_polygons;
    geo::SlabsList m_slabs;
    geo::BoxIndex m_index;
};

}  // namespace

geo::GeometryArray area_polygons(const layer::Layer& area, const Topology& topology,
                                 double near_m) {
    check_crs(area, topology.crs);
    const geo::GeometryArray& geometry = area.geometry();
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < area.rows(); ++row) {
        if (geometry.status(row) == geo::Status::invalid) {
            throw base::data_error("network.change.area_invalid", area.name(), area.ids()[row]);
        }
        if (geometry.status(row) != geo::Status::ok) {
            continue;
        }
        if (geometry.shape() == geo::Shape::polygon) {
            if (const std::string why = geo::invalid_reason(geometry, row); !why.empty()) {
                throw base::data_error("network.change.area_invalid", area.name(), area.ids()[row]);
            }
        }
        rows.push_back(row);
    }
    if (rows.empty()) {
        throw base::data_error("network.change.area_empty", area.name());
    }
    if (geometry.shape() == geo::Shape::polygon) {
        return geometry.take(rows);
    }
    geo::GeometryArray out(geo::Shape::polygon);
    geo::buffer_united(geometry, rows, near_m, out);
    return out;
}

std::vector<std::pair<std::uint32_t, double>> shares_inside(const Topology& topology,
                                                            const std::vector<std::uint32_t>& links,
                                                            const geo::GeometryArray& polygons) {
    std::vector<std::pair<std::uint32_t, double>> shares;
    for (const std::uint32_t link : links) {
        for (std::uint32_t e = topology.first_edge[link]; e < topology.first_edge[link + 1]; ++e) {
            shares.emplace_back(e, 0.0);
        }
    }
    const Inside inside(topology, polygons);
    base::parallel_blocks(shares.size(), 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            shares[i].second = inside.share(shares[i].first);
        }
    });
    return shares;
}

}  // namespace jt::network
