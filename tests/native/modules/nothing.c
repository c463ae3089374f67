/* Gives no plugin at all. */
#include "sdk/jt_plugin.h"

const jt_plugin* jt_plugin_open(const jt_host* host) {
    (void)host;
    return NULL;
}
