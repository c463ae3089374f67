// What happens to broken geometry: told, refused, mended or left out, by the user's policy.
// Internal to source/.
#pragma once

#include "geo/crs.hpp"
#include "source/loaded.hpp"
#include "source/read.hpp"

#include <string>
#include <vector>

namespace jt::source {

/// A feature whose geometry GEOS calls invalid, or a line of one point.
struct Invalid {
    std::size_t row = 0;
    std::string reason;  ///< with its place
};
/// All of them, in order; the check runs in parallel.
std::vector<Invalid> find_invalid(const geo::GeometryArray& geometry,
                                  const std::vector<std::int64_t>& ids,
                                  const GeometryFindings& findings);

/// The geometry with the invalid ones marked so: they take no part in what needs valid polygons.
geo::GeometryArray without_invalid(const geo::GeometryArray& geometry,
                                   const std::vector<Invalid>& invalid);

/// Lines of which all coordinates are one place.
std::vector<std::int64_t> zero_length_lines(const geo::GeometryArray& geometry,
                                            const std::vector<std::int64_t>& ids);

/// Rows of features with the same coordinates, two or more in a group, each ascending.
std::vector<std::vector<std::size_t>> equal_geometries(const geo::GeometryArray& geometry);
/// Features whose coordinates equal those of an earlier one, ascending.
std::vector<std::int64_t> duplicates(const geo::GeometryArray& geometry,
                                     const std::vector<std::int64_t>& ids);
/// Applies the policy in place and tells what was found: Z and M dropped, curves made linear, rings
/// closed, lines without length; features without finite geometry (kept with their status, or left
/// out by `skip`); invalid ones (strict: data error with reasons and places; repair: made valid,
/// with the area before and after; skip: left out). A layer of mixed shapes is a data error.
void apply_policy(Loaded& loaded, const geo::Crs& crs, Repair policy,
                  base::Diagnostics& diagnostics);

/// Makes the invalid features valid, tells it with the areas, and keeps them as they were in
/// `loaded.repairs`.
void mend(Loaded& loaded, const geo::Crs& crs, const std::vector<Invalid>& invalid,
          base::Diagnostics& diagnostics);
/// Adds the features that were mended while they were read to `loaded.repairs`. Their area before
/// is known where only the direction of a ring changed.
void keep_findings(Loaded& loaded, const geo::Crs& crs);

/// Tells what was found, without changing geometry: dropped Z and M, curves, rings closed, lines
/// without length, features without finite geometry (their rows are the result).
std::vector<std::size_t> tell_findings(const Loaded& loaded, Repair policy,
                                       base::Diagnostics& diagnostics);

/// Text that was spoiled before it came here. GBK read as Latin-1: data error, or set right by
/// `repair`; values of question marks only: told.
void check_text(Loaded& loaded, Repair policy, base::Diagnostics& diagnostics);

/// Of a layer that mixes shapes, leaves only features of the one; the others are told.
void pick_shape(Loaded& loaded, geo::Shape shape, base::Diagnostics& diagnostics);
/// Data error that counts features by shape, where a layer mixes shapes.
void refuse_mixed(const Loaded& loaded);

/// Keeps the rows, in order.
void keep_rows(Loaded& loaded, const std::vector<std::size_t>& rows);

}  // namespace jt::source
