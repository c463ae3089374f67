// Matrices and isochrones on a big graph, beside the peers of tests/bench/run.sh.
//   bench_network build GRAPH HIERARCHY    cold: the hierarchy is made (and stored), then the
//   matrix bench_network matrix GRAPH HIERARCHY   warm: 1,000 x 1,000 with the stored hierarchy
//   bench_network reached GRAPH HIERARCHY  warm: nodes within 30 minutes of 500 origins
// GRAPH is what shp2graph writes: numbers of nodes and arcs, then tails (ascending), heads and
// milliseconds of the arcs, 32 bits each.
#include "base/files.hpp"
#include "base/parallel.hpp"
#include "network/hierarchy/contraction.hpp"
#include "network/hierarchy/sweep.hpp"

#include <sys/resource.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string>

using namespace jt;
using network::Arc;

namespace {

class Clock {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

double peak_mb() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Graph {
    std::vector<std::uint32_t> first;
    std::vector<Arc> arcs;
};

Graph read_graph(const std::string& path) {
    const std::string bytes = base::read_file(path);
    std::vector<std::uint32_t> numbers(bytes.size() / 4);
    std::memcpy(numbers.data(), bytes.data(), 4 * numbers.size());
    const std::size_t nodes = numbers.at(0), arcs = numbers.at(1);
    Graph graph{std::vector<std::uint32_t>(nodes + 1, 0), std::vector<Arc>(arcs)};
    for (std::size_t a = 0; a < arcs; ++a) {
        ++graph.first.at(numbers.at(2 + a) + 1);
        graph.arcs[a] = {numbers.at(2 + arcs + a), numbers.at(2 + 2 * arcs + a)};
    }
    std::partial_sum(graph.first.begin(), graph.first.end(), graph.first.begin());
    return graph;
}

/// The nodes that the peers take (SplitMix64, Steele, Lea, Flood 2014).
std::vector<std::uint32_t> picked(std::size_t nodes, std::uint64_t count, std::uint64_t seed) {
    std::vector<std::uint32_t> out;
    for (std::uint64_t i = 0; i < count; ++i) {
        std::uint64_t x = seed * 1000 + i + 0x9E3779B97F4A7C15ULL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
        out.push_back(static_cast<std::uint32_t>((x ^ (x >> 31)) % nodes));
    }
    return out;
}

std::vector<std::vector<network::Start>> origins_of(const std::vector<std::uint32_t>& nodes) {
    std::vector<std::vector<network::Start>> out;
    for (const std::uint32_t node : nodes) {
        out.push_back({{node, 0}});
    }
    return out;
}

std::uint64_t matrix_sum(const network::Hierarchy& hierarchy) {
    const auto costs =
        network::many_to_many(hierarchy, origins_of(picked(hierarchy.size(), 1000, 1)),
                              picked(hierarchy.size(), 1000, 2));
    return std::accumulate(costs.begin(), costs.end(), std::uint64_t{0});
}

int bench_build(const std::string& graph_path, const std::string& path) {
    const Graph graph = read_graph(graph_path);
    const Clock clock;
    const auto hierarchy = network::contract(graph.first, graph.arcs, base::Progress());
    const double build = clock.seconds();
    const std::uint64_t sum = matrix_sum(hierarchy);
    const double seconds = clock.seconds();
    base::Writer out;
    network::write_hierarchy(out, hierarchy, network::graph_hash(graph.first, graph.arcs));
    base::write_file(path, out.bytes());
    std::printf("cold build_s=%.3f up=%zu down=%zu checksum=%llu seconds=%.3f rss_mb=%.0f\n", build,
                hierarchy.up.size(), hierarchy.down.size(), static_cast<unsigned long long>(sum),
                seconds, peak_mb());
    return 0;
}

network::Hierarchy stored(const std::string& graph_path, const std::string& path) {
    const Graph graph = read_graph(graph_path);
    const std::string bytes = base::read_file(path);
    base::Reader in(bytes);
    return network::read_hierarchy(in, network::graph_hash(graph.first, graph.arcs));
}

int bench_matrix(const network::Hierarchy& hierarchy) {
    const Clock clock;
    const std::uint64_t sum = matrix_sum(hierarchy);
    std::printf("matrix checksum=%llu seconds=%.3f\n", static_cast<unsigned long long>(sum),
                clock.seconds());
    return 0;
}

int bench_reached(const network::Hierarchy& hierarchy) {
    const Clock clock;
    const auto origins = origins_of(picked(hierarchy.size(), 500, 3));
    std::vector<std::uint32_t> reached(origins.size());
    const network::Downward whole(hierarchy);
    network::sweep_blocks(whole, origins,
                          [&](const network::Sweep& sweep, std::span<const std::uint32_t> block) {
                              const network::Lanes counts = sweep.count_within(30 * 60000);
                              for (std::size_t lane = 0; lane < block.size(); ++lane) {
                                  reached[block[lane]] = counts[lane];
                              }
                          });
    const auto all = std::accumulate(reached.begin(), reached.end(), std::uint64_t{0});
    std::printf("reached settled=%llu seconds=%.3f rss_mb=%.0f\n",
                static_cast<unsigned long long>(all), clock.seconds(), peak_mb());
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const std::string mode = count == 4 ? words[1] : "";
    if (const char* threads = std::getenv("JT_THREADS")) {
        base::set_threads(std::atoi(threads));
    }
    return mode == "build"    ? bench_build(words[2], words[3])
           : mode == "matrix" ? bench_matrix(stored(words[2], words[3]))
           : mode == "reached"
               ? bench_reached(stored(words[2], words[3]))
               : (std::fprintf(stderr, "bench_network build|matrix|reached A B\n"), 1);
}
