// The loops of distance.cpp over the cells of a row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jt::surface {

constexpr std::size_t kStripe = 64;                      ///< rows whose marks are kept in one word
constexpr std::uint32_t kFar = std::uint32_t{1} << 30U;  ///< and more: no source in the column

/// Sets bit `row` of the words of those cells that are sources: that have a value, and one of
/// `values` where there are any.
void mark_sources(std::span<const float> cells, const std::vector<float>& values, unsigned row,
                  std::uint64_t* words);
void mark_sources(std::span<const double> cells, const std::vector<double>& values, unsigned row,
                  std::uint64_t* words);

/// Rows to the nearest source above or at each cell from those of the row before.
void step_down(const std::uint64_t* words, unsigned row, std::size_t count,
               const std::uint32_t* before, std::uint32_t* out);
/// Rows to the nearest source below, likewise; `near` becomes the lesser of both.
void step_up(const std::uint64_t* words, unsigned row, std::size_t count, std::uint32_t* below,
             std::uint32_t* near);

/// Weights of squared columns and rows: 1 and 1 for square cells, so that sums are integers.
struct Weights {
    double x = 1, y = 1;
};

/// Columns from begin to end.
struct Range {
    std::size_t begin = 0, end = 0;
};

/// Finds the column of the nearest source for the cells of a row.
class RowSearch {
public:
    explicit RowSearch(std::size_t columns);
    /// Of the cells in `cells`, among the columns in `among`. `near`: rows to the nearest source in
    /// each column; those of more than `limit` do not count. Empty where no column has one.
    std::span<const std::uint32_t> owners(const std::uint32_t* near, Weights weights,
                                          std::uint32_t limit, Range cells, Range among);

private:
    std::size_t hull(const std::uint32_t* near, Weights weights, std::uint32_t limit, Range among);
    std::vector<double> m_place, m_height, m_edge_x, m_edge_y;
    std::vector<std::uint32_t> m_owner;
};

/// Of the cells from `first` on: scale x sqrt(weighted squares); NaN beyond `max`.
void distances(std::span<const std::uint32_t> owners, std::size_t first, const std::uint32_t* near,
               Weights weights, double scale, double max, float* out);

/// Distances of the rows of a grid of square cells: where sources are close they are the least of
/// a few sums, many cells at once; the rest is left to a RowSearch. The same bits either way.
class SquareSearch {
public:
    explicit SquareSearch(std::size_t columns);
    /// A row: cell size x sqrt(integer), NaN beyond `max` and where nothing is within `limit`.
    void distances(const std::uint32_t* near, std::uint32_t limit, double scale, double max,
                   RowSearch& search, float* out);

private:
    bool close(Range chunk, std::uint32_t limit);
    std::size_t m_columns;
    std::vector<std::uint32_t> m_squares, m_best;
    std::vector<unsigned char> m_wait;  ///< rows until a chunk without close sources is tried again
};

}  // namespace jt::surface
