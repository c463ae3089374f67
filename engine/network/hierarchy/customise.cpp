#include "network/hierarchy/customise.hpp"

#include "base/parallel.hpp"
#include "network/hierarchy/relax.hpp"
#include "network/sorted.hpp"

#include <iterator>
#include <numeric>

namespace jt::network {
namespace {

Slots& slots_of_thread(std::size_t places) {
    thread_local Slots slots;
    if (slots.size() < places) {
        slots.resize(places, 0);
    }
    return slots;
}

template <class Body>
void each_part(const Customizable& over, Body&& body) {
    base::parallel_blocks(over.parts.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            body(over.parts[i], slots_of_thread(over.size()));
        }
    });
}

/// Says what the ways over a place cost to the places begin .. end - 1 below it: those from there
/// to this place and on, and those back.
void pass_down(const Customizable& over, std::uint32_t place, const Customizable::Part& part,
               Slots& slots, Metric& metric) {
    set_slots(over, place, slots);
    const auto first = over.down_arc.begin() + over.down_first[place],
               last = over.down_arc.begin() + over.down_first[place + 1];
    const auto before = [&](std::uint32_t arc, std::uint32_t p) { return over.tail[arc] < p; };
    for (auto d = std::lower_bound(first, last, part.begin, before);
         d != last && over.tail[*d] < part.end; ++d) {
        const std::uint32_t a = *d;
        const TwoWay to_place = metric.basic[a];
        TwoWay best = metric.perfect[a];
        for (std::uint32_t b = over.up_first[over.tail[a]]; b < a; ++b) {
            const TwoWay on = metric.perfect[slots[over.up_to[b]]], to_end = metric.basic[b];
            relax(metric.perfect[b], plus(to_place.up, on.up), plus(on.down, to_place.down));
            relax(best, plus(to_end.up, on.down), plus(on.up, to_end.down));
        }
        metric.perfect[a] = best;
    }
}

/// Sets the perfect costs of all arcs of a part, when those of the crown are set: quicker than
/// place by place, as it meets each triangle once and nothing else.
void perfect_part(const Customizable& over, const Customizable::Part& part, Slots& slots,
                  Metric& metric) {
    const std::uint32_t first = over.up_first[part.begin], last = over.up_first[part.end];
    std::copy(metric.basic.begin() + first, metric.basic.begin() + last,
              metric.perfect.begin() + first);
    std::vector<std::uint32_t> above;
    std::copy_if(over.up_to.begin() + first, over.up_to.begin() + last, std::back_inserter(above),
                 [&](std::uint32_t p) { return p < part.begin; });
    sort_unique(above);
    for (const std::uint32_t p : above) {
        pass_down(over, p, part, slots, metric);
    }
    for (std::uint32_t p = part.begin; p < part.end; ++p) {
        pass_down(over, p, part, slots, metric);
    }
}

}  // namespace

void basic_place(const Customizable& over, std::uint32_t place, std::span<const Arc> arcs,
                 Slots& slots, std::vector<TwoWay>& basic) {
    set_slots(over, place, slots);
    for (std::uint32_t a = over.up_first[place]; a < over.up_first[place + 1]; ++a) {
        basic[a] = given_cost(over, arcs, a);
    }
    triangles_below(over, place, slots, [&](std::uint32_t a, std::uint32_t b, std::uint32_t arc) {
        relax_lower(basic[arc], basic[a], basic[b]);
    });
}

void perfect_place(const Customizable& over, std::uint32_t place, Slots& slots, Metric& metric) {
    set_slots(over, place, slots);
    const std::uint32_t first = over.up_first[place], last = over.up_first[place + 1];
    std::copy(metric.basic.begin() + first, metric.basic.begin() + last,
              metric.perfect.begin() + first);
    for (std::uint32_t a = first; a < last; ++a) {
        const std::uint32_t x = over.up_to[a];
        const TwoWay to_x = metric.basic[a];
        TwoWay& best_x = metric.perfect[a];
        for (std::uint32_t c = over.up_first[x]; c < over.up_first[x + 1]; ++c) {
            const std::uint32_t b = slots[over.up_to[c]];
            if (b - first < last - first && over.up_to[b] == over.up_to[c]) {
                const TwoWay x_y = metric.perfect[c], to_y = metric.basic[b];
                relax(metric.perfect[b], plus(to_x.up, x_y.up), plus(x_y.down, to_x.down));
                relax(best_x, plus(to_y.up, x_y.down), plus(x_y.up, to_y.down));
            }
        }
    }
}

Metric customise(const Customizable& over, std::span<const Arc> arcs) {
    Metric out;
    out.basic.resize(over.arcs());
    out.perfect.resize(over.arcs());
    // Upwards, then downwards: the parts touch no place of each other.
    each_part(over, [&](const Customizable::Part& part, Slots& slots) {
        for (std::uint32_t p = part.end; p-- > part.begin;) {
            basic_place(over, p, arcs, slots, out.basic);
        }
    });
    Slots& slots = slots_of_thread(over.size());
    for (std::size_t i = over.crown.size(); i-- > 0;) {
        basic_place(over, over.crown[i], arcs, slots, out.basic);
    }
    for (const std::uint32_t p : over.crown) {
        perfect_place(over, p, slots, out);
    }
    each_part(over, [&](const Customizable::Part& part, Slots& own) {
        perfect_part(over, part, own, out);
    });
    return out;
}

namespace {

bool needed(std::uint32_t basic, std::uint32_t perfect) { return basic < kFar && basic == perfect; }

}  // namespace

Hierarchy hierarchy_of(const Customizable& over, const Metric& metric) {
    Hierarchy out;
    out.place = over.place;
    out.node = over.node;
    out.up_first.assign(over.size() + 1, 0);
    out.down_first.assign(over.size() + 1, 0);
    constexpr std::size_t kGrain = 4096;
    base::parallel_blocks(over.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end; ++p) {
            for (std::uint32_t a = over.up_first[p]; a < over.up_first[p + 1]; ++a) {
                const TwoWay basic = metric.basic[a], perfect = metric.perfect[a];
                out.up_first[p + 1] += needed(basic.up, perfect.up) ? 1 : 0;
                out.down_first[p + 1] += needed(basic.down, perfect.down) ? 1 : 0;
            }
        }
    });
    std::partial_sum(out.up_first.begin(), out.up_first.end(), out.up_first.begin());
    std::partial_sum(out.down_first.begin(), out.down_first.end(), out.down_first.begin());
    out.up.resize(out.up_first.back());
    out.down.resize(out.down_first.back());
    base::parallel_blocks(over.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        std::uint32_t up = out.up_first[begin], down = out.down_first[begin];
        for (std::uint32_t a = over.up_first[begin]; a < over.up_first[end]; ++a) {
            const TwoWay basic = metric.basic[a], perfect = metric.perfect[a];
            if (needed(basic.up, perfect.up)) {
                out.up[up++] = {over.up_to[a], basic.up};
            }
            if (needed(basic.down, perfect.down)) {
                out.down[down++] = {over.up_to[a], basic.down};
            }
        }
    });
    return out;
}

}  // namespace jt::network
