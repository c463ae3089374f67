-- Every message id used in code is in the catalogue, in both languages with the same placeholders;
-- every id of the catalogue is used, once.
--   lua5.4 tests/house/check_messages.lua ROOT
package.path = arg[0]:match("^(.*/)") .. "?.lua;" .. package.path
local sources = require "sources"
local fail = sources.fail

-- Functions whose first argument is a message id.
local makers = { msg = true, data_error = true, usage_error = true, machine_error = true,
                 internal_error = true, unknown_name_error = true }

-- Ids that code builds from parts: the part that stands in the code, and what comes behind it.
local built = {
    ["app.usage."] = "what is wrong with the command line, and the closest word",
    ["base.severity."] = "the name of a severity",
    ["network.explain."] = "a line of an explanation, a part of a time, a hindrance",
    ["score.value."] = "what is wrong with a value function",
    ["source.fix."] = "the kind of a change that --fix made",
    ["source.geometry."] = "the status of a feature",
    ["source.info.geometry."] = "the shape of a layer",
    ["source.topology."] = "the kind of a place: overlap, gap or sliver",
    ["source.shapefile.no_"] = "the missing part of a shapefile",
    [".near"] = "the id of an unknown name: checked at every unknown_name_error(",
}

-- Messages whose texts may have different placeholders.
local unlike = {
    ["native.fails"] = "a plugin's own text, given in both languages",
    ["native.says"] = "a plugin's own text, given in both languages",
    ["script.says"] = "a plugin's own text, given in both languages",
}

local folder = "engine/base/messages/"
local catalogue, order = {}, {}  -- id -> entry; ids in the order of the files

-- "a" "b" from the token on: the joined text and the place behind it.
local function joined(tokens, at)
    local text
    while tokens[at] and tokens[at].kind == "string" do
        text = (text or "") .. tokens[at].text
        at = at + 1
    end
    return text, at
end

