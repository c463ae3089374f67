#include "surface/io_cells.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/pool.hpp"
#include "surface/clean.hpp"
#include "surface/io_plain.hpp"

#include <gdal.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <span>

namespace jt::surface {
namespace {

/// One band of a file, read where it is.
class FileCells final : public Cells {
public:
    /// `sha256`: of the file where it is known already; else it is computed when asked for.
    FileCells(RasterSource source, const Placed& placed, std::string sha256)
        : m_source(std::move(source)),
          m_placed(placed),
          m_sha256(std::move(sha256)),
          m_open([this] {
              const QuietErrors quiet;
              return std::make_unique<Dataset>(open_raster(m_source.path));
          }) {
        const Dataset dataset = open_raster(m_source.path);
        GDALRasterBandH band = GDALGetRasterBand(dataset.get(), m_source.band);
        const GDALDataType type = GDALGetRasterDataType(band);
        m_wide = type != GDT_Byte && type != GDT_UInt16 && type != GDT_Int16 && type != GDT_Float32;
        m_whole = type == GDT_Int64 || type == GDT_UInt64;
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
            m_plain = PlainTiff::of(dataset.get(), band, m_source.path);
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
        if (m_plain) {
            if (const std::string failure = m_plain->read(window, out); !failure.empty()) {
                refuse(failure);
            }
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
        if (m_whole) {
            refuse_large(out);
        }
        finish(out);
    }
    std::optional<FileBand> file() const override {
        return FileBand{m_source.path, sha256(), m_source.band};
    }
    void write(base::Writer& out) const override {
        out.text("file");
        out.text(m_source.path);
        out.integer(m_source.band);
        out.text(sha256());
    }

private:
    const std::string& sha256() const {
        std::call_once(m_hashed, [this] {
            m_sha256 = m_sha256.empty() ? base::sha256_file(m_source.path) : m_sha256;
        });
        return m_sha256;
    }

    [[noreturn]] void refuse(const std::string& reason) const {
        base::Error error = base::data_error("surface.file.cells", reason);
        error.add_context(base::msg("surface.in.file", m_source.path));
        throw error;
    }

    /// Integers that a real of 64 bit does not hold as they are, but for nodata.
    void refuse_large(std::span<const double> values) const {
        constexpr double kExact = 9007199254740992.0;
        for (const double value : values) {
            if (std::abs(value) >= kExact && value != m_nodata) {
                base::Error error =
                    base::data_error("surface.file.large", fmt::format("{:.0f}", value));
                error.add_context(base::msg("surface.in.file", m_source.path));
                throw error;
            }
        }
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
    bool m_wide = false, m_masked = false, m_whole = false;
    double m_scale = 1, m_offset = 0, m_nodata = 0;
    Block m_block;
    std::unique_ptr<const PlainTiff> m_plain;
    mutable base::Pool<Dataset> m_open;
};

}  // namespace

FileValues file_values(const RasterSource& source, const Placed& placed, std::string sha256) {
    const auto cells = std::make_shared<FileCells>(source, placed, std::move(sha256));
    return {cells, cells->scale(), cells->offset()};
}

}  // namespace jt::surface
