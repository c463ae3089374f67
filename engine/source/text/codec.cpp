#include "source/text/codec.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <iconv.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

namespace jt::source {
namespace {

struct Spelling {
    std::string_view word, canonical;
};

/// Lower case, without spaces, '-', '_' and a leading "cp", "ms", "windows" or "ansi".
constexpr std::array<Spelling, 38> kSpellings = {{
    {"utf8", "UTF-8"},
    {"65001", "UTF-8"},
    {"utf8bom", "UTF-8"},
    {"unicode", "UTF-8"},
    {"gbk", "GBK"},
    {"936", "GBK"},
    {"gb2312", "GBK"},
    {"gb231280", "GBK"},
    {"euccn", "GBK"},
    {"oem", "GBK"},
    {"ansi", "GBK"},
    {"ldid/77", "GBK"},
    {"chinese", "GBK"},
    {"gb18030", "GB18030"},
    {"54936", "GB18030"},
    {"gb180302000", "GB18030"},
    {"gb180302005", "GB18030"},
    {"big5", "BIG5"},
    {"950", "BIG5"},
    {"latin1", "ISO-8859-1"},
    {"iso88591", "ISO-8859-1"},
    {"88591", "ISO-8859-1"},
    {"28591", "ISO-8859-1"},
    {"1252", "CP1252"},
    {"1250", "CP1250"},
    {"1251", "CP1251"},
    {"1253", "CP1253"},
    {"1254", "CP1254"},
    {"1257", "CP1257"},
    {"932", "CP932"},
    {"shiftjis", "CP932"},
    {"sjis", "CP932"},
    {"949", "CP949"},
    {"euckr", "CP949"},
    {"utf16", "UTF-16"},
    {"utf16le", "UTF-16"},
    {"1200", "UTF-16"},
    {"ascii", "UTF-8"},
}};

std::string squeezed(std::string_view spelling) {
    std::string out;
    for (const char c : base::lower(base::trim(spelling))) {
        if (c != ' ' && c != '-' && c != '_' && c != '\0') {
            out += c;
        }
    }
    for (const std::string_view prefix : {"windows", "ansi", "oem", "cp", "ms", "xgbk"}) {
        if (out.size() > prefix.size() && out.compare(0, prefix.size(), prefix) == 0) {
            return out.substr(prefix.size());
        }
    }
    return out;
}

/// The name iconv is asked for: one decoder reads GBK and GB18030.
std::string decoder_name(const std::string& canonical) {
    return canonical == "GBK" ? "GB18030" : canonical;
}

/// Runs iconv over all of `in`; on an illegal sequence stops (strict) or skips one byte.
std::optional<std::string> convert(iconv_t handle, std::string_view in, bool strict) {
    ::iconv(handle, nullptr, nullptr, nullptr, nullptr);
    std::string out;
    std::array<char, 4096> buffer{};
    char* from = const_cast<char*>(in.data());  // iconv's signature; it does not write
    std::size_t left = in.size();
    while (true) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const bool flushing = left == 0;
        const std::size_t done =
            ::iconv(handle, flushing ? nullptr : &from, flushing ? nullptr : &left, &to, &room);
        const int failure = errno;
        out.append(buffer.data(), buffer.size() - room);
        if (done != static_cast<std::size_t>(-1)) {
            if (flushing) {
                return out;
            }
        } else if (failure != E2BIG) {
            if (strict) {
                return std::nullopt;
            }
            out += "\xEF\xBF\xBD";
            ++from;
            --left;
        }
    }
}

std::size_t cut_utf8(std::string_view bytes) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xC0) != 0x80) {
            const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
            return length > back ? back : 0;
        }
    }
    return 0;
}

std::size_t cut_chinese(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (static_cast<unsigned char>(bytes[at]) < 0x80) {
            ++at;
            continue;
        }
        if (at + 1 >= bytes.size()) {
            return 1;
        }
        const bool four = bytes[at + 1] >= '0' && bytes[at + 1] <= '9';
        if (four && at + 4 > bytes.size()) {
            return bytes.size() - at;
        }
        at += four ? 4 : 2;
    }
    return 0;
}

}  // namespace

std::string canonical_encoding(std::string_view spelling) {
    const std::string word = squeezed(spelling);
    const auto found = std::find_if(kSpellings.begin(), kSpellings.end(),
                                    [&](const Spelling& s) { return s.word == word; });
    return found == kSpellings.end() ? "" : std::string(found->canonical);
}

const std::vector<std::string>& known_encodings() {
    static const std::vector<std::string> names = {"UTF-8",  "GBK",        "GB18030", "BIG5",
                                                   "CP1252", "ISO-8859-1", "UTF-16"};
    return names;
}

bool is_chinese_encoding(std::string_view canonical) {
    return canonical == "GBK" || canonical == "GB18030";
}

struct Codec::Handles {
    iconv_t to_utf8 = nullptr, from_utf8 = nullptr;
    Handles(const std::string& decoder, const std::string& encoder)
        : to_utf8(::iconv_open("UTF-8", decoder.c_str())),
          from_utf8(::iconv_open(encoder.c_str(), "UTF-8")) {}
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;
    ~Handles() {
        for (const iconv_t handle : {to_utf8, from_utf8}) {
            if (good(handle)) {
                ::iconv_close(handle);
            }
        }
    }
    static bool good(iconv_t handle) { return handle != reinterpret_cast<iconv_t>(-1); }
};

Codec::Codec(std::string canonical)
    : m_name(std::move(canonical)),
      m_handles(std::make_unique<Handles>(decoder_name(m_name), m_name)) {
    if (!Handles::good(m_handles->to_utf8) || !Handles::good(m_handles->from_utf8)) {
        throw base::internal_error("source.encoding.iconv", m_name);
    }
}
Codec::~Codec() = default;
Codec::Codec(Codec&&) noexcept = default;

std::optional<std::string> Codec::decode(std::string_view bytes) const {
    if (m_name == "UTF-8") {
        return base::is_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
    }
    if (m_name != "UTF-16" && is_ascii(bytes)) {
        return std::string(bytes);
    }
    auto text = convert(m_handles->to_utf8, bytes, true);
    return text && base::is_utf8(*text) ? std::move(text) : std::nullopt;
}

std::string Codec::decode_lossy(std::string_view bytes) const {
    std::string text = *convert(m_handles->to_utf8, bytes, false);
    if (base::is_utf8(text)) {
        return text;
    }
    std::string out;  // iconv lets code points above U+10FFFF pass
    for (const char32_t c : base::code_points(text)) {
        out += base::to_utf8(c);
    }
    return out;
}

std::optional<std::string> Codec::encode(std::string_view utf8) const {
    if (m_name != "UTF-16" && is_ascii(utf8)) {
        return std::string(utf8);
    }
    return convert(m_handles->from_utf8, utf8, true);
}

bool is_ascii(std::string_view bytes) {
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
        std::memcpy(&word, bytes.data() + at, sizeof word);
        if ((word & 0x8080808080808080U) != 0) {
            return false;
        }
    }
    return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t cut_tail(std::string_view bytes, std::string_view canonical) {
    if (canonical == "UTF-8") {
        return cut_utf8(bytes);
    }
    return is_chinese_encoding(canonical) || canonical == "BIG5" ? cut_chinese(bytes) : 0;
}

}  // namespace jt::source
