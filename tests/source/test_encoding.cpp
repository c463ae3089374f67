#include "base/text.hpp"
#include "fixtures.hpp"
#include "source/read.hpp"
#include "source/text/codec.hpp"
#include "source/text/encoding.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;
using fixtures::told;

namespace {

std::string encoded(const std::string& text, const std::string& encoding) {
    return *Codec(encoding).encode(text);
}

std::string read_first(const std::string& path, const std::string& option = "",
                       jt::base::Diagnostics* heard = nullptr) {
    jt::base::Diagnostics diagnostics;
    ReadOptions options;
    options.path = path;
    options.encoding = option;
    const auto layer = read_layer(options, diagnostics);
    if (heard != nullptr) {
        *heard = diagnostics;
    }
    return layer.fields()[0].name + "=" + std::string(layer.column(std::size_t{0}).text(0));
}

}  // namespace

TEST_CASE("Spellings of encodings are brought to one name") {
    for (const char* utf8 : {"UTF-8", "utf8", "65001", "CP65001", "Utf_8", "UTF-8 ", "\tutf-8\n"}) {
        CHECK(canonical_encoding(utf8) == "UTF-8");
    }
    for (const char* gbk : {"GBK", "936", "CP936", "gb2312", "GB2312", "OEM", "ANSI 936", "ansi936",
                            "windows-936", "EUC-CN", "LDID/77", "ms936"}) {
        CHECK(canonical_encoding(gbk) == "GBK");
    }
    for (const char* gb18030 : {"GB18030", "54936", "cp54936", "gb-18030"}) {
        CHECK(canonical_encoding(gb18030) == "GB18030");
    }
    CHECK(canonical_encoding("ISO-8859-1") == "ISO-8859-1");
    CHECK(canonical_encoding("ISO 88591") == "ISO-8859-1");
    CHECK(canonical_encoding("windows-1252") == "CP1252");
    CHECK(canonical_encoding("klingon").empty());
    CHECK(canonical_encoding("").empty());
}

TEST_CASE("Every known encoding has a codec that gives Chinese or refuses") {
    for (const std::string& name : known_encodings()) {
        const Codec codec(name);
        const auto bytes = codec.encode("四川");
        if (bytes) {
            CHECK(codec.decode(*bytes) == "四川");
        } else {
            CHECK((name == "CP1252" || name == "ISO-8859-1"));
        }
    }
}

TEST_CASE("Decoding is strict") {
    const Codec gbk("GBK"), utf8("UTF-8");
    CHECK(gbk.decode("\xCB\xC4\xB4\xA8") == "四川");
    CHECK_FALSE(gbk.decode("\xCB\xC4\xB4").has_value());
    CHECK_FALSE(gbk.decode("\xFF\xFF").has_value());
    CHECK_FALSE(utf8.decode("\xCB\xC4").has_value());
    CHECK(gbk.decode_lossy("\xCB\xC4\xFF") == "四\xEF\xBF\xBD");
    CHECK_FALSE(gbk.encode("😀").has_value());
    CHECK(Codec("GB18030").decode(*Codec("GB18030").encode("😀㐀")) == "😀㐀");
}

TEST_CASE("A cut tail is found in UTF-8, GBK and GB18030") {
    CHECK(cut_tail("a\xE5\x9B", "UTF-8") == 2);
    CHECK(cut_tail("四", "UTF-8") == 0);
    CHECK(cut_tail("abc", "UTF-8") == 0);
    CHECK(cut_tail("\xCB\xC4\xB4", "GBK") == 1);
    CHECK(cut_tail("\xCB\xC4\xB4\xA8", "GBK") == 0);
    CHECK(cut_tail("\x81\x30\x81", "GB18030") == 3);
}

