// A plain little-endian byte archive for the cache: what Writer appends, Reader gives back,
// checked.
#pragma once

#include "base/mapped_file.hpp"

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace jt::base {

class Writer {
public:
    /// Keeps what is written.
    Writer() = default;
    /// Hands it on, block by block; flush() hands on the rest.
    explicit Writer(std::function<void(std::string_view)> sink) : m_sink(std::move(sink)) {}

    void text(std::string_view value);
    void integer(std::int64_t value) { raw(&value, sizeof value); }
    void real(double value) { raw(&value, sizeof value); }
    template <class T>
    void values(const std::vector<T>& items) {
        static_assert(std::is_trivially_copyable_v<T>);
        integer(static_cast<std::int64_t>(items.size()));
        raw(items.data(), items.size() * sizeof(T));
    }
    const std::string& bytes() const { return m_bytes; }
    void flush();

private:
    void raw(const void* data, std::size_t size);
    std::string m_bytes;
    std::function<void(std::string_view)> m_sink;
};

/// Reads in the order of writing; throws Error(data, "base.archive.short") when bytes are missing
/// or left over.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}
    /// `bytes` are of that file, which objects may keep open rather than copy from it.
    Reader(std::string_view bytes, std::shared_ptr<const MappedFile> file)
        : m_bytes(bytes), m_file(std::move(file)) {}
    std::string text() { return std::string(text_view()); }
    /// Valid as long as the bytes are.
    std::string_view text_view();
    const std::shared_ptr<const MappedFile>& file() const { return m_file; }  ///< may be null
    std::int64_t integer();
    double real();
    template <class T>
    std::vector<T> values() {
        static_assert(std::is_trivially_copyable_v<T>);
        const auto count = static_cast<std::size_t>(integer());
        const std::string_view block = take(count, sizeof(T));
        std::vector<T> out(count);
        if (count > 0) {
            std::memcpy(out.data(), block.data(), block.size());
        }
        return out;
    }
    void expect_end() const;

private:
    std::string_view take(std::size_t count, std::size_t size);
    std::string_view m_bytes;
    std::shared_ptr<const MappedFile> m_file;
};

}  // namespace jt::base
