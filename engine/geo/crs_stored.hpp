// How objects in the cache keep their CRS.
#pragma once

#include "base/archive.hpp"
#include "geo/crs.hpp"

namespace jt::geo {

/// Writes the WKT and the code; two empty texts for an unknown CRS.
void write_crs(base::Writer& out, const Crs& crs);
/// The WKT is the definition; the code is asked only where the WKT no longer leads to it. Unknown
/// where the WKT is empty.
Crs read_crs(base::Reader& in);

}  // namespace jt::geo
