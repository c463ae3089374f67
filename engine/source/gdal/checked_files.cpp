#include "source/gdal/checked_files.hpp"

#include "base/error.hpp"
#include "source/gdal/gdal.hpp"

#include <cpl_vsi.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>

namespace jt::source {
namespace {

constexpr const char* kPrefix = "/vsijt/";

/// The first reason of each file that could not be written.
class Failures {
public:
    void add(const std::string& file, int code) {
        const std::lock_guard lock(m_mutex);
        m_reasons.emplace(file, std::strerror(code));
    }
    /// The first one below a folder; "" for none.
    std::string below(const std::string& folder) {
        const std::lock_guard lock(m_mutex);
        const auto found = m_reasons.lower_bound(folder);
        const bool inside =
            found != m_reasons.end() && found->first.compare(0, folder.size(), folder) == 0;
        return inside ? found->second : "";
    }
    void forget(const std::string& folder) {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_reasons, [&](const auto& one) {
            return one.first.compare(0, folder.size(), folder) == 0;
        });
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::string> m_reasons;
};

Failures& failures() {
    static Failures all;
    return all;
}

struct OpenFile {
    std::string path;
    std::FILE* file = nullptr;
};

OpenFile& open_file(void* handle) { return *static_cast<OpenFile*>(handle); }

/// Keeps the reason where a call of the C library did not succeed.
int judged(const OpenFile& file, int result) {
    if (result != 0) {
        failures().add(file.path, errno);
    }
    return result;
}

int stat_file(void*, const char* name, VSIStatBufL* out, int) { return VSIStatL(name, out); }
int unlink_file(void*, const char* name) { return ::unlink(name); }
int rename_file(void*, const char* from, const char* to) { return std::rename(from, to); }

void* open_handle(void*, const char* name, const char* access) {
    std::FILE* file = std::fopen(name, access);
    if (file == nullptr && std::strchr(access, 'r') == nullptr) {
        failures().add(name, errno);
    }
    return file == nullptr ? nullptr : new OpenFile{name, file};
}

vsi_l_offset tell(void* handle) {
    return static_cast<vsi_l_offset>(ftello(open_file(handle).file));
}

int seek(void* handle, vsi_l_offset offset, int whence) {
    return judged(open_file(handle),
                  fseeko(open_file(handle).file, static_cast<off_t>(offset), whence));
}

size_t read(void* handle, void* buffer, size_t size, size_t count) {
    std::FILE* file = open_file(handle).file;
    fseeko(file, 0, SEEK_CUR);  // C wants this between writing and reading
    return std::fread(buffer, size, count, file);
}

int at_end(void* handle) { return std::feof(open_file(handle).file); }

size_t write(void* handle, const void* buffer, size_t size, size_t count) {
    const OpenFile& file = open_file(handle);
    const size_t written = std::fwrite(buffer, size, count, file.file);
    if (written != count && size > 0) {
        failures().add(file.path, errno);
    }
    return written;
}

int flush(void* handle) { return judged(open_file(handle), std::fflush(open_file(handle).file)); }

int truncate(void* handle, vsi_l_offset size) {
    const OpenFile& file = open_file(handle);
    return flush(handle) != 0
               ? -1
               : judged(file, ftruncate(fileno(file.file), static_cast<off_t>(size)));
}

int close(void* handle) {
    const std::unique_ptr<OpenFile> file(&open_file(handle));
    const int flushed = judged(*file, std::fflush(file->file));
    const int closed = judged(*file, std::fclose(file->file));
    return flushed != 0 ? flushed : closed;
}

void install() {
    static std::once_flag once;
    std::call_once(once, [] {
        VSIFilesystemPluginCallbacksStruct* calls = VSIAllocFilesystemPluginCallbacksStruct();
        calls->stat = stat_file;
        calls->unlink = unlink_file;
        calls->rename = rename_file;
        calls->open = open_handle;
        calls->tell = tell;
        calls->seek = seek;
        calls->read = read;
        calls->eof = at_end;
        calls->write = write;
        calls->flush = flush;
        calls->truncate = truncate;
        calls->close = close;
        VSIInstallPluginHandler(kPrefix, calls);
        VSIFreeFilesystemPluginCallbacksStruct(calls);
    });
}

}  // namespace

CheckedFolder::CheckedFolder(std::string folder) : m_folder(std::move(folder) + "/") { install(); }

CheckedFolder::~CheckedFolder() { failures().forget(m_folder); }

std::string CheckedFolder::path(const std::string& name) const { return kPrefix + m_folder + name; }

void CheckedFolder::check() const {
    if (const std::string reason = failures().below(m_folder); !reason.empty()) {
        throw base::machine_error("source.write.failed", reason);
    }
}

}  // namespace jt::source
