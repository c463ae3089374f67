#include "geo/slabs.hpp"

#include "base/parallel.hpp"
#include "geo/geos.hpp"
#include "geo/measure.hpp"

#include <algorithm>
#include <cmath>

namespace jt::geo {
namespace {

/// Integral over y from low to high of the smaller of two linear functions, and of nothing where
/// that is negative. p and q: values at low and high.
double shared_strip(double height, double p0, double p1, double q0, double q1) {
    // Where the two cross, and where each crosses zero, the integrand bends; 1 for no crossing.
    const auto cut = [](double a, double b) { return (a < 0) != (b < 0) ? a / (a - b) : 1.0; };
    const double u = cut(p0 - q0, p1 - q1), v = cut(p0, p1), w = cut(q0, q1);
    const double low = std::min({u, v, w}), high = std::max({u, v, w});
    const double middle = std::max(std::min(u, v), std::min(std::max(u, v), w));
    const auto value = [&](double t) {
        return std::max(0.0, std::min(p0 + t * (p1 - p0), q0 + t * (q1 - q0)));
    };
    double sum = 0, from = 0, before = value(0);
    for (const double to : {low, middle, high, 1.0}) {
        const double here = value(to);
        sum += (to - from) * (before + here);
        from = to;
        before = here;
    }
    return height * sum / 2;
}

}  // namespace

Slabs::Slabs(const GeometryArray& polygons, std::size_t feature) : m_box(polygons.box(feature)) {
    for (std::size_t p = polygons.parts_begin(feature); p < polygons.parts_end(feature); ++p) {
        for (std::size_t r = polygons.rings_begin(p); r < polygons.rings_end(p); ++r) {
            add_ring(polygons.ring(r), m_parts, r > polygons.rings_begin(p));
        }
        ++m_parts;
    }
    build();
}

void Slabs::add_ring(std::span<const double> xy, std::uint32_t part, bool hole) {
    const double area = planar_ring_area(xy);
    m_area += hole ? -std::fabs(area) : std::fabs(area);
    // Going round counter-clockwise, segments upwards have the polygon to their west.
    const double turn = (area < 0) != hole ? -1 : 1;
    for (std::size_t k = 2; k + 1 < xy.size(); k += 2) {
        const double up = xy[k + 1] > xy[k - 1] ? 1 : xy[k + 1] < xy[k - 1] ? -1 : 0;
        m_segments.push_back({xy[k - 2], xy[k - 1], xy[k], xy[k + 1], part, turn * up});
    }
}

std::size_t Slabs::slab_of(double y) const {
    const double at = (y - m_box.min_y) / m_height;
    return at <= 0 ? 0 : std::min(static_cast<std::size_t>(at), m_starts.size() - 2);
}

void Slabs::build() {
    std::size_t count = std::clamp<std::size_t>(m_segments.size() / 4, 1, 1U << 16);
    const auto range = [&](const Segment& s) {
        return std::pair(slab_of(std::min(s.ay, s.by)), slab_of(std::max(s.ay, s.by)));
    };
    // Tall segments stand in many slabs: as many slabs as keep eight entries to a segment.
    for (;; count /= 2) {
        m_starts.assign(count + 1, 0);
        const double height = (m_box.max_y - m_box.min_y) / static_cast<double>(count);
        m_height = height > 0 ? height : 1;
        std::size_t items = 0;
        for (const Segment& s : m_segments) {
            const auto [first, last] = range(s);
            items += last - first + 1;
        }
        if (count == 1 || items <= 8 * m_segments.size()) {
            break;
        }
    }
    for (const Segment& s : m_segments) {
        const auto [first, last] = range(s);
        for (std::size_t k = first; k <= last; ++k) {
            ++m_starts[k + 1];
        }
    }
    for (std::size_t k = 0; k < count; ++k) {
        m_starts[k + 1] += m_starts[k];
    }
    m_items.resize(m_starts[count]);
    std::vector<std::uint32_t> next(m_starts.begin(), m_starts.end() - 1);
    for (std::uint32_t i = 0; i < m_segments.size(); ++i) {
        const auto [first, last] = range(m_segments[i]);
        for (std::size_t k = first; k <= last; ++k) {
            m_items[next[k]++] = i;
        }
    }
}

/// Each segment with a y in the range, once.
template <class Visit>
void Slabs::visit(double low, double high, Visit&& visit) const {
    const std::size_t first = slab_of(low), last = slab_of(high);
    for (std::size_t k = first; k <= last; ++k) {
        for (std::uint32_t i = m_starts[k]; i < m_starts[k + 1]; ++i) {
            const Segment& s = m_segments[m_items[i]];
            const double bottom = std::min(s.ay, s.by), top = std::max(s.ay, s.by);
            const bool new_here = k == first || slab_of(bottom) == k;
            if (new_here && bottom <= high && top >= low && !visit(s)) {
                return;
            }
        }
    }
}

bool Slabs::contains(double x, double y) const {
    if (!(x >= m_box.min_x && x <= m_box.max_x && y >= m_box.min_y && y <= m_box.max_y)) {
        return false;
    }
    bool border = false;
    std::uint64_t few = 0;  // parity of crossings by part
    std::vector<bool> many(m_parts > 64 ? m_parts : 0);
    visit(y, y, [&](const Segment& s) {
        if (std::max(s.ax, s.bx) < x) {
            return true;
        }
        const bool crosses = (s.ay > y) != (s.by > y);
        const bool west = std::min(s.ax, s.bx) <= x;
        bool right = crosses;  // the crossing lies east of the point
        if (west) {
            const int turn = GEOSOrientationIndex_r(geos(), s.ax, s.ay, s.bx, s.by, x, y);
            border = turn == 0;
            right = crosses && (turn > 0) == (s.by > y);
        }
        if (right && m_parts > 64) {
            many[s.part] = !many[s.part];
        } else if (right) {
            few ^= std::uint64_t{1} << s.part;
        }
        return !border;
    });
    return border || few != 0 || std::find(many.begin(), many.end(), true) != many.end();
}

bool Slabs::border_near(const Box& box) const {
    bool near = false;
    visit(box.min_y, box.max_y, [&](const Segment& s) {
        near = std::min(s.ax, s.bx) <= box.max_x && std::max(s.ax, s.bx) >= box.min_x;
        return !near;
    });
    return near;
}

double Slabs::shared_area(const Slabs& other) const {
    // Strips reach west as far as the other polygon does: nothing of it lies beyond.
    const double west = other.m_box.min_x;
    double sum = 0;
    for (const Segment& o : other.m_segments) {
        const double bottom = std::min(o.ay, o.by), top = std::max(o.ay, o.by);
        if (o.sign == 0) {
            continue;
        }
        const double o_slope = (o.bx - o.ax) / (o.by - o.ay);
        visit(bottom, top, [&](const Segment& s) {
            const double low = std::max(bottom, std::min(s.ay, s.by));
            const double high = std::min(top, std::max(s.ay, s.by));
            if (s.sign != 0 && high > low && std::max(s.ax, s.bx) > west) {
                const double slope = (s.bx - s.ax) / (s.by - s.ay);
                sum += o.sign * s.sign *
                       shared_strip(high - low, o.ax + (low - o.ay) * o_slope - west,
                                    o.ax + (high - o.ay) * o_slope - west,
                                    s.ax + (low - s.ay) * slope - west,
                                    s.ax + (high - s.ay) * slope - west);
            }
            return true;
        });
    }
    return std::max(0.0, sum);
}

SlabsList ready_slabs(const GeometryArray& polygons) {
    constexpr std::size_t kGrain = 16;
    SlabsList out(polygons.size());
    base::parallel_blocks(out.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const bool usable = polygons.status(i) == Status::ok;
            out[i] = usable ? std::make_unique<Slabs>(polygons, i) : nullptr;
        }
    });
    return out;
}

}  // namespace jt::geo