local function read_entry(path, tokens, at)
    local entry = { path = path, line = tokens[at].line }
    local places = { "id", "en", "zh" }
    at = at + 2  -- JT_MSG (
    for i, name in ipairs(places) do
        entry[name], at = joined(tokens, at)
        local behind = tokens[at] and tokens[at].text
        if not entry[name] or behind ~= (i < #places and "," or ")") then
            fail(path, entry.line, 'write JT_MSG("id", "English", "Chinese")')
            return
        end
        at = at + 1
    end
    if catalogue[entry.id] then
        local first = catalogue[entry.id]
        fail(path, entry.line, "the id %s stands already at %s:%d", entry.id, first.path, first.line)
        return
    end
    catalogue[entry.id] = entry
    order[#order + 1] = entry.id
end

-- The placeholders as a set, and the largest index (-1 for none).
local function placeholders(entry, text)
    local set, largest = {}, -1
    local rest = text:gsub("{{", ""):gsub("}}", ""):gsub("{(%d+)[^{}]*}", function(index)
        set[tonumber(index)] = true
        largest = math.max(largest, tonumber(index))
        return ""
    end)
    if rest:find("[{}]") then
        fail(entry.path, entry.line, "%s: a placeholder is {0}, {1} ..., a brace is {{ or }}", entry.id)
    end
    return set, largest
end

local function contained(small, large)
    for index in pairs(small) do
        if not large[index] then
            return false
        end
    end
    return true
end

local function check_entry(entry)
    local en, en_largest = placeholders(entry, entry.en)
    local zh, zh_largest = placeholders(entry, entry.zh)
    entry.largest = math.max(en_largest, zh_largest)
    if not unlike[entry.id] and not (contained(en, zh) and contained(zh, en)) then
        fail(entry.path, entry.line, "%s: the placeholders differ between the languages", entry.id)
    end
    if entry.en == "" or entry.zh == "" then
        fail(entry.path, entry.line, "%s: a text is empty", entry.id)
    end
    local module = entry.path:match("([%w_]+)%.inc$")
    if entry.id:match("^([%w_]+)%.") ~= module then
        fail(entry.path, entry.line, "%s: ids of this file start with %s.", entry.id, module)
    end
    if not entry.id:match("^[%l_]+[%l%d_%.]*[%l%d_]$") then
        fail(entry.path, entry.line, "%s: ids are lower case words with dots", entry.id)
    end
end

local used = {}

local function use(path, line, id, arguments, near)
    local entry = catalogue[id]
    if not entry then
        fail(path, line, "the message %s is not in the catalogue", id)
        return
    end
    used[id] = true
    if arguments and entry.largest and entry.largest >= arguments then
        fail(path, line, "%s wants %d arguments, found %d", id, entry.largest + 1, arguments)
    end
    if near then
        use(path, line, id .. ".near", arguments, false)
    end
end

-- The arguments of a call whose "(" stands at `at`: lists of tokens.
local function arguments_of(tokens, at)
    local out, depth = { {} }, 0
    for i = at, #tokens do
        local text = tokens[i].kind == "sign" and tokens[i].text or ""
        if text == ")" or text == "]" or text == "}" then
            depth = depth - 1
            if depth == 0 then
                return out
            end
        end
        if text == "," and depth == 1 then
            out[#out + 1] = {}
        elseif depth > 0 then
            table.insert(out[#out], tokens[i])
        end
        if text == "(" or text == "[" or text == "{" then
            depth = depth + 1
        end
    end
    return out
end

local function check_call(path, tokens, at)
    local arguments = arguments_of(tokens, at + 1)
    local first = arguments[1]
    if #first == 0 then
        return
    end
    local near = tokens[at].text == "unknown_name_error"
    local count = near and 3 or #arguments - 1
    for _, argument in ipairs(arguments) do  -- msg(id, args...) passes on what others counted
        if #argument > 0 and argument[#argument].text == "." then
            count = nil
        end
    end
    local joins = false
    for _, token in ipairs(first) do
        joins = joins or (token.kind == "sign" and token.text == "+")
    end
    for _, token in ipairs(first) do
        if token.kind == "string" and not joins then
            use(path, token.line, token.text, count, near)
        elseif token.kind == "string" and catalogue[token.text] == nil and token.text:find("%.") and
            not built[token.text] then
            fail(path, token.line, '"%s" + ...: say in check_messages.lua what the id is built from', token.text)
        end
    end
end

for _, path in ipairs(sources.files(folder, { ".inc" })) do
    local tokens = sources.tokens(path)
    for at, token in ipairs(tokens) do
        if token.text == "JT_MSG" and token.kind == "word" then
            read_entry(path, tokens, at)
        end
    end
    local name = path:match("[^/]+$")
    if name ~= "all.inc" and not sources.read(folder .. "all.inc"):find('"base/messages/' .. name .. '"', 1, true) then
        fail(path, 1, "all.inc does not include this file")
    end
end
for _, id in ipairs(order) do
    check_entry(catalogue[id])
end
for _, id in ipairs(order) do  -- a hint takes the arguments of its message
    local owner = catalogue[id:match("^(.*)%.hint$") or ""]
    if owner then
        owner.largest = math.max(owner.largest, catalogue[id].largest)
    end
end

for _, path in ipairs(sources.files("engine", { ".hpp", ".cpp" })) do
    local tokens = sources.tokens(path)
    for at, token in ipairs(tokens) do
        if token.kind == "word" and makers[token.text] and (tokens[at + 1] or {}).text == "(" then
            check_call(path, tokens, at)
        elseif token.kind == "string" and catalogue[token.text] then
            used[token.text] = true  -- handed to a function that makes the message
        end
    end
end
for _, path in ipairs(sources.files("lua", { ".lua" })) do
    for text in sources.read(path):gmatch('"([%l%d_%.]+)"') do
        used[text], used[text .. ".near"] = true, true
    end
end

for _, id in ipairs(order) do
    local entry = catalogue[id]
    local owner = catalogue[id:match("^(.*)%.hint$") or ""]
    local prefix = false
    for part in pairs(built) do
        prefix = prefix or id:sub(1, #part) == part
    end
    if not used[id] and not prefix and not owner then
        fail(entry.path, entry.line, "the message %s is not used", id)
    end
end
sources.finish("wrong messages")
