#include "base/hash.hpp"

#include "base/files.hpp"
#include "base/in_parts.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

namespace jt::base {

struct Hasher::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher() : m_state(std::make_unique<State>()) {
    EVP_DigestInit_ex(m_state->context, EVP_sha256(), nullptr);
}

Hasher::~Hasher() = default;

void Hasher::raw(const void* data, std::size_t bytes) {
    in_parts({static_cast<const char*>(data), bytes}, [&](std::string_view part) {
        EVP_DigestUpdate(m_state->context, part.data(), part.size());
    });
}

void Hasher::add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    raw(text.data(), text.size());
}

void Hasher::add(std::int64_t number) { raw(&number, sizeof number); }

std::string Hasher::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(m_state->context, digest.data(), &length);
    std::string out;
    for (unsigned i = 0; i < length; ++i) {
        out += fmt::format("{:02x}", digest[i]);
    }
    return out;
}

std::string sha256(std::string_view bytes) {
    Hasher hasher;
    hasher.raw(bytes.data(), bytes.size());
    return hasher.hex();
}

std::string sha256_file(const std::string& path) {
    Hasher hasher;
    read_blocks(path, [&](std::string_view block) { hasher.raw(block.data(), block.size()); });
    return hasher.hex();
}

}  // namespace jt::base
