// The user's text of a report: a small, documented part of Markdown, with values bound to the run.
//
// Blocks, separated by blank lines: "# " to "#### " headings; paragraphs; "- " and "1. " lists;
// pipe tables with an optional "Table: caption" line; "![caption](maps/x.png)" figures; "$$ TeX $$"
// formulas; "> " notes; "\newpage". Inline: **strong**, *emphasis*, `code`, $TeX$, and \ before a
// character that is meant literally.
//
// Bound: ${table["key"].column} prints a value as the table does, ${table["key"].column:2} with two
// digits; ${run.crs} a fact; ${#table} and ${#maps/x} a label ("表1"); ${table} alone in a
// paragraph prints the whole table, ${maps/x} alone the figure.
#pragma once

#include "report/document.hpp"
#include "report/table_view.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jt::report {

/// What a text may name. Borrowed.
struct Bindings {
    const std::vector<TableView>* tables = nullptr;
    const std::vector<FigureSpec>* figures = nullptr;
    const RunFacts* run = nullptr;
    const std::vector<TableSpec>* planned = nullptr;  ///< tables without values; see check_text
};

/// The blocks of the text. Data errors name `name` and the line ("report.md:12"), and the closest
/// known name. An empty text gives no blocks.
std::vector<Block> parse_text(std::string_view text, const std::string& name,
                              const Bindings& bindings);

/// Holds a text to the tables that a plan will have, before there are any values: its syntax, and
/// the table of every ${table["key"].column}. The same data errors.
void check_text(std::string_view text, const std::string& name,
                const std::vector<TableSpec>& tables);

/// Inline text only, without bindings: captions and notes.
Spans parse_inline(std::string_view text);

}  // namespace jt::report
