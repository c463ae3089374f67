// What the writers of files have in common. Internal to source/.
#pragma once

#include "base/files.hpp"
#include "source/write_target.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace jt::source {

/// Files are made in a folder beside their target. It is never committed: they are moved out of it
/// when they are whole, and it goes with the writer.
class FilesWriter : public DatasetWriter {
public:
    FilesWriter(const std::string& path, const WriteOptions& options,
                base::Diagnostics& diagnostics);

    bool takes_many() const override { return m_target.traits.many_layers; }
    void finish() override { put_in_place(m_pending.path(), m_target); }

protected:
    /// Data error where the target cannot hold a layer of this name and kind, or has that name.
    void check_next(const std::string& name, const layer::Table& table);
    std::string name() const { return m_target.path.filename().string(); }
    std::filesystem::path file() const { return m_pending.path() / name(); }

    Target m_target;
    base::PendingFolder m_pending;
    base::Diagnostics& m_diagnostics;

private:
    LayerNames m_names;
};

}  // namespace jt::source
