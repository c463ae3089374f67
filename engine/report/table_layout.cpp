#include "report/table_layout.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <numeric>

namespace jt::report {
namespace {

constexpr int kPadding = 170;  // twips, both sides of a cell

/// Widths of a column in tenths of an em: of its longest cell, and of the longest piece that must
/// not break (a number, a Latin word; two Chinese characters).
struct Need {
    int full = 10, least = 20;
};

/// Width of a character in the faces of the page, on the safe side.
int tenths(char32_t c) {
    if (c >= 0x2E80) {
        return 10;
    }
    const bool broad = (c >= U'A' && c <= U'Z') || c == U'm' || c == U'w' || c == U'%' || c > 0x7F;
    return broad ? 8 : 6;
}

bool breakable(char32_t c) { return c > 0x2E00 || c == U' ' || c == U'/' || c == U'-'; }

struct Width {
    int whole = 0, piece = 0;
};

Width width_of(const std::string& text) {
    Width out;
    int piece = 0;
    bool wide = false;
    for (const char32_t c : base::code_points(text)) {
        // Word processors put a quarter em between Chinese and Latin.
        out.whole += out.whole > 0 && wide != (c >= 0x2E80) ? 3 : 0;
        wide = c >= 0x2E80;
        out.whole += tenths(c);
        piece = breakable(c) ? 0 : piece + tenths(c);
        out.piece = std::max(out.piece, piece);
    }
    return out;
}

/// Width of a column head: its unit in full-width brackets stands on a line of its own.
Width head_width(const std::string& title) {
    const auto open = title.rfind("（");
    if (open == std::string::npos || open == 0 || !title.ends_with("）")) {
        return width_of(title);
    }
    const Width name = width_of(title.substr(0, open)), unit = width_of(title.substr(open));
    return {std::max(name.whole, unit.whole), std::max(name.piece, unit.piece)};
}

Need need_of(const Grid& grid, std::size_t column) {
    constexpr int kMostFull = 400, kMostLeast = 130, kWholeTitle = 60, kWholeCell = 60;
    Need out;
    // A long title may take two lines, so that the cells of text columns get the room.
    const Width title = head_width(grid.columns[column].title);
    out.full = std::max({out.full, std::min(title.whole, kWholeTitle), title.whole / 2 + 5});
    out.least = std::max({out.least, title.piece, std::min(title.whole, kWholeTitle)});
    for (const auto& row : grid.rows) {
        const Width width = width_of(row[column].text);
        out.full = std::max(out.full, width.whole);
        out.least = std::max({out.least, width.piece, std::min(width.whole, kWholeCell)});
    }
    out.full = std::min(out.full, kMostFull);
    out.least = std::min({out.least, out.full, kMostLeast});
    return out;
}

int sum(const std::vector<int>& values) { return std::accumulate(values.begin(), values.end(), 0); }

/// Spreads the page over the columns: everyone the least, the rest by what is missing to the full
/// width, and what then is left by full width.
std::vector<int> spread(const std::vector<Need>& needs, int tenth, int page) {
    std::vector<int> least, full;
    for (const auto& need : needs) {
        least.push_back(need.least * tenth + kPadding);
        full.push_back(need.full * tenth + kPadding);
    }
    if (sum(least) > page) {  // nothing fits: every column gives its share
        const int whole = sum(least);
        for (int& width : least) {
            width = static_cast<int>(static_cast<long>(width) * page / whole);
        }
        return least;
    }
    const bool roomy = sum(full) <= page;
    std::vector<int> out = roomy ? full : least;
    const int rest = page - sum(out);
    std::vector<int> weight = full;
    for (std::size_t i = 0; !roomy && i < weight.size(); ++i) {
        weight[i] = full[i] - least[i];
    }
    const int total = std::max(1, sum(weight));
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] += static_cast<int>(static_cast<long>(rest) * weight[i] / total);
    }
    if (!out.empty()) {
        out.back() += page - sum(out);
    }
    return out;
}

/// Few narrow columns do not fill the page: a number must stay near the name it belongs to.
int table_width(const std::vector<Need>& needs, int tenth, int page) {
    constexpr int kLeast = 5300;
    int full = 0;
    for (const auto& need : needs) {
        full += need.full * tenth + kPadding;
    }
    return std::min(page, std::max(kLeast, full * 7 / 5));
}

int needed(const std::vector<Need>& needs, int tenth) {
    int total = 0;
    for (const auto& need : needs) {
        // A column may wrap into about two lines before the type gets smaller; long sentences count
        // as ordinary ones, they wrap anyway.
        total += std::max(need.least, std::min(need.full, 220) * 2 / 3) * tenth + kPadding;
    }
    return total;
}

}  // namespace

TableLayout lay_out(const Grid& grid) {
    std::vector<Need> needs;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        needs.push_back(need_of(grid, i));
    }
    TableLayout out;
    struct Try {
        int half_points, page;
    };
    for (const Try& attempt : {Try{21, kTextWidth}, Try{18, kTextWidth}, Try{21, kTextWidthAcross},
                               Try{18, kTextWidthAcross}, Try{15, kTextWidthAcross}}) {
        out.half_points = attempt.half_points;
        out.landscape = attempt.page == kTextWidthAcross;
        const int tenth = attempt.half_points;
        out.widths = spread(needs, tenth, table_width(needs, tenth, attempt.page));
        if (needed(needs, tenth) <= attempt.page) {
            break;
        }
    }
    return out;
}

}  // namespace jt::report
