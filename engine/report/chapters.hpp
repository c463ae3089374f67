// The standing chapters of a report, from the facts of the run.
#pragma once

#include "report/compose.hpp"

#include <string>
#include <vector>

namespace jt::report {

/// Collects blocks; texts come from the message catalogue in the language of the report.
class Chapter {
public:
    explicit Chapter(base::Lang lang) : m_lang(lang) {}

    template <class... Args>
    std::string say(const char* id, const Args&... args) const {
        return base::render(base::msg(id, args...), m_lang);
    }
    void heading(int level, std::string text, bool appendix = false);
    /// Plain text with references made by cite().
    void paragraph(const std::string& text);
    void strong(const std::string& text);
    void note(const std::string& text);
    void list(const std::vector<std::string>& items);
    void add(Block block) { m_blocks.push_back(std::move(block)); }
    void append(std::vector<Block> blocks);
    const std::vector<Block>& blocks() const { return m_blocks; }
    std::vector<Block> take() { return std::move(m_blocks); }
    base::Lang lang() const { return m_lang; }
    bool zh() const { return m_lang == base::Lang::zh; }

private:
    base::Lang m_lang;
    std::vector<Block> m_blocks;
};

/// What a data set is called in the text: its file without folders, and its layer.
std::string name_of(const InputFact& input);

/// A reference to the table or figure of that key, for the text of a paragraph.
std::string cite(const std::string& key);

/// "A、B和C" or "A, B and C".
std::string join_words(const std::vector<std::string>& words, base::Lang lang);

/// The chapters of a role in order of first appearance, tables before figures; "" where products
/// name none.
std::vector<std::string> chapter_names(const ReportInput& input, Role role);
/// Whether things of that role stand in the report as tables or figures of their own.
bool printed(Role role);

void add_introduction(Chapter& out, const ReportInput& input);
void add_data(Chapter& out, const ReportInput& input, bool appendix);
void add_method(Chapter& out, const ReportInput& input, bool appendix);
void add_comparison(Chapter& out, const ReportInput& input);
void add_diagnostics(Chapter& out, const ReportInput& input);
void add_parameters(Chapter& out, const ReportInput& input);
void add_versions(Chapter& out, const ReportInput& input);

/// Tables, then figures, of a role and chapter, with a sentence that names them, and one
/// under each table with columns of differences (sign) on the largest. Nothing where there are
/// none.
void add_products(Chapter& out, const ReportInput& input, Role role, const std::string& chapter);

}  // namespace jt::report
