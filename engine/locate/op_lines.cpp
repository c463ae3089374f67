// locate.lines
#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/topology.hpp"
#include "layer/keyed.hpp"
#include "layer/layer.hpp"
#include "locate/inputs.hpp"
#include "locate/register.hpp"

#include <array>
#include <map>

namespace jt::locate {
namespace {

using layer::Column;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec lines_spec() {
    registry::OperatorSpec out;
    out.name = "locate.lines";
    out.title = {"分配连线", "Lines of an assignment"};
    out.help = {
        "每个已分配的需求点到其设施的一条直线（蛛网图）；面取面内一点。与设施同处的需求点没有连线",
        "A straight line from each assigned demand to its site (a spider map); of polygons a point "
        "inside. Demand at the place of its site has none"};
    out.ports = {{"assignment",
                  Kind::table,
                  true,
                  false,
                  {"选址结果的 assignment 表", "table assignment of a location model"}},
                 {"demand", Kind::layer, true, false, {"需求点", "demand"}},
                 {"candidates", Kind::layer, true, false, {"候选设施点", "candidate sites"}}};
    out.params = {make_param("demand_id", ParamType::text, "",
                             {"需求点编号字段；缺省 id，没有则要素号",
                              "id field of the demand; default id, else the feature id"}),
                  make_param("candidate_id", ParamType::text, "",
                             {"候选点编号字段", "id field of the candidates"})};
    out.outputs = {{"lines",
                    Kind::layer,
                    {"连线", "lines"},
                    {{"id", Type::text, "", {"需求点", "demand"}},
                     {"site", Type::text, "", {"设施点", "site"}},
                     {"cost", Type::real, "", {"成本", "cost"}},
                     {"weight", Type::real, "", {"权重", "weight"}}}}};
    return out;
}

/// Places of features by their ids.
class Places {
public:
    Places(const registry::Call& call, const char* port, const char* field)
        : m_layer(call.in<layer::Layer>(port)),
          m_ids(layer::keyed(m_layer, port, call.params.at(field).get<std::string>())) {
        for (std::size_t row = 0; row < m_ids.ids.size(); ++row) {
            m_row[m_ids.ids[row]] = row;
        }
    }

    /// Data error "layer.ids.unknown" for an id that is not there.
    std::array<double, 2> of(const std::string& id) const {
        const auto found = m_row.find(id);
        if (found == m_row.end()) {
            throw base::data_error("layer.ids.unknown", m_ids.port, 1, id);
        }
        if (m_layer.geometry().status(found->second) != geo::Status::ok) {
            throw base::data_error("locate.lines.geometry", m_ids.port, id);
        }
        std::array<double, 2> out{};
        geo::point_on_surface(m_layer.geometry(), found->second, out[0], out[1]);
        return out;
    }

    const geo::Crs& crs() const { return m_layer.crs(); }

private:
    const layer::Layer& m_layer;
    layer::Keyed m_ids;
    std::map<std::string, std::size_t> m_row;
};

registry::Outputs run_lines(registry::Call& call) {
    const auto& assignment = call.in<layer::Table>("assignment");
    const Places demand(call, "demand", "demand_id"), sites(call, "candidates", "candidate_id");
    if (!demand.crs().same(sites.crs())) {
        throw base::data_error("locate.lines.crs", demand.crs().label(), sites.crs().label());
    }
    const Column &id = assignment.column("id"), &site = assignment.column("site"),
                 &status = assignment.column("status");
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::size_t> rows;
    std::vector<std::int64_t> ids;
    std::size_t same = 0;
    for (std::size_t row = 0; row < assignment.rows(); ++row) {
        if (status.show(row) != "ok") {
            continue;
        }
        const auto from = demand.of(id.show(row)), to = sites.of(site.show(row));
        if (from == to) {
            ++same;
            continue;
        }
        lines.add_line(std::array<double, 4>{from[0], from[1], to[0], to[1]});
        rows.push_back(row);
        ids.push_back(static_cast<std::int64_t>(row) + 1);
    }
    if (same > 0) {
        call.diagnostics->info(base::msg("locate.lines.same", same));
    }
    auto out = std::make_shared<layer::Layer>("lines", demand.crs(), std::move(lines), ids);
    const auto fields = lines_spec().outputs[0].columns;
    for (const auto& field : fields) {
        out->set(field, assignment.column(field.name).take(rows));
    }
    return {{"lines", out}};
}

}  // namespace

void register_lines(registry::Registry& registry) { registry.add(lines_spec(), run_lines); }

}  // namespace jt::locate
