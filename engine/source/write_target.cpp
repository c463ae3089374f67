#include "source/write_target.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/text/codec.hpp"

#include <algorithm>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

std::string target_encoding(const Target& target, const std::string& wanted) {
    const bool dxf = target.extension == ".dxf";
    const std::string encoding =
        wanted.empty() ? (dxf ? "GBK" : "UTF-8") : canonical_encoding(wanted);
    const bool free = target.extension == ".shp" || target.extension == ".csv";
    if (encoding != "UTF-8" && !is_chinese_encoding(encoding)) {
        throw base::data_error("source.write.encoding", wanted);
    }
    if (dxf && encoding == "GB18030") {
        throw base::data_error("source.dxf.encoding", wanted);
    }
    if (encoding != "UTF-8" && !free && !dxf) {
        throw base::data_error("source.write.utf8_only", target.extension, wanted);
    }
    return encoding;
}

/// Files that belong to a target and must not outlive it.
std::vector<fs::path> companions(const Target& target) {
    std::vector<fs::path> out;
    if (target.extension == ".shp") {
        for (const char* part :
             {".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".fields.csv"}) {
            out.push_back(fs::path(target.path).replace_extension(part));
        }
    } else if (target.extension == ".gpkg") {
        for (const char* tail : {"-wal", "-shm", "-journal"}) {
            out.push_back(target.path.string() + tail);
        }
    }
    return out;
}

}  // namespace

DriverTraits traits_of(const std::string& extension) {
    DriverTraits out;
    if (extension == ".shp") {
        out = {"ESRI Shapefile", true, false, false, false};
    } else if (extension == ".gpkg") {
        out = {"GPKG", false, true, true, true};
    } else if (extension == ".geojson" || extension == ".json") {
        out = {"GeoJSON", false, false, true, false};
    } else if (extension == ".fgb") {
        out = {"FlatGeobuf", false, false, false, false};
    } else if (extension == ".csv") {
        out = {"CSV", false, false, false, true};
    } else if (extension == ".dxf") {
        out = {"DXF", false, false, false, false};
    } else {
        throw base::data_error("source.write.extension", extension);
    }
    return out;
}

Target target_of(const std::string& path, const WriteOptions& options) {
    Target out;
    out.path = fs::path(path);
    out.extension = base::lower(out.path.extension().string());
    out.traits = traits_of(out.extension);
    out.traits.titles = options.titles;
    out.encoding = target_encoding(out, options.encoding);
    std::error_code code;
    const fs::path folder = out.path.parent_path();
    if (!folder.empty() && !fs::is_directory(folder, code)) {
        throw base::data_error("source.write.no_folder", folder.string());
    }
    if (!options.overwrite) {
        std::vector<fs::path> there = companions(out);
        there.insert(there.begin(), out.path);
        for (const fs::path& file : there) {
            if (fs::exists(file, code)) {
                throw base::data_error("source.write.exists", file.string());
            }
        }
    }
    return out;
}

void check_layer(const Target& target, const std::string& name, const layer::Table& table) {
    const auto* features = dynamic_cast<const layer::Layer*>(&table);
    if (features == nullptr && !target.traits.tables) {
        throw base::data_error("source.write.no_geometry", target.extension, name);
    }
    if (name.empty() || !base::is_utf8(name)) {
        throw base::data_error("source.write.bad_name", name);
    }
    for (const std::string_view reserved : {"gpkg_", "rtree_", "sqlite_"}) {
        if (target.extension == ".gpkg" &&
            (base::lower(name).starts_with(reserved) || base::lower(name) == kStylesTable)) {
            throw base::data_error("source.write.bad_name", name);
        }
    }
    if (std::string(target.traits.name) == "GeoJSON" && features->crs().known() &&
        features->crs().code().empty()) {
        throw base::data_error("source.write.geojson_crs", features->crs().label());
    }
}

void LayerNames::add(const std::string& name) {
    if (!m_names.insert(base::lower(name)).second) {
        throw base::data_error("source.write.same_name", name);
    }
}

void put_in_place(const fs::path& folder, const Target& target) {
    std::error_code code;
    std::vector<fs::path> made;
    for (const auto& entry : fs::directory_iterator(folder)) {
        made.push_back(entry.path());
    }
    std::sort(made.begin(), made.end(), [&](const fs::path& a, const fs::path& b) {
        const bool main_a = a.filename() == target.path.filename();
        const bool main_b = b.filename() == target.path.filename();
        return main_a != main_b ? main_b : a < b;
    });
    for (const fs::path& file : made) {
        fs::rename(file, target.path.parent_path() / file.filename(), code);
        if (code) {
            throw base::machine_error("base.file.rename", file.string(), target.path.string(),
                                      code.message());
        }
    }
    for (const fs::path& old : companions(target)) {  // of the dataset that was replaced
        const bool ours = std::any_of(made.begin(), made.end(), [&](const fs::path& file) {
            return file.filename() == old.filename();
        });
        if (!ours) {
            fs::remove(old, code);
        }
    }
}

}  // namespace jt::source
