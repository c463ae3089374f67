// network.isochrones
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/units.hpp"
#include "geo/measure.hpp"
#include "network/declare.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/reverse.hpp"
#include "network/reach/route.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {
namespace {

constexpr double kMostMinutes = 60000;

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec isochrones_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.isochrones";
    spec.version = 2;  // direction; one stretch an edge where pieces meet
    spec.title = {"等时圈", "Isochrones"};
    spec.help = {
        "各时限内可达的路段（在边内插值）及其缓冲区的并集；外圈总包含内圈",
        "The pieces of edges within each limit (interpolated inside edges) and the union of their "
        "buffers; each limit's polygon holds those of the smaller ones"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("origins", Kind::layer, "起点", "origins")};
    spec.params = {
        param("cutoffs", ParamType::list, {15, 30, 45, 60}, "时限（min）", "limits in min"),
        number("buffer", "m", 1500, 1, 50000, "可达路段两侧的范围（网络示意时取大）",
               "reach off the network on both sides of reached pieces (large for a schematic "
               "network)"),
        param("per_origin", ParamType::boolean, true, "每个起点一组；否则取最近的起点",
              "one set for each origin; else the nearest origin counts"),
        choice("direction", {"from", "to"}, "from 从起点出发；to 到达这些点（逆向，单行路不同）",
               "from the origins, or to them (the other way round, which differs by one-way "
               "streets and metro)"),
        param("id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id")};
    spec.outputs = {
        {"bands",
         Kind::layer,
         {"等时圈面，由小到大", "polygons, from the smallest limit"},
         {column("origin", ColumnType::text, "", "起点", "origin"),
          column("cutoff_min", ColumnType::real, "min", "时限", "limit"),
          column("area_km2", ColumnType::real, "km2", "椭球面积", "geodesic area"),
          column("reached_km", ColumnType::real, "km", "可达路段长度",
                 "length of reached pieces")}},
        {"reached",
         Kind::layer,
         {"可达路段", "reached pieces"},
         {column("origin", ColumnType::text, "", "起点", "origin"),
          column("mode", ColumnType::text, "", "方式", "mode"),
          column("link", ColumnType::text, "", "路线", "route id"),
          column("cutoff_min", ColumnType::real, "min", "时限", "limit"),
          column("from_ms", ColumnType::integer, "ms", "起端时间", "time at the near end"),
          column("to_ms", ColumnType::integer, "ms", "末端时间", "time at the far end")}}};
    return spec;
}

/// Origins that are searched together, with what they reach.
struct Group {
    std::string name;
    std::vector<const Place*> origins;
    std::vector<Piece> pieces;
    geo::GeometryArray polygons{geo::Shape::polygon};
};

std::vector<Group> groups_of(const Points& points, bool per_origin) {
    std::vector<Group> groups;
    if (!per_origin) {
        groups.push_back({"all", {}, {}, geo::GeometryArray(geo::Shape::polygon)});
    }
    for (std::size_t i = 0; i < points.places.size(); ++i) {
        if (per_origin) {
            groups.push_back({points.ids[i], {}, {}, geo::GeometryArray(geo::Shape::polygon)});
        }
        groups.back().origins.push_back(&points.places[i]);
    }
    return groups;
}

/// Length of stretches that may overlap, each place once.
double covered_mm(std::vector<std::pair<std::uint32_t, std::uint32_t>> stretches) {
    std::ranges::sort(stretches);
    double out = 0;
    std::uint32_t end = 0;
    for (const auto& [from, to] : stretches) {
        out += to > end ? to - std::max(from, end) : 0;
        end = std::max(end, to);
    }
    return out;
}

/// Length of streets reached within each limit: a stretch that is reached by car and on foot, or
/// from both ends, counts once.
std::vector<double> reached_mm(const std::vector<Piece>& pieces, std::size_t limits) {
    std::vector<double> out(limits, 0.0);
    for (std::size_t begin = 0, end = 0; begin < pieces.size(); begin = end) {
        while (end < pieces.size() && pieces[end].edge == pieces[begin].edge) {
            ++end;
        }
        for (std::size_t k = 0; k < limits; ++k) {
            std::vector<std::pair<std::uint32_t, std::uint32_t>> stretches;
            for (std::size_t i = begin; i < end; ++i) {
                if (pieces[i].band <= k) {
                    stretches.push_back(std::minmax(pieces[i].from_mm, pieces[i].to_mm));
                }
            }
            out[k] += covered_mm(std::move(stretches));
        }
    }
    return out;
}

