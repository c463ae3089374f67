// GeoJSON held against its standard.
#include "fuzz/fuzz.hpp"
#include "source/gdal/geojson_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)jt::source::check_geojson(fuzz::text_of(data, size));
    return 0;
}
