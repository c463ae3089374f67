#include "source/files_writer.hpp"

namespace fs = std::filesystem;

namespace jt::source {

FilesWriter::FilesWriter(const std::string& path, const WriteOptions& options,
                         base::Diagnostics& diagnostics)
    : m_target(target_of(path, options)),
      m_pending(fs::absolute(m_target.path).parent_path() / (name() + ".parts"), true),
      m_diagnostics(diagnostics) {}

void FilesWriter::check_next(const std::string& name, const layer::Table& table) {
    check_layer(m_target, name, table);
    m_names.add(name);
}

}  // namespace jt::source
