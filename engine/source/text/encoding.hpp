// Which encoding a file's text is in, decided on evidence: the option, the .cpg file, the language
// byte of the DBF header, and last the bytes themselves.
#pragma once

#include "base/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jt::source {

/// What the bytes of all texts of a file say, gathered value by value.
class TextStatistics {
public:
    /// One value (or, with feature -1, the name of the field itself).
    void add(std::string_view bytes, std::string_view field, std::int64_t feature);
    /// What another pass over further values found.
    void add(const TextStatistics& other);

    struct Sample {
        std::string bytes, field;  ///< both raw
        std::int64_t feature = -1;
    };
    std::size_t texts() const { return m_texts; }      ///< values with bytes above 0x7F
    std::size_t utf8_texts() const { return m_utf8; }  ///< of these, valid UTF-8
    std::size_t gb_texts() const { return m_gb; }      ///< of these, valid GB18030
    std::size_t gb_characters() const { return m_gb_characters; }
    double gb2312_share() const;  ///< of the GB18030 characters, those in GB 2312 (0..1)
    double common_share() const;  ///< of them, those among the 3755 most common Chinese characters
    double latin_share() const;   ///< of the high bytes, letters standing alone between ASCII
    bool four_byte() const { return m_four_byte; }
    bool long_utf8() const { return m_long_utf8; }  ///< a UTF-8 sequence of three or more bytes
    /// Every run of high bytes is one pair beside an ASCII letter, as in UTF-8 "Montréal".
    bool pairs_alone() const { return m_pairs_alone; }
    /// The first few texts with bytes above 0x7F, the longest first.
    const std::vector<Sample>& samples() const { return m_samples; }

private:
    /// What one text adds to the counts.
    struct Finding {
        bool utf8 = false, long_utf8 = false, gb = false, four_byte = false, pairs_alone = false;
        std::size_t gb_characters = 0, gb2312 = 0, common = 0, high = 0, lonely = 0;
    };
    struct Known {
        std::string bytes;
        Finding finding;
    };
    static Finding judge(std::string_view bytes);
    const Finding& finding_of(std::string_view bytes);
    void keep_sample(std::string_view bytes, std::string_view field, std::int64_t feature);
    std::vector<Known> m_known;  ///< texts judged last: data repeat the same words
    std::size_t m_texts = 0, m_utf8 = 0, m_gb = 0, m_gb_characters = 0, m_gb2312 = 0, m_common = 0;
    std::size_t m_high = 0, m_lonely = 0;
    bool m_four_byte = false, m_long_utf8 = false, m_pairs_alone = true;
    std::vector<Sample> m_samples;
};

struct EncodingEvidence {
    std::string option;              ///< "" when the user said nothing
    std::optional<std::string> cpg;  ///< content of the .cpg file
    std::optional<int> ldid;         ///< byte 29 of the DBF header
    bool mark = false;               ///< a byte order mark of UTF-8
    TextStatistics texts;
};

struct EncodingDecision {
    std::string encoding;              ///< canonical, for Codec
    double confidence = 1;             ///< 0..1; below kSure the decision is not made but an error
    base::Message evidence;            ///< why, for people
    std::vector<base::Message> notes;  ///< evidence that was set aside
    static constexpr double kSure = 0.6;
};

/// What the bytes alone say. Never throws; the confidence may be below kSure.
EncodingDecision guess_encoding(const TextStatistics& texts);

/// The chain option > .cpg > LDID > bytes. Data errors: an option that is no encoding; declared and
/// found encodings contradict each other ("source.encoding.contradiction"); bytes that could be two
/// encodings ("source.encoding.unsure"). Both show one value in its two readings.
EncodingDecision decide_encoding(const EncodingEvidence& evidence);

/// For UTF-8 text that is GBK once misread as Latin-1 ("ËÄ´¨" for 四川): the text as it was meant;
/// "" where the text does not look like that.
std::string unscrambled(std::string_view utf8);

}  // namespace jt::source
