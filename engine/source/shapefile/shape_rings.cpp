#include "source/shapefile/shape_rings.hpp"

#include "geo/geometry.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace jt::source {
namespace {

struct Point {
    double x, y;
};

Point point_of(const RawRing& ring, std::size_t i) {
    Point out{};
    std::memcpy(&out, ring.bytes + 16 * i, sizeof out);
    return out;
}

/// Twice the area, positive counter-clockwise; of coordinates less the first, which keeps digits.
double twice_area(const RawRing& ring) {
    const Point origin = point_of(ring, 0);
    double sum = 0;
    Point before{0, 0};
    for (std::size_t i = 1; i < ring.points; ++i) {
        Point here = point_of(ring, i);
        here = {here.x - origin.x, here.y - origin.y};
        sum += before.x * here.y - here.x * before.y;
        before = here;
    }
    return sum;
}

/// -1 outside, 0 on the border, 1 inside (even-odd).
int side(const RawRing& ring, Point p) {
    bool inside = false;
    for (std::size_t i = 0; i + 1 < ring.points; ++i) {
        const Point a = point_of(ring, i), b = point_of(ring, i + 1);
        const double cross = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        const bool between = std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) &&
                             std::min(a.y, b.y) <= p.y && p.y <= std::max(a.y, b.y);
        if (cross == 0 && between) {
            return 0;
        }
        if ((a.y > p.y) != (b.y > p.y) && (cross > 0) == (b.y > a.y)) {
            inside = !inside;
        }
    }
    return inside ? 1 : -1;
}

/// By the first vertex of the inner ring that is not on the outer one.
bool contains(const RawRing& outer, const RawRing& inner) {
    for (std::size_t i = 0; i < inner.points; ++i) {
        const int where = side(outer, point_of(inner, i));
        if (where != 0) {
            return where > 0;
        }
    }
    return true;  // the same ring, the other way round
}

geo::Box box_of(const RawRing& ring) {
    geo::Box box;
    for (std::size_t i = 0; i < ring.points; ++i) {
        const Point p = point_of(ring, i);
        box.add(p.x, p.y);
    }
    return box;
}

bool within(const geo::Box& inner, const geo::Box& outer) {
    return inner.min_x >= outer.min_x && inner.max_x <= outer.max_x && inner.min_y >= outer.min_y &&
           inner.max_y <= outer.max_y;
}

/// Do all rings run the other way round? So it is where the rings that lie in no other one are all
/// counter-clockwise and some ring is clockwise.
bool all_reversed(const std::vector<RawRing>& rings, const std::vector<double>& areas,
                  const std::vector<geo::Box>& boxes) {
    std::size_t largest = 0;
    bool clockwise = false;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        largest = std::fabs(areas[i]) > std::fabs(areas[largest]) ? i : largest;
        clockwise = clockwise || areas[i] < 0;
    }
    if (!clockwise || areas[largest] < 0) {
        return false;  // the largest lies in no other one
    }
    for (std::size_t i = 0; i < rings.size(); ++i) {
        bool inside = areas[i] > 0;
        for (std::size_t j = 0; !inside && j < rings.size(); ++j) {
            inside = std::fabs(areas[j]) > std::fabs(areas[i]) && within(boxes[i], boxes[j]) &&
                     contains(rings[j], rings[i]);
        }
        if (!inside) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::vector<RawPart> parts_of(const std::vector<RawRing>& rings) {
    if (rings.size() == 1) {  // nearly all; whether it is turned does not matter then
        return {{0, {}, false}};
    }
    std::vector<double> areas;
    std::vector<geo::Box> boxes;
    for (const RawRing& ring : rings) {
        areas.push_back(twice_area(ring));
        boxes.push_back(box_of(ring));
    }
    constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    const bool reversed = all_reversed(rings, areas, boxes);
    std::vector<std::size_t> shells;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        areas[i] = reversed ? -areas[i] : areas[i];
        if (areas[i] < 0) {
            shells.push_back(i);
        }
    }
    std::vector<std::size_t> shell_of(rings.size(), kNone);
    for (std::size_t i = 0; i < rings.size(); ++i) {
        for (const std::size_t j : shells) {
            const std::size_t best = shell_of[i];
            if (areas[i] > 0 && within(boxes[i], boxes[j]) &&
                (best == kNone || areas[j] > areas[best]) && contains(rings[j], rings[i])) {
                shell_of[i] = j;
            }
        }
    }
    std::vector<RawPart> out;
    std::vector<std::size_t> place(rings.size(), kNone);
    for (std::size_t i = 0; i < rings.size(); ++i) {
        if (shell_of[i] == kNone) {
            place[i] = out.size();
            out.push_back({i, {}, reversed || areas[i] > 0});
        }
    }
    for (std::size_t i = 0; i < rings.size(); ++i) {
        if (shell_of[i] != kNone) {
            out[place[shell_of[i]]].holes.push_back(i);
        }
    }
    return out;
}

}  // namespace jt::source
