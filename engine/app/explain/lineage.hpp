// Where a value of a row comes from: the steps that made its column, down to files and features.
#pragma once

#include "app/explain/run.hpp"
#include "layer/table.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace jt::app {

/// A file that a step reads, with its hash.
struct SourceFile {
    std::string path, sha256;
};

/// A column and the step that made it; `shown`: the value with six digits; `note`: the value
/// function or expression.
struct Made {
    std::size_t step = 0;
    std::string column, value, shown, unit, note;
};

class Lineage {
public:
    explicit Lineage(ExplainRun& run) : m_run(run) {}

    /// From the column of an output back to where it was made, step by step through value
    /// functions, computed columns and joins; `id` names the row.
    std::vector<Made> of(scenario::Ref ref, std::string column, const std::string& id);
    /// What the step and all before it read, each file of a data set once.
    std::vector<SourceFile> files(std::size_t step) const;
    /// The first layer on the way to the data of an output that came from a file and has the row.
    struct Feature {
        std::int64_t id = 0;
        std::string layer;
        SourceFile file;
    };
    std::optional<Feature> feature(scenario::Ref ref, const std::string& id);

    /// Nothing for objects that are no tables.
    std::shared_ptr<const layer::Table> table(const scenario::Ref& ref);
    /// The row of that name (layer::row_names by the step's parameter id).
    std::optional<std::size_t> row(const scenario::Ref& ref, const std::string& id);

private:
    struct Before {
        scenario::Ref ref;
        std::string column;
    };
    std::optional<Before> before(const scenario::Ref& ref, const std::string& column,
                                 std::string& note);
    std::optional<Before> joined(std::size_t step, const std::string& column);
    std::optional<Before> kept(std::size_t step, const std::string& column);
    const scenario::Ref* input(std::size_t step, const std::string& port) const;
    const nlohmann::json& params(std::size_t step) const { return m_run.result(step).params; }

    ExplainRun& m_run;
};

}  // namespace jt::app
