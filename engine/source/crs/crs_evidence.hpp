// Which CRS a layer is in, decided on evidence, and whether its coordinates agree with it.
#pragma once

#include "base/message.hpp"
#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <string>
#include <vector>

namespace jt::source {

struct CrsEvidence {
    std::string option;    ///< "EPSG:4523"; "" when the user said nothing
    std::string declared;  ///< definition kept with the data (WKT or code); "" for none
    base::Message origin;  ///< where `declared` comes from, or why there is none
    geo::Box box;          ///< of the finite coordinates; empty: no check against coordinates
};

struct CrsDecision {
    geo::Crs crs;
    base::Message evidence;            ///< why, for people
    std::vector<base::Message> notes;  ///< evidence that was overruled
};

/// Option first, else what is kept with the data. Data errors: neither ("source.crs.missing", with
/// what the coordinates suggest), a definition PROJ does not know, and coordinates that deny the
/// definition: degrees declared as metres, metres declared as degrees, latitude before longitude,
/// northing before easting, eastings with another zone prefix than the CRS (35 xxx xxx against a
/// CRS without prefix) or with prefixes of several zones. Each shows the coordinates. A layer
/// wholly outside the zone of its CRS is a note.
CrsDecision decide_crs(const CrsEvidence& evidence);

/// The last of these checks alone.
void check_coordinates(const geo::Crs& crs, const geo::Box& box);

/// "x 116.748..117.51, y 36.536..37.146"
std::string extent_text(const geo::Box& box);

/// The EPSG codes that the coordinates could mean, for hints: degrees, or a zone prefix, or
/// Gauss-Kruger coordinates without a prefix; a message that says so.
base::Message suggestion(const geo::Box& box);

}  // namespace jt::source
