// Files as memory: pages come from the disk when they are read and may go again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace jt::base {

/// A file that is read as memory. Who replaces files by renaming, as write_file() does, leaves it
/// whole; the file must not be cut short.
class MappedFile {
public:
    /// Machine error with the system's reason when it cannot be read.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    std::string_view bytes() const { return m_bytes; }

private:
    friend class ScratchFile;
    MappedFile(int descriptor, const std::filesystem::path& path);
    std::string_view m_bytes;
};

/// A file without a name in the folder for temporary files ($TMPDIR, else /tmp), for what is too
/// large to hold: it is gone with the last who has it, whatever ends the program.
class ScratchFile {
public:
    /// Machine error "base.scratch.space" where the folder has less free space than `bytes`.
    explicit ScratchFile(std::uint64_t bytes);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    /// Machine error with the system's reason when it cannot be written.
    void append(std::string_view bytes);
    /// What was appended.
    std::shared_ptr<const MappedFile> mapped() const;
    /// Under which others of this program may write it, while this object lives.
    std::filesystem::path path() const;
    const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    int m_descriptor = -1;
};

}  // namespace jt::base
