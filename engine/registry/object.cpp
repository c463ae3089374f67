#include "registry/object.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"

#include <algorithm>
#include <array>

namespace jt::registry {
namespace {
constexpr std::array<std::string_view, 6> kKindNames = {"layer",   "table",   "matrix",
                                                        "network", "surface", "files"};
}

std::string_view kind_name(Kind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

Kind kind_from_name(std::string_view name) {
    const auto it = std::ranges::find(kKindNames, name);
    if (it == kKindNames.end()) {
        throw base::internal_error("registry.kind.unknown", name);
    }
    return static_cast<Kind>(it - kKindNames.begin());
}

nlohmann::json Object::summary() const { return nlohmann::json::object(); }

Bytes::Bytes(std::string bytes) {
    auto owner = std::make_shared<const std::string>(std::move(bytes));
    m_view = *owner;
    m_owner = std::move(owner);
}

void Files::write(base::Writer& out) const {
    out.integer(static_cast<std::int64_t>(files.size()));
    for (const auto& [name, bytes] : files) {
        out.text(name);
        out.text(bytes);
    }
}

ObjectPtr Files::read(base::Reader& in) {
    auto result = std::make_shared<Files>();
    const std::int64_t count = in.integer();
    for (std::int64_t i = 0; i < count; ++i) {
        std::string name = in.text();
        const std::string_view bytes = in.text_view();
        result->files[std::move(name)] =
            in.file() ? Bytes(in.file(), bytes) : Bytes(std::string(bytes));
    }
    return result;
}

std::string content_hash(const Object& object) {
    base::Hasher hasher;
    base::Writer out([&](std::string_view bytes) { hasher.raw(bytes.data(), bytes.size()); });
    out.text(kind_name(object.kind()));
    object.write(out);
    out.flush();
    return hasher.hex();
}

}  // namespace jt::registry
