-- Files of at most 400 lines, headers of at most 250, functions of at most 60 lines of code
-- (comments, blank lines and the inside of a long string do not count).
--   lua5.4 tests/house/check_sizes.lua ROOT
package.path = arg[0]:match("^(.*/)") .. "?.lua;" .. package.path
local sources = require "sources"
local fail = sources.fail

local longest_file, longest_header, longest_function = 400, 250, 60

-- Files that may be longer, each with the reason.
local exceptions = {
    ["engine/sdk/jt_plugin.h"] = "the one public C header: plugins copy it as one file",
}

local function check_file(path)
    local lines = #sources.lines(path)
    local most = path:match("%.hp?p?$") and longest_header or longest_file
    if exceptions[path] then
        if lines <= most then
            fail(path, lines, "needs no exception any more (%d lines)", lines)
        end
    elseif lines > most then
        fail(path, lines, "%d lines, at most %d are wanted", lines, most)
    end
end

-- What a "{" opens, from the tokens since the last ";", "{" or "}" outside functions.
local function block_kind(head)
    local depth, called, given = 0, false, false
    for i, token in ipairs(head) do
        if token.kind == "sign" then
            if token.text == "(" then
                depth, called = depth + 1, true
            elseif token.text == ")" then
                depth = depth - 1
            elseif token.text == "=" and depth == 0 and (head[i - 1] or {}).text ~= "operator" then
                given = true
            end
        elseif token.kind == "word" and token.text == "namespace" then
            return "open"
        end
    end
    if given then
        return "values"
    elseif called then
        return "function"
    end
    return "open"  -- class, struct, enum, extern "C"
end

-- The place of the "}" that closes the "{" at `at`.
local function closing(tokens, at)
    local depth = 0
    for i = at, #tokens do
        if tokens[i].kind == "sign" then
            if tokens[i].text == "{" then
                depth = depth + 1
            elseif tokens[i].text == "}" then
                depth = depth - 1
                if depth == 0 then
                    return i
                end
            end
        end
    end
    return #tokens
end

-- Lines on which a token starts.
local function code_lines(tokens, first, last)
    local count, line = 0, 0
    for i = first, last do
        if tokens[i].line ~= line then
            count, line = count + 1, tokens[i].line
        end
    end
    return count
end

-- The word before the first "(": the function's name, or the test's sentence.
local function name_of(head)
    for i, token in ipairs(head) do
        if token.text == "(" and token.kind == "sign" then
            local name = (head[i - 1] or { text = "?" }).text
            return name == "TEST_CASE" and '"' .. head[i + 1].text .. '"' or name
        end
    end
    return "?"
end

local function check_functions(path)
    local tokens = sources.tokens(path)
    local head, at = {}, 1
    while at <= #tokens do
        local token = tokens[at]
        local sign = token.kind == "sign" and token.text
        if sign == "{" then
            local kind = block_kind(head)
            if kind ~= "open" then
                local last = closing(tokens, at)
                local lines = code_lines(tokens, at, last)
                if kind == "function" and lines > longest_function then
                    fail(path, token.line, "%s has %d lines, at most %d are wanted", name_of(head), lines,
                        longest_function)
                end
                at = last
            end
            head = {}
        elseif sign == "}" or sign == ";" then
            head = {}
        else
            head[#head + 1] = token
        end
        at = at + 1
    end
end

for _, folder in ipairs { "engine", "tests", "plugins" } do
    for _, path in ipairs(sources.files(folder, { ".hpp", ".cpp", ".h" })) do
        check_file(path)
        check_functions(path)
    end
end
for _, folder in ipairs { "lua", "plugins", "tests" } do
    for _, path in ipairs(sources.files(folder, { ".lua" })) do
        check_file(path)
    end
end
sources.finish("files and functions that are too long")
