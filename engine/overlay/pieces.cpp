#include "overlay/pieces.hpp"

#include "base/parallel.hpp"
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace jt::overlay {
namespace {

using geo::GeometryArray;
using geo::Shape;
using geo::Slabs;
using geo::Status;

constexpr std::size_t kGrain = 16;

void append_all(std::vector<Failure>& to, const std::vector<Failure>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// What moving every coordinate by its last digit may change an area by.
double rounding(const GeometryArray& polygons, std::size_t i) {
    const auto xy = polygons.coordinates(i);
    double around = 0, largest = 0;
    for (std::size_t p = polygons.parts_begin(i); p < polygons.parts_end(i); ++p) {
        for (std::size_t r = polygons.rings_begin(p); r < polygons.rings_end(p); ++r) {
            const auto ring = polygons.ring(r);
            for (std::size_t k = 2; k + 1 < ring.size(); k += 2) {
                around += std::hypot(ring[k] - ring[k - 2], ring[k + 1] - ring[k - 1]);
            }
        }
    }
    for (const double value : xy) {
        largest = std::max(largest, std::fabs(value));
    }
    return 4 * std::numeric_limits<double>::epsilon() * largest * around;
}

}  // namespace

std::vector<std::size_t> unbalanced(const GeometryArray& polygons,
                                    const std::vector<double>& sums) {
    constexpr double kRelative = 1e-9;
    const auto areas = geo::planar_areas(polygons);
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        if (takes_part(polygons, i) &&
            !(std::fabs(sums[i] - areas[i]) <= kRelative * areas[i] + rounding(polygons, i))) {
            out.push_back(i);
        }
    }
    return out;
}

std::vector<std::size_t> vanished(const GeometryArray& geometry, const Carved& carved) {
    std::vector<std::size_t> out;
    auto failure = carved.failures.begin();
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        if (failure != carved.failures.end() && failure->row == i) {
            ++failure;  // told by itself
        } else if (takes_part(geometry, i) && carved.cut[i] == geo::Cut::none) {
            out.push_back(i);
        }
    }
    return out;
}

Pairs::Pairs(const GeometryArray& a, const GeometryArray& b, bool planar)
    : m_a_walks(a.shape() != Shape::polygon || a.xy().size() >= b.xy().size()),
      m_walking(m_a_walks ? a : b),
      m_ready(m_a_walks ? b : a),
      m_found(m_walking.size()) {
    const auto slabs = ready_slabs(m_ready);
    const geo::BoxIndex index(m_ready);
    const auto pairs_of = [&](std::size_t i) {
        std::vector<Pair> out;
        const geo::Box box = m_walking.box(i);
        const auto xy = m_walking.coordinates(i);
        std::optional<Slabs> own;
        for (const std::size_t j : index.find(box)) {
            if (!slabs[j]) {
                continue;
            }
            Pair pair{j, !slabs[j]->border_near(box)};
            if (pair.whole && !slabs[j]->contains(xy[0], xy[1])) {
                continue;
            }
            if (planar && !own) {
                own.emplace(m_walking, i);
            }
            if (planar) {
                pair.planar = pair.whole ? own->area() : slabs[j]->shared_area(*own);
            }
            out.push_back(pair);
        }
        return out;
    };
    base::parallel_blocks(m_walking.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (takes_part(m_walking, i)) {
                m_found[i] = pairs_of(i);
            }
        }
    });
}

namespace {

/// The pieces of one walking feature.
struct Slot {
    GeometryArray geometry;
    std::vector<std::size_t> others;
    std::vector<Failure> failures;
};

void cut_pairs(const Pairs& pairs, std::size_t walking, Slot& slot) {
    for (const Pair& pair : pairs.of(walking)) {
        GeometryArray piece(slot.geometry.shape());
        const bool good = attempt(pairs.a_walks() ? walking : pair.other, slot.failures, [&] {
            if (pair.whole) {
                piece.append(pairs.walking(), walking);
            } else {
                geo::intersection(pairs.walking(), walking, pairs.ready(), pair.other, piece);
            }
        });
        if (good && takes_part(piece, 0)) {
            slot.geometry.append(piece, 0);
            slot.others.push_back(pair.other);
        }
    }
}

/// In the order of a, then b, whichever side walked.
Pieces in_order(const std::vector<Slot>& slots, bool a_walks, Shape shape) {
    struct Place {
        std::size_t a, b, slot, item;
    };
    std::vector<Place> places;
    Pieces out{GeometryArray(shape), {}, {}, {}};
    for (std::size_t i = 0; i < slots.size(); ++i) {
        for (std::size_t k = 0; k < slots[i].others.size(); ++k) {
            const std::size_t other = slots[i].others[k];
            places.push_back(a_walks ? Place{i, other, i, k} : Place{other, i, i, k});
        }
        append_all(out.failures, slots[i].failures);
    }
    std::sort(places.begin(), places.end(),
              [](const Place& x, const Place& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    std::stable_sort(out.failures.begin(), out.failures.end(),
                     [](const Failure& x, const Failure& y) { return x.row < y.row; });
    for (const Place& place : places) {
        out.geometry.append(slots[place.slot].geometry, place.item);
        out.a.push_back(place.a);
        out.b.push_back(place.b);
    }
    return out;
}

}  // namespace

Pieces common_pieces(const Pairs& pairs) {
    const Shape shape = pairs.walking().shape() == Shape::line ? Shape::line : Shape::polygon;
    std::vector<Slot> slots(pairs.walking().size(), Slot{GeometryArray(shape), {}, {}});
    base::parallel_blocks(slots.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            cut_pairs(pairs, i, slots[i]);
        }
    });
    return in_order(slots, pairs.a_walks(), shape);
}

