// Class breaks of numbers.
#pragma once

#include <string>
#include <vector>

namespace jt::map {

/// Inner breaks that cut the values into at most `count` classes with equal numbers of values
/// (type 7 quantiles, Hyndman & Fan 1996), rounded to `digits`, without duplicates. No values:
/// none.
std::vector<double> quantile_breaks(std::vector<double> values, std::size_t count, int digits);

/// Inner breaks of equal width between the smallest and the largest value.
std::vector<double> equal_breaks(const std::vector<double>& values, std::size_t count, int digits);

/// Inner breaks that make the sum of squared deviations from the class means least (natural breaks;
/// Fisher 1958, Jenks 1967), half way between the classes. More than 2,000 distinct values are
/// thinned to as many, evenly among them all.
std::vector<double> jenks_breaks(std::vector<double> values, std::size_t count, int digits);

/// Decimals that show about three figures of the spread of the values; 0 where there is none.
int digits_for(const std::vector<double>& values);

/// Class of a value: the number of breaks that are not greater.
std::size_t class_of(double value, const std::vector<double>& breaks);

/// "< 20", "20–40", ">= 80" for each class of the inner breaks, with `digits` decimals.
std::vector<std::string> break_labels(const std::vector<double>& breaks, int digits);

/// A number with fixed decimals, a true minus and thin groups of three: "−1 234.5".
std::string show_number(double value, int digits);

}  // namespace jt::map
