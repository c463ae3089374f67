// How large a shapefile would become, and whether it may. Internal to source/.
#pragma once

#include "layer/table.hpp"
#include "source/gdal/ogr_writer.hpp"

#include <cstdint>
#include <vector>

namespace jt::source {

/// Bytes of the .shp that GDAL writes for the geometry (ESRI Shapefile Technical Description,
/// 1998): 100 for the header, 8 for each record and its content.
std::uint64_t shp_bytes(const geo::GeometryArray& geometry);

/// Bytes of the .dbf (dBASE III): header, a flag and the fields of each record, the end mark.
std::uint64_t dbf_bytes(const std::vector<FieldPlan>& plans, std::uint64_t rows);

/// Data error with the sizes where a part would be larger than 2 GB, what programs read of a
/// shapefile. An empty layer passes.
void check_shapefile_size(const layer::Table& table, const std::vector<FieldPlan>& plans);
/// The same for sizes that are known.
void check_shapefile_size(std::uint64_t shp, std::uint64_t dbf);

}  // namespace jt::source
