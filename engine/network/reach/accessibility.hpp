// Accessibility measures over a matrix of costs.
#pragma once

#include "layer/matrix.hpp"
#include "layer/table.hpp"

#include <functional>
#include <vector>

namespace jt::network {

enum class Decay { power, exponential };

/// t^-beta or e^(-beta t), t in minutes (Hansen 1959). Below `least_min` t counts as least_min:
/// t^-beta has no value at 0.
double hansen(Decay decay, double beta, double minutes, double least_min);

/// Gaussian decay (e^(-(t/T)^2/2) - e^(-1/2)) / (1 - e^(-1/2)), 0 beyond T (Dai 2010).
double gaussian(double minutes, double limit_min);

/// The weight of each column of the matrix from a table with the ids and, when `weight` is not "",
/// a field of numbers (else each counts 1). Data errors: a column id that the table lacks, a null
/// or negative weight.
std::vector<double> weights_of(const layer::Matrix& matrix, const layer::Table& table,
                               const std::vector<std::string>& ids, const std::string& weight);

/// Sums weight x effect(minutes) over the columns that have a cost; table with columns id, value,
/// reached (columns with a cost and an effect above 0), share (value over the sum of all weights;
/// null when that is 0), status (ok, or off_network with value null where no column has a cost
/// because the origin is off the network).
layer::Table accumulate(const layer::Matrix& matrix, const std::vector<double>& weights,
                        bool with_itself, const std::function<double(double)>& effect);

/// Nearest column of each row: table with columns id, nearest, minutes, status; of equal costs the
/// first column.
layer::Table nearest(const layer::Matrix& matrix, bool with_itself);

}  // namespace jt::network
