// Registers a finished one-frame PDF sheet on the ground (ISO 32000 measure dictionary).
#pragma once

#include "geo/crs.hpp"
#include "map/view.hpp"

#include <string>

namespace jt::map {

/// The PDF with the frame's place on the ground appended as an incremental update: the drawing is
/// not touched. Readers of geospatial PDF (QGIS, GDAL) then open the page as a map.
/// page_height_mm is that of the sheet. Internal error "map.geo_pdf" where GDAL refuses.
std::string registered_pdf(const std::string& pdf, const View& view, const geo::Crs& crs,
                           double page_height_mm);

}  // namespace jt::map
