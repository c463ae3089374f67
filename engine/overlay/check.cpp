#include "overlay/check.hpp"

#include "base/parallel.hpp"
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"

#include <algorithm>
#include <array>

namespace jt::overlay {
namespace {

using geo::GeometryArray;
using geo::Shape;
using geo::Status;

constexpr std::size_t kGrain = 16;

/// Appends what two features of one layer have in common; an empty feature where they are apart.
void append_common(const GeometryArray& polygons, const SlabsList& slabs, std::size_t i,
                   std::size_t j, GeometryArray& out) {
    const auto first = [&](std::size_t row) { return polygons.coordinates(row); };
    const auto append_inner = [&](std::size_t inner, std::size_t outer) {
        if (slabs[outer]->contains(first(inner)[0], first(inner)[1])) {
            out.append(polygons, inner);
        } else {
            out.null_feature(Status::empty);
        }
    };
    if (!slabs[j]->border_near(slabs[i]->box())) {
        append_inner(i, j);
    } else if (!slabs[i]->border_near(slabs[j]->box())) {
        append_inner(j, i);
    } else {
        geo::intersection(polygons, i, polygons, j, out);
    }
}

}  // namespace

void Problems::add(const GeometryArray& from, std::size_t feature, std::size_t a_row,
                   std::size_t b_row, double area) {
    geometry.append(from, feature);
    a.push_back(a_row);
    b.push_back(b_row);
    area_m2.push_back(area);
}

Problems overlaps(const GeometryArray& polygons, const geo::Crs& crs, double least,
                  std::size_t& small, std::vector<Failure>& failures) {
    struct Slot {
        GeometryArray geometry{Shape::polygon};
        std::vector<std::size_t> others;
        std::vector<Failure> failures;
    };
    const SlabsList slabs = ready_slabs(polygons);
    const geo::BoxIndex index(polygons);
    std::vector<Slot> slots(polygons.size());
    const auto look = [&](std::size_t i, std::size_t j) {
        GeometryArray piece(Shape::polygon);
        const bool good =
            attempt(i, slots[i].failures, [&] { append_common(polygons, slabs, i, j, piece); });
        if (good && piece.status(0) == Status::ok) {
            slots[i].geometry.append(piece, 0);
            slots[i].others.push_back(j);
        }
    };
    base::parallel_blocks(slots.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            for (const std::size_t j :
                 slabs[i] ? index.find(polygons.box(i)) : std::vector<std::size_t>{}) {
                if (j > i && slabs[j]) {
                    look(i, j);
                }
            }
        }
    });
    Problems all;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        for (std::size_t k = 0; k < slots[i].others.size(); ++k) {
            all.add(slots[i].geometry, k, i, slots[i].others[k], 0);
        }
        failures.insert(failures.end(), slots[i].failures.begin(), slots[i].failures.end());
    }
    const auto areas = geo::areas(all.geometry, crs);
    Problems out;
    small = 0;
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (areas[k] < least) {
            ++small;
        } else {
            out.add(all.geometry, k, all.a[k], all.b[k], areas[k]);
        }
    }
    return out;
}

namespace {

/// The first two features that touch a gap.
std::array<std::size_t, 2> beside(const GeometryArray& gaps, std::size_t gap,
                                  const GeometryArray& polygons, const geo::BoxIndex& index) {
    std::array<std::size_t, 2> out{Problems::kNobody, Problems::kNobody};
    const geo::Relation relation(gaps, gap);
    std::size_t count = 0;
    for (const std::size_t row : index.find(gaps.box(gap))) {
        if (count < 2 && polygons.status(row) == Status::ok && relation.intersects(polygons, row)) {
            out[count++] = row;
        }
    }
    return out;
}

}  // namespace

Problems gaps(const GeometryArray& polygons, const geo::Crs& crs, double largest) {
    Problems out;
    if (polygons.box().empty()) {
        return out;
    }
    GeometryArray united(Shape::polygon);
    geo::unite(polygons, united);
    const GeometryArray holes = geo::holes_of(united, 0);
    const auto areas = geo::areas(holes, crs);
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < holes.size(); ++k) {
        if (areas[k] <= largest) {
            order.push_back(k);
        }
    }
    std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
        const geo::Box p = holes.box(x), q = holes.box(y);
        return p.min_x != q.min_x ? p.min_x < q.min_x : p.min_y < q.min_y;
    });
    const geo::BoxIndex index(polygons);
    std::vector<std::array<std::size_t, 2>> neighbours(order.size());
    base::parallel_blocks(order.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            neighbours[k] = beside(holes, order[k], polygons, index);
        }
    });
    for (std::size_t k = 0; k < order.size(); ++k) {
        out.add(holes, order[k], neighbours[k][0], neighbours[k][1], areas[order[k]]);
    }
    return out;
}

Problems slivers(const GeometryArray& polygons, const geo::Crs& crs, double width) {
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
    const auto areas = geo::areas(parts, crs), around = geo::lengths(parts, crs);
    Problems out;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        if (2 * areas[k] < width * around[k]) {
            out.add(parts, k, rows[k], Problems::kNobody, areas[k]);
        }
    }
    return out;
}

}  // namespace jt::overlay
