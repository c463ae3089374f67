// What-ifs on the streets of a town, from the file to the map of who reaches what in half an hour.
//   bench_what_if ROADS.osm.pbf CRS [walk]           JT_THREADS=N for N threads
//   bench_what_if ROADS.osm.pbf CRS edges FOLDER     the same streets and points for a peer, as CSV
// For Porto: EPSG:3763.
#include "base/parallel.hpp"
#include "network/hierarchy/customise.hpp"
#include "network/hierarchy/order_dissection.hpp"
#include "network/hierarchy/what_if.hpp"
#include "network/osm_streets.hpp"
#include "network/reach/search.hpp"
#include "network/register.hpp"

#include <sys/resource.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>

using namespace jt;
using namespace jt::network;

namespace {

class Clock {
public:
    double ms() const {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start)
            .count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// Time that passed, and that of all cores together, which counts where others use them too.
struct Times {
    double ms = 1e300, cpu_ms = 1e300;
};

/// The quickest of five: the others waited for the machine.
template <class Body>
Times least(Body&& body) {
    Times out;
    for (int i = 0; i < 5; ++i) {
        const Clock clock;
        const std::clock_t cpu = std::clock();
        body();
        out.ms = std::min(out.ms, clock.ms());
        out.cpu_ms = std::min(out.cpu_ms, 1000.0 * static_cast<double>(std::clock() - cpu) /
                                              static_cast<double>(CLOCKS_PER_SEC));
    }
    return out;
}

/// A small seeded generator (64-bit LCG, Knuth 1997).
struct Random {
    std::uint64_t state;
    std::uint32_t below(std::size_t n) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>((state >> 33) % n);
    }
};

/// Links that a scenario changes; the added ones are closed in the baseline.
struct Changes {
    std::vector<std::uint32_t> closed, added, retimed;
};

Changes changes_of(const Topology& t, Random& random) {
    const auto pick = [&](std::vector<std::uint32_t>& out, std::size_t count) {
        while (out.size() < count) {
            const std::uint32_t link = random.below(t.links.size());
            if ((t.links[link].flags & (kForward | kBackward)) != 0) {
                out.push_back(link);
            }
        }
    };
    Changes out;
    pick(out.closed, 20);
    pick(out.added, 5);
    pick(out.retimed, 200);
    return out;
}

std::shared_ptr<const Network> with(const Network& net, const std::vector<std::uint32_t>& links,
                                    const std::function<void(ScenarioState&, std::uint32_t)>& say) {
    ScenarioState state = net.state();
    for (const std::uint32_t link : links) {
        say(state, link);
    }
    return std::make_shared<const Network>(net.shared_topology(), state);
}

std::shared_ptr<const Network> with_word(const Network& net, Word word,
                                         const std::vector<std::uint32_t>& links) {
    return with(net, links, [&](ScenarioState& state, std::uint32_t link) {
        state.word[link] = static_cast<std::uint8_t>(word);
    });
}

constexpr std::size_t kLanes = 16;
constexpr std::uint32_t kHalfHour = 30 * 60 * 1000;
using Costs = std::array<std::uint32_t, kLanes>;

/// From sixteen states to all, by place: each climbs its branch of the elimination tree, then one
/// sweep goes down for all.
void sweep(const Customizable& over, const Hierarchy& h, const std::uint32_t* origins,
           std::vector<Costs>& at) {
    Costs far;
    far.fill(kFar);
    at.assign(h.size(), far);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        std::uint32_t p = h.place[origins[lane]];
        at[p][lane] = 0;
        for (;;) {
            for (std::uint32_t a = h.up_first[p]; a < h.up_first[p + 1]; ++a) {
                std::uint32_t& cost = at[h.up[a].to][lane];
                cost = std::min(cost, at[p][lane] + h.up[a].cost);
            }
            if (over.up_first[p] == over.up_first[p + 1]) {
                break;
            }
            p = over.up_to[over.up_first[p + 1] - 1];
        }
    }
    for (std::uint32_t p = 0; p < h.size(); ++p) {
        Costs best = at[p];
        for (std::uint32_t a = h.down_first[p]; a < h.down_first[p + 1]; ++a) {
            const Costs& from = at[h.down[a].to];
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                best[lane] = std::min(best[lane], from[lane] + h.down[a].cost);
            }
        }
        at[p] = best;
    }
}

