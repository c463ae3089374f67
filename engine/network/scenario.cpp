#include "network/scenario.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "network/graph/road_links.hpp"

#include <algorithm>

namespace jt::network {
namespace {

class Modifier {
public:
    Modifier(const Network& network, std::vector<Touched>& touched)
        : m_network(network),
          m_topology(network.topology()),
          m_state(network.state()),
          m_touched(touched) {
        for (std::uint32_t l = 0; l < m_topology.links.size(); ++l) {
            m_links_of[m_topology.id_of(l)].push_back(l);
        }
    }

    std::shared_ptr<const Network> run(const Modifications& wanted) {
        for (const std::string& id : wanted.open) {
            if (std::ranges::find(wanted.close, id) != wanted.close.end()) {
                throw base::data_error("network.scenario.both", id);
            }
        }
        if (wanted.year) {
            set_year(*wanted.year);
        }
        for (const std::string& id : wanted.open) {
            say("open", id, Word::opened);
        }
        for (const std::string& id : wanted.close) {
            say("close", id, Word::closed);
        }
        for (const auto& [id, speed] : wanted.speeds) {
            set_speed(id, speed);
        }
        for (const auto& [id, headway] : wanted.headways_min) {
            set_headway(id, headway);
        }
        return std::make_shared<Network>(m_network.shared_topology(), std::move(m_state));
    }

private:
    const std::vector<std::uint32_t>& links_of(const std::string& modification,
                                               const std::string& id) const {
        const auto it = m_links_of.find(id);
        if (it == m_links_of.end()) {
            std::vector<std::string> known;
            for (const auto& [name, links] : m_links_of) {
                known.push_back(name);
            }
            const std::string close = base::did_you_mean(id, known);
            if (close.empty()) {
                throw base::data_error("network.scenario.unknown", modification, id);
            }
            throw base::data_error("network.scenario.unknown_close", modification, id, close);
        }
        const auto& links = it->second;
        const std::int32_t layer = m_topology.links[links.front()].layer;
        if (std::ranges::any_of(
                links, [&](std::uint32_t l) { return m_topology.links[l].layer != layer; })) {
            throw base::data_error("network.scenario.ambiguous", modification, id);
        }
        return links;
    }

    bool open(std::uint32_t link) const {
        const Word word = static_cast<Word>(m_state.word[link]);
        return word == Word::opened ||
               (word == Word::none && open_by_year(m_topology.links[link].year_open, m_state.year));
    }

    void row(const std::string& modification, const std::string& id,
             const std::vector<std::uint32_t>& links, const std::string& note) {
        double mm = 0;
        for (const std::uint32_t link : links) {
            mm += m_topology.links[link].length_mm;
        }
        m_touched.push_back(
            {modification, id, static_cast<std::int64_t>(links.size()), mm / 1e6, note});
    }

    void set_year(int year) {
        std::vector<bool> before(m_topology.links.size());
        for (std::uint32_t l = 0; l < before.size(); ++l) {
            before[l] = open(l);
        }
        m_state.year = year;
        for (const auto& [id, links] : m_links_of) {
            std::vector<std::uint32_t> opened, shut;
            for (const std::uint32_t l : links) {
                if (before[l] != open(l)) {
                    (before[l] ? shut : opened).push_back(l);
                }
            }
            if (!opened.empty()) {
                row("year", id, opened, "opened");
            }
            if (!shut.empty()) {
                row("year", id, shut, "not yet open");
            }
        }
    }

    void say(const std::string& modification, const std::string& id, Word word) {
        const std::vector<std::uint32_t>& links = links_of(modification, id);
        const bool opening = word == Word::opened;
        const bool already =
            std::ranges::all_of(links, [&](std::uint32_t l) { return open(l) == opening; });
        for (const std::uint32_t l : links) {
            m_state.word[l] = static_cast<std::uint8_t>(word);
        }
        row(modification, id, links, !already ? "" : opening ? "already open" : "already closed");
    }

    void set_speed(const std::string& id, double speed) {
        const std::vector<std::uint32_t>& links = links_of("speed", id);
        bool any = false;
        for (const std::uint32_t l : links) {
            if ((m_topology.links[l].flags & (kForward | kBackward | kRide)) != 0) {
                m_state.speed[l] = speed;
                any = true;
            }
        }
        row("speed", id, links, any ? "" : "not driven");
    }

    void set_headway(const std::string& id, double headway) {
        std::vector<std::string> known;
        for (std::size_t i = 0; i < m_topology.lines.size(); ++i) {
            known.push_back(m_topology.names[m_topology.lines[i].id]);
            if (known.back() == id) {
                m_state.headway_min[i] = headway;
                row("headway", id, links_of("headway", id), "");
                return;
            }
        }
        const std::string close = base::did_you_mean(id, known);
        if (close.empty()) {
            throw base::data_error("network.scenario.no_line", id, base::join_some(known));
        }
        throw base::data_error("network.scenario.no_line_close", id, close);
    }

    const Network& m_network;
    const Topology& m_topology;
    ScenarioState m_state;
    std::vector<Touched>& m_touched;
    std::map<std::string, std::vector<std::uint32_t>> m_links_of;
};

}  // namespace

std::shared_ptr<const Network> modify(const Network& network, const Modifications& modifications,
                                      std::vector<Touched>& touched) {
    return Modifier(network, touched).run(modifications);
}

}  // namespace jt::network
