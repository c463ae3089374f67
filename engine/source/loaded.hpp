// A layer or table as it lies in a file, decoded but not yet judged: what read.hpp and info.hpp
// work on. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "base/progress.hpp"
#include "geo/geometry.hpp"
#include "layer/table.hpp"
#include "source/read.hpp"
#include "source/text/encoding.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace jt::source {

struct LoadOptions {
    std::string path, layer, encoding;
    bool repair = false;   ///< mend text that is cut or does not decode; rebuild a missing .shx
    bool lenient = false;  ///< besides, never stop: what is wrong becomes an error diagnostic
    std::vector<std::string> text_fields = {};  ///< columns of a CSV that stay text
    /// Of a layer that mixes shapes: the one whose geometry is read; none for the first one met.
    geo::Shape shape = geo::Shape::none;
    ServiceOptions service = {};  ///< of timetables
    SheetOptions sheet = {};      ///< of sheets made for people
    std::string crs = {};         ///< of the file's coordinates, where that is given
    bool live = false;            ///< take a .vrt, whose data may lie anywhere
};

/// Ids of features by what was found while their geometry was read.
struct GeometryFindings {
    std::vector<std::int64_t> z, m, curves, unclosed, short_lines;
    std::vector<std::int64_t> turned;  ///< polygons with a shell that runs as holes should
    /// Features of point, line, polygon and other shape, for layers that mix them.
    std::array<std::vector<std::int64_t>, 4> by_shape;
};

/// Features that were mended: see read_with_repairs().
struct Repairs {
    std::vector<std::int64_t> ids;
    std::vector<std::string> kinds, reasons;
    std::vector<double> before_m2, after_m2;  ///< on the ellipsoid; NaN where not measured
    geo::GeometryArray geometry;
};

struct Loaded {
    std::string where;  ///< "交通.gpkg:metro", for diagnostics
    std::string name, driver;
    bool spatial = false;
    geo::GeometryArray geometry;
    std::vector<std::int64_t> ids;
    layer::Table table;
    std::vector<std::string> source_types;  ///< of the columns, "text(10)"
    GeometryFindings findings;
    EncodingDecision encoding;
    std::string declared_crs;  ///< WKT or code; "" for none
    geo::Box header_box;       ///< extent as a header tells it; empty where none does
    base::Message crs_origin;
    Repairs repairs;
    bool mixed() const;
};

/// Reads one layer or table of any format whole. Strict: text that does not decode, a geometry type
/// the engine has no shape for, and broken data are data errors that name feature and field.
Loaded load(const LoadOptions& options, base::Diagnostics& diagnostics,
            const base::Progress& progress);

/// The columns without their values. Feature values are not read, but for CSV, whose types are
/// its values.
Loaded load_header(const LoadOptions& options, base::Diagnostics& diagnostics);

/// Reads a CSV whole; it is a table without geometry.
Loaded load_csv(const LoadOptions& options, base::Diagnostics& diagnostics);

/// The text of a CSV file as UTF-8, with how its encoding was decided; strict as load().
std::string csv_file_text(const LoadOptions& options, EncodingDecision& decision,
                          base::Diagnostics& diagnostics);

/// The encoding on evidence; lenient: a guess and an error diagnostic where it cannot be told.
EncodingDecision decide(const EncodingEvidence& evidence, bool lenient,
                        base::Diagnostics& diagnostics, const std::string& where);

/// Tells the encoding with its evidence; a warning where it is not certain.
void tell(const EncodingDecision& decision, base::Diagnostics& diagnostics,
          const std::string& where);

/// "source.context.file" with the path: the outermost context of every error here.
base::Message file_context(const std::string& path);

}  // namespace jt::source
