// The shared library of one native plugin, loaded on first use and never unloaded.
#pragma once

#include "native/declaration.hpp"

#include <mutex>

namespace jt::native {

class Library {
public:
    explicit Library(Manifest manifest) : m_manifest(std::move(manifest)) {}
    const Manifest& manifest() const { return m_manifest; }

    /// The operator of that name. Loads the library and holds it against the manifest on the first
    /// call. Data errors "native.load" and "native.symbol" with the words of the system's loader,
    /// and those of compare().
    const jt_operator& find(const std::string& name);

private:
    void open();
    Manifest m_manifest;
    std::mutex m_mutex;
    bool m_open = false;
    Operators m_operators;
};

}  // namespace jt::native
