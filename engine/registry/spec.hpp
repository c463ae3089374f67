// An operator, declared once: ports, typed parameters, outputs, texts. Help, schema, checks and
// forms come from here.
#pragma once

#include "base/diagnostic.hpp"
#include "base/message.hpp"
#include "base/progress.hpp"
#include "registry/object.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::registry {

enum class ColumnType { boolean, integer, real, text };
std::string_view column_type_name(ColumnType type);
ColumnType column_type_from_name(std::string_view name);  ///< data error for an unknown name

/// A column as declared: of a layer, a table, or an operator's output.
struct ColumnSpec {
    std::string name;
    ColumnType type = ColumnType::real;
    std::string unit;  ///< "" for none, else one that base/units.hpp knows
    base::Text title;  ///< for people; empty: the name itself
    bool operator==(const ColumnSpec& o) const {
        return name == o.name && type == o.type && unit == o.unit;
    }
};

enum class ParamType { number, integer, text, boolean, choice, list, object };
std::string_view param_type_name(ParamType type);

/// A parameter. Numbers take text with a unit ("30 min") and are kept in `unit`.
struct ParamSpec {
    std::string name;
    ParamType type = ParamType::number;
    std::string unit;
    nlohmann::json fallback;  ///< null: no value (then the body sees null) unless required
    bool required = false;
    std::optional<double> min,
        max;  ///< inclusive, in `unit`; for number and integer, and each number of a list
    std::vector<std::string> choices;  ///< for choice
    base::Text help;
};

/// A parameter that stands at `fallback` when it is not given.
ParamSpec make_param(std::string name, ParamType type, nlohmann::json fallback, base::Text help);

/// A parameter that must be given.
ParamSpec required_param(std::string name, ParamType type, base::Text help);

/// One of the words; the first when none is given.
ParamSpec choice_param(std::string name, std::vector<std::string> choices, base::Text help);

struct PortSpec {
    std::string name;
    Kind kind = Kind::layer;
    bool required = true;
    bool many = false;  ///< takes several objects, in order
    base::Text help;
};

/// Columns of an input that an output still has.
struct KeptColumns {
    std::string port;         ///< of its first object
    std::string suffix = {};  ///< added to names that are taken
    /// Text or list parameters that name the columns; empty: all columns.
    std::vector<std::string> params = {};
};

struct OutputSpec {
    std::string name;
    Kind kind = Kind::layer;
    base::Text help;
    std::vector<ColumnSpec> columns;  ///< columns it adds or holds, as far as known before running
    std::vector<KeptColumns> keeps = {};  ///< columns it takes over, in this order, before its own
};

/// How a result is computed, for help and for the report's chapter on method.
struct FormulaSpec {
    base::Text title;
    std::string tex;     ///< TeX mathematics
    base::Text where;    ///< what the signs mean, with units
    std::string source;  ///< "Hansen 1959"; "" where it is the owner's own
};

class Registry;

/// What a running body sees. Inputs are immutable and shared; params are validated and complete.
struct Call {
    std::map<std::string, std::vector<ObjectPtr>> inputs;
    nlohmann::json params;
    base::Diagnostics* diagnostics = nullptr;
    const base::Progress* progress = nullptr;
    const Registry* registry = nullptr;

    bool has(const std::string& port) const;
    /// The object of a port; T is its class (layer::Layer ...). Internal error when the port is
    /// empty.
    template <class T>
    const T& in(const std::string& port) const {
        return dynamic_cast<const T&>(*object(port));
    }
    template <class T>
    std::shared_ptr<const T> shared(const std::string& port) const {
        return std::dynamic_pointer_cast<const T>(object(port));
    }
    const ObjectPtr& object(const std::string& port) const;
};

using Outputs = std::map<std::string, ObjectPtr>;
using Body = std::function<Outputs(Call&)>;

/// A file that a step reads, for the cache key and for provenance.
struct ExternalInput {
    std::string path;
    std::string sha256;
};

struct OperatorSpec {
    std::string name;                ///< "network.build"; plugins: "transport_links"
    int version = 1;                 ///< part of every cache key: raise it when results change
    std::string origin = "builtin";  ///< builtin | lua:<plugin> | native:<plugin>
    std::string fingerprint;  ///< hash of a plugin's code, part of every cache key; "" for builtin
    base::Text title, help;
    std::vector<PortSpec> ports;
    std::vector<ParamSpec> params;
    std::vector<OutputSpec> outputs;  ///< the first is the main one
    std::vector<FormulaSpec> formulas;
    /// Files read for these params (all side files too); absent: none.
    std::function<std::vector<ExternalInput>(const nlohmann::json& params)> external;
    /// Columns of the main output as far as `check` may know them from headers; absent:
    /// outputs[0].columns.
    std::function<std::vector<ColumnSpec>(const nlohmann::json& params)> probe;
    /// What can be held against validated params before anything runs, beyond types and ranges:
    /// throws the error that running would. `given`: how many objects each port gets. Absent:
    /// nothing.
    std::function<void(const nlohmann::json& params,
                       const std::map<std::string, std::size_t>& given)>
        check;

    const ParamSpec* param(std::string_view param_name) const;
    const PortSpec* port(std::string_view port_name) const;
    const OutputSpec* output(std::string_view output_name) const;
};

/// Checks names, types, units, ranges and choices; fills fallbacks; gives the canonical object that
/// bodies and cache keys see. Data errors name operator, parameter, what was found, what is wanted,
/// and the closest known name.
nlohmann::json validate_params(const OperatorSpec& spec, const nlohmann::json& given);

/// A parameter typed on a command line or in a form, as validate_params takes it: true/false,
/// yes/no, 1/0 or 是/否 for booleans, "a, b" or JSON for lists, JSON for objects, else the text.
/// Data error where it cannot be read.
nlohmann::json param_from_text(const ParamSpec& spec, const std::string& text);

}  // namespace jt::registry
