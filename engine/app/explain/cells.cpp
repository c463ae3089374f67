// Why a cell has its value, in each surface that a run comes to.
#include "app/explain/run.hpp"
#include "base/text.hpp"
#include "geo/crs.hpp"
#include "layer/table.hpp"
#include "surface/surface.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace jt::app {
namespace {

using scenario::Ref;

/// "X,Y" as two numbers; usage error otherwise.
std::pair<double, double> place_of(const std::string& text) {
    const auto parts = base::split(text, ',');
    double numbers[2] = {};
    for (std::size_t i = 0; i < 2 && parts.size() == 2; ++i) {
        const std::string part = base::trim(parts[i]);
        char* end = nullptr;
        numbers[i] = std::strtod(part.c_str(), &end);
        if (part.empty() || *end != '\0' || !std::isfinite(numbers[i])) {
            throw base::usage_error("app.explain.place", text);
        }
    }
    if (parts.size() != 2) {
        throw base::usage_error("app.explain.place", text);
    }
    return {numbers[0], numbers[1]};
}

/// Surfaces by name: the labels of their steps, with the output where there are several.
using Surfaces = std::vector<std::pair<std::string, Ref>>;

Surfaces surfaces_of(const ExplainRun& run) {
    Surfaces out;
    for (std::size_t i = 0; i < run.plan().steps.size(); ++i) {
        const auto& outputs = run.spec(i).outputs;
        for (const auto& output : outputs) {
            if (output.kind == registry::Kind::surface && run.wanted(run.plan().steps[i])) {
                const std::string more =
                    output.name == outputs.front().name ? "" : "." + output.name;
                out.emplace_back(run.plan().steps[i].label + more, Ref{i, output.name});
            }
        }
    }
    return out;
}

/// Those that no other surface is made of.
Surfaces last_of(const ExplainRun& run, const Surfaces& all) {
    std::vector<Ref> used;
    for (const auto& [name, ref] : all) {
        for (const auto& [port, refs] : run.plan().steps[ref.step].inputs) {
            for (const Ref& one : refs) {
                used.push_back({one.step, run.output(one)});
            }
        }
    }
    Surfaces out;
    for (const auto& entry : all) {
        if (std::ranges::find(used, entry.second) == used.end()) {
            out.push_back(entry);
        }
    }
    return out;
}

Surfaces asked_for(const ExplainRun& run, const ExplainRequest& request) {
    const Surfaces all = surfaces_of(run);
    if (all.empty()) {
        throw base::data_error("app.explain.no_surface", request.folder);
    }
    if (request.surface.empty()) {
        return last_of(run, all);
    }
    Surfaces out;
    std::vector<std::string> names;
    for (const auto& entry : all) {
        names.push_back(entry.first);
        if (entry.first == request.surface) {
            out.push_back(entry);
        }
    }
    if (out.empty()) {
        throw base::unknown_name_error("app.explain.surface", request.surface, names);
    }
    return out;
}

/// The rows of the table of steps as JSON.
nlohmann::json rows_of(const layer::Table& table) {
    nlohmann::json out = nlohmann::json::array();
    for (std::size_t row = 0; row < table.rows(); ++row) {
        nlohmann::json entry = nlohmann::json::object();
        for (std::size_t i = 0; i < table.fields().size(); ++i) {
            const auto& column = table.column(i);
            if (column.type() == layer::Type::text) {
                entry[table.fields()[i].name] = column.show(row);
            } else if (column.valid(row)) {
                entry[table.fields()[i].name] = column.number(row);
            }
        }
        out.push_back(std::move(entry));
    }
    return out;
}

}  // namespace

void explain_cells(ExplainRun& run, const ExplainRequest& request, Explanations& out) {
    const auto [x, y] = place_of(request.at);
    const Surfaces wanted = asked_for(run, request);
    std::vector<std::size_t> steps;
    for (const auto& [name, ref] : wanted) {
        steps.push_back(ref.step);
    }
    run.compute(steps);
    const bool zh = run.session().options.lang == base::Lang::zh;
    for (const auto& [name, ref] : wanted) {
        registry::Call call;
        call.inputs["surface"] = {run.object(ref)};
        call.params = {
            {"x", x}, {"y", y}, {"crs", request.crs.empty() ? run.plan().crs : request.crs}};
        const auto outputs = run.session().registry().run("surface.explain", call);
        const auto& text = dynamic_cast<const layer::Table&>(*outputs.at("text"));
        out.line(0, name);
        nlohmann::json lines = nlohmann::json::array();
        for (std::size_t row = 0; row < text.rows(); ++row) {
            lines.push_back(text.column(zh ? "zh" : "en").show(row));
            out.line(1, lines.back());
        }
        const auto& found = dynamic_cast<const layer::Table&>(*outputs.at("steps"));
        out.add({{"kind", "cell"},
                 {"surface", name},
                 {"x", x},
                 {"y", y},
                 {"lines", lines},
                 {"steps", rows_of(found)}});
    }
}

}  // namespace jt::app
