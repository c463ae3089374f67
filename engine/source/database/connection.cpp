#include "source/database/connection.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

namespace jt::source {
namespace {

constexpr std::string_view kPrefix = "pg:";
constexpr std::string_view kHidden = "***";
/// A server that does not answer is given up after so many seconds.
constexpr const char* kPatience = "10";

/// What libpq 15 knows, and GDAL's "tables".
const std::vector<std::string>& known_keys() {
    static const std::vector<std::string> keys = {"host",
                                                  "hostaddr",
                                                  "port",
                                                  "dbname",
                                                  "user",
                                                  "password",
                                                  "passfile",
                                                  "tables",
                                                  "require_auth",
                                                  "channel_binding",
                                                  "connect_timeout",
                                                  "client_encoding",
                                                  "options",
                                                  "application_name",
                                                  "fallback_application_name",
                                                  "keepalives",
                                                  "keepalives_idle",
                                                  "keepalives_interval",
                                                  "keepalives_count",
                                                  "tcp_user_timeout",
                                                  "gssencmode",
                                                  "sslmode",
                                                  "sslcompression",
                                                  "sslcert",
                                                  "sslkey",
                                                  "sslpassword",
                                                  "sslrootcert",
                                                  "sslcrl",
                                                  "sslcrldir",
                                                  "sslsni",
                                                  "requirepeer",
                                                  "ssl_min_protocol_version",
                                                  "ssl_max_protocol_version",
                                                  "krbsrvname",
                                                  "gsslib",
                                                  "service",
                                                  "target_session_attrs"};
    return keys;
}

bool is_secret(const std::string& key) { return key.ends_with("password"); }

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// Cuts a connection string as libpq does.
class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    bool more() {
        skip_blanks();
        return m_at < m_text.size();
    }
    std::string key() {
        const std::size_t start = m_at;
        while (m_at < m_text.size() && m_text[m_at] != '=' && !is_blank(m_text[m_at])) {
            ++m_at;
        }
        const std::string out(m_text.substr(start, m_at - start));
        skip_blanks();
        if (out.empty() || m_at == m_text.size() || m_text[m_at] != '=') {
            throw base::data_error("source.connection.form");
        }
        ++m_at;
        skip_blanks();
        return out;
    }
    std::string value() {
        const bool quoted = m_at < m_text.size() && m_text[m_at] == '\'';
        m_at += quoted ? 1 : 0;
        std::string out;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (quoted ? c == '\'' : is_blank(c)) {
                ++m_at;
                return out;
            }
            const bool escape = c == '\\' && m_at + 1 < m_text.size();
            out += escape ? m_text[++m_at] : c;
        }
        if (quoted) {
            throw base::data_error("source.connection.form");
        }
        return out;
    }

private:
    void skip_blanks() {
        while (m_at < m_text.size() && is_blank(m_text[m_at])) {
            ++m_at;
        }
    }
    std::string_view m_text;
    std::size_t m_at = 0;
};

std::string quoted(const std::string& value) {
    std::string out = "'";
    for (const char c : value) {
        out += c == '\'' || c == '\\' ? "\\" : "";
        out += c;
    }
    return out + "'";
}

std::string shown_value(const std::string& value) {
    const bool plain = !value.empty() && std::none_of(value.begin(), value.end(), [](char c) {
        return is_blank(c) || c == '\'' || c == '\\';
    });
    return plain ? value : quoted(value);
}

std::size_t find_word(const std::string& lower, std::string_view word, std::size_t from) {
    const std::size_t at = lower.find(word, from);
    return at == std::string::npos ? lower.size() : at;
}

/// Where a secret that begins at `at` ends.
std::size_t secret_end(std::string_view text, std::size_t at) {
    const char quote = at < text.size() ? text[at] : ' ';
    if (quote == '\'' || quote == '"') {
        for (++at; at < text.size() && text[at] != quote; ++at) {
            at += text[at] == '\\' ? 1 : 0;
        }
        return std::min(at + 1, text.size());
    }
    while (at < text.size() && std::string_view(" \t\n,;'\"`&").find(text[at]) == text.npos) {
        at += text[at] == '\\' ? 2 : 1;
    }
    return std::min(at, text.size());
}

/// "user:secret@" behind "://" gives way to "***@".
std::string without_user(std::string text) {
    for (std::size_t at = text.find("://"); at != text.npos; at = text.find("://", at + 3)) {
        const std::size_t end = text.find_first_of("@/ \n", at + 3);
        if (end != text.npos && text[end] == '@') {
            text.replace(at + 3, end - at - 3, kHidden);
        }
    }
    return text;
}

