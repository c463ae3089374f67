// Private to zonal*.cpp: what one zone gives in one tile of the grid, and how that is put together.
#pragma once

#include "surface/zonal.hpp"

#include <bit>
#include <span>

namespace jt::surface {

/// Cells of a tile: sums are made tile by tile, whatever windows are read.
constexpr std::size_t kTileRows = 64, kTileColumns = 1024;

/// Of the cells of a zone in a tile, or in several: see add().
struct Moments {
    std::size_t cells = 0;
    double count = 0, nodata = 0, weight = 0, sum = 0, area = 0;
    double squares = 0;  ///< sum of weight x (value - mean)^2
    double min = std::numeric_limits<double>::infinity();
    double max = -std::numeric_limits<double>::infinity();
    bool empty() const { return count == 0 && nodata == 0; }
    /// Takes in those of other cells (squares: Chan, Golub and LeVeque 1979).
    void add(const Moments& other);
};

template <class Value>
struct Sample {
    Value value;
    double weight;
};

/// What is wanted of a zone in a tile.
struct Wanted {
    bool variance = false, classes = false, samples = false;
    const double* weights = nullptr;  ///< of the cells of each row of the grid; null: 1
    const double* areas = nullptr;    ///< m2 of the cells of each row of the grid; null: none
};

template <class Value>
struct Part {
    Moments moments;
    std::vector<ClassShare> classes;     ///< ascending
    std::vector<Sample<Value>> samples;  ///< in row order
};

/// Values of a window that was read.
template <class Value>
struct Read {
    Window window;
    const Value* values = nullptr;
    const Value* at(std::size_t row, std::size_t column) const {
        return values + (row - window.row) * window.columns + (column - window.column);
    }
};

/// The zone's cells in `tile`, which the window that was read covers as far as the zone does.
template <class Value>
Part<Value> part_of(const Coverage& zone, const Window& tile, const Read<Value>& read,
                    const Wanted& wanted);

/// Calls visit(row, column, columns, weight) for the runs in `tile`, each cut to it.
template <class Visit>
void for_runs(const Coverage& zone, const Window& tile, const Visit& visit) {
    const std::size_t last = std::min(zone.first_row + zone.rows(), tile.row + tile.rows);
    for (std::size_t row = std::max(zone.first_row, tile.row); row < last; ++row) {
        const auto runs = zone.row(row);
        auto run = std::partition_point(runs.begin(), runs.end(), [&](const CoveredRun& one) {
            return one.column + one.columns <= tile.column;
        });
        for (; run != runs.end() && run->column < tile.column + tile.columns; ++run) {
            const std::size_t begin = std::max<std::size_t>(run->column, tile.column);
            const std::size_t end =
                std::min<std::size_t>(run->column + run->columns, tile.column + tile.columns);
            visit(row, begin, end - begin, run->weight);
        }
    }
}

/// Weighted quantiles of cells with a value; sorts them. The cells in ascending order (of equal
/// value: by weight) lie side by side, each as long as its weight w; a value stands in the middle
/// of its cell, at w_1 + ... + w_(k-1) + w_k / 2. Quantile p is at the p-th part of the way from
/// the first value's place to the last one's, linear between values. With equal weights that is
/// type 7 of Hyndman and Fan (1996). No cells: NaN.
template <class Value>
std::vector<double> weighted_quantiles(std::vector<Sample<Value>>& samples,
                                       std::span<const double> at);

/// The same of one zone, which may have too many cells to hold them: reads its cells several times
/// and narrows the ranges of values that the quantiles lie in. Weights are counted in whole parts,
/// 2^61 or more to their sum, so that their order does not matter. `all`: what the zone holds;
/// `most`: different values to hold at a time.
std::vector<double> narrowed_quantiles(const Surface& surface, const Coverage& zone,
                                       const Wanted& wanted, const Moments& all,
                                       std::span<const double> at,
                                       std::uint64_t most = std::uint64_t{1} << 20U);

/// Finds quantiles among places that come in ascending order.
class QuantileScan {
public:
    /// From the first value's place to the last one's.
    QuantileScan(double first, double last, std::span<const double> at);
    /// Cells of one value, from the sum of the weights before them on; the least and the largest
    /// weight of one of them.
    void add(double value, double before, double weight, double least, double most);
    std::vector<double> result();

private:
    std::vector<double> m_places, m_out;
    std::vector<std::size_t> m_order;  ///< of places, ascending
    std::size_t m_next = 0;            ///< in m_order
    double m_value = ZoneStatistics::kMissing, m_end = 0;
};

/// Values in the order of their bits as a number: lower values have lower keys.
inline std::uint64_t key_of(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0 is 0
    constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
}
inline std::uint32_t key_of(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value + 0.0F);
    constexpr std::uint32_t kSign = std::uint32_t{1} << 31;
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

/// Puts classes in ascending order together with others.
void merge_classes(std::vector<ClassShare>& into, const std::vector<ClassShare>& from);

/// Numbers of tiles down and across of windows that suit how the surface is read.
Block window_tiles(const Surface& surface);

/// Part of the work on one window: a zone in a tile.
struct Piece {
    std::size_t zone = 0, tile_row = 0, tile_column = 0;
    Window tile() const {
        return {tile_row * kTileRows, tile_column * kTileColumns, kTileRows, kTileColumns};
    }
};

/// The tiles that a zone may touch, from north to south and west to east.
void add_pieces(std::size_t zone, const Coverage& coverage, std::vector<Piece>& out);

/// Pieces of each window together (numbers into the list), windows from north to south.
std::vector<std::vector<std::size_t>> pieces_by_window(const std::vector<Piece>& pieces,
                                                       Block window);

/// The part of the grid that some pieces need.
Window needed(const std::vector<Piece>& pieces, std::span<const std::size_t> numbers,
              const std::vector<Coverage>& zones);

}  // namespace jt::surface