/// How many states each origin reaches in half an hour.
std::vector<std::uint32_t> reached(const Customizable& over, const Hierarchy& h,
                                   const std::vector<std::uint32_t>& origins) {
    std::vector<std::uint32_t> out(origins.size(), 0);
    base::parallel_blocks(origins.size() / kLanes, 1, [&](std::size_t begin, std::size_t end) {
        std::vector<Costs> at;
        for (std::size_t batch = begin; batch < end; ++batch) {
            sweep(over, h, origins.data() + batch * kLanes, at);
            for (const Costs& costs : at) {
                for (std::size_t lane = 0; lane < kLanes; ++lane) {
                    out[batch * kLanes + lane] += costs[lane] <= kHalfHour ? 1 : 0;
                }
            }
        }
    });
    return out;
}

/// Of the first origins, those whose count Dijkstra's algorithm gives too.
std::size_t confirmed(const Network& net, const std::vector<std::uint32_t>& origins,
                      const std::vector<std::uint32_t>& counts, std::size_t of) {
    Search search(net);
    std::size_t out = 0;
    for (std::size_t i = 0; i < of; ++i) {
        search.begin();
        search.add_source(origins[i], 0);
        search.run(kHalfHour);
        std::uint32_t count = 0;
        for (std::uint32_t state = 0; state < net.topology().states(); ++state) {
            count += search.cost(state) != kClosed ? 1 : 0;
        }
        out += count == counts[i] ? 1 : 0;
    }
    return out;
}

void what_if(const char* name, const Network& before, const Network& after,
             const Customizable& over, const std::vector<std::uint32_t>& origins) {
    const Metric first = customise(over, before.arcs());
    Metric metric = first;
    const Clock clock;
    recustomise(over, before.arcs(), after.arcs(), metric);
    const double re_ms = clock.ms();
    const Hierarchy h = hierarchy_of(over, metric);
    const std::vector<std::uint32_t> counts = reached(over, h, origins);
    const double map_ms = clock.ms();
    const Metric full = customise(over, after.arcs());
    const bool same = full.basic == metric.basic && full.perfect == metric.perfect;
    std::printf("%-28s recustomise_ms=%.1f same=%s map_of_1000_ms=%.0f confirmed=%zu/20\n", name,
                re_ms, same ? "yes" : "NO", map_ms, confirmed(after, origins, counts, 20));
}

double peak_mb() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// 5,000 nodes that streets lead to or from.
std::vector<std::uint32_t> places_of(const Network& net) {
    Random random{20200525};
    std::vector<std::uint32_t> out;
    while (out.size() < 5000) {
        const std::uint32_t node = random.below(net.topology().nodes);
        if (net.live(node)) {
            out.push_back(node);
        }
    }
    return out;
}

/// edges.csv (id, source, target, cost and reverse_cost in ms, -1 for none) and places.csv (ids of
/// nodes).
void write_edges(const Network& net, const std::string& folder) {
    const Topology& t = net.topology();
    std::ofstream edges(folder + "/edges.csv"), places(folder + "/places.csv");
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        const std::uint32_t flags = t.links[t.edges[e].link].flags;
        const auto cost = [&](std::uint32_t way) {
            return (flags & way) != 0 && net.drive_ms(e) != kClosed
                       ? static_cast<std::int64_t>(net.drive_ms(e))
                       : -1;
        };
        edges << e << ',' << t.edges[e].from << ',' << t.edges[e].to << ',' << cost(kForward) << ','
              << cost(kBackward) << '\n';
    }
    for (const std::uint32_t node : places_of(net)) {
        places << node << '\n';
    }
}

