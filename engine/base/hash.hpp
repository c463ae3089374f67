// SHA-256 for content addresses and provenance (OpenSSL's libcrypto does the work).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace jt::base {

/// Lower-case hex SHA-256 of bytes.
std::string sha256(std::string_view bytes);

/// Hex SHA-256 of a file's bytes; machine error when it cannot be read.
std::string sha256_file(const std::string& path);

/// Incremental SHA-256. Lengths are mixed in by add(), so ("ab","c") and ("a","bc") differ.
class Hasher {
public:
    Hasher();
    ~Hasher();
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;

    void raw(const void* data, std::size_t bytes);
    void add(std::string_view text);
    void add(std::int64_t number);
    template <class T>
    void add_span(std::span<const T> values) {
        add(static_cast<std::int64_t>(values.size()));
        raw(values.data(), values.size_bytes());
    }
    std::string hex();  ///< ends the hash; call once

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace jt::base
