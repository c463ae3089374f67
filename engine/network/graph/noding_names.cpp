// Names of links, lines and stations, each once and sorted: declared in noding.hpp.
#include "base/parallel.hpp"
#include "base/unset.hpp"
#include "network/graph/noding.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <numeric>
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
base::UnsetVector<Headed> by_id(const base::UnsetVector<RawLink>& links) {
    base::UnsetVector<Headed> out(links.size());
    base::parallel_blocks(links.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t l = begin; l < end; ++l) {
            out[l] = {head_of(links[l].id), static_cast<std::uint32_t>(l)};
        }
    });
    sort_by_number(
        out, [](const Headed& h) { return h.head; },
        [&](const Headed& a, const Headed& b) {
            return std::tie(links[a.link].id, a.link) < std::tie(links[b.link].id, b.link);
        });
    return out;
}

}  // namespace

void Noder::collect_names() {
    std::set<std::string, std::less<>> others{"metro", "freight"};
    others.insert(m_nodes.ids.begin(), m_nodes.ids.end());
    constexpr std::size_t kBlock = 16384;
    std::vector<std::set<std::string_view>> classes(m_links.size() / kBlock + 1);
    base::parallel_blocks(m_links.size(), kBlock, [&](std::size_t begin, std::size_t end) {
        const char* last = nullptr;
        for (std::size_t l = begin; l < end; ++l) {
            const std::string_view name = m_links[l].name;
            if (name.data() != last || name.empty()) {  // neighbours often are of one class
                classes[begin / kBlock].insert(name);
                last = name.data();
            }
        }
    });
    for (const auto& block : classes) {
        others.insert(block.begin(), block.end());
    }
    for (const RawLine& line : m_transit.lines) {
        others.insert(line.id);
    }
    for (const RawStation& station : m_transit.stations) {
        others.insert(station.name);
        others.insert(station.id);
    }
    add_ids({others.begin(), others.end()});
}

/// The ids of the links, and `others` among them. Blocks of links count the ids that are new in
/// them first; then each knows where its names go.
void Noder::add_ids(std::vector<std::string> others) {
    constexpr std::size_t kBlock = 16384;
    const base::UnsetVector<Headed> order = by_id(m_links);
    const auto id = [&](std::size_t i) { return m_links[order[i].link].id; };
    const auto is_new = [&](std::size_t i) {
        return i == 0 || order[i].head != order[i - 1].head || id(i) != id(i - 1);
    };
    const auto place = [&](const std::string& text) {  // of the first id not below
        return static_cast<std::size_t>(
            std::ranges::partition_point(
                order, [&](const Headed& h) { return m_links[h.link].id < text; }) -
            order.begin());
    };
    std::erase_if(others, [&](const std::string& text) {
        const std::size_t at = place(text);
        return at < order.size() && id(at) == text;
    });
    const std::size_t blocks = (order.size() + kBlock - 1) / kBlock;
    std::vector<std::size_t> first(blocks + 1, 0);
    const auto each = [&](const auto& visit) {
        base::parallel_blocks(blocks, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t b = begin; b < end; ++b) {
                visit(b, b * kBlock, std::min(order.size(), (b + 1) * kBlock));
            }
        });
    };
    each([&](std::size_t b, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            first[b + 1] += is_new(i) ? 1 : 0;
        }
    });
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::string>& names = m_out.names;
    base::resize_in_parallel(names, first.back() + others.size());
    m_id_of.resize(m_links.size());
    each([&](std::size_t b, std::size_t begin, std::size_t end) {
        std::size_t next = first[b];  // names before, but for others
        auto other = std::ranges::lower_bound(others, id(begin));
        for (std::size_t i = begin; i < end; ++i) {
            const bool fresh = is_new(i);
            while (fresh && other != others.end() && *other < id(i)) {
                ++other;
            }
            next += fresh ? 1 : 0;
            const auto at = next - 1 + static_cast<std::size_t>(other - others.begin());
            if (fresh) {
                names[at] = id(i);
            }
            m_id_of[order[i].link] = static_cast<std::uint32_t>(at);
        }
    });
    for (std::size_t o = 0; o < others.size(); ++o) {
        const std::size_t end = place(others[o]), block = end / kBlock;
        std::size_t below = first[block];
        for (std::size_t i = block * kBlock; i < end; ++i) {
            below += is_new(i) ? 1 : 0;
        }
        names[below + o] = std::move(others[o]);
    }
}

std::uint32_t Noder::name(std::string_view text) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(m_out.names, text) -
                                      m_out.names.begin());
}

}  // namespace jt::network
