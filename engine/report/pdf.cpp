#include "report/pdf.hpp"

#include "base/error.hpp"

// Only std::shared_ptr, as qpdf recommends for new code.
#define POINTERHOLDER_TRANSITION 4  // NOLINT(cppcoreguidelines-macro-usage)
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFOutlineDocumentHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include <functional>
#include <map>
#include <memory>

namespace jt::report {
namespace {

using Handle = QPDFObjectHandle;

/// Opens bytes that must outlive the result.
std::unique_ptr<QPDF> open(const std::string& name, const std::string& bytes) {
    auto out = std::make_unique<QPDF>();
    out->setSuppressWarnings(true);
    out->processMemoryFile(name.c_str(), bytes.data(), bytes.size());
    return out;
}

/// Runs qpdf work; its exceptions become data errors that name the file.
template <class Body>
auto guarded(const std::string& name, Body body) {
    try {
        return body();
    } catch (const base::Error&) {
        throw;
    } catch (const std::exception& error) {
        throw base::data_error("report.pdf.broken", name, error.what());
    }
}

/// Appends one bookmark at the end of the top level.
void add_bookmark(QPDF& pdf, const std::string& title, const Handle& page) {
    Handle root = pdf.getRoot();
    if (!root.hasKey("/Outlines")) {
        root.replaceKey("/Outlines", pdf.makeIndirectObject(Handle::newDictionary()));
    }
    Handle outlines = root.getKey("/Outlines");
    Handle item = pdf.makeIndirectObject(Handle::newDictionary());
    item.replaceKey("/Title", Handle::newUnicodeString(title));
    item.replaceKey("/Parent", outlines);
    item.replaceKey("/Dest", Handle::newArray({page, Handle::newName("/Fit")}));
    if (outlines.hasKey("/Last")) {
        Handle last = outlines.getKey("/Last");
        last.replaceKey("/Next", item);
        item.replaceKey("/Prev", last);
    } else {
        outlines.replaceKey("/First", item);
    }
    outlines.replaceKey("/Last", item);
    Handle count = outlines.getKey("/Count");
    outlines.replaceKey("/Count",
                        Handle::newInteger((count.isInteger() ? count.getIntValue() : 0) + 1));
}

void set_metadata(QPDF& pdf, const Document& document) {
    Handle info = Handle::newDictionary();
    info.replaceKey("/Title", Handle::newUnicodeString(document.cover.title));
    info.replaceKey("/Creator", Handle::newString("Jiangtian"));
    if (!document.hash.empty()) {
        info.replaceKey("/JiangtianRun", Handle::newString(document.hash));
    }
    Handle trailer = pdf.getTrailer();
    trailer.replaceKey("/Info", pdf.makeIndirectObject(info));
    trailer.removeKey("/ID");
    trailer.removeKey("/DocChecksum");
    pdf.getRoot().removeKey("/Metadata");
}

}  // namespace

std::vector<int> contents_pages(const std::string& bytes, std::size_t expected) {
    return guarded("report.pdf", [&] {
        const auto pdf = open("report.pdf", bytes);
        std::map<QPDFObjGen, int> page_of;
        for (auto& page : QPDFPageDocumentHelper(*pdf).getAllPages()) {
            const int index = static_cast<int>(page_of.size());
            page_of[page.getObjectHandle().getObjGen()] = index;
        }
        std::vector<int> out;
        const std::function<void(std::vector<QPDFOutlineObjectHelper>, int)> walk =
            [&](std::vector<QPDFOutlineObjectHelper> items, int level) {
                for (auto& item : items) {
                    const auto found = page_of.find(item.getDestPage().getObjGen());
                    if (found != page_of.end() && level <= 2) {
                        out.push_back(found->second);
                    }
                    walk(item.getKids(), level + 1);
                }
            };
        walk(QPDFOutlineDocumentHelper(*pdf).getTopLevelOutlines(), 1);
        if (out.size() != expected || out.empty()) {
            return std::vector<int>();
        }
        const int first = out.front();
        for (int& page : out) {
            page += 1 - first;
        }
        return out;
    });
}

std::string finish_pdf(const std::string& bytes, const Document& document) {
    std::vector<std::unique_ptr<QPDF>> sheets;  // alive until the bytes are written
    const auto pdf = guarded("report.pdf", [&] { return open("report.pdf", bytes); });
    for (const auto& sheet : document.sheets) {
        guarded(sheet.path, [&] {
            sheets.push_back(open(sheet.path, sheet.bytes));
            bool first = true;
            for (auto& page : QPDFPageDocumentHelper(*sheets.back()).getAllPages()) {
                QPDFPageDocumentHelper helper(*pdf);
                helper.addPage(page, false);
                if (first) {
                    add_bookmark(*pdf, sheet.caption,
                                 helper.getAllPages().back().getObjectHandle());
                }
                first = false;
            }
        });
    }
    return guarded("report.pdf", [&] {
        set_metadata(*pdf, document);
        QPDFWriter writer(*pdf);
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.setObjectStreamMode(qpdf_o_generate);
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    });
}

}  // namespace jt::report
