#include "network/change/explain_text.hpp"

#include "base/text.hpp"

namespace jt::network {
namespace {

std::string minutes(std::uint32_t ms) { return fmt::format("{:.1f}", ms / 60000.0); }
std::string km(std::uint64_t mm) { return fmt::format("{:.2f}", static_cast<double>(mm) / 1e6); }

class Writer {
public:
    Writer(const Explanation& explanation, const Network& network, base::Lang lang)
        : m_explanation(explanation), m_topology(network.topology()), m_lang(lang) {}

    std::vector<std::string> run(const std::string& origin, const std::string& destination) {
        const Route& route = m_explanation.route;
        if (route.ms == layer::kOffNetwork) {
            say("off", origin, destination);
            return std::move(m_lines);
        }
        if (route.ms > layer::kMaxCost) {
            say("none", origin, destination);
            say("sides", m_explanation.from_nodes, m_topology.nodes, m_explanation.to_nodes);
        } else {
            say("total", origin, destination, minutes(route.ms), km(route.mm));
            write_way();
            write_parts();
        }
        write_binding();
        write_turns();
        write_repair();
        return std::move(m_lines);
    }

private:
    template <class... Args>
    std::string text(const std::string& id, const Args&... args) const {
        return base::render(base::msg("network.explain." + id, args...), m_lang);
    }
    template <class... Args>
    void say(const std::string& id, const Args&... args) {
        m_lines.push_back(text(id, args...));
    }

    std::string joined(const std::vector<std::string>& items) const {
        std::string out;
        for (const std::string& item : items) {
            out += (out.empty() ? "" : m_lang == base::Lang::zh ? "、" : ", ") + item;
        }
        return out;
    }

    void write_way() {
        std::vector<std::string> items;
        for (const Stretch& s : stretches(m_explanation.route, m_topology)) {
            items.push_back(text("stretch", s.id, text("mode." + s.mode), km(s.mm), minutes(s.ms)));
        }
        if (!items.empty()) {
            say("way", joined(items));
        }
    }

    void write_parts() {
        std::vector<std::string> items;
        for (const CostPart& part : m_explanation.parts) {
            if (part.ms > 0) {
                const std::string name = text("part." + part.kind);
                items.push_back(part.item.empty()
                                    ? text("part", name, minutes(part.ms))
                                    : text("part_of", name, part.item, minutes(part.ms)));
            }
        }
        if (!items.empty()) {
            say("parts", joined(items));
        }
    }

    std::string features_of(const Restriction& restriction) const {
        std::vector<std::string> ids;
        for (const std::uint32_t link : restriction.links) {
            ids.push_back(std::to_string(m_topology.links[link].feature));
        }
        return base::join_some(ids, 5);
    }

    void write_binding() {
        if (!m_explanation.binding) {
            say(m_explanation.restrictions == 0 ? "free" : "no_binding", m_explanation.tried,
                m_explanation.restrictions);
            return;
        }
        const Restriction& best = *m_explanation.binding;
        say(std::string("binding.") + hindrance_name(best.hindrance), best.id, minutes(best.ms),
            features_of(best));
        if (m_explanation.route.ms <= layer::kMaxCost) {
            say("saving", minutes(m_explanation.route.ms - best.ms), m_explanation.tried,
                m_explanation.restrictions);
        }
    }

    void write_turns() {
        std::vector<std::string> items;
        for (const TurnReason& turn : m_explanation.turns) {
            items.push_back(text(turn.ms == kClosed ? "turn.banned" : "turn.costs",
                                 m_topology.id_of(turn.from_link), m_topology.id_of(turn.to_link),
                                 fmt::format("{:.2f}", m_topology.place_xy[2 * turn.node]),
                                 fmt::format("{:.2f}", m_topology.place_xy[2 * turn.node + 1]),
                                 turn.ms / 1000.0));
        }
        if (!items.empty()) {
            say("turns", minutes(m_explanation.free_ms), joined(items));
        }
    }

    void write_repair() {
        if (!m_explanation.together.empty()) {
            std::vector<std::string> items;
            for (const Restriction& restriction : m_explanation.together) {
                items.push_back(text(std::string("lift.") + hindrance_name(restriction.hindrance),
                                     restriction.id));
            }
            say("together", joined(items));
        }
        if (m_explanation.gap) {
            const Gap& gap = *m_explanation.gap;
            say("gap", fmt::format("{:.1f}", gap.metres), place(gap.x1, gap.y1, gap.link1),
                place(gap.x2, gap.y2, gap.link2));
        }
    }

    std::string place(double x, double y, std::uint32_t link) const {
        return text("place", fmt::format("{:.2f}", x), fmt::format("{:.2f}", y),
                    link == kNone ? "-" : m_topology.id_of(link),
                    link == kNone ? 0 : m_topology.links[link].feature);
    }

    const Explanation& m_explanation;
    const Topology& m_topology;
    base::Lang m_lang;
    std::vector<std::string> m_lines;
};

}  // namespace

std::vector<std::string> explanation_lines(const Explanation& explanation, const Network& network,
                                           const std::string& origin,
                                           const std::string& destination, base::Lang lang) {
    return Writer(explanation, network, lang).run(origin, destination);
}

std::vector<Stretch> stretches(const Route& route, const Topology& topology) {
    std::vector<Stretch> out;
    for (const Leg& leg : route.legs) {
        if (leg.link == kNone) {
            continue;
        }
        const std::string& id = topology.id_of(leg.link);
        const std::string mode = leg_mode_name(leg.mode);
        if (!out.empty() && out.back().id == id && out.back().mode == mode) {
            out.back().mm += leg.mm;
            out.back().ms += leg.ms;
        } else {
            out.push_back({id, mode, leg.mm, leg.ms});
        }
    }
    return out;
}

}  // namespace jt::network
