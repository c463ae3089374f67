#include "report/pdf.hpp"

#include "base/error.hpp"

// The C interface: the C++ headers of qpdf 11.3 do not compile as C++20 with clang 14.
#include <qpdf/qpdf-c.h>

#include <memory>

namespace jt::report {
namespace {

/// An open PDF. Every call that failed inside qpdf is found by check(), which throws a data error
/// with the file's name.
class Pdf {
public:
    /// `bytes` must outlive the object.
    Pdf(std::string name, const std::string& bytes)
        : m_name(std::move(name)),
          m_data(qpdf_init(), [](qpdf_data data) { qpdf_cleanup(&data); }) {
        qpdf_silence_errors(get());
        qpdf_set_suppress_warnings(get(), QPDF_TRUE);
        qpdf_read_memory(get(), m_name.c_str(), bytes.data(), bytes.size(), nullptr);
        check();
    }
    qpdf_data get() const { return m_data.get(); }
    void check() const {
        if (qpdf_has_error(get()) != QPDF_FALSE) {
            const qpdf_error error = qpdf_get_error(get());
            throw base::data_error("report.pdf.broken", m_name,
                                   qpdf_get_error_message_detail(get(), error));
        }
    }

    int pages() const {
        const int count = qpdf_get_num_pages(get());
        check();
        return count;
    }
    qpdf_oh page(int index) const {
        return qpdf_get_page_n(get(), static_cast<std::size_t>(index));
    }
    /// The value of a key, null where the object is no dictionary or has no such key.
    qpdf_oh key(qpdf_oh object, const char* name) const {
        return qpdf_oh_get_key_if_dict(get(), object, name);
    }
    bool is_dictionary(qpdf_oh object) const {
        return qpdf_oh_is_dictionary(get(), object) != QPDF_FALSE;
    }
    void set(qpdf_oh object, const char* name, qpdf_oh value) const {
        qpdf_oh_replace_key(get(), object, name, value);
    }
    void remove(qpdf_oh object, const char* name) const { qpdf_oh_remove_key(get(), object, name); }
    qpdf_oh text(const std::string& utf8) const {
        return qpdf_oh_new_unicode_string(get(), utf8.c_str());
    }
    /// A new indirect dictionary.
    qpdf_oh dictionary() const {
        return qpdf_make_indirect_object(get(), qpdf_oh_new_dictionary(get()));
    }
    /// Index of the page that a bookmark leads to; -1 where it leads to none.
    int target(qpdf_oh bookmark) const {
        qpdf_oh place = key(bookmark, "/Dest");
        if (qpdf_oh_is_array(get(), place) == QPDF_FALSE) {
            place = key(key(bookmark, "/A"), "/D");
        }
        if (qpdf_oh_is_array(get(), place) == QPDF_FALSE ||
            qpdf_oh_get_array_n_items(get(), place) < 1) {
            return -1;
        }
        return qpdf_find_page_by_oh(get(), qpdf_oh_get_array_item(get(), place, 0));
    }

private:
    std::string m_name;
    std::shared_ptr<std::remove_pointer_t<qpdf_data>> m_data;
};

/// Pages of the bookmarks below `parent`, down to the second level, in order of reading.
void collect_targets(const Pdf& pdf, qpdf_oh parent, int level, std::size_t limit,
                     std::vector<int>& out) {
    // A broken file may link its bookmarks in a ring: no more than the limit are followed.
    std::size_t steps = 0;
    for (qpdf_oh item = pdf.key(parent, "/First"); pdf.is_dictionary(item) && steps <= limit;
         item = pdf.key(item, "/Next"), ++steps) {
        out.push_back(pdf.target(item));
        if (level < 2) {
            collect_targets(pdf, item, level + 1, limit, out);
        }
    }
}

/// Appends one bookmark to a page at the end of the top level.
void add_bookmark(const Pdf& pdf, const std::string& title, qpdf_oh page) {
    const qpdf_oh root = qpdf_get_root(pdf.get());
    qpdf_oh outlines = pdf.key(root, "/Outlines");
    if (!pdf.is_dictionary(outlines)) {
        outlines = pdf.dictionary();
        pdf.set(root, "/Outlines", outlines);
    }
    const qpdf_oh place = qpdf_oh_new_array(pdf.get());
    qpdf_oh_append_item(pdf.get(), place, page);
    qpdf_oh_append_item(pdf.get(), place, qpdf_oh_new_name(pdf.get(), "/Fit"));
    const qpdf_oh item = pdf.dictionary();
    pdf.set(item, "/Title", pdf.text(title));
    pdf.set(item, "/Parent", outlines);
    pdf.set(item, "/Dest", place);
    const qpdf_oh last = pdf.key(outlines, "/Last");
    if (pdf.is_dictionary(last)) {
        pdf.set(last, "/Next", item);
        pdf.set(item, "/Prev", last);
    } else {
        pdf.set(outlines, "/First", item);
    }
    pdf.set(outlines, "/Last", item);
    const qpdf_oh count = pdf.key(outlines, "/Count");
    const long long before = qpdf_oh_is_integer(pdf.get(), count) != QPDF_FALSE
                                 ? qpdf_oh_get_int_value(pdf.get(), count)
                                 : 0;
    pdf.set(outlines, "/Count", qpdf_oh_new_integer(pdf.get(), before + 1));
}

void set_metadata(const Pdf& pdf, const Document& document) {
    const qpdf_oh info = pdf.dictionary();
    pdf.set(info, "/Title", pdf.text(document.cover.title));
    pdf.set(info, "/Creator", pdf.text("Jiangtian"));
    if (!document.hash.empty()) {
        pdf.set(info, "/JiangtianRun", pdf.text(document.hash));
    }
    const qpdf_oh trailer = qpdf_get_trailer(pdf.get());
    pdf.set(trailer, "/Info", info);
    pdf.remove(trailer, "/ID");
    pdf.remove(trailer, "/DocChecksum");
    pdf.remove(qpdf_get_root(pdf.get()), "/Metadata");
}

std::string write(const Pdf& pdf) {
    qpdf_init_write_memory(pdf.get());
    pdf.check();
    qpdf_set_deterministic_ID(pdf.get(), QPDF_TRUE);
    qpdf_set_object_stream_mode(pdf.get(), qpdf_o_generate);
    qpdf_write(pdf.get());
    pdf.check();
    return {reinterpret_cast<const char*>(qpdf_get_buffer(pdf.get())),
            qpdf_get_buffer_length(pdf.get())};
}

}  // namespace

std::vector<int> contents_pages(const std::string& bytes, std::size_t expected) {
    const Pdf pdf("report.pdf", bytes);
    std::vector<int> out;
    collect_targets(pdf, pdf.key(qpdf_get_root(pdf.get()), "/Outlines"), 1, expected, out);
    pdf.check();
    if (out.size() != expected || out.empty()) {
        return {};
    }
    const int first = out.front();
    for (int& page : out) {
        page += 1 - first;
    }
    return out;
}

std::string finish_pdf(const std::string& bytes, const Document& document) {
    const Pdf pdf("report.pdf", bytes);
    std::vector<std::unique_ptr<Pdf>> sheets;  // open until the bytes are written
    for (const auto& sheet : document.sheets) {
        sheets.push_back(std::make_unique<Pdf>(sheet.path, sheet.bytes));
        const int first = pdf.pages(), count = sheets.back()->pages();
        for (int i = 0; i < count; ++i) {
            qpdf_add_page(pdf.get(), sheets.back()->get(), sheets.back()->page(i), QPDF_FALSE);
            pdf.check();
        }
        if (count > 0) {
            add_bookmark(pdf, sheet.caption, pdf.page(first));
        }
    }
    set_metadata(pdf, document);
    return write(pdf);
}

}  // namespace jt::report
