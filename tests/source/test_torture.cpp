// The 40 shapefiles of the shared torture data against the features that are expected of them.
#include "base/files.hpp"
#include "fixtures.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <nlohmann/json.hpp>

using namespace jt;
using nlohmann::json;

namespace {

/// Coordinates of a GeoJSON geometry in order, x and y only.
void flatten(const json& value, std::vector<double>& out) {
    if (value.is_array() && !value.empty() && value.front().is_number()) {
        out.push_back(value[0].get<double>());
        out.push_back(value[1].get<double>());
        return;
    }
    for (const json& part : value) {
        flatten(part, out);
    }
}

json value_of(const layer::Column& column, std::size_t row) {
    if (!column.valid(row)) {
        return nullptr;
    }
    switch (column.type()) {
        case layer::Type::text: return std::string(column.text(row));
        case layer::Type::integer: return column.integer(row);
        case layer::Type::boolean: return column.boolean(row);
        default: return column.number(row);
    }
}

/// The value that the expected JSON means, as the engine's columns have it.
json meant(const json& expected) {
    if (expected.is_string()) {  // dates: "20130102"
        const auto text = expected.get<std::string>();
        const bool date =
            text.size() == 8 && text.find_first_not_of("0123456789") == std::string::npos;
        return date ? text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6) : text;
    }
    return expected;
}

}  // namespace

TEST_CASE("shapefiles of the torture set give the expected features") {
    const std::string folder = fixtures::shared_data() + "/torture/mbostock_shapefile/";
    if (!fixtures::fs::exists(folder)) {
        WARN("skipped: no shared data");
        return;
    }
    std::size_t met = 0, values = 0;
    for (const auto& entry : fixtures::fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        const std::string stem = entry.path().stem().string();
        INFO(stem);
        source::ReadOptions options;
        options.path = folder + stem + ".shp";
        options.repair = source::Repair::repair;  // some come without .shx or .dbf
        options.crs = "EPSG:4326";                // most have no .prj
        if (stem == "latin1-property") {
            options.encoding = "latin1";
        }
        base::Diagnostics diagnostics;
        const layer::Layer layer = source::read_layer(options, diagnostics);
        const json expected = json::parse(base::read_file(entry.path()));
        const json& features = expected.at("features");
        REQUIRE(layer.rows() == features.size());
        for (std::size_t row = 0; row < features.size(); ++row) {
            const json& geometry = features[row].at("geometry");
            std::vector<double> wanted;
            if (!geometry.is_null()) {
                flatten(geometry.at("coordinates"), wanted);
            }
            const auto found = layer.geometry().coordinates(row);
            CHECK(std::vector<double>(found.begin(), found.end()) == wanted);
            for (const auto& [name, value] : features[row].at("properties").items()) {
                if (layer.has(name)) {
                    CHECK(value_of(layer.column(name), row) == meant(value));
                    ++values;
                } else {
                    CHECK(stem == "ignore-properties");
                }
            }
        }
        ++met;
    }
    CHECK(met >= 20);
    CHECK(values > 20);
}
