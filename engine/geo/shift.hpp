// Is a layer shifted against a reference, as data from Chinese web maps is?
#pragma once

#include "geo/web_datum.hpp"

namespace jt::geo {

struct ShiftEstimate {
    std::size_t sampled = 0, matched = 0;  ///< coordinates tried; near something of the reference
    WebDatum datum = WebDatum::wgs84;      ///< what the coordinates fit best when read as
    /// Where the layer lies against the reference, metres east and north, in the mean.
    double east_m = 0, north_m = 0;
    /// Median distance to the reference as the coordinates stand, and when they are read as
    /// `datum`.
    double before_m = 0, after_m = 0;

    bool comparable() const;  ///< enough of the layer lies near the reference
    /// The layer fits clearly better when read as GCJ-02 or BD-09.
    bool shifted() const;
};

/// Both in degrees. Up to 2000 coordinates of the layer, evenly taken, are held against the
/// nearest points, lines or borders of the reference, read as WGS 84, GCJ-02 and BD-09 in turn;
/// the rest after the best reading is a translation (iterated closest points, by medians). Empty
/// layers are not comparable.
ShiftEstimate estimate_shift(const GeometryArray& degrees, const GeometryArray& reference);

}  // namespace jt::geo
