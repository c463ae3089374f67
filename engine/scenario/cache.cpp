#include "scenario/cache.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"

#include <fstream>

namespace jt::scenario {
namespace {

// File: magic, length of head, head (JSON: outputs with kind, hash and size; diagnostics; SHA-256
// of the body), body.
constexpr std::string_view kMagic = "JTCACHE1";

struct Head {
    nlohmann::json json;
    std::size_t body_at = 0;
};

std::optional<Head> parse_head(std::string_view bytes) {
    std::uint64_t length = 0;
    const std::size_t start = kMagic.size() + sizeof length;
    if (bytes.size() < start || bytes.substr(0, kMagic.size()) != kMagic) {
        return std::nullopt;
    }
    std::memcpy(&length, bytes.data() + kMagic.size(), sizeof length);
    if (length > bytes.size() - start) {
        return std::nullopt;
    }
    auto json = nlohmann::json::parse(bytes.substr(start, length), nullptr, false);
    if (!json.is_object() || !json.contains("outputs") || !json.contains("diagnostics")) {
        return std::nullopt;
    }
    return Head{std::move(json), start + length};
}

EntryInfo info_of(const nlohmann::json& head) {
    EntryInfo info;
    for (const auto& output : head.at("outputs")) {
        info.outputs[output.at("name")] = {
            registry::kind_from_name(output.at("kind").get<std::string>()), output.at("hash")};
    }
    for (const auto& diagnostic : head.at("diagnostics")) {
        info.diagnostics.add(base::diagnostic_from_json(diagnostic));
    }
    return info;
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
    std::ifstream in(file_of(key), std::ios::binary);
    std::string bytes(kMagic.size() + sizeof(std::uint64_t), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data() + kMagic.size(), sizeof length);
    const auto whole = std::filesystem::file_size(file_of(key));
    if (in && length <= whole) {
        const std::size_t at = bytes.size();
        bytes.resize(at + length);
        in.read(bytes.data() + at, static_cast<std::streamsize>(length));
    }
    const auto head = parse_head(bytes);
    if (!in || !head || head->json.value("size", std::uint64_t{0}) + head->body_at != whole) {
        corrupt = true;
        return std::nullopt;
    }
    return info_of(head->json);
}

std::optional<registry::Outputs> Cache::load(const std::string& key,
                                             const registry::Registry& registry,
                                             bool& corrupt) const {
    corrupt = false;
    if (m_folder.empty() || !std::filesystem::exists(file_of(key))) {
        return std::nullopt;
    }
    const std::string bytes = base::read_file(file_of(key));
    const auto head = parse_head(bytes);
    const std::string_view body =
        head ? std::string_view(bytes).substr(head->body_at) : std::string_view();
    if (!head || base::sha256(body) != head->json.value("body", "")) {
        corrupt = true;
        return std::nullopt;
    }
    registry::Outputs outputs;
    base::Reader in(body);
    for (const auto& output : head->json.at("outputs")) {
        outputs[output.at("name")] =
            registry.read(registry::kind_from_name(output.at("kind").get<std::string>()), in);
    }
    in.expect_end();
    return outputs;
}

void Cache::store(const std::string& key, const EntryInfo& info,
                  const registry::Outputs& outputs) const {
    if (m_folder.empty()) {
        return;
    }
    base::Writer body;
    nlohmann::json head = {{"outputs", nlohmann::json::array()},
                           {"diagnostics", nlohmann::json::array()}};
    for (const auto& [name, object] : outputs) {
        object->write(body);
        head["outputs"].push_back({{"name", name},
                                   {"kind", registry::kind_name(object->kind())},
                                   {"hash", info.outputs.at(name).hash}});
    }
    for (const auto& diagnostic : info.diagnostics.list()) {
        head["diagnostics"].push_back(base::to_json(diagnostic));
    }
    head["body"] = base::sha256(body.bytes());
    head["size"] = body.bytes().size();
    const std::string text = head.dump();
    const std::uint64_t length = text.size();
    std::string bytes(kMagic);
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
    base::make_folders(file_of(key).parent_path());
    base::write_file(file_of(key), bytes + text + body.bytes());
}

}  // namespace jt::scenario
