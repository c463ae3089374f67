#include "base/archive.hpp"

#include "base/error.hpp"

namespace jt::base {

void Writer::text(std::string_view value) {
    integer(static_cast<std::int64_t>(value.size()));
    raw(value.data(), value.size());
}

std::string_view Reader::take(std::size_t count, std::size_t size) {
    if (count > m_bytes.size() / size) {
        throw data_error("base.archive.short");
    }
    const std::string_view out = m_bytes.substr(0, count * size);
    m_bytes.remove_prefix(out.size());
    return out;
}

std::string Reader::text() {
    const auto size = static_cast<std::size_t>(integer());
    return std::string(take(size, 1));
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
