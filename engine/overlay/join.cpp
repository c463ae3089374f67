#include "overlay/join.hpp"

#include "base/parallel.hpp"
#include "geo/cut.hpp"

#include <array>

namespace jt::overlay {
namespace {

using geo::GeometryArray;
using geo::Shape;
using geo::Slabs;

constexpr std::size_t kGrain = 16;

bool holds(const geo::Box& outer, const geo::Box& inner) {
    return outer.min_x <= inner.min_x && outer.max_x >= inner.max_x && outer.min_y <= inner.min_y &&
           outer.max_y >= inner.max_y;
}

/// Are the places of a point feature in the polygon: all of them, or any?
bool places_in(const Slabs& polygon, std::span<const double> xy, bool all) {
    for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
        if (polygon.contains(xy[k], xy[k + 1]) != all) {
            return !all;
        }
    }
    return all;
}

/// Answers for feature after feature; read by many threads.
class Relations {
public:
    Relations(const GeometryArray& features, const GeometryArray& others, Predicate predicate)
        : m_features(features), m_others(others), m_predicate(predicate), m_index(others) {
        if (others.shape() == Shape::polygon && predicate != Predicate::contains) {
            m_slabs = ready_slabs(others);
        }
    }

    std::vector<std::size_t> of(std::size_t i) const {
        Asked asked{i, m_features.box(i), {}, {}};
        std::vector<std::size_t> out;
        for (const std::size_t j : m_index.find(asked.box)) {
            if (takes_part(m_others, j) && relates(asked, j)) {
                out.push_back(j);
            }
        }
        return out;
    }

private:
    /// The feature that is asked about; made ready when first needed.
    struct Asked {
        std::size_t row;
        geo::Box box;
        std::optional<geo::Relation> relation;
        std::optional<Slabs> slabs;
    };

    bool relates(Asked& asked, std::size_t j) const {
        if (m_predicate == Predicate::within && !holds(m_others.box(j), asked.box)) {
            return false;
        }
        if (m_predicate == Predicate::contains && !holds(asked.box, m_others.box(j))) {
            return false;
        }
        if (!m_slabs.empty()) {
            const auto xy = m_features.coordinates(asked.row);
            if (m_features.shape() == Shape::point) {
                return places_in(*m_slabs[j], xy, m_predicate == Predicate::within);
            }
            if (!m_slabs[j]->border_near(asked.box)) {
                return m_slabs[j]->contains(xy[0], xy[1]);
            }
        }
        if (m_others.shape() == Shape::point && m_features.shape() == Shape::polygon) {
            if (!asked.slabs) {
                asked.slabs.emplace(m_features, asked.row);
            }
            return m_predicate != Predicate::within &&
                   places_in(*asked.slabs, m_others.coordinates(j),
                             m_predicate == Predicate::contains);
        }
        return exactly(asked, j);
    }

    bool exactly(Asked& asked, std::size_t j) const {
        if (!asked.relation) {
            asked.relation.emplace(m_features, asked.row);
        }
        switch (m_predicate) {
            case Predicate::within: return asked.relation->within(m_others, j);
            case Predicate::contains: return asked.relation->contains(m_others, j);
            default: return asked.relation->intersects(m_others, j);
        }
    }

    const GeometryArray& m_features;
    const GeometryArray& m_others;
    Predicate m_predicate;
    geo::BoxIndex m_index;
    SlabsList m_slabs;
};

/// Runs one(i, failures of i) for the usable features, in parallel; gives the failures in order.
template <class One>
std::vector<Failure> for_usable(const GeometryArray& features, const One& one) {
    std::vector<std::vector<Failure>> failures(features.size());
    base::parallel_blocks(features.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (takes_part(features, i)) {
                attempt(i, failures[i], [&] { one(i); });
            }
        }
    });
    std::vector<Failure> out;
    for (const auto& list : failures) {
        out.insert(out.end(), list.begin(), list.end());
    }
    return out;
}

}  // namespace

Matches related(const GeometryArray& features, const GeometryArray& others, Predicate predicate) {
    const Relations relations(features, others, predicate);
    Matches out;
    out.rows.resize(features.size());
    out.failures = for_usable(features, [&](std::size_t i) { out.rows[i] = relations.of(i); });
    return out;
}

double typical_spacing(const geo::Box& box, std::size_t items, const geo::LocalPlanes& planes) {
    if (box.empty() || items == 0) {
        return 1;
    }
    const double across = planes.distance(box.min_x, box.min_y, box.max_x, box.max_y);
    const double out = across / std::sqrt(static_cast<double>(items));
    return std::isfinite(out) ? out : kEverywhere;
}

namespace {

/// A feature alone, in the plane about a place.
GeometryArray in_plane(const GeometryArray& geometry, std::size_t i, const geo::LocalPlanes& planes,
                       const geo::LocalPlanes::Centre& centre) {
    GeometryArray out(geometry.shape());
    out.append(geometry, i);
    planes.to_plane(centre, out.xy());
    return out;
}

/// Metres between two places of the plane that are near each other.
double ground_distance(std::array<double, 4> places, const geo::LocalPlanes& planes,
                       const geo::LocalPlanes::Centre& centre) {
    if (places[0] == places[2] && places[1] == places[3]) {
        return 0;
    }
    planes.from_plane(centre, places);
    return planes.distance(places[0], places[1], places[2], places[3]);
}

}  // namespace

NearestRows nearest_rows(const GeometryArray& features, const GeometryArray& others,
                         const geo::Crs& crs, double most) {
    const geo::LocalPlanes planes(crs);
    std::vector<geo::Box> boxes;
    for (std::size_t j = 0; j < others.size(); ++j) {
        boxes.push_back(others.box(j));
    }
    const NearestSearch search(std::move(boxes), planes,
                               typical_spacing(others.box(), others.size(), planes));
    NearestRows out;
    out.found.resize(features.size());
    if (others.box().empty()) {
        return out;
    }
    out.failures = for_usable(features, [&](std::size_t i) {
        const geo::Box box = features.box(i);
        const auto centre = planes.centre((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2);
        const GeometryArray own = in_plane(features, i, planes, centre);
        out.found[i] = search.find(box, most, [&](std::size_t j) {
            if (!takes_part(others, j)) {
                return std::numeric_limits<double>::quiet_NaN();
            }
            const GeometryArray other = in_plane(others, j, planes, centre);
            return ground_distance(geo::nearest_places(own, 0, other, 0), planes, centre);
        });
    });
    return out;
}

}  // namespace jt::overlay
