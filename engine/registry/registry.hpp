// The one registry of operators, whatever their origin.
#pragma once

#include "registry/spec.hpp"

#include <map>
#include <string>
#include <vector>

namespace jt::registry {

struct Operator {
    OperatorSpec spec;
    Body body;
};

class Registry {
public:
    /// Adds an operator; a name that is taken is a data error that names both origins.
    void add(OperatorSpec spec, Body body);
    /// Tells how objects of a kind are read back from the cache.
    void add_reader(Kind kind, ObjectReader reader);

    /// Data error with "did you mean" for an unknown name.
    const Operator& find(const std::string& name) const;
    const Operator* find_or_null(const std::string& name) const;
    std::vector<std::string> names() const;  ///< sorted
    ObjectPtr read(Kind kind, base::Reader& in) const;

    /// Validates params and ports (a table port takes a layer too), runs the body, and checks that
    /// every declared output is there with its kind. Null diagnostics or progress: nobody listens.
    Outputs run(const std::string& name, Call call) const;

private:
    std::map<std::string, Operator> m_operators;
    std::map<Kind, ObjectReader> m_readers;
};

/// Help text of one operator for the terminal.
std::string help_text(const OperatorSpec& spec, base::Lang lang);
/// JSON Schema (draft 2020-12) of its parameters, with ports and outputs beside it.
nlohmann::json json_schema(const OperatorSpec& spec, base::Lang lang);

}  // namespace jt::registry
