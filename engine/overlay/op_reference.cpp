// vector.line_reference and vector.locate_along.
#include "overlay/op_support.hpp"
#include "overlay/reference.hpp"

#include "base/parallel.hpp"
#include "base/units.hpp"

#include <cmath>
#include <map>

namespace jt::overlay {
namespace {

using geo::Shape;
using layer::Column;
using layer::Layer;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr std::size_t kGrain = 64;

const registry::ColumnSpec kRoute{"route", Type::text, "", {"路线标识", "id of the route"}};
const registry::ColumnSpec kMeasure{
    "measure_m", Type::real, "m", {"距路线起点的里程", "from the start of the route"}};
const registry::ColumnSpec kOffset{
    "offset_m", Type::real, "m", {"到路线的距离，左侧为正", "from the route, left positive"}};

registry::OperatorSpec line_reference_spec() {
    registry::OperatorSpec out;
    out.name = "vector.line_reference";
    out.title = {"里程定位", "Linear referencing"};
    out.help = {
        "按路线标识和里程（米，自线起点沿椭球面量算，多部件依次相接）把表中各行放到线上；放不到的行"
        "列出，几何为空",
        "Places the rows of a table along lines by route id and measure, in metres on the "
        "ellipsoid from the start of the line; parts follow in order. Rows that find no "
        "place are listed and have no geometry"};
    out.ports = {layer_port("routes", {"路线（线图层）", "lines"}),
                 {"events", Kind::table, true, false, {"事件表", "rows to be placed"}}};
    out.params = {make_param("route", ParamType::text, "route",
                             {"事件表中的路线标识列", "column of the table with the route id"}),
                  make_param("measure", ParamType::text, "measure",
                             {"事件表中的里程列；没有单位的按米计",
                              "column of the table with the measure; in m where it has no unit"}),
                  id_param("route_id", {"路线", "the routes"})};
    out.outputs = {{"layer",
                    Kind::layer,
                    {"点，附事件表各列", "points with the columns of the table"},
                    {},
                    {{"events"}}}};
    return out;
}

registry::OperatorSpec locate_along_spec() {
    registry::OperatorSpec out;
    out.name = "vector.locate_along";
    out.title = {"求里程", "Locate along lines"};
    out.help = {"每个点最近的路线、里程和偏距（椭球面，米；偏距左正右负）",
                "The nearest route of each point, the measure along it and the offset from it, in "
                "metres on the ellipsoid; offsets to the left are positive"};
    out.ports = {layer_port("routes", {"路线（线图层）", "lines"}),
                 layer_port("points", {"点图层", "points"})};
    out.params = {id_param("route_id", {"路线", "the routes"}),
                  make_param("max_distance", ParamType::number, nullptr,
                             {"更远的点不定位", "points farther off are not located"})};
    out.params[1].unit = "m";
    out.params[1].min = 0;
    out.outputs = {{"layer",
                    Kind::layer,
                    {"点，附路线、里程和偏距", "the points with route, measure and offset"},
                    {kRoute, kMeasure, kOffset},
                    {{"points"}}}};
    return out;
}

void report_rows(registry::Call& call, const Table& table, const base::Message& message,
                 const std::string& where, const std::vector<std::size_t>& rows) {
    if (!rows.empty()) {
        call.diagnostics->features(base::Severity::warning, message, where,
                                   layer::row_ids(table, rows));
    }
}

/// The row of each route id; ids that stand twice are told, the first one counts.
std::map<std::string, std::size_t> rows_by_id(registry::Call& call, const Layer& routes) {
    const auto ids = names_of(routes, call, "route_id");
    std::map<std::string, std::size_t> out;
    std::vector<std::size_t> again;
    for (std::size_t i = 0; i < routes.rows(); ++i) {
        if (ids.valid(i) && !out.emplace(ids.show(i), i).second) {
            again.push_back(i);
        }
    }
    report_rows(call, routes, base::msg("overlay.route.twice", again.size()), routes.name(), again);
    return out;
}

/// Factor to metres of the measure column.
double metres_of(const Table& events, const std::string& name) {
    const auto& unit = events.field(name).unit;
    const double factor = unit.empty() ? 1 : base::unit_conversion(unit, "m");
    if (factor == 0) {
        throw base::data_error("overlay.route.unit", name, unit);
    }
    return factor;
}

/// Events sorted by what becomes of them.
struct Events {
    std::vector<std::size_t> unknown, without, outside;  ///< rows
    std::vector<std::optional<std::array<double, 2>>> places;
};

Events placed_events(registry::Call& call, const Layer& routes, const Table& events) {
    const auto route_name = call.params.at("route").get<std::string>();
    const auto measure_name = call.params.at("measure").get<std::string>();
    const auto& route_ids = events.column(route_name);
    const auto& measures = number_column(events, measure_name);
    const double factor = metres_of(events, measure_name);
    const auto by_id = rows_by_id(call, routes);
    const Routes lines(routes.geometry(), routes.crs());
    Events out;
    out.places.resize(events.rows());
    std::vector<std::size_t> rows(events.rows(), kNoRow);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto found = by_id.find(route_ids.show(i));
        if (!route_ids.valid(i) || !measures.valid(i)) {
            out.without.push_back(i);
        } else if (found == by_id.end() || lines.length(found->second) == 0) {
            out.unknown.push_back(i);
        } else {
            rows[i] = found->second;
        }
    }
    base::parallel_blocks(rows.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (rows[i] != kNoRow) {
                out.places[i] = lines.place(rows[i], measures.number(i) * factor);
            }
        }
    });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] != kNoRow && !out.places[i]) {
            out.outside.push_back(i);
        }
    }
    return out;
}