TEST_CASE("Random text of common characters is always found to be what it is") {
    std::mt19937 random(20200525);
    const std::string characters =
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
        "过"
        "四川省成都市天府新区两江新区道路名称";
    const auto points = jt::base::code_points(characters);
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (int i = 0; i < 3 + round % 8; ++i) {
            text += jt::base::to_utf8(points[random() % points.size()]);
        }
        for (const char* encoding : {"UTF-8", "GBK"}) {
            TextStatistics texts;
            texts.add(encoded(text, encoding), "f", 0);
            const EncodingDecision guess = guess_encoding(texts);
            INFO(text << " in " << encoding);
            if (std::string(encoding) == "GBK" && jt::base::is_utf8(encoded(text, encoding))) {
                CHECK(guess.confidence < EncodingDecision::kSure);
                continue;
            }
            CHECK(guess.encoding == encoding);
            CHECK(guess.confidence >= 0.9);
        }
    }
}

TEST_CASE("Western European text is not taken for Chinese") {
    TextStatistics texts;
    for (const char* word : {"Montr\xE9\x61l",
                             "Qu\xE9"
                             "bec",
                             "Espa\xF1"
                             "a",
                             "K\xF6ln", "caf\xE9"}) {
        texts.add(word, "f", 0);
    }
    const EncodingDecision guess = guess_encoding(texts);
    CHECK(guess.encoding == "CP1252");
    CHECK(guess.confidence >= EncodingDecision::kSure);
    CHECK(guess.confidence < 0.9);
}

TEST_CASE("Western European text in UTF-8 is not taken for Chinese") {
    TextStatistics texts;
    for (const char* word : {"Montréal", "Québec", "Köln", "café"}) {
        texts.add(word, "f", 0);
    }
    CHECK(guess_encoding(texts).encoding == "UTF-8");
    CHECK(guess_encoding(texts).confidence >= EncodingDecision::kSure);
}

TEST_CASE("Encodings are found by .cpg, by language byte and by the bytes alone") {
    const TempFolder folder;
    for (const char* encoding : {"UTF-8", "GBK", "GB18030"}) {
        const std::string value = std::string(encoding) == "GB18030" ? "四川㐀😀" : "四川省成都市";
        auto file = fixtures::points(encoded("名称", encoding), {encoded(value, encoding)});
        const std::string wanted = "名称=" + value;
        file.cpg = encoding;
        CHECK(read_first(file.write(folder, std::string("cpg_") + encoding)) == wanted);
        file.cpg.clear();
        file.ldid = std::string(encoding) == "UTF-8" ? 0 : 0x4D;
        CHECK(read_first(file.write(folder, std::string("ldid_") + encoding)) == wanted);
        for (const int vague : {0x00, 0x57, 0x03}) {
            file.ldid = vague;
            const std::string stem = fmt::format("none_{}_{}", encoding, vague);
            CHECK(read_first(file.write(folder, stem)) == wanted);
            CHECK(read_first(folder / (stem + ".shp"), encoding) == wanted);
        }
    }
}

TEST_CASE(".cpg spellings that GDAL does not understand are read") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {encoded("四川省", "GBK")});
    for (const char* spelling : {"OEM", "ANSI 936", "54936", "936", "CP936", "gb2312"}) {
        file.cpg = spelling;
        CHECK(read_first(file.write(folder, "spelled")) == "NAME=四川省");
    }
}

TEST_CASE("The evidence is told") {
    const TempFolder folder;
    jt::base::Diagnostics heard;
    auto file = fixtures::points("NAME", {encoded("四川省成都市", "GBK")});
    read_first(file.write(folder, "道路"), "", &heard);
    CHECK(contains(told(heard),
                   "info: text encoding GBK, confidence 95 % (道路.shp)\n"
                   "info: 1 texts with non-ASCII bytes are not UTF-8 but valid GB 18030, and 100 % "
                   "of their characters are in GB 2312 (道路.shp)\n"));
    file.cpg = "FOO-1";
    read_first(file.write(folder, "foo"), "", &heard);
    CHECK(contains(told(heard),
                   "warning: the .cpg file says 'FOO-1', which is no known encoding; it was set "
                   "aside (foo.shp)\n"));
    file.ldid = 0x4D;
    read_first(file.write(folder, "ldid"), "", &heard);
    CHECK(contains(told(heard),
                   "info: the language byte of the DBF header is 0x4D: GBK (ldid.shp)\n"));
}

