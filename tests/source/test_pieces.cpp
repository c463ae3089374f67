// Conversion in pieces: the same content as in one, whatever the size of the pieces.
#include "source/convert.hpp"
#include "source/fixtures.hpp"
#include "source/text/csv.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace jt;
using namespace jt::source;
using fixtures::TempFolder;

namespace {

/// Squares with Chinese names, each hundredth a bow tie, which becomes two parts.
layer::Layer rectangles(std::size_t count) {
    geo::GeometryArray geometry(geo::Shape::polygon);
    std::vector<std::int64_t> ids, numbers;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = 500000 + 10 * static_cast<double>(i % 200);
        const double y = 3390000 + 10 * static_cast<double>(i / 200);
        if (i % 100 == 7) {
            geometry.add_ring(std::vector<double>{x, y, x + 5, y + 5, x + 5, y, x, y + 5, x, y});
        } else {
            geometry.add_ring(std::vector<double>{x, y, x + 5, y, x + 5, y + 5, x, y + 5, x, y});
        }
        ids.push_back(static_cast<std::int64_t>(i));
        numbers.push_back(static_cast<std::int64_t>(i * i));
        names.push_back("地块" + std::to_string(i));
    }
    layer::Layer out("地块", geo::Crs::from("EPSG:4544"), std::move(geometry), ids);
    out.set({"name", layer::Type::text, "", {}}, layer::Column::of_texts(names));
    out.set({"number", layer::Type::integer, "", {}}, layer::Column::of_integers(numbers));
    return out;
}

/// What a conversion tells and what it writes, read back.
struct Result {
    std::string told;
    layer::Layer layer;
    std::optional<layer::Layer> repairs;
};

Result converted(const std::string& from, const std::string& to, std::size_t piece_bytes) {
    ConvertOptions options;
    options.read.path = from;
    options.read.repair = Repair::repair;
    options.read.to = "EPSG:4490";
    options.target = to;
    options.write.overwrite = true;
    options.piece_bytes = piece_bytes;
    base::Diagnostics diagnostics;
    convert(options, diagnostics);
    std::string told;
    for (const base::Diagnostic& one : diagnostics.list()) {
        told += base::render(one, base::Lang::en) + "\n";
    }
    ReadOptions read;
    read.path = to;
    base::Diagnostics unused;
    const auto layers = list_layers(to);
    read.layer = layers.front().name;
    Result out{told, read_layer(read, unused), std::nullopt};
    if (layers.size() > 1) {
        read.layer = layers.back().name;
        read.repair = Repair::repair;
        out.repairs = read_layer(read, unused);
    }
    return out;
}

void check_same(const layer::Layer& a, const layer::Layer& b) {
    REQUIRE(a.rows() == b.rows());
    CHECK(a.ids() == b.ids());
    const auto xa = a.geometry().xy(), xb = b.geometry().xy();
    CHECK(std::equal(xa.begin(), xa.end(), xb.begin(), xb.end()));
    CHECK(csv_text(a) == csv_text(b));
}

}  // namespace

TEST_CASE("a conversion in pieces gives what one in whole gives, and tells the same") {
    const TempFolder folder;
    base::Diagnostics diagnostics;
    const layer::Layer layer = rectangles(9000);
    for (const std::string source : {"a.shp", "a.gpkg", "a.fgb"}) {
        write_table(folder / source, layer, {}, diagnostics);
        for (const std::string target : {"out.gpkg", "out.geojson", "out.fgb"}) {
            if (source != "a.shp" && target.substr(4) != source.substr(2)) {
                continue;
            }
            INFO(source << " to " << target);
            const Result whole = converted(folder / source, folder / target,
                                           std::numeric_limits<std::size_t>::max());
            const Result pieces = converted(folder / source, folder / target, 1 << 18);
            CHECK(pieces.told == whole.told);
            CHECK(whole.told.find("90 features") != std::string::npos);
            check_same(pieces.layer, whole.layer);
            REQUIRE(pieces.repairs.has_value() == (target == "out.gpkg"));
            if (pieces.repairs) {
                CHECK(pieces.repairs->rows() == 90);
            }
        }
    }
}
