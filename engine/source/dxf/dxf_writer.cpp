#include "source/dxf/dxf_writer.hpp"

namespace jt::source {

DxfWriter::DxfWriter(const std::string& path, const WriteOptions& options,
                     base::Diagnostics& diagnostics)
    : FilesWriter(path, options, diagnostics),
      m_options{m_target.encoding, options.label, options.label_height} {}

void DxfWriter::begin(const std::string& name, const layer::Table& first, bool /*more*/) {
    check_next(name, first);
    // check_next() lets only layers through: the format has no tables.
    base::write_file(file(), dxf_bytes(dynamic_cast<const layer::Layer&>(first), name,
                                       m_styles.empty() ? nullptr : &m_styles.front(), m_options,
                                       m_diagnostics, this->name()));
}

}  // namespace jt::source
