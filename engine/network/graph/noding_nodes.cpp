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
        const Point at = *m_pieces[piece].first;
        const bool first = piece == 0 || m_pieces[piece - 1].link != m_pieces[piece].link;
        return first ? of_link(link.given->from_id, at) : key(at, link.level);
    }
    const Point at = *(m_pieces[piece].last - 1);
    const bool last =
        piece + 1 == m_pieces.size() || m_pieces[piece + 1].link != m_pieces[piece].link;
    return last ? of_link(link.given->to_id, at) : key(at, link.level);
}

void Noder::number_nodes() {
    const auto count = static_cast<std::uint32_t>(2 * m_pieces.size());
    base::UnsetVector<Key> keys(count);
    base::parallel_blocks(count, 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t e = begin; e < end; ++e) {
            keys[e] = key(static_cast<std::uint32_t>(e));
        }
    });
    m_low = keys.front().at;
    Point high = m_low;
    for (const Key& key : keys) {
        m_low = {std::min(m_low.x, key.at.x), std::min(m_low.y, key.at.y)};
        high = {std::max(high.x, key.at.x), std::max(high.y, key.at.y)};
    }
    m_shift = morton_shift(high.x - m_low.x, high.y - m_low.y);
    base::UnsetVector<End> ends(count);
    base::parallel_blocks(ends.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t e = begin; e < end; ++e) {
            ends[e] = {curve(keys[e].at), static_cast<std::uint32_t>(e)};
        }
    });
    sort_by_number(ends, [](const End& end) { return end.curve; });  // by number where alike
    number_ends(ends, keys);
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

/// Blocks of whole places side by side, each with nodes of its own that then follow each other.
void Noder::number_ends(const base::UnsetVector<End>& ends, const base::UnsetVector<Key>& of_end) {
    constexpr std::size_t kBlock = 16384;
    const auto first = whole_blocks(ends, kBlock, [](const End& end) { return end.curve; });
    std::vector<std::vector<Key>> keys(first.size() - 1);
    base::parallel_blocks(keys.size(), 1, [&](std::size_t begin, std::size_t) {
        std::vector<Member> members;
        for (std::size_t e = first[begin]; e < first[begin + 1];) {
            members.clear();
            for (const std::uint64_t at = ends[e].curve;
                 e < first[begin + 1] && ends[e].curve == at; ++e) {
                members.emplace_back(of_end[ends[e].number], ends[e].number);
            }
            number_group(members, keys[begin]);
        }
    });
    std::vector<std::size_t> base{0};
    for (const auto& block : keys) {
        base.push_back(base.back() + block.size());
    }
    m_keys.resize(base.back());
    base::parallel_blocks(keys.size(), 1, [&](std::size_t begin, std::size_t) {
        std::ranges::copy(keys[begin], m_keys.begin() + static_cast<Step>(base[begin]));
        for (std::size_t e = first[begin]; e < first[begin + 1]; ++e) {
            node_of(ends[e].number) += static_cast<std::uint32_t>(base[begin]);
        }
    });
}

std::uint32_t& Noder::node_of(std::uint32_t end) {
    Piece& piece = m_pieces[end / 2];
    return end % 2 == 0 ? piece.from : piece.to;
}

/// Ends of one place on the curve. Where a link ends there, all of them are one node; those with
/// ids are one for each id.
void Noder::number_group(std::vector<Member>& members, std::vector<Key>& keys) {
    const Key& one = members.front().first;
    const bool alike =
        std::ranges::all_of(members, [&](const Member& m) { return m.first == one; });
    if (!alike) {
        std::ranges::sort(members);  // kAllLevels comes first
    }
    for (const auto& [key, number] : members) {
        const bool same = &key != &members.front().first && keys.back().at == key.at &&
                          keys.back().id == key.id &&
                          (keys.back().level == kAllLevels || keys.back().level == key.level);
        if (!same) {
            keys.push_back(key);
        }
        node_of(number) = static_cast<std::uint32_t>(keys.size() - 1);
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
