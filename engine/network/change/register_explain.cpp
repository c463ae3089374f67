// network.explain
#include "base/error.hpp"
#include "network/change/explain_text.hpp"
#include "network/change/register.hpp"
#include "network/declare.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec explain_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.explain";
    spec.title = {"解释出行", "Explanation of trips"};
    spec.help = {
        "逐对说明：经过的路线、耗时构成、最要紧的一处限制（情景关闭、未到年份、单行）；不通时给出"
        "最近的断口或应开启的路段",
        "For each pair: the way, what the time is made of, the one restriction that matters most "
        "(closed by the scenario, by its year, one-way); without a way the nearest gap, or the "
        "links to open"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("origins", Kind::layer, "起点", "origins"),
                  port("destinations", Kind::layer, "讫点", "destinations")};
    spec.params = {
        param("from", ParamType::text, "", "起点编号；缺省：第 i 个起点到第 i 个讫点",
              "id of the origin; default: the i-th to the i-th"),
        param("to", ParamType::text, "", "讫点编号", "id of the destination"),
        param("origin_id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations")};
    spec.outputs = {{"explanation",
                     Kind::table,
                     {"说明", "explanation"},
                     {column("origin", ColumnType::text, "", "起点", "origin"),
                      column("destination", ColumnType::text, "", "讫点", "destination"),
                      column("kind", ColumnType::text, "", "类别", "kind"),
                      column("item", ColumnType::text, "", "项目", "item"),
                      column("note", ColumnType::text, "", "说明", "note"),
                      column("minutes", ColumnType::real, "min", "耗时", "time"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      column("count", ColumnType::integer, "", "个数", "count"),
                      column("x", ColumnType::real, "", "x", "x"),
                      column("y", ColumnType::real, "", "y", "y")}},
                    {"text",
                     Kind::table,
                     {"文字", "text"},
                     {column("origin", ColumnType::text, "", "起点", "origin"),
                      column("destination", ColumnType::text, "", "讫点", "destination"),
                      column("zh", ColumnType::text, "", "中文", "Chinese"),
                      column("en", ColumnType::text, "", "英文", "English")}}};
    return spec;
}

struct Row {
    std::string origin, destination, kind, item, note;
    double minutes = std::nan(""), km = std::nan("");
    std::int64_t count = 0;
    double x = std::nan(""), y = std::nan("");
};

/// The rows of one trip.
class RowMaker {
public:
    RowMaker(const Explanation& explanation, const Topology& topology, Row head,
             std::vector<Row>& out)
        : m_explanation(explanation), m_topology(topology), m_head(std::move(head)), m_out(out) {}

    void run() {
        const Route& route = m_explanation.route;
        const bool ok = route.ms <= layer::kMaxCost;
        add("total", layer::cost_status_name(route.ms), "", route.ms, ok ? route.mm : 0, 0);
        for (const Stretch& s : stretches(route, m_topology)) {
            add("way", s.id, s.mode, s.ms, s.mm, 0);
        }
        for (const CostPart& part : m_explanation.parts) {
            add("cost", part.kind, part.item, part.ms, part.mm, 0);
        }
        if (m_explanation.binding) {
            restriction("restriction", *m_explanation.binding);
        }
        for (const TurnReason& turn : m_explanation.turns) {
            Row& row = add("turn", m_topology.id_of(turn.from_link), m_topology.id_of(turn.to_link),
                           m_explanation.free_ms, 0, 1);
            row.km = std::nan("");
            row.x = m_topology.place_xy[2 * turn.node];
            row.y = m_topology.place_xy[2 * turn.node + 1];
        }
        for (const Restriction& one : m_explanation.together) {
            restriction("together", one);
        }
        if (route.ms == layer::kUnreachable) {
            add("reach", "from", "nodes", route.ms, 0, m_explanation.from_nodes);
            add("reach", "to", "nodes", route.ms, 0, m_explanation.to_nodes);
        }
        if (const auto& gap = m_explanation.gap) {
            end_of_gap(gap->link1, gap->x1, gap->y1);
            end_of_gap(gap->link2, gap->x2, gap->y2);
        }
    }

private:
    Row& add(const char* kind, const std::string& item, const std::string& note, std::uint32_t ms,
             std::uint64_t mm, std::size_t count) {
        Row row = m_head;
        row.kind = kind;
        row.item = item;
        row.note = note;
        row.minutes = minutes_or_nan(ms);
        row.km = ms <= layer::kMaxCost ? static_cast<double>(mm) / 1e6 : std::nan("");
        row.count = static_cast<std::int64_t>(count);
        m_out.push_back(row);
        return m_out.back();
    }

    void restriction(const char* kind, const Restriction& one) {
        Row& row = add(kind, one.id, hindrance_name(one.hindrance), one.ms, 0, one.links.size());
        row.km = std::nan("");
    }

