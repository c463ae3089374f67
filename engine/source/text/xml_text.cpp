#include "source/text/xml_text.hpp"

namespace jt::source {

std::string xml_escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&apos;"; break;
            case '\n': out += "&#10;"; break;
            default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return out;
}

void XmlText::start(std::string_view name, const Attributes& attributes) {
    m_out += '<';
    m_out += name;
    for (const auto& [key, value] : attributes) {
        m_out += ' ';
        m_out += key;
        m_out += "=\"" + xml_escape(value) + '"';
    }
}

void XmlText::open(std::string_view name, const Attributes& attributes) {
    start(name, attributes);
    m_out += '>';
    m_open.emplace_back(name);
}

void XmlText::close() {
    m_out += "</" + m_open.back() + ">";
    m_open.pop_back();
}

void XmlText::leaf(std::string_view name, const Attributes& attributes) {
    start(name, attributes);
    m_out += "/>";
}

void XmlText::text(std::string_view name, std::string_view value, const Attributes& attributes) {
    start(name, attributes);
    m_out += ">" + xml_escape(value) + "</";
    m_out += name;
    m_out += '>';
}

}  // namespace jt::source
