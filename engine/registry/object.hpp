// What flows between operators: immutable objects of a few kinds, known here only by kind and
// bytes.
#pragma once

#include "base/archive.hpp"

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace jt::registry {

/// files: named byte strings made by map and report operators (PDF, PNG, docx ...).
enum class Kind { layer, table, matrix, network, surface, files };

std::string_view kind_name(Kind kind);
Kind kind_from_name(std::string_view name);  ///< internal error for an unknown name

class Object {
public:
    virtual ~Object() = default;
    virtual Kind kind() const = 0;
    /// Writes everything that a reader of its kind needs to build an equal object.
    virtual void write(base::Writer& out) const = 0;
    /// Facts for the list of data: "features", "schematic" (how many are marked so; absent where
    /// nothing says). Default: none.
    virtual nlohmann::json summary() const;

protected:
    Object() = default;
    Object(const Object&) = default;
    Object& operator=(const Object&) = default;
    Object(Object&&) = default;
    Object& operator=(Object&&) = default;
};

using ObjectPtr = std::shared_ptr<const Object>;
using ObjectReader = std::function<ObjectPtr(base::Reader&)>;

/// The bytes of a file: in memory or part of a file of the machine; copies share them.
class Bytes {
public:
    Bytes() = default;
    Bytes(std::string bytes);  // NOLINT(google-explicit-constructor): a string is bytes
    Bytes(std::shared_ptr<const base::MappedFile> file, std::string_view part)
        : m_owner(std::move(file)), m_view(part) {}
    operator std::string_view() const { return m_view; }  // NOLINT(google-explicit-constructor)
    std::size_t size() const { return m_view.size(); }
    bool operator==(const Bytes& other) const { return m_view == other.m_view; }
    std::string str() const { return std::string(m_view); }

private:
    std::shared_ptr<const void> m_owner;
    std::string_view m_view;
};

/// Files by their path below the run folder, "maps/01.pdf" -> bytes.
class Files final : public Object {
public:
    std::map<std::string, Bytes> files;
    Kind kind() const override { return Kind::files; }
    void write(base::Writer& out) const override;
    static ObjectPtr read(base::Reader& in);
};

/// Hex SHA-256 over kind and bytes.
std::string content_hash(const Object& object);

}  // namespace jt::registry
