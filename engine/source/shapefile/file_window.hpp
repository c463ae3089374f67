// A large file read in place by place, without holding it whole. Internal to source/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jt::source {

/// Not for several threads at once.
class FileWindow {
public:
    /// Machine error with the system's reason when the file cannot be opened.
    explicit FileWindow(const std::string& path);
    ~FileWindow();
    FileWindow(const FileWindow&) = delete;
    FileWindow& operator=(const FileWindow&) = delete;

    std::uint64_t size() const { return m_size; }
    /// The bytes from an offset; fewer than asked for where the file ends. Good until the next
    /// call. Machine error when reading fails.
    std::string_view bytes(std::uint64_t offset, std::size_t length);

private:
    std::string m_path;
    int m_file = -1;
    std::uint64_t m_size = 0, m_start = 0;
    std::string m_buffer;
};

/// Numbers out of raw bytes; the caller has checked that they are there.
std::uint32_t little32(std::string_view bytes, std::size_t at);
std::uint32_t big32(std::string_view bytes, std::size_t at);

}  // namespace jt::source
