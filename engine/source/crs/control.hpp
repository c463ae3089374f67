// Systems without published parameters, entered by control points that are known in both. Internal
// to source/.
#pragma once

#include "source/loaded.hpp"
#include "source/read.hpp"

namespace jt::source {

/// What options.control, control_method, control_from and helmert ask for, held together: data
/// errors for a word that is no method, for options that say nothing together, and for a target
/// that is missing.
void check_shift_options(const ReadOptions& options);

/// Moves the layer's coordinates in place by the transform that a table of control points decides:
/// "four" parameters from plane to plane (options.crs is the system to come), or "seven" between
/// the datums of options.control_from (else the CRS that the file declares) and options.crs. Told:
/// parameters, RMSE, sigma, the worst point, residuals of each point, features outside the points.
/// Data errors: those of read_control_table(), of the fits, and coordinates that deny their CRS.
void apply_control_points(Loaded& loaded, const ReadOptions& options,
                          base::Diagnostics& diagnostics);

/// Throws what can be told of the table without the layer.
void check_control_points(const ReadOptions& options);

/// The two methods.
void apply_four(Loaded& loaded, const ReadOptions& options, base::Diagnostics& diagnostics);
void apply_seven(Loaded& loaded, const ReadOptions& options, base::Diagnostics& diagnostics);

/// The CRS with the seven parameters of options.helmert towards options.to; the CRS itself where
/// there are none.
geo::Crs with_given_shift(const geo::Crs& crs, const ReadOptions& options,
                          base::Diagnostics& diagnostics, const std::string& where);

}  // namespace jt::source
