#include "map/view.hpp"

#include <array>
#include <cmath>

namespace jt::map {
namespace {

constexpr double kThin = 0.01;  // mm

/// x, y in page mm, without vertices nearer than kThin to the one kept before; the last stays.
std::vector<double> thinned(std::span<const double> xy, const View& view) {
    std::vector<double> out;
    out.reserve(xy.size());
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        const double x = view.page_x(xy[i]), y = view.page_y(xy[i + 1]);
        const std::size_t n = out.size();
        if (n >= 2 && std::hypot(x - out[n - 2], y - out[n - 1]) < kThin) {
            if (i + 3 < xy.size() || n < 4) {
                continue;
            }
            out.resize(n - 2);
        }
        out.push_back(x);
        out.push_back(y);
    }
    return out;
}

/// One side of a clip box: keeps what is on the inner side of axis = limit.
struct Side {
    std::size_t axis;  // 0: x, 1: y
    double limit;
    double sign;  // +1 keeps values >= limit
    bool inside(const double* p) const { return sign * (p[axis] - limit) >= 0; }
    std::array<double, 2> cross(const double* a, const double* b) const {
        const double share = (limit - a[axis]) / (b[axis] - a[axis]);
        std::array<double, 2> out{a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])};
        out[axis] = limit;
        return out;
    }
};

std::array<Side, 4> sides_of(const geo::Box& box) {
    return {Side{0, box.min_x, 1}, Side{0, box.max_x, -1}, Side{1, box.min_y, 1},
            Side{1, box.max_y, -1}};
}

bool contains(const geo::Box& outer, const geo::Box& inner) {
    return inner.min_x >= outer.min_x && inner.max_x <= outer.max_x && inner.min_y >= outer.min_y &&
           inner.max_y <= outer.max_y;
}

geo::Box box_of(const std::vector<double>& xy) {
    geo::Box box;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        box.add(xy[i], xy[i + 1]);
    }
    return box;
}

/// Sutherland-Hodgman (1974) against one side; the ring is open (no repeated last vertex).
std::vector<double> clip_side(const std::vector<double>& ring, const Side& side) {
    std::vector<double> out;
    const std::size_t n = ring.size() / 2;
    for (std::size_t i = 0; i < n; ++i) {
        const double* a = &ring[2 * ((i + n - 1) % n)];
        const double* b = &ring[2 * i];
        if (side.inside(a) != side.inside(b)) {
            const auto p = side.cross(a, b);
            out.insert(out.end(), p.begin(), p.end());
        }
        if (side.inside(b)) {
            out.insert(out.end(), {b[0], b[1]});
        }
    }
    return out;
}

double ring_area(const std::vector<double>& ring) {
    double sum = 0;
    const std::size_t n = ring.size() / 2;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t j = (i + 1) % n;
        sum += ring[2 * i] * ring[2 * j + 1] - ring[2 * j] * ring[2 * i + 1];
    }
    return sum / 2;
}

/// The closed ring inside the clip box; empty where less than 0.0001 mm² is left.
std::vector<double> clip_ring(std::vector<double> ring, const geo::Box& clip) {
    if (ring.size() >= 4 && ring[0] == ring[ring.size() - 2] && ring[1] == ring.back()) {
        ring.resize(ring.size() - 2);
    }
    const geo::Box box = box_of(ring);
    if (!clip.meets(box)) {
        return {};
    }
    if (!contains(clip, box)) {
        for (const Side& side : sides_of(clip)) {
            ring = clip_side(ring, side);
        }
    }
    if (ring.size() < 6 || std::fabs(ring_area(ring)) < 1e-4) {
        return {};
    }
    ring.insert(ring.end(), {ring[0], ring[1]});
    return ring;
}

/// The share of the segment a-b inside the box (Liang & Barsky 1984); false where none.
bool clip_segment(const double* a, const double* b, const geo::Box& box, double& from, double& to) {
    from = 0;
    to = 1;
    const double dx = b[0] - a[0], dy = b[1] - a[1];
    const std::array<double, 4> p{-dx, dx, -dy, dy};
    const std::array<double, 4> q{a[0] - box.min_x, box.max_x - a[0], a[1] - box.min_y,
                                  box.max_y - a[1]};
    for (std::size_t k = 0; k < 4; ++k) {
        if (p[k] == 0) {
            if (q[k] < 0) {
                return false;
            }
        } else if (p[k] < 0) {
            from = std::max(from, q[k] / p[k]);
        } else {
            to = std::min(to, q[k] / p[k]);
        }
    }
    return from < to;
}

