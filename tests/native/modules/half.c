/* An operator without a function. */
#include "sdk/jt_plugin.h"

const jt_plugin* jt_plugin_open(const jt_host* host) {
    static const jt_operator operators[] = {{JT_HEAD(jt_operator), .name = "half"}};
    static const jt_plugin plugin = {JT_HEAD(jt_plugin), .name = "half", .plugin_version = "1.0",
                                     .operators = operators, .operator_count = 1};
    (void)host;
    return &plugin;
}
