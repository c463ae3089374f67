#include "source/zip_input.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/codec.hpp"
#include "source/dataset.hpp"
#include "source/load_gtfs.hpp"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
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
    fs::path zip;
    for (const fs::path& part : fs::path(path)) {
        zip /= part;
        std::error_code code;
        if (base::lower(part.extension().string()) == ".zip" && fs::is_regular_file(zip, code)) {
            const std::string whole = zip.string();
            return {whole, path.size() > whole.size() ? path.substr(whole.size() + 1) : ""};
        }
    }
    return {};
}

/// Names that are not marked as UTF-8 are read as CP437 by GDAL; Chinese programs mean GBK.
std::string meant_name(const std::string& given) {
    const auto bytes = Codec("CP437").encode(given);
    const auto chinese = bytes ? Codec("GBK").decode(*bytes) : std::nullopt;
    return is_ascii(given) || !chinese ? given : *chinese;
}

/// A name inside the zip as UTF-8; data error where it leads out of the folder.
std::string safe_name(const std::string& raw) {
    std::string name = meant_name(raw);
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

void unpack_file(const std::string& from, const fs::path& to) {
    fs::create_directories(to.parent_path());
    VSILFILE* in = VSIFOpenL(from.c_str(), "rb");
    std::ofstream out(to, std::ios::binary);
    if (in == nullptr || !out) {
        if (in != nullptr) {
            VSIFCloseL(in);
        }
        throw base::data_error("source.zip.broken");
    }
    std::string block(1 << 20, '\0');
    for (std::size_t got = 1; got > 0;) {
        got = VSIFReadL(block.data(), 1, block.size(), in);
        out.write(block.data(), static_cast<std::streamsize>(got));
    }
    VSIFCloseL(in);
    out.close();
    if (!out) {
        throw base::machine_error("base.file.write", to.string(), "");
    }
}

struct Entry {
    std::string raw, name;
    std::uint64_t bytes = 0;
};

/// All files of the zip, judged before anything is unpacked.
std::vector<Entry> entries_of(const std::string& zip) {
    const GdalSession session;
    const std::string root = "/vsizip/{" + fs::absolute(zip).string() + "}";
    char** list = VSIReadDirRecursive(root.c_str());
    std::vector<Entry> out;
    std::uint64_t total = 0;
    for (char** name = list; name != nullptr && *name != nullptr; ++name) {
        const std::string raw = *name;
        VSIStatBufL status;
        if (raw.empty() || raw.back() == '/' ||
            VSIStatL((root + "/" + raw).c_str(), &status) != 0 || VSI_ISDIR(status.st_mode)) {
            continue;
        }
        out.push_back(
            {root + "/" + raw, safe_name(raw), static_cast<std::uint64_t>(status.st_size)});
        total += out.back().bytes;
    }
    CSLDestroy(list);
    const std::uint64_t packed = fs::file_size(zip);
    if (out.empty()) {
        throw base::data_error("source.zip.broken");
    }
    if (total > kMostBytes || (total > (100 << 20) && total / kMostRatio > packed)) {
        throw base::data_error("source.zip.bomb", total >> 20, packed >> 20);
    }
    return out;
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
            m_root = fs::temp_directory_path() / fmt::format("jiangtian-zip-{}", ::getpid());
        }
        const fs::path folder = m_root / std::to_string(m_folders.size());
        for (const Entry& entry : entries_of(zip)) {
            unpack_file(entry.raw, folder / entry.name);
        }
        m_folders[key] = folder;
        return folder;
    }

private:
    std::mutex m_mutex;
    fs::path m_root;
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
        if (parts.inside.empty() && is_gtfs(folder.string())) {
            return folder.string();
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
