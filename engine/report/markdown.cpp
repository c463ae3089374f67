#include "report/markdown.hpp"

#include "base/text.hpp"
#include "report/table_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace jt::report {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '\n'                 ? std::string(" ")
               : (c == '"' || c == '\\') ? std::string{'\\', c}
                                         : std::string{c};
    }
    return out + "\"";
}

std::string span_text(const Span& span) {
    switch (span.kind) {
        case Span::Kind::text: return escape_markdown(span.text);
        case Span::Kind::strong: return "**" + escape_markdown(span.text) + "**";
        case Span::Kind::emphasis: return "*" + escape_markdown(span.text) + "*";
        case Span::Kind::code: return "`" + span.text + "`";
        case Span::Kind::math: return "$" + span.text + "$";
        case Span::Kind::reference: return "[" + span.text + "](#" + span.target + ")";
    }
    return "";
}

std::string inline_text(const Spans& spans) {
    std::string out;
    for (const auto& span : spans) {
        out += span_text(span);
    }
    std::ranges::replace(out, '\n', ' ');
    // A paragraph must not start like a list or a heading.
    const auto digits = out.find_first_not_of("0123456789");
    if (!out.empty() && std::string_view("-+#>:%").find(out.front()) != std::string::npos) {
        out.insert(0, "\\");
    } else if (digits != std::string::npos && digits > 0 &&
               (out[digits] == '.' || out[digits] == ')')) {
        out.insert(digits, "\\");
    }
    return out;
}

std::string cell_text(const std::string& text) {
    std::string out = escape_markdown(text);
    std::ranges::replace(out, '\n', ' ');
    std::ranges::replace(out, '\r', ' ');
    return out;
}

class Writer {
public:
    explicit Writer(const Document& document) : m_document(document) {}

    std::string write() {
        head();
        for (const auto& block : m_document.blocks) {
            std::visit([&](const auto& item) { visit(item); }, block);
        }
        return std::move(m_out);
    }

private:
    bool zh() const { return m_document.lang == base::Lang::zh; }
    std::string say(const char* id) const { return base::render(base::msg(id), m_document.lang); }

    void head() {
        const Cover& cover = m_document.cover;
        m_out += "---\ntitle: " + quoted(cover.title) + "\n";
        if (!cover.subtitle.empty()) {
            m_out += "subtitle: " + quoted(cover.subtitle) + "\n";
        }
        m_out += std::string("lang: ") + (zh() ? "zh-CN" : "en") + "\n---\n\n";
        m_out += "::: {.cover}\n";
        if (!cover.stamp.empty()) {
            m_out += "[" + escape_markdown(cover.stamp) + "]{.stamp}\n\n";
        }
        for (const auto& slot : cover.slots) {
            const std::string value = slot.value.empty() ? "＿＿＿＿＿＿＿＿" : slot.value;
            m_out += escape_markdown(slot.label) + (zh() ? "：" : ": ") + escape_markdown(value) +
                     "\n\n";
        }
        if (!cover.imprint.empty()) {
            m_out += "[" + escape_markdown(cover.imprint) + "]{.imprint}\n\n";
        }
        m_out += ":::\n\n";
        const auto headings = contents(m_document);
        if (headings.empty()) {
            return;
        }
        m_out += "::: {.toc title=" + quoted(say("report.contents")) + "}\n";
        for (const Heading* heading : headings) {
            m_out += (heading->level == 1 ? "- [" : "    - [") + escape_markdown(heading->title()) +
                     "](#" + heading->id + ")\n";
        }
        m_out += ":::\n\n";
    }

    void visit(const Heading& heading) {
        m_out += std::string(static_cast<std::size_t>(heading.level), '#') + " " +
                 escape_markdown(heading.title()) + " {#" + heading.id + "}\n\n";
    }
    void visit(const Paragraph& paragraph) { m_out += inline_text(paragraph.spans) + "\n\n"; }
    void visit(const Note& note) {
        m_out += "::: {.note}\n" + inline_text(note.spans) + "\n:::\n\n";
    }
    void visit(const List& list) {
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const std::string mark = list.ordered ? fmt::format("{}. ", i + 1) : "- ";
            m_out += mark + inline_text(list.items[i]) + "\n";
        }
        m_out += "\n";
    }
    void visit(const Formula& formula) {
        m_out += "$$" + formula.tex + "$$ " + formula.label + "\n\n";
    }
    void visit(const Figure& figure) {
        const std::string caption =
            escape_markdown(caption_line(figure.label, figure.caption, m_document.lang));
        m_out += "![" + caption + "](<" + figure.path + ">){#" + figure.id +
                 " width=" + std::to_string(figure.width_mm) + "mm}\n\n";
    }
    void visit(const PageBreak&) { m_out += "\\newpage\n\n"; }
    void visit(const Grid& grid);
    void grid_rows(const Grid& grid);

    const Document& m_document;
    std::string m_out;
};

void Writer::visit(const Grid& grid) {
    const TableLayout layout = lay_out(grid);
    m_out += fmt::format("::: {{.table #{} widths=\"{}\" size={}{}}}\n", grid.id,
                         fmt::join(layout.widths, " "), layout.half_points,
                         layout.landscape ? " .landscape" : "");
    grid_rows(grid);
    const std::string caption = caption_line(grid.label, grid.caption, m_document.lang);
    m_out += "\nTable: " + escape_markdown(caption) + "\n:::\n\n";
    if (!grid.note.empty()) {
        m_out += "::: {.note}\n" + escape_markdown(grid.note) + "\n:::\n\n";
    }
}

void Writer::grid_rows(const Grid& grid) {
    constexpr std::size_t kWidest = 40;  // wider cells are not padded: the source stays readable
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        std::size_t width = std::max<std::size_t>(3, base::display_width(grid.columns[i].title));
        for (const auto& row : grid.rows) {
            width = std::max(width, base::display_width(cell_text(row[i].text)));
        }
        widths.push_back(std::min(width, kWidest));
    }
    const auto line = [&](const auto& text_of) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            m_out += "| " + base::pad_right(text_of(i), widths[i]) + " ";
        }
        m_out += "|\n";
    };
    line([&](std::size_t i) { return cell_text(grid.columns[i].title); });
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const Align align = grid.columns[i].align;
        m_out += std::string("|") + (align == Align::center ? ":" : "-") +
                 std::string(widths[i], '-') + (align == Align::left ? "-" : ":");
    }
    m_out += "|\n";
    for (const auto& row : grid.rows) {
        line([&](std::size_t i) { return cell_text(row[i].text); });
    }
    if (grid.rows.empty()) {
        line([](std::size_t) { return std::string("—"); });
    }
}

}  // namespace

std::string escape_markdown(const std::string& text) {
    std::string out;
    const auto word = [&](std::size_t i) {
        return i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) != 0 ||
                                   static_cast<unsigned char>(text[i]) >= 0x80);
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool inside_word = text[i] == '_' && i > 0 && word(i - 1) && word(i + 1);
        if (!inside_word &&
            std::string_view("\\`*_{}[]<|$~^@").find(text[i]) != std::string::npos) {
            out += '\\';
        }
        out += text[i];
    }
    return out;
}

std::string to_markdown(const Document& document) { return Writer(document).write(); }

}  // namespace jt::report
