// Columns of native plugins: layout checks and values.
#include "base/error.hpp"
#include "base/text.hpp"
#include "native/arrow_import.hpp"

namespace jt::native {
namespace {

using layer::ColumnBuilder;
using layer::Type;

bool valid_at(const ArrowArray& array, std::int64_t row) {
    return array.null_count == 0 || jt_valid(&array, row) != 0;
}

/// Appends row by row; `add` is called for the rows that are not null.
template <class Add>
layer::Column collect(Type type, const ArrowArray& array, const Add& add) {
    ColumnBuilder builder(type);
    for (std::int64_t row = 0; row < array.length; ++row) {
        if (valid_at(array, row)) {
            add(builder, row);
        } else {
            builder.null();
        }
    }
    return builder.build();
}

layer::Column import_booleans(const ArrowArray& array) {
    if (array.buffers[1] == nullptr && array.length > 0) {
        throw null_error("buffers");
    }
    const auto* bits = static_cast<const std::uint8_t*>(array.buffers[1]);
    return collect(Type::boolean, array, [&](ColumnBuilder& out, std::int64_t row) {
        const std::int64_t at = row + array.offset;
        out.integer((bits[at / 8] >> (at % 8)) & 1);
    });
}

template <class T>
layer::Column import_integers(const ArrowArray& array) {
    const T* values = values_of<T>(array, 1, array.length);
    return collect(Type::integer, array,
                   [&](ColumnBuilder& out, std::int64_t row) { out.integer(values[row]); });
}

template <class T>
layer::Column import_reals(const ArrowArray& array) {
    const T* values = values_of<T>(array, 1, array.length);
    return collect(Type::real, array, [&](ColumnBuilder& out, std::int64_t row) {
        out.real(static_cast<double>(values[row]));
    });
}

template <class T>
layer::Column import_texts(const ArrowArray& array) {
    const T* offsets = values_of<T>(array, 1, array.length);
    const auto* bytes = static_cast<const char*>(array.buffers[2]);
    return collect(Type::text, array, [&](ColumnBuilder& out, std::int64_t row) {
        const T begin = offsets[row], end = offsets[row + 1];
        if (begin < 0 || end < begin || (bytes == nullptr && end > begin)) {
            throw base::data_error("native.arrow.offsets", row + 1);
        }
        const std::string_view text(bytes == nullptr ? "" : bytes + begin,
                                    static_cast<std::size_t>(end - begin));
        if (!base::is_utf8(text)) {
            throw base::data_error("native.column.utf8", row + 1);
        }
        out.text(text);
    });
}

struct Reader {
    std::string_view format;
    std::int64_t buffers;
    layer::Column (*read)(const ArrowArray&);
};

constexpr Reader kReaders[] = {{"b", 2, import_booleans},
                               {"i", 2, import_integers<std::int32_t>},
                               {"l", 2, import_integers<std::int64_t>},
                               {"f", 2, import_reals<float>},
                               {"g", 2, import_reals<double>},
                               {"u", 3, import_texts<std::int32_t>},
                               {"U", 3, import_texts<std::int64_t>}};

}  // namespace

base::Error null_error(const char* what) { return base::data_error("native.null", what); }

void check_layout(const ArrowSchema& schema, const ArrowArray& array, std::string_view format,
                  std::int64_t buffers, std::int64_t children) {
    if (format != schema.format) {
        throw base::data_error("native.arrow.format", schema.format, format);
    }
    if (array.n_buffers != buffers) {
        throw base::data_error("native.arrow.buffers", array.n_buffers, buffers);
    }
    if (schema.n_children != children || array.n_children != children) {
        throw base::data_error("native.arrow.children", schema.n_children, array.n_children,
                               children);
    }
    if (array.length < 0 || array.offset < 0) {
        throw base::data_error("native.arrow.negative", array.length, array.offset);
    }
    if (array.buffers == nullptr ||
        (children > 0 && (schema.children == nullptr || array.children == nullptr))) {
        throw null_error(array.buffers == nullptr ? "buffers" : "children");
    }
    for (std::int64_t i = 0; i < children; ++i) {
        if (schema.children[i] == nullptr || array.children[i] == nullptr ||
            schema.children[i]->format == nullptr) {
            throw null_error("children");
        }
    }
}

void check_full(const ArrowSchema& schema, const ArrowArray& array, std::string_view format,
                std::int64_t buffers, std::int64_t children) {
    check_layout(schema, array, format, buffers, children);
    for (std::int64_t row = 0; row < array.length && array.null_count != 0; ++row) {
        if (!valid_at(array, row)) {
            throw base::data_error("native.arrow.nulls", row + 1);
        }
    }
}

layer::Column import_column(const ArrowSchema& schema, const ArrowArray& array) {
    for (const auto& reader : kReaders) {
        if (reader.format == schema.format) {
            check_layout(schema, array, reader.format, reader.buffers, 0);
            if (schema.dictionary != nullptr || array.dictionary != nullptr) {
                throw base::data_error("native.arrow.dictionary");
            }
            return reader.read(array);
        }
    }
    throw base::data_error("native.column.format", schema.format);
}

}  // namespace jt::native
