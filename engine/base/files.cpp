#include "base/files.hpp"

#include "base/error.hpp"
#include "base/in_parts.hpp"
#include "base/progress.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace jt::base {
namespace {

/// A hidden name beside the target that nobody else uses: process and a running number. The
/// target's own name is not in it, as it may be as long as names can be.
fs::path temporary_sibling(const fs::path& target) {
    static std::atomic<unsigned> counter{0};
    return target.parent_path() / fmt::format(".jiangtian-{}-{}.tmp", ::getpid(), ++counter);
}

std::string reason(int code) { return std::generic_category().message(code); }

/// A temporary sibling that takes the name of its target at commit(), and goes without it.
class PendingFile {
public:
    explicit PendingFile(const fs::path& target) : m_target(target) {
        do {  // a name may be taken: what another machine or a killed run left
            m_temporary = temporary_sibling(target);
            m_descriptor =
                ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (m_descriptor < 0 && errno == EEXIST);
        check(m_descriptor < 0 ? errno : 0);
    }
    ~PendingFile() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
        if (!m_committed) {
            ::unlink(m_temporary.c_str());
        }
    }
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    void append(std::string_view bytes) {
        in_parts(bytes, [&](std::string_view part) { check(write_all(m_descriptor, part)); });
    }

    void commit() {
        check(::fsync(m_descriptor) == 0 || errno == EINVAL ? 0 : errno);
        check(::close(std::exchange(m_descriptor, -1)) == 0 ? 0 : errno);
        check(::rename(m_temporary.c_str(), m_target.c_str()) == 0 ? 0 : errno);
        m_committed = true;
    }

private:
    void check(int failure) const {
        if (failure != 0) {
            throw machine_error("base.file.write", m_target.string(), reason(failure));
        }
    }
    fs::path m_target, m_temporary;
    int m_descriptor = -1;
    bool m_committed = false;
};

}  // namespace

int write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return errno;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

void read_blocks(const fs::path& path, const std::function<void(std::string_view)>& take) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        throw machine_error("base.file.open", path.string(), reason(errno));
    }
    const std::unique_ptr<const int, void (*)(const int*)> closer(
        &descriptor, [](const int* open) { ::close(*open); });
    std::vector<char> block(std::size_t{1} << 20);
    for (;;) {
        const ssize_t count = ::read(descriptor, block.data(), block.size());
        if (count == 0) {
            return;
        }
        check_cancel();
        if (count > 0) {
            take({block.data(), static_cast<std::size_t>(count)});
        } else if (errno != EINTR) {
            throw machine_error("base.file.read", path.string(), reason(errno));
        }
    }
}

std::string read_file(const fs::path& path) {
    std::string out;
    read_blocks(path, [&](std::string_view block) { out += block; });
    return out;
}

void write_file(const fs::path& path, std::string_view bytes) {
    write_file(path, [&](const Sink& sink) { sink(bytes); });
}

void write_file(const fs::path& path, const std::function<void(const Sink&)>& produce) {
    PendingFile file(path);
    produce([&](std::string_view bytes) { file.append(bytes); });
    file.commit();
}

void make_folders(const fs::path& path) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) {
        throw machine_error("base.file.mkdir", path.string(), code.message());
    }
}

fs::path whole_path(const fs::path& path) {
    const fs::path normal = fs::absolute(path).lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

PendingFolder::PendingFolder(fs::path target, bool overwrite)
    : m_target(whole_path(target)), m_overwrite(overwrite) {
    refuse_existing(target.string());
    make_folders(m_target.parent_path());
    std::error_code code;
    do {  // a folder that is there already holds what another run left
        m_temporary = temporary_sibling(m_target);
    } while (!fs::create_directory(m_temporary, code) && !code);
    if (code) {
        throw machine_error("base.file.mkdir", m_temporary.string(), code.message());
    }
}

PendingFolder::~PendingFolder() {
    if (!m_committed) {
        std::error_code ignored;
        fs::remove_all(m_temporary, ignored);
    }
}

void PendingFolder::refuse_existing(const std::string& shown) const {
    std::error_code ignored;  // what cannot be looked at cannot be renamed to either: that reports
    if (!m_overwrite && fs::exists(fs::symlink_status(m_target, ignored))) {
        throw data_error("base.folder.exists", shown);
    }
}

void PendingFolder::commit() {
    refuse_existing(m_target.string());
    const fs::path old = temporary_sibling(m_target);
    const bool replaces = m_overwrite && ::rename(m_target.c_str(), old.c_str()) == 0;
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
        const int failure = errno;
        if (replaces) {
            ::rename(old.c_str(), m_target.c_str());
        }
        throw machine_error("base.file.rename", m_temporary.string(), m_target.string(),
                            reason(failure));
    }
    m_committed = true;
    if (replaces) {
        std::error_code
            ignored;  // the new folder stands; a hidden rest of the old one does no harm
        fs::remove_all(old, ignored);
    }
}

}  // namespace jt::base
