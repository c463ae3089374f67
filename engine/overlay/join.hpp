// Which features of one layer relate to which of another, and which is nearest.
#pragma once

#include "geo/crs.hpp"
#include "overlay/nearest.hpp"
#include "overlay/pieces.hpp"

#include <optional>
#include <vector>

namespace jt::overlay {

/// Of a feature of the one layer to one of the other; the border counts as inside.
enum class Predicate { intersects, within, contains };

struct Matches {
    std::vector<std::vector<std::size_t>>
        rows;                       ///< of the other layer, ascending; one for each row
    std::vector<Failure> failures;  ///< rows, which have no matches
};

/// All features of any shape that relate to each feature, in the plane of one CRS. Features whose
/// status is not ok relate to nothing.
Matches related(const geo::GeometryArray& features, const geo::GeometryArray& others,
                Predicate predicate);

struct NearestRows {
    std::vector<std::optional<Nearest>> found;  ///< row of the other layer and metres
    std::vector<Failure> failures;
};

/// The nearest feature of the other layer within `most` metres: of equals the first; 0 m where they
/// meet. Distances are geodesic, between the places that are nearest in an azimuthal equidistant
/// plane about the feature: exact for points, for features of L km across right to a part of
/// L*L / 2.4e8. Both in a known CRS that is not Web Mercator.
NearestRows nearest_rows(const geo::GeometryArray& features, const geo::GeometryArray& others,
                         const geo::Crs& crs, double most);

}  // namespace jt::overlay
