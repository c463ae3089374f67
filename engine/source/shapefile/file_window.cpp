#include "source/shapefile/file_window.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

namespace jt::source {
namespace {

constexpr std::size_t kWindow = 4 << 20;

[[noreturn]] void refuse(const std::string& path) {
    throw base::machine_error("base.file.open", path, std::strerror(errno));
}

}  // namespace

FileWindow::FileWindow(const std::string& path) : m_path(path) {
    m_file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (m_file < 0 || ::fstat(m_file, &status) != 0) {
        const int reason = errno;
        if (m_file >= 0) {
            ::close(m_file);
        }
        errno = reason;
        refuse(path);
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
}

FileWindow::~FileWindow() { ::close(m_file); }

std::string_view FileWindow::bytes(std::uint64_t offset, std::size_t length) {
    if (offset >= m_size) {
        return {};
    }
    length = static_cast<std::size_t>(std::min<std::uint64_t>(length, m_size - offset));
    const bool inside = offset >= m_start && offset + length <= m_start + m_buffer.size();
    if (!inside) {
        // Ahead of what was read a whole window, as more will follow; a jump takes what it needs.
        const bool ahead =
            offset >= m_start && offset <= m_start + m_buffer.size() + std::uint64_t{kWindow};
        const std::size_t wanted = static_cast<std::size_t>(
            std::min<std::uint64_t>(ahead ? std::max(length, kWindow) : length, m_size - offset));
        m_buffer.resize(wanted);
        m_start = offset;
        for (std::size_t done = 0; done < wanted;) {
            const ssize_t got = ::pread(m_file, m_buffer.data() + done, wanted - done,
                                        static_cast<off_t>(offset + done));
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got < 0) {
                refuse(m_path);
            }
            if (got == 0) {  // the file became shorter while it was read
                m_buffer.resize(done);
                m_size = offset + done;
                length = std::min(length, done);
                break;
            }
            done += static_cast<std::size_t>(got);
        }
    }
    return std::string_view(m_buffer).substr(static_cast<std::size_t>(offset - m_start), length);
}

std::uint32_t little32(std::string_view bytes, std::size_t at) {
    static_assert(std::endian::native == std::endian::little, "files are read in place");
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

std::uint32_t big32(std::string_view bytes, std::size_t at) {
    return __builtin_bswap32(little32(bytes, at));
}

}  // namespace jt::source