/// 5,000 x 5,000 to the disk, as the operator network.matrix_file does it.
void matrix(const Network& net) {
    const Topology& t = net.topology();
    geo::GeometryArray array(geo::Shape::point);
    std::vector<std::int64_t> ids;
    for (const std::uint32_t node : places_of(net)) {
        array.add_point(t.place_xy[2 * node], t.place_xy[2 * node + 1]);
        ids.push_back(static_cast<std::int64_t>(ids.size()));
    }
    const auto points =
        std::make_shared<layer::Layer>("points", t.crs, std::move(array), std::move(ids));
    registry::Registry registry;
    register_operators(registry);
    base::Diagnostics diagnostics;
    const auto ordered = std::make_shared<const Network>(
        net.shared_topology(), net.state(),
        Prepared{nullptr, std::make_shared<const WhatIf>(net, base::Progress())});
    const double before_mb = peak_mb();
    const Clock clock;
    registry::Call call;
    call.inputs = {{"network", {ordered}}, {"origins", {points}}, {"destinations", {points}}};
    call.params = nlohmann::json::object();
    call.diagnostics = &diagnostics;
    const auto out = registry.run("network.matrix_file", std::move(call));
    const auto& table = dynamic_cast<const layer::Table&>(*out.at("matrices"));
    std::printf("matrix 5000 x 5000: seconds=%.2f ok=%lld rss_mb=%.0f (%.0f before)\n",
                clock.ms() / 1000, static_cast<long long>(table.column("ok").integer(0)), peak_mb(),
                before_mb);
}

int run(const std::string& path, const std::string& crs, const std::string& mode,
        const std::string& folder) {
    const bool walk = mode == "walk";
    const Clock whole;
    const auto roads = test::osm_streets(path, crs);
    const double read_ms = whole.ms();
    base::Diagnostics diagnostics;
    const Clock building;
    const auto built =
        build({roads}, nullptr, nullptr, test::osm_options(*roads, walk), diagnostics);
    const double build_ms = building.ms();
    const Topology& t = built->topology();
    if (mode == "edges") {
        write_edges(*built, folder);
        return 0;
    }
    std::printf("roads=%zu segments=%zu links=%zu edges=%zu nodes=%u states=%u arcs=%zu\n",
                roads->rows(), roads->geometry().xy().size() / 2 - roads->rows(), t.links.size(),
                t.edges.size(), t.nodes, t.states(), t.arc_to.size());
    const Clock ordering;
    const auto order = dissection_order(t.first_arc, t.arc_to, {});
    const double order_ms = ordering.ms();
    const Customizable over(t.first_arc, t.arc_to, order);
    const double graph_ms = ordering.ms() - order_ms;
    std::printf("read_ms=%.0f build_ms=%.0f order_ms=%.0f supergraph_ms=%.0f all_ms=%.0f\n",
                read_ms, build_ms, order_ms, graph_ms, whole.ms());

    Random random{20200525};
    const Changes changes = changes_of(t, random);
    const auto base = with_word(*built, Word::closed, changes.added);
    Metric metric;
    Hierarchy h;
    const Times weighing = least([&] { metric = customise(over, base->arcs()); });
    const Times listing = least([&] { h = hierarchy_of(over, metric); });
    std::printf(
        "supergraph_arcs=%zu triangles=%llu up=%zu down=%zu customise_ms=%.1f cpu=%.1f "
        "hierarchy_ms=%.1f cpu=%.1f\n",
        over.arcs(), static_cast<unsigned long long>(over.triangles()), h.up.size(), h.down.size(),
        weighing.ms, weighing.cpu_ms, listing.ms, listing.cpu_ms);

    std::vector<std::uint32_t> origins;
    while (origins.size() < 1008) {
        const std::uint32_t state = random.below(t.nodes);
        if (base->live(state)) {
            origins.push_back(state);
        }
    }
    const auto one = with_word(*base, Word::closed, {changes.closed.front()});
    const auto closed = with_word(*base, Word::closed, changes.closed);
    const auto opened = with_word(*closed, Word::opened, changes.added);
    const auto retimed =
        with(*opened, changes.retimed,
             [](ScenarioState& state, std::uint32_t link) { state.speed[link] *= 0.7; });
    what_if("one closure", *base, *one, over, origins);
    what_if("20 closures", *base, *closed, over, origins);
    what_if("and 5 additions", *base, *opened, over, origins);
    what_if("and 200 links retimed", *base, *retimed, over, origins);
    matrix(*built);
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (const char* threads = std::getenv("JT_THREADS")) {
        base::set_threads(std::atoi(threads));
    }
    if (count < 3) {
        std::fprintf(stderr, "bench_what_if ROADS.osm.pbf CRS [walk | edges FOLDER]\n");
        return 1;
    }
    return run(words[1], words[2], count > 3 ? words[3] : "", count > 4 ? words[4] : ".");
}
