#include "surface/io_plain.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gdal.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace jt::surface {
namespace {

std::string metadata(GDALMajorObjectH object, const char* name, const char* domain) {
    const char* text = GDALGetMetadataItem(object, name, domain);
    return text != nullptr ? text : "";
}

bool plain_layout(GDALDatasetH dataset, GDALRasterBandH band) {
    return std::string(GDALGetDriverShortName(GDALGetDatasetDriver(dataset))) == "GTiff" &&
           GDALGetRasterDataType(band) == GDT_Float32 &&
           metadata(dataset, "COMPRESSION", "IMAGE_STRUCTURE").empty() &&
           (GDALGetRasterCount(dataset) == 1 ||
            metadata(dataset, "INTERLEAVE", "IMAGE_STRUCTURE") == "BAND");
}

/// A number of the file's directory, as "BLOCK_OFFSET_0_3".
std::optional<std::uint64_t> number(GDALRasterBandH band, const char* what, std::size_t across,
                                    std::size_t down) {
    const std::string text =
        metadata(band, fmt::format("{}_{}_{}", what, across, down).c_str(), "TIFF");
    std::uint64_t out = 0;
    const char* end = text.data() + text.size();
    const auto [at, failure] = std::from_chars(text.data(), end, out);
    return failure == std::errc() && at == end && out > 0 ? std::optional(out) : std::nullopt;
}

std::size_t steps(std::size_t whole, std::size_t step) { return (whole + step - 1) / step; }

}  // namespace

PlainTiff::~PlainTiff() {
    if (m_file >= 0) {
        ::close(m_file);
    }
}

std::unique_ptr<const PlainTiff> PlainTiff::of(void* dataset, void* band, const std::string& path) {
    if (!plain_layout(dataset, band)) {
        return nullptr;
    }
    std::unique_ptr<PlainTiff> out(new PlainTiff);
    out->m_file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    char order = 0;
    struct stat facts {};
    if (out->m_file < 0 || ::fstat(out->m_file, &facts) != 0 ||
        ::pread(out->m_file, &order, 1, 0) != 1 || order != 'I') {  // big-endian
        return nullptr;
    }
    int columns = 0, rows = 0;
    GDALGetBlockSize(band, &columns, &rows);
    out->m_block = {static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)};
    out->m_columns = static_cast<std::size_t>(GDALGetRasterBandXSize(band));
    out->m_rows = static_cast<std::size_t>(GDALGetRasterBandYSize(band));
    out->m_across = steps(out->m_columns, out->m_block.columns);
    const std::size_t down = steps(out->m_rows, out->m_block.rows);
    if (down > static_cast<std::size_t>(facts.st_size) / out->m_across) {
        return nullptr;  // more blocks than bytes
    }
    const bool tiles = out->m_block.columns != out->m_columns;
    for (std::size_t i = 0; i < out->m_across * down; ++i) {
        const std::size_t row = i / out->m_across;
        const std::size_t held =
            tiles ? out->m_block.rows  // the last strip may be shorter
                  : std::min(out->m_block.rows, out->m_rows - row * out->m_block.rows);
        const auto offset = number(band, "BLOCK_OFFSET", i % out->m_across, row);
        const auto size = number(band, "BLOCK_SIZE", i % out->m_across, row);
        if (!offset || !size || *size / sizeof(float) / out->m_block.columns < held) {
            return nullptr;
        }
        out->m_offsets.push_back(*offset);
    }
    return out->like_gdal(band) ? std::move(out) : nullptr;
}

/// Holds the first block against GDAL: what is odd in other ways (the order of bits) shows there.
bool PlainTiff::like_gdal(void* band) const {
    constexpr std::size_t kMost = std::size_t{1} << 20U;
    if (m_block.rows * m_block.columns > kMost) {
        return true;  // GDAL would read the whole block for it
    }
    const Window first{0, 0, std::min(m_block.rows, m_rows), std::min(m_block.columns, m_columns)};
    std::vector<float> ours(first.cells()), theirs(first.cells());
    const int columns = static_cast<int>(first.columns), rows = static_cast<int>(first.rows);
    const bool read = GDALRasterIO(band, GF_Read, 0, 0, columns, rows, theirs.data(), columns, rows,
                                   GDT_Float32, 0, 0) == CE_None;
    return read && this->read(first, ours).empty() &&
           std::memcmp(ours.data(), theirs.data(), ours.size() * sizeof(float)) == 0;
}

std::string PlainTiff::read(const Window& window, std::span<float> out) const {
    std::vector<float> part;
    for (std::size_t row = window.row; row < window.row + window.rows;) {
        const std::size_t block_row = row / m_block.rows, top = block_row * m_block.rows;
        const std::size_t rows = std::min(top + m_block.rows, window.row + window.rows) - row;
        for (std::size_t column = window.column; column < window.column + window.columns;) {
            const std::size_t block_column = column / m_block.columns;
            const std::size_t left = block_column * m_block.columns;
            const std::size_t columns =
                std::min(left + m_block.columns, window.column + window.columns) - column;
            float* to = out.data() + (row - window.row) * window.columns + (column - window.column);
            const std::uint64_t from = m_offsets[block_row * m_across + block_column] +
                                       (row - top) * m_block.columns * sizeof(float);
            const bool straight = columns == m_block.columns && window.columns == columns;
            if (!straight) {
                part.resize(rows * m_block.columns);
            }
            const std::string failure = straight ? read_bytes(from, to, rows * columns)
                                                 : read_bytes(from, part.data(), part.size());
            if (!failure.empty()) {
                return failure;
            }
            for (std::size_t r = 0; r < rows && !straight; ++r) {
                std::copy_n(part.data() + r * m_block.columns + (column - left), columns,
                            to + r * window.columns);
            }
            column += columns;
        }
        row += rows;
    }
    return "";
}

std::string PlainTiff::read_bytes(std::uint64_t from, float* to, std::size_t count) const {
    auto* bytes = reinterpret_cast<char*>(to);
    for (std::size_t done = 0, size = count * sizeof(float); done < size;) {
        const ssize_t got =
            ::pread(m_file, bytes + done, size - done, static_cast<off_t>(from + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got < 0 ? std::strerror(errno) : "EOF";
        }
        done += static_cast<std::size_t>(got);
    }
    return "";
}

}  // namespace jt::surface
