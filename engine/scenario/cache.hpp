// The content-addressed cache of step results: one file per key, whole or absent, checked when
// read.
#pragma once

#include "base/diagnostic.hpp"
#include "registry/registry.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace jt::scenario {

struct OutputInfo {
    registry::Kind kind = registry::Kind::layer;
    std::string hash;                                   ///< content hash of the object
    nlohmann::json summary = nlohmann::json::object();  ///< Object::summary
};

/// What is known of a finished step without loading its objects.
struct EntryInfo {
    std::map<std::string, OutputInfo> outputs;
    base::Diagnostics diagnostics;
};

class Cache {
public:
    /// An empty path switches the cache off.
    explicit Cache(std::filesystem::path folder);

    /// The entry's head; nothing when absent, or unreadable (then `corrupt` is set).
    std::optional<EntryInfo> find(const std::string& key, bool& corrupt) const;
    /// The entry's objects; nothing when absent or not what the head promises (then `corrupt` is
    /// set).
    std::optional<registry::Outputs> load(const std::string& key,
                                          const registry::Registry& registry, bool& corrupt) const;
    void store(const std::string& key, const EntryInfo& info,
               const registry::Outputs& outputs) const;

private:
    std::filesystem::path file_of(const std::string& key) const;
    std::filesystem::path m_folder;
};

}  // namespace jt::scenario
