#include "network/hierarchy/customizable.hpp"

#include "base/error.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace jt::network {
namespace {

constexpr std::uint32_t kNoPlace = 0xFFFFFFFFU;

/// The elimination tree by ranks in an order: the parent of each, kNoPlace for roots (Liu, "The
/// Role of Elimination Trees in Sparse Factorization", 1990, algorithm 4.2).
std::vector<std::uint32_t> parents(const std::vector<std::vector<std::uint32_t>>& earlier) {
    std::vector<std::uint32_t> parent(earlier.size(), kNoPlace), leap(earlier.size(), kNoPlace);
    for (std::uint32_t rank = 0; rank < earlier.size(); ++rank) {
        for (std::uint32_t at : earlier[rank]) {
            while (leap[at] != kNoPlace && leap[at] != rank) {
                at = std::exchange(leap[at], rank);
            }
            if (leap[at] == kNoPlace) {
                leap[at] = parent[at] = rank;
            }
        }
    }
    return parent;
}

/// Parts of about equal work, many enough to keep all threads busy to the end, few enough to leave
/// little above them.
constexpr std::uint64_t kParts = 64;

}  // namespace

Customizable::Customizable(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to,
                           std::span<const std::uint32_t> order) {
    if (first.empty()) {
        const std::uint32_t none = 0;
        *this = Customizable({&none, 1}, {}, {});
        return;
    }
    number(first, to, order);
    fill(first, to);
    turn_round();
    cover(first, to);
    divide();
}

/// Places are the elimination tree in preorder, later contracted branches first.
void Customizable::number(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to,
                          std::span<const std::uint32_t> order) {
    const auto nodes = static_cast<std::uint32_t>(order.size());
    std::vector<std::uint32_t> rank(nodes);
    for (std::uint32_t i = 0; i < nodes; ++i) {
        rank[order[i]] = i;
    }
    std::vector<std::vector<std::uint32_t>> earlier(nodes), children(nodes);
    for (std::uint32_t n = 0; n < nodes; ++n) {
        for (std::uint32_t a = first[n]; a < first[n + 1]; ++a) {
            if (to[a] != n) {
                earlier[std::max(rank[n], rank[to[a]])].push_back(std::min(rank[n], rank[to[a]]));
            }
        }
    }
    const std::vector<std::uint32_t> parent = parents(earlier);
    std::vector<std::uint32_t> waiting;  // ranks; the last one is the next
    for (std::uint32_t i = 0; i < nodes; ++i) {
        (parent[i] == kNoPlace ? waiting : children[parent[i]]).push_back(i);
    }
    place.resize(nodes);
    while (!waiting.empty()) {
        const std::uint32_t i = waiting.back();
        waiting.pop_back();
        place[order[i]] = size();
        node.push_back(order[i]);
        waiting.insert(waiting.end(), children[i].begin(), children[i].end());
    }
}

/// Symbolic elimination: the neighbours above a place are its own and those of its children.
void Customizable::fill(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to) {
    std::vector<std::vector<std::uint32_t>> rows(size());
    for (std::uint32_t n = 0; n < size(); ++n) {
        for (std::uint32_t a = first[n]; a < first[n + 1]; ++a) {
            const std::uint32_t p = place[n], q = place[to[a]];
            if (p != q) {
                rows[std::max(p, q)].push_back(std::min(p, q));
            }
        }
    }
    end.assign(size(), 0);
    std::size_t total = 0;
    for (std::uint32_t p = size(); p-- > 0;) {
        std::vector<std::uint32_t>& row = rows[p];
        sort_unique(row);
        total += row.size();
        end[p] = std::max(end[p], p + 1);
        if (!row.empty()) {
            const std::uint32_t parent = row.back();
            end[parent] = std::max(end[parent], end[p]);
            rows[parent].insert(rows[parent].end(), row.begin(), row.end() - 1);
        }
    }
    if (total >= kNoArc / 2) {  // twice the arcs are numbered in 32 bits
        throw base::data_error("network.order.large", size(), total);
    }
    up_first.push_back(0);
    up_to.reserve(total);
    tail.reserve(total);
    for (std::uint32_t p = 0; p < size(); ++p) {
        up_to.insert(up_to.end(), rows[p].begin(), rows[p].end());
        tail.resize(up_to.size(), p);
        up_first.push_back(static_cast<std::uint32_t>(up_to.size()));
    }
}

void Customizable::turn_round() {
    down_first.assign(size() + 1, 0);
    for (const std::uint32_t p : up_to) {
        ++down_first[p + 1];
    }
    std::partial_sum(down_first.begin(), down_first.end(), down_first.begin());
    std::vector<std::uint32_t> next(down_first.begin(), down_first.end() - 1);
    down_arc.resize(arcs());
    for (std::uint32_t a = 0; a < arcs(); ++a) {
        down_arc[next[up_to[a]]++] = a;
    }
}

void Customizable::cover(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to) {
    std::vector<std::uint32_t> slot(to.size(), kNoArc);
    over.assign(to.size(), kNoArc);
    given_first.assign(2 * arcs() + 1, 0);
    for (std::uint32_t n = 0; n < size(); ++n) {
        for (std::uint32_t a = first[n]; a < first[n + 1]; ++a) {
            const std::uint32_t from = place[n], at = place[to[a]];
            if (from != at) {
                over[a] = arc_of(std::max(from, at), std::min(from, at));
                slot[a] = 2 * over[a] + (from < at ? 1 : 0);
                ++given_first[slot[a] + 1];
            }
        }
    }
    std::partial_sum(given_first.begin(), given_first.end(), given_first.begin());
    std::vector<std::uint32_t> next(given_first.begin(), given_first.end() - 1);
    given.resize(given_first.back());
    for (std::uint32_t a = 0; a < to.size(); ++a) {
        if (slot[a] != kNoArc) {
            given[next[slot[a]]++] = a;
        }
    }
}

void Customizable::divide() {
    std::vector<std::uint64_t> work(size(), 1);  // of a place and all below: lower triangles
    for (std::uint32_t p = size(); p-- > 0;) {
        for (std::uint32_t d = down_first[p]; d < down_first[p + 1]; ++d) {
            work[p] += down_arc[d] - up_first[tail[down_arc[d]]];
        }
        if (up_first[p] < up_first[p + 1]) {
            work[up_to[up_first[p + 1] - 1]] += work[p];
        }
    }
    std::uint64_t all = 0, last = 0;
    for (std::uint32_t p = 0; p < size(); p = end[p]) {
        all += work[p];
    }
    const std::uint64_t most = all / kParts;
    for (std::uint32_t p = 0; p < size();) {
        if (work[p] > most) {
            crown.push_back(p++);
        } else if (!parts.empty() && parts.back().end == p && last + work[p] <= most) {
            last += work[p];
            p = parts.back().end = end[p];
        } else {
            last = work[p];
            parts.push_back({p, end[p]});
            p = end[p];
        }
    }
}

std::uint32_t Customizable::arc_of(std::uint32_t lower, std::uint32_t upper) const {
    const auto begin = up_to.begin() + up_first[lower], last = up_to.begin() + up_first[lower + 1];
    const auto found = std::lower_bound(begin, last, upper);
    return found != last && *found == upper ? static_cast<std::uint32_t>(found - up_to.begin())
                                            : kNoArc;
}

std::uint64_t Customizable::triangles() const {
    std::uint64_t out = 0;
    for (std::uint32_t p = 0; p < size(); ++p) {
        const std::uint64_t above = up_first[p + 1] - up_first[p];
        out += above * (above - 1) / 2;
    }
    return out;
}

}  // namespace jt::network
