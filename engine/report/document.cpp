#include "report/document.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <array>

namespace jt::report {
namespace {

constexpr std::array<const char*, 10> kDigits = {"",   "一", "二", "三", "四",
                                                 "五", "六", "七", "八", "九"};

/// 1..99 as Chinese numerals; larger numbers stay digits.
std::string chinese_number(int n) {
    if (n < 1 || n > 99) {
        return std::to_string(n);
    }
    const auto tens = static_cast<std::size_t>(n / 10);
    const std::string ten = tens == 0 ? "" : tens == 1 ? "十" : std::string(kDigits[tens]) + "十";
    return ten + kDigits[static_cast<std::size_t>(n % 10)];
}

/// Number of a heading from the counts of its level and those above; `letter` of the appendix it
/// belongs to, "" in the body.
std::string heading_number(const std::array<int, 4>& counts, const std::string& letter, int level,
                           base::Lang lang) {
    const int n = counts[static_cast<std::size_t>(level - 1)];
    if (level == 1 && !letter.empty()) {
        return base::render(base::msg("report.label.appendix", letter), lang);
    }
    if (lang == base::Lang::zh) {
        switch (level) {
            case 1: return chinese_number(n) + "、";
            case 2: return "（" + chinese_number(n) + "）";
            case 3: return std::to_string(n) + ".";
            default: return "（" + std::to_string(n) + "）";
        }
    }
    std::string out = letter.empty() ? std::to_string(counts[0]) : letter;
    for (int i = 1; i < level; ++i) {
        out += "." + std::to_string(counts[static_cast<std::size_t>(i)]);
    }
    return out + " ";
}

struct Target {
    std::string label, id;
};

/// Gives out the numbers, in order of appearance.
class Numbering {
public:
    explicit Numbering(base::Lang lang) : m_lang(lang) {}

    void visit(Heading& heading) {
        ++m_headings;
        heading.id = "sec-" + std::to_string(m_headings);
        const auto level = static_cast<std::size_t>(heading.level);
        if (level == 1 && heading.appendix) {
            m_letter = std::string(1, static_cast<char>('A' + m_appendices++));
        } else {
            m_letter = level == 1 ? "" : m_letter;
            ++m_counts[level - 1];
        }
        for (std::size_t i = level; i < m_counts.size(); ++i) {
            m_counts[i] = 0;
        }
        heading.number = heading_number(m_counts, m_letter, heading.level, m_lang);
    }
    void visit(Grid& grid) {
        ++m_tables;
        grid.id = "tbl-" + std::to_string(m_tables);
        grid.label = base::render(base::msg("report.label.table", m_tables), m_lang);
        add(grid.key, {grid.label, grid.id});
    }
    void visit(Figure& figure) {
        ++m_figures;
        figure.id = "fig-" + std::to_string(m_figures);
        figure.label = base::render(base::msg("report.label.figure", m_figures), m_lang);
        add(figure.key, {figure.label, figure.id});
    }
    void visit(Formula& formula) {
        ++m_formulas;
        formula.id = "eq-" + std::to_string(m_formulas);
        formula.label = "(" + std::to_string(m_formulas) + ")";
    }
    template <class T>
    void visit(T&) {}

    const Target& find(const std::string& key) const {
        const auto it = m_targets.find(key);
        if (it == m_targets.end()) {
            std::vector<std::string> names;
            for (const auto& target : m_targets) {
                names.push_back(target.first);
            }
            throw base::data_error("report.reference.unknown", key,
                                   names.empty() ? "-" : base::join_some(names));
        }
        return it->second;
    }

private:
    void add(const std::string& key, Target target) {
        if (!key.empty()) {
            m_targets.emplace(key, std::move(target));  // shown twice: the first place is meant
        }
    }

    base::Lang m_lang;
    std::array<int, 4> m_counts{};
    std::string m_letter;
    int m_headings = 0, m_appendices = 0, m_tables = 0, m_figures = 0, m_formulas = 0;
    std::map<std::string, Target> m_targets;
};

void resolve(Spans& spans, const Numbering& numbering) {
    for (auto& span : spans) {
        if (span.kind == Span::Kind::reference) {
            const Target& target = numbering.find(span.target);
            span.text = target.label;
            span.target = target.id;
        }
    }
}

void resolve(Block& block, const Numbering& numbering) {
    if (auto* paragraph = std::get_if<Paragraph>(&block)) {
        resolve(paragraph->spans, numbering);
    } else if (auto* note = std::get_if<Note>(&block)) {
        resolve(note->spans, numbering);
    } else if (auto* list = std::get_if<List>(&block)) {
        for (auto& item : list->items) {
            resolve(item, numbering);
        }
    }
}

}  // namespace

Spans plain(std::string text) { return {Span{Span::Kind::text, std::move(text), ""}}; }

std::string plain_text(const Spans& spans) {
    std::string out;
    for (const auto& span : spans) {
        out += span.text;
    }
    return out;
}

std::string Heading::title() const { return number + text; }

void number(Document& document) {
    Numbering numbering(document.lang);
    for (auto& block : document.blocks) {
        std::visit([&](auto& item) { numbering.visit(item); }, block);
    }
    for (auto& block : document.blocks) {
        resolve(block, numbering);
    }
}

std::string caption_line(const std::string& label, const std::string& caption, base::Lang lang) {
    if (caption.empty()) {
        return label;
    }
    return label + (lang == base::Lang::zh ? "　" : ". ") + caption;
}

std::vector<const Heading*> contents(const Document& document) {
    std::vector<const Heading*> out;
    for (const auto& block : document.blocks) {
        const auto* heading = std::get_if<Heading>(&block);
        if (heading != nullptr && heading->level <= 2) {
            out.push_back(heading);
        }
    }
    return out;
}

}  // namespace jt::report