/// "mysql" of "MySQL:plan,user=x"; "" where a file's path would look the same.
std::string driver_prefix(const std::string& path) {
    const std::size_t colon = path.find(':');
    const bool word = colon != path.npos && colon > 1 &&
                      std::all_of(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(colon),
                                  [](unsigned char c) { return c < 128 && std::isalnum(c) != 0; });
    return word ? path.substr(0, colon + 1) : "";
}

}  // namespace

bool is_connection(std::string_view path) {
    return base::lower(path.substr(0, kPrefix.size())) == kPrefix;
}

std::string Connection::get(std::string_view name) const {
    for (const auto& [key, value] : settings) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

std::string Connection::for_gdal() const {
    std::string out = "PG:";
    for (const auto& [key, value] : settings) {
        out += key + "=" + quoted(value) + " ";
    }
    const bool limited =
        !get("connect_timeout").empty() || std::getenv("PGCONNECT_TIMEOUT") != nullptr;
    return limited ? out : out + "connect_timeout=" + kPatience;
}

Connection parse_connection(const std::string& path) {
    const std::string text = path.substr(kPrefix.size());
    if (text.find("://") != text.npos && text.find('=') > text.find("://")) {
        throw base::data_error("source.connection.form");
    }
    Connection out;
    for (Parser parser(text); parser.more();) {
        const std::string key = parser.key(), value = parser.value();
        if (std::find(known_keys().begin(), known_keys().end(), key) == known_keys().end()) {
            // What a blank in a password left over is no key, and not for showing.
            const std::string near = base::did_you_mean(key, known_keys());
            throw near.empty() ? base::data_error("source.connection.key")
                               : base::data_error("source.connection.key.near", near);
        }
        if (key == "tables" && (value.find(',') != value.npos || !out.table.empty())) {
            throw base::data_error("source.connection.tables");
        }
        key == "tables" ? void(out.table = value) : void(out.settings.emplace_back(key, value));
    }
    return out;
}

std::string masked(std::string_view text) {
    std::string out;
    const std::string lower = base::lower(text);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t long_word = find_word(lower, "password", at);
        const std::size_t short_word = find_word(lower, "pwd", at);
        std::size_t next = long_word < short_word ? long_word + 8 : short_word + 3;
        next = std::min(next, text.size());
        out += text.substr(at, next - at);
        at = next;
        while (next < text.size() && is_blank(text[next])) {
            ++next;
        }
        if (next < text.size() && text[next] == '=') {
            ++next;
            while (next < text.size() && is_blank(text[next])) {
                ++next;
            }
            out += "=" + std::string(kHidden);
            at = secret_end(text, next);
        }
    }
    return without_user(std::move(out));
}

std::string shown_path(const std::string& path) {
    if (!is_connection(path)) {
        return masked(path);
    }
    try {
        const Connection found = parse_connection(path);
        std::string out;
        for (const auto& [key, value] : found.settings) {
            out += (out.empty() ? "PG:" : " ") + key + "=" +
                   (is_secret(key) ? std::string(kHidden) : shown_value(value));
        }
        out = out.empty() ? "PG:" : out;
        return found.table.empty() ? out : out + " tables=" + shown_value(found.table);
    } catch (const base::Error&) {
        // Where it breaks off nobody knows what belongs to a password.
        const std::size_t at = base::lower(path).find("pass");
        const bool url = path.find("://") != path.npos;
        return url ? "PG:***" : at == path.npos ? path : path.substr(0, at) + std::string(kHidden);
    }
}

std::string short_name(const std::string& path) {
    if (!is_connection(path)) {
        return std::filesystem::path(path).filename().string();
    }
    try {
        const Connection found = parse_connection(path);
        const std::string name = found.get("dbname");
        return "PG:" + (name.empty() ? found.get("service") : name);
    } catch (const base::Error&) {
        return "PG:";  // reading it tells what is wrong
    }
}

std::pair<std::string, std::string> split_layer(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    if (colon == text.npos) {
        return {text, ""};
    }
    const std::string tail = text.substr(colon + 1);
    const bool setting =
        is_connection(text) && (colon < kPrefix.size() || tail.find_first_of("='\\") != tail.npos);
    return setting ? std::pair(text, std::string()) : std::pair(text.substr(0, colon), tail);
}

bool looks_foreign(const std::string& path) { return !driver_prefix(path).empty(); }

void refuse_foreign(const std::string& path) {
    if (path.starts_with("/vsi")) {
        throw base::data_error("source.file.virtual", path.substr(0, path.find('/', 1) + 1));
    }
    const std::string prefix = driver_prefix(path);
    std::error_code code;
    if (!prefix.empty() && !std::filesystem::exists(path, code)) {
        throw base::data_error("source.connection.other", prefix);
    }
}

}  // namespace jt::source
