// GeoJSON against its standard: every file of the shared torture data, by the reason it is told.
#include "base/files.hpp"
#include "fixtures.hpp"
#include "source/gdal/geojson_check.hpp"
#include "source/info.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace jt::source;
using fixtures::TempFolder;

namespace {

std::string reasons(const std::string& text) {
    std::string out;
    for (const GeoJsonFault& fault : check_geojson(text)) {
        out += (out.empty() ? "" : " ") + fault.message.id.substr(15) + "@" + fault.path;
    }
    return out;
}

}  // namespace

TEST_CASE("each invalid GeoJSON of the shared data is told with its reason and place") {
    const std::string folder = fixtures::shared_data() + "/torture/geojson_invalid/";
    if (!fixtures::fs::exists(folder)) {
        WARN("skipped: no shared data");
        return;
    }
    const std::map<std::string, std::string> geometries = {
        {"exterior_not_ccw", "shell@features[0].geometry.coordinates[0]"},
        {"incorrect_geometry_data_type", "depth@features[0].geometry.coordinates[0]"},
        {"interior_not_cw", "hole@features[0].geometry.coordinates[1]"},
        {"less_three_unique_nodes", "short_ring@features[0].geometry.coordinates[0]"},
        {"unclosed", "open_ring@features[0].geometry.coordinates[0]"}};
    const std::map<std::string, std::string> structure = {
        {"feature_geometry_is_string", "object@geometry"},
        {"feature_id_type", "id@id"},
        {"feature_no_properties", "properties@properties"},
        {"feature_properties_is_array", "properties@properties"},
        {"feature_properties_is_int", "properties@properties"},
        {"feature_wrong_geometry_key", "geometry@geometry"},
        {"featurecollection_feature_nullfeature", "feature@features[0]"},
        {"featurecollection_features_is_object", "features@features"},
        {"featurecollection_no_features_member", "features@features"},
        {"featurecollection_nulltype", "no_type@-"},
        {"featurecollection_type_lowercase", "type@type"},
        {"featurecollection_unknown_type", "type@type"},
        {"geometry_bbox_not4or6", "bbox@bbox"},
        {"geometry_bbox_not_list", "bbox@bbox"},
        {"geometry_bbox_not_numbers", "bbox@bbox"},
        {"geometry_coordinates_1d", "depth@coordinates[0]"},
        {"geometry_coordinates_empty_position", "position@coordinates[0][2]"},
        {"geometry_coordinates_missing", "coordinates@coordinates"},
        {"geometry_coordinates_string", "position@coordinates"},
        {"geometry_depth_deep_point", "depth@coordinates"},
        {"geometry_depth_deep_polygon", "depth@coordinates[0][0]"},
        {"geometry_depth_shallow_linestring", "depth@coordinates[0]"},
        {"geometry_depth_shallow_multipolygon", "depth@coordinates[0][0][0]"},
        {"geometry_depth_shallow_polygon", "depth@coordinates[0][0]"},
        {"geometry_geometrycollection_null_geometry", "object@geometries[0]"},
        {"geometry_mislabeled_point", "depth@coordinates[0]"},
        {"geometry_missing_type", "no_type@-"},
        {"geometry_wrong_geometry_type", "type@type"}};
    std::size_t met = 0;
    for (const auto& [group, wanted] : {std::pair("invalid_geometries/", &geometries),
                                        std::pair("invalid_structure/", &structure)}) {
        for (const auto& entry : fixtures::fs::directory_iterator(folder + group)) {
            const std::string stem = entry.path().stem().string().substr(8);
            INFO(stem);
            REQUIRE(wanted->count(stem) == 1);
            CHECK(reasons(jt::base::read_file(entry.path())) == wanted->at(stem));
            // The description of the data says it too, and does not stop.
            const auto json = describe({entry.path().string(), "", "", "", ""});
            const std::string id =
                "source.geojson." + wanted->at(stem).substr(0, wanted->at(stem).find('@'));
            CHECK(json.dump().find('"' + id + '"') != std::string::npos);
            ++met;
        }
    }
    CHECK(met == 33);
}

TEST_CASE("valid GeoJSON of the shared data passes, and what is only unwise is a warning") {
    const std::string folder = fixtures::shared_data() + "/torture/geojson_invalid/";
    if (!fixtures::fs::exists(folder)) {
        WARN("skipped: no shared data");
        return;
    }
    for (const auto& entry : fixtures::fs::directory_iterator(folder + "valid")) {
        INFO(entry.path().string());
        CHECK(reasons(jt::base::read_file(entry.path())) == "");
        CHECK(!has_errors(describe({entry.path().string(), "", "", "", ""})));
    }
    for (const char* group : {"problematic_geometries", "problematic_structure"}) {
        for (const auto& entry : fixtures::fs::directory_iterator(folder + group)) {
            INFO(entry.path().string());
            for (const GeoJsonFault& fault : check_geojson(jt::base::read_file(entry.path()))) {
                CHECK(fault.severity == jt::base::Severity::warning);
            }
        }
    }
    CHECK(reasons(
              jt::base::read_file(folder + "problematic_structure/problematic_crs_defined.geojson"))
              .substr(0, 7) == "crs@crs");
}

TEST_CASE("a GeoJSON that is not valid is refused when it is read, and mended on request") {
    const TempFolder folder;
    const std::string path = folder.write("a.geojson", R"({"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"n":"a"},"geometry":{"type":"Point","coordinates":[104,30]}},
            {"type":"Feature","properties":{"n":"b"},"geometry":{"type":"Point","coordinates":["104","30"]}}]})");
    const auto read = [&](Repair repair, std::string& heard) {
        ReadOptions options;
        options.path = path;
        options.repair = repair;
        jt::base::Diagnostics diagnostics;
        const auto layer = read_layer(options, diagnostics);
        heard = fixtures::told(diagnostics);
        return layer.rows();
    };
    std::string heard;
    CHECK(fixtures::error_text([&] { read(Repair::strict, heard); }) ==
          "a position must be two or three numbers\n"
          "  1 faults in all; read with repair = \"repair\" to take what can be read\n"
          "  in features[1].geometry.coordinates\n"
          "  in file " +
              path);
    CHECK(read(Repair::repair, heard) == 2);
    CHECK(fixtures::contains(heard,
                             "warning: a position must be two or three numbers (a.geojson, "
                             "features[1].geometry.coordinates)"));
    CHECK(reasons("{\"type\": \"Point\", \"coordinates\": [1, 2]") == "json@-");
    CHECK(reasons("[1]") == "object@-");
    CHECK(reasons("\xEF\xBB\xBF{\"type\":\"Point\",\"coordinates\":[]}") == "");
}