registry::Outputs run_line_reference(registry::Call& call) {
    const auto& routes = layer_of(call, "routes", Shape::line);
    const auto& events = call.in<Table>("events");
    if (!routes.crs().known()) {
        throw base::data_error("overlay.crs.missing", routes.name());
    }
    report_unusable(call, routes);
    const Events placed = placed_events(call, routes, events);
    report_rows(call, events, base::msg("overlay.events.without", placed.without.size()), "events",
                placed.without);
    report_rows(call, events,
                base::msg("overlay.events.unknown", placed.unknown.size(), routes.name()), "events",
                placed.unknown);
    report_rows(call, events, base::msg("overlay.events.outside", placed.outside.size()), "events",
                placed.outside);
    geo::GeometryArray points(Shape::point);
    std::vector<std::size_t> all;
    for (const auto& place : placed.places) {
        if (place) {
            points.add_point((*place)[0], (*place)[1]);
        } else {
            points.null_feature();
        }
        all.push_back(all.size());
    }
    auto out = std::make_shared<Layer>("events", routes.crs(), std::move(points),
                                       layer::row_ids(events, all));
    for (const auto& field : events.fields()) {
        out->set(field, events.shared_column(field.name));
    }
    return {{"layer", out}};
}

/// Points of several places: the first one counts, which is told.
void report_several(registry::Call& call, const Layer& points) {
    std::vector<std::size_t> several;
    for (std::size_t i = 0; i < points.rows(); ++i) {
        if (points.geometry().coordinates(i).size() > 2) {
            several.push_back(i);
        }
    }
    report_rows(call, points, base::msg("overlay.locate.several", several.size()), points.name(),
                several);
}

std::vector<std::optional<Routes::Located>> located(const Layer& points, const Routes& routes,
                                                    double most) {
    std::vector<std::optional<Routes::Located>> out(points.rows());
    base::parallel_blocks(out.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (points.geometry().status(i) == geo::Status::ok) {
                const auto xy = points.geometry().coordinates(i);
                out[i] = routes.locate(xy[0], xy[1], most);
            }
        }
    });
    return out;
}

registry::Outputs run_locate_along(registry::Call& call) {
    const auto& routes = layer_of(call, "routes", Shape::line);
    const auto& points = layer_of(call, "points", Shape::point);
    require_same_crs(routes, points);
    report_unusable(call, routes);
    report_unusable(call, points);
    report_several(call, points);
    const auto ids = names_of(routes, call, "route_id");
    const auto& most = call.params.at("max_distance");
    const auto found = located(points, Routes(routes.geometry(), routes.crs()),
                               most.is_null() ? kEverywhere : most.get<double>());
    const double missing = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::size_t> rows, far;
    std::vector<double> measures, offsets;
    for (std::size_t i = 0; i < found.size(); ++i) {
        rows.push_back(found[i] ? found[i]->route : kNoRow);
        measures.push_back(found[i] ? found[i]->measure : missing);
        offsets.push_back(found[i] ? found[i]->offset : missing);
        if (!found[i] && points.geometry().status(i) == geo::Status::ok) {
            far.push_back(i);
        }
    }
    report_rows(call, points, base::msg("overlay.locate.far", far.size(), routes.name()),
                points.name(), far);
    auto out = std::make_shared<Layer>(points);
    auto route = kRoute;
    route.type = ids.type();
    set_result(call, *out, route, take_or_null(ids, rows));
    set_result(call, *out, kMeasure, Column::of_reals(std::move(measures)));
    set_result(call, *out, kOffset, Column::of_reals(std::move(offsets)));
    return {{"layer", out}};
}

}  // namespace

void register_reference(registry::Registry& registry) {
    registry.add(line_reference_spec(), run_line_reference);
    registry.add(locate_along_spec(), run_locate_along);
}

}  // namespace jt::overlay
