// The targets that GDAL writes: .gpkg, .shp, .geojson, .fgb. Internal to source/.
#pragma once

#include "source/files_writer.hpp"
#include "source/gdal/checked_files.hpp"
#include "source/gdal/gdal_writer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace jt::source {

class GdalFiles : public FilesWriter {
public:
    GdalFiles(const std::string& path, const WriteOptions& options, base::Diagnostics& diagnostics);

    bool keeps_changes() const override { return takes_many(); }
    /// A shapefile must know all values to choose widths and types.
    bool takes_pieces() const override { return m_target.extension != ".shp"; }
    void set_styles(std::vector<LayerStyle> styles) override { m_styles = std::move(styles); }
    void begin(const std::string& name, const layer::Table& first, bool more) override;
    bool append(const layer::Table& piece) override { return m_gdal.append(piece); }
    void end() override;
    void finish() override;

private:
    CheckedFolder m_files;
    GdalWriter m_gdal;
    std::vector<LayerStyle> m_styles;
};

}  // namespace jt::source
