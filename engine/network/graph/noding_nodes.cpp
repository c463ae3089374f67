// Nodes of the ends of pieces: declared in noding.hpp.
#include "base/parallel.hpp"
#include "network/graph/noding.hpp"
#include "network/sorted.hpp"

#include <algorithm>

namespace jt::network {

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
    std::vector<Point> at(count);
    base::parallel_blocks(count, 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t e = begin; e < end; ++e) {
            at[e] = key(static_cast<std::uint32_t>(e)).at;
        }
    });
    m_low = at.front();
    Point high = m_low;
    for (const Point p : at) {
        m_low = {std::min(m_low.x, p.x), std::min(m_low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    m_shift = morton_shift(high.x - m_low.x, high.y - m_low.y);
    std::vector<End> ends(count);
    base::parallel_blocks(ends.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t e = begin; e < end; ++e) {
            ends[e] = {curve(at[e]), static_cast<std::uint32_t>(e)};
        }
    });
    sort_in_parallel(ends, [](const End& a, const End& b) {
        return a.curve != b.curve ? a.curve < b.curve : a.number < b.number;
    });
    m_keys.reserve(count / 2);
    std::vector<Member> members;
    for (std::size_t first = 0, last = 0; first < ends.size(); first = last) {
        members.clear();
        for (; last < ends.size() && ends[last].curve == ends[first].curve; ++last) {
            members.emplace_back(key(ends[last].number), ends[last].number);
        }
        number_group(members);
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
void Noder::number_group(std::vector<Member>& members) {
    const Key& one = members.front().first;
    const bool alike =
        std::ranges::all_of(members, [&](const Member& m) { return m.first == one; });
    if (!alike) {
        std::ranges::sort(members);  // kAllLevels comes first
    }
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

}  // namespace jt::network
