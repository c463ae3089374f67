// Closing links one by one at full size.
//   bench_criticality FILE CRS POINTS CLOSINGS  noded streets in CRS, measured in EPSG:32650; so
//   many seeded origins and as many destinations, and the first links. `naive` counts what the same
//   would take by one search for each origin and link, from the time of the first searches.
#include "base/parallel.hpp"
#include "network/criticality/betweenness.hpp"
#include "network/criticality/link_effects.hpp"
#include "network/graph/build.hpp"
#include "source/read.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace jt;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::shared_ptr<const network::Network> build(const std::string& path, const std::string& crs) {
    base::Diagnostics diagnostics;
    source::ReadOptions read;
    read.path = path;
    read.crs = crs;
    read.to = "EPSG:32650";
    auto roads = std::make_shared<layer::Layer>(source::read_layer(read, diagnostics));
    std::vector<double> speeds;
    for (std::size_t i = 0; i < roads->rows(); ++i) {
        speeds.push_back(30 + static_cast<double>(i % 5) * 10);
    }
    roads->set({"speed", layer::Type::real, "km/h", {}}, layer::Column::of_reals(speeds));
    network::BuildOptions options;
    options.walk = false;
    options.snap_m = 0;
    options.crossings = network::Crossings::ends;
    return network::build({roads}, nullptr, nullptr, options, diagnostics);
}

network::Points at_nodes(const network::Network& net, std::size_t count, std::uint64_t seed) {
    const network::Topology& t = net.topology();
    geo::GeometryArray array(geo::Shape::point);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < count; ++i) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        const std::size_t n = (seed >> 33) % t.nodes;
        array.add_point(t.place_xy[2 * n], t.place_xy[2 * n + 1]);
        ids.push_back(static_cast<std::int64_t>(i));
    }
    base::Diagnostics diagnostics;
    return network::connect(net, layer::Layer("points", t.crs, std::move(array), ids), "",
                            diagnostics);
}

int bench(const std::string& path, const std::string& crs, std::size_t points,
          std::size_t closings) {
    const auto net = build(path, crs);
    const auto origins = at_nodes(*net, points, 1), destinations = at_nodes(*net, points, 2);
    network::Indicator indicator;
    indicator.origin_weights.assign(points, 1.0);
    indicator.destination_weights.assign(points, 1.0);
    const auto links = static_cast<std::uint32_t>(net->topology().links.size());
    std::vector<std::vector<std::uint32_t>> units;
    for (std::uint32_t l = 0; l < std::min<std::size_t>(closings, links); ++l) {
        units.push_back({l});
    }
    auto start = std::chrono::steady_clock::now();
    network::closing_effects(*net, origins, destinations, indicator, {}, base::Progress());
    const double first = seconds_since(start);
    start = std::chrono::steady_clock::now();
    const auto effects =
        network::closing_effects(*net, origins, destinations, indicator, units, base::Progress());
    const double seconds = seconds_since(start);
    std::uint64_t searches = 0, damaging = 0;
    for (const auto& effect : effects.units) {
        searches += effect.searches;
        damaging += effect.value != effects.before ? 1 : 0;
    }
    std::printf("closings=%zu searches=%llu damaging=%llu before=%.0f seconds=%.3f naive=%.0f\n",
                units.size(), static_cast<unsigned long long>(searches),
                static_cast<unsigned long long>(damaging), effects.before, seconds,
                first * static_cast<double>(units.size()));
    std::fflush(stdout);
    start = std::chrono::steady_clock::now();
    const auto loads = network::betweenness(network::street_graph(*net, false),
                                            net->topology().edges.size(), base::Progress());
    double sum = 0;
    for (const double load : loads.nodes) {
        sum += load;
    }
    std::printf("betweenness nodes=%zu sum=%.0f seconds=%.3f\n", loads.nodes.size(), sum,
                seconds_since(start));
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (const char* threads = std::getenv("JT_THREADS")) {
        base::set_threads(std::atoi(threads));
    }
    if (count != 5) {
        std::fprintf(stderr, "bench_criticality FILE CRS POINTS CLOSINGS\n");
        return 1;
    }
    return bench(words[1], words[2], std::stoul(words[3]), std::stoul(words[4]));
}
