#include "surface/patches_circle.hpp"

#include <algorithm>
#include <cstddef>

namespace jt::surface {
namespace {

constexpr double kSlack = 1e-12;

struct Circle {
    Point centre;
    double square = -1;  ///< of the radius; below 0: none
};

double square_between(const Point& a, const Point& b) {
    const double dx = a.x - b.x, dy = a.y - b.y;
    return dx * dx + dy * dy;
}

bool holds(const Circle& circle, const Point& point) {
    return square_between(circle.centre, point) <= circle.square * (1 + kSlack);
}

Circle around(const Point& a, const Point& b) {
    const Point centre{(a.x + b.x) / 2, (a.y + b.y) / 2};
    return {centre, std::max(square_between(centre, a), square_between(centre, b))};
}

/// Through three points; none where they lie on a line.
Circle through(const Point& a, const Point& b, const Point& c) {
    const double bx = b.x - a.x, by = b.y - a.y, cx = c.x - a.x, cy = c.y - a.y;
    const double twice = 2 * (bx * cy - by * cx);
    if (twice == 0) {
        return {};
    }
    const double b2 = bx * bx + by * by, c2 = cx * cx + cy * cy;
    const Point centre{a.x + (cy * b2 - by * c2) / twice, a.y + (bx * c2 - cx * b2) / twice};
    return {centre, std::max({square_between(centre, a), square_between(centre, b),
                              square_between(centre, c)})};
}

/// The smallest circle of at most four points; keeps in `points` those that make it.
Circle of_few(std::vector<Point>& points) {
    Circle best{points.front(), 0};
    std::vector<Point> made = points;
    bool found = points.size() == 1;
    const auto offer = [&](const Circle& circle, std::vector<Point> by) {
        const bool all = circle.square >= 0 && std::ranges::all_of(points, [&](const Point& point) {
                             return holds(circle, point);
                         });
        if (all && (!found || circle.square < best.square)) {
            best = circle;
            made = std::move(by);
            found = true;
        }
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            offer(around(points[i], points[j]), {points[i], points[j]});
            for (std::size_t k = j + 1; k < points.size(); ++k) {
                offer(through(points[i], points[j], points[k]), {points[i], points[j], points[k]});
            }
        }
    }
    points = std::move(made);
    return best;
}

}  // namespace

double smallest_circle(const std::vector<Point>& points) {
    if (points.size() < 2) {
        return 0;
    }
    std::vector<Point> basis = {points.front()};
    Circle circle = of_few(basis);
    for (;;) {
        const auto farthest = std::ranges::max_element(
            points, {}, [&](const Point& point) { return square_between(circle.centre, point); });
        if (holds(circle, *farthest)) {
            return circle.square;
        }
        basis.push_back(*farthest);
        const Circle next = of_few(basis);
        if (next.square <= circle.square) {  // within rounding: it cannot grow further
            return std::max(circle.square, square_between(circle.centre, *farthest));
        }
        circle = next;
    }
}

}  // namespace jt::surface
