#include "surface/io_cells.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/pool.hpp"
#include "surface/clean.hpp"

#include <fcntl.h>
#include <gdal.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <mutex>
#include <optional>
#include <span>

namespace jt::surface {
namespace {

/// Cells that lie in the file as they are: blocks of little-endian 32 bit reals, not compressed.
struct PlainBlocks {
    std::size_t rows = 0, columns = 0, across = 0;
    std::vector<std::uint64_t> offsets;  ///< of each block in the file
};

bool little_endian_tiff(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    char head[2] = {};
    in.read(head, 2);
    return in && head[0] == 'I' && head[1] == 'I';
}

std::string metadata(GDALMajorObjectH object, const char* name, const char* domain) {
    const char* text = GDALGetMetadataItem(object, name, domain);
    return text != nullptr ? text : "";
}

/// Nothing where GDAL has to read them.
std::optional<PlainBlocks> plain_blocks(GDALDatasetH dataset, GDALRasterBandH band,
                                        const std::string& path) {
    const bool plain =
        std::string(GDALGetDriverShortName(GDALGetDatasetDriver(dataset))) == "GTiff" &&
        GDALGetRasterDataType(band) == GDT_Float32 &&
        metadata(dataset, "COMPRESSION", "IMAGE_STRUCTURE").empty() &&
        (GDALGetRasterCount(dataset) == 1 ||
         metadata(dataset, "INTERLEAVE", "IMAGE_STRUCTURE") == "BAND") &&
        little_endian_tiff(path);
    if (!plain) {
        return std::nullopt;
    }
    int columns = 0, rows = 0;
    GDALGetBlockSize(band, &columns, &rows);
    PlainBlocks out;
    out.rows = static_cast<std::size_t>(rows);
    out.columns = static_cast<std::size_t>(columns);
    const auto count = [](int size, int block) {
        return static_cast<std::size_t>((size + block - 1) / block);
    };
    out.across = count(GDALGetRasterBandXSize(band), columns);
    const std::size_t down = count(GDALGetRasterBandYSize(band), rows);
    for (std::size_t i = 0; i < out.across * down; ++i) {
        const std::string name = fmt::format("BLOCK_OFFSET_{}_{}", i % out.across, i / out.across);
        const std::string offset = metadata(band, name.c_str(), "TIFF");
        if (offset.empty() || offset == "0") {
            return std::nullopt;  // a block that was never written
        }
        out.offsets.push_back(std::stoull(offset));
    }
    return out;
}

/// One band of a file, read where it is.
class FileCells final : public Cells {
public:
    /// `sha256`: of the file where it is known already; else it is computed when asked for.
    FileCells(RasterSource source, const Placed& placed, std::string sha256)
        : m_source(std::move(source)),
          m_placed(placed),
          m_sha256(std::move(sha256)),
          m_open([this] { return std::make_unique<Dataset>(open_raster(m_source.path)); }) {
        const Dataset dataset = open_raster(m_source.path);
        GDALRasterBandH band = GDALGetRasterBand(dataset.get(), m_source.band);
        const GDALDataType type = GDALGetRasterDataType(band);
        m_wide = type != GDT_Byte && type != GDT_UInt16 && type != GDT_Int16 && type != GDT_Float32;
        m_scale = GDALGetRasterScale(band, nullptr);
        m_offset = GDALGetRasterOffset(band, nullptr);
        const int flags = GDALGetMaskFlags(band);
        m_masked = (flags & (GMF_ALL_VALID | GMF_NODATA)) == 0;
        int has = 0;
        const double nodata = GDALGetRasterNoDataValue(band, &has);
        m_nodata = has != 0 ? nodata : std::numeric_limits<double>::quiet_NaN();
        m_masked = m_masked || (has != 0 && !m_wide && type != GDT_Float32 && rescaled());
        int columns = 0, rows = 0;
        GDALGetBlockSize(band, &columns, &rows);
        m_block = {static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)};
        if (!m_masked && !rescaled() && !m_placed.south_up) {
            m_plain = plain_blocks(dataset.get(), band, m_source.path);
        }
        if (m_plain) {
            m_file = ::open(m_source.path.c_str(), O_RDONLY | O_CLOEXEC);
        }
    }
    ~FileCells() override {
        if (m_file >= 0) {
            ::close(m_file);
        }
    }

    bool wide() const override { return m_wide; }
    Block block() const override { return m_block; }
    bool rescaled() const { return m_scale != 1 || m_offset != 0; }
    double scale() const { return m_scale; }
    double offset() const { return m_offset; }

