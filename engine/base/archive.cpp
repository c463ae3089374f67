#include "base/archive.hpp"

#include "base/error.hpp"

namespace jt::base {

void Writer::text(std::string_view value) {
    integer(static_cast<std::int64_t>(value.size()));
    raw(value.data(), value.size());
}

namespace {
constexpr std::size_t kBlock = std::size_t{1} << 20;
}

void Writer::raw(const void* data, std::size_t size) {
    if (m_sink && size >= kBlock) {
        flush();
        m_sink({static_cast<const char*>(data), size});
        return;
    }
    m_bytes.append(static_cast<const char*>(data), size);
    if (m_sink && m_bytes.size() >= kBlock) {
        flush();
    }
}

void Writer::flush() {
    if (m_sink && !m_bytes.empty()) {
        m_sink(m_bytes);
        m_bytes.clear();
    }
}

std::string_view Reader::take(std::size_t count, std::size_t size) {
    if (count > m_bytes.size() / size) {
        throw data_error("base.archive.short");
    }
    const std::string_view out = m_bytes.substr(0, count * size);
    m_bytes.remove_prefix(out.size());
    return out;
}

std::string_view Reader::text_view() {
    const auto size = static_cast<std::size_t>(integer());
    return take(size, 1);
}

std::int64_t Reader::integer() {
    std::int64_t value = 0;
    std::memcpy(&value, take(1, sizeof value).data(), sizeof value);
    return value;
}

double Reader::real() {
    double value = 0;
    std::memcpy(&value, take(1, sizeof value).data(), sizeof value);
    return value;
}

void Reader::expect_end() const {
    if (!m_bytes.empty()) {
        throw data_error("base.archive.short");
    }
}

}  // namespace jt::base
