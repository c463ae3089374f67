#include "network/graph/noding.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/measure.hpp"
#include "network/reach/shares.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace jt::network {
namespace {
constexpr int kAllLevels = std::numeric_limits<int>::min();

}  // namespace

Noder::Noder(const std::vector<RawLink>& links, const Contacts& contacts, const Transit& transit,
             const IdNodes& nodes, Topology& out)
    : m_links(links), m_contacts(contacts), m_transit(transit), m_nodes(nodes), m_out(out) {
    for (const RawLink& link : links) {
        if (link.from_id != kNoId) {
            m_ids_at.emplace_back(nodes.at[link.from_id], link.from_id);
            m_ids_at.emplace_back(nodes.at[link.to_id], link.to_id);
            m_ids_at.emplace_back(link.points.front(), link.from_id);
            m_ids_at.emplace_back(link.points.back(), link.to_id);
        } else {
            m_ends.push_back(link.points.front());
            m_ends.push_back(link.points.back());
        }
    }
    sort_unique(m_ends);
    sort_unique(m_ids_at);
}

void Noder::run(double transfer_m) {
    collect_names();
    cut_links();
    number_nodes();
    m_out.first_coordinate.assign(1, 0);
    add_street_edges();
    add_transit(transfer_m);
    measure();
    time_links();
    time_rides();
    price_links();
}

void Noder::collect_names() {
    std::vector<std::string>& names = m_out.names;
    for (const RawLink& link : m_links) {
        names.push_back(link.id);
        names.push_back(link.name);
    }
    for (const RawLine& line : m_transit.lines) {
        names.push_back(line.id);
    }
    for (const RawStation& station : m_transit.stations) {
        names.push_back(station.name);
    }
    names.insert(names.end(), m_nodes.ids.begin(), m_nodes.ids.end());
    names.emplace_back("metro");
    names.emplace_back("freight");
    sort_unique(names);
}

std::uint32_t Noder::name(const std::string& text) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(m_out.names, text) -
                                      m_out.names.begin());
}

Noder::Key Noder::key(Point at, int level) const {
    const auto it = std::ranges::lower_bound(m_ids_at, std::pair(at, 0U));
    if (it != m_ids_at.end() && it->first == at) {
        return {m_nodes.at[it->second], kAllLevels, it->second};
    }
    return {at, std::ranges::binary_search(m_ends, at) ? kAllLevels : level};
}

Noder::Key Noder::end_key(const RawLink& link, bool front) const {
    const std::uint32_t id = front ? link.from_id : link.to_id;
    return id != kNoId ? Key{m_nodes.at[id], kAllLevels, id}
                       : key(front ? link.points.front() : link.points.back(), link.level);
}

void Noder::cut_links() {
    const auto& cuts = m_contacts.cuts;
    std::size_t next = 0;
    for (std::uint32_t l = 0; l < m_links.size(); ++l) {
        const std::size_t first = next;
        while (next < cuts.size() && cuts[next].link == l) {
            ++next;
        }
        cut_link(l, first, next);
    }
}

void Noder::cut_link(std::uint32_t link, std::size_t first, std::size_t last) {
    const auto& points = m_links[link].points;
    std::vector<Cut> cuts(m_contacts.cuts.begin() + static_cast<std::ptrdiff_t>(first),
                          m_contacts.cuts.begin() + static_cast<std::ptrdiff_t>(last));
    std::ranges::sort(cuts, [&](const Cut& a, const Cut& b) {
        if (a.segment != b.segment) {
            return a.segment < b.segment;
        }
        const Wide da = distance2(points[a.segment], a.at), db = distance2(points[b.segment], b.at);
        return da != db ? da < db : a.at < b.at;
    });
    const auto add = [&](Point p) {
        if (m_points.size() == m_pieces.back().first || m_points.back() != p) {
            m_points.push_back(p);
        }
    };
    const auto begin = [&](Point p, const Key& from) {
        m_pieces.push_back({m_points.size(), link, from, {}});
        m_points.push_back(p);
    };
    begin(points.front(), end_key(m_links[link], true));
    std::size_t vertex = 1;
    for (const Cut& cut : cuts) {
        for (; vertex <= cut.segment; ++vertex) {
            add(points[vertex]);
        }
        add(cut.at);
        end_piece(key(cut.at, m_links[link].level));
        begin(cut.at, key(cut.at, m_links[link].level));
    }
    for (; vertex < points.size(); ++vertex) {
        add(points[vertex]);
    }
    if (m_links[link].from_id != kNoId && points.front() == points.back() && points.size() == 2) {
        m_points.push_back(points.back());  // of no length, between two nodes
    }
    end_piece(end_key(m_links[link], false));
}

