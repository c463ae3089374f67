/* The compactness of areas, 4 pi A / P^2 (Polsby and Popper 1991): 1 for a circle, towards 0 the
 * longer and thinner. Without unit, so that the scale of the projection drops out. */
#include <jiangtian/jt_plugin.h>

#include <math.h>
#include <stdlib.h>

/* The geometry column of a layer: feature -> parts -> rings -> coordinates. */
struct shapes {
    const int64_t *parts, *rings, *coordinates;
    const double* xy;
    const uint8_t* status;
};

static struct shapes shapes_of(const struct ArrowArray* layer) {
    const struct ArrowArray* features = layer->children[1];
    const struct ArrowArray* parts = features->children[0];
    const struct ArrowArray* rings = parts->children[0];
    const struct ArrowArray* values = rings->children[0]->children[0];
    const struct shapes out = {
        .parts = (const int64_t*)features->buffers[1],
        .rings = (const int64_t*)parts->buffers[1],
        .coordinates = (const int64_t*)rings->buffers[1],
        .xy = (const double*)values->buffers[1],
        .status = (const uint8_t*)layer->children[2]->buffers[1],
    };
    return out;
}

/* Adds the boundary of a ring; returns its area. Coordinates are taken from the first one, because
 * products of large ones would lose the small differences between them. */
static double measure_ring(const struct shapes* in, int64_t ring, double* boundary) {
    const double* xy = in->xy + 2 * in->coordinates[ring];
    const int64_t count = in->coordinates[ring + 1] - in->coordinates[ring];
    double twice = 0;
    int64_t i;
    for (i = 0; i + 1 < count; ++i) {
        const double x0 = xy[2 * i] - xy[0], y0 = xy[2 * i + 1] - xy[1];
        const double x1 = xy[2 * i + 2] - xy[0], y1 = xy[2 * i + 3] - xy[1];
        twice += x0 * y1 - x1 * y0;
        *boundary += sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
    }
    return fabs(twice) / 2;
}

static double compactness(const struct shapes* in, int64_t feature) {
    static const double pi = 3.14159265358979323846;
    double area = 0, boundary = 0;
    int64_t part, ring;
    for (part = in->parts[feature]; part < in->parts[feature + 1]; ++part) {
        for (ring = in->rings[part]; ring < in->rings[part + 1]; ++ring) {
            const double one = measure_ring(in, ring, &boundary);
            area += ring == in->rings[part] ? one : -one; /* the shell, then its holes */
        }
    }
    return boundary > 0 ? 4 * pi * area / (boundary * boundary) : NAN;
}

/* Everything that is allocated in a run, so that it is freed in one place. */
struct work {
    double* values;
    int64_t *low, *skipped;
    struct ArrowSchema** schemas;
    struct ArrowArray** arrays;
    uint64_t low_count, skipped_count;
};

static int allocate(struct work* work, const jt_object* in) {
    const size_t rows = (size_t)in->array.length + 1, columns = (size_t)in->array.n_children + 1;
    work->values = malloc(rows * sizeof *work->values);
    work->low = malloc(rows * sizeof *work->low);
    work->skipped = malloc(rows * sizeof *work->skipped);
    work->schemas = malloc(columns * sizeof *work->schemas);
    work->arrays = malloc(columns * sizeof *work->arrays);
    return work->values && work->low && work->skipped && work->schemas && work->arrays;
}

static void release(struct work* work) {
    free(work->values);
    free(work->low);
    free(work->skipped);
    free(work->schemas);
    free(work->arrays);
}

static int32_t compute(const jt_host* host, jt_call* call, const jt_object* in, double low,
                       struct work* work) {
    const struct shapes shapes = shapes_of(&in->array);
    const int64_t* ids = (const int64_t*)in->array.children[0]->buffers[1];
    int64_t i;
    for (i = 0; i < in->array.length; ++i) {
        if (i % 4096 == 0 &&
            host->progress(call, (double)i / (double)in->array.length, NULL) != JT_OK) {
            return JT_CANCELLED;
        }
        work->values[i] = shapes.status[i] == 0 ? compactness(&shapes, i) : NAN;
        if (isnan(work->values[i])) {
            work->skipped[work->skipped_count++] = ids[i];
        } else if (work->values[i] < low) {
            work->low[work->low_count++] = ids[i];
        }
    }
    if (work->skipped_count > 0) {
        host->diagnostic(call, JT_WARNING, "areas without usable geometry have no compactness",
                         "没有可用几何的面不计算紧凑度", work->skipped, work->skipped_count);
    }
    if (work->low_count > 0) {
        host->diagnostic(call, JT_WARNING, "long and thin: the compactness is low",
                         "形状狭长：紧凑度偏低", work->low, work->low_count);
    }
    return JT_OK;
}

