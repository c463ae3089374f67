// network.criticality, network.candidates
#include "base/error.hpp"
#include "network/access/keyed.hpp"
#include "network/criticality/link_effects.hpp"
#include "network/criticality/ranks.hpp"
#include "network/criticality/register.hpp"
#include "network/declare.hpp"

#include <cmath>
#include <map>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;
using Units = std::vector<std::vector<std::uint32_t>>;

registry::OperatorSpec spec_of(bool closing) {
    registry::OperatorSpec spec;
    spec.name = closing ? "network.criticality" : "network.candidates";
    spec.title = closing ? base::Text{"路段关键度", "Criticality of links"}
                         : base::Text{"新增路段的增益", "Gain of candidate links"};
    spec.help = closing ? base::Text{"逐一关闭开通的路段，按指标的损失排名（T6，Jenelius 2006）",
                                     "Closes each open link alone and ranks them by what the "
                                     "indicator loses (T6, Jenelius 2006)"}
                        : base::Text{"逐一开通未开通的路段，按指标的增益排名",
                                     "Opens each closed link alone and ranks them by what the "
                                     "indicator gains"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("origins", Kind::layer, "起点", "origins"),
                  port("destinations", Kind::layer, "讫点", "destinations")};
    spec.params = {
        choice("indicator", {"opportunities", "mean_time"},
               "opportunities 时限内的机会量；mean_time 平均时间（min）",
               "opportunities within the threshold, or mean_time in min"),
        number("threshold", "min", 30, 0.01, 60000, "机会量的时限", "threshold of opportunities"),
        number("lost", "min", 120, 0, 60000, "失去通路的一对按此计入平均时间（不少于原时间）",
               "what a pair that loses its way counts in the mean time (at least its time before)"),
        param("weight", ParamType::text, "", "讫点机会量字段；缺省每个计 1",
              "field of the destinations' opportunities; default: each counts 1"),
        param("origin_weight", ParamType::text, "", "起点权重字段；缺省每个计 1",
              "field of the origins' weights; default: each counts 1"),
        choice("by", {"link", "id"}, "单位：要素的每一部分，或同一编号的全部路段",
               "unit: each part of a feature, or all links of one route id"),
        param("origin_id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations")};
    spec.outputs = {{"links",
                     Kind::layer,
                     {"路段", "links"},
                     {column("id", ColumnType::text, "", "路线编号", "route id"),
                      column("class", ColumnType::text, "", "等级", "class"),
                      column("feature", ColumnType::integer, "", "要素号", "feature id"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      closing ? column("damage", ColumnType::real, "", "损失（机会量，或 min）",
                                       "what is lost: opportunities, or min")
                              : column("gain", ColumnType::real, "", "增益（机会量，或 min）",
                                       "what is gained: opportunities, or min"),
                      column("share", ColumnType::real, "", "占原值", "share of the value before"),
                      closing ? column("cut_pairs", ColumnType::integer, "", "失去通路的对数",
                                       "pairs that lose their way")
                              : column("joined_pairs", ColumnType::integer, "", "新有通路的对数",
                                       "pairs that get a way"),
                      column("rank", ColumnType::integer, "", "名次", "rank")}}};
    return spec;
}

/// Points and their weights by id.
Points weighted(registry::Call& call, const Network& network, const std::string& name,
                const std::string& id, const std::string& weight, std::vector<double>& weights) {
    const auto& layer = call.in<layer::Layer>(name);
    const Points points = connect(network, layer, text_param(call, id.c_str()), *call.diagnostics);
    const std::vector<double> all =
        amounts({layer, name, points.ids}, text_param(call, weight.c_str()));
    Points out;
    for (const std::size_t p : by_id(points)) {
        out.ids.push_back(points.ids[p]);
        out.features.push_back(points.features[p]);
        out.places.push_back(points.places[p]);
        weights.push_back(all[p]);
    }
    return out;
}

/// The open links, or the closed ones, each alone or by their ids.
Units units_of(const Network& network, bool open, bool by_id) {
    const Topology& t = network.topology();
    Units units;
    std::map<std::uint32_t, std::size_t> number;
    for (std::uint32_t l = 0; l < t.links.size(); ++l) {
        if (network.open(l) != open) {
            continue;
        }
        const auto [it, fresh] = number.emplace(by_id ? t.links[l].id : l, units.size());
        if (fresh) {
            units.emplace_back();
        }
        units[it->second].push_back(l);
    }
    return units;
}

void add_unit(geo::GeometryArray& lines, const Topology& t,
              const std::vector<std::uint32_t>& links) {
    lines.begin_feature();
    for (const std::uint32_t link : links) {
        lines.begin_part();
        lines.begin_ring();
        for (std::uint32_t e = t.first_edge[link]; e < t.first_edge[link + 1]; ++e) {
            const auto xy = t.coordinates(e);
            for (std::size_t i = e == t.first_edge[link] ? 0 : 2; i + 1 < xy.size(); i += 2) {
                lines.add(xy[i], xy[i + 1]);
            }
        }
    }
    lines.end_feature();
}

std::shared_ptr<layer::Layer> links_layer(const Topology& t, const Units& units,
                                          const LinkEffects& effects, bool closing, bool in_time) {
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids, features, pairs;
    std::vector<std::string> routes, classes;
    std::vector<double> km, worth, share;
    for (std::size_t u = 0; u < units.size(); ++u) {
        const Link& link = t.links[units[u].front()];
        add_unit(lines, t, units[u]);
        ids.push_back(static_cast<std::int64_t>(u) + 1);
        routes.push_back(t.names[link.id]);
        classes.push_back(t.names[link.name]);
        features.push_back(link.feature);
        double mm = 0;
        for (const std::uint32_t l : units[u]) {
            mm += t.links[l].length_mm;
        }
        km.push_back(mm / 1e6);
        const LinkEffect& effect = effects.units[u];
        // Fewer opportunities and more time are a loss.
        const double less = effects.before - effect.value;
        const double change = closing == in_time ? -less : less;
        worth.push_back(change == 0 ? 0 : in_time ? change / 60000 : change);
        share.push_back(effects.before > 0 ? (change == 0 ? 0 : change / effects.before)
                                           : std::nan(""));
        pairs.push_back(
            static_cast<std::int64_t>(closing ? effect.cut_pairs : effect.joined_pairs));
    }
    auto out = std::make_shared<layer::Layer>("links", t.crs, std::move(lines), std::move(ids));
    const auto columns = spec_of(closing).outputs[0].columns;
    auto rank = ranks(worth, routes);
    out->set(columns[0], layer::Column::of_texts(routes));
    out->set(columns[1], layer::Column::of_texts(classes));
    out->set(columns[2], layer::Column::of_integers(std::move(features)));
    out->set(columns[3], layer::Column::of_reals(std::move(km)));
    out->set(columns[4], layer::Column::of_reals(std::move(worth)));
    out->set(columns[5], layer::Column::of_reals(std::move(share)));
    out->set(columns[6], layer::Column::of_integers(std::move(pairs)));
    out->set(columns[7], layer::Column::of_integers(std::move(rank)));
    return out;
}

registry::Outputs run(registry::Call& call, bool closing) {
    const auto& network = call.in<Network>("network");
    Indicator indicator;
    const bool in_time = call.params.at("indicator") == "mean_time";
    indicator.kind = in_time ? Indicator::Kind::mean_time : Indicator::Kind::opportunities;
    indicator.threshold_ms = limit_ms(call.params.at("threshold"));
    indicator.lost_ms = limit_ms(call.params.at("lost"));
    const Points origins =
        weighted(call, network, "origins", "origin_id", "origin_weight", indicator.origin_weights);
    const Points destinations = weighted(call, network, "destinations", "destination_id", "weight",
                                         indicator.destination_weights);
    const Units units = units_of(network, closing, call.params.at("by") == "id");
    if (units.empty()) {
        call.diagnostics->warn(base::msg(closing ? "network.criticality.none_open"
                                                 : "network.criticality.none_closed"));
    }
    const base::Progress quiet;
    const base::Progress& progress = call.progress != nullptr ? *call.progress : quiet;
    const LinkEffects effects =
        closing ? closing_effects(network, origins, destinations, indicator, units, progress)
                : opening_effects(network, origins, destinations, indicator, units, progress);
    if (std::isnan(effects.before)) {
        throw base::data_error("network.criticality.no_pairs");
    }
    std::uint64_t searches = 0;
    for (const LinkEffect& effect : effects.units) {
        searches += effect.searches;
    }
    call.diagnostics->info(base::msg("network.criticality.searches", units.size(), searches,
                                     units.size() * origins.places.size()));
    return {{"links", links_layer(network.topology(), units, effects, closing, in_time)}};
}

}  // namespace

void register_criticality(registry::Registry& registry) {
    registry.add(spec_of(true), [](registry::Call& call) { return run(call, true); });
    registry.add(spec_of(false), [](registry::Call& call) { return run(call, false); });
}

}  // namespace jt::network
