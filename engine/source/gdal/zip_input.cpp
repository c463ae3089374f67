#include "source/gdal/zip_input.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/database/connection.hpp"
#include "source/dataset.hpp"
#include "source/gdal/zip_file.hpp"
#include "source/transit/load_gtfs.hpp"

#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 30, kMostRatio = 1000;

/// The zip and what follows it in the path; an empty zip where there is none.
struct Split {
    std::string zip, inside;
};

Split split(const std::string& path) {
    if (is_connection(path)) {
        return {};
    }
    fs::path zip, inside;
    bool found = false;
    for (const fs::path& part : fs::path(path).lexically_normal()) {
        if (found) {
            inside /= part;
            continue;
        }
        zip /= part;
        std::error_code code;
        found = base::lower(part.extension().string()) == ".zip" && fs::is_regular_file(zip, code);
    }
    return found ? Split{zip.string(), inside.string()} : Split{};
}

/// A name inside the zip; data error where it leads out of the folder.
std::string safe_name(std::string name) {
    std::replace(name.begin(), name.end(), '\\', '/');
    const fs::path path(name);
    const bool leads_out =
        path.is_absolute() || (name.size() > 1 && name[1] == ':') ||
        std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
    if (leads_out) {
        throw base::data_error("source.zip.name", name);
    }
    return name;
}

/// What a Mac puts beside every file.
bool is_litter(const std::string& name) {
    return name.starts_with("__MACOSX/") || fs::path(name).filename().string().starts_with("._");
}

/// Unpacks everything; judged before anything is written.
void unpack_all(const std::string& zip, const fs::path& folder) {
    std::vector<ZipEntry> entries = zip_entries(zip);
    std::uint64_t total = 0;
    for (ZipEntry& entry : entries) {
        entry.name = safe_name(entry.name);
        total += entry.bytes;
    }
    const std::uint64_t packed = fs::file_size(zip);
    if (entries.empty()) {
        throw base::data_error("source.zip.broken");
    }
    if (total > kMostBytes || (total > (100 << 20) && total / kMostRatio > packed)) {
        throw base::data_error("source.zip.bomb", total >> 20, packed >> 20);
    }
    for (const ZipEntry& entry : entries) {
        if (!is_litter(entry.name)) {
            unpack_entry(zip, entry, folder / entry.name);
        }
    }
}

/// What was unpacked, by zip; gone with the program.
class Store {
public:
    ~Store() {
        std::error_code code;
        if (!m_root.empty()) {
            fs::remove_all(m_root, code);
        }
    }

    fs::path folder_of(const std::string& zip) {
        const std::lock_guard<std::mutex> held(m_mutex);
        const auto changed = fs::last_write_time(zip).time_since_epoch().count();
        const std::string key =
            fmt::format("{} {} {}", fs::absolute(zip).string(), fs::file_size(zip), changed);
        const auto found = m_folders.find(key);
        if (found != m_folders.end()) {
            return found->second;
        }
        if (m_root.empty()) {
            std::string name = (fs::temp_directory_path() / "jiangtian-zip-XXXXXX").string();
            if (::mkdtemp(name.data()) == nullptr) {
                throw base::machine_error("base.file.write", name, std::strerror(errno));
            }
            m_root = name;
        }
        const fs::path folder = m_root / std::to_string(m_next++);
        try {
            unpack_all(zip, folder);
        } catch (...) {
            std::error_code code;
            fs::remove_all(folder, code);
            throw;
        }
        m_folders[key] = folder;
        return folder;
    }

private:
    std::mutex m_mutex;
    fs::path m_root;
    int m_next = 0;
    std::map<std::string, fs::path> m_folders;
};

Store& store() {
    static Store one;
    return one;
}

/// Data sets below the folder, as paths inside it, sorted.
std::vector<std::string> datasets_below(const fs::path& folder) {
    std::vector<std::string> out;
    for (auto it = fs::recursive_directory_iterator(folder); it != fs::end(it); ++it) {
        const std::string name = fs::relative(it->path(), folder).string();
        if (is_dataset(it->path().string())) {
            out.push_back(name);
        }
        if (it->is_directory() && base::lower(it->path().extension().string()) == ".gdb") {
            it.disable_recursion_pending();
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// The folder of a GTFS feed: this one, or the only one in it that is one; "" where none is.
std::string feed_in(const fs::path& folder) {
    std::error_code code;
    if (is_gtfs(folder.string())) {
        return folder.string();
    }
    std::vector<std::string> found;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        if (it->is_directory() && is_gtfs(it->path().string())) {
            found.push_back(it->path().string());
        }
    }
    return found.size() == 1 ? found.front() : "";
}

}  // namespace

std::string container_of(const std::string& path) {
    const Split parts = split(path);
    return parts.zip.empty() ? path : parts.zip;
}

std::string unpacked(const std::string& path) {
    const Split parts = split(path);
    if (parts.zip.empty()) {
        return path;
    }
    return base::within(base::msg("source.context.file", parts.zip), [&] {
        const fs::path folder = store().folder_of(parts.zip);
        if (const std::string feed = feed_in(folder / parts.inside); !feed.empty()) {
            return feed;
        }
        const std::vector<std::string> inside = datasets_below(folder);
        if (inside.empty()) {
            throw base::data_error("source.zip.none");
        }
        if (parts.inside.empty() && inside.size() == 1) {
            return (folder / inside.front()).string();
        }
        if (parts.inside.empty()) {
            throw base::data_error("source.zip.which", base::join_some(inside), inside.front());
        }
        if (std::find(inside.begin(), inside.end(), parts.inside) == inside.end()) {
            throw base::unknown_name_error("source.zip.unknown", parts.inside, inside);
        }
        return (folder / parts.inside).string();
    });
}

}  // namespace jt::source
