#include "report/mathml.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace jt::report {
namespace {

struct Symbol {
    std::string_view name, element, text;
};

constexpr auto kSymbols = std::to_array<Symbol>({
    {"alpha", "mi", "α"},     {"beta", "mi", "β"},    {"gamma", "mi", "γ"},
    {"delta", "mi", "δ"},     {"epsilon", "mi", "ϵ"}, {"varepsilon", "mi", "ε"},
    {"zeta", "mi", "ζ"},      {"eta", "mi", "η"},     {"theta", "mi", "θ"},
    {"kappa", "mi", "κ"},     {"lambda", "mi", "λ"},  {"mu", "mi", "μ"},
    {"nu", "mi", "ν"},        {"xi", "mi", "ξ"},      {"pi", "mi", "π"},
    {"rho", "mi", "ρ"},       {"sigma", "mi", "σ"},   {"tau", "mi", "τ"},
    {"phi", "mi", "ϕ"},       {"varphi", "mi", "φ"},  {"chi", "mi", "χ"},
    {"psi", "mi", "ψ"},       {"omega", "mi", "ω"},   {"Gamma", "mi", "Γ"},
    {"Delta", "mi", "Δ"},     {"Theta", "mi", "Θ"},   {"Lambda", "mi", "Λ"},
    {"Pi", "mi", "Π"},        {"Sigma", "mi", "Σ"},   {"Phi", "mi", "Φ"},
    {"Psi", "mi", "Ψ"},       {"Omega", "mi", "Ω"},   {"infty", "mi", "∞"},
    {"partial", "mi", "∂"},   {"ell", "mi", "ℓ"},     {"max", "fn", "max"},
    {"min", "fn", "min"},     {"ln", "fn", "ln"},     {"log", "fn", "log"},
    {"exp", "fn", "exp"},     {"sin", "fn", "sin"},   {"cos", "fn", "cos"},
    {"tan", "fn", "tan"},     {"arg", "fn", "arg"},   {"sum", "big", "∑"},
    {"prod", "big", "∏"},     {"int", "big", "∫"},    {"cdot", "mo", "⋅"},
    {"times", "mo", "×"},     {"div", "mo", "÷"},     {"pm", "mo", "±"},
    {"le", "mo", "≤"},        {"leq", "mo", "≤"},     {"ge", "mo", "≥"},
    {"geq", "mo", "≥"},       {"ne", "mo", "≠"},      {"neq", "mo", "≠"},
    {"approx", "mo", "≈"},    {"equiv", "mo", "≡"},   {"in", "mo", "∈"},
    {"notin", "mo", "∉"},     {"cap", "mo", "∩"},     {"cup", "mo", "∪"},
    {"subset", "mo", "⊂"},    {"to", "mo", "→"},      {"rightarrow", "mo", "→"},
    {"leftarrow", "mo", "←"}, {"mid", "mo", "∣"},     {"ldots", "mo", "…"},
    {"dots", "mo", "…"},      {"cdots", "mo", "⋯"},   {"quad", "sp", "1em"},
    {"qquad", "sp", "2em"},   {",", "sp", "0.167em"}, {" ", "sp", "0.25em"},
});

struct Unsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string element(std::string_view name, std::string_view inner) {
    return "<" + std::string(name) + ">" + std::string(inner) + "</" + std::string(name) + ">";
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string{c};
    }
    return out;
}

class Parser {
public:
    Parser(std::string_view tex, bool display) : m_tex(tex), m_display(display) {}

    std::string all() {
        std::string out = row('\0');
        if (m_at < m_tex.size()) {
            throw Unsupported("brace");
        }
        return out;
    }

private:
    char peek() const { return m_at < m_tex.size() ? m_tex[m_at] : '\0'; }
    void skip_blanks() {
        while (std::isspace(static_cast<unsigned char>(peek())) != 0) {
            ++m_at;
        }
    }

    /// Terms up to the closing brace, or the end, or \right.
    std::string row(char end) {
        std::string out;
        for (skip_blanks(); m_at < m_tex.size() && peek() != end; skip_blanks()) {
            if (m_tex.substr(m_at).starts_with("\\right") && end == 'r') {
                return out;
            }
            out += scripted();
        }
        if (end == '}' ? peek() != '}' : end == 'r') {
            throw Unsupported("open");
        }
        return out;
    }

