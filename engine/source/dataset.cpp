#include "source/dataset.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/load_gtfs.hpp"
#include "source/load_osm.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

constexpr std::array<std::string_view, 14> kDataExtensions = {
    ".shp", ".gpkg", ".geojson", ".json", ".csv",  ".fgb", ".kml",
    ".tab", ".mif",  ".dxf",     ".gdb",  ".xlsx", ".pbf", ".osm"};
constexpr std::array<std::string_view, 4> kShapefileParts = {".shx", ".dbf", ".prj", ".cpg"};

std::string extension_of(const fs::path& path) { return base::lower(path.extension().string()); }

template <class List>
bool contains(const List& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// Names in a folder, sorted; empty when it cannot be read.
std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code code;
    for (fs::directory_iterator it(folder.empty() ? "." : folder, code), end; !code && it != end;
         it.increment(code)) {
        names.push_back(it->path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> datasets_in(const fs::path& folder) {
    std::vector<std::string> out;
    for (const std::string& name : names_in(folder)) {
        if (contains(kDataExtensions, extension_of(name))) {
            out.push_back(name);
        }
    }
    return out;
}

[[noreturn]] void refuse_missing(const std::string& path) {
    const fs::path file(path);
    if (extension_of(file) == ".shp" && !sibling(path, ".dbf").empty()) {
        throw base::data_error("source.shapefile.no_shp", file.filename().string());
    }
    const std::string close =
        base::did_you_mean(file.filename().string(), datasets_in(file.parent_path()));
    if (!close.empty()) {
        throw base::data_error("source.file.missing_close", close);
    }
    throw base::data_error("source.file.missing");
}

[[noreturn]] void refuse_folder(const std::string& path) {
    const auto inside = datasets_in(path);
    if (inside.empty()) {
        throw base::data_error("source.file.folder_empty");
    }
    throw base::data_error("source.file.folder", base::join_some(inside));
}

void check_shapefile(const std::string& path, bool lenient) {
    for (const char* part : {".shx", ".dbf"}) {
        if (sibling(path, part).empty() && !lenient) {
            throw base::data_error(std::string("source.shapefile.no_") + (part + 1),
                                   fs::path(path).stem().string() + part);
        }
    }
    for (const char* part : {".shx", ".dbf"}) {
        const std::string file = sibling(path, part);
        if (!file.empty() && fs::file_size(file) == 0) {
            throw base::data_error("source.file.empty", fs::path(file).filename().string());
        }
    }
}

Format format_of(const std::string& path) {
    const std::string extension = extension_of(path);
    return is_osm(path)                                                        ? Format::osm
           : extension == ".shp"                                               ? Format::shapefile
           : extension == ".dbf"                                               ? Format::dbf
           : extension == ".csv" || extension == ".txt" || extension == ".tsv" ? Format::csv
           : extension == ".gpkg"                                              ? Format::geopackage
                                                                               : Format::other;
}

}  // namespace

bool is_dataset(const std::string& path) {
    std::error_code code;
    const std::string extension = extension_of(path);
    return contains(kDataExtensions, extension) &&
           fs::is_directory(path, code) == (extension == ".gdb");
}

std::string sibling(const std::string& path, const std::string& extension) {
    const fs::path file(path);
    std::string upper = extension;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    for (const std::string& spelling : {extension, upper}) {
        fs::path other = file;
        other.replace_extension(spelling);
        std::error_code code;
        if (fs::is_regular_file(other, code)) {
            return other.string();
        }
    }
    return "";
}

std::vector<std::string> data_files(const std::string& path) {
    std::vector<std::string> out;
    std::error_code code;
    if (fs::is_directory(path, code)) {
        for (const std::string& name : names_in(path)) {
            if (fs::is_regular_file(fs::path(path) / name, code)) {
                out.push_back((fs::path(path) / name).string());
            }
        }
        return out;
    }
    if (fs::exists(path, code)) {
        out.push_back(path);
    }
    const std::string extension = extension_of(path);
    std::vector<std::string> parts;
    if (extension == ".shp") {
        parts.assign(kShapefileParts.begin(), kShapefileParts.end());
    } else if (extension == ".dbf") {
        parts = {".cpg"};
    } else if (extension == ".tab") {
        parts = {".dat", ".map", ".id", ".ind"};
    } else if (extension == ".mif") {
        parts = {".mid"};
    }
    for (const std::string& part : parts) {
        const std::string file = sibling(path, part);
        if (!file.empty()) {
            out.push_back(file);
        }
    }
    if (extension == ".gpkg" && fs::exists(path + "-wal", code)) {
        out.push_back(path + "-wal");
    }
    return out;
}

Format check_path(const std::string& path, bool lenient) {
    if (path.empty()) {
        throw base::data_error("source.file.no_path");
    }
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (!fs::exists(status)) {
        refuse_missing(path);
    }
    const std::string extension = extension_of(path);
    if (fs::is_directory(status)) {
        if (extension == ".gdb") {
            return Format::other;
        }
        if (is_gtfs(path)) {
            return Format::gtfs;
        }
        refuse_folder(path);
    }
    if (!fs::is_regular_file(status)) {
        throw base::data_error("source.file.special");  // reading a pipe would wait for ever
    }
    if (contains(kShapefileParts, extension) && !sibling(path, ".shp").empty()) {
        throw base::data_error("source.file.part",
                               fs::path(sibling(path, ".shp")).filename().string());
    }
    if (fs::file_size(path, code) == 0) {
        throw base::data_error("source.file.empty", fs::path(path).filename().string());
    }
    const Format format = format_of(path);
    if (format == Format::shapefile) {
        check_shapefile(path, lenient);
    }
    return format;
}

Dataset::Dataset(const std::string& path, Format format)
    : m_session(std::make_unique<GdalSession>()) {
    std::vector<std::string> options;
    if (format == Format::shapefile) {
        options.push_back("ENCODING=");
    }
    std::error_code ignored;
    if (const auto size = fs::file_size(path + "-journal", ignored);
        format == Format::geopackage && !ignored && size > 0) {
        throw base::data_error("source.gpkg.journal", path + "-journal");
    }
    if (format == Format::geopackage && !fs::exists(path + "-wal")) {
        options.push_back("IMMUTABLE=YES");  // no lock or journal beside the user's file
    }
    m_dataset = open_dataset(path, options);
    if (!m_dataset) {
        throw base::data_error("source.file.format",
                               m_session->errors().empty() ? "-" : m_session->cause());
    }
    m_driver = GDALGetDriverShortName(GDALGetDatasetDriver(m_dataset.get()));
    for (int i = 0; i < GDALDatasetGetLayerCount(m_dataset.get()); ++i) {
        const std::string name = OGR_L_GetName(GDALDatasetGetLayer(m_dataset.get(), i));
        if (name != "layer_styles") {  // where QGIS keeps its styles
            m_layers.push_back(name);
        }
    }
}

base::Error unknown_layer(const std::string& name, const std::vector<std::string>& layers) {
    return base::unknown_name_error("source.layer.unknown", name, layers, base::join_some(layers));
}

OGRLayerH Dataset::layer(const std::string& name) const {
    if (m_layers.empty()) {
        throw base::data_error("source.layer.none");
    }
    // What a conversion mended lies beside the layer and is no second choice.
    std::vector<std::string> choice = m_layers;
    std::erase_if(choice, [&](const std::string& one) {
        return m_layers.size() > 1 && one.starts_with("_repairs");
    });
    if (name.empty() && choice.size() > 1) {
        throw base::data_error("source.layer.which", base::join_some(choice));
    }
    const std::string wanted = name.empty() ? choice.front() : name;
    if (!contains(m_layers, wanted)) {
        throw unknown_layer(wanted, m_layers);
    }
    return GDALDatasetGetLayerByName(m_dataset.get(), wanted.c_str());
}

}  // namespace jt::source
