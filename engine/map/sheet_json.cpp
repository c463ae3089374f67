#include "map/sheet_json.hpp"

#include "map/style.hpp"

#include <algorithm>
#include <cmath>

namespace jt::map {
namespace {

using Json = nlohmann::json;

double rounded(double mm) { return std::round(mm * 1000) / 1000 + 0.0; }

Json box_json(const geo::Box& box) {
    return {rounded(box.min_x), rounded(box.min_y), rounded(box.max_x), rounded(box.max_y)};
}

Json item_json(const Item& item) {
    if (const auto* text = std::get_if<TextItem>(&item)) {
        return {{"slot", text->slot},
                {"kind", "text"},
                {"text", text->text},
                {"size_mm", rounded(text->style.size_mm)},
                {"box", box_json(text->box)}};
    }
    if (const auto* path = std::get_if<PathItem>(&item)) {
        return {{"slot", path->slot}, {"kind", "path"}, {"box", box_json(path->box)}};
    }
    const auto& picture = std::get<PictureItem>(item);
    return {{"slot", picture.slot}, {"kind", "picture"}, {"box", box_json(picture.picture.box)}};
}

Json label_json(const LabelRecord& label) {
    Json out{{"frame", label.frame},
             {"layer", label.layer},
             {"feature", label.feature},
             {"text", label.text},
             {"size_mm", rounded(label.size_mm)}};
    if (!label.box.empty()) {
        out["box"] = box_json(label.box);
    }
    return out;
}

template <class T, class Make>
Json list_of(const std::vector<T>& items, Make&& make) {
    Json out = Json::array();
    for (const T& item : items) {
        out.push_back(make(item));
    }
    return out;
}

bool inside(const geo::Box& outer, const geo::Box& box) {
    constexpr double kSlack = 1e-6;
    return box.min_x >= outer.min_x - kSlack && box.max_x <= outer.max_x + kSlack &&
           box.min_y >= outer.min_y - kSlack && box.max_y <= outer.max_y + kSlack;
}

void check_labels(const Sheet& sheet, std::vector<std::string>& out) {
    for (std::size_t i = 0; i < sheet.labels.size(); ++i) {
        for (std::size_t j = i + 1; j < sheet.labels.size(); ++j) {
            if (sheet.labels[i].box.meets(sheet.labels[j].box)) {
                out.push_back("labels '" + sheet.labels[i].text + "' and '" + sheet.labels[j].text +
                              "' meet");
            }
        }
    }
}

void check_items(const Sheet& sheet, std::vector<std::string>& out) {
    for (const Item& item : sheet.items) {
        const Json json = item_json(item);
        const std::string slot = json.at("slot");
        const std::string what = json.value("text", json.at("kind").get<std::string>());
        const geo::Box box = std::visit(
            [](const auto& i) {
                if constexpr (requires { i.box; }) {
                    return i.box;
                } else {
                    return i.picture.box;
                }
            },
            item);
        if (!inside(sheet.slot(slot), box)) {
            out.push_back("'" + what + "' is outside its slot " + slot);
        }
        if (const auto* text = std::get_if<TextItem>(&item);
            text != nullptr && text->style.size_mm < kMinTextMm) {
            out.push_back("'" + what + "' is smaller than 2.5 mm");
        }
    }
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs sorted(const std::vector<ClassRecord>& records) {
    Pairs out;
    for (const ClassRecord& record : records) {
        if (record.listed) {
            out.emplace_back(record.layer, record.label);
        }
    }
    std::sort(out.begin(), out.end());
    // The legend has a row for each symbol of a class that is drawn in two ways.
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

std::string sheet_json(const Sheet& sheet) {
    Json out = sheet.about;
    out["page"] = {{"width_mm", sheet.width_mm}, {"height_mm", sheet.height_mm}};
    out["slots"] = list_of(sheet.slots, [](const Slot& slot) {
        return Json{{"name", slot.name}, {"box", box_json(slot.box)}};
    });
    out["items"] = list_of(sheet.items, item_json);
    out["labels"] = list_of(sheet.labels, label_json);
    out["dropped"] = list_of(sheet.dropped, label_json);
    out["classes"] = list_of(sheet.drawn, [](const ClassRecord& record) {
        return Json{{"layer", record.layer}, {"label", record.label}, {"in_legend", record.listed}};
    });
    out["legend"] = list_of(sheet.legend, [](const ClassRecord& record) {
        return Json{{"layer", record.layer}, {"label", record.label}};
    });
    return out.dump(1) + "\n";
}

std::vector<std::string> faults(const Sheet& sheet) {
    std::vector<std::string> out;
    check_labels(sheet, out);
    check_items(sheet, out);
    if (sorted(sheet.drawn) != sorted(sheet.legend)) {
        out.push_back("the legend does not list exactly the classes drawn");
    }
    return out;
}

}  // namespace jt::map
