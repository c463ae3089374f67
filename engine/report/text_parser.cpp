#include "report/text_parser.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "report/binding.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace jt::report {
namespace {

/// Reads inline text into spans. Without bindings a ${ is plain text.
class InlineReader {
public:
    InlineReader(std::string_view text, const Bindings* bindings)
        : m_text(text), m_bindings(bindings) {}

    Spans read() {
        while (m_at < m_text.size()) {
            step();
        }
        flush();
        merge();
        return std::move(m_spans);
    }

private:
    void step() {
        const char c = m_text[m_at];
        if (c == '\\' && m_at + 1 < m_text.size() &&
            std::ispunct(static_cast<unsigned char>(m_text[m_at + 1])) != 0) {
            m_plain += m_text[m_at + 1];
            m_at += 2;
        } else if (c == '$' && m_bindings != nullptr && m_text.substr(m_at).starts_with("${")) {
            placeholder();
        } else if (!(m_text.substr(m_at).starts_with("**") &&
                     delimited("**", Span::Kind::strong)) &&
                   !(c == '*' && delimited("*", Span::Kind::emphasis)) &&
                   !(c == '`' && delimited("`", Span::Kind::code)) &&
                   !(c == '$' && delimited("$", Span::Kind::math))) {
            m_plain += c;
            ++m_at;
        }
    }

    /// Takes text up to the closing mark; false (nothing taken) where there is none, it is empty,
    /// or blanks stand inside the marks, as in "2 * 3 * 4" or "$5 and $6".
    bool delimited(std::string_view mark, Span::Kind kind) {
        const std::size_t from = m_at + mark.size();
        const std::size_t close = m_text.find(mark, from);
        if (close == std::string_view::npos || close == from || m_text[from] == ' ' ||
            m_text[close - 1] == ' ') {
            return false;
        }
        flush();
        const std::string_view inside = m_text.substr(from, close - from);
        if (kind == Span::Kind::code || kind == Span::Kind::math) {
            m_spans.push_back({kind, std::string(inside), ""});
        } else {
            for (auto& span : InlineReader(inside, m_bindings).read()) {
                span.kind = span.kind == Span::Kind::text ? kind : span.kind;
                m_spans.push_back(std::move(span));
            }
        }
        m_at = close + mark.size();
        return true;
    }

    void placeholder() {
        const std::size_t close = m_text.find('}', m_at);
        if (close == std::string_view::npos) {
            throw base::data_error("report.placeholder.open", m_text.substr(m_at, 40));
        }
        flush();
        m_spans.push_back(
            bind_span(std::string(m_text.substr(m_at + 2, close - m_at - 2)), *m_bindings));
        m_at = close + 1;
    }

    /// Neighbours of one kind become one: "**${a} min**" is a single bold stretch.
    void merge() {
        Spans out;
        for (auto& span : m_spans) {
            const bool text = span.kind == Span::Kind::text || span.kind == Span::Kind::strong ||
                              span.kind == Span::Kind::emphasis;
            if (text && !out.empty() && out.back().kind == span.kind) {
                out.back().text += span.text;
            } else {
                out.push_back(std::move(span));
            }
        }
        m_spans = std::move(out);
    }

    void flush() {
        if (!m_plain.empty()) {
            m_spans.push_back({Span::Kind::text, std::move(m_plain), ""});
            m_plain.clear();
        }
    }

    std::string_view m_text;
    const Bindings* m_bindings;
    std::size_t m_at = 0;
    std::string m_plain;
    Spans m_spans;
};

bool bullet(std::string_view line) { return line.starts_with("- ") || line.starts_with("* "); }

/// Length of "12. " at the start; 0 where there is none.
std::size_t ordinal(std::string_view line) {
    const auto digits = line.find_first_not_of("0123456789");
    const bool is =
        digits != 0 && digits != std::string_view::npos && line.substr(digits).starts_with(". ");
    return is ? digits + 2 : 0;
}

/// Cells of "| a | b |"; \| is a bar inside a cell.
std::vector<std::string> table_cells(std::string_view line) {
    std::vector<std::string> out(1);
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
            out.back() += '|';
            ++i;
        } else if (line[i] == '|') {
            out.back() = base::trim(out.back());
            out.emplace_back();
        } else {
            out.back() += line[i];
        }
    }
    if (base::trim(out.back()).empty() && out.size() > 1) {
        out.pop_back();
    }
    return out;
}

bool rule_line(std::string_view line) {
    return line.starts_with("|") && line.find('-') != std::string_view::npos &&
           line.find_first_not_of("|:- ") == std::string_view::npos;
}

Align rule_align(const std::string& rule) {
    const bool right = rule.ends_with(":");
    return right && rule.starts_with(":") ? Align::center : right ? Align::right : Align::left;
}

/// A cell that is a number through and through sorts as one.
Cell user_cell(std::string text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    const bool number = code == std::errc() && stop == end;
    return {std::move(text), number ? std::optional<double>(value) : std::nullopt};
}

/// Reads the blocks, line by line.
class TextReader {
public:
    TextReader(std::string_view text, std::string name, const Bindings& bindings)
        : m_name(std::move(name)), m_bindings(bindings) {
        for (auto& line : base::split(text, '\n')) {
            if (line.ends_with('\r')) {
                line.pop_back();
            }
            m_lines.push_back(std::move(line));
        }
    }

    std::vector<Block> read() {
        while (m_at < m_lines.size()) {
            const std::size_t line = m_at + 1;
            base::within(base::msg("report.in.line", m_name, line), [&] { block(); });
        }
        return std::move(m_blocks);
    }

private:
    const std::string& line() const { return m_lines[m_at]; }
    bool more() const { return m_at < m_lines.size(); }
    Spans spans(std::string_view text) const { return InlineReader(text, &m_bindings).read(); }

