#include "map/strata.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace jt::map {
namespace {

using geo::GeometryArray;
using geo::Shape;

std::vector<double> star_shape(int corners, double inner) {
    std::vector<double> out;
    const int steps = inner < 1 ? 2 * corners : corners;
    for (int i = 0; i < steps; ++i) {
        const double angle = 2 * std::numbers::pi * i / steps;
        const double radius = inner < 1 && i % 2 == 1 ? inner : 1.0;
        out.insert(out.end(), {radius * std::sin(angle), -radius * std::cos(angle)});
    }
    return out;
}

/// Half of an outline that is symmetric about x = 0, from top to bottom, and its mirror image.
std::vector<double> mirrored(const std::vector<double>& half) {
    std::vector<double> out = half;
    for (std::size_t i = half.size(); i >= 2; i -= 2) {
        if (half[i - 2] != 0) {
            out.insert(out.end(), {-half[i - 2], half[i - 1]});
        }
    }
    return out;
}

/// Outline around 0, 0 within radius 1, y down.
std::vector<double> unit_shape(Marker marker) {
    switch (marker) {
        case Marker::circle: return star_shape(48, 1);
        case Marker::square: return {-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85};
        case Marker::triangle: return {0, -1, 0.95, 0.75, -0.95, 0.75};
        case Marker::diamond: return star_shape(4, 1);
        case Marker::star: return star_shape(5, 0.42);
        case Marker::hexagon: return star_shape(6, 1);
        case Marker::cross:
            return {-0.3, -1, 0.3,  -1, 0.3,  -0.3, 1,  -0.3, 1,  0.3,  0.3,  0.3,
                    0.3,  1,  -0.3, 1,  -0.3, 0.3,  -1, 0.3,  -1, -0.3, -0.3, -0.3};
        case Marker::plane:
            return mirrored({0,    -1,   0.1,  -0.85, 0.14, -0.35, 1,   0.2, 1, 0.42,
                             0.14, 0.15, 0.11, 0.65,  0.4,  0.86,  0.4, 1,   0, 0.88});
        case Marker::anchor:
            return mirrored({0,     -1,   0.2,   -0.94, 0.28,  -0.75, 0.15,  -0.58, 0.15,
                             -0.42, 0.5,  -0.42, 0.5,   -0.16, 0.15,  -0.16, 0.15,  0.62,
                             0.45,  0.5,  0.62,  0.28,  0.45,  0.28,  0.78,  -0.12, 1,
                             0.3,   0.88, 0.3,   0.7,   0.68,  0.4,   0.9,   0,     1});
    }
    return {};
}

std::vector<double> angles_of(Hatch hatch) {
    const double quarter = std::numbers::pi / 4;
    switch (hatch) {
        case Hatch::none: return {};
        case Hatch::forward: return {-quarter};
        case Hatch::backward: return {quarter};
        case Hatch::cross: return {-quarter, quarter};
        case Hatch::horizontal: return {0};
        case Hatch::vertical: return {2 * quarter};
    }
    return {};
}

struct Crossing {
    std::int64_t line;
    double along;
    bool operator<(const Crossing& o) const {
        return line != o.line ? line < o.line : along < o.along;
    }
};

/// Where the edges of a ring cross the lattice lines v = line * spacing in rotated coordinates.
void add_crossings(std::span<const double> ring, double cosine, double sine, double spacing,
                   std::vector<Crossing>& out) {
    for (std::size_t i = 0; i + 3 < ring.size(); i += 2) {
        const double u1 = ring[i] * cosine + ring[i + 1] * sine;
        const double v1 = ring[i + 1] * cosine - ring[i] * sine;
        const double u2 = ring[i + 2] * cosine + ring[i + 3] * sine;
        const double v2 = ring[i + 3] * cosine - ring[i + 2] * sine;
        // half-open [low, high): a vertex on a line is counted once
        const double low = std::min(v1, v2) / spacing, high = std::max(v1, v2) / spacing;
        for (auto k = static_cast<std::int64_t>(std::ceil(low)); double(k) < high; ++k) {
            const double share = (double(k) * spacing - v1) / (v2 - v1);
            out.push_back({k, u1 + share * (u2 - u1)});
        }
    }
}

void hatch_feature(const GeometryArray& polygons, std::size_t feature, double angle, double spacing,
                   GeometryArray& out) {
    const double cosine = std::cos(angle), sine = std::sin(angle);
    std::vector<Crossing> crossings;
    for (std::size_t p = polygons.parts_begin(feature); p < polygons.parts_end(feature); ++p) {
        for (std::size_t r = polygons.rings_begin(p); r < polygons.rings_end(p); ++r) {
            add_crossings(polygons.ring(r), cosine, sine, spacing, crossings);
        }
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        const double v = double(crossings[i].line) * spacing;
        const double a = crossings[i].along, b = crossings[i + 1].along;
        if (b - a > 1e-6) {
            out.begin_part();
            out.begin_ring();
            out.add(a * cosine - v * sine, a * sine + v * cosine);
            out.add(b * cosine - v * sine, b * sine + v * cosine);
        }
    }
}

GeometryArray markers(const Symbol& symbol, const GeometryArray& points) {
    GeometryArray out(Shape::polygon);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto xy = points.coordinates(i);
        for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
            out.add_ring(marker_ring(symbol.marker, symbol.size, xy[k], xy[k + 1]));
        }
    }
    return out;
}

