#include "source/text/encoding.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/text/codec.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace jt::source {
namespace {

unsigned char byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

/// One pass over a text as GB18030.
struct GbScan {
    std::size_t characters = 0, gb2312 = 0, common = 0;
    bool valid = true, four_byte = false;

    explicit GbScan(std::string_view text) {
        for (std::size_t at = 0; at < text.size() && valid;) {
            const unsigned char lead = byte_at(text, at);
            if (lead < 0x80) {
                ++at;
                continue;
            }
            at += character(text, at, lead);
        }
    }

private:
    std::size_t character(std::string_view text, std::size_t at, unsigned char lead) {
        if (lead == 0x80 || lead == 0xFF || at + 1 >= text.size()) {
            valid = false;
            return 1;
        }
        const unsigned char second = byte_at(text, at + 1);
        ++characters;
        if (second >= 0x30 && second <= 0x39) {
            four_byte = true;
            ++gb2312;  // so strict a pattern does not come by chance
            valid = at + 3 < text.size() && byte_at(text, at + 2) >= 0x81 &&
                    byte_at(text, at + 3) >= 0x30 && byte_at(text, at + 3) <= 0x39;
            return 4;
        }
        valid = second >= 0x40 && second != 0x7F && second != 0xFF;
        const bool in_table =
            second >= 0xA1 && ((lead >= 0xA1 && lead <= 0xA9) || (lead >= 0xB0 && lead <= 0xF7));
        gb2312 += in_table ? 1 : 0;
        common += in_table && lead <= 0xD7 ? 1 : 0;
        return 2;
    }
};

bool has_long_sequence(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Every run of high bytes is one pair beside an ASCII letter, as in UTF-8 "Montréal".
bool pairs_stand_alone(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (byte_at(text, at) < 0x80) {
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && byte_at(text, end) >= 0x80) {
            ++end;
        }
        const bool beside =
            (at > 0 && is_letter(text[at - 1])) || (end < text.size() && is_letter(text[end]));
        if (end - at != 2 || !beside) {
            return false;
        }
        at = end;
    }
    return true;
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(double part) { return fmt::format("{:.0f}", std::floor(100 * part)); }

/// The first bytes of a sample that are enough for a message, cut on a character border.
std::string reading(const std::string& bytes, const std::string& encoding) {
    const Codec codec(encoding);
    std::string text = codec.decode_lossy(bytes);
    const auto points = base::code_points(text);
    if (points.size() <= 24) {
        return text;
    }
    text.clear();
    for (std::size_t i = 0; i < 24; ++i) {
        text += base::to_utf8(points[i]);
    }
    return text + "...";
}

EncodingDecision decision(std::string encoding, double confidence, base::Message evidence) {
    return {std::move(encoding), confidence, std::move(evidence), {}};
}

struct Language {
    int ldid;
    std::string_view encoding;
};
/// Language bytes that name one encoding (dBASE and ESRI lists). 0x57, 0x03, 0x01, 0x02 and 0x00
/// are written by programs that do not know, so they say nothing.
constexpr std::array<Language, 12> kLanguages = {{{0x4D, "GBK"},
                                                  {0x7A, "GBK"},
                                                  {0x4F, "BIG5"},
                                                  {0x78, "BIG5"},
                                                  {0x13, "CP932"},
                                                  {0x7B, "CP932"},
                                                  {0x4E, "CP949"},
                                                  {0x79, "CP949"},
                                                  {0xC8, "CP1250"},
                                                  {0xC9, "CP1251"},
                                                  {0xCA, "CP1254"},
                                                  {0xCB, "CP1253"}}};

/// Encodings of one family may stand for each other without mojibake.
std::string family(const std::string& encoding) {
    return is_chinese_encoding(encoding) ? "GB" : encoding;
}

/// Throws with one value in its two readings, where it stands, and the evidence.
[[noreturn]] void refuse(const char* id, const EncodingEvidence& evidence, const base::Message& why,
                         const std::string& one, const std::string& two) {
    const TextStatistics::Sample& sample = evidence.texts.samples().front();
    base::Error error =
        base::data_error(id, one, reading(sample.bytes, one), two, reading(sample.bytes, two));
    const std::string field = reading(sample.field, one);
    error.add_context(sample.feature < 0 ? base::msg("source.place.field_name")
                      : field.empty()    ? base::msg("source.place.line", sample.feature)
                                         : base::msg("source.place.value", sample.feature, field));
    error.add_note(why);
    throw error;
}

/// A declared encoding is believed unless the bytes strongly say another one.
EncodingDecision declared(const EncodingEvidence& evidence, std::string encoding,
                          base::Message why) {
    const EncodingDecision found = guess_encoding(evidence.texts);
    const bool other = family(found.encoding) != family(encoding);
    const bool strong = found.confidence >= 0.9 && evidence.texts.texts() > 0;
    const bool judged = found.encoding == "UTF-8" || encoding == "UTF-8" ||
                        encoding == "ISO-8859-1" || encoding.compare(0, 4, "CP12") == 0;
    if (other && strong && judged) {
        refuse("source.encoding.contradiction", evidence, why, found.encoding, encoding);
    }
    return decision(std::move(encoding), 1, std::move(why));
}

}  // namespace

TextStatistics::Finding TextStatistics::judge(std::string_view bytes) {
    Finding out;
    // A text may have been cut inside its last character by the program that wrote it.
    out.utf8 = base::is_utf8(bytes.substr(0, bytes.size() - cut_tail(bytes, "UTF-8")));
    out.long_utf8 = out.utf8 && has_long_sequence(bytes);
    const GbScan gb(bytes.substr(0, bytes.size() - cut_tail(bytes, "GBK")));
    out.gb = gb.valid;
    out.gb_characters = gb.characters;
    out.gb2312 = gb.gb2312;
    out.common = gb.common;
    out.four_byte = gb.valid && gb.four_byte;
    const auto high = [&](std::size_t i) { return i < bytes.size() && byte_at(bytes, i) >= 0x80; };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (high(i)) {
            ++out.high;
            const bool letter =
                byte_at(bytes, i) >= 0xA0 && !high(i + 1) && (i == 0 || !high(i - 1));
            out.lonely += letter ? 1 : 0;
        }
    }
    out.pairs_alone = pairs_stand_alone(bytes);
    return out;
}

