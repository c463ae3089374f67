// Small operators for the tests of scenario/, which count how often they run.
#pragma once

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/progress.hpp"
#include "layer/register.hpp"
#include "layer/table.hpp"
#include "scenario/run_graph.hpp"

#include <memory>
#include <string>

namespace jt::test {

using registry::Kind;
using registry::ParamType;

inline registry::ParamSpec param(const std::string& name, ParamType type, nlohmann::json fallback) {
    registry::ParamSpec out;
    out.name = name;
    out.type = type;
    out.fallback = std::move(fallback);
    return out;
}

/// A registry of fakes: fake.numbers (rows, from), fake.scale (table; factor), fake.parity (table),
/// fake.file (tables; name, text), fake.report (run), fake.fail (after), fake.stop.
class Fakes {
public:
    Fakes() {
        layer::register_operators(registry);
        add_tables();
        add_files();
        add_failures();
    }

    int ran(const std::string& name) const {
        const auto it = m_ran->find(name);
        return it == m_ran->end() ? 0 : it->second;
    }

    /// A file that fake.numbers reads; its hash is part of the step's key.
    std::string file_hash = "one";
    registry::Registry registry;

private:
    void add(const std::string& name, std::vector<registry::PortSpec> ports,
             std::vector<registry::ParamSpec> params, Kind kind, const registry::Body& body) {
        registry::OperatorSpec spec;
        spec.name = name;
        spec.title = {"假算子 " + name, "fake " + name};
        spec.ports = std::move(ports);
        spec.params = std::move(params);
        spec.outputs = {{"out", kind, {}, {}}};
        spec.external = [this, name](const nlohmann::json&) {
            return name == "fake.numbers"
                       ? std::vector<registry::ExternalInput>{{"numbers.csv", file_hash}}
                       : std::vector<registry::ExternalInput>();
        };
        registry.add(std::move(spec), [ran = m_ran, name, body](registry::Call& call) {
            ++(*ran)[name];
            return body(call);
        });
    }

    static registry::Outputs numbers(registry::Call& call) {
        std::vector<std::int64_t> values(call.params.at("rows").get<std::size_t>());
        const auto from = call.params.at("from").get<std::int64_t>();
        base::parallel_blocks(values.size(), 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                values[i] = from + static_cast<std::int64_t>(i);
            }
        });
        auto table = std::make_shared<layer::Table>(values.size());
        table->set({"value", layer::Type::integer, "", {}},
                   layer::Column::of_integers(std::move(values)));
        call.diagnostics->warn(base::msg("scenario.compare.none"), "numbers");
        return {{"out", table}};
    }

    /// Every value times the factor; with "parity" its remainder by 2, which often stays the same.
    static registry::Outputs mapped(const registry::Call& call, bool parity) {
        const auto& in = call.in<layer::Table>("table");
        const auto factor = parity ? 1 : call.params.at("factor").get<std::int64_t>();
        std::vector<std::int64_t> values;
        for (std::size_t row = 0; row < in.rows(); ++row) {
            const auto value = in.column("value").integer(row) * factor;
            values.push_back(parity ? value % 2 : value);
        }
        auto table = std::make_shared<layer::Table>(values.size());
        table->set({"value", layer::Type::integer, "", {}},
                   layer::Column::of_integers(std::move(values)));
        return {{"out", table}};
    }

    static registry::Outputs file(const registry::Call& call) {
        auto files = std::make_shared<registry::Files>();
        std::string text = call.params.at("text");
        if (call.has("tables")) {
            for (const auto& object : call.inputs.at("tables")) {
                const auto& table = dynamic_cast<const layer::Table&>(*object);
                for (std::size_t row = 0; row < table.rows(); ++row) {
                    text += table.column("value").show(row) + "\n";
                }
            }
        }
        files->files[call.params.at("name")] = text;
        return {{"out", files}};
    }

    void add_tables() {
        const registry::PortSpec table{"table", Kind::table, true, false, {}};
        add("fake.numbers", {},
            {param("rows", ParamType::integer, 3), param("from", ParamType::integer, 1)},
            Kind::table, numbers);
        add("fake.scale", {table}, {param("factor", ParamType::integer, 10)}, Kind::table,
            [](registry::Call& call) { return mapped(call, false); });
        add("fake.parity", {table}, {}, Kind::table,
            [](registry::Call& call) { return mapped(call, true); });
    }

    void add_files() {
        add("fake.file", {{"tables", Kind::table, false, true, {}}},
            {param("name", ParamType::text, "tables/out.csv"), param("text", ParamType::text, "")},
            Kind::files, file);
        add("fake.report", {}, {param("run", ParamType::object, nlohmann::json::object())},
            Kind::files, [](registry::Call& call) {
                auto files = std::make_shared<registry::Files>();
                files->files["report.json"] = call.params.at("run").dump();
                return registry::Outputs{{"out", files}};
            });
    }

    void add_failures() {
        add("fake.fail", {}, {}, Kind::table, [](registry::Call&) -> registry::Outputs {
            throw base::data_error("base.file.open", "numbers.csv", "gone");
        });
        add("fake.stop", {}, {}, Kind::table, [](registry::Call& call) -> registry::Outputs {
            base::request_cancel();
            call.progress->at(0.5);
            return {};
        });
    }

    std::shared_ptr<std::map<std::string, int>> m_ran =
        std::make_shared<std::map<std::string, int>>();
};

/// A step; inputs are { port, steps }.
inline scenario::Step step(
    const std::string& op, nlohmann::json params = nlohmann::json::object(),
    const std::vector<std::pair<std::string, std::vector<std::size_t>>>& inputs = {}) {
    scenario::Step out;
    out.op = op;
    out.params = std::move(params);
    out.label = op + " step";
    out.where = "plan.lua:7";
    for (const auto& [port, steps] : inputs) {
        for (const std::size_t from : steps) {
            out.inputs[port].push_back({from, ""});
        }
    }
    return out;
}

/// numbers -> scale -> file, and numbers -> parity -> scale -> file.
inline scenario::Plan sample_plan() {
    scenario::Plan plan;
    plan.name = "样例";
    plan.crs = "EPSG:4544";
    plan.seed = 7;
    plan.file = "plan.lua";
    plan.data = "data";
    plan.params = {{"city", "简阳"}};
    plan.variants = {{"现状", 2020, {}}, {"2025", 2025, {{"开通 KLJ", "opens KLJ"}}}};
    plan.steps = {step("fake.numbers"),
                  step("fake.scale", {{"factor", 2}}, {{"table", {0}}}),
                  step("fake.file", {{"name", "tables/scaled.csv"}}, {{"tables", {1}}}),
                  step("fake.parity", nlohmann::json::object(), {{"table", {0}}}),
                  step("fake.scale", {{"factor", 5}}, {{"table", {3}}}),
                  step("fake.file", {{"name", "tables/odd.csv"}}, {{"tables", {4, 1}}})};
    return plan;
}

}  // namespace jt::test