/* Hands over the input with one column more: its other columns are passed on as they are. */
static int32_t give(const jt_host* host, jt_call* call, const jt_object* in, struct work* work) {
    const int64_t columns = in->array.n_children;
    const void* buffers[] = {NULL, work->values}; /* NaN counts as null */
    struct ArrowSchema field = {.format = "g",
                                .name = "compactness",
                                .flags = ARROW_FLAG_NULLABLE,
                                .release = jt_keep_schema};
    struct ArrowArray column = {
        .length = in->array.length, .n_buffers = 2, .buffers = buffers, .release = jt_keep_array};
    jt_object out = *in;
    memcpy(work->schemas, in->schema.children, (size_t)columns * sizeof *work->schemas);
    memcpy(work->arrays, in->array.children, (size_t)columns * sizeof *work->arrays);
    work->schemas[columns] = &field;
    work->arrays[columns] = &column;
    out.schema.children = work->schemas;
    out.array.children = work->arrays;
    out.schema.n_children = out.array.n_children = columns + 1;
    out.schema.release = jt_keep_schema;
    out.array.release = jt_keep_array;
    return host->output(call, "areas", &out);
}

static int32_t run(const jt_host* host, jt_call* call) {
    jt_object in = {JT_HEAD(jt_object)};
    struct work work = {0};
    double low = 0;
    int32_t code;
    if (host->input(call, "areas", 0, &in) != JT_OK ||
        host->param_number(call, "low", &low) != JT_OK) {
        return JT_FAILED;
    }
    if (strcmp(in.shape, "polygon") != 0 && in.array.length > 0) {
        return host->fail(call, "compactness is a measure of areas; the layer has none",
                          "紧凑度用于面，而该图层不是面图层");
    }
    if (strcmp(in.crs_kind, "projected") != 0) {
        return host->fail(call, "compactness needs a projected CRS, as EPSG:4544; reproject first",
                          "紧凑度需要投影坐标系（如 EPSG:4544），请先投影");
    }
    if (jt_column_index(&in.schema, "compactness") >= 0) {
        return host->fail(call, "the layer has a column 'compactness' already; rename it",
                          "图层已有“compactness”列，请改名");
    }
    if (!allocate(&work, &in)) {
        release(&work);
        return host->fail(call, "out of memory", "内存不足");
    }
    code = compute(host, call, &in, low, &work);
    code = code == JT_OK ? give(host, call, &in, &work) : code;
    release(&work);
    return code;
}

/* The same as manifest.lua says, without texts, defaults and ranges. */
static const jt_port_spec kPorts[] = {
    {JT_HEAD(jt_port_spec), .name = "areas", .kind = "layer", .flags = JT_REQUIRED}};
static const jt_param_spec kParams[] = {
    {JT_HEAD(jt_param_spec), .name = "low", .type = "number", .unit = ""}};
static const jt_column_spec kColumns[] = {
    {JT_HEAD(jt_column_spec), .name = "compactness", .type = "real", .unit = ""}};
static const jt_output_spec kOutputs[] = {{JT_HEAD(jt_output_spec), .name = "areas",
                                           .kind = "layer", .columns = kColumns,
                                           .column_count = 1}};
static const jt_operator kOperators[] = {
    {JT_HEAD(jt_operator), .name = "compactness", .revision = 1, .ports = kPorts, .port_count = 1,
     .params = kParams, .param_count = 1, .outputs = kOutputs, .output_count = 1, .run = run}};
static const jt_plugin kPlugin = {JT_HEAD(jt_plugin), .name = "example_native",
                                  .plugin_version = "0.1.0", .operators = kOperators,
                                  .operator_count = 1};

const jt_plugin* jt_plugin_open(const jt_host* host) {
    (void)host; /* everything that is used here is there since version 1 began */
    return &kPlugin;
}
