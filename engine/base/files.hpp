// Files written whole or not at all. Paths are UTF-8.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace jt::base {

/// The file's bytes; machine error with the system's reason when it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// The same in blocks, in order, for files that need not be held whole.
void read_blocks(const std::filesystem::path& path,
                 const std::function<void(std::string_view)>& take);

/// Writes to a temporary sibling, flushes to disk, renames. Machine error (disk full, permission)
/// leaves nothing behind.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// The same for bytes that are not held whole: `produce` hands them on in order. What it throws
/// leaves nothing behind either.
using Sink = std::function<void(std::string_view)>;
void write_file(const std::filesystem::path& path, const std::function<void(const Sink&)>& produce);

/// Writes all bytes to an open file of the system; gives errno or 0.
int write_all(int descriptor, std::string_view bytes);

/// Absolute and normal, without a slash at the end: "out/" and "out" are one folder, and its parent
/// is not itself.
std::filesystem::path whole_path(const std::filesystem::path& path);

void make_folders(const std::filesystem::path& path);

/// A folder that exists under its final name only after commit(): made as a hidden temporary
/// sibling, removed when it goes out of scope without commit().
class PendingFolder {
public:
    /// With overwrite an existing target is replaced at commit(), and is back in its place where
    /// commit() fails; without it an existing target is a data error ("base.folder.exists"), now
    /// and at commit().
    PendingFolder(std::filesystem::path target, bool overwrite);
    ~PendingFolder();
    PendingFolder(const PendingFolder&) = delete;
    PendingFolder& operator=(const PendingFolder&) = delete;
    const std::filesystem::path& path() const { return m_temporary; }
    void commit();

private:
    void refuse_existing(const std::string& shown) const;
    std::filesystem::path m_target, m_temporary;
    bool m_overwrite;
    bool m_committed = false;
};

}  // namespace jt::base
