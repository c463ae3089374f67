// Text encodings by iconv: names as people spell them, and strict conversion from and to UTF-8.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jt::source {

/// The one spelling the engine uses: "UTF-8", "GBK", "GB18030", "BIG5", "CP1252", "ISO-8859-1",
/// "UTF-16" ... from what people and .cpg files write ("utf8", "65001", "936", "OEM", "ANSI 936",
/// "54936"). "" for a word that is no known encoding.
std::string canonical_encoding(std::string_view spelling);

/// The spellings to offer in messages.
const std::vector<std::string>& known_encodings();

/// True for GBK and GB18030, which are read by one decoder (GB18030 holds all of GBK).
bool is_chinese_encoding(std::string_view canonical);

/// Converts text of one encoding. Pure ASCII passes through untouched.
class Codec {
public:
    /// `canonical` is a result of canonical_encoding(); internal error for an encoding that the
    /// machine's iconv does not have.
    explicit Codec(std::string canonical);
    ~Codec();
    Codec(Codec&&) noexcept;
    Codec(const Codec&) = delete;
    Codec& operator=(const Codec&) = delete;

    const std::string& name() const { return m_name; }
    /// UTF-8 text; nothing where a byte sequence does not belong to the encoding.
    std::optional<std::string> decode(std::string_view bytes) const;
    /// As decode(), each byte that does not belong replaced by U+FFFD.
    std::string decode_lossy(std::string_view bytes) const;
    /// Bytes of the encoding; nothing where a character has no place in it.
    std::optional<std::string> encode(std::string_view utf8) const;

private:
    struct Handles;
    std::string m_name;
    std::unique_ptr<Handles> m_handles;
};

bool is_ascii(std::string_view bytes);

/// Bytes at the end that begin a character but do not complete it (a field that was cut in the
/// middle of a character); 0 where the text ends whole.
std::size_t cut_tail(std::string_view bytes, std::string_view canonical);

}  // namespace jt::source
