// The document model of a report: what every writer (Markdown, docx, html) is given.
#pragma once

#include "base/message.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jt::report {

/// A stretch of text of one kind. math: TeX. reference: `target` is the key of a table or figure
/// ("table:cmp", "figure:maps/01"); number() turns it into the anchor and `text` into the label.
struct Span {
    enum class Kind { text, strong, emphasis, code, math, reference };
    Kind kind = Kind::text;
    std::string text;
    std::string target;
    bool operator==(const Span&) const = default;
};
using Spans = std::vector<Span>;
Spans plain(std::string text);
std::string plain_text(const Spans& spans);

/// Levels 1 to 4. Below a first level that is an appendix ("附录A") counting starts again.
struct Heading {
    int level = 1;
    std::string text;
    bool appendix = false;   ///< for level 1
    std::string number, id;  ///< set by number(): "一、", "附录A　" or "1 ", and the anchor
    std::string title() const;
};
struct Paragraph {
    Spans spans;
};
/// Small print beneath a table or figure.
struct Note {
    Spans spans;
};
struct List {
    bool ordered = false;
    std::vector<Spans> items;
};
enum class Align { left, center, right };
/// Text as printed; `sort` is the number behind it, in the unit of its column.
struct Cell {
    std::string text;
    std::optional<double> sort;
};
struct GridColumn {
    std::string title;
    Align align = Align::left;
};
/// A table as printed. `key` is what references name ("table:cmp"); label and id come from
/// number(). A grid without rows prints its head and an em dash.
struct Grid {
    std::string key, caption, note;
    std::vector<GridColumn> columns;
    std::vector<std::vector<Cell>> rows;
    std::string label, id;
};
/// A picture of Document::images.
struct Figure {
    std::string key, caption, path;
    int width_mm = 136;  ///< in print; the text block is 156 x 225 mm
    std::string label, id;
};
struct Formula {
    std::string tex;
    std::string label, id;  ///< "(1)"
};
struct PageBreak {};

using Block = std::variant<Heading, Paragraph, Note, List, Grid, Figure, Formula, PageBreak>;

/// A slot of the cover: "编制单位" and its value, "" for a line to be filled in by hand.
struct Slot {
    std::string label, value;
};
struct Cover {
    std::string title, subtitle, stamp;
    std::vector<Slot> slots;
    std::string imprint;  ///< small line at the foot: engine, run
};
/// A finished map sheet (PDF) that goes behind the text of the PDF.
struct Sheet {
    std::string caption, path, bytes;
};

struct Document {
    base::Lang lang = base::Lang::zh;
    Cover cover;
    std::vector<Block> blocks;
    std::map<std::string, std::string> images;  ///< path in the run folder -> PNG bytes
    std::vector<Sheet> sheets;
    std::string hash;  ///< of the run; printed in the metadata of the PDF
};

/// Numbers headings (一、（一）1.（1） after GB/T 9704-2012, or 1, 1.1 in English), tables, figures
/// and formulas in order of appearance, and resolves references. Data error
/// "report.reference.unknown".
void number(Document& document);

/// Label and caption as printed: "表1　准则权重", "Table 1. Weights of the criteria".
std::string caption_line(const std::string& label, const std::string& caption, base::Lang lang);

/// Headings of the table of contents (levels 1 and 2), in order.
std::vector<const Heading*> contents(const Document& document);

}  // namespace jt::report
