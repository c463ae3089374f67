/* Native plugins of Jiangtian (江天): the whole interface between the engine and a shared library.
 *
 * A plugin is a folder with plugin.lua (data only: kind = "native", body = "<file>.so", operators
 * with ports, parameters and outputs) and a library that exports one symbol, jt_plugin_open. The
 * library is loaded when one of its operators first runs; what it declares must then be what the
 * manifest says. It stays loaded until the program ends.
 *
 * Rules that both sides keep:
 * - Only C passes. Text is UTF-8 and ends with a NUL byte. No exception leaves a function.
 * - Every struct starts with its size in bytes and with JT_VERSION, as its maker was compiled.
 *   Structs only grow at the end: of a struct made by the other side, a member added after version
 *   1 began may be read only where JT_HAS says that it is there. In an array of structs the size of
 *   the first item is the distance between items.
 * - Words (kinds, types, shapes, units) are written as in manifests: "layer", "real", "km/h".
 * - The same inputs and parameters give the same bytes: no clock, no randomness without a seed that
 *   is a parameter, nothing that depends on the number of threads or on addresses.
 * - run may be called by several threads at once, each with its own call: keep no changing globals.
 *   Host functions are for the thread that runs, and only until run returns. */
#ifndef JT_PLUGIN_H
#define JT_PLUGIN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. It changes only where a meaning changes, never for an addition. */
#define JT_VERSION 1u

/* How a struct begins: jt_object object = {JT_HEAD(jt_object)}; */
#define JT_HEAD(type) .size = sizeof(type), .version = JT_VERSION

/* Whether a struct made by the other side has the member. */
#define JT_HAS(type, pointer, member) \
    ((pointer)->size >= offsetof(type, member) + sizeof((pointer)->member))

#define JT_EXPORT __attribute__((visibility("default")))

/* What functions return. */
#define JT_OK 0
#define JT_FAILED 1    /* the engine keeps the reason; go back to it soon */
#define JT_ABSENT 2    /* a parameter that was not given and has no default */
#define JT_CANCELLED 3 /* the user asked to stop: free what you hold and return */

/* ---- Columns: the Arrow C Data Interface, as its specification gives it. ------------------------
 * Any Arrow library can read and make these structs. Where release is NULL, the struct is empty. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char* format;
    const char* name;
    const char* metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema** children;
    struct ArrowSchema* dictionary;
    void (*release)(struct ArrowSchema*);
    void* private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void** buffers;
    struct ArrowArray** children;
    struct ArrowArray* dictionary;
    void (*release)(struct ArrowArray*);
    void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

/* ---- Objects: what flows between operators. ----------------------------------------------------
 * schema and array are a struct ("+s") without nulls and with offset 0; every child has its length.
 *
 * kind "table": one child a column. The engine gives boolean "b", integer "l" (int64), real "g"
 *   (double) and text "U" (64-bit offsets); it takes these and "i" (int32), "f" (float) and "u"
 *   (32-bit offsets). A null has validity bit 0; NaN counts as null. The metadata of a column holds
 *   "unit", "title_zh" and "title_en" where it has them (jt_metadata reads them). A column that the
 *   manifest declares needs no metadata: it gets unit and title from there.
 *
 * kind "layer": first three children, in this order, then columns as in a table.
 *   "jt.id" "l": the feature's id in its source; it stays with the feature through every operator.
 *   "jt.geometry" "+L" of "+L" of "+L" of "+w:2" of "g": feature -> parts -> rings -> coordinates
 *     -> x, y (east or longitude, north or latitude). A point part has one ring of one coordinate;
 *     a line part has one ring; in a polygon part the first ring is the shell and the others are
 *     holes, and rings are closed. A feature without geometry has no parts. No level has nulls.
 *   "jt.status" "C" (uint8): 0 usable, 1 null, 2 empty, 3 with NaN or infinity, 4 invalid. Skip
 *     what is not 0, and say so in a diagnostic.
 *
 * kind "matrix": costs between named places. Child "jt.row" "U": the names of the rows. Child
 *   "jt.cost" "+w:N" of "I" (uint32): one list of N costs a row, in `unit` ("ms" for times); N is
 *   column_count, column_ids are the names of the columns. Costs above 0xFFFFFFF0 are statuses:
 *   0xFFFFFFFF unreachable, 0xFFFFFFFE beyond the limit, 0xFFFFFFFD off the network. */
typedef struct jt_object {
    uint32_t size, version;
    const char* kind;
    const char* name;  /* layer: its name; NULL in an output: the name of the output */
    const char* shape; /* layer: "point", "line", "polygon", or "none" without any geometry */
    const char* crs;   /* layer: WKT2 from the engine; to the engine also "EPSG:4544"; "" unknown */
    const char* crs_kind; /* layer, from the engine only: "projected", "geographic" or "unknown" */
    const char* unit;     /* matrix; NULL in an output: "ms" */
    const char* const* column_ids; /* matrix */
    uint64_t column_count;         /* matrix */
    struct ArrowSchema schema;
    struct ArrowArray array;
} jt_object;

/* ---- What the engine offers to a running operator. --------------------------------------------
 * One that fails keeps its reason in the call; then the run fails whatever it returns. */
typedef struct jt_call jt_call;

#define JT_INFO 0
#define JT_WARNING 1

