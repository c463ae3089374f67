// Text that was spoiled before it came here.
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "source/quality/repair.hpp"
#include "source/text/codec.hpp"
#include "source/text/encoding.hpp"

namespace jt::source {
namespace {

layer::Column unscrambled_column(const layer::Column& column) {
    layer::ColumnBuilder out(layer::Type::text);
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::string meant = unscrambled(column.text(row));
        column.valid(row) ? out.text(meant.empty() ? column.text(row) : meant) : out.null();
    }
    return out.build();
}

}  // namespace

void check_text(Loaded& loaded, Repair policy, base::Diagnostics& diagnostics) {
    for (const layer::Field& field : std::vector<layer::Field>(loaded.table.fields())) {
        if (field.type != layer::Type::text) {
            continue;
        }
        const layer::ColumnPtr column = loaded.table.shared_column(field.name);
        std::vector<std::int64_t> scrambled, lost;
        for (const std::size_t row : base::numbers_where(column->size(), [&](std::size_t i) {
                 const std::string_view text = column->text(i);
                 return !is_ascii(text) && !unscrambled(text).empty();
             })) {
            scrambled.push_back(loaded.ids[row]);
            if (policy != Repair::repair) {
                const std::string_view text = column->text(row);
                base::Error error =
                    base::data_error("source.text.scrambled", text, unscrambled(text));
                error.add_context(base::msg("source.place.value", loaded.ids[row], field.name));
                throw error;
            }
        }
        for (const std::size_t row : base::numbers_where(column->size(), [&](std::size_t i) {
                 const std::string_view text = column->text(i);
                 return text.size() >= 2 && text.find_first_not_of('?') == std::string_view::npos;
             })) {
            lost.push_back(loaded.ids[row]);
        }
        if (!scrambled.empty()) {
            loaded.table.set(field, unscrambled_column(*column));
            diagnostics.features(base::Severity::warning,
                                 base::msg("source.text.unscrambled", field.name), loaded.where,
                                 scrambled);
        }
        if (!lost.empty()) {
            diagnostics.features(base::Severity::warning, base::msg("source.text.lost", field.name),
                                 loaded.where, lost);
        }
    }
}

}  // namespace jt::source