    void end_of_gap(std::uint32_t link, double x, double y) {
        Row& row =
            add("gap", link == kNone ? "" : m_topology.id_of(link),
                link == kNone ? "" : fmt::format("feature {}", m_topology.links[link].feature),
                layer::kUnreachable, 0, 0);
        row.km = m_explanation.gap->metres / 1000;
        row.x = x;
        row.y = y;
    }

    const Explanation& m_explanation;
    const Topology& m_topology;
    const Row m_head;
    std::vector<Row>& m_out;
};

std::shared_ptr<layer::Table> explanation_table(const std::vector<Row>& rows) {
    std::vector<std::string> texts[5];
    std::vector<double> numbers[4];
    std::vector<std::int64_t> count;
    for (const Row& row : rows) {
        const std::string* list[] = {&row.origin, &row.destination, &row.kind, &row.item,
                                     &row.note};
        for (std::size_t i = 0; i < 5; ++i) {
            texts[i].push_back(*list[i]);
        }
        const double values[] = {row.minutes, row.km, row.x, row.y};
        for (std::size_t i = 0; i < 4; ++i) {
            numbers[i].push_back(values[i]);
        }
        count.push_back(row.count);
    }
    auto table = std::make_shared<layer::Table>(rows.size());
    const auto columns = explain_spec().outputs[0].columns;
    for (std::size_t i = 0; i < 5; ++i) {
        table->set(columns[i], layer::Column::of_texts(texts[i]));
    }
    table->set(columns[5], layer::Column::of_reals(std::move(numbers[0])));
    table->set(columns[6], layer::Column::of_reals(std::move(numbers[1])));
    table->set(columns[7], layer::Column::of_integers(std::move(count)));
    table->set(columns[8], layer::Column::of_reals(std::move(numbers[2])));
    table->set(columns[9], layer::Column::of_reals(std::move(numbers[3])));
    return table;
}

std::size_t place_of(const Points& points, const std::string& id, const char* side) {
    const auto it = std::ranges::find(points.ids, id);
    if (it == points.ids.end()) {
        throw base::unknown_name_error("network.explain.id", id, points.ids, side);
    }
    return static_cast<std::size_t>(it - points.ids.begin());
}

/// The pairs that are asked for, by their numbers.
std::vector<std::pair<std::size_t, std::size_t>> pairs_of(const Points& from, const Points& to,
                                                          const std::string& origin,
                                                          const std::string& destination) {
    if (!origin.empty() && !destination.empty()) {
        return {{place_of(from, origin, "origins"), place_of(to, destination, "destinations")}};
    }
    std::vector<std::pair<std::size_t, std::size_t>> out;
    if (!origin.empty()) {
        for (std::size_t i = 0; i < to.ids.size(); ++i) {
            out.emplace_back(place_of(from, origin, "origins"), i);
        }
    } else if (!destination.empty()) {
        for (std::size_t i = 0; i < from.ids.size(); ++i) {
            out.emplace_back(i, place_of(to, destination, "destinations"));
        }
    } else if (from.ids.size() != to.ids.size()) {
        throw base::data_error("network.route.counts", from.ids.size(), to.ids.size());
    } else {
        for (std::size_t i = 0; i < from.ids.size(); ++i) {
            out.emplace_back(i, i);
        }
    }
    return out;
}

registry::Outputs run_explain(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const auto text = [&](const char* name) { return call.params.at(name).get<std::string>(); };
    const Points from =
        connect(network, call.in<layer::Layer>("origins"), text("origin_id"), *call.diagnostics);
    const Points to = connect(network, call.in<layer::Layer>("destinations"),
                              text("destination_id"), *call.diagnostics);
    std::vector<Row> rows;
    std::vector<std::string> origins, destinations, zh, en;
    for (const auto& [a, b] : pairs_of(from, to, text("from"), text("to"))) {
        const Explanation found = explain(network, from.places[a], to.places[b], *call.progress);
        Row head;
        head.origin = from.ids[a];
        head.destination = to.ids[b];
        RowMaker(found, network.topology(), head, rows).run();
        const auto chinese =
            explanation_lines(found, network, head.origin, head.destination, base::Lang::zh);
        const auto english =
            explanation_lines(found, network, head.origin, head.destination, base::Lang::en);
        for (std::size_t i = 0; i < chinese.size(); ++i) {
            origins.push_back(head.origin);
            destinations.push_back(head.destination);
            zh.push_back(chinese[i]);
            en.push_back(english[i]);
        }
    }
    auto lines = std::make_shared<layer::Table>(zh.size());
    const auto columns = explain_spec().outputs[1].columns;
    lines->set(columns[0], layer::Column::of_texts(origins));
    lines->set(columns[1], layer::Column::of_texts(destinations));
    lines->set(columns[2], layer::Column::of_texts(zh));
    lines->set(columns[3], layer::Column::of_texts(en));
    return {{"explanation", explanation_table(rows)}, {"text", lines}};
}

}  // namespace

void register_explain(registry::Registry& registry) { registry.add(explain_spec(), run_explain); }

}  // namespace jt::network