    void read(const Window& window, std::span<float> out) const override {
        if (m_wide) {
            Cells::read(window, out);
            return;
        }
        if (m_plain && m_file >= 0) {
            read_plain(window, out);
        } else {
            read_by_gdal(window, out, GDT_Float32);
        }
        finish(out);
    }
    void read(const Window& window, std::span<double> out) const override {
        if (!m_wide) {
            Cells::read(window, out);
            return;
        }
        read_by_gdal(window, out, GDT_Float64);
        finish(out);
    }
    void write(base::Writer& out) const override {
        out.text("file");
        out.text(m_source.path);
        out.integer(m_source.band);
        std::call_once(m_hashed, [this] {
            m_sha256 = m_sha256.empty() ? base::sha256_file(m_source.path) : m_sha256;
        });
        out.text(m_sha256);
    }

private:
    void read_plain(const Window& window, std::span<float> out) const {
        const PlainBlocks& plain = *m_plain;
        std::vector<float> part;
        for (std::size_t row = window.row; row < window.row + window.rows;) {
            const std::size_t block_row = row / plain.rows, top = block_row * plain.rows;
            const std::size_t rows = std::min(top + plain.rows, window.row + window.rows) - row;
            for (std::size_t column = window.column; column < window.column + window.columns;) {
                const std::size_t block_column = column / plain.columns;
                const std::size_t left = block_column * plain.columns;
                const std::size_t columns =
                    std::min(left + plain.columns, window.column + window.columns) - column;
                float* to =
                    out.data() + (row - window.row) * window.columns + (column - window.column);
                const std::uint64_t from = plain.offsets[block_row * plain.across + block_column] +
                                           (row - top) * plain.columns * sizeof(float);
                if (columns == plain.columns && window.columns == columns) {
                    read_bytes(from, to, rows * columns);
                } else {
                    part.resize(rows * plain.columns);
                    read_bytes(from, part.data(), part.size());
                    for (std::size_t r = 0; r < rows; ++r) {
                        std::copy_n(part.data() + r * plain.columns + (column - left), columns,
                                    to + r * window.columns);
                    }
                }
                column += columns;
            }
            row += rows;
        }
    }

    void read_bytes(std::uint64_t from, float* to, std::size_t count) const {
        auto* bytes = reinterpret_cast<char*>(to);
        for (std::size_t done = 0, size = count * sizeof(float); done < size;) {
            const ssize_t got =
                ::pread(m_file, bytes + done, size - done, static_cast<off_t>(from + done));
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got <= 0) {
                refuse(got < 0 ? std::strerror(errno) : "EOF");
            }
            done += static_cast<std::size_t>(got);
        }
    }

    [[noreturn]] void refuse(const std::string& reason) const {
        base::Error error = base::data_error("surface.file.cells", reason);
        error.add_context(base::msg("surface.in.file", m_source.path));
        throw error;
    }

    template <class Value>
    void read_by_gdal(const Window& window, std::span<Value> out, GDALDataType type) const {
        m_open.with([&](Dataset& dataset) {
            const QuietErrors quiet;
            GDALRasterBandH band = GDALGetRasterBand(dataset.get(), m_source.band);
            read_band(band, window, out.data(), type);
            if (m_masked) {
                std::vector<unsigned char> mask(out.size());
                read_band(GDALGetMaskBand(band), window, mask.data(), GDT_Byte);
                for (std::size_t i = 0; i < out.size(); ++i) {
                    out[i] = mask[i] == 0 ? std::numeric_limits<Value>::quiet_NaN() : out[i];
                }
            }
        });
    }

    void read_band(GDALRasterBandH band, const Window& window, void* out, GDALDataType type) const {
        const std::size_t first =
            m_placed.south_up ? m_placed.grid.rows - window.row - window.rows : window.row;
        const int columns = static_cast<int>(window.columns), rows = static_cast<int>(window.rows);
        const int size = GDALGetDataTypeSizeBytes(type);
        char* start = static_cast<char*>(out);
        GSpacing line = GSpacing{size} * columns;
        if (m_placed.south_up) {
            start += line * (rows - 1);
            line = -line;
        }
        if (GDALRasterIOEx(band, GF_Read, static_cast<int>(window.column), static_cast<int>(first),
                           columns, rows, start, columns, rows, type, size, line,
                           nullptr) != CE_None) {
            refuse(gdal_reason());
        }
    }

    /// Nodata and what is infinite become NaN; then scale and offset.
    template <class Value>
    void finish(std::span<Value> out) const {
        clean(out, static_cast<Value>(m_nodata));
        if (rescaled()) {
            for (Value& value : out) {
                value = static_cast<Value>(m_offset + m_scale * static_cast<double>(value));
            }
        }
    }

    RasterSource m_source;
    Placed m_placed;
    mutable std::string m_sha256;
    mutable std::once_flag m_hashed;
    bool m_wide = false, m_masked = false;
    double m_scale = 1, m_offset = 0, m_nodata = 0;
    Block m_block;
    std::optional<PlainBlocks> m_plain;
    int m_file = -1;
    mutable base::Pool<Dataset> m_open;
};

}  // namespace

FileValues file_values(const RasterSource& source, const Placed& placed, std::string sha256) {
    const auto cells = std::make_shared<FileCells>(source, placed, std::move(sha256));
    return {cells, cells->scale(), cells->offset()};
}

}  // namespace jt::surface
