// Cells that lie in a TIFF as they are; internal to surface/io_*.
#pragma once

#include "surface/grid.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace jt::surface {

/// A band of blocks of little-endian 32 bit reals that are not compressed, read straight from the
/// file, by any number of threads.
class PlainTiff {
public:
    /// A dataset and band of GDAL's; nothing where GDAL has to read them: another layout, a block
    /// that was never written or is not as long as its cells, or one that reads otherwise by GDAL.
    static std::unique_ptr<const PlainTiff> of(void* dataset, void* band, const std::string& path);
    ~PlainTiff();
    PlainTiff(const PlainTiff&) = delete;
    PlainTiff& operator=(const PlainTiff&) = delete;
    /// The cells of a window inside the grid; "" or the reason why they cannot be read.
    std::string read(const Window& window, std::span<float> out) const;

private:
    PlainTiff() = default;
    std::string read_bytes(std::uint64_t from, float* to, std::size_t count) const;
    bool like_gdal(void* band) const;
    int m_file = -1;
    std::size_t m_columns = 0, m_rows = 0;  ///< of the band
    Block m_block;
    std::size_t m_across = 0;              ///< blocks
    std::vector<std::uint64_t> m_offsets;  ///< of each block in the file
};

}  // namespace jt::surface
