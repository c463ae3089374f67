// The target .dxf. Internal to source/.
#pragma once

#include "source/dxf/dxf.hpp"
#include "source/files_writer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace jt::source {

/// The one layer of a .dxf.
class DxfWriter : public FilesWriter {
public:
    DxfWriter(const std::string& path, const WriteOptions& options, base::Diagnostics& diagnostics);
    void set_styles(std::vector<LayerStyle> styles) override { m_styles = std::move(styles); }
    void begin(const std::string& name, const layer::Table& first, bool more) override;

private:
    std::vector<LayerStyle> m_styles;
    DxfOptions m_options;
};

}  // namespace jt::source
