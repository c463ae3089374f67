#include "map/label_places.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace jt::map {
namespace {

constexpr double kGap = 0.5;  // mm between a marker and its label

struct Stretch {
    double y, from, to;
};

/// Inner stretches of the feature on the horizontal line at y (even-odd over all rings).
void add_stretches(const geo::GeometryArray& polygons, std::size_t feature, double y,
                   std::vector<Stretch>& out) {
    std::vector<double> crossings;
    for (std::size_t p = polygons.parts_begin(feature); p < polygons.parts_end(feature); ++p) {
        for (std::size_t r = polygons.rings_begin(p); r < polygons.rings_end(p); ++r) {
            const auto xy = polygons.ring(r);
            for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
                if ((xy[i + 1] <= y) != (xy[i + 3] <= y)) {
                    const double share = (y - xy[i + 1]) / (xy[i + 3] - xy[i + 1]);
                    crossings.push_back(xy[i] + share * (xy[i + 2] - xy[i]));
                }
            }
        }
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        if (crossings[i + 1] > crossings[i]) {
            out.push_back({y, crossings[i], crossings[i + 1]});
        }
    }
}

double run_length(std::span<const double> xy) {
    double sum = 0;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        sum += std::hypot(xy[i + 2] - xy[i], xy[i + 3] - xy[i + 1]);
    }
    return sum;
}

Spot point_at(std::span<const double> xy, double distance) {
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        const double step = std::hypot(xy[i + 2] - xy[i], xy[i + 3] - xy[i + 1]);
        if (distance <= step && step > 0) {
            const double share = distance / step;
            return {xy[i] + share * (xy[i + 2] - xy[i]),
                    xy[i + 1] + share * (xy[i + 3] - xy[i + 1])};
        }
        distance -= step;
    }
    return {xy[xy.size() - 2], xy[xy.size() - 1]};
}

}  // namespace

std::vector<Spot> spots_around(double x, double y, double rx, double ry, double width,
                               double height, const std::string& first) {
    const double dx = rx + kGap + width / 2, dy = ry + kGap + height / 2;
    const double slant = 0.6 * rx + kGap / 2 + width / 2, rise = 0.6 * ry + kGap / 2 + height / 2;
    const std::array<std::pair<const char*, Spot>, 8> sides{
        {{"right", {x + dx, y}},
         {"top_right", {x + slant, y - rise}},
         {"bottom_right", {x + slant, y + rise}},
         {"top", {x, y - dy}},
         {"bottom", {x, y + dy}},
         {"left", {x - dx, y}},
         {"top_left", {x - slant, y - rise}},
         {"bottom_left", {x - slant, y + rise}}}};
    std::vector<Spot> out;
    for (const auto& [name, spot] : sides) {
        out.insert(name == first ? out.begin() : out.end(), spot);
    }
    return out;
}

std::vector<Spot> spots_farther(double x, double y, double rx, double ry, double width,
                                double height) {
    // East and west first: a horizontal label reads best beside its feature.
    constexpr std::array<double, 12> kDegrees{0,   -25, 25,  180,  155, -155,
                                              -50, 50,  130, -130, -90, 90};
    std::vector<Spot> out;
    for (const double away : {4.0, 7.0, 10.0, 13.0}) {
        for (const double degrees : kDegrees) {
            const double c = std::cos(degrees * std::numbers::pi / 180);
            const double s = std::sin(degrees * std::numbers::pi / 180);
            out.push_back({x + c * (rx + away) + std::clamp(1.5 * c, -1.0, 1.0) * width / 2,
                           y + s * (ry + away) + std::clamp(1.5 * s, -1.0, 1.0) * height / 2,
                           true});
        }
    }
    return out;
}

std::vector<Spot> spots_inside(const geo::GeometryArray& polygons, std::size_t feature,
                               double width, double height) {
    const geo::Box box = polygons.box(feature);
    const double middle_x = (box.min_x + box.max_x) / 2, middle_y = (box.min_y + box.max_y) / 2;
    constexpr int kRows = 15;
    std::vector<Stretch> stretches;
    for (int i = 0; i < kRows; ++i) {
        const double share = (i + 0.5) / kRows;
        add_stretches(polygons, feature, box.min_y + share * (box.max_y - box.min_y), stretches);
    }
    const auto cost = [&](const Stretch& s) {
        const double lack = std::max(0.0, 1.2 * width - (s.to - s.from)) / width;
        const double away = std::hypot((s.from + s.to) / 2 - middle_x, 2 * (s.y - middle_y));
        return 40 * lack + away / height;
    };
    std::stable_sort(stretches.begin(), stretches.end(),
                     [&](const Stretch& a, const Stretch& b) { return cost(a) < cost(b); });
    std::vector<Spot> out;
    for (const Stretch& s : stretches) {
        const double middle = (s.from + s.to) / 2;
        out.push_back({middle, s.y});
        const double room = (s.to - s.from - width) / 2;
        if (room > 0) {
            out.push_back({middle - 0.9 * room, s.y});
            out.push_back({middle + 0.9 * room, s.y});
        }
    }
    return out;
}

std::vector<Spot> spots_along(const geo::GeometryArray& lines,
                              const std::vector<std::size_t>& features, double width) {
    struct Run {
        double length;
        std::span<const double> xy;
    };
    std::vector<Run> runs;
    for (const std::size_t feature : features) {
        for (std::size_t p = lines.parts_begin(feature); p < lines.parts_end(feature); ++p) {
            const auto xy = lines.ring(lines.rings_begin(p));
            runs.push_back({run_length(xy), xy});
        }
    }
    std::stable_sort(runs.begin(), runs.end(),
                     [](const Run& a, const Run& b) { return a.length > b.length; });
    constexpr std::array<double, 9> kShares{0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88};
    constexpr std::size_t kRuns = 6;
    std::vector<Spot> out;
    for (std::size_t i = 0; i < std::min(runs.size(), kRuns); ++i) {
        if (i > 0 && runs[i].length < width / 2) {
            break;
        }
        for (const double share : kShares) {
            out.push_back(point_at(runs[i].xy, share * runs[i].length));
        }
    }
    return out;
}

}  // namespace jt::map