const TextStatistics::Finding& TextStatistics::finding_of(std::string_view bytes) {
    constexpr std::size_t kKnown = 509;
    m_known.resize(kKnown);
    Known& known = m_known[std::hash<std::string_view>()(bytes) % kKnown];
    if (known.bytes != bytes) {
        known = {std::string(bytes), judge(bytes)};
    }
    return known.finding;
}

void TextStatistics::add(std::string_view bytes, std::string_view field, std::int64_t feature) {
    if (is_ascii(bytes)) {
        return;
    }
    const Finding& found = finding_of(bytes);
    ++m_texts;
    m_utf8 += found.utf8 ? 1 : 0;
    m_long_utf8 = m_long_utf8 || found.long_utf8;
    m_gb += found.gb ? 1 : 0;
    m_gb_characters += found.gb_characters;
    m_gb2312 += found.gb2312;
    m_common += found.common;
    m_four_byte = m_four_byte || found.four_byte;
    m_high += found.high;
    m_lonely += found.lonely;
    m_pairs_alone = m_pairs_alone && found.pairs_alone;
    keep_sample(bytes, field, feature);
}

void TextStatistics::add(const TextStatistics& other) {
    m_texts += other.m_texts;
    m_utf8 += other.m_utf8;
    m_long_utf8 = m_long_utf8 || other.m_long_utf8;
    m_gb += other.m_gb;
    m_gb_characters += other.m_gb_characters;
    m_gb2312 += other.m_gb2312;
    m_common += other.m_common;
    m_four_byte = m_four_byte || other.m_four_byte;
    m_high += other.m_high;
    m_lonely += other.m_lonely;
    m_pairs_alone = m_pairs_alone && other.m_pairs_alone;
    for (const Sample& sample : other.m_samples) {
        keep_sample(sample.bytes, sample.field, sample.feature);
    }
}

void TextStatistics::keep_sample(std::string_view bytes, std::string_view field,
                                 std::int64_t feature) {
    constexpr std::size_t kKept = 4;
    if (m_samples.size() == kKept && bytes.size() <= m_samples.back().bytes.size()) {
        return;
    }
    m_samples.push_back({std::string(bytes), std::string(field), feature});
    std::stable_sort(m_samples.begin(), m_samples.end(), [](const Sample& one, const Sample& two) {
        return one.bytes.size() > two.bytes.size();
    });
    m_samples.resize(std::min(m_samples.size(), kKept));
}

double TextStatistics::gb2312_share() const { return share(m_gb2312, m_gb_characters); }
double TextStatistics::common_share() const { return share(m_common, m_gb_characters); }
double TextStatistics::latin_share() const { return share(m_lonely, m_high); }

