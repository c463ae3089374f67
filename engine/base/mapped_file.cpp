#include "base/mapped_file.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/in_parts.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <system_error>

namespace fs = std::filesystem;

namespace jt::base {
namespace {

std::string reason(int code) { return std::generic_category().message(code); }

/// A descriptor that closes itself.
struct Open {
    int descriptor = -1;
    explicit Open(int opened) : descriptor(opened) {}
    ~Open() {
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
};

std::string in_gib(std::uint64_t bytes) {
    return fmt::format("{:.2f}", static_cast<double>(bytes) / (1U << 30U));
}

/// Where the files of the program are mapped: start and size.
struct Mapped {
    std::mutex mutex;
    std::map<const char*, std::size_t> starts;
};
Mapped& mapped_files() {
    static Mapped* all = new Mapped;  // outlives whoever unmaps last
    return *all;
}

/// A mapping that is only read holds nothing that its file has not.
void forget(std::string_view part) {
    Mapped& all = mapped_files();
    const std::lock_guard lock(all.mutex);
    auto file = all.starts.upper_bound(part.data());
    if (file == all.starts.begin()) {
        return;
    }
    --file;
    const auto at = static_cast<std::size_t>(part.data() - file->first);
    if (at + part.size() > file->second) {
        return;
    }
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t from = at / page * page;
    ::madvise(const_cast<char*>(file->first) + from, at + part.size() - from, MADV_DONTNEED);
}

}  // namespace

void in_parts(std::string_view bytes, const std::function<void(std::string_view)>& take) {
    constexpr std::size_t kPart = std::size_t{1} << 24U;
    if (bytes.size() <= kPart) {
        take(bytes);
        return;
    }
    for (std::size_t from = 0; from < bytes.size(); from += kPart) {
        const std::string_view part = bytes.substr(from, kPart);
        take(part);
        forget(part);
    }
}

MappedFile::MappedFile(const fs::path& path)
    : MappedFile(Open(::open(path.c_str(), O_RDONLY | O_CLOEXEC)).descriptor, path) {}

MappedFile::MappedFile(int descriptor, const fs::path& path) {
    struct stat facts {};
    if (descriptor < 0 || ::fstat(descriptor, &facts) != 0) {
        throw machine_error("base.file.open", path.string(), reason(errno));
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    if (size == 0) {
        return;
    }
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (start == MAP_FAILED) {
        throw machine_error("base.file.read", path.string(), reason(errno));
    }
    m_bytes = {static_cast<const char*>(start), size};
    const std::lock_guard lock(mapped_files().mutex);
    mapped_files().starts.emplace(m_bytes.data(), size);
}

MappedFile::~MappedFile() {
    if (!m_bytes.empty()) {
        const std::lock_guard lock(mapped_files().mutex);
        mapped_files().starts.erase(m_bytes.data());
        ::munmap(const_cast<char*>(m_bytes.data()), m_bytes.size());
    }
}

ScratchFile::ScratchFile(std::uint64_t bytes) {
    std::error_code code;
    m_folder = fs::temp_directory_path(code);
    const fs::space_info space = code ? fs::space_info{} : fs::space(m_folder, code);
    if (code) {
        throw machine_error("base.file.write", m_folder.string(), code.message());
    }
    if (space.available < bytes) {
        throw machine_error("base.scratch.space", m_folder.string(), in_gib(bytes),
                            in_gib(space.available));
    }
    std::string name = (m_folder / "jiangtian-XXXXXX").string();
    m_descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_descriptor < 0 || ::unlink(name.c_str()) != 0) {
        throw machine_error("base.file.write", m_folder.string(), reason(errno));
    }
}

ScratchFile::~ScratchFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

void ScratchFile::append(std::string_view bytes) {
    if (const int failure = write_all(m_descriptor, bytes); failure != 0) {
        throw machine_error("base.file.write", m_folder.string(), reason(failure));
    }
}

fs::path ScratchFile::path() const {
    return fs::path("/proc/self/fd") / std::to_string(m_descriptor);
}

std::shared_ptr<const MappedFile> ScratchFile::mapped() const {
    return std::shared_ptr<const MappedFile>(new MappedFile(m_descriptor, m_folder));
}

}  // namespace jt::base