    void block() {
        if (base::trim(line()).empty()) {
            ++m_at;
        } else if (line().starts_with("#")) {
            heading();
        } else if (base::trim(line()) == "\\newpage") {
            m_blocks.emplace_back(PageBreak{});
            ++m_at;
        } else if (line().starts_with("$$")) {
            formula();
        } else if (line().starts_with("|") && m_at + 1 < m_lines.size() &&
                   rule_line(m_lines[m_at + 1])) {
            table();
        } else if (bullet(line()) || ordinal(line()) > 0) {
            list();
        } else if (line().starts_with(">")) {
            m_blocks.emplace_back(Note{spans(gather([](std::string_view l) {
                return l.starts_with(">") ? base::trim(l.substr(1)) : base::trim(l);
            }))});
        } else if (line().starts_with("![")) {
            figure();
        } else {
            paragraph();
        }
    }

    void heading() {
        const auto level = line().find_first_not_of('#');
        if (level == std::string::npos || level > 4 || line()[level] != ' ') {
            throw base::data_error("report.text.heading", line());
        }
        Heading out;
        out.level = static_cast<int>(level);
        out.text = plain_text(spans(base::trim(line().substr(level))));
        m_blocks.emplace_back(std::move(out));
        ++m_at;
    }

    void formula() {
        std::string tex = line().substr(2);
        ++m_at;
        while (tex.find("$$") == std::string::npos) {
            if (!more()) {
                throw base::data_error("report.text.formula");
            }
            tex += "\n" + line();
            ++m_at;
        }
        m_blocks.emplace_back(Formula{base::trim(tex.substr(0, tex.find("$$"))), "", ""});
    }

    void table() {
        Grid out;
        for (const auto& title : table_cells(line())) {
            out.columns.push_back({plain_text(spans(title)), Align::left});
        }
        const auto rules = table_cells(m_lines[m_at + 1]);
        for (std::size_t i = 0; i < std::min(rules.size(), out.columns.size()); ++i) {
            out.columns[i].align = rule_align(rules[i]);
        }
        for (m_at += 2; more() && line().starts_with("|"); ++m_at) {
            auto& row = out.rows.emplace_back();
            for (const auto& cell : table_cells(line())) {
                row.push_back(user_cell(plain_text(spans(cell))));
            }
            if (row.size() > out.columns.size()) {
                throw base::data_error("report.text.cells", row.size(), out.columns.size());
            }
            row.resize(out.columns.size());
        }
        std::size_t next = m_at;
        while (next < m_lines.size() && base::trim(m_lines[next]).empty()) {
            ++next;
        }
        if (next < m_lines.size() && m_lines[next].starts_with("Table:")) {
            out.caption = plain_text(spans(base::trim(m_lines[next].substr(6))));
            m_at = next + 1;
        }
        m_blocks.emplace_back(std::move(out));
    }

    void list() {
        List out;
        out.ordered = !bullet(line());
        while (more() && !base::trim(line()).empty()) {
            const std::size_t mark = bullet(line()) ? 2 : ordinal(line());
            std::string item = line().substr(mark);
            for (++m_at; more() && line().starts_with(" "); ++m_at) {
                item += " " + base::trim(line());
            }
            if (mark == 0) {
                throw base::data_error("report.text.list", item);
            }
            out.items.push_back(spans(item));
        }
        m_blocks.emplace_back(std::move(out));
    }

    void figure() {
        const std::string text = base::trim(line());
        const auto middle = text.find("](");
        const auto close = text.find(')', middle == std::string::npos ? 0 : middle);
        if (middle == std::string::npos || close == std::string::npos) {
            throw base::data_error("report.text.figure", text);
        }
        const std::string caption = plain_text(spans(text.substr(2, middle - 2)));
        m_blocks.emplace_back(
            bind_figure(text.substr(middle + 2, close - middle - 2), caption, m_bindings));
        ++m_at;
    }

    void paragraph() {
        const std::string text = gather([](std::string_view l) { return base::trim(l); });
        if (text.starts_with("${") && text.find('}') == text.size() - 1) {
            if (auto bound = bind_block(text.substr(2, text.size() - 3), m_bindings)) {
                m_blocks.push_back(std::move(*bound));
                return;
            }
        }
        m_blocks.emplace_back(Paragraph{spans(text)});
    }

    /// Lines up to the next blank one, as one. Between Chinese characters a line end is nothing,
    /// elsewhere a blank.
    template <class Clean>
    std::string gather(Clean clean) {
        std::string out;
        for (; more() && !base::trim(line()).empty(); ++m_at) {
            const std::string next = clean(std::string_view(line()));
            const bool ascii = out.empty() || next.empty() ||
                               (static_cast<unsigned char>(out.back()) < 0x80 ||
                                static_cast<unsigned char>(next.front()) < 0x80);
            out += (out.empty() || !ascii ? "" : " ") + next;
        }
        return out;
    }

    std::string m_name;
    const Bindings& m_bindings;
    std::vector<std::string> m_lines;
    std::size_t m_at = 0;
    std::vector<Block> m_blocks;
};

}  // namespace

std::vector<Block> parse_text(std::string_view text, const std::string& name,
                              const Bindings& bindings) {
    return TextReader(text, name, bindings).read();
}

void check_text(std::string_view text, const std::string& name,
                const std::vector<TableSpec>& tables) {
    Bindings bindings;
    bindings.planned = &tables;
    parse_text(text, name, bindings);
}

Spans parse_inline(std::string_view text) { return InlineReader(text, nullptr).read(); }

}  // namespace jt::report