Pieces common_pieces(const GeometryArray& a, const GeometryArray& b) {
    return common_pieces(Pairs(a, b, false));
}

namespace {

/// Carves feature after feature; read by many threads.
class Carver {
public:
    Carver(const GeometryArray& geometry, const GeometryArray& polygons, Keep keep)
        : m_geometry(geometry),
          m_polygons(polygons),
          m_keep(keep),
          m_slabs(ready_slabs(polygons)),
          m_index(polygons) {}

    geo::Cut carve(std::size_t i, GeometryArray& out) const {
        if (m_geometry.shape() == Shape::point) {
            return carve_places(i, out);
        }
        const geo::Box box = m_geometry.box(i);
        const auto xy = m_geometry.coordinates(i);
        std::vector<std::size_t> near;
        for (const std::size_t j : m_index.find(box)) {
            if (!m_slabs[j]) {
                continue;
            }
            if (m_slabs[j]->border_near(box)) {
                near.push_back(j);
            } else if (m_slabs[j]->contains(xy[0], xy[1])) {
                return wholly(m_keep == Keep::inside, i, out);
            }
        }
        if (near.empty()) {
            return wholly(m_keep == Keep::outside, i, out);
        }
        return m_keep == Keep::inside ? geo::clip(m_geometry, i, m_polygons, near, out)
                                      : geo::difference(m_geometry, i, m_polygons, near, out);
    }

private:
    geo::Cut wholly(bool kept, std::size_t i, GeometryArray& out) const {
        if (kept) {
            out.append(m_geometry, i);
            return geo::Cut::whole;
        }
        out.null_feature(Status::empty);
        return geo::Cut::none;
    }

    bool inside(double x, double y) const {
        const auto near = m_index.find({x, y, x, y});
        return std::any_of(near.begin(), near.end(),
                           [&](std::size_t j) { return m_slabs[j] && m_slabs[j]->contains(x, y); });
    }

    geo::Cut carve_places(std::size_t i, GeometryArray& out) const {
        const auto xy = m_geometry.coordinates(i);
        std::vector<double> kept;
        for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
            if (inside(xy[k], xy[k + 1]) == (m_keep == Keep::inside)) {
                kept.insert(kept.end(), {xy[k], xy[k + 1]});
            }
        }
        if (kept.empty() || kept.size() == xy.size()) {
            return wholly(!kept.empty(), i, out);
        }
        out.begin_feature();
        for (std::size_t k = 0; k < kept.size(); k += 2) {
            out.begin_part();
            out.begin_ring();
            out.add(kept[k], kept[k + 1]);
        }
        out.end_feature();
        return geo::Cut::part;
    }

    const GeometryArray& m_geometry;
    const GeometryArray& m_polygons;
    Keep m_keep;
    SlabsList m_slabs;
    geo::BoxIndex m_index;
};

}  // namespace

Carved carve(const GeometryArray& geometry, const GeometryArray& polygons, Keep keep) {
    const Carver carver(geometry, polygons, keep);
    std::vector<GeometryArray> singles(geometry.size(), GeometryArray(geometry.shape()));
    std::vector<std::vector<Failure>> failures(geometry.size());
    Carved out{GeometryArray(geometry.shape()), {}, {}};
    out.cut.assign(geometry.size(), geo::Cut::none);
    base::parallel_blocks(geometry.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (!takes_part(geometry, i)) {
                singles[i].null_feature(geometry.status(i));
            } else if (!attempt(i, failures[i],
                                [&] { out.cut[i] = carver.carve(i, singles[i]); })) {
                singles[i] = GeometryArray(geometry.shape());
                singles[i].null_feature(Status::empty);
            }
        }
    });
    for (std::size_t i = 0; i < singles.size(); ++i) {
        out.geometry.append(singles[i], 0);
        append_all(out.failures, failures[i]);
    }
    return out;
}

}  // namespace jt::overlay
