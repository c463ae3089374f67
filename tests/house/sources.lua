-- What the house checks share: the list of files, a lexer for C++ that is good enough to know
-- strings, comments and braces, and the report.
local M = {}

local root = arg[1] or "."
local failures = 0

function M.fail(path, line, text, ...)
    failures = failures + 1
    io.stderr:write(("%s:%d: %s\n"):format(path, line, select("#", ...) > 0 and text:format(...) or text))
end

-- Ends the program: exit code 1 when anything failed.
function M.finish(what)
    if failures > 0 then
        io.stderr:write(("%s: %d found\n"):format(what, failures))
        os.exit(1)
    end
    print(what .. ": none")
end

local function quoted(text)
    return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- Paths below the root, sorted, of files in the folder that end in one of the suffixes.
function M.files(folder, suffixes)
    local pipe = assert(io.popen("cd " .. quoted(root) .. " && find " .. quoted(folder) .. " -type f 2>/dev/null"))
    local out = {}
    for path in pipe:lines() do
        for _, suffix in ipairs(suffixes) do
            if path:sub(-#suffix) == suffix then
                out[#out + 1] = path
            end
        end
    end
    pipe:close()
    table.sort(out)
    return out
end

function M.exists(path)
    local file = io.open(root .. "/" .. path, "rb")
    if file then
        file:close()
    end
    return file ~= nil
end

function M.read(path)
    local file = assert(io.open(root .. "/" .. path, "rb"))
    local text = file:read("a")
    file:close()
    return text
end

function M.lines(path)
    local out = {}
    for line in (M.read(path) .. "\n"):gmatch("(.-)\r?\n") do
        out[#out + 1] = line
    end
    if out[#out] == "" then
        out[#out] = nil
    end
    return out
end

-- Modules in include order: { { "base" }, { "geo", "base" }, ... }.
function M.modules()
    return dofile(root .. "/engine/modules.lua")
end

-- The end of a quoted literal that starts at `at`, and its unescaped-enough text.
local function literal_end(text, at, quote)
    local stop = at + 1
    while stop <= #text do
        local c = text:sub(stop, stop)
        if c == "\\" then
            stop = stop + 2
        elseif c == quote or c == "\n" then
            return stop
        else
            stop = stop + 1
        end
    end
    return #text
end

-- One token at `at`: kind (nil for blanks and comments), its text and the place behind it.
local function token_at(text, at)
    local c = text:sub(at, at)
    if c:match("%s") then
        return nil, "", text:find("%S", at) or #text + 1
    elseif text:sub(at, at + 1) == "//" then
        return nil, "", text:find("\n", at, true) or #text + 1
    elseif text:sub(at, at + 1) == "/*" then
        local _, stop = text:find("*/", at, true)
        return nil, "", (stop or #text) + 1
    end
    local delimiter = text:match('^u?8?R"([^%(]*)%(', at)
    if delimiter then
        local start = text:find("(", at, true) + 1
        local stop, last = text:find(")" .. delimiter .. '"', start, true)
        return "string", text:sub(start, (stop or #text) - 1), (last or #text) + 1
    elseif c == '"' then
        local stop = literal_end(text, at, '"')
        return "string", text:sub(at + 1, stop - 1), stop + 1
    elseif c == "'" then
        local stop = literal_end(text, at, "'")
        return "char", text:sub(at + 1, stop - 1), stop + 1
    elseif c:match("[%w_]") then
        local word = text:match(c:match("%d") and "^[%w_'%.]+" or "^[%w_]+", at)  -- 1'000 is one word
        return "word", word, at + #word
    end
    return "sign", c, at + 1
end

-- Tokens of a C++ text: { kind = "word" | "string" | "char" | "sign", text = , line = }.
function M.tokens(path)
    local text = M.read(path)
    local out, at, line = {}, 1, 1
    while at <= #text do
        local kind, value, stop = token_at(text, at)
        if kind then
            out[#out + 1] = { kind = kind, text = value, line = line }
        end
        local _, breaks = text:sub(at, stop - 1):gsub("\n", "")
        line = line + breaks
        at = stop
    end
    return out
end

return M
