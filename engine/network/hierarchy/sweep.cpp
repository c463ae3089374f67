#include "network/hierarchy/sweep.hpp"

#include "base/parallel.hpp"
#include "base/pool.hpp"
#include "geo/vectors.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>

namespace jt::network {
namespace {

constexpr Lanes none() {
    Lanes lanes{};
    lanes.fill(kFar);
    return lanes;
}
constexpr Lanes kNowhere = none();

/// A place above an origin that is a row of the sweep down.
struct Seed {
    std::uint32_t row = 0, slot = 0;
};

/// lanes of `to` = the better of what they are and `from` + cost; no sum exceeds 32 bits.
inline void relax(const Lanes& from, std::uint32_t cost, Lanes& to) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        const std::uint32_t sum = from[l] + cost;
        to[l] = sum < to[l] ? sum : to[l];
    }
}

/// From the least important place up: each is final before its arcs are used.
JT_VECTORS void sweep_up(const Hierarchy& hierarchy, std::span<const std::uint32_t> places,
                         const std::uint32_t* slot, Lanes* up) {
    for (std::size_t s = places.size(); s-- > 0;) {
        const Lanes here = up[s];
        const std::uint32_t last = hierarchy.up_first[places[s] + 1];
        for (std::uint32_t a = hierarchy.up_first[places[s]]; a < last; ++a) {
            const Arc arc = hierarchy.up[a];
            relax(here, arc.cost, up[slot[arc.to]]);
        }
    }
}

JT_VECTORS void sweep_down(std::span<const std::uint32_t> first, const Arc* arcs,
                           std::span<const Seed> seeds, const Lanes* up, Lanes* down) {
    const Seed* seed = seeds.data();
    const Seed* const end = seed + seeds.size();
    for (std::size_t r = 0; r + 1 < first.size(); ++r) {
        Lanes best = kNowhere;
        if (seed != end && seed->row == r) {
            best = up[seed->slot];
            ++seed;
        }
        for (std::uint32_t a = first[r]; a < first[r + 1]; ++a) {
            relax(down[arcs[a].to], arcs[a].cost, best);
        }
        down[r] = best;
    }
}

JT_VECTORS void count_lanes(const Lanes* rows, std::size_t size, std::uint32_t limit, Lanes& out) {
    for (std::size_t r = 0; r < size; ++r) {
        for (std::size_t l = 0; l < kLanes; ++l) {
            out[l] += rows[r][l] <= limit ? 1U : 0U;
        }
    }
}

/// Origins that start near one another come into one block: their ways up are shared.
std::vector<std::uint32_t> block_order(std::span<const std::vector<Start>> origins) {
    std::vector<std::uint32_t> order(origins.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto first_node = [&](std::uint32_t i) {
        return origins[i].empty() ? kNone : origins[i].front().node;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return first_node(a) < first_node(b);
    });
    return order;
}

}  // namespace

Downward::Downward(const Hierarchy& hierarchy, std::span<const std::uint32_t> targets)
    : m_hierarchy(&hierarchy) {
    if (hierarchy.size() == 0) {
        return;
    }
    m_row.assign(hierarchy.size(), kNone);
    std::vector<std::uint32_t> stack;
    const auto mark = [&](std::uint32_t place) {
        if (m_row[place] == kNone) {
            m_row[place] = 0;
            stack.push_back(place);
        }
    };
    for (const std::uint32_t target : targets) {
        mark(hierarchy.place[target]);
        while (!stack.empty()) {
            const std::uint32_t place = stack.back();
            stack.pop_back();
            for (std::uint32_t a = hierarchy.down_first[place]; a < hierarchy.down_first[place + 1];
                 ++a) {
                mark(hierarchy.down[a].to);
            }
        }
    }
    m_first.push_back(0);
    for (std::uint32_t place = 0; place < hierarchy.size(); ++place) {
        if (m_row[place] == kNone) {
            continue;
        }
        m_row[place] = static_cast<std::uint32_t>(m_first.size()) - 1;
        for (std::uint32_t a = hierarchy.down_first[place]; a < hierarchy.down_first[place + 1];
             ++a) {
            m_arcs.push_back({m_row[hierarchy.down[a].to], hierarchy.down[a].cost});
        }
        m_first.push_back(static_cast<std::uint32_t>(m_arcs.size()));
    }
}

Sweep::Sweep(const Downward& downward)
    : m_downward(downward),
      m_marked((std::size_t{downward.hierarchy().size()} + 63) / 64, 0),
      m_slot(downward.hierarchy().size(), 0),
      m_down(downward.rows()) {}

