/* A plugin that keeps every rule: a layer with one more column, a matrix turned, tables counted. */
#include "sdk/jt_plugin.h"

#include <stdlib.h>

enum { kMost = 16, kLong = 64 };

static const struct ArrowSchema kReal = {
    .format = "g", .flags = ARROW_FLAG_NULLABLE, .release = jt_keep_schema};

/* scale: every row of `value` times `factor`, beside all that the layer has. */
static int32_t scale(const jt_host* host, jt_call* call) {
    jt_object in = {JT_HEAD(jt_object)};
    double factor = 0;
    const char* note = "no note";
    if (host->input(call, "features", 0, &in) != JT_OK ||
        host->param_number(call, "factor", &factor) != JT_OK) {
        return JT_FAILED;
    }
    host->param_text(call, "note", &note);
    const int64_t at = jt_column_index(&in.schema, "value");
    if (at < 0 || in.array.length > kLong || in.schema.n_children >= kMost) {
        return host->fail(call, "the layer has no column 'value', or is too large",
                          "图层没有“value”列，或过大");
    }
    const struct ArrowArray* value = in.array.children[at];
    const double* values = (const double*)value->buffers[1];
    const int64_t* ids = (const int64_t*)in.array.children[0]->buffers[1];
    double scaled[kLong];
    uint8_t bits[kLong / 8] = {0};
    int64_t missing[kLong];
    uint64_t missed = 0;
    int64_t i;
    for (i = 0; i < in.array.length; ++i) {
        if (jt_valid(value, i)) {
            scaled[i] = factor * values[i + value->offset];
            bits[i / 8] = (uint8_t)(bits[i / 8] | 1 << (i % 8));
        } else {
            missing[missed++] = ids[i];
        }
    }
    if (missed > 0) {
        host->diagnostic(call, JT_WARNING, "no value", "没有数值", missing, missed);
    }
    host->diagnostic(call, JT_INFO, note, note, NULL, 0);
    if (host->progress(call, 0.5, "scale") != JT_OK) {
        return JT_CANCELLED;
    }

    const void* buffers[] = {bits, scaled};
    struct ArrowArray column = {.length = in.array.length,
                                .null_count = (int64_t)missed,
                                .n_buffers = 2,
                                .buffers = buffers,
                                .release = jt_keep_array};
    struct ArrowSchema field = kReal;
    field.name = "scaled";
    struct ArrowSchema* schemas[kMost];
    struct ArrowArray* arrays[kMost];
    memcpy(schemas, in.schema.children, (size_t)in.schema.n_children * sizeof *schemas);
    memcpy(arrays, in.array.children, (size_t)in.array.n_children * sizeof *arrays);
    schemas[in.schema.n_children] = &field;
    arrays[in.array.n_children] = &column;
    jt_object out = in;
    out.schema.children = schemas;
    out.schema.n_children += 1;
    out.schema.release = jt_keep_schema;
    out.array.children = arrays;
    out.array.n_children += 1;
    out.array.release = jt_keep_array;
    const int32_t code = host->output(call, "scaled", &out);
    in.schema.release(&in.schema); /* allowed, not needed */
    in.array.release(&in.array);
    return code;
}

