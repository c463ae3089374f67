// What the fuzz targets share: bytes as a file in memory, and the one exception that is an answer.
#pragma once

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// One thread: small inputs are not worth a second.
extern "C" __attribute__((used)) inline int LLVMFuzzerInitialize(int*, char***) {
    jt::base::set_threads(1);
    return 0;
}

namespace fuzz {

class MemoryFile {
public:
    explicit MemoryFile(std::string_view bytes) : m_file(::memfd_create("fuzz", 0)) {
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t put = ::write(m_file, bytes.data() + done, bytes.size() - done);
            if (put <= 0) {
                break;
            }
            done += static_cast<std::size_t>(put);
        }
    }
    ~MemoryFile() { ::close(m_file); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(m_file); }

private:
    int m_file;
};

/// Bad data are refused with base::Error; anything else that leaves the call is a finding.
template <class Call>
void answered(Call&& call) {
    try {
        call();
    } catch (const jt::base::Error& error) {
        if (error.kind() == jt::base::ErrorKind::internal) {
            throw;
        }
    }
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace fuzz
