#include "network/hierarchy/customise.hpp"

#include "base/parallel.hpp"
#include "network/hierarchy/relax.hpp"

namespace jt::network {
namespace {

Slots& slots_of_thread(std::size_t places) {
    thread_local Slots slots;
    if (slots.size() < places) {
        slots.resize(places, 0);
    }
    return slots;
}

void set_slots(const Customizable& over, std::uint32_t place, Slots& slots) {
    for (std::uint32_t a = over.up_first[place]; a < over.up_first[place + 1]; ++a) {
        slots[over.up_to[a]] = a;
    }
}

/// Sets the basic costs of the arcs of a place, when those of all places below are set.
void basic_place(const Customizable& over, std::uint32_t place, Slots& slots,
                 std::vector<TwoWay>& basic) {
    set_slots(over, place, slots);
    for (std::uint32_t d = over.down_first[place]; d < over.down_first[place + 1]; ++d) {
        const std::uint32_t last = over.down_arc[d];
        const TwoWay a = basic[last];
        if (a.up == kFar && a.down == kFar) {
            continue;
        }
        for (std::uint32_t b = over.up_first[over.tail[last]]; b < last; ++b) {
            relax_lower(basic[slots[over.up_to[b]]], a, basic[b]);
        }
    }
}

template <class Body>
void each_part(const Customizable& over, Body&& body) {
    base::parallel_blocks(over.parts.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            body(over.parts[i], slots_of_thread(over.size()));
        }
    });
}

}  // namespace

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
    base::parallel_blocks(over.arcs(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t a = begin; a < end; ++a) {
            out.basic[a] = given_cost(over, arcs, static_cast<std::uint32_t>(a));
        }
    });
    // Upwards, then downwards: the parts touch no place of each other.
    each_part(over, [&](const Customizable::Part& part, Slots& slots) {
        for (std::uint32_t p = part.end; p-- > part.begin;) {
            basic_place(over, p, slots, out.basic);
        }
    });
    Slots& slots = slots_of_thread(over.size());
    for (std::size_t i = over.crown.size(); i-- > 0;) {
        basic_place(over, over.crown[i], slots, out.basic);
    }
    for (const std::uint32_t p : over.crown) {
        perfect_place(over, p, slots, out);
    }
    each_part(over, [&](const Customizable::Part& part, Slots& own) {
        for (std::uint32_t p = part.begin; p < part.end; ++p) {
            perfect_place(over, p, own, out);
        }
    });
    return out;
}

Hierarchy hierarchy_of(const Customizable& over, const Metric& metric) {
    Hierarchy out;
    out.place = over.place;
    out.node = over.node;
    out.up_first.reserve(out.node.size() + 1);
    out.down_first.reserve(out.node.size() + 1);
    out.up_first.push_back(0);
    out.down_first.push_back(0);
    for (std::uint32_t p = 0; p < over.size(); ++p) {
        for (std::uint32_t a = over.up_first[p]; a < over.up_first[p + 1]; ++a) {
            const TwoWay basic = metric.basic[a], perfect = metric.perfect[a];
            if (basic.up < kFar && basic.up == perfect.up) {
                out.up.push_back({over.up_to[a], basic.up});
            }
            if (basic.down < kFar && basic.down == perfect.down) {
                out.down.push_back({over.up_to[a], basic.down});
            }
        }
        out.up_first.push_back(static_cast<std::uint32_t>(out.up.size()));
        out.down_first.push_back(static_cast<std::uint32_t>(out.down.size()));
    }
    return out;
}

}  // namespace jt::network
