/* Says why it cannot work. */
#include "sdk/jt_plugin.h"

const jt_plugin* jt_plugin_open(const jt_host* host) {
    static const jt_plugin plugin = {JT_HEAD(jt_plugin), .error = "the licence has ended"};
    (void)host;
    return &plugin;
}
