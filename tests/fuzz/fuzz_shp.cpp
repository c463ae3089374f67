// .shp with and without its .shx: the first two bytes say how many of the others are the index.
#include "fuzz/fuzz.hpp"
#include "source/shapefile/shapefile.hpp"

#include <numeric>

using namespace jt;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string_view all = fuzz::text_of(data + 2, size - 2);
    const std::size_t cut = std::min<std::size_t>(all.size(), data[0] + 256U * data[1]);
    const fuzz::MemoryFile shx(all.substr(0, cut)), shp(all.substr(cut));
    for (const std::string& index : {shx.path(), std::string()}) {
        fuzz::answered([&] {
            const std::uint32_t type = source::read_shape_header(shp.path()).type;
            source::ShapeIndex places(shp.path(), index);
            const auto records = places.records(0, places.size());
            std::vector<std::int64_t> ids(records.size());
            std::iota(ids.begin(), ids.end(), std::int64_t{0});
            if (source::reads_shape_type(type)) {
                const auto found =
                    source::read_shapes(shp.path(), 0, records, ids, base::Progress());
                if (found.geometry.size() != ids.size()) {
                    __builtin_trap();
                }
            }
        });
    }
    return 0;
}
