-- What must hold on every map sheet, read from its .sheet.json: millimetres from the upper left corner.
local json = require "json"
local system = require "system"

local M = {}
local SMALLEST = 2.5 -- mm, height of text
local SLACK = 1e-3 -- boxes are rounded to that

-- Without spaces, the wide one of Chinese text too.
local function squeezed(text) return (text:gsub("%s+", ""):gsub("\u{3000}", "")) end

local function inside(outer, box)
    return box[1] >= outer[1] - SLACK and box[2] >= outer[2] - SLACK and box[3] <= outer[3] + SLACK
        and box[4] <= outer[4] + SLACK
end

local function meet(a, b)
    return a[1] < b[3] - SLACK and b[1] < a[3] - SLACK and a[2] < b[4] - SLACK and b[2] < a[4] - SLACK
end

local function check_labels(report, name, sheet, slots)
    for i, label in ipairs(sheet.labels) do
        local frame = slots["frame" .. label.frame + 1]
        report:check(label.size_mm >= SMALLEST, "%s: label %s is %s mm high", name, label.text, label.size_mm)
        report:check(frame and inside(frame, label.box), "%s: label %s leaves its frame", name, label.text)
        for j = i + 1, #sheet.labels do
            local other = sheet.labels[j]
            report:check(not meet(label.box, other.box), "%s: labels %s and %s meet", name, label.text, other.text)
        end
    end
end

local function check_items(report, name, sheet, slots)
    local page = { 0, 0, sheet.page.width_mm, sheet.page.height_mm }
    for slot, box in pairs(slots) do
        report:check(inside(page, box), "%s: slot %s leaves the page", name, slot)
    end
    for _, item in ipairs(sheet.items) do
        local what = item.text or item.kind
        report:check(slots[item.slot] and inside(slots[item.slot], item.box), "%s: %s leaves its slot %s", name, what,
            item.slot)
        report:check(not item.text or item.size_mm >= SMALLEST, "%s: %s is %s mm high", name, what, item.size_mm)
    end
end

local function sorted_classes(list)
    local out = {}
    for i, class in ipairs(list) do
        out[i] = class.layer .. ": " .. class.label
    end
    table.sort(out)
    return table.concat(out, "\n")
end

local function check_legend(report, name, sheet)
    report:check(sorted_classes(sheet.classes) == sorted_classes(sheet.legend),
        "%s: the classes drawn are\n%s\nbut the legend lists\n%s", name, sorted_classes(sheet.classes),
        sorted_classes(sheet.legend))
    local texts = {}
    for _, item in ipairs(sheet.items) do
        texts[#texts + 1] = item.slot == "legend" and item.text or nil
    end
    local shown = squeezed(table.concat(texts)) -- long labels are broken into lines
    for _, class in ipairs(sheet.legend) do
        report:check(shown:find(squeezed(class.label), 1, true), "%s: the legend does not show %s", name, class.label)
    end
end

local stamps = { zh = "未审核·内部用图", en = "Not reviewed – internal use" }

local function text_in(sheet, slot)
    for _, item in ipairs(sheet.items) do
        if item.slot == slot and item.text then
            return item.text
        end
    end
    return ""
end

function M.check(report, folder)
    local names = system.find(folder .. "/maps", "*.sheet.json")
    report:check(#names > 0, "no sheets in %s", folder)
    for _, name in ipairs(names) do
        local sheet = json.parse(system.read(folder .. "/maps/" .. name))
        local slots = {}
        for _, slot in ipairs(sheet.slots) do
            slots[slot.name] = slot.box
        end
        check_labels(report, name, sheet, slots)
        check_items(report, name, sheet, slots)
        check_legend(report, name, sheet)
        local stamp = text_in(sheet, "stamp")
        report:check(sheet.approved == false and stamp == stamps[sheet.lang], "%s: the stamp is %s", name, stamp)
        for _, ending in ipairs { "pdf", "png", "svg" } do
            local file = folder .. "/maps/" .. name:gsub("sheet%.json$", ending)
            report:check(system.exists(file), "there is no %s", file)
        end
    end
    return #names
end

-- All words of a PDF as pdftotext finds them, without spaces.
local function pdf_text(path)
    local code, text = system.run("pdftotext -raw " .. system.quoted(path) .. " -")
    assert(code == 0, text)
    return squeezed(text)
end

-- Titles, labels and every other text of the sheets are text in their PDFs; the report's headings are in report.pdf.
function M.check_text(report, folder)
    for _, name in ipairs(system.find(folder .. "/maps", "*.sheet.json")) do
        local sheet = json.parse(system.read(folder .. "/maps/" .. name))
        local text = pdf_text(folder .. "/maps/" .. name:gsub("sheet%.json$", "pdf"))
        for _, list in ipairs { sheet.items, sheet.labels } do
            for _, item in ipairs(list) do
                report:check(not item.text or text:find(squeezed(item.text), 1, true), "%s: the PDF lacks the text %s", name,
                    item.text)
            end
        end
    end
    local report_pdf = folder .. "/report.pdf"
    if not system.exists(report_pdf) then
        print "skipped: there is no report.pdf (LibreOffice is not installed)"
        return
    end
    local text = pdf_text(report_pdf)
    for line in system.read(folder .. "/report.md"):gmatch "[^\n]+" do
        local heading = line:match "^#+%s+(.-)%s*{?[^{}]*}?$"
        report:check(not heading or text:find(squeezed(heading), 1, true), "report.pdf lacks the heading %s", heading)
    end
end

return M
