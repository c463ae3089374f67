#include "geo/coverage.hpp"

#include "base/parallel.hpp"
#include "geo/cut.hpp"
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "geo/slabs.hpp"
#include "geo/topology.hpp"

#include <algorithm>
#include <array>

namespace jt::geo {
namespace {

constexpr std::size_t kGrain = 16;
constexpr double kNoise = 1e-6;  ///< m2: neighbours that touch share as much by rounding

/// What two features of one layer have in common, row by row.
class OverlapSearch {
public:
    struct Slot {
        GeometryArray geometry{Shape::polygon};
        std::vector<std::size_t> others;
        std::vector<Failure> failures;
        std::size_t small = 0;
    };

    OverlapSearch(const GeometryArray& polygons, const Crs& crs, double least)
        : m_polygons(polygons),
          m_slabs(ready_slabs(polygons)),
          m_index(polygons),
          m_planar(planar_areas(polygons)),
          m_geodesic(areas(polygons, crs)),
          m_least(least) {}

    Slot look(std::size_t i) const {
        Slot out;
        if (m_slabs[i]) {
            for (const std::size_t j : m_index.find(m_polygons.box(i))) {
                if (j > i && m_slabs[j]) {
                    look(i, j, out);
                }
            }
        }
        return out;
    }

private:
    void look(std::size_t i, std::size_t j, Slot& out) const {
        // An overlap that is too small to be listed needs no geometry; the plane's measure at this
        // feature is good for a decision by a factor of two.
        const bool inside = !m_slabs[j]->border_near(m_slabs[i]->box());
        const bool around = !m_slabs[i]->border_near(m_slabs[j]->box());
        if (!inside && !around) {
            const double shared = m_slabs[i]->shared_area(*m_slabs[j]) * m2_of(i);
            if (shared < m_least / 2) {
                out.small += shared > kNoise ? 1 : 0;
                return;
            }
        }
        GeometryArray piece(Shape::polygon);
        const bool good = attempt(i, out.failures, [&] {
            if (inside || around) {
                append_inner(inside ? i : j, inside ? j : i, piece);
            } else {
                intersection(m_polygons, i, m_polygons, j, piece);
            }
        });
        if (good && piece.status(0) == Status::ok) {
            out.geometry.append(piece, 0);
            out.others.push_back(j);
        }
    }

    /// Square metres to a squared unit of the coordinates.
    double m2_of(std::size_t i) const { return m_planar[i] > 0 ? m_geodesic[i] / m_planar[i] : 1; }

    void append_inner(std::size_t inner, std::size_t outer, GeometryArray& out) const {
        const auto first = m_polygons.coordinates(inner);
        if (m_slabs[outer]->contains(first[0], first[1])) {
            out.append(m_polygons, inner);
        } else {
            out.null_feature(Status::empty);
        }
    }

    const GeometryArray& m_polygons;
    SlabsList m_slabs;
    BoxIndex m_index;
    std::vector<double> m_planar, m_geodesic;
    double m_least;
};

/// The first two features that touch a gap.
std::array<std::size_t, 2> beside(const GeometryArray& gaps, std::size_t gap,
                                  const GeometryArray& polygons, const BoxIndex& index) {
    std::array<std::size_t, 2> out{CoverageFaults::kNobody, CoverageFaults::kNobody};
    const Relation relation(gaps, gap);
    std::size_t count = 0;
    for (const std::size_t row : index.find(gaps.box(gap))) {
        if (count < 2 && polygons.status(row) == Status::ok && relation.intersects(polygons, row)) {
            out[count++] = row;
        }
    }
    return out;
}

}  // namespace

void CoverageFaults::add(const GeometryArray& from, std::size_t feature, std::size_t a_row,
                         std::size_t b_row, double area) {
    geometry.append(from, feature);
    a.push_back(a_row);
    b.push_back(b_row);
    area_m2.push_back(area);
}

CoverageFaults overlaps(const GeometryArray& polygons, const Crs& crs, double least,
                        std::size_t& small, std::vector<Failure>& failures) {
    const OverlapSearch search(polygons, crs, least);
    std::vector<OverlapSearch::Slot> slots(polygons.size());
    base::parallel_blocks(slots.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            slots[i] = search.look(i);
        }
    });
    CoverageFaults all, out;
    small = 0;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        for (std::size_t k = 0; k < slots[i].others.size(); ++k) {
            all.add(slots[i].geometry, k, i, slots[i].others[k], 0);
        }
        small += slots[i].small;
        failures.insert(failures.end(), slots[i].failures.begin(), slots[i].failures.end());
    }
    const auto measured = areas(all.geometry, crs);
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (measured[k] >= least) {
            out.add(all.geometry, k, all.a[k], all.b[k], measured[k]);
        } else {
            small += measured[k] > kNoise ? 1 : 0;
        }
    }
    return out;
}

CoverageFaults gaps(const GeometryArray& polygons, const Crs& crs, double largest) {
    CoverageFaults out;
    if (polygons.box().empty()) {
        return out;
    }
    GeometryArray united(Shape::polygon);
    unite(polygons, united);
    const GeometryArray holes = holes_of(united, 0);
    const auto measured = areas(holes, crs);
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < holes.size(); ++k) {
        if (measured[k] <= largest) {
            order.push_back(k);
        }
    }
    std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
        const Box p = holes.box(x), q = holes.box(y);
        return p.min_x != q.min_x ? p.min_x < q.min_x : p.min_y < q.min_y;
    });
    const BoxIndex index(polygons);
    std::vector<std::array<std::size_t, 2>> neighbours(order.size());
    base::parallel_blocks(order.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            neighbours[k] = beside(holes, order[k], polygons, index);
        }
    });
    for (std::size_t k = 0; k < order.size(); ++k) {
        out.add(holes, order[k], neighbours[k][0], neighbours[k][1], measured[order[k]]);
    }
    return out;
}

CoverageFaults slivers(const GeometryArray& polygons, const Crs& crs, double width) {
    GeometryArray parts(Shape::polygon);
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        const bool good = polygons.status(i) == Status::ok;
        for (std::size_t p = polygons.parts_begin(i); good && p < polygons.parts_end(i); ++p) {
            parts.begin_feature();
            parts.begin_part();
            for (std::size_t r = polygons.rings_begin(p); r < polygons.rings_end(p); ++r) {
                parts.begin_ring();
                const auto xy = polygons.ring(r);
                for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
                    parts.add(xy[k], xy[k + 1]);
                }
            }
            parts.end_feature();
            rows.push_back(i);
        }
    }
    const auto measured = areas(parts, crs), around = lengths(parts, crs);
    CoverageFaults out;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        if (2 * measured[k] < width * around[k]) {
            out.add(parts, k, rows[k], CoverageFaults::kNobody, measured[k]);
        }
    }
    return out;
}

}  // namespace jt::geo