void add_run(std::vector<double>& run, geo::GeometryArray& out) {
    if (run.size() >= 4) {
        out.begin_part();
        out.begin_ring();
        for (std::size_t i = 0; i < run.size(); i += 2) {
            out.add(run[i], run[i + 1]);
        }
    }
    run.clear();
}

void add_line(const std::vector<double>& xy, const geo::Box& clip, geo::GeometryArray& out) {
    std::vector<double> run;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        const double *a = &xy[i], *b = &xy[i + 2];
        double from = 0, to = 1;
        if (!clip_segment(a, b, clip, from, to)) {
            add_run(run, out);
            continue;
        }
        if (run.empty()) {
            run = {a[0] + from * (b[0] - a[0]), a[1] + from * (b[1] - a[1])};
        }
        run.insert(run.end(), {a[0] + to * (b[0] - a[0]), a[1] + to * (b[1] - a[1])});
        if (to < 1) {
            add_run(run, out);
        }
    }
    add_run(run, out);
}

void add_polygon(const geo::GeometryArray& geometry, std::size_t part, const View& view,
                 const geo::Box& clip, geo::GeometryArray& out) {
    for (std::size_t r = geometry.rings_begin(part); r < geometry.rings_end(part); ++r) {
        const std::vector<double> ring = clip_ring(thinned(geometry.ring(r), view), clip);
        const bool shell = r == geometry.rings_begin(part);
        if (ring.empty()) {
            if (shell) {
                return;
            }
            continue;
        }
        if (shell) {
            out.begin_part();
        }
        out.begin_ring();
        for (std::size_t i = 0; i < ring.size(); i += 2) {
            out.add(ring[i], ring[i + 1]);
        }
    }
}

void add_points(std::span<const double> xy, const View& view, const geo::Box& clip,
                geo::GeometryArray& out) {
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        const double x = view.page_x(xy[i]), y = view.page_y(xy[i + 1]);
        if (clip.meets({x, y, x, y})) {
            out.begin_part();
            out.begin_ring();
            out.add(x, y);
        }
    }
}

void add_feature(const geo::GeometryArray& geometry, std::size_t row, const View& view,
                 const geo::Box& clip, geo::GeometryArray& out) {
    out.begin_feature();
    for (std::size_t p = geometry.parts_begin(row); p < geometry.parts_end(row); ++p) {
        if (geometry.shape() == geo::Shape::polygon) {
            add_polygon(geometry, p, view, clip, out);
            continue;
        }
        const auto xy = geometry.ring(geometry.rings_begin(p));
        if (geometry.shape() == geo::Shape::line) {
            add_line(thinned(xy, view), clip, out);
        } else {
            add_points(xy, view, clip, out);
        }
    }
    out.end_feature();
}

}  // namespace

geo::Box View::ground() const {
    return {map_x(page.min_x), map_y(page.max_y), map_x(page.max_x), map_y(page.min_y)};
}

double round_scale(const geo::Box& extent, double width_mm, double height_mm) {
    const double needed = 1000 * std::max((extent.max_x - extent.min_x) / width_mm,
                                          (extent.max_y - extent.min_y) / height_mm);
    if (!(needed > 1000)) {
        return 1000;
    }
    const double power = std::pow(10.0, std::floor(std::log10(needed)));
    for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        if (step * power >= needed * (1 - 1e-12)) {
            return step * power;
        }
    }
    return 10 * power;
}

geo::GeometryArray to_page(const geo::GeometryArray& geometry, const std::vector<std::size_t>& rows,
                           const View& view, const geo::Box& clip) {
    geo::GeometryArray out(geometry.shape());
    const geo::Box window{view.map_x(clip.min_x), view.map_y(clip.max_y), view.map_x(clip.max_x),
                          view.map_y(clip.min_y)};
    for (const std::size_t row : rows) {
        if (geometry.status(row) == geo::Status::null ||
            geometry.status(row) == geo::Status::empty ||
            geometry.status(row) == geo::Status::not_finite) {
            out.null_feature(geometry.status(row));
        } else if (!window.meets(geometry.box(row))) {
            out.null_feature(geo::Status::empty);
        } else {
            add_feature(geometry, row, view, clip, out);
        }
    }
    return out;
}

}  // namespace jt::map
