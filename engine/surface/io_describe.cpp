#include "surface/io_describe.hpp"

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "surface/io_gdal.hpp"

#include <cpl_error.h>
#include <gdal.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <mutex>

namespace jt::surface {
namespace {

using nlohmann::json;

void add_problem(json& out, const base::Error& error, const std::string& where) {
    if (error.kind() == base::ErrorKind::interrupted) {
        throw error;
    }
    out["problems"].push_back(
        base::to_json(base::Diagnostic{base::Severity::error, error.message(), where, {}, 0}));
}

/// What the header says, without reading a cell.
void read_header(const std::string& path, json& out) {
    CPLPushErrorHandler(CPLQuietErrorHandler);
    GDALDatasetH dataset = GDALOpen(path.c_str(), GA_ReadOnly);
    CPLPopErrorHandler();
    if (dataset == nullptr) {
        return;  // reading a band tells why
    }
    out["driver"] = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    out["columns"] = GDALGetRasterXSize(dataset);
    out["rows"] = GDALGetRasterYSize(dataset);
    for (int i = 1; i <= GDALGetRasterCount(dataset); ++i) {
        GDALRasterBandH band = GDALGetRasterBand(dataset, i);
        int has = 0;
        const double nodata = GDALGetRasterNoDataValue(band, &has);
        out["bands"].push_back({{"type", GDALGetDataTypeName(GDALGetRasterDataType(band))},
                                {"nodata", has != 0 ? fmt::format("{:g}", nodata) : ""}});
    }
    GDALClose(dataset);
}

struct Range {
    std::size_t valid = 0;  ///< cells with a value
    double low = std::numeric_limits<double>::infinity(), high = -low;
};

Range range_of(const Surface& surface) {
    Range out;
    std::mutex mutex;
    surface.for_windows([&](const Window& window) {
        Range part;
        for (const double value : surface.window<double>(window)) {
            if (!std::isnan(value)) {
                ++part.valid;
                part.low = std::min(part.low, value);
                part.high = std::max(part.high, value);
            }
        }
        const std::lock_guard lock(mutex);
        out.valid += part.valid;
        out.low = std::min(out.low, part.low);
        out.high = std::max(out.high, part.high);
    });
    return out;
}

void read_band(const std::string& path, std::size_t band, json& out) {
    base::Diagnostics diagnostics;
    const Surface surface = read_raster({path, static_cast<int>(band) + 1, ""}, diagnostics);
    const geo::Box box = surface.grid().box();
    out["extent"] = {box.min_x, box.min_y, box.max_x, box.max_y};
    out["cell"] = {surface.grid().cell_x, surface.grid().cell_y};
    out["crs"] = surface.crs().label();
    const Range range = range_of(surface);
    json& entry = out["bands"][band];
    entry["valid"] = range.valid;
    if (range.valid > 0) {
        entry["min"] = range.low;
        entry["max"] = range.high;
    } else {
        out["problems"].push_back(
            base::to_json(base::Diagnostic{base::Severity::warning,
                                           base::msg("surface.info.nodata", band + 1),
                                           std::filesystem::path(path).filename().string(),
                                           {},
                                           0}));
    }
}

void line(std::string& out, const char* label, const std::string& text, base::Lang lang) {
    out += "  " + base::pad_right(base::render(base::msg(label), lang), 12) + text + "\n";
}

std::string number(const json& value) { return fmt::format("{:.10g}", value.get<double>()); }

}  // namespace

bool is_raster_name(const std::string& path) {
    const std::string extension = base::lower(std::filesystem::path(path).extension().string());
    constexpr std::array<std::string_view, 7> kNames = {".tif", ".tiff", ".img", ".asc",
                                                        ".hgt", ".dem",  ".grd"};
    return std::find(kNames.begin(), kNames.end(), extension) != kNames.end();
}

json describe_raster(const std::string& path) {
    json out = {{"path", base::is_utf8(path) ? path : std::string("?")},
                {"driver", ""},
                {"files", json::array()},
                {"extent", nullptr},
                {"cell", nullptr},
                {"crs", nullptr},
                {"bands", json::array()},
                {"problems", json::array()}};
    const std::string where = std::filesystem::path(path).filename().string();
    try {
        for (const auto& file : raster_files(path)) {
            std::error_code code;
            out["files"].push_back({{"name", std::filesystem::path(file.path).filename().string()},
                                    {"bytes", std::filesystem::file_size(file.path, code)},
                                    {"sha256", file.sha256}});
        }
        read_header(path, out);
        for (std::size_t band = 0; band < out["bands"].size(); ++band) {
            read_band(path, band, out);
        }
    } catch (const base::Error& error) {
        add_problem(out, error, where);
    }
    return out;
}

std::string render_raster(const json& description, base::Lang lang) {
    std::string out = description.at("path").get<std::string>() + "\n";
    const std::string driver = description.at("driver");
    if (!driver.empty()) {
        line(out, "surface.info.driver", driver, lang);
    }
    for (const json& file : description.at("files")) {
        line(out, "surface.info.file",
             fmt::format("{}  {} B  sha256 {}", file.at("name").get<std::string>(),
                         file.at("bytes").get<std::uintmax_t>(),
                         file.at("sha256").get<std::string>().substr(0, 16)),
             lang);
    }
    if (description.contains("columns")) {
        line(out, "surface.info.size",
             fmt::format("{} x {}", description.at("columns").get<int>(),
                         description.at("rows").get<int>()),
             lang);
    }
    if (description.at("crs").is_string()) {
        const json &e = description.at("extent"), &cell = description.at("cell");
        line(out, "surface.info.crs", description.at("crs"), lang);
        line(out, "surface.info.extent",
             fmt::format("x {} .. {}, y {} .. {}", number(e[0]), number(e[2]), number(e[1]),
                         number(e[3])),
             lang);
        line(out, "surface.info.cell", number(cell[0]) + " x " + number(cell[1]), lang);
    }
    std::size_t index = 0;
    for (const json& band : description.at("bands")) {
        std::string text = fmt::format("{}  {}", ++index, band.at("type").get<std::string>());
        if (const std::string nodata = band.at("nodata"); !nodata.empty()) {
            text += "  " + base::render(base::msg("surface.info.nodata_value", nodata), lang);
        }
        if (band.contains("min")) {
            text += fmt::format("  {} .. {}", number(band.at("min")), number(band.at("max")));
        }
        if (band.contains("valid")) {
            text += "  " +
                    base::render(
                        base::msg("surface.info.valid", band.at("valid").get<std::size_t>()), lang);
        }
        line(out, "surface.info.band", text, lang);
    }
    for (const json& problem : description.at("problems")) {
        out += "    " + base::render(base::diagnostic_from_json(problem), lang) + "\n";
        const std::string hint = base::render_hint({problem.at("id"), problem.at("args")}, lang);
        if (!hint.empty()) {
            out += "      " + base::render(base::msg("base.hint", hint), lang) + "\n";
        }
    }
    return out;
}

}  // namespace jt::surface
