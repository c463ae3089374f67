/* Needs a function that nobody has. */
#include "sdk/jt_plugin.h"

int function_that_nobody_has(void);

const jt_plugin* jt_plugin_open(const jt_host* host) {
    (void)host;
    return function_that_nobody_has() != 0 ? (const jt_plugin*)host : NULL;
}