typedef struct jt_host {
    uint32_t size, version;
    const char* engine_version;

    /* How many objects a port holds: 0 for an optional one that is not connected. */
    uint64_t (*input_count)(jt_call* call, const char* port);
    /* Fills *object, whose size and version the caller has set. Its memory belongs to the call and
     * must not be changed: it may be read until run returns, released or not. */
    int32_t (*input)(jt_call* call, const char* port, uint64_t index, jt_object* object);
    /* Hands over one output. The engine copies it and calls both releases before it returns, also
     * where it returns JT_FAILED; jt_keep_schema and jt_keep_array serve where the plugin frees the
     * memory itself afterwards. Children of an input may stand among the children. */
    int32_t (*output)(jt_call* call, const char* name, jt_object* object);

    /* Parameters, checked and complete, numbers in their declared unit. All, as a JSON object: */
    const char* (*params)(jt_call* call);
    /* One of them: number, integer, or boolean as 0 and 1; JT_ABSENT leaves *value as it is. */
    int32_t (*param_number)(jt_call* call, const char* name, double* value);
    /* Text or choice; valid until run returns. JT_ABSENT leaves *value as it is. */
    int32_t (*param_text)(jt_call* call, const char* name, const char** value);

    /* Tells the user of a guess, repair, skip or assumption, in both languages, with the ids of the
     * features that it is about (may be none). */
    int32_t (*diagnostic)(jt_call* call, int32_t severity, const char* en, const char* zh,
                          const int64_t* ids, uint64_t id_count);
    /* Share done, 0 to 1, and what is being done (may be NULL). Call it some times a second. */
    int32_t (*progress)(jt_call* call, double share, const char* what);
    /* Says why the run fails: what is wrong and what to do. Returns JT_FAILED, so that a function
     * can end with: return host->fail(call, "...", "..."); */
    int32_t (*fail)(jt_call* call, const char* en, const char* zh);
} jt_host;

/* ---- What a library declares. It must be what plugin.lua says; the manifest alone has texts,
 * defaults, ranges and choices. ---------------------------------------------------------------- */
#define JT_REQUIRED 1u /* ports, parameters */
#define JT_MANY 2u     /* ports that take several objects */

typedef struct jt_port_spec {
    uint32_t size, version;
    const char* name;
    const char* kind; /* "layer", "table", "matrix"; a layer on a table port comes as a table */
    uint64_t flags;
} jt_port_spec;

typedef struct jt_param_spec {
    uint32_t size, version;
    const char* name;
    const char* type; /* "number", "integer", "text", "boolean", "choice", "list", "object" */
    const char* unit; /* "" for none */
    uint64_t flags;
} jt_param_spec;

typedef struct jt_column_spec {
    uint32_t size, version;
    const char* name;
    const char* type; /* "boolean", "integer", "real", "text" */
    const char* unit; /* "" for none */
} jt_column_spec;

typedef struct jt_output_spec {
    uint32_t size, version;
    const char* name;
    const char* kind;
    const jt_column_spec* columns; /* that it always has; it may have others */
    uint64_t column_count;
} jt_output_spec;

typedef struct jt_operator {
    uint32_t size, version;
    const char* name;
    int64_t revision; /* `version` of the operator in the manifest: raise it when results change */
    const jt_port_spec* ports;
    uint64_t port_count;
    const jt_param_spec* params;
    uint64_t param_count;
    const jt_output_spec* outputs;
    uint64_t output_count;
    int32_t (*run)(const jt_host* host, jt_call* call);
} jt_operator;

typedef struct jt_plugin {
    uint32_t size, version;
    const char* error; /* why the plugin cannot work here, else NULL */
    const char* name;
    const char* plugin_version; /* as in the manifest */
    const jt_operator* operators;
    uint64_t operator_count;
} jt_plugin;

/* The one exported symbol. What it returns stays valid until the program ends; it may be called
 * more than once. */
JT_EXPORT const jt_plugin* jt_plugin_open(const jt_host* host);

/* ---- Small helpers, compiled into the plugin. ----------------------------------------------- */

/* For structs whose memory somebody else frees. */
static inline void jt_keep_schema(struct ArrowSchema* schema) { schema->release = NULL; }
static inline void jt_keep_array(struct ArrowArray* array) { array->release = NULL; }

/* The place of the column of that name, or -1. In a layer the columns begin at place 3. */
static inline int64_t jt_column_index(const struct ArrowSchema* schema, const char* name) {
    int64_t i;
    for (i = 0; i < schema->n_children; ++i) {
        if (strcmp(schema->children[i]->name, name) == 0) {
            return i;
        }
    }
    return -1;
}

/* Whether the value of a row is there (not null). */
static inline int jt_valid(const struct ArrowArray* column, int64_t row) {
    const uint8_t* bits = (const uint8_t*)column->buffers[0];
    const uint64_t at = (uint64_t)(row + column->offset);
    return bits == NULL || ((bits[at / 8] >> (at % 8)) & 1) != 0;
}

/* The value of a key in Arrow metadata: its bytes, not ended by NUL, and their number; NULL where
 * the key is not there. */
static inline const char* jt_metadata(const char* metadata, const char* key, int32_t* length) {
    int32_t pairs = 0, i, bytes, same;
    if (metadata != NULL) {
        memcpy(&pairs, metadata, sizeof pairs);
        metadata += sizeof pairs;
    }
    for (i = 0; i < pairs; ++i) {
        memcpy(&bytes, metadata, sizeof bytes);
        metadata += sizeof bytes;
        same = (size_t)bytes == strlen(key) && memcmp(metadata, key, strlen(key)) == 0;
        metadata += bytes;
        memcpy(&bytes, metadata, sizeof bytes);
        metadata += sizeof bytes;
        if (same) {
            *length = bytes;
            return metadata;
        }
        metadata += bytes;
    }
    return NULL;
}

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* JT_PLUGIN_H */