    /// A term with its sub- and superscripts; those of big operators go below and above.
    std::string scripted() {
        m_big = false;
        const std::string base = term();
        const bool limits = m_big && m_display;
        std::string low, high;
        for (skip_blanks(); peek() == '_' || peek() == '^'; skip_blanks()) {
            std::string& script = m_tex[m_at++] == '_' ? low : high;
            if (!script.empty()) {
                throw Unsupported("double script");
            }
            skip_blanks();
            script = element("mrow", term());
        }
        if (low.empty() && high.empty()) {
            return base;
        }
        if (high.empty()) {
            return element(limits ? "munder" : "msub", base + low);
        }
        if (low.empty()) {
            return element(limits ? "mover" : "msup", base + high);
        }
        return element(limits ? "munderover" : "msubsup", base + low + high);
    }

    std::string term() {
        const char c = peek();
        if (c == '{') {
            return group();
        }
        if (c == '\\') {
            return command();
        }
        if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.') {
            return number();
        }
        if (c == '\0' || c == '}' || c == '_' || c == '^' || c == '&') {
            throw Unsupported("term");
        }
        return character();
    }

    std::string group() {
        ++m_at;
        std::string out = element("mrow", row('}'));
        ++m_at;
        return out;
    }

    std::string argument() {
        skip_blanks();
        return element("mrow", term());
    }

    std::string raw_argument() {
        skip_blanks();
        const auto close = m_tex.find('}', m_at);
        if (peek() != '{' || close == std::string_view::npos) {
            throw Unsupported("text");
        }
        const std::string_view out = m_tex.substr(m_at + 1, close - m_at - 1);
        m_at = close + 1;
        return escaped(out);
    }

    std::string number() {
        const std::size_t from = m_at;
        while (std::isdigit(static_cast<unsigned char>(peek())) != 0 || peek() == '.') {
            ++m_at;
        }
        return element("mn", m_tex.substr(from, m_at - from));
    }

    std::string character() {
        std::size_t length = 1;
        while (m_at + length < m_tex.size() &&
               (static_cast<unsigned char>(m_tex[m_at + length]) & 0xC0U) == 0x80U) {
            ++length;
        }
        const std::string_view one = m_tex.substr(m_at, length);
        m_at += length;
        const bool letter =
            length > 1 || std::isalpha(static_cast<unsigned char>(one.front())) != 0;
        if (one == "-") {
            return element("mo", "−");
        }
        return element(letter ? "mi" : "mo", escaped(one));
    }

    std::string command() {
        ++m_at;
        const std::size_t from = m_at;
        while (std::isalpha(static_cast<unsigned char>(peek())) != 0) {
            ++m_at;
        }
        if (m_at == from) {
            ++m_at;
        }
        const std::string_view name = m_tex.substr(from, m_at - from);
        if (name == "frac") {
            const std::string above = argument();
            return element("mfrac", above + argument());
        }
        if (name == "sqrt") {
            return element("msqrt", argument());
        }
        if (name == "text" || name == "mathrm" || name == "operatorname") {
            return "<mi mathvariant=\"normal\">" + raw_argument() + "</mi>";
        }
        if (name == "bar" || name == "hat") {
            return element("mover", argument() + element("mo", name == "bar" ? "¯" : "^"));
        }
        if (name == "left") {
            return fenced();
        }
        if (name == "{" || name == "}" || name == "%" || name == "|") {
            return element("mo", name == "|" ? "∥" : name);
        }
        return symbol(name);
    }

    std::string fenced() {
        const std::string open = fence();
        const std::string inner = row('r');
        m_at += std::string_view("\\right").size();
        return element("mrow", open + inner + fence());
    }

    std::string fence() {
        skip_blanks();
        if (peek() == '.') {
            ++m_at;
            return "";
        }
        return peek() == '\\' ? command() : character();
    }

    std::string symbol(std::string_view name) {
        const auto it = std::ranges::find(kSymbols, name, &Symbol::name);
        if (it == kSymbols.end()) {
            throw Unsupported("command");
        }
        if (it->element == "sp") {
            return "<mspace width=\"" + std::string(it->text) + "\"></mspace>";
        }
        m_big = it->element == "big";
        if (it->element == "fn") {
            return "<mi mathvariant=\"normal\">" + std::string(it->text) + "</mi>";
        }
        return element(m_big ? "mo" : it->element, it->text);
    }

    std::string_view m_tex;
    bool m_display;
    bool m_big = false;
    std::size_t m_at = 0;
};

}  // namespace

std::optional<std::string> to_mathml(std::string_view tex, bool display) {
    try {
        return std::string("<math") + (display ? " display=\"block\">" : ">") +
               element("mrow", Parser(tex, display).all()) + "</math>";
    } catch (const Unsupported&) {
        return std::nullopt;
    }
}

}  // namespace jt::report
