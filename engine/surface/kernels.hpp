// The kinds of derived surfaces, each in its own file: what derived_cells() chooses from.
#pragma once

#include "surface/derived.hpp"

namespace jt::surface {

/// sum of weight x value in the order of the inputs, 32 or 64 bit as the widest input; nodata where
/// any input has none. Params: {"weights": [...]}, one for each input.
CellsPtr weighted_sum_cells(Recipe recipe);

/// The scores of one surface by a value function (layer/value_function.hpp); classes are whole
/// numbers. Nodata stays nodata. Params: {"function": {...}, "unit": ""}. Reading throws a data
/// error for a value outside the bounds where the function says so, and for a class without a
/// score.
CellsPtr value_cells(Recipe recipe);

/// An expression over the inputs (layer/expression.hpp) whose columns are the inputs' names.
/// Params: {"expression": {...}, "names": [...]}. Nodata in, nodata out, but in `is_null` and the
/// branch that `if` does not take; true is 1 and false 0.
CellsPtr expression_cells(Recipe recipe);

/// Ordered weighted averages of the inputs (layer/ordered.hpp); nodata where any input has none.
/// Params: {"order_weights": [...] or [], "orness": where there are none, "weights": [...] or []}.
CellsPtr ordered_cells(Recipe recipe);

/// The result of one step of a rule set (layer/rule_set.hpp). Params: {"rules": {...}, "names":
/// the inputs of the set that the surfaces are, "step": number, "result": "grade" |
/// "doubtful" (1 where a doubtful step had a part in it, else 0) | "decided" (number of the step)}.
CellsPtr rule_cells(Recipe recipe);

/// Classes of weighted sums of the inputs under many draws of the weights; 32 bit sums. Params:
/// {"draws": [[a weight for each input], ...], "breaks": [...], "class": a class from 1 for its
/// probability, or one of these}.
inline constexpr int kMostLikely = 0;       ///< the class itself, from 1
inline constexpr int kItsProbability = -1;  ///< the probability of the most likely class
CellsPtr class_probability_cells(Recipe recipe);

// Of one surface of heights in metres, 32 bit. Params: {"x": [...], "y": [...]}: the size of a cell
// in metres, for each row or one for all. Nodata where a neighbour has no height, as on the border.

/// Degrees, 0..90, by the third-order finite difference of eight neighbours (Horn 1981).
CellsPtr slope_cells(Recipe recipe);
/// The way that water runs, degrees clockwise from north, 0..360; nodata where it is flat (Horn).
CellsPtr aspect_cells(Recipe recipe);
/// Light on the ground, 1..255 as gdaldem's: params "azimuth", "altitude" (degrees), "z" (factor).
CellsPtr hillshade_cells(Recipe recipe);

/// Highest less lowest in the square of 2 x radius + 1 cells around (起伏度), of the cells that
/// have a value, within the grid; nodata where the cell itself has none. Params: {"radius": cells}.
CellsPtr relief_cells(Recipe recipe);

}  // namespace jt::surface
