#include "source/dataset.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/database/connection.hpp"
#include "source/gdal/gpkg_titles.hpp"
#include "source/osm/load_osm.hpp"
#include "source/style/gpkg_styles.hpp"
#include "source/text/field_names.hpp"
#include "source/transit/load_gtfs.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

constexpr std::array<std::string_view, 14> kDataExtensions = {
    ".shp", ".gpkg", ".geojson", ".json", ".csv",  ".fgb", ".kml",
    ".tab", ".mif",  ".dxf",     ".gdb",  ".xlsx", ".pbf", ".osm"};
constexpr std::array<std::string_view, 5> kShapefileParts = {".shx", ".dbf", ".prj", ".cpg",
                                                             kFieldNames};

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
           : extension == ".vrt"                                               ? Format::vrt
                                                                               : Format::other;
}

/// GDAL takes the code page of a DXF at its word, but from AutoCAD 2007 (AC1021) on text is UTF-8
/// whatever it says.
bool utf8_dxf(const std::string& path) {
    constexpr std::size_t kHead = 1000;
    if (extension_of(path) != ".dxf") {
        return false;
    }
    std::ifstream file(path, std::ios::binary);
    std::string head(kHead, '\0');
    file.read(head.data(), kHead);
    const auto at = head.find("AC10", head.find("$ACADVER"));
    return at != std::string::npos && head.compare(at, 6, "AC1021") >= 0;
}

}  // namespace

bool is_dataset(const std::string& path) {
    std::error_code code;
    const std::string extension = extension_of(path);
    if (is_field_names(path)) {
        return false;
    }
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

Format check_path(const std::string& path, bool lenient, bool live) {
    if (path.empty()) {
        throw base::data_error("source.file.no_path");
    }
    if (is_connection(path)) {
        return Format::database;
    }
    refuse_foreign(path);
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
    if (format == Format::vrt && !live) {
        throw base::data_error("source.file.vrt");
    }
    if (format == Format::shapefile) {
        check_shapefile(path, lenient);
    }
    return format;
}

Dataset::Dataset(const std::string& path, Format format, SheetCells cells)
    : m_dxf("DXF_ENCODING", utf8_dxf(path) ? "UTF-8" : nullptr),
      m_headers("OGR_XLSX_HEADERS", cells == SheetCells::typed ? "FORCE" : "DISABLE"),
      m_types("OGR_XLSX_FIELD_TYPES", cells == SheetCells::typed ? "AUTO" : "STRING"),
      m_session(std::make_unique<GdalSession>()) {
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
    m_dataset = open_dataset(path, options, format == Format::vrt);
    if (!m_dataset) {
        throw base::data_error("source.file.format",
                               m_session->errors().empty() ? "-" : m_session->cause());
    }
    m_driver = GDALGetDriverShortName(GDALGetDatasetDriver(m_dataset.get()));
    for (int i = 0; i < GDALDatasetGetLayerCount(m_dataset.get()); ++i) {
        const std::string name = OGR_L_GetName(GDALDatasetGetLayer(m_dataset.get(), i));
        m_styled = m_styled || name == kStylesTable;
        if (name != kStylesTable && name != "qgis_projects") {  // what QGIS keeps there
            m_layers.push_back(name);
        }
    }
}

std::map<std::string, std::string> Dataset::titles(OGRLayerH layer) const {
    if (m_driver == "GPKG") {
        return gpkg_titles(m_dataset.get(), OGR_L_GetName(layer));
    }
    std::map<std::string, std::string> out;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
        const std::string title = OGR_Fld_GetAlternativeNameRef(field);
        if (!title.empty()) {
            out[OGR_Fld_GetNameRef(field)] = title;
        }
    }
    return out;
}

bool keeps_styles(const std::string& path) {
    std::error_code code;
    return extension_of(path) == ".gpkg" && fs::is_regular_file(path, code) &&
           Dataset(path, Format::geopackage).styled();
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
        return m_layers.size() > 1 && (one.starts_with("_repairs") || one.starts_with("_fixes"));
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
