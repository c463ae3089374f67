// Why a cell of a surface has its value: every step down to the files.
#pragma once

#include "base/message.hpp"
#include "surface/surface.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::surface {

/// Cells around a cell that a step reads, and their range; nothing where none has a value.
struct Around {
    std::size_t cells = 0;
    double least = 0, most = 0;
};

/// One step, or a rule of a rule set. NaN: no value, or not applicable.
struct ExplainedStep {
    std::optional<std::size_t> parent;  ///< the step that uses it
    std::size_t depth = 0;
    std::string kind;  ///< as Recipe::kind, or "file", "held", "rule"
    std::string name;  ///< what the step above calls it; of a rule its step
    double value;
    double weight, part;    ///< in a weighted sum above: part = weight x value
    nlohmann::json detail;  ///< function, expression, sizes: what the step was given
    std::string clause, edition, doubtful;  ///< of rules
    std::optional<FileBand> file;
    std::optional<Around> around;  ///< where the step above reads neighbours
};

struct CellExplanation {
    Cell cell;
    double x = 0, y = 0;               ///< its centre
    std::vector<ExplainedStep> steps;  ///< each before what it is made of
};

/// The cell at a place in the surface's CRS. Data error "surface.explain.outside" with the extent.
CellExplanation explain(const SurfacePtr& surface, double x, double y);

/// For people, one line a step, two blanks for each level.
std::vector<std::string> explanation_lines(const CellExplanation& found, base::Lang lang);

}  // namespace jt::surface
