/* One operator that breaks the rule that its parameter names. */
#include "sdk/jt_plugin.h"

static const double kValues[] = {1, 2, 3};
static const int64_t kIds[] = {7, 8};
static const void* const kNone[] = {NULL};

static int is(const char* how, const char* word) { return strcmp(how, word) == 0; }

/* A table of two rows with one column, wrong in the way that is asked. */
static int32_t give_table(const jt_host* host, jt_call* call, const char* how) {
    static const int64_t offsets[] = {0, 1, 2}, falling[] = {0, 2, 1};
    const int text = is(how, "utf8") || is(how, "offsets") || is(how, "type");
    const void* buffers[] = {NULL, kValues, "\xffz"};
    struct ArrowSchema field = {.format = "g", .name = "value", .release = jt_keep_schema};
    struct ArrowArray column = {
        .length = 2, .n_buffers = 2, .buffers = buffers, .release = jt_keep_array};
    if (text) {
        field.format = "U";
        column.n_buffers = 3;
        buffers[1] = is(how, "offsets") ? falling : offsets;
        buffers[2] = is(how, "utf8") ? "z\xff" : "zz";
    }
    column.length = is(how, "short") ? 1 : is(how, "negative") ? -1 : 2;
    column.n_buffers = is(how, "buffers") ? 1 : column.n_buffers;
    buffers[1] = is(how, "null buffer") ? NULL : buffers[1];
    field.format = is(how, "format") ? "tdD" : field.format;
    field.metadata = is(how, "unit") ? "\1\0\0\0\4\0\0\0unit\2\0\0\0km" : NULL;
    field.name = is(how, "column") ? "valve" : is(how, "nameless") ? "" : field.name;
    struct ArrowSchema* fields[] = {&field, &field};
    struct ArrowArray* columns[] = {&column, &column};
    const int64_t children = is(how, "same name") ? 2 : 1;
    jt_object out = {JT_HEAD(jt_object), .kind = is(how, "kind") ? "sheet" : "table"};
    out.schema = (struct ArrowSchema){.format = is(how, "struct") ? "g" : "+s",
                                      .n_children = children,
                                      .children = fields,
                                      .release = is(how, "released") ? NULL : jt_keep_schema};
    out.array = (struct ArrowArray){.length = is(how, "negative") ? -1 : 2,
                                    .n_buffers = 1,
                                    .n_children = is(how, "children") ? 0 : children,
                                    .offset = is(how, "sliced") ? 1 : 0,
                                    .buffers = (const void**)kNone,
                                    .children = columns,
                                    .release = jt_keep_array};
    out.version = is(how, "object version") ? 9 : JT_VERSION;
    out.size = is(how, "object size") ? 16 : sizeof out;
    const int32_t code = host->output(call, is(how, "output") ? "tables" : "table", &out);
    if (code == JT_OK && is(how, "twice")) {
        out.schema.release = jt_keep_schema;
        out.array.release = jt_keep_array;
        host->output(call, "table", &out);
    }
    return JT_OK; /* whatever it was told */
}

/* The geometry of the wanted wrongness, on two features of one part each. */
static int32_t give_layer(const jt_host* host, jt_call* call, const char* how) {
    static const double square[] = {0, 0, 4, 0, 4, 4, 0, 0, 1, 1, 2, 1, 2, 2, 1, 1};
    static const double open[] = {0, 0, 4, 0, 4, 4, 0, 9, 1, 1, 2, 1, 2, 2, 1, 1};
    static const int64_t ones[] = {0, 1, 2}, fours[] = {0, 4, 8}, falling[] = {0, 2, 1};
    static const int64_t two_rings[] = {0, 2, 2};
    static const uint8_t good[] = {0, 0}, wrong[] = {0, 1}, invalid[] = {4, 0};
    const void* id_buffers[] = {NULL, kIds};
    const void* xy_buffers[] = {NULL, strncmp(how, "open", 4) == 0 ? open : square};
    const void* ring_buffers[] = {NULL, fours};
    const void* part_buffers[] = {NULL, is(how, "rings") ? two_rings : ones};
    const void* feature_buffers[] = {NULL, is(how, "falling") ? falling : ones};
    const void* status_buffers[] = {NULL, is(how, "status")             ? wrong
                                          : is(how, "open but invalid") ? invalid
                                                                        : good};
    struct ArrowSchema xy = {.format = "g", .name = "value"};
    struct ArrowSchema* in_pair[] = {&xy};
    struct ArrowSchema pair = {
        .format = is(how, "pair") ? "+w:3" : "+w:2", .n_children = 1, .children = in_pair};
    struct ArrowSchema* in_ring[] = {&pair};
    struct ArrowSchema ring = {.format = "+L", .n_children = 1, .children = in_ring};
    struct ArrowSchema* in_part[] = {&ring};
    struct ArrowSchema part = {.format = "+L", .n_children = 1, .children = in_part};
    struct ArrowSchema* in_feature[] = {&part};
    struct ArrowSchema geometry = {
        .format = "+L", .name = "jt.geometry", .n_children = 1, .children = in_feature};
    struct ArrowSchema id = {.format = "l", .name = is(how, "place") ? "id" : "jt.id"};
    struct ArrowSchema status = {.format = "C", .name = "jt.status"};
    struct ArrowSchema* schemas[] = {&id, &geometry, &status};
    struct ArrowArray xys = {
        .length = is(how, "xy") ? 15 : 16, .n_buffers = 2, .buffers = xy_buffers};
    struct ArrowArray* pair_items[] = {&xys};
    struct ArrowArray pairs = {.length = 8,
                               .n_buffers = 1,
                               .n_children = 1,
                               .buffers = (const void**)kNone,
                               .children = pair_items};
    struct ArrowArray* ring_items[] = {&pairs};
    struct ArrowArray rings = {.length = 2,
                               .n_buffers = 2,
                               .n_children = 1,
                               .buffers = ring_buffers,
                               .children = ring_items};
    struct ArrowArray* part_items[] = {&rings};
    struct ArrowArray parts = {.length = 2,
                               .n_buffers = 2,
                               .n_children = 1,
                               .buffers = part_buffers,
                               .children = part_items};
    struct ArrowArray* feature_items[] = {&parts};
    struct ArrowArray features = {.length = 2,
                                  .n_buffers = 2,
                                  .n_children = 1,
                                  .buffers = feature_buffers,
                                  .children = feature_items};
    struct ArrowArray ids = {.length = 2, .n_buffers = 2, .buffers = id_buffers};
    struct ArrowArray statuses = {.length = 2, .n_buffers = 2, .buffers = status_buffers};
    static const uint8_t first_only[] = {1};
    if (is(how, "null id")) {
        ids.null_count = -1; /* not counted */
        id_buffers[0] = first_only;
    }
    struct ArrowArray* arrays[] = {&ids, &features, &statuses};
    const char* shape = is(how, "line") ? "line" : is(how, "point") ? "point" : "polygon";
    jt_object out = {JT_HEAD(jt_object), .kind = "layer",
                     .shape = is(how, "shape")  ? "hexagon"
                              : is(how, "none") ? "none"
                                                : shape,
                     .crs = is(how, "crs") ? "EPSG:1" : "EPSG:4544"};
    out.schema = (struct ArrowSchema){
        .format = "+s", .n_children = 3, .children = schemas, .release = jt_keep_schema};
    out.array = (struct ArrowArray){.length = 2,
                                    .n_buffers = 1,
                                    .n_children = 3,
                                    .buffers = (const void**)kNone,
                                    .children = arrays,
                                    .release = jt_keep_array};
    host->output(call, "layer", &out);
    return give_table(host, call, "");
}

