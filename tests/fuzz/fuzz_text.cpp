// Encodings: the content of a .cpg, the evidence of bytes, decoding and encoding again.
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "source/text/codec.hpp"
#include "source/text/encoding.hpp"

using namespace jt;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto end = text.find('\n');
    source::EncodingEvidence evidence;
    evidence.cpg = std::string(text.substr(0, end));
    std::int64_t row = 0;
    for (const std::string& line : base::split(
             std::string(end == std::string_view::npos ? "" : text.substr(end + 1)), '\n')) {
        evidence.texts.add(line, "F", row++);
        (void)source::unscrambled(base::is_utf8(line) ? line : "");
        static const source::Codec codecs[] = {source::Codec("GB18030"), source::Codec("UTF-8"),
                                               source::Codec("BIG5"), source::Codec("CP1252")};
        for (const source::Codec& codec : codecs) {
            const auto decoded = codec.decode(line);
            if (decoded && !base::is_utf8(*decoded)) {
                __builtin_trap();
            }
            if (!base::is_utf8(codec.decode_lossy(line))) {
                __builtin_trap();
            }
        }
    }
    fuzz::answered([&] { (void)source::decide_encoding(evidence); });
    evidence.cpg.reset();
    fuzz::answered([&] { (void)source::decide_encoding(evidence); });
    return 0;
}
