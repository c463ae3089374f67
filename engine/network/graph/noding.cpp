#include "network/graph/noding.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "network/graph/plane_metric.hpp"
#include "network/reach/shares.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>
#include <tuple>

namespace jt::network {
namespace {
constexpr int kAllLevels = std::numeric_limits<int>::min();

/// The first eight bytes as a number that sorts as they do.
std::uint64_t head_of(std::string_view text) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        out = out << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    return out;
}

/// Numbers of the links, by id.
std::vector<std::uint32_t> by_id(const std::vector<RawLink>& links) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> heads;
    heads.reserve(links.size());
    for (std::uint32_t l = 0; l < links.size(); ++l) {
        heads.emplace_back(head_of(links[l].id), l);
    }
    sort_in_parallel(heads, [&](const auto& a, const auto& b) {
        const auto &left = links[a.second].id, &right = links[b.second].id;
        return a.first != b.first ? a.first < b.first
                                  : std::tie(left, a.second) < std::tie(right, b.second);
    });
    std::vector<std::uint32_t> order;
    order.reserve(heads.size());
    for (const auto& [head, link] : heads) {
        order.push_back(link);
    }
    return order;
}

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
        }
    }
    sort_unique(m_ids_at);
}

void Noder::run(double transfer_m) {
    collect_names();
    cut_links();
    number_nodes();
    add_street_edges();
    add_transit(transfer_m);
    measure();
    time_links();
    time_rides();
    price_links();
}

void Noder::collect_names() {
    std::vector<std::string>& names = m_out.names;
    std::set<std::string, std::less<>> others{"metro", "freight"};
    others.insert(m_nodes.ids.begin(), m_nodes.ids.end());
    for (const RawLink& link : m_links) {
        if (!others.contains(link.name)) {
            others.insert(link.name);
        }
    }
    for (const RawLine& line : m_transit.lines) {
        others.insert(line.id);
    }
    for (const RawStation& station : m_transit.stations) {
        others.insert(station.name);
        others.insert(station.id);
    }
    const std::vector<std::uint32_t> order = by_id(m_links);
    names.reserve(order.size() + others.size());
    for (const std::uint32_t link : order) {
        if (names.empty() || names.back() != m_links[link].id) {
            names.push_back(m_links[link].id);
        }
    }
    const auto middle = static_cast<std::ptrdiff_t>(names.size());
    names.insert(names.end(), others.begin(), others.end());
    std::inplace_merge(names.begin(), names.begin() + middle, names.end());
    drop_repeats(names);
    m_id_of.resize(m_links.size());
    std::uint32_t number = 0;
    for (const std::uint32_t link : order) {
        while (names[number] != m_links[link].id) {
            ++number;
        }
        m_id_of[link] = number;
    }
}

std::uint32_t Noder::name(const std::string& text) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(m_out.names, text) -
                                      m_out.names.begin());
}

void Noder::cut_links() {
    const auto& cuts = m_contacts.cuts;
    std::size_t points = cuts.size();
    for (const RawLink& link : m_links) {
        points += link.points.size();
    }
    m_points.reserve(points + cuts.size());
    m_pieces.reserve(m_links.size() + cuts.size());
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
    const auto begin = [&](Point p) {
        m_pieces.push_back({m_points.size(), link});
        m_points.push_back(p);
    };
    begin(points.front());
    std::size_t vertex = 1;
    for (const Cut& cut : cuts) {
        for (; vertex <= cut.segment; ++vertex) {
            add(points[vertex]);
        }
        add(cut.at);
        end_piece();
        begin(cut.at);
    }
    for (; vertex < points.size(); ++vertex) {
        add(points[vertex]);
    }
    if (m_links[link].from_id != kNoId && points.front() == points.back() && points.size() == 2) {
        m_points.push_back(points.back());  // of no length, between two nodes
    }
    end_piece();
}

void Noder::end_piece() {
    const Piece& piece = m_pieces.back();
    if (m_points.size() - piece.first < 2) {  // two cuts at one place
        m_points.resize(piece.first);
        m_pieces.pop_back();
    }
}

std::size_t Noder::points_end(std::size_t piece) const {
    return piece + 1 < m_pieces.size() ? m_pieces[piece + 1].first : m_points.size();
}