EncodingDecision guess_encoding(const TextStatistics& texts) {
    if (texts.texts() == 0) {
        return decision("UTF-8", 1, base::msg("source.encoding.ascii"));
    }
    const double plausible = texts.gb2312_share();
    const bool utf8 = texts.utf8_texts() == texts.texts();
    const bool gb = texts.gb_texts() == texts.texts() && plausible >= 0.8;
    if (utf8 && (texts.long_utf8() || !gb)) {
        return decision("UTF-8", 0.99, base::msg("source.encoding.utf8", texts.texts()));
    }
    if (utf8 && texts.pairs_alone()) {
        return decision("UTF-8", 0.8, base::msg("source.encoding.utf8", texts.texts()));
    }
    if (utf8) {  // two-byte sequences only, and each pair is also a Chinese character
        return decision("GBK", 0.5, base::msg("source.encoding.both"));
    }
    if (gb) {
        const double sure = texts.common_share() >= 0.4 ? 0.95 : 0.7;
        return decision(texts.four_byte() ? "GB18030" : "GBK",
                        texts.gb_characters() >= 2 ? sure : 0.7,
                        base::msg("source.encoding.gb", texts.texts(), percent(plausible)));
    }
    if (texts.latin_share() >= 0.8) {
        return decision("CP1252", 0.65, base::msg("source.encoding.latin", texts.texts()));
    }
    return decision(texts.gb_texts() == texts.texts() ? "GBK" : "CP1252", 0.3,
                    base::msg("source.encoding.neither"));
}

EncodingDecision decide_encoding(const EncodingEvidence& evidence) {
    std::vector<base::Message> notes;
    if (!evidence.option.empty()) {
        const std::string encoding = canonical_encoding(evidence.option);
        if (encoding.empty()) {
            throw base::unknown_name_error("source.encoding.unknown", evidence.option,
                                           known_encodings());
        }
        return declared(evidence, encoding, base::msg("source.encoding.option", encoding));
    }
    if (evidence.mark) {
        return declared(evidence, "UTF-8", base::msg("source.encoding.mark"));
    }
    if (evidence.cpg) {
        std::string text = *evidence.cpg;  // some editors write it as UTF-16
        std::erase_if(text, [](char c) { return c == 0 || static_cast<unsigned char>(c) > 0x7F; });
        text = base::trim(text);
        const std::string encoding = canonical_encoding(text);
        if (!encoding.empty()) {
            return declared(evidence, encoding, base::msg("source.encoding.cpg", text, encoding));
        }
        notes.push_back(base::msg("source.encoding.cpg_unknown", text));
    }
    const auto language = std::find_if(kLanguages.begin(), kLanguages.end(),
                                       [&](const Language& l) { return evidence.ldid == l.ldid; });
    EncodingDecision out;
    if (language != kLanguages.end()) {
        const std::string byte = fmt::format("0x{:02X}", language->ldid);
        out = declared(evidence, std::string(language->encoding),
                       base::msg("source.encoding.ldid", byte, language->encoding));
    } else {
        out = guess_encoding(evidence.texts);
        if (out.confidence < EncodingDecision::kSure) {
            const std::string other = evidence.texts.utf8_texts() == evidence.texts.texts()
                                          ? "UTF-8"
                                      : is_chinese_encoding(out.encoding) ? "CP1252"
                                                                          : "GBK";
            refuse("source.encoding.unsure", evidence, out.evidence, out.encoding, other);
        }
    }
    out.notes = std::move(notes);
    return out;
}

std::string unscrambled(std::string_view utf8) {
    // Nothing above U+00FF: no byte from 0xC4 on. That settles nearly every text at once.
    const bool small = std::all_of(utf8.begin(), utf8.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0xC4; });
    if (!small || is_ascii(utf8)) {
        return "";
    }
    std::string bytes;
    std::size_t high = 0;
    for (const char32_t c : base::code_points(utf8)) {
        if (c > 0xFF || (c >= 0x80 && c < 0xA1)) {
            return "";
        }
        high += c >= 0x80 ? 1 : 0;
        bytes += static_cast<char>(c);
    }
    const GbScan gb(bytes);
    const bool chinese = gb.valid && gb.characters >= 2 && gb.gb2312 == gb.characters &&
                         2 * gb.common >= gb.characters && high == 2 * gb.characters;
    return chinese ? Codec("GBK").decode(bytes).value_or("") : "";
}

}  // namespace jt::source
