// The .shp and .shx of a shapefile, read as they are (ESRI Shapefile Technical Description, 1998).
// Many times faster than by way of GDAL's objects. Internal to source/.
#pragma once

#include "source/loaded.hpp"
#include "source/shapefile/file_window.hpp"

#include <optional>

namespace jt::source {

/// Where a record of the .shp begins and how long its content is, in bytes.
struct ShapeRecord {
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
};

struct ShapeHeader {
    std::uint32_t type = 0;  ///< 0 null, 1 point, 3 line, 5 polygon, 8 points, +10 Z, +20 M, 31
    geo::Box box;            ///< as the header tells it; empty where it tells nothing
};

/// Data error "source.shp.broken" for a file that is none.
ShapeHeader read_shape_header(const std::string& shp);
geo::Shape shape_of_type(std::uint32_t type);
/// Multipatches are left to GDAL.
bool reads_shape_type(std::uint32_t type);

/// Where the records of a .shp lie: by the .shx, in its order; without one (empty path) found by
/// walking the .shp, which ends where a record makes no sense.
class ShapeIndex {
public:
    /// Data error where the .shx is none.
    ShapeIndex(const std::string& shp, const std::string& shx);
    std::int64_t size() const { return m_size; }
    /// Bytes of the .shp after the last record that makes sense; 0 with a .shx.
    std::uint64_t unread() const { return m_unread; }
    /// The records from `first` on, at most `count`.
    std::vector<ShapeRecord> records(std::int64_t first, std::int64_t count);

private:
    void walk(const std::string& shp);
    std::optional<FileWindow> m_file;   ///< the .shx
    std::vector<ShapeRecord> m_walked;  ///< without one
    std::int64_t m_size = 0;
    std::uint64_t m_unread = 0;
};

struct ShapeGeometry {
    geo::GeometryArray geometry;
    GeometryFindings findings;
    std::vector<std::int64_t> broken;  ///< records that lie outside the file or make no sense
};

/// Reads the listed records (ids); `records` are those from id `first` on. Those of another type
/// than the file's are kept without geometry and listed in the findings by their shape; broken ones
/// become features without geometry, of status invalid; nothing is thrown for them.
ShapeGeometry read_shapes(const std::string& shp, std::int64_t first,
                          const std::vector<ShapeRecord>& records,
                          const std::vector<std::int64_t>& ids, const base::Progress& progress);

}  // namespace jt::source