TEST_CASE("GBK declared as Latin-1 is refused, whoever declares it") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {encoded("四川天府", "GBK")});
    file.cpg = "ISO-8859-1";
    const std::string path = file.write(folder, "a");
    const std::string wanted =
        "the bytes say GBK ('四川天府'), but the text is declared as ISO-8859-1 ('ËÄ´¨Ìì¸®')\n"
        "  the .cpg file says 'ISO-8859-1': ISO-8859-1\n"
        "  in feature 0, field NAME\n"
        "  in file " +
        path + "\n  hint: if the first reading is right, pass encoding = \"GBK\"";
    CHECK(error_text([&] { read_first(path); }) == wanted);
    CHECK(read_first(path, "GBK") == "NAME=四川天府");
    CHECK(contains(error_text([&] { read_first(path, "latin1"); }),
                   "the bytes say GBK ('四川天府'), but the text is declared as ISO-8859-1 "
                   "('ËÄ´¨Ìì¸®')\n  encoding given by the option: ISO-8859-1\n"
                   "  in feature 0, field NAME\n"));
}

TEST_CASE("UTF-8 declared as GBK is refused in both languages") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {"四川"});
    file.ldid = 0x4D;
    const std::string path = file.write(folder, "a");
    CHECK(error_text([&] { read_first(path); }, jt::base::Lang::zh) ==
          "字节表明编码是 UTF-8（“四川”），但声明为 GBK（“鍥涘窛”）\n"
          "  DBF 文件头语言字节为 0x4D：GBK\n"
          "  位置：要素 0，字段 NAME\n"
          "  位置：文件 " +
              path + "\n  建议：若前一种读法正确，请给出 encoding = \"UTF-8\"");
}

TEST_CASE("Bytes that could be two encodings are an error with both readings") {
    const TempFolder folder;
    const std::string path = fixtures::points("NAME", {"\xD2\xBB"}).write(folder, "a");
    CHECK(error_text([&] { read_first(path); }) ==
          "the encoding is not certain: GBK would read '一', UTF-8 would read 'һ'\n"
          "  the few bytes are valid as UTF-8 and as Chinese text\n"
          "  in feature 0, field NAME\n"
          "  in file " +
              path + "\n  hint: pass the right one, for example encoding = \"GBK\"");
    CHECK(read_first(path, "GBK") == "NAME=一");
}

TEST_CASE("An unknown encoding option is refused") {
    const TempFolder folder;
    const std::string path = fixtures::points("NAME", {"a"}).write(folder, "a");
    CHECK(error_text([&] { read_first(path, "GBQ"); }) ==
          "'GBQ' is no known encoding; did you mean GBK?\n  in file " + path);
    CHECK(error_text([&] { read_first(path, "EBCDIC"); }) ==
          "'EBCDIC' is no known encoding; known are: UTF-8, GBK, GB18030, BIG5, CP1252, "
          "ISO-8859-1, UTF-16\n  in file " +
              path);
}

TEST_CASE("A value that does not decode names feature and field; repair replaces and tells") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {"四川", "\xFF\xFE\xFF", "成都"});
    file.cpg = "UTF-8";
    const std::string path = file.write(folder, "a");
    CHECK(
        error_text([&] { read_first(path); }) ==
        "the text is not valid UTF-8: '\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD'\n"
        "  in feature 1, field NAME\n"
        "  in file " +
            path +
            "\n  hint: pass the right encoding=, or read with repair = \"repair\", which replaces "
            "the bytes and lists the features");
    jt::base::Diagnostics diagnostics;
    ReadOptions options;
    options.path = path;
    options.repair = Repair::repair;
    const auto layer = read_layer(options, diagnostics);
    CHECK(layer.column("NAME").text(1) == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(contains(told(diagnostics),
                   "warning: values of NAME are not valid UTF-8; the bytes were replaced by U+FFFD "
                   "(a.shp; 1 features: 1)\n"));
}

