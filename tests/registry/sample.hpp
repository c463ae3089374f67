// An operator with every kind of declaration, for the tests of registry/.
#pragma once

#include "registry/registry.hpp"

namespace jt::test {

using registry::Kind;
using registry::ObjectPtr;
using registry::ParamType;

/// An object of any kind that holds nothing.
class Empty final : public registry::Object {
public:
    explicit Empty(Kind kind) : m_kind(kind) {}
    Kind kind() const override { return m_kind; }
    void write(base::Writer& out) const override { out.text("empty"); }

private:
    Kind m_kind;
};

inline ObjectPtr object(Kind kind) { return std::make_shared<Empty>(kind); }

inline registry::ParamSpec param(std::string name, ParamType type, std::string unit = "",
                                 nlohmann::json fallback = nullptr) {
    registry::ParamSpec out;
    out.name = std::move(name);
    out.type = type;
    out.unit = std::move(unit);
    out.fallback = std::move(fallback);
    out.help = {out.name + " 的说明", "what " + out.name + " is"};
    return out;
}

inline registry::OperatorSpec sample_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.reach";
    spec.title = {"可达范围", "Reach"};
    spec.help = {"求可达范围。", "Finds what is in reach."};
    spec.ports = {{"network", Kind::network, true, false, {"路网", "the network"}},
                  {"origins", Kind::table, true, false, {"起点", "origins"}},
                  {"barriers", Kind::layer, false, true, {"障碍", "barriers"}}};
    spec.params = {param("cutoff", ParamType::number, "s", "30 min"),
                   param("count", ParamType::integer, "", 3),
                   param("title", ParamType::text),
                   param("strict", ParamType::boolean, "", false),
                   param("method", ParamType::choice, "", "exact"),
                   param("breaks", ParamType::list, "min"),
                   param("ids", ParamType::list),
                   param("extra", ParamType::object),
                   param("field", ParamType::text)};
    spec.params[0].min = 1;
    spec.params[0].max = 7200;
    spec.params[1].min = 0;
    spec.params[4].choices = {"exact", "fast"};
    spec.params[5].max = 120;
    spec.params[8].required = true;
    spec.outputs = {{"areas",
                     Kind::layer,
                     {"范围", "areas"},
                     {{"cost", registry::ColumnType::real, "min", {"费用", "cost"}},
                      {"名称", registry::ColumnType::text, "", {"名称", "name"}}}},
                    {"matrix", Kind::matrix, {"矩阵", "matrix"}, {}}};
    return spec;
}

}  // namespace jt::test
