// The shapes of a GTFS feed: declared in gtfs_tables.hpp.
#include "base/error.hpp"
#include "source/text/csv.hpp"
#include "source/transit/gtfs_tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::source {
namespace {

struct ShapePoint {
    double sequence = 0, x = 0, y = 0;
};

/// Cells shape_pt_lat, shape_pt_lon, shape_pt_sequence from the second on.
std::optional<ShapePoint> point_of(const Names& cells) {
    const auto lat = parse_number(cells[1]), lon = parse_number(cells[2]),
               sequence = parse_number(cells[3]);
    if (!lat || !lon || !sequence || std::isnan(*sequence) || !(std::abs(*lat) <= 90) ||
        !(std::abs(*lon) <= 180)) {
        return std::nullopt;
    }
    return ShapePoint{*sequence, *lon, *lat};
}

std::vector<double> line_of(std::vector<ShapePoint>& points) {
    std::stable_sort(points.begin(), points.end(), [](const ShapePoint& a, const ShapePoint& b) {
        return a.sequence < b.sequence;
    });
    std::vector<double> out;
    for (const ShapePoint& point : points) {
        out.insert(out.end(), {point.x, point.y});
    }
    return out;
}

}  // namespace

void read_shapes(const FeedFiles& files, const Names& shape_ids, Timetable& timetable,
                 Problems& problems) {
    std::map<std::string, std::vector<ShapePoint>> shapes;
    for (const std::string& id : shape_ids) {
        if (!id.empty()) {
            shapes[id];
        }
    }
    Names bad, unknown;
    each_row(files, "shapes", {"shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"}, {},
             problems, [&](const Names& cells, std::int64_t row) {
                 const auto shape = shapes.find(cells[0]);
                 if (shape == shapes.end()) {
                     return;
                 }
                 if (const auto point = point_of(cells)) {
                     shape->second.push_back(*point);
                 } else {
                     bad.push_back(at_row(row, cells[1] + ", " + cells[2] + ", " + cells[3]));
                 }
             });
    problems.answer("source.gtfs.value", bad, "shapes",
                    "shape_pt_lat, shape_pt_lon, shape_pt_sequence");
    std::map<std::string, std::int32_t> numbers;
    for (auto& [id, points] : shapes) {
        if (points.empty() && files.has("shapes")) {
            unknown.push_back(id);
        }
        numbers[id] = static_cast<std::int32_t>(timetable.shapes.size());
        timetable.shapes.push_back(line_of(points));
    }
    problems.answer("source.gtfs.reference", unknown, "shape_id", "trips", "shapes");
    for (std::size_t t = 0; t < shape_ids.size(); ++t) {
        timetable.trips[t].shape = shape_ids[t].empty() ? -1 : numbers.at(shape_ids[t]);
    }
}

}  // namespace jt::source
