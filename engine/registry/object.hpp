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

/// Files by their path below the run folder, "maps/01.pdf" -> bytes.
class Files final : public Object {
public:
    std::map<std::string, std::string> files;
    Kind kind() const override { return Kind::files; }
    void write(base::Writer& out) const override;
    static ObjectPtr read(base::Reader& in);
};

/// Hex SHA-256 over kind and bytes.
std::string content_hash(const Object& object);

}  // namespace jt::registry