std::shared_ptr<layer::Layer> bands_layer(const Topology& t, const std::vector<Group>& groups,
                                          const std::vector<double>& limits) {
    geo::GeometryArray polygons(geo::Shape::polygon);
    std::vector<std::int64_t> ids;
    std::vector<std::string> origin;
    std::vector<double> cutoff, area, km;
    const geo::Measure measure(t.crs);
    for (const Group& group : groups) {
        const std::vector<double> mm = reached_mm(group.pieces, limits.size());
        // Off the network nothing is known; that is not the same as nothing reached.
        const bool known = std::ranges::any_of(
            group.origins, [](const Place* place) { return !place->connectors.empty(); });
        const double none = known ? 0.0 : std::nan("");
        for (std::size_t k = 0; k < limits.size(); ++k) {
            polygons.append(group.polygons, k);
            ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
            origin.push_back(group.name);
            cutoff.push_back(limits[k]);
            area.push_back(group.polygons.status(k) == geo::Status::ok
                               ? measure.area(group.polygons, k) / 1e6
                               : none);
            km.push_back(known ? mm[k] / 1e6 : none);
        }
    }
    auto out = std::make_shared<layer::Layer>("bands", t.crs, std::move(polygons), std::move(ids));
    const auto columns = isochrones_spec().outputs[0].columns;
    out->set(columns[0], layer::Column::of_texts(origin));
    out->set(columns[1], layer::Column::of_reals(std::move(cutoff)));
    out->set(columns[2], layer::Column::of_reals(std::move(area)));
    out->set(columns[3], layer::Column::of_reals(std::move(km)));
    return out;
}

std::shared_ptr<layer::Layer> reached_layer(const Topology& t, const std::vector<Group>& groups,
                                            const std::vector<double>& limits) {
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids, from, to;
    std::vector<std::string> origin, mode, link;
    std::vector<double> cutoff;
    for (const Group& group : groups) {
        for (const Piece& piece : group.pieces) {
            lines.add_line(edge_piece(t, piece.edge, piece.from_mm, piece.to_mm));
            ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
            origin.push_back(group.name);
            mode.emplace_back(piece.walk ? "walk" : "car");
            link.push_back(t.id_of(t.edges[piece.edge].link));
            cutoff.push_back(limits[piece.band]);
            from.push_back(piece.from_ms);
            to.push_back(piece.to_ms);
        }
    }
    auto out = std::make_shared<layer::Layer>("reached", t.crs, std::move(lines), std::move(ids));
    const auto columns = isochrones_spec().outputs[1].columns;
    out->set(columns[0], layer::Column::of_texts(origin));
    out->set(columns[1], layer::Column::of_texts(mode));
    out->set(columns[2], layer::Column::of_texts(link));
    out->set(columns[3], layer::Column::of_reals(std::move(cutoff)));
    out->set(columns[4], layer::Column::of_integers(std::move(from)));
    out->set(columns[5], layer::Column::of_integers(std::move(to)));
    return out;
}

registry::Outputs run_isochrones(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const Points points = connect(network, call.in<layer::Layer>("origins"), text_param(call, "id"),
                                  *call.diagnostics);
    const std::vector<double> limits = limits_of(call.params.at("cutoffs"), kMostMinutes);
    std::vector<std::uint32_t> limits_in_ms;
    for (const double minutes : limits) {
        limits_in_ms.push_back(limit_ms(minutes));
    }
    const double buffer = call.params.at("buffer").get<double>();
    std::vector<Group> groups = groups_of(points, call.params.at("per_origin").get<bool>());
    const bool towards = call.params.at("direction") == "to";
    const Direction direction = towards ? Direction::to : Direction::from;
    const Reverse reverse = towards ? transpose(network) : Reverse{};
    SearchPool pool(towards ? reverse.first : network.topology().first_arc,
                    towards ? reverse.arcs : network.arcs());
    base::parallel_blocks(groups.size(), 1, [&](std::size_t begin, std::size_t end) {
        pool.with([&](Search& search) {
            for (std::size_t g = begin; g < end; ++g) {
                groups[g].pieces =
                    reach(search, network, groups[g].origins, limits_in_ms, direction);
                band_polygons(network.topology(), groups[g].pieces, limits.size(), buffer,
                              groups[g].polygons);
            }
        });
    });
    call.diagnostics->info(base::msg("network.isochrone.buffer", buffer));
    return {{"bands", bands_layer(network.topology(), groups, limits)},
            {"reached", reached_layer(network.topology(), groups, limits)}};
}

}  // namespace

void register_isochrones(registry::Registry& registry) {
    registry.add(isochrones_spec(), run_isochrones);
}

}  // namespace jt::network