/* turn: rows become columns. */
static int32_t turn(const jt_host* host, jt_call* call) {
    jt_object in = {JT_HEAD(jt_object)};
    if (host->input(call, "costs", 0, &in) != JT_OK) {
        return JT_FAILED;
    }
    const int64_t rows = in.array.length, columns = (int64_t)in.column_count;
    const int64_t* offsets = (const int64_t*)in.array.children[0]->buffers[1];
    const char* bytes = (const char*)in.array.children[0]->buffers[2];
    const uint32_t* costs = (const uint32_t*)in.array.children[1]->children[0]->buffers[1];

    /* Names: of the rows as C text, of the columns as one buffer with 32-bit offsets. */
    char names[kMost][kLong] = {{0}}, text[kLong] = {0};
    const char* ids[kMost];
    int32_t ends[kMost] = {0};
    uint32_t turned[kLong];
    int64_t r, c;
    for (r = 0; r < rows; ++r) {
        memcpy(names[r], bytes + offsets[r], (size_t)(offsets[r + 1] - offsets[r]));
        ids[r] = names[r];
    }
    for (c = 0; c < columns; ++c) {
        const size_t size = strlen(in.column_ids[c]);
        memcpy(text + ends[c], in.column_ids[c], size);
        ends[c + 1] = ends[c] + (int32_t)size;
        for (r = 0; r < rows; ++r) {
            turned[c * rows + r] = costs[r * columns + c];
        }
    }

    char format[8] = "+w:";
    format[3] = (char)('0' + rows);
    struct ArrowSchema name = {.format = "u", .name = "jt.row", .release = jt_keep_schema};
    struct ArrowSchema item = {.format = "I", .name = "value", .release = jt_keep_schema};
    struct ArrowSchema* items[] = {&item};
    struct ArrowSchema list = {.format = format,
                               .name = "jt.cost",
                               .n_children = 1,
                               .children = items,
                               .release = jt_keep_schema};
    struct ArrowSchema* schemas[] = {&name, &list};
    const void* name_buffers[] = {NULL, ends, text};
    const void* cost_buffers[] = {NULL, turned};
    const void* none[] = {NULL};
    struct ArrowArray row_names = {
        .length = columns, .n_buffers = 3, .buffers = name_buffers, .release = jt_keep_array};
    struct ArrowArray values = {.length = rows * columns,
                                .n_buffers = 2,
                                .buffers = cost_buffers,
                                .release = jt_keep_array};
    struct ArrowArray* value_list[] = {&values};
    struct ArrowArray lists = {.length = columns,
                               .n_buffers = 1,
                               .n_children = 1,
                               .buffers = none,
                               .children = value_list,
                               .release = jt_keep_array};
    struct ArrowArray* arrays[] = {&row_names, &lists};
    jt_object out = {JT_HEAD(jt_object), .kind = "matrix", .unit = in.unit, .column_ids = ids,
                     .column_count = (uint64_t)rows};
    out.schema = (struct ArrowSchema){
        .format = "+s", .n_children = 2, .children = schemas, .release = jt_keep_schema};
    out.array = (struct ArrowArray){.length = columns,
                                    .n_buffers = 1,
                                    .n_children = 2,
                                    .buffers = none,
                                    .children = arrays,
                                    .release = jt_keep_array};
    return host->output(call, "turned", &out);
}

/* The memory of count's result: on the heap, so that the engine's release frees it. */
struct counts {
    struct ArrowSchema fields[4], *field_list[4];
    struct ArrowArray columns[4], *column_list[4];
    const void *top[1], *buffers[4][2];
    uint8_t many[kMost];
    int32_t rows[kMost];
    float share[kMost];
    int64_t units[kMost];
};

static void free_counts(struct ArrowArray* array) {
    free(array->private_data);
    array->release = NULL;
}

