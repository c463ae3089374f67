// A C++ plugin that lets exceptions out: "throws" while it runs, and when it is asked to, on
// opening.
#include "sdk/jt_plugin.h"

#include <cstdlib>
#include <stdexcept>

namespace {

std::int32_t run(const jt_host* host, jt_call* call) {
    double number = 0;
    if (host->param_number(call, "number", &number) == JT_ABSENT) {
        throw 42;
    }
    throw std::runtime_error("the wheel came off");
}

const jt_param_spec kParams[] = {
    {JT_HEAD(jt_param_spec), .name = "number", .type = "number", .unit = "", .flags = 0}};
const jt_output_spec kOutputs[] = {{JT_HEAD(jt_output_spec), .name = "table", .kind = "table",
                                    .columns = nullptr, .column_count = 0}};
const jt_operator kOperators[] = {
    {JT_HEAD(jt_operator), .name = "throws", .revision = 1, .ports = nullptr, .port_count = 0,
     .params = kParams, .param_count = 1, .outputs = kOutputs, .output_count = 1, .run = run}};
const jt_plugin kPlugin = {JT_HEAD(jt_plugin),      .error = nullptr,        .name = "throws",
                           .plugin_version = "1.0", .operators = kOperators, .operator_count = 1};

}  // namespace

extern "C" const jt_plugin* jt_plugin_open(const jt_host*) {
    if (std::getenv("JT_TEST_THROW_ON_OPEN") != nullptr) {
        throw std::runtime_error("the door is stuck");
    }
    return &kPlugin;
}
