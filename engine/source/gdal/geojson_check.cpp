#include "source/gdal/geojson_check.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "geo/measure.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

namespace jt::source {
namespace {

using base::Severity;
using nlohmann::json;

constexpr std::size_t kMost = 100;
constexpr int kDeepest = 50;  ///< collections inside collections

struct GeometryType {
    const char* name;
    int depth;  ///< arrays around a position
};
constexpr std::array<GeometryType, 6> kTypes = {{{"Point", 0},
                                                 {"MultiPoint", 1},
                                                 {"LineString", 1},
                                                 {"MultiLineString", 2},
                                                 {"Polygon", 2},
                                                 {"MultiPolygon", 3}}};

std::string item(const std::string& path, std::size_t i) {
    return path + "[" + std::to_string(i) + "]";
}
std::string member(const std::string& path, const char* name) {
    return path.empty() ? name : path + "." + name;
}

class Check {
public:
    std::vector<GeoJsonFault> faults;

    void document(const json& value) {
        const std::string type = type_of(value, "");
        if (type == "FeatureCollection") {
            collection(value);
        } else if (type == "Feature") {
            feature(value, "");
        } else if (!type.empty()) {
            geometry(value, "");
        }
    }

private:
    void fault(const char* id, const std::string& path, const std::string& argument = "",
               Severity severity = Severity::error) {
        std::size_t& count = severity == Severity::error ? m_errors : m_warnings;
        if (count++ < kMost) {
            faults.push_back({severity, base::msg(id, argument), path.empty() ? "-" : path});
        }
    }

    std::size_t m_errors = 0, m_warnings = 0;

    /// The value of "type"; "" (told) where there is none that GeoJSON knows.
    std::string type_of(const json& value, const std::string& path) {
        if (!value.is_object()) {
            fault("source.geojson.object", path);
            return "";
        }
        const auto found = value.find("type");
        if (found == value.end() || !found->is_string()) {
            fault("source.geojson.no_type", path);
            return "";
        }
        const auto type = found->get<std::string>();
        const bool geometry = type == "GeometryCollection" || depth_of(type) >= 0;
        if (!geometry && type != "Feature" && type != "FeatureCollection") {
            fault("source.geojson.type", member(path, "type"), type);
            return "";
        }
        box(value, path);
        if (value.contains("crs")) {
            fault("source.geojson.crs", member(path, "crs"), "", Severity::warning);
        }
        return type;
    }

    static int depth_of(const std::string& type) {
        for (const GeometryType& known : kTypes) {
            if (type == known.name) {
                return known.depth;
            }
        }
        return -1;
    }

    void box(const json& value, const std::string& path) {
        const auto found = value.find("bbox");
        if (found == value.end()) {
            return;
        }
        const std::string place = member(path, "bbox");
        if (!found->is_array() || (found->size() != 4 && found->size() != 6)) {
            fault("source.geojson.bbox", place);
            return;
        }
        for (const json& number : *found) {
            if (!number.is_number()) {
                fault("source.geojson.bbox", place);
                return;
            }
        }
        const std::size_t half = found->size() / 2;
        if ((*found)[1].get<double>() > (*found)[half + 1].get<double>()) {
            fault("source.geojson.bbox_order", place, "", Severity::warning);
        }
    }

    void collection(const json& value) {
        const auto features = value.find("features");
        if (features == value.end() || !features->is_array()) {
            fault("source.geojson.features", "features");
            return;
        }
        for (std::size_t i = 0; i < features->size(); ++i) {
            const std::string path = item("features", i);
            if (!(*features)[i].is_object() || type_of((*features)[i], path) != "Feature") {
                fault("source.geojson.feature", path);
            } else {
                feature((*features)[i], path);
            }
        }
    }

    void feature(const json& value, const std::string& path) {
        const auto id = value.find("id");
        if (id != value.end() && !id->is_string() && !id->is_number()) {
            fault("source.geojson.id", member(path, "id"));
        }
        const auto properties = value.find("properties");
        if (properties == value.end() || (!properties->is_object() && !properties->is_null())) {
            fault("source.geojson.properties", member(path, "properties"));
        }
        const auto shape = value.find("geometry");
        const std::string place = member(path, "geometry");
        if (shape == value.end()) {
            fault("source.geojson.geometry", place);
        } else if (!shape->is_null() && !type_of(*shape, place).empty()) {
            geometry(*shape, place);
        }
    }

    void geometry(const json& value, const std::string& path, int depth = 0) {
        const auto type = value.at("type").get<std::string>();
        if (depth > kDeepest) {
            fault("source.geojson.deep", path, std::to_string(kDeepest));
        } else if (type == "GeometryCollection") {
            const auto parts = value.find("geometries");
            if (parts == value.end() || !parts->is_array()) {
                fault("source.geojson.geometries", member(path, "geometries"));
                return;
            }
            for (std::size_t i = 0; i < parts->size(); ++i) {
                const std::string place = item(member(path, "geometries"), i);
                if (!type_of((*parts)[i], place).empty()) {
                    geometry((*parts)[i], place, depth + 1);
                }
            }
        } else {
            simple(value, type, path);
        }
    }