void add_points(const Symbol& symbol, const GeometryArray& points, Group& group) {
    Paint paint{symbol.fill, symbol.stroke, symbol.width, {}};
    if (paint.fill) {
        paint.fill = paint.fill->with_alpha(symbol.opacity);
    }
    group.strata.push_back({paint, markers(symbol, points)});
}

void add_lines(const std::vector<Symbol>& classes, const std::vector<GeometryArray>& shapes,
               Group& group) {
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (classes[i].casing && classes[i].dash.empty()) {
            const double width = classes[i].width + 2 * classes[i].casing_width;
            group.strata.push_back({{{}, classes[i].casing, width, {}}, shapes[i]});
        }
    }
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (classes[i].stroke) {
            const Colour colour = classes[i].stroke->with_alpha(classes[i].opacity);
            group.strata.push_back({{{}, colour, classes[i].width, classes[i].dash}, shapes[i]});
        }
    }
}

void add_polygons(const std::vector<Symbol>& classes, const std::vector<GeometryArray>& shapes,
                  Group& group) {
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (classes[i].fill) {
            const Colour colour = classes[i].fill->with_alpha(classes[i].opacity);
            group.strata.push_back({{colour, {}, 0, {}}, shapes[i]});
        }
    }
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const Symbol& symbol = classes[i];
        if (symbol.hatch != Hatch::none) {
            group.strata.push_back({{{}, symbol.hatch_colour, symbol.hatch_width, {}},
                                    hatch_lines(shapes[i], symbol.hatch, symbol.hatch_spacing)});
        }
    }
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (classes[i].stroke) {
            group.strata.push_back(
                {{{}, classes[i].stroke, classes[i].width, classes[i].dash}, shapes[i]});
        }
    }
}

}  // namespace

std::vector<double> marker_ring(Marker marker, double size, double x, double y) {
    std::vector<double> out = unit_shape(marker);
    for (std::size_t i = 0; i + 1 < out.size(); i += 2) {
        out[i] = x + out[i] * size / 2;
        out[i + 1] = y + out[i + 1] * size / 2;
    }
    if (!out.empty()) {
        const std::array<double, 2> first{out[0], out[1]};
        out.insert(out.end(), first.begin(), first.end());
    }
    return out;
}

GeometryArray hatch_lines(const GeometryArray& polygons, Hatch hatch, double spacing) {
    GeometryArray out(Shape::line);
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        for (const double angle : angles_of(hatch)) {
            out.begin_feature();
            hatch_feature(polygons, i, angle, spacing, out);
            out.end_feature();
        }
    }
    return out;
}

Group symbolised(const std::vector<Symbol>& classes, const std::vector<GeometryArray>& shapes,
                 double opacity) {
    Group group;
    group.opacity = opacity;
    const Shape shape = shapes.empty() ? Shape::none : shapes.front().shape();
    if (shape == Shape::line) {
        add_lines(classes, shapes, group);
    } else if (shape == Shape::polygon) {
        add_polygons(classes, shapes, group);
    } else {
        for (std::size_t i = 0; i < classes.size(); ++i) {
            add_points(classes[i], shapes[i], group);
        }
    }
    return group;
}

}  // namespace jt::map
