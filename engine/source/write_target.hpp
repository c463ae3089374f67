// Where a data set is written to, and what may be written there. Internal to source/.
#pragma once

#include "layer/table.hpp"
#include "source/gdal/ogr_writer.hpp"
#include "source/write.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace jt::source {

struct Target {
    std::filesystem::path path;
    std::string extension, encoding;  ///< ".shp", "UTF-8"
    DriverTraits traits;
};

/// Data error for an unknown extension.
DriverTraits traits_of(const std::string& extension);

/// Data errors: unknown extension or encoding, no folder, a file that is there.
Target target_of(const std::string& path, const WriteOptions& options);

/// Data error where the target cannot hold a layer of this name and kind.
void check_layer(const Target& target, const std::string& name, const layer::Table& table);

/// The names of the layers of one data set.
class LayerNames {
public:
    /// Data error for one that is there, whatever the case.
    void add(const std::string& name);

private:
    std::set<std::string> m_names;
};

/// Moves the finished files of a folder to their names, the main one last; what belonged to a data
/// set that was replaced is removed.
void put_in_place(const std::filesystem::path& folder, const Target& target);

}  // namespace jt::source