    void simple(const json& value, const std::string& type, const std::string& path) {
        const auto coordinates = value.find("coordinates");
        const std::string place = member(path, "coordinates");
        if (depth_of(type) < 0) {
            fault("source.geojson.type", member(path, "type"), type);
        } else if (coordinates == value.end() || !coordinates->is_array()) {
            fault("source.geojson.coordinates", place);
        } else if (!coordinates->empty() && nested(*coordinates, depth_of(type), type, place)) {
            shapes(*coordinates, type, place);
        }
    }

    /// Arrays of the right depth down to positions of numbers; false where it ends early.
    bool nested(const json& value, int depth, const std::string& type, const std::string& path) {
        if (!value.is_array() || (depth == 0 && !value.empty() && value.front().is_array())) {
            fault("source.geojson.depth", path, type);
            return false;
        }
        if (depth == 0) {
            return position(value, path);
        }
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (!nested(value[i], depth - 1, type, item(path, i))) {
                return false;
            }
        }
        return true;
    }

    bool position(const json& value, const std::string& path) {
        bool numbers = value.size() >= 2;
        for (const json& number : value) {
            numbers = numbers && number.is_number();
        }
        if (!numbers) {
            fault("source.geojson.position", path);
        } else if (value.size() > 3) {
            fault("source.geojson.four", path, "", Severity::warning);
        }
        return numbers;
    }

    void shapes(const json& coordinates, const std::string& type, const std::string& path) {
        if (type == "LineString") {
            line(coordinates, path);
        } else if (type == "Polygon") {
            polygon(coordinates, path);
        } else if (type == "MultiLineString" || type == "MultiPolygon") {
            for (std::size_t i = 0; i < coordinates.size(); ++i) {
                type == "MultiLineString" ? line(coordinates[i], item(path, i))
                                          : polygon(coordinates[i], item(path, i));
            }
        }
    }

    void line(const json& positions, const std::string& path) {
        if (positions.size() < 2) {
            fault("source.geojson.short_line", path);
        }
    }

    void polygon(const json& rings, const std::string& path) {
        for (std::size_t r = 0; r < rings.size(); ++r) {
            const json& ring = rings[r];
            const std::string place = item(path, r);
            if (!ring.empty() && ring.front() != ring.back()) {
                fault("source.geojson.open_ring", place);
            } else if (ring.size() < 4) {
                fault("source.geojson.short_ring", place);
            } else {
                direction(ring, r == 0, place);
            }
        }
    }

    void direction(const json& ring, bool shell, const std::string& path) {
        std::vector<double> xy;
        for (const json& position : ring) {
            xy.push_back(position[0].get<double>());
            xy.push_back(position[1].get<double>());
        }
        const double area = geo::planar_ring_area(xy);
        if (area != 0 && (area > 0) != shell) {
            fault(shell ? "source.geojson.shell" : "source.geojson.hole", path, "",
                  Severity::warning);
        }
    }
};

}  // namespace

std::vector<GeoJsonFault> check_geojson(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") {
        text.remove_prefix(3);
    }
    try {
        Check check;
        check.document(json::parse(text));
        return check.faults;
    } catch (const json::parse_error& error) {
        return {{Severity::error, base::msg("source.geojson.json", error.byte), "-"}};
    } catch (const json::exception&) {  // a number beyond all bounds
        return {{Severity::error, base::msg("source.geojson.json", 0), "-"}};
    }
}

bool is_geojson(const std::string& path) {
    const std::string extension = base::lower(std::filesystem::path(path).extension().string());
    return extension == ".geojson" || extension == ".json";
}

void judge_geojson(const std::string& path, bool repair, bool lenient,
                   base::Diagnostics& diagnostics) {
    constexpr std::uintmax_t kLargest = 64 << 20;
    const std::string file = std::filesystem::path(path).filename().string();
    if (std::filesystem::file_size(path) > kLargest) {
        diagnostics.info(base::msg("source.geojson.large", kLargest >> 20), file);
        return;
    }
    const auto faults = check_geojson(base::read_file(path));
    for (const GeoJsonFault& fault : faults) {
        const bool mended = fault.message.id == "source.geojson.open_ring";
        if (fault.severity == Severity::error && !repair && !mended) {
            base::Error error(base::ErrorKind::data, fault.message);
            error.add_note(base::msg("source.geojson.count", faults.size()));
            error.add_context(base::msg("source.place.json", fault.path));
            throw error;
        }
    }
    // One line for each kind of fault, with its first place.
    std::map<std::string, std::pair<const GeoJsonFault*, std::int64_t>> kinds;
    for (const GeoJsonFault& fault : faults) {
        auto& [first, count] = kinds[fault.message.id];
        first = first == nullptr ? &fault : first;
        ++count;
    }
    for (const auto& [id, kind] : kinds) {
        const GeoJsonFault& first = *kind.first;
        const Severity severity = lenient ? first.severity : Severity::warning;
        const std::string more = kind.second > 1 ? fmt::format(" (x{})", kind.second) : "";
        diagnostics.add({severity, first.message, file + ", " + first.path + more, {}, 0});
    }
}

}  // namespace jt::source