/// What lies where a node with an id is, or where a link of such a node is drawn to, belongs to it.
Noder::Key Noder::key(Point at, int level) const {
    const auto it = std::ranges::lower_bound(m_ids_at, std::pair(at, 0U));
    return it != m_ids_at.end() && it->first == at
               ? Key{m_nodes.at[it->second], kAllLevels, it->second}
               : Key{at, level};
}

/// Ends of links belong to all levels.
Noder::Key Noder::key(std::uint32_t end) const {
    const std::size_t piece = end / 2;
    const RawLink& link = m_links[m_pieces[piece].link];
    const auto of_link = [&](std::uint32_t id, Point drawn) {
        return id == kNoId ? key(drawn, kAllLevels) : Key{m_nodes.at[id], kAllLevels, id};
    };
    if (end % 2 == 0) {
        const Point at = m_points[m_pieces[piece].first];
        const bool first = piece == 0 || m_pieces[piece - 1].link != m_pieces[piece].link;
        return first ? of_link(link.from_id, at) : key(at, link.level);
    }
    const Point at = m_points[points_end(piece) - 1];
    const bool last =
        piece + 1 == m_pieces.size() || m_pieces[piece + 1].link != m_pieces[piece].link;
    return last ? of_link(link.to_id, at) : key(at, link.level);
}

void Noder::number_nodes() {
    const auto count = static_cast<std::uint32_t>(2 * m_pieces.size());
    m_low = key(0).at;
    Point high = m_low;
    for (std::uint32_t e = 0; e < count; ++e) {
        const Point p = key(e).at;
        m_low = {std::min(m_low.x, p.x), std::min(m_low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    m_shift = morton_shift(high.x - m_low.x, high.y - m_low.y);
    std::vector<End> ends(count);
    base::parallel_blocks(ends.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t e = begin; e < end; ++e) {
            const auto number = static_cast<std::uint32_t>(e);
            ends[e] = {curve(key(number).at), number};
        }
    });
    sort_in_parallel(ends, [](const End& a, const End& b) {
        return a.curve != b.curve ? a.curve < b.curve : a.number < b.number;
    });
    for (std::size_t first = 0, last = 0; first < ends.size(); first = last) {
        while (last < ends.size() && ends[last].curve == ends[first].curve) {
            ++last;
        }
        number_group(ends.data() + first, ends.data() + last);
    }
    m_out.place_xy.clear();
    m_out.place_xy.reserve(2 * m_keys.size());
    for (const Key& key : m_keys) {
        m_out.place_xy.push_back(metres(key.at.x));
        m_out.place_xy.push_back(metres(key.at.y));
    }
    if (!m_nodes.ids.empty()) {
        m_out.node_ids.resize(m_keys.size(), kNone);
        for (std::size_t n = 0; n < m_keys.size(); ++n) {
            if (m_keys[n].id != kNoId) {
                m_out.node_ids[n] = name(m_nodes.ids[m_keys[n].id]);
            }
        }
    }
    m_out.nodes = static_cast<std::uint32_t>(m_keys.size());
}

/// Ends of one place on the curve. Where a link ends there, all of them are one node; those with
/// ids are one for each id.
void Noder::number_group(const End* begin, const End* end) {
    std::vector<std::pair<Key, std::uint32_t>> members;
    for (const End* e = begin; e != end; ++e) {
        members.emplace_back(key(e->number), e->number);
    }
    std::ranges::sort(members);  // kAllLevels comes first
    for (const auto& [key, number] : members) {
        const bool same = &key != &members.front().first && m_keys.back().at == key.at &&
                          m_keys.back().id == key.id &&
                          (m_keys.back().level == kAllLevels || m_keys.back().level == key.level);
        if (!same) {
            m_keys.push_back(key);
        }
        Piece& piece = m_pieces[number / 2];
        (number % 2 == 0 ? piece.from : piece.to) = static_cast<std::uint32_t>(m_keys.size() - 1);
    }
}

std::uint32_t Noder::node(Point at, int level) const {
    const Key wanted = key(at, level);
    const std::uint64_t on_curve = curve(wanted.at);
    auto it = std::partition_point(m_keys.begin(), m_keys.end(), [&](const Key& k) {
        return std::pair(curve(k.at), k.at) < std::pair(on_curve, wanted.at);
    });
    while (it->id != wanted.id || (it->level != kAllLevels && it->level < level)) {
        ++it;
    }
    return static_cast<std::uint32_t>(it - m_keys.begin());
}

void Noder::add_coordinates(const Point* begin, const Point* end) {
    for (const Point* p = begin; p != end; ++p) {
        m_out.edge_xy.push_back(metres(p->x));
        m_out.edge_xy.push_back(metres(p->y));
    }
    m_out.first_coordinate.push_back(m_out.edge_xy.size() / 2);
}

void Noder::add_street_edges() {
    Topology& t = m_out;
    t.links.reserve(m_links.size());
    t.edges.reserve(m_pieces.size());
    t.first_coordinate.reserve(m_pieces.size() + 1);
    t.first_coordinate.assign(1, 0);
    std::map<std::string_view, std::uint32_t> classes;
    std::size_t piece = 0;
    for (std::uint32_t l = 0; l < m_links.size(); ++l) {
        const RawLink& raw = m_links[l];
        const auto known = classes.find(raw.name);
        Link link;
        link.feature = raw.feature;
        link.speed = raw.speed;
        link.year_open = raw.year;
        link.id = m_id_of[l];
        link.name = known != classes.end()
                        ? known->second
                        : classes.emplace(raw.name, name(raw.name)).first->second;
        link.layer = raw.layer;
        link.flags = raw.flags;
        link.level = raw.level;
        t.links.push_back(link);
        t.first_edge.push_back(static_cast<std::uint32_t>(t.edges.size()));
        for (; piece < m_pieces.size() && m_pieces[piece].link == l; ++piece) {
            t.edges.push_back({m_pieces[piece].from, m_pieces[piece].to, l, 0});
            t.first_coordinate.push_back(points_end(piece));
        }
    }
    t.edge_xy.resize(2 * m_points.size());
    base::parallel_blocks(m_points.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end; ++p) {
            t.edge_xy[2 * p] = metres(m_points[p].x);
            t.edge_xy[2 * p + 1] = metres(m_points[p].y);
        }
    });
}

