#include "native/library.hpp"

#include "base/error.hpp"
#include "native/call.hpp"
#include "native/guard.hpp"

#include <dlfcn.h>

namespace jt::native {
namespace {

using Open = const jt_plugin* (*)(const jt_host*);

std::string loader_words() {
    const char* words = ::dlerror();
    return words == nullptr ? "" : words;
}

Open load(const std::filesystem::path& file) {
    // Absolute, so that the loader does not look for a bare name in its own folders.
    const std::string path = std::filesystem::absolute(file).string();
    // RTLD_NOW: what is missing is told here, not in the middle of a run.
    void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        throw base::data_error("native.load", file.string(), loader_words());
    }
    void* symbol = ::dlsym(handle, "jt_plugin_open");
    if (symbol == nullptr) {
        throw base::data_error("native.symbol", file.string(), loader_words());
    }
    return reinterpret_cast<Open>(symbol);
}

}  // namespace

const jt_operator& Library::find(const std::string& name) {
    const std::lock_guard<std::mutex> lock(m_mutex);
    if (!m_open) {
        open();
        m_open = true;
    }
    return *m_operators.at(name);
}

void Library::open() {
    const std::string file = m_manifest.library.string();
    const Open open_plugin = load(m_manifest.library);
    const jt_plugin* found = into_plugin(file, [&] { return open_plugin(&host_table()); });
    if (found == nullptr) {
        throw base::data_error("native.nothing", file);
    }
    m_operators = compare(m_manifest, *found);
}

}  // namespace jt::native
