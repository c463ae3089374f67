// A network from road lines at full size, beside the peers of tests/bench/run.sh.
//   bench_noding node FILE   lines that cross without common vertices, noded; FILE as it is
//   bench_noding graph FILE  lines that are noded already: speed in MAXSPD, joined at their ends
// Read in EPSG:4544. `seconds` counts from the layer in memory for node, and with reading for
// graph, as the peers do.
#include "base/parallel.hpp"
#include "network/graph/build.hpp"
#include "source/read.hpp"

#include <sys/resource.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace jt;

namespace {

using Time = std::chrono::steady_clock::time_point;

double seconds_since(Time start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double peak_mb() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::uint64_t hash_of(const registry::Object& object) {
    base::Writer out;
    object.write(out);
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const char c : out.bytes()) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return hash;
}

int bench(const std::string& path, bool noded) {
    const Time start = std::chrono::steady_clock::now();
    base::Diagnostics diagnostics;
    source::ReadOptions read;
    read.path = path;
    read.to = "EPSG:4544";
    auto roads = std::make_shared<layer::Layer>(source::read_layer(read, diagnostics));
    roads->set({"speed", layer::Type::integer, "km/h", {}}, roads->column("MAXSPD"));
    const double reading = seconds_since(start);
    network::BuildOptions options;
    options.walk = false;
    options.snap_m = 0;
    options.crossings = noded ? network::Crossings::ends : network::Crossings::split;
    const auto net = network::build({roads}, nullptr, nullptr, options, diagnostics);
    const double all = seconds_since(start);
    const network::Topology& t = net->topology();
    std::size_t largest = 0;
    for (const std::uint32_t c : t.component) {
        largest += c == 0 ? 1 : 0;
    }
    std::printf("%s lines=%zu edges=%zu nodes=%u largest=%zu reading=%.3f seconds=%.3f rss_mb=%.0f",
                noded ? "graph" : "node", roads->rows(), t.edges.size(), t.nodes, largest, reading,
                noded ? all : all - reading, peak_mb());
    std::printf(" hash=%016llx\n", static_cast<unsigned long long>(hash_of(*net)));
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const std::string mode = count == 3 ? words[1] : "";
    if (const char* threads = std::getenv("JT_THREADS")) {
        base::set_threads(std::atoi(threads));
    }
    if (mode != "node" && mode != "graph") {
        std::fprintf(stderr, "bench_noding node|graph FILE\n");
        return 1;
    }
    return bench(words[2], mode == "graph");
}
