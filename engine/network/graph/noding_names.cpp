// Names of links, lines and stations, each once and sorted: declared in noding.hpp.
#include "network/graph/noding.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

namespace jt::network {
namespace {

/// The first eight bytes as a number that sorts as they do.
std::uint64_t head_of(std::string_view text) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        out = out << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    return out;
}

struct Headed {
    std::uint64_t head;
    std::uint32_t link;
};

/// Links by id, then number.
std::vector<Headed> by_id(const std::vector<RawLink>& links) {
    std::vector<Headed> out(links.size());
    base::parallel_blocks(links.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t l = begin; l < end; ++l) {
            out[l] = {head_of(links[l].id), static_cast<std::uint32_t>(l)};
        }
    });
    sort_in_parallel(out, [&](const Headed& a, const Headed& b) {
        return a.head != b.head
                   ? a.head < b.head
                   : std::tie(links[a.link].id, a.link) < std::tie(links[b.link].id, b.link);
    });
    return out;
}

}  // namespace

void Noder::collect_names() {
    std::set<std::string, std::less<>> others{"metro", "freight"};
    others.insert(m_nodes.ids.begin(), m_nodes.ids.end());
    const std::string* last = nullptr;
    for (const RawLink& link : m_links) {
        if (last == nullptr || *last != link.name) {  // neighbours often are of one class
            last = &*others.insert(link.name).first;
        }
    }
    for (const RawLine& line : m_transit.lines) {
        others.insert(line.id);
    }
    for (const RawStation& station : m_transit.stations) {
        others.insert(station.name);
        others.insert(station.id);
    }
    const std::vector<Headed> order = by_id(m_links);
    std::vector<std::string>& names = m_out.names;
    names.reserve(order.size() + others.size());
    m_id_of.resize(m_links.size());
    auto other = others.begin();
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::string& id = m_links[order[i].link].id;
        if (i == 0 || order[i].head != order[i - 1].head || names.back() != id) {
            for (; other != others.end() && *other <= id; ++other) {
                names.push_back(*other);
            }
            if (names.empty() || names.back() != id) {
                names.push_back(id);
            }
        }
        m_id_of[order[i].link] = static_cast<std::uint32_t>(names.size() - 1);
    }
    names.insert(names.end(), other, others.end());
}

std::uint32_t Noder::name(const std::string& text) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(m_out.names, text) -
                                      m_out.names.begin());
}

}  // namespace jt::network
