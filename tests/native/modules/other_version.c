/* Built for another version of the interface. */
#include "sdk/jt_plugin.h"

const jt_plugin* jt_plugin_open(const jt_host* host) {
    static const jt_plugin plugin = {.size = sizeof plugin, .version = 9};
    (void)host;
    return &plugin;
}