static int32_t run(const jt_host* host, jt_call* call) {
    const char* how = "";
    const char* what = "";
    double number = 0;
    jt_object object = {JT_HEAD(jt_object)};
    host->param_text(call, "how", &how);
    host->param_text(call, "what", &what);
    if (is(what, "layer")) {
        return give_layer(host, call, how);
    } else if (is(what, "table")) {
        give_layer(host, call, "");
        return JT_OK;
    } else if (is(how, "fail")) {
        return host->fail(call, "the parks have no area; give them one", "园区没有面积，请补上");
    } else if (is(how, "fail but ok")) {
        host->fail(call, "first", "第一");
        host->fail(call, "second", "第二");
        return JT_OK;
    } else if (is(how, "code")) {
        return 42;
    } else if (is(how, "param")) {
        host->param_number(call, "hwo", &number);
    } else if (is(how, "param far")) {
        host->param_text(call, "threshold", &what);
    } else if (is(how, "param type")) {
        host->param_number(call, "how", &number);
    } else if (is(how, "text type")) {
        host->param_text(call, "number", &what);
    } else if (is(how, "port")) {
        host->input_count(call, "part");
    } else if (is(how, "index")) {
        host->input(call, "parts", 2, &object);
    } else if (is(how, "null name")) {
        host->input(call, NULL, 0, &object);
    } else if (is(how, "severity")) {
        host->diagnostic(call, 7, "a", "a", NULL, 0);
    } else if (is(how, "ids")) {
        host->diagnostic(call, JT_INFO, "a", "a", NULL, 3);
    } else if (is(how, "text")) {
        host->diagnostic(call, JT_INFO, "\xff", "a", NULL, 0);
    } else if (is(how, "long")) {
        while (host->progress(call, 2, NULL) == JT_OK) {
        }
        return JT_CANCELLED;
    } else if (!is(how, "nothing")) {
        return give_table(host, call, how);
    }
    return JT_OK;
}

static const jt_port_spec kPorts[] = {{JT_HEAD(jt_port_spec), .name = "parts", .kind = "table"}};
static const jt_param_spec kParams[] = {
    {JT_HEAD(jt_param_spec), .name = "how", .type = "text", .unit = "", .flags = JT_REQUIRED},
    {JT_HEAD(jt_param_spec), .name = "what", .type = "text", .unit = ""},
    {JT_HEAD(jt_param_spec), .name = "number", .type = "number", .unit = ""}};
static const jt_column_spec kColumns[] = {
    {JT_HEAD(jt_column_spec), .name = "value", .type = "real", .unit = "m"}};
static const jt_output_spec kOutputs[] = {
    {JT_HEAD(jt_output_spec), .name = "table", .kind = "table", .columns = kColumns,
     .column_count = 1},
    {JT_HEAD(jt_output_spec), .name = "layer", .kind = "layer"}};
static const jt_operator kOperators[] = {
    {JT_HEAD(jt_operator), .name = "bad", .revision = 1, .ports = kPorts, .port_count = 1,
     .params = kParams, .param_count = 3, .outputs = kOutputs, .output_count = 2, .run = run}};
static const jt_plugin kPlugin = {JT_HEAD(jt_plugin), .name = "bad", .plugin_version = "1.0",
                                  .operators = kOperators, .operator_count = 1};

const jt_plugin* jt_plugin_open(const jt_host* host) {
    (void)host;
    return &kPlugin;
}