void Noder::measure() {
    Topology& t = m_out;
    t.first_edge.push_back(static_cast<std::uint32_t>(t.edges.size()));
    std::vector<double> length(t.edges.size());
    const PlaneMetric metric(t.crs, t.edge_xy);
    base::parallel_blocks(t.links.size(), 1024, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint64_t> weights;
        for (std::size_t l = begin; l < end; ++l) {
            measure_link(l, metric, length, weights);
        }
    });
}

void Noder::measure_link(std::size_t l, const PlaneMetric& metric, std::vector<double>& length,
                         std::vector<std::uint64_t>& weights) {
    Topology& t = m_out;
    const std::uint32_t first = t.first_edge[l], last = t.first_edge[l + 1];
    double total = 0;
    for (std::uint32_t e = first; e < last; ++e) {
        length[e] = metric.length(t.coordinates(e));
        total += length[e];
    }
    // The millimetres are those of geodesic measuring: near a half it is done in full.
    const double rest = total * 1000 - std::floor(total * 1000) - 0.5;
    if (!(std::abs(rest) > 1e-6 + total * 1000 * PlaneMetric::kError)) {
        total = 0;
        for (std::uint32_t e = first; e < last; ++e) {
            length[e] = metric.exact_length(t.coordinates(e));
            total += length[e];
        }
    }
    if (l < m_links.size() && m_links[l].length_mm > 0) {
        total = m_links[l].length_mm / 1000;  // given
    }
    const double mm = std::max(1.0, std::round(total * 1000));
    if (!(mm < 4e9)) {
        throw base::data_error("network.link.long", t.links[l].feature, total / 1000);
    }
    t.links[l].length_mm = static_cast<std::uint32_t>(mm);
    weights.clear();
    for (std::uint32_t e = first; e < last; ++e) {
        weights.push_back(static_cast<std::uint64_t>(std::llround(length[e] * 1e6)));
    }
    const auto shares = largest_remainder(t.links[l].length_mm, weights);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        t.edges[first + i].length_mm = shares[i];
    }
}

}  // namespace jt::network
