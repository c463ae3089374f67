#include "locate/mip.hpp"

#include "base/error.hpp"

#include <CbcConfig.h>
#include <CbcEventHandler.hpp>
#include <CbcHeuristic.hpp>
#include <CbcHeuristicFPump.hpp>
#include <CbcModel.hpp>
#include <CglClique.hpp>
#include <CglGomory.hpp>
#include <CglKnapsackCover.hpp>
#include <CglMixedIntegerRounding2.hpp>
#include <CglProbing.hpp>
#include <ClpEventHandler.hpp>
#include <ClpSimplex.hpp>
#include <ClpSolve.hpp>
#include <CoinHelperFunctions.hpp>
#include <OsiClpSolverInterface.hpp>

#include <algorithm>
#include <cmath>
#include <mutex>

namespace jt::locate {
namespace {

/// Is the user's Ctrl-C there? Nothing may be thrown through the library.
bool cancelled() {
    try {
        base::check_cancel();
        return false;
    } catch (const base::Error&) {
        return true;
    }
}

/// Stops the simplex method between iterations.
class StopSimplex final : public ClpEventHandler {
public:
    int event(Event) override { return cancelled() ? 0 : -1; }
    ClpEventHandler* clone() const override { return new StopSimplex(*this); }
};

/// Stops the tree between nodes, and tells how far it is.
class StopSearch final : public CbcEventHandler {
public:
    explicit StopSearch(const base::Progress& progress) : m_progress(&progress) {}
    CbcAction event(CbcEvent) override {
        const CbcModel* model = getModel();
        try {
            double share = 0;
            if (model != nullptr && model->getSolutionCount() > 0 &&
                model->getBestPossibleObjValue() > -1e30) {
                const double best = model->getObjValue();
                const double gap = best - model->getBestPossibleObjValue();
                share = 1 - std::clamp(gap / std::max(1.0, std::abs(best)), 0.0, 1.0);
            }
            m_progress->at(share, "CBC");
            return noAction;
        } catch (const base::Error&) {
            return stop;
        }
    }
    CbcEventHandler* clone() const override { return new StopSearch(*this); }

private:
    const base::Progress* m_progress;
};

/// Objectives in the millions suit the solver's tolerances; a power of two changes no digit. Whole
/// numbers stay as they are: the solver then knows that the next better one is 1 away.
double scale_of(const Program& program, const std::vector<double>& start) {
    double size = 0;
    bool whole = true;
    for (std::size_t i = 0; i < program.columns.size(); ++i) {
        const double cost = program.columns[i].cost;
        size += std::abs(cost) * (start.empty() ? 1 : std::abs(start[i]));
        whole = whole && (cost == 0 || (program.columns[i].integer && cost == std::round(cost)));
    }
    if ((whole && size < 1e7) || !(size > 0)) {
        return 1;
    }
    constexpr int kBits = 20;
    return std::ldexp(1.0, kBits - std::ilogb(size));
}

void load(OsiClpSolverInterface& lp, const Program& program, double scale) {
    std::vector<double> cost, lower, upper;
    for (const Program::Column& column : program.columns) {
        cost.push_back(column.cost * scale);
        lower.push_back(column.lower);
        upper.push_back(column.upper);
    }
    const auto bounded = [&lp](std::vector<double> values) {
        for (double& value : values) {
            value = std::isinf(value) ? std::copysign(lp.getInfinity(), value) : value;
        }
        return values;
    };
    const std::vector<double> row_lower = bounded(program.lower),
                              row_upper = bounded(program.upper);
    std::vector<int> lengths;
    std::vector<CoinBigIndex> first;
    for (std::size_t row = 0; row + 1 < program.first.size(); ++row) {
        first.push_back(program.first[row]);
        lengths.push_back(program.first[row + 1] - program.first[row]);
    }
    const CoinPackedMatrix rows(
        false, static_cast<int>(program.columns.size()), static_cast<int>(lengths.size()),
        static_cast<CoinBigIndex>(program.index.size()), program.value.data(), program.index.data(),
        first.data(), lengths.data());
    lp.loadProblem(rows, lower.data(), upper.data(), cost.data(), row_lower.data(),
                   row_upper.data());
    for (std::size_t i = 0; i < program.columns.size(); ++i) {
        if (program.columns[i].integer) {
            lp.setInteger(static_cast<int>(i));
        }
    }
}

void add_methods(CbcModel& model, bool has_start) {
    CglProbing probing;
    probing.setUsingObjective(1);
    probing.setMaxPass(1);
    probing.setMaxPassRoot(3);
    probing.setMaxProbe(10);
    probing.setMaxProbeRoot(200);
    probing.setMaxLook(10);
    probing.setMaxLookRoot(50);
    probing.setRowCuts(3);
    CglGomory gomory;
    CglKnapsackCover knapsack;
    CglClique clique;
    clique.setStarCliqueReport(false);
    clique.setRowCliqueReport(false);
    CglMixedIntegerRounding2 rounding(1, true, 1);
    model.addCutGenerator(&probing, -1, "probing");
    model.addCutGenerator(&gomory, -1, "Gomory");
    model.addCutGenerator(&knapsack, -1, "knapsack");
    model.addCutGenerator(&clique, -1, "clique");
    model.addCutGenerator(&rounding, -1, "rounding");
    CbcRounding near(model);
    model.addHeuristic(&near, "rounding");
    if (!has_start) {
        CbcHeuristicFPump pump(model);
        pump.setMaximumPasses(30);
        model.addHeuristic(&pump, "feasibility pump");
    }
}

End end_of(const CbcModel& model, double gap) {
    constexpr int kGap = 2, kNodes = 3, kTime = 4;  // CbcModel::secondaryStatus()
    if (model.isProvenInfeasible()) {
        return End::infeasible;
    }
    if (model.status() == 0) {
        return model.secondaryStatus() == kGap && gap > 0 ? End::gap : End::optimal;
    }
    return model.secondaryStatus() == kTime || model.isSecondsLimitReached() ? End::time
           : model.secondaryStatus() == kNodes || model.isNodeLimitReached() ? End::nodes
                                                                             : End::stopped;
}

Solved branch(OsiClpSolverInterface& lp, const Limits& limits, double scale,
              const std::vector<double>& start, const base::Progress& progress) {
    CbcModel model(lp);
    model.setLogLevel(0);
    model.solver()->messageHandler()->setLogLevel(0);
    model.setRandomSeed(1);
    model.setAllowableFractionGap(limits.gap);
    model.setAllowableGap(0);
    model.setUseElapsedTime(true);
    if (limits.seconds < kInfinite) {
        model.setMaximumSeconds(limits.seconds);
    }
    if (limits.nodes >= 0) {
        model.setMaximumNodes(static_cast<int>(std::min<std::int64_t>(limits.nodes, 1 << 30)));
    }
    add_methods(model, !start.empty());
    const StopSearch stop(progress);
    model.passInEventHandler(&stop);
    if (!start.empty()) {
        double cost = 0;
        for (std::size_t i = 0; i < start.size(); ++i) {
            cost += start[i] * lp.getObjCoefficients()[i];
        }
        model.setBestSolution(start.data(), static_cast<int>(start.size()), cost, true);
    }
    model.branchAndBound();
    base::check_cancel();
    Solved out;
    out.end = end_of(model, limits.gap);
    out.nodes = model.getNodeCount();
    const double* best = model.bestSolution();
    if (best != nullptr && out.end != End::infeasible) {
        out.values.assign(best, best + model.getNumCols());
        const double cost = model.getObjValue();
        const double bound =
            out.end == End::optimal ? cost : std::min(cost, model.getBestPossibleObjValue());
        out.bound = bound / scale;
    } else if (out.end != End::infeasible) {
        out.bound = model.getBestPossibleObjValue() / scale;
    }
    return out;
}

}  // namespace

int Program::add(const Column& column) {
    columns.push_back(column);
    return static_cast<int>(columns.size()) - 1;
}

void Program::end_row(double row_lower, double row_upper) {
    lower.push_back(row_lower);
    upper.push_back(row_upper);
    first.push_back(static_cast<int>(index.size()));
}

const char* end_name(End end) {
    switch (end) {
        case End::optimal: return "optimal";
        case End::gap: return "within_gap";
        case End::time: return "time_limit";
        case End::nodes: return "node_limit";
        case End::infeasible: return "infeasible";
        case End::stopped: break;
    }
    return "stopped";
}

Solved solve(const Program& program, const Limits& limits, const std::vector<double>& start,
             const base::Progress& progress) {
    static std::mutex one_at_a_time;
    const std::lock_guard<std::mutex> lock(one_at_a_time);
    CoinSeedRandom(1);
    const double scale = scale_of(program, start);
    OsiClpSolverInterface lp;
    lp.messageHandler()->setLogLevel(0);
    load(lp, program, scale);
    ClpSolve options;
    options.setSpecialOption(2, 1);  // Ctrl-C stays with the program
    lp.setSolveOptions(options);
    const StopSimplex stop;
    lp.getModelPtr()->passInEventHandler(&stop);
    if (limits.seconds < kInfinite) {
        lp.getModelPtr()->setMaximumWallSeconds(limits.seconds);
    }
    lp.initialSolve();
    base::check_cancel();
    Solved out;
    if (lp.isProvenPrimalInfeasible()) {
        out.end = End::infeasible;
    } else if (!lp.isProvenOptimal()) {
        out.end = limits.seconds < kInfinite ? End::time : End::stopped;
    } else {
        out = branch(lp, limits, scale, start, progress);
    }
    if (out.values.empty() && out.end != End::infeasible) {
        out.values = start;
    }
    if (out.end == End::infeasible && !start.empty()) {
        throw base::internal_error("locate.solver", solver_name());
    }
    return out;
}

std::string solver_name() { return "CBC " CBC_VERSION; }

}  // namespace jt::locate