void Sweep::climb(std::uint32_t place) {
    const auto mark = [&](std::uint32_t p) {
        std::uint64_t& word = m_marked[p / 64];
        const std::uint64_t bit = std::uint64_t{1} << (p % 64);
        if ((word & bit) == 0) {
            word |= bit;
            m_stack.push_back(p);
        }
    };
    const Hierarchy& h = m_downward.hierarchy();
    mark(place);
    while (!m_stack.empty()) {
        const std::uint32_t p = m_stack.back();
        m_stack.pop_back();
        for (std::uint32_t a = h.up_first[p]; a < h.up_first[p + 1]; ++a) {
            mark(h.up[a].to);
        }
    }
}

/// The marks in order, and cleared: quicker than sorting what climb() found.
void Sweep::list_places() {
    m_places.clear();
    for (std::size_t w = 0; w < m_marked.size(); ++w) {
        for (std::uint64_t word = m_marked[w]; word != 0; word &= word - 1) {
            const auto place = static_cast<std::uint32_t>(
                64 * w + static_cast<std::size_t>(std::countr_zero(word)));
            m_slot[place] = static_cast<std::uint32_t>(m_places.size());
            m_places.push_back(place);
        }
        m_marked[w] = 0;
    }
}

void Sweep::run(std::span<const std::vector<Start>> origins) {
    if (origins.size() > kLanes) {
        throw std::logic_error("a sweep takes 16 origins at most");
    }
    const Hierarchy& h = m_downward.hierarchy();
    for (const auto& starts : origins) {
        for (const Start& start : starts) {
            if (start.cost < kFar) {
                climb(h.place[start.node]);
            }
        }
    }
    list_places();
    m_up.assign(m_places.size(), kNowhere);
    for (std::size_t lane = 0; lane < origins.size(); ++lane) {
        for (const Start& start : origins[lane]) {
            if (start.cost < kFar) {
                std::uint32_t& cost = m_up[m_slot[h.place[start.node]]][lane];
                cost = std::min(cost, start.cost);
            }
        }
    }
    sweep_up(h, m_places, m_slot.data(), m_up.data());
    std::vector<Seed> seeds;
    for (std::uint32_t slot = 0; slot < m_places.size(); ++slot) {
        const std::uint32_t row = m_downward.row(m_places[slot]);
        if (row != kNone) {
            seeds.push_back({row, slot});
        }
    }
    sweep_down(m_downward.first(), m_downward.arcs().data(), seeds, m_up.data(), m_down.data());
}

const Lanes& Sweep::costs(std::uint32_t node) const {
    const std::uint32_t row = m_downward.row(m_downward.hierarchy().place[node]);
    if (row == kNone) {
        throw std::logic_error("a node that the sweep does not cover");
    }
    return m_down[row];
}

Lanes Sweep::count_within(std::uint32_t limit) const {
    Lanes counts{};
    count_lanes(m_down.data(), m_down.size(), limit, counts);
    return counts;
}

void sweep_blocks(const Downward& downward, std::span<const std::vector<Start>> origins,
                  const std::function<void(const Sweep&, std::span<const std::uint32_t>)>& take) {
    const std::vector<std::uint32_t> order = block_order(origins);
    base::Pool<Sweep> pool([&] { return std::make_unique<Sweep>(downward); });
    base::parallel_blocks(order.size(), kLanes, [&](std::size_t begin, std::size_t end) {
        std::vector<std::vector<Start>> lanes;
        for (std::size_t i = begin; i < end; ++i) {
            lanes.push_back(origins[order[i]]);
        }
        pool.with([&](Sweep& sweep) {
            sweep.run(lanes);
            take(sweep, std::span(order).subspan(begin, end - begin));
        });
    });
}

std::vector<std::uint32_t> many_to_many(const Hierarchy& hierarchy,
                                        std::span<const std::vector<Start>> origins,
                                        std::span<const std::uint32_t> targets) {
    const Downward downward(hierarchy, targets);
    std::vector<std::uint32_t> out(origins.size() * targets.size(), kFar);
    sweep_blocks(downward, origins, [&](const Sweep& sweep, std::span<const std::uint32_t> block) {
        for (std::size_t t = 0; t < targets.size(); ++t) {
            const Lanes& costs = sweep.costs(targets[t]);
            for (std::size_t lane = 0; lane < block.size(); ++lane) {
                out[block[lane] * targets.size() + t] = costs[lane];
            }
        }
    });
    return out;
}

}  // namespace jt::network