TEST_CASE("A value cut inside a character is an error; repair drops the half character") {
    const TempFolder folder;
    auto file = fixtures::points("NAME", {encoded("四川省", "GBK").substr(0, 5)});
    file.ldid = 0x4D;
    const std::string path = file.write(folder, "a");
    CHECK(contains(error_text([&] { read_first(path); }),
                   "the text ends inside a character: '四川\xEF\xBF\xBD'\n"
                   "  in feature 0, field NAME\n"));
    jt::base::Diagnostics diagnostics;
    ReadOptions options;
    options.path = path;
    options.repair = Repair::repair;
    CHECK(read_layer(options, diagnostics).column("NAME").text(0) == "四川");
    CHECK(contains(told(diagnostics),
                   "warning: values of NAME ended inside a character; the half character was "
                   "dropped (a.shp; 1 features: 0)\n"));
}

TEST_CASE("A field name cut inside a character is an error; repair drops the half character") {
    const TempFolder folder;
    auto file = fixtures::points(std::string("产业园区名称").substr(0, 10), {"四川省"});
    file.cpg = "UTF-8";
    const std::string path = file.write(folder, "a");
    CHECK(contains(error_text([&] { read_first(path); }),
                   "the text ends inside a character: '产业园\xEF\xBF\xBD'\n  in a field name\n"));
    jt::base::Diagnostics diagnostics;
    ReadOptions options;
    options.path = path;
    options.repair = Repair::repair;
    CHECK(read_layer(options, diagnostics).fields()[0].name == "产业园");
    CHECK(contains(told(diagnostics), "it is taken as '产业园' (a.shp)"));
}

TEST_CASE("Chinese that was read as Latin-1 before is recognised") {
    CHECK(unscrambled("ËÄ´¨Ìì¸®") == "四川天府");
    CHECK(unscrambled("Montréal").empty());
    CHECK(unscrambled("四川").empty());
    CHECK(unscrambled("plain").empty());
    const TempFolder folder;
    auto file = fixtures::points("NAME", {"ËÄ´¨Ìì¸®", "??"});
    file.cpg = "UTF-8";
    const std::string path = file.write(folder, "a");
    CHECK(
        error_text([&] { read_first(path); }) ==
        "the text 'ËÄ´¨Ìì¸®' is Chinese that was read as Latin-1: '四川天府'\n"
        "  in feature 0, field NAME\n"
        "  in layer 'a'\n"
        "  in file " +
            path +
            "\n  hint: convert it again from the original, or read with repair = \"repair\", which "
            "sets it right");
    jt::base::Diagnostics diagnostics;
    ReadOptions options;
    options.path = path;
    options.repair = Repair::repair;
    CHECK(read_layer(options, diagnostics).column("NAME").text(0) == "四川天府");
    CHECK(contains(told(diagnostics), "they were set right (a.shp; 1 features: 0)"));
    CHECK(contains(told(diagnostics), "values of NAME are question marks only"));
}

TEST_CASE("CSV text is decoded by byte order mark, by its bytes, and by the option") {
    const TempFolder folder;
    const std::string text = "编号,名称\nC01,邛崃市\nC02,蒲江县\n";
    const auto name_of = [&](const std::string& bytes, const std::string& option) {
        jt::base::Diagnostics diagnostics;
        ReadOptions options;
        options.path = folder.write("a.csv", bytes);
        options.encoding = option;
        return std::string(read_table(options, diagnostics).column("名称").text(0));
    };
    CHECK(name_of("\xEF\xBB\xBF" + text, "") == "邛崃市");
    CHECK(name_of(text, "") == "邛崃市");
    CHECK(name_of(encoded(text, "GBK"), "") == "邛崃市");
    CHECK(name_of(encoded(text, "GB18030"), "54936") == "邛崃市");
    CHECK(name_of("\xFF\xFE" + encoded(text, "UTF-16").substr(2), "") == "邛崃市");
    CHECK(contains(error_text([&] { name_of(encoded(text, "GBK"), "latin1"); }),
                   "the bytes say GBK ("));
    CHECK(contains(error_text([&] { name_of("a,b\n1,\xFF\xFF\n", "UTF-8"); }),
                   "the text is not valid UTF-8: '1,\xEF\xBF\xBD\xEF\xBF\xBD'\n  in line 2\n"));
}