void Noder::end_piece(const Key& to) {
    Piece& piece = m_pieces.back();
    if (m_points.size() - piece.first < 2) {  // two cuts at one place
        m_points.resize(piece.first);
        m_pieces.pop_back();
        return;
    }
    piece.to = to;
}

void Noder::number_nodes() {
    for (const Piece& piece : m_pieces) {
        m_keys.push_back(piece.from);
        m_keys.push_back(piece.to);
    }
    sort_unique(m_keys);
    Point low = m_keys.front().at, high = low;
    for (const Key& k : m_keys) {
        low = {std::min(low.x, k.at.x), std::min(low.y, k.at.y)};
        high = {std::max(high.x, k.at.x), std::max(high.y, k.at.y)};
    }
    const int shift = morton_shift(high.x - low.x, high.y - low.y);
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::uint32_t k = 0; k < m_keys.size(); ++k) {
        order.emplace_back(morton(m_keys[k].at, low, shift), k);
    }
    std::ranges::sort(order);
    if (!m_nodes.ids.empty()) {
        m_out.node_ids.resize(m_keys.size(), kNone);
    }
    m_node_of.resize(m_keys.size());
    m_out.place_xy.clear();
    for (std::uint32_t n = 0; n < order.size(); ++n) {
        const std::uint32_t k = order[n].second;
        m_node_of[k] = n;
        if (m_keys[k].id != kNoId) {
            m_out.node_ids[n] = name(m_nodes.ids[m_keys[k].id]);
        }
        m_out.place_xy.push_back(metres(m_keys[k].at.x));
        m_out.place_xy.push_back(metres(m_keys[k].at.y));
    }
    m_out.nodes = static_cast<std::uint32_t>(m_keys.size());
}

std::uint32_t Noder::node(const Key& key) const {
    return m_node_of[static_cast<std::size_t>(std::ranges::lower_bound(m_keys, key) -
                                              m_keys.begin())];
}

void Noder::add_coordinates(const Point* begin, const Point* end) {
    for (const Point* p = begin; p != end; ++p) {
        m_out.edge_xy.push_back(metres(p->x));
        m_out.edge_xy.push_back(metres(p->y));
    }
    m_out.first_coordinate.push_back(m_out.edge_xy.size() / 2);
}

void Noder::add_street_edges() {
    std::size_t piece = 0;
    for (std::uint32_t l = 0; l < m_links.size(); ++l) {
        const RawLink& raw = m_links[l];
        Link link;
        link.feature = raw.feature;
        link.speed = raw.speed;
        link.year_open = raw.year;
        link.id = name(raw.id);
        link.name = name(raw.name);
        link.layer = raw.layer;
        link.flags = raw.flags;
        link.level = raw.level;
        m_out.links.push_back(link);
        m_out.first_edge.push_back(static_cast<std::uint32_t>(m_out.edges.size()));
        for (; piece < m_pieces.size() && m_pieces[piece].link == l; ++piece) {
            const Piece& p = m_pieces[piece];
            const std::size_t end =
                piece + 1 < m_pieces.size() ? m_pieces[piece + 1].first : m_points.size();
            m_out.edges.push_back({node(p.from), node(p.to), l, 0});
            add_coordinates(m_points.data() + p.first, m_points.data() + end);
        }
    }
}

void Noder::measure() {
    Topology& t = m_out;
    t.first_edge.push_back(static_cast<std::uint32_t>(t.edges.size()));
    std::vector<double> length(t.edges.size());
    const geo::Measure measure(t.crs);
    base::parallel_blocks(t.edges.size(), 4096, [&](std::size_t begin, std::size_t end) {
        for (std::size_t e = begin; e < end; ++e) {
            length[e] = measure.length(t.coordinates(static_cast<std::uint32_t>(e)));
        }
    });
    std::vector<std::uint64_t> weights;
    for (std::size_t l = 0; l < t.links.size(); ++l) {
        double total = l < m_links.size() ? m_links[l].length_mm / 1000 : 0;
        const bool given = total > 0;
        weights.clear();
        for (std::uint32_t e = t.first_edge[l]; e < t.first_edge[l + 1]; ++e) {
            total += given ? 0 : length[e];
            weights.push_back(static_cast<std::uint64_t>(std::llround(length[e] * 1e6)));
        }
        const double mm = std::max(1.0, std::round(total * 1000));
        if (!(mm < 4e9)) {
            throw base::data_error("network.link.long", t.links[l].feature, total / 1000);
        }
        t.links[l].length_mm = static_cast<std::uint32_t>(mm);
        const auto shares = largest_remainder(t.links[l].length_mm, weights);
        for (std::size_t i = 0; i < shares.size(); ++i) {
            t.edges[t.first_edge[l] + i].length_mm = shares[i];
        }
    }
}

}  // namespace jt::network
