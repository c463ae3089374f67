// A small but complete report, for the tests of report/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"
#include "registry/registry.hpp"
#include "report/process.hpp"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sample {

/// A grey PNG of that size, and a one-page PDF of that size in points.
std::string png(unsigned width, unsigned height);
std::string pdf(int width, int height, const std::string& text);

/// Travel times before and after, with a null and a boolean.
std::shared_ptr<jt::layer::Table> times();
/// More columns than an upright page holds.
std::shared_ptr<jt::layer::Table> wide();
/// Scores and ranks of parks.
std::shared_ptr<jt::layer::Table> scores();
/// Weights, and their test.
std::shared_ptr<jt::layer::Table> weights();
std::shared_ptr<jt::layer::Table> consistency();
/// Map sheets: maps/01 with PNG, PDF and description, maps/02 with PNG and PDF, maps/03 PNG only.
std::shared_ptr<jt::registry::Files> sheets();

/// Parameters of report.document for these.
nlohmann::json params();

/// Runs report.document (or another operator) through the registry, with more tables if given.
struct Result {
    std::map<std::string, std::string> files;
    jt::base::Diagnostics diagnostics;
};
Result run(const nlohmann::json& params, const std::string& name = "report.document",
           const std::vector<std::shared_ptr<jt::layer::Table>>& more = {});

/// The error text (English) of a run, "" where it succeeds; without the line of context that the
/// registry adds (its own tests assert it).
std::string error_of(const nlohmann::json& params, const std::string& name = "report.document");

/// Sets an environment variable for a scope.
class Variable {
public:
    Variable(std::string name, const std::string& value);
    ~Variable();
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    std::string m_name, m_before;
    bool m_was_set = false;
};

/// Output of a program of the machine; "" where it is not installed.
std::string output_of(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace sample
