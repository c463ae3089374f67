// XML written by hand: elements nested by their own order, values escaped. Internal to source/.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jt::source {

/// Text for an element or attribute: &<>"' escaped, control characters that XML has no place for
/// replaced by blanks.
std::string xml_escape(std::string_view text);

/// Builds a document; every element is closed by close() in the reverse order of open().
class XmlText {
public:
    using Attributes = std::vector<std::pair<std::string_view, std::string>>;

    void open(std::string_view name, const Attributes& attributes = {});
    void close();
    void leaf(std::string_view name, const Attributes& attributes);
    void text(std::string_view name, std::string_view value, const Attributes& attributes = {});
    /// Raw text, for a document type.
    void raw(std::string_view text) { m_out += text; }
    const std::string& str() const { return m_out; }

private:
    void start(std::string_view name, const Attributes& attributes);
    std::string m_out;
    std::vector<std::string> m_open;
};

}  // namespace jt::source
