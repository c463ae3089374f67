#include "report/html.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "report/mathml.hpp"

#include <fmt/format.h>

namespace jt::report {
namespace {

/// "sha256-..." as a Content-Security-Policy names an inline text.
std::string policy_hash(std::string_view text) {
    const std::string hex = base::sha256(text);
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    }
    return "'sha256-" + base64(bytes) + "'";
}

const char* align_class(Align align) {
    switch (align) {
        case Align::right: return " class=\"right\"";
        case Align::center: return " class=\"center\"";
        case Align::left: return "";
    }
    return "";
}

std::string formula_html(const std::string& tex, bool display) {
    const auto math = to_mathml(tex, display);
    return math ? *math : "<code>" + escape_html(tex) + "</code>";
}

std::string span_html(const Span& span) {
    const std::string text = escape_html(span.text);
    switch (span.kind) {
        case Span::Kind::text: return text;
        case Span::Kind::strong: return "<strong>" + text + "</strong>";
        case Span::Kind::emphasis: return "<em>" + text + "</em>";
        case Span::Kind::code: return "<code>" + text + "</code>";
        case Span::Kind::math: return formula_html(span.text, false);
        case Span::Kind::reference:
            return "<a href=\"#" + escape_html(span.target) + "\">" + text + "</a>";
    }
    return "";
}

std::string spans_html(const Spans& spans) {
    std::string out;
    for (const auto& span : spans) {
        out += span_html(span);
    }
    return out;
}

class Writer {
public:
    explicit Writer(const Document& document) : m_document(document) {}

    std::string write() {
        head();
        navigation();
        m_out += "<main>\n";
        cover();
        for (const auto& block : m_document.blocks) {
            std::visit([&](const auto& item) { visit(item); }, block);
        }
        m_out += "</main>\n</div>\n<script>";
        m_out += html_script();
        m_out += "</script>\n</body>\n</html>\n";
        return std::move(m_out);
    }

private:
    std::string say(const char* id) const { return base::render(base::msg(id), m_document.lang); }

    void head() {
        m_out +=
            fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
                        m_document.lang == base::Lang::zh ? "zh-CN" : "en");
        m_out += fmt::format(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src "
            "data:; style-src {}; script-src {}; base-uri 'none'; form-action 'none'\">\n",
            policy_hash(html_style()), policy_hash(html_script()));
        m_out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
        m_out += "<meta name=\"generator\" content=\"Jiangtian\">\n<title>" +
                 escape_html(m_document.cover.title) + "</title>\n<style>";
        m_out += html_style();
        m_out += "</style>\n</head>\n<body>\n<div class=\"page\">\n";
    }

    void navigation() {
        m_out += "<nav aria-label=\"" + escape_html(say("report.contents")) + "\">\n<p>" +
                 escape_html(say("report.contents")) + "</p>\n<ol>\n";
        for (const Heading* heading : contents(m_document)) {
            m_out += fmt::format("<li class=\"l{}\"><a href=\"#{}\">{}</a></li>\n", heading->level,
                                 heading->id, escape_html(heading->title()));
        }
        m_out += "</ol>\n</nav>\n";
    }

    void cover() {
        const Cover& cover = m_document.cover;
        m_out += "<header>\n";
        if (!cover.stamp.empty()) {
            m_out += "<div class=\"stamp\">" + escape_html(cover.stamp) + "</div>\n";
        }
        m_out += "<h1>" + escape_html(cover.title) + "</h1>\n";
        if (!cover.subtitle.empty()) {
            m_out += "<p class=\"subtitle\">" + escape_html(cover.subtitle) + "</p>\n";
        }
        if (!cover.slots.empty()) {
            m_out += "<dl>\n";
            for (const auto& slot : cover.slots) {
                m_out += "<dt>" + escape_html(slot.label) + "</dt><dd>" +
                         (slot.value.empty() ? "＿＿＿＿＿＿" : escape_html(slot.value)) +
                         "</dd>\n";
            }
            m_out += "</dl>\n";
        }
        if (!cover.imprint.empty()) {
            m_out += "<p class=\"imprint\">" + escape_html(cover.imprint) + "</p>\n";
        }
        m_out += "</header>\n";
    }

    void visit(const Heading& heading) {
        m_out += fmt::format("<h{0} id=\"{1}\">{2}</h{0}>\n", heading.level + 1, heading.id,
                             escape_html(heading.title()));
    }
    void visit(const Paragraph& paragraph) {
        m_out += "<p>" + spans_html(paragraph.spans) + "</p>\n";
    }
    void visit(const Note& note) {
        m_out += "<p class=\"note\">" + spans_html(note.spans) + "</p>\n";
    }
    void visit(const List& list) {
        const char* tag = list.ordered ? "ol" : "ul";
        m_out += fmt::format("<{}>\n", tag);
        for (const auto& item : list.items) {
            m_out += "<li>" + spans_html(item) + "</li>\n";
        }
        m_out += fmt::format("</{}>\n", tag);
    }
    void visit(const Formula& formula) {
        m_out += fmt::format("<div class=\"formula\" id=\"{}\">{}<span>{}</span></div>\n",
                             formula.id, formula_html(formula.tex, true), formula.label);
    }
    void visit(const PageBreak&) {}
    void visit(const Figure& figure);
    void visit(const Grid& grid);

    const Document& m_document;
    std::string m_out;
};

void Writer::visit(const Figure& figure) {
    const auto image = m_document.images.find(figure.path);
    if (image == m_document.images.end()) {
        throw base::internal_error("report.image.missing", figure.path);
    }
    const std::string caption =
        escape_html(caption_line(figure.label, figure.caption, m_document.lang));
    m_out += fmt::format(
        "<figure id=\"{}\"><img alt=\"{}\" src=\"data:image/png;base64,{}\">"
        "<figcaption>{}</figcaption></figure>\n",
        figure.id, caption, base64(image->second), caption);
}

void Writer::visit(const Grid& grid) {
    m_out +=
        fmt::format("<div class=\"grid\"><table id=\"{}\">\n<caption>{}</caption>\n<thead><tr>",
                    grid.id, escape_html(caption_line(grid.label, grid.caption, m_document.lang)));
    for (const auto& column : grid.columns) {
        m_out += fmt::format("<th scope=\"col\"{}><button type=\"button\">{}</button></th>",
                             align_class(column.align), escape_html(column.title));
    }
    m_out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : grid.rows) {
        m_out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string sort =
                row[i].sort ? fmt::format(" data-sort=\"{}\"", *row[i].sort) : std::string();
            m_out += fmt::format("<td{}{}>{}</td>", align_class(grid.columns[i].align), sort,
                                 escape_html(row[i].text));
        }
        m_out += "</tr>\n";
    }
    m_out += "</tbody>\n</table></div>\n";
    if (!grid.note.empty()) {
        m_out += "<p class=\"note\">" + escape_html(grid.note) + "</p>\n";
    }
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string base64(std::string_view bytes) {
    static constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned block = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            block = block << 8U |
                    (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            const unsigned letter = (block >> (18U - 6U * static_cast<unsigned>(k))) & 63U;
            out += i + k < bytes.size() + 1 ? kLetters[letter] : '=';
        }
    }
    return out;
}

std::string to_html(const Document& document) { return Writer(document).write(); }

}  // namespace jt::report
