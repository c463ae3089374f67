// The engine's own shapefile reader against GDAL's, on every shapefile of the shared data and of
// the sample region: the same features, coordinates and values.
#include "fixtures.hpp"
#include "source/gdal/gdal.hpp"
#include "source/loaded.hpp"
#include "source/shapefile/geometry_reader.hpp"
#include "source/shapefile/shape_rings.hpp"
#include "source/text/codec.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <filesystem>

using namespace jt;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> shapefiles(const std::string& folder) {
    std::vector<std::string> out;
    std::error_code code;
    for (const auto& entry : fs::recursive_directory_iterator(folder, code)) {
        if (entry.path().extension() == ".shp") {
            out.push_back(entry.path().string());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Text of a field as GDAL gives it, its bytes raw.
std::string gdal_text(OGRFeatureH feature, int field) {
    return OGR_F_GetFieldAsString(feature, field);
}

void compare_values(const source::Loaded& own, OGRLayerH layer) {
    const source::Codec codec(own.encoding.encoding);
    OGR_L_ResetReading(layer);
    std::size_t row = 0;
    while (const source::OwnedFeature feature{OGR_L_GetNextFeature(layer)}) {
        REQUIRE(row < own.ids.size());
        REQUIRE(own.ids[row] == OGR_F_GetFID(feature.get()));
        for (int i = 0; i < OGR_F_GetFieldCount(feature.get()); ++i) {
            if (own.table.fields().empty()) {
                break;  // GDAL makes up a field where there is none
            }
            const layer::Column& column = own.table.column(static_cast<std::size_t>(i));
            INFO("record " << row << ", field " << i);
            const bool there = OGR_F_IsFieldSetAndNotNull(feature.get(), i) != 0;
            if (column.type() == layer::Type::text) {
                const OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature.get(), i));
                const std::string text = gdal_text(feature.get(), i);
                if (type == OFTString && text != "?") {  // an unknown boolean
                    REQUIRE(column.text(row) == codec.decode_lossy(text));
                }
            } else if (column.type() != layer::Type::boolean) {  // GDAL 3.6 has letters there
                REQUIRE(column.valid(row) == there);
                if (there) {
                    REQUIRE(column.number(row) == OGR_F_GetFieldAsDouble(feature.get(), i));
                }
            }
        }
        ++row;
    }
    REQUIRE(row == own.ids.size());
}

void compare_geometry(const source::Loaded& own, OGRLayerH layer) {
    source::GeometryReader reader;
    OGR_L_ResetReading(layer);
    while (const source::OwnedFeature feature{OGR_L_GetNextFeature(layer)}) {
        reader.read(OGR_F_GetGeometryRef(feature.get()), OGR_F_GetFID(feature.get()));
    }
    const geo::GeometryArray wanted = reader.build();
    REQUIRE(own.geometry.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        INFO("record " << i);
        REQUIRE(own.geometry.status(i) == wanted.status(i));
        const auto a = own.geometry.coordinates(i), b = wanted.coordinates(i);
        REQUIRE(a.size() == b.size());
        REQUIRE(std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
        REQUIRE(own.geometry.parts_end(i) - own.geometry.parts_begin(i) ==
                wanted.parts_end(i) - wanted.parts_begin(i));
    }
    CHECK(own.findings.z == reader.findings.z);
    CHECK(own.findings.unclosed == reader.findings.unclosed);
    CHECK(own.findings.short_lines == reader.findings.short_lines);
}

void compare(const std::string& path) {
    INFO(path);
    base::Diagnostics diagnostics;
    source::LoadOptions options;
    options.path = path;
    options.repair = options.lenient = true;
    const source::Loaded own = source::load(options, diagnostics, base::Progress());
    const source::GdalSession session;
    const source::GdalOption restore("SHAPE_RESTORE_SHX", "NO");
    const auto dataset = source::open_dataset(path, {"ENCODING="});
    if (!dataset) {
        return;  // without .shx GDAL reads nothing
    }
    OGRLayerH layer = GDALDatasetGetLayer(dataset.get(), 0);
    compare_values(own, layer);
    compare_geometry(own, layer);
}

}  // namespace

TEST_CASE("shapefiles read as GDAL reads them: shared data") {
    const std::string folder = fixtures::shared_data();
    if (folder.empty()) {
        WARN("skipped: no shared data");
        return;
    }
    const auto files = shapefiles(folder);
    CHECK(files.size() > 30);
    for (const std::string& path : files) {
        compare(path);
    }
}

TEST_CASE("shapefiles read as GDAL reads them: the sample region") {
    const auto files = shapefiles(std::string(JT_SOURCE_DIR) + "/gisdata");
    CHECK(files.size() >= 3);
    for (const std::string& path : files) {
        compare(path);
    }
}

TEST_CASE("rings of a shapefile polygon are sorted into parts by direction and place") {
    const auto ring = [](double x, double y, double side, bool clockwise) {
        std::vector<double> out{x, y, x, y + side, x + side, y + side, x + side, y, x, y};
        if (!clockwise) {
            out = {x, y, x + side, y, x + side, y + side, x, y + side, x, y};
        }
        return out;
    };
    const std::vector<std::vector<double>> rings = {
        ring(0, 0, 100, true),   ring(10, 10, 20, false), ring(200, 0, 50, true),
        ring(40, 40, 30, false), ring(210, 10, 5, false), ring(45, 45, 10, true),
        ring(47, 47, 2, false),  ring(400, 0, 10, false),
    };
    std::vector<source::RawRing> raw;
    for (const auto& one : rings) {
        raw.push_back({reinterpret_cast<const char*>(one.data()), one.size() / 2});
    }
    const auto parts = source::parts_of(raw);
    REQUIRE(parts.size() == 4);
    CHECK(parts[0].shell == 0);
    CHECK(parts[0].holes == std::vector<std::size_t>{1, 3});
    CHECK(parts[1].shell == 2);
    CHECK(parts[1].holes == std::vector<std::size_t>{4});
    CHECK(parts[2].shell == 5);  // an island in a hole
    CHECK(parts[2].holes == std::vector<std::size_t>{6});
    CHECK(parts[3].shell == 7);
    CHECK(parts[3].turned);
    CHECK(!parts[2].turned);
}
