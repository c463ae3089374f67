#include "report/docx_template.hpp"
#include "report/zip.hpp"

#include <fmt/format.h>

namespace jt::report {
namespace {

constexpr const char* kXml = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr const char* kSpaces =
    R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
    R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
constexpr const char* kRelations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr const char* kTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

constexpr const char* kFangsong = "仿宋";
constexpr const char* kHeiti = "黑体";
constexpr const char* kKaiti = "楷体";
constexpr const char* kSongti = "宋体";
constexpr const char* kXiaobiaosong = "方正小标宋简体";

/// Properties of a run: East Asian face (digits and Latin stay in Times New Roman) and half points.
std::string face(const char* east_asia, int half_points, const char* more = "") {
    return fmt::format(
        R"(<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{0}"/>{2}<w:sz w:val="{1}"/><w:szCs w:val="{1}"/>)",
        east_asia, half_points, more);
}

/// What differs between the Chinese page (GB/T 9704-2012) and the English one.
struct Look {
    int size;            ///< of the body, half points
    int line;            ///< exact, twips
    int after;           ///< space after a paragraph, twips
    int caption;         ///< of captions, half points
    const char* strong;  ///< of headings and titles: 黑体 and 小标宋 need no bold, Latin faces do
    const char* indent;   ///< of a first line: two characters, or none
    const char* spacing;  ///< between the characters of the body
};
constexpr Look kChinese = {32, 579, 0, 24, "",
                           R"(<w:ind w:firstLineChars="200" w:firstLine="640"/>)",
                           // 28 characters of 16 pt in 156 mm want a quarter point less.
                           R"(<w:spacing w:val="-5"/>)"};
constexpr Look kEnglish = {24, 360, 120, 21, "<w:b/>", "", ""};

/// Exact lines of the body; space before in twips.
std::string exact(const Look& look, int before = 0) {
    return fmt::format(R"(<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="exact"/>)",
                       before, look.after, look.line);
}
std::string loose(int before, int after, int line = 240) {
    return fmt::format(R"(<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="auto"/>)",
                       before, after, line);
}
std::string justify(const char* how) { return fmt::format(R"(<w:jc w:val="{}"/>)", how); }

struct Style {
    const char* id;
    const char* name;
    const char* based;
    std::string paragraph, run;
};

std::string style_xml(const Style& style) {
    return fmt::format(
        R"(<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="{}"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>)",
        style.id, style.name, style.based, style.paragraph, style.run);
}

constexpr const char* kKeep = "<w:keepNext/><w:keepLines/>";
constexpr const char* kDots =
    R"(<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs>)";

std::string outline(int level) { return fmt::format(R"(<w:outlineLvl w:val="{}"/>)", level); }

std::string boxed(int size) {
    std::string out = "<w:pBdr>";
    for (const char* side : {"top", "left", "bottom", "right"}) {
        out += fmt::format(R"(<w:{} w:val="single" w:sz="{}" w:space="4" w:color="C00000"/>)", side,
                           size);
    }
    return out + "</w:pBdr>";
}

std::string body_styles(const Look& look) {
    const Style styles[] = {
        {"BodyText", "Body Text", "Normal", exact(look) + look.indent + justify("left"),
         look.spacing},
        {"FirstParagraph", "First Paragraph", "BodyText", "", ""},
        {"Compact", "Compact", "BodyText", R"(<w:ind w:firstLineChars="0" w:firstLine="0"/>)", ""},
        {"Heading1", "heading 1", "Normal",
         kKeep + exact(look, look.line / 2) + look.indent + outline(0),
         face(kHeiti, look.size, look.strong)},
        {"Heading2", "heading 2", "Normal", kKeep + exact(look) + look.indent + outline(1),
         face(kKaiti, look.size, look.strong)},
        {"Heading3", "heading 3", "Normal", kKeep + exact(look) + look.indent + outline(2),
         face(kFangsong, look.size, "<w:b/>")},
        {"Heading4", "heading 4", "Normal", kKeep + exact(look) + look.indent + outline(3),
         face(kFangsong, look.size)},
        {"TableCaption", "Table Caption", "Normal",
         "<w:keepNext/>" + loose(240, 80) + justify("center"),
         face(kHeiti, look.caption, look.strong)},
        {"ImageCaption", "Image Caption", "Normal", loose(60, 240) + justify("center"),
         face(kHeiti, look.caption, look.strong)},
        {"CaptionedFigure", "Captioned Figure", "Normal",
         "<w:keepNext/>" + loose(240, 0) + justify("center"), ""},
        {"Figure", "Figure", "CaptionedFigure", "", ""},
        {"TableText", "Table Text", "Normal", loose(30, 30), face(kSongti, 21)},
        {"TableHead", "Table Head", "TableText", "<w:keepNext/>" + loose(40, 40),
         face(kHeiti, 21, look.strong)},
        {"FormulaLine", "Formula Line", "Normal", loose(120, 120) + justify("center"), ""},
        {"TableNote", "Table Note", "Normal", "<w:keepLines/>" + loose(60, 240), face(kSongti, 18)},
    };
    std::string out;
    for (const auto& style : styles) {
        out += style_xml(style);
    }
    return out;
}

std::string front_styles(const Look& look) {
    const Style styles[] = {
        {"Title", "Title", "Normal", loose(3800, 240, 300) + justify("center"),
         face(kXiaobiaosong, 52, look.strong)},
        {"Subtitle", "Subtitle", "Normal", loose(120, 0) + justify("center"), face(kKaiti, 32)},
        {"CoverStamp", "Cover Stamp", "Normal", boxed(8) + loose(0, 0) + justify("center"),
         face(kHeiti, 32, R"(<w:color w:val="C00000"/>)")},
        {"CoverLine", "Cover Line", "Normal", loose(60, 60) + justify("center"), face(kKaiti, 32)},
        {"CoverImprint", "Cover Imprint", "Normal", loose(0, 0) + justify("center"),
         face(kSongti, 18, R"(<w:color w:val="595959"/>)")},
        {"TOCHeading", "TOC Heading", "Normal", loose(0, 400) + justify("center"),
         face(kXiaobiaosong, 44, look.strong)},
        {"TOC1", "toc 1", "Normal", kDots + exact(look), face(kHeiti, 28)},
        {"TOC2", "toc 2", "Normal", kDots + exact(look) + R"(<w:ind w:left="420"/>)",
         face(kFangsong, 28)},
        {"Footer", "footer", "Normal", "", face(kSongti, 28)},
    };
    std::string out;
    for (const auto& style : styles) {
        out += style_xml(style);
    }
    return out;
}

std::string styles_xml(const Look& look) {
    std::string out = fmt::format("{}<w:styles {}>", kXml, kSpaces);
    out += "<w:docDefaults><w:rPrDefault><w:rPr>" + face(kFangsong, look.size) +
           R"(<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>)"
           "<w:pPrDefault/></w:docDefaults>";
    out +=
        R"(<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/></w:pPr></w:style>)"
        R"(<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>)"
        R"(<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>)"
        R"(<w:style w:type="character" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/><w:rPr><w:sz w:val="26"/></w:rPr></w:style>)"
        R"(<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>)";
    return out + body_styles(look) + front_styles(look) + "</w:styles>";
}

std::string document_xml(bool restart) {
    return fmt::format(
        R"({}<w:document {}><w:body><w:p/><w:sectPr><w:footerReference w:type="default" r:id="rId11"/><w:footerReference w:type="even" r:id="rId12"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1304" w:gutter="0"/>{}</w:sectPr></w:body></w:document>)",
        kXml, kSpaces, restart ? R"(<w:pgNumType w:start="1"/>)" : "");
}

