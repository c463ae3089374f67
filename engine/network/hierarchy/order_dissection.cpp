#include "network/hierarchy/order_dissection.hpp"

#include "base/error.hpp"
#include "network/sorted.hpp"

#include <metis.h>
#include <algorithm>
#include <mutex>

namespace jt::network {
namespace {

using Neighbours = std::vector<std::vector<std::uint32_t>>;

/// Without directions and loops, each neighbour once, in ascending order.
Neighbours neighbours_of(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to) {
    Neighbours out(first.size() - 1);
    for (std::uint32_t node = 0; node < out.size(); ++node) {
        for (std::uint32_t a = first[node]; a < first[node + 1]; ++a) {
            if (to[a] != node) {
                out[node].push_back(to[a]);
                out[to[a]].push_back(node);
            }
        }
    }
    for (auto& list : out) {
        sort_unique(list);
    }
    return out;
}

/// Running numbers along a street would be contracted one by one, and make a deep tree.
std::uint64_t scrambled(std::uint64_t x) {
    x = (x ^ (x >> 16)) * 0x9E3779B97F4A7C15ULL;
    return x ^ (x >> 29);
}

constexpr std::size_t kFew = 2;

/// Takes out nodes of at most two neighbours for as long as there are any: that is never worse
/// than to keep them, and leaves METIS half of a street network.
class Thinning {
public:
    explicit Thinning(Neighbours& near) : m_near(near), m_gone(near.size(), 0) {}

    std::vector<std::uint32_t> run(const base::Progress& progress) {
        std::vector<std::uint32_t> left;
        for (std::uint32_t node = 0; node < m_near.size(); ++node) {
            if (m_near[node].size() <= kFew) {
                left.push_back(node);
            }
        }
        while (!left.empty()) {
            progress.at(0);
            const auto waiting = std::stable_partition(
                left.begin(), left.end(), [&](std::uint32_t node) { return first_of_all(node); });
            m_next.assign(waiting, left.end());
            std::for_each(left.begin(), waiting, [&](std::uint32_t node) { take_out(node); });
            sort_unique(m_next);
            std::swap(left, m_next);
        }
        return std::move(m_order);
    }
    bool gone(std::uint32_t node) const { return m_gone[node] != 0; }

private:
    bool first_of_all(std::uint32_t node) const {
        return std::ranges::all_of(m_near[node], [&](std::uint32_t other) {
            return m_near[other].size() > kFew || scrambled(node) < scrambled(other);
        });
    }

    void take_out(std::uint32_t node) {
        m_gone[node] = 1;
        m_order.push_back(node);
        for (const std::uint32_t other : m_near[node]) {
            auto& list = m_near[other];
            list.erase(std::ranges::lower_bound(list, node));
            for (const std::uint32_t beyond : m_near[node]) {
                const auto place = std::ranges::lower_bound(list, beyond);
                if (beyond != other && (place == list.end() || *place != beyond)) {
                    list.insert(place, beyond);
                }
            }
            if (list.size() <= kFew) {
                m_next.push_back(other);
            }
        }
    }

    Neighbours& m_near;
    std::vector<std::uint8_t> m_gone;
    std::vector<std::uint32_t> m_order, m_next;
};

/// METIS draws from the C library's one sequence of random numbers, which it starts itself: two
/// calls at a time would disturb each other.
std::mutex g_metis;

std::vector<idx_t> node_nd(std::vector<idx_t>& first, std::vector<idx_t>& to) {
    auto nodes = static_cast<idx_t>(first.size() - 1);
    std::vector<idx_t> order(first.size() - 1), place(first.size() - 1);
    idx_t options[METIS_NOPTIONS];
    METIS_SetDefaultOptions(options);
    options[METIS_OPTION_SEED] = 1;
    options[METIS_OPTION_COMPRESS] = 0;  // streets have no nodes with equal neighbours
    options[METIS_OPTION_CCORDER] = 1;   // parts of the network that are not joined: each alone
    options[METIS_OPTION_NSEPS] = 5;  // a tenth fewer triangles than with one try, and still < 1 s
    const std::lock_guard lock(g_metis);
    const int status =
        METIS_NodeND(&nodes, first.data(), to.data(), nullptr, options, order.data(), place.data());
    if (status != METIS_OK) {
        throw base::internal_error("network.order.metis", status, first.size() - 1);
    }
    return order;
}

}  // namespace

std::vector<std::uint32_t> dissection_order(std::span<const std::uint32_t> first,
                                            std::span<const std::uint32_t> to,
                                            const base::Progress& progress) {
    if (first.empty()) {
        return {};
    }
    Neighbours near = neighbours_of(first, to);
    Thinning thinning(near);
    std::vector<std::uint32_t> out = thinning.run(progress), rest, number(near.size(), 0);
    for (std::uint32_t node = 0; node < near.size(); ++node) {
        if (!thinning.gone(node)) {
            number[node] = static_cast<std::uint32_t>(rest.size());
            rest.push_back(node);
        }
    }
    if (rest.empty()) {
        return out;
    }
    std::vector<idx_t> rows{0}, ends;
    for (const std::uint32_t node : rest) {
        for (const std::uint32_t other : near[node]) {
            ends.push_back(static_cast<idx_t>(number[other]));
        }
        rows.push_back(static_cast<idx_t>(ends.size()));
    }
    progress.at(0.1);
    for (const idx_t node : node_nd(rows, ends)) {
        out.push_back(rest[static_cast<std::size_t>(node)]);
    }
    return out;
}

}  // namespace jt::network
