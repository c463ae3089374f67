// Files that GDAL's drivers write, with every failed write noticed. Internal to source/.
#pragma once

#include <string>

namespace jt::source {

/// The drivers but SQLite's go on when a disk is full. So they write through a file system of our
/// own, which keeps the first failure below a folder.
class CheckedFolder {
public:
    explicit CheckedFolder(std::string folder);
    ~CheckedFolder();
    CheckedFolder(const CheckedFolder&) = delete;
    CheckedFolder& operator=(const CheckedFolder&) = delete;

    /// The path that GDAL gets for a file of the folder.
    std::string path(const std::string& name) const;
    /// Once the drivers have closed their files. Machine error with the system's reason where a
    /// write failed.
    void check() const;

private:
    std::string m_folder;
};

}  // namespace jt::source