/// "— 1 —", one character in from the outer edge.
std::string footer_xml(const char* side) {
    const auto run = [](const char* inner) { return fmt::format("<w:r>{}</w:r>", inner); };
    return fmt::format(
        R"({}<w:ftr {}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{}="280"/><w:jc w:val="{}"/></w:pPr>{}{}{}{}{}{}{}</w:p></w:ftr>)",
        kXml, kSpaces, side, side, run(R"(<w:t xml:space="preserve">— </w:t>)"),
        run(R"(<w:fldChar w:fldCharType="begin"/>)"),
        run(R"(<w:instrText xml:space="preserve"> PAGE </w:instrText>)"),
        run(R"(<w:fldChar w:fldCharType="separate"/>)"), run("<w:t>1</w:t>"),
        run(R"(<w:fldChar w:fldCharType="end"/>)"), run(R"(<w:t xml:space="preserve"> —</w:t>)"));
}

std::string relation(const char* id, const char* type, const char* target) {
    return fmt::format(R"(<Relationship Id="{}" Type="{}{}" Target="{}"/>)", id, kRelations, type,
                       target);
}

std::string relations(const std::string& inner) {
    return fmt::format(
        R"({}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>)",
        kXml, inner);
}

std::string content_types() {
    std::string out = fmt::format(
        R"({}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>)",
        kXml);
    const char* parts[][2] = {{"document", "document.main"},
                              {"styles", "styles"},
                              {"settings", "settings"},
                              {"footer1", "footer"},
                              {"footer2", "footer"}};
    for (const auto& part : parts) {
        out += fmt::format(R"(<Override PartName="/word/{}.xml" ContentType="{}{}+xml"/>)", part[0],
                           kTypes, part[1]);
    }
    return out + "</Types>";
}

}  // namespace

std::string reference_docx(base::Lang lang, bool restart) {
    const std::string settings =
        fmt::format("{}<w:settings {}><w:evenAndOddHeaders/></w:settings>", kXml, kSpaces);
    return zip_stored({
        {"[Content_Types].xml", content_types()},
        {"_rels/.rels", relations(relation("rId1", "officeDocument", "word/document.xml"))},
        {"word/document.xml", document_xml(restart)},
        {"word/_rels/document.xml.rels", relations(relation("rId1", "styles", "styles.xml") +
                                                   relation("rId2", "settings", "settings.xml") +
                                                   relation("rId11", "footer", "footer1.xml") +
                                                   relation("rId12", "footer", "footer2.xml"))},
        {"word/styles.xml", styles_xml(lang == base::Lang::zh ? kChinese : kEnglish)},
        {"word/settings.xml", settings},
        {"word/footer1.xml", footer_xml("right")},
        {"word/footer2.xml", footer_xml("left")},
    });
}

}  // namespace jt::report
