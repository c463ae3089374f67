#include "scenario/cache.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"

#include <fstream>

namespace jt::scenario {
namespace {

// File: magic, SHA-256 of the head, length of the head, head (JSON: outputs with kind and hash;
// diagnostics; size and SHA-256 of the body), body.
constexpr std::string_view kMagic = "JTCACHE3";
constexpr std::size_t kHashLength = 64;
constexpr std::size_t kStart = kMagic.size() + kHashLength + sizeof(std::uint64_t);

struct Head {
    nlohmann::json json;
    std::size_t body_at = 0;
};

/// The length of the head as the first bytes give it; nothing where they are not those of an entry.
std::optional<std::uint64_t> head_length(std::string_view bytes) {
    if (bytes.size() < kStart || bytes.substr(0, kMagic.size()) != kMagic) {
        return std::nullopt;
    }
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data() + kMagic.size() + kHashLength, sizeof length);
    return length;
}

/// The head, once its hash tells that it is as it was written.
std::optional<Head> parse_head(std::string_view bytes) {
    const auto length = head_length(bytes);
    if (!length || *length > bytes.size() - kStart) {
        return std::nullopt;
    }
    const std::string_view text = bytes.substr(kStart, *length);
    if (base::sha256(text) != bytes.substr(kMagic.size(), kHashLength)) {
        return std::nullopt;
    }
    return Head{nlohmann::json::parse(text), kStart + *length};
}

/// The head of a file whose length is as the head says.
std::optional<Head> read_head(const std::filesystem::path& file) {
    std::error_code code;
    const auto whole = std::filesystem::file_size(file, code);
    std::ifstream in(file, std::ios::binary);
    std::string bytes(kStart, '\0');
    if (code || !in.read(bytes.data(), static_cast<std::streamsize>(kStart))) {
        return std::nullopt;
    }
    const auto length = head_length(bytes);
    if (!length || *length > whole - kStart) {
        return std::nullopt;
    }
    bytes.resize(kStart + *length);
    if (!in.read(bytes.data() + kStart, static_cast<std::streamsize>(*length))) {
        return std::nullopt;
    }
    auto head = parse_head(bytes);
    if (!head || head->json.at("size").get<std::uint64_t>() + head->body_at != whole) {
        return std::nullopt;
    }
    return head;
}

EntryInfo info_of(const nlohmann::json& head) {
    EntryInfo info;
    for (const auto& output : head.at("outputs")) {
        info.outputs[output.at("name")] = {
            registry::kind_from_name(output.at("kind").get<std::string>()), output.at("hash"),
            output.at("summary")};
    }
    for (const auto& diagnostic : head.at("diagnostics")) {
        info.diagnostics.add(base::diagnostic_from_json(diagnostic));
    }
    return info;
}

/// The objects of the body. Bytes that no reader understands, as those of another build, count as
/// corrupt.
std::optional<registry::Outputs> read_objects(const nlohmann::json& head, base::Reader in,
                                              const registry::Registry& registry, bool& corrupt) {
    registry::Outputs outputs;
    try {
        for (const auto& output : head.at("outputs")) {
            outputs[output.at("name")] =
                registry.read(registry::kind_from_name(output.at("kind").get<std::string>()), in);
        }
        in.expect_end();
    } catch (const base::Error&) {
        corrupt = true;
        return std::nullopt;
    }
    return outputs;
}

void write_body(const registry::Outputs& outputs, const base::Sink& sink) {
    base::Writer out(sink);
    for (const auto& [name, object] : outputs) {
        object->write(out);
    }
    out.flush();
}

}  // namespace

Cache::Cache(std::filesystem::path folder) : m_folder(std::move(folder)) {
    if (!m_folder.empty()) {
        base::make_folders(m_folder);
    }
}

std::filesystem::path Cache::file_of(const std::string& key) const {
    return m_folder / key.substr(0, 2) / (key + ".jtc");
}

std::optional<EntryInfo> Cache::find(const std::string& key, bool& corrupt) const {
    corrupt = false;
    if (m_folder.empty() || !std::filesystem::exists(file_of(key))) {
        return std::nullopt;
    }
    // The head alone: a run whose steps are all cached never reads the bodies it does not need.
    const auto head = read_head(file_of(key));
    corrupt = !head;
    return head ? std::optional(info_of(head->json)) : std::nullopt;
}

std::optional<registry::Outputs> Cache::load(const std::string& key,
                                             const registry::Registry& registry,
                                             bool& corrupt) const {
    corrupt = false;
    if (m_folder.empty() || !std::filesystem::exists(file_of(key))) {
        return std::nullopt;
    }
    const auto file = std::make_shared<const base::MappedFile>(file_of(key));
    const auto head = parse_head(file->bytes());
    const std::string_view body = head ? file->bytes().substr(head->body_at) : std::string_view();
    if (!head || base::sha256(body) != head->json.at("body")) {
        corrupt = true;
        return std::nullopt;
    }
    return read_objects(head->json, {body, file}, registry, corrupt);
}

void Cache::store(const std::string& key, const EntryInfo& info,
                  const registry::Outputs& outputs) const {
    if (m_folder.empty()) {
        return;
    }
    nlohmann::json head = {{"outputs", nlohmann::json::array()},
                           {"diagnostics", nlohmann::json::array()}};
    for (const auto& [name, object] : outputs) {
        head["outputs"].push_back({{"name", name},
                                   {"kind", registry::kind_name(object->kind())},
                                   {"hash", info.outputs.at(name).hash},
                                   {"summary", info.outputs.at(name).summary}});
    }
    for (const auto& diagnostic : info.diagnostics.list()) {
        head["diagnostics"].push_back(base::to_json(diagnostic));
    }
    // Twice over the objects, once for the hash in the head, so that nothing is held whole.
    base::Hasher hasher;
    std::uint64_t size = 0;
    write_body(outputs, [&](std::string_view bytes) {
        hasher.raw(bytes.data(), bytes.size());
        size += bytes.size();
    });
    head["body"] = hasher.hex();
    head["size"] = size;
    const std::string text = head.dump();
    const std::uint64_t length = text.size();
    std::string start = std::string(kMagic) + base::sha256(text);
    start.append(reinterpret_cast<const char*>(&length), sizeof length);
    base::make_folders(file_of(key).parent_path());
    base::write_file(file_of(key), [&](const base::Sink& sink) {
        sink(start + text);
        write_body(outputs, sink);
    });
}

}  // namespace jt::scenario
