#include "report/docx_template.hpp"

namespace jt::report {

const char* docx_filter() {
    return R"lua(-- pandoc filter: the parts of the report that Markdown has no words for, as WordprocessingML.
local stringify = pandoc.utils.stringify
local PAGE = '<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/>'
-- The reference document has two footers; pandoc gives them the two ids after its own eight parts.
local FOOTERS = '<w:footerReference w:type="default" r:id="rId9"/><w:footerReference w:type="even" r:id="rId10"/>'
local UPRIGHT = '<w:pgSz w:w="11906" w:h="16838"/>' .. PAGE:format(2098, 1474, 1984, 1587, 1304)
local ACROSS = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' .. PAGE:format(1587, 2098, 1474, 1984, 794)

local AFTER_TABLE = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>'

local function escape(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end
local function raw(xml) return pandoc.RawBlock("openxml", xml) end
local function run(text, properties)
  return "<w:r>" .. (properties and "<w:rPr>" .. properties .. "</w:rPr>" or "")
    .. '<w:t xml:space="preserve">' .. escape(text) .. "</w:t></w:r>"
end
-- A column head with its unit on a line of its own: word processors break "2025（min）" after 202.
local function head_run(text, properties)
  local name, unit = text:match("^(.+)(（.-）)$")
  if not name then return run(text, properties) end
  return run(name, properties) .. "<w:r><w:br/></w:r>" .. run(unit, properties)
end
local function paragraph(style, inner, properties)
  return '<w:p><w:pPr><w:pStyle w:val="' .. style .. '"/>' .. (properties or "") .. "</w:pPr>" .. inner .. "</w:p>"
end
local function field(kind) return '<w:r><w:fldChar w:fldCharType="' .. kind .. '"/></w:r>' end
local function instruction(text)
  return '<w:r><w:instrText xml:space="preserve"> ' .. escape(text) .. " </w:instrText></w:r>"
end

-- Sections: what stands before a break gets the page of its own section.
local first_body = true
local function section(page, body)
  local start = ""
  if body and first_body then
    start, first_body = '<w:pgNumType w:start="1"/>', false
  end
  return raw('<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:sectPr>'
    .. (body and FOOTERS or "") .. '<w:type w:val="nextPage"/>' .. page .. start .. "</w:sectPr></w:pPr></w:p>")
end

-- A block at a fixed place of the page, in twips from its edges.
local function placed(y, width)
  return ('<w:framePr w:w="%d" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="1587" w:y="%d"/>'):format(width, y)
end
local function cover(div, out)
  local lines = pandoc.List()
  for _, block in ipairs(div.content) do
    local span = block.content and block.content[1]
    local class = span and span.t == "Span" and span.classes[1]
    if class == "stamp" then
      out:insert(raw(paragraph("CoverStamp", run(stringify(span)), placed(1500, 3600))))
    elseif class == "imprint" then
      lines:insert(raw(paragraph("CoverImprint", run(stringify(span)), placed(14900, 8844))))
    else
      lines:insert(raw(paragraph("CoverLine", run(stringify(block)), placed(12200, 8844))))
    end
  end
  out:extend(lines)
end

local function contents(div, headings, pages, out)
  out:insert(section(UPRIGHT, false))
  out:insert(raw(paragraph("TOCHeading", run(div.attributes.title or ""))))
  for i, heading in ipairs(headings) do
    local line = '<w:hyperlink w:anchor="' .. heading.identifier .. '" w:history="1">' .. run(stringify(heading))
      .. "<w:r><w:tab/></w:r>" .. field("begin") .. instruction("PAGEREF " .. heading.identifier .. " \\h")
      .. field("separate") .. run(pages and pages[i] or "") .. field("end") .. "</w:hyperlink>"
    if pages and i == 1 then
      local dirty = #pages == 0 and ' w:dirty="true"' or ""
      line = '<w:r><w:fldChar w:fldCharType="begin"' .. dirty .. "/></w:r>" .. instruction('TOC \\o "1-2" \\h \\z \\u')
        .. field("separate") .. line
    end
    if pages and i == #headings then line = line .. field("end") end
    out:insert(raw(paragraph("TOC" .. heading.level, line)))
  end
  out:insert(section(UPRIGHT, false))
end

-- Anchors: a point at the start of the paragraph, so that no reader has to follow a long range.
local anchors = 9000
local function anchor(name)
  anchors = anchors + 1
  return ('<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>'):format(anchors, name, anchors)
end

-- Three lines: 1.5 pt above the head and below the body, 0.75 pt under the head.
local ALIGN = { AlignLeft = "left", AlignRight = "right", AlignCenter = "center", AlignDefault = "left" }
local function border(side, size) return ("<w:%s w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>"):format(side, size) end
local function cell(text, width, align, style, size, borders, keep)
  local xml = '<w:tc><w:tcPr><w:tcW w:w="' .. width .. '" w:type="dxa"/>'
  if borders ~= "" then xml = xml .. "<w:tcBorders>" .. borders .. "</w:tcBorders>" end
  return xml .. '<w:vAlign w:val="center"/></w:tcPr>'
    .. paragraph(style, (style == "TableHead" and head_run or run)(text, ('<w:sz w:val="%s"/><w:szCs w:val="%s"/>'):format(size, size)), (keep and "<w:keepNext/>" or "") .. '<w:jc w:val="' .. align .. '"/>')
    .. "</w:tc>"
end
-- Ends the upright pages. A heading right before, with the few sentences below it, goes across with the table, so that no
-- page is left with two lines.
local function turn(out)
  local at = #out + 1
  while at > 1 and at > #out - 3 and (out[at - 1].t == "Header" or out[at - 1].t == "Para") do at = at - 1 end
  while at <= #out and out[at].t ~= "Header" do at = at + 1 end
  local before = out[at - 1]
  if not (before and before.t == "RawBlock" and before.text:find("<w:sectPr", 1, true)) then
    out:insert(at, section(UPRIGHT, true))
  end
end
local function grid(div, out, across, noted)
  local simple
  for _, block in ipairs(div.content) do
    if block.t == "Table" then simple = pandoc.utils.to_simple_table(block) end
  end
  if not simple then return false end
  local size, widths, total = div.attributes.size or "21", {}, 0
  for width in (div.attributes.widths or ""):gmatch("%d+") do
    widths[#widths + 1] = width
    total = total + tonumber(width)
  end
  local xml = { paragraph("TableCaption", anchor(div.identifier) .. run(stringify(simple.caption))),
    '<w:tbl><w:tblPr><w:tblW w:w="' .. total .. '" w:type="dxa"/><w:jc w:val="center"/>',
    '<w:tblBorders>' .. border("top", 12) .. border("bottom", 12) .. '</w:tblBorders><w:tblLayout w:type="fixed"/>',
    '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>' }
  for _, width in ipairs(widths) do xml[#xml + 1] = '<w:gridCol w:w="' .. width .. '"/>' end
  xml[#xml + 1] = '</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>'
  for i, head in ipairs(simple.headers) do
    xml[#xml + 1] = cell(stringify(head), widths[i], "center", "TableHead", size, border("top", 12) .. border("bottom", 6))
  end
  xml[#xml + 1] = "</w:tr>"
  local short = #simple.rows <= 12
  for r, row in ipairs(simple.rows) do
    local last = r == #simple.rows and border("bottom", 12) or ""
    xml[#xml + 1] = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    for i, content in ipairs(row) do
      xml[#xml + 1] = cell(stringify(content), widths[i], ALIGN[simple.aligns[i]] or "left", "TableText", size, last, short and r < #simple.rows or noted and r > #simple.rows - 2)
    end
    xml[#xml + 1] = "</w:tr>"
  end
  xml[#xml + 1] = "</w:tbl>"
  local block = raw(table.concat(xml))
  if div.classes:includes("landscape") then
    if not across then turn(out) end
    out:insert(block)
    return true
  end
  out:insert(block)
  return false
end

local function heading(block, out)
  block.content:insert(1, pandoc.RawInline("openxml", anchor(block.identifier)))
  block.identifier = ""
  out:insert(block)
end

-- A formula in the middle, its number at the right: a table without lines.
local function formula(block, out)
  local function open_cell(width, align)
    return '<w:tc><w:tcPr><w:tcW w:w="' .. width .. '" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
  end
  local label = stringify(block.content[#block.content])
  out:insert(raw('<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    .. '<w:gridCol w:w="900"/><w:gridCol w:w="7044"/><w:gridCol w:w="900"/></w:tblGrid><w:tr>'
    .. open_cell(900) .. paragraph("FormulaLine", "") .. "</w:tc>" .. open_cell(7044)))
  out:insert(pandoc.Div({ pandoc.Para { block.content[1] } }, pandoc.Attr("", {}, { ["custom-style"] = "Formula Line" })))
  out:insert(raw("</w:tc>" .. open_cell(900) .. paragraph("FormulaLine", run(label), '<w:jc w:val="right"/>')
    .. "</w:tc></w:tr></w:tbl>"))
end

local function note(div, out)
  for _, block in ipairs(div.content) do
    out:insert(pandoc.Div({ block }, pandoc.Attr("", {}, { ["custom-style"] = "Table Note" })))
  end
end

-- A sign in a sentence, t_{ij} or \\beta, as slanted text: LibreOffice sets formula objects in a line small and too high.
local GREEK = { alpha = "α", beta = "β", gamma = "γ", delta = "δ", lambda = "λ", mu = "μ", sigma = "σ", theta = "θ" }
local function sign(math)
  if math.mathtype ~= "InlineMath" then return nil end
  local base, index = math.text:match("^(\\?%a+)_{?(\\?%w+)}?$")
  base = base or math.text:match("^(\\?%a+)$")
  local name = base and base:match("^\\(%a+)$")
  local letter = name and GREEK[name] or not name and base
  if not letter or index and index:sub(1, 1) == "\\" then return nil end
  return index and { pandoc.Emph { pandoc.Str(letter) }, pandoc.Subscript { pandoc.Emph { pandoc.Str(index) } } }
    or { pandoc.Emph { pandoc.Str(letter) } }
end

function Pandoc(document)
  local headings, pages, out, across = pandoc.List(), nil, pandoc.List(), false
  for _, block in ipairs(document.blocks) do
    if block.t == "Header" and block.level <= 2 then headings:insert(block) end
  end
  if document.meta["toc-pages"] then
    pages = {}
    for page in stringify(document.meta["toc-pages"]):gmatch("%d+") do pages[#pages + 1] = page end
    document.meta["toc-pages"] = nil
  end
  -- With a language pandoc marks Latin text as Chinese, and words break anywhere.
  document.meta.lang = nil
  for i, block in ipairs(document.blocks) do
    local class = block.t == "Div" and block.classes:find_if(function(name)
      return name == "cover" or name == "toc" or name == "table" or name == "note"
    end)
    local wide = class == "table" and block.classes:includes("landscape")
    if across and class ~= "note" and not wide then
      out:insert(section(ACROSS, true))
      across = false
    end
    if class == "cover" then cover(block, out)
    elseif class == "toc" then contents(block, headings, pages, out)
    elseif class == "table" then
      local next_block = document.blocks[i + 1]
      local noted = next_block and next_block.t == "Div" and next_block.classes:includes("note")
      across = grid(block, out, across, noted)
      if not noted then
        out:insert(raw(AFTER_TABLE))
      end
    elseif class == "note" then note(block, out)
    elseif block.t == "Header" then heading(block, out)
    elseif block.t == "Para" and block.content[1] and block.content[1].t == "Math"
      and block.content[1].mathtype == "DisplayMath" then formula(block, out)
    elseif block.t == "RawBlock" and block.text:match("^\\newpage") then
      out:insert(raw('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'))
    else out:insert(pandoc.walk_block(block, { Math = sign })) end
  end
  if across then out:insert(section(ACROSS, true)) end
  document.blocks = out
  return document
end
)lua";
}

}  // namespace jt::report