/* count: the rows of each table, whether they are many, their share, and the length of the unit. */
static int32_t count(const jt_host* host, jt_call* call) {
    static const char* const formats[] = {"b", "i", "f", "l"};
    static const char* const names[] = {"many", "rows", "share", "unit_length"};
    const uint64_t n = host->input_count(call, "tables");
    struct counts* made = calloc(1, sizeof *made);
    uint64_t i;
    if (made == NULL || n > kMost || strcmp(host->params(call), "{\"strict\":true}") != 0) {
        free(made);
        return host->fail(call, "no memory, too many tables, or not strict",
                          "内存不足、表太多，或不严格");
    }
    for (i = 0; i < n; ++i) {
        jt_object in = {JT_HEAD(jt_object)};
        int32_t length = 0;
        if (host->input(call, "tables", i, &in) != JT_OK) {
            free(made);
            return JT_FAILED;
        }
        if (jt_metadata(in.schema.children[0]->metadata, "unit", &length) != NULL) {
            made->units[i] = length;
        }
        made->rows[i] = (int32_t)in.array.length;
        made->share[i] = (float)in.array.length / 8;
        made->many[i / 8] = (uint8_t)(made->many[i / 8] | (in.array.length > 1) << (i % 8));
    }
    const void* values[] = {made->many, made->rows, made->share, made->units};
    for (i = 0; i < 4; ++i) {
        made->fields[i].format = formats[i];
        made->fields[i].name = names[i];
        made->fields[i].release = jt_keep_schema;
        made->field_list[i] = &made->fields[i];
        made->buffers[i][1] = values[i];
        made->columns[i].length = (int64_t)n;
        made->columns[i].n_buffers = 2;
        made->columns[i].buffers = made->buffers[i];
        made->columns[i].release = jt_keep_array;
        made->column_list[i] = &made->columns[i];
    }
    jt_object out = {JT_HEAD(jt_object), .kind = "table"};
    out.schema = (struct ArrowSchema){
        .format = "+s", .n_children = 4, .children = made->field_list, .release = jt_keep_schema};
    out.array = (struct ArrowArray){.length = (int64_t)n,
                                    .n_buffers = 1,
                                    .n_children = 4,
                                    .buffers = made->top,
                                    .children = made->column_list,
                                    .release = free_counts,
                                    .private_data = made};
    return host->output(call, "counts", &out);
}

static const jt_port_spec kFeatures[] = {
    {JT_HEAD(jt_port_spec), .name = "features", .kind = "layer", .flags = JT_REQUIRED}};
static const jt_port_spec kCosts[] = {
    {JT_HEAD(jt_port_spec), .name = "costs", .kind = "matrix", .flags = JT_REQUIRED}};
static const jt_port_spec kTables[] = {
    {JT_HEAD(jt_port_spec), .name = "tables", .kind = "table", .flags = JT_MANY}};
static const jt_param_spec kScaleParams[] = {
    {JT_HEAD(jt_param_spec), .name = "factor", .type = "number", .unit = "m", .flags = JT_REQUIRED},
    {JT_HEAD(jt_param_spec), .name = "note", .type = "text", .unit = ""}};
static const jt_param_spec kCountParams[] = {
    {JT_HEAD(jt_param_spec), .name = "strict", .type = "boolean", .unit = ""}};
static const jt_column_spec kScaled[] = {
    {JT_HEAD(jt_column_spec), .name = "scaled", .type = "real", .unit = "m"}};
static const jt_output_spec kScaleOutputs[] = {{JT_HEAD(jt_output_spec), .name = "scaled",
                                                .kind = "layer", .columns = kScaled,
                                                .column_count = 1}};
static const jt_output_spec kTurnOutputs[] = {
    {JT_HEAD(jt_output_spec), .name = "turned", .kind = "matrix"}};
static const jt_output_spec kCountOutputs[] = {
    {JT_HEAD(jt_output_spec), .name = "counts", .kind = "table"}};
static const jt_operator kOperators[] = {
    {JT_HEAD(jt_operator), .name = "scale", .revision = 3, .ports = kFeatures, .port_count = 1,
     .params = kScaleParams, .param_count = 2, .outputs = kScaleOutputs, .output_count = 1,
     .run = scale},
    {JT_HEAD(jt_operator), .name = "turn", .revision = 1, .ports = kCosts, .port_count = 1,
     .outputs = kTurnOutputs, .output_count = 1, .run = turn},
    {JT_HEAD(jt_operator), .name = "count", .revision = 1, .ports = kTables, .port_count = 1,
     .params = kCountParams, .param_count = 1, .outputs = kCountOutputs, .output_count = 1,
     .run = count}};
static const jt_plugin kPlugin = {JT_HEAD(jt_plugin), .name = "sample", .plugin_version = "1.0",
                                  .operators = kOperators, .operator_count = 3};

const jt_plugin* jt_plugin_open(const jt_host* host) {
    return JT_HAS(jt_host, host, fail) ? &kPlugin : NULL;
}
