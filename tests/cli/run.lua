-- Runs the command line of the program and holds it to what the case files say, byte for byte:
--   lua5.4 run.lua PROGRAM CASES.txt [--bless]
-- A case file is text:
--   == title                          a case, run by bash in an empty folder of its own
--   $ jiangtian info none.shp         a command; prelude.sh tells what there is besides the shell
--   > more lines of it                for here-documents and long commands
--   exit 2                            of the last command
--   1| a line of standard output
--   2| a line of standard error
-- Outputs are compared whole, after the case's folder was replaced by ${TMP}, the source tree by ${SRC}, and times and
-- process numbers by ${S} and ${PID}, working folders by ${WORK}, entries of the cache by ${KEY}. A case that
-- ends with 77 is skipped and its standard error is the reason. --bless
-- writes what was found into the file: read the difference before you keep it.
local seconds = 120 -- a case that takes longer hangs, and ends with 124
local program, file, bless = arg[1], arg[2], arg[3] == "--bless"
local function lines_of(path)
    local list = {}
    for line in assert(io.open(path)):lines() do
        list[#list + 1] = line
    end
    return list
end

local function read(path)
    local handle = assert(io.open(path, "rb"))
    local text = handle:read "a"
    handle:close()
    return text
end

local function write(path, text)
    local handle = assert(io.open(path, "wb"))
    handle:write(text)
    handle:close()
end

local function output_of(command)
    local pipe = assert(io.popen(command))
    local text = pipe:read "a"
    assert(pipe:close(), "failed: " .. command)
    return (text:gsub("\n$", ""))
end

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function plain(text) return (text:gsub("%p", "%%%0")) end

local source = output_of("cd " .. quoted(arg[0]:match "^(.*)/[^/]*$" or ".") .. "/../.. && pwd -P")
local here = source .. "/tests/cli"
program = output_of("realpath " .. quoted(program))

-- A list of cases { title =, script =, exit =, out =, err =, notes = } and the lines before the first.
local function parse(path)
    local head, cases = {}, {}
    for number, line in ipairs(lines_of(path)) do
        local case = cases[#cases]
        local mark, rest = line:match "^(%S+) ?(.*)$"
        if mark == "==" then
            cases[#cases + 1] = { title = rest, script = {}, out = {}, err = {}, line = number }
        elseif not case then
            head[#head + 1] = line
        elseif mark == "$" or mark == ">" then
            case.script[#case.script + 1] = { mark, rest }
        elseif mark == "exit" then
            case.exit = tonumber(rest)
        elseif mark == "1|" or mark == "2|" then
            local list = mark == "1|" and case.out or case.err
            list[#list + 1] = rest
        elseif line ~= "" then
            error(path .. ":" .. number .. ": not understood: " .. line)
        end
    end
    return head, cases
end

local function masked(text, folder)
    return (text:gsub(plain(folder), "${TMP}"):gsub(plain(source), "${SRC}"):gsub("%d+%.%d s\n", "${S} s\n")
        :gsub(plain(folder:gsub("/work$", "/tmp")) .. "/jiangtian%.%w+", "${WORK}"):gsub("%d+%.%d 秒\n", "${S} 秒\n"):gsub("%.jiangtian%-%d+%-%d+%.tmp", ".jiangtian-${PID}.tmp")
        :gsub("/%x%x/%x+%.jtc", "/${KEY}.jtc"))
end

local function as_lines(text)
    local list = {}
    for line in (text .. (text:match "[^\n]$" and "${no newline}\n" or "")):gmatch "(.-)\n" do
        list[#list + 1] = line
    end
    return list
end

local function run(case)
    local base = output_of "mktemp -d"
    local folder = base .. "/work"
    local script = { "source " .. quoted(here .. "/prelude.sh") }
    for _, line in ipairs(case.script) do
        script[#script + 1] = line[2]
    end
    write(base .. "/script", table.concat(script, "\n") .. "\n")
    local command = string.format("mkdir %s %s/tmp && cd %s && JT_PROGRAM=%s JT_SOURCE=%s timeout -k 5 %d bash %s/script >%s/out 2>%s/err </dev/null",
        quoted(folder), base, quoted(folder), quoted(program), quoted(source), seconds, base, base,
        base)
    local _, _, code = os.execute(command)
    local found = { exit = code, out = as_lines(masked(read(base .. "/out"), folder)),
        err = as_lines(masked(read(base .. "/err"), folder)) }
    for _, name in ipairs(as_lines(output_of("ls -A " .. base .. "/tmp"))) do
        found.err[#found.err + 1] = "left in the folder for temporary files: " .. name
    end
    os.execute("rm -rf " .. quoted(base))
    return found
end

local function show(case, found)
    local text = { string.format("%s:%d: %s", file, case.line, case.title) }
    if case.exit ~= found.exit then
        text[#text + 1] = string.format("  exit %s wanted, %s found", case.exit, found.exit)
    end
    for n, lists in ipairs { { case.out, found.out }, { case.err, found.err } } do
        if table.concat(lists[1], "\n") ~= table.concat(lists[2], "\n") then
            for i, list in ipairs(lists) do
                text[#text + 1] = i == 1 and "  wanted:" or "  found:"
                for _, line in ipairs(list) do
                    text[#text + 1] = "    " .. n .. "| " .. line
                end
            end
        end
    end
    return table.concat(text, "\n")
end

local function same(case, found)
    return case.exit == found.exit and table.concat(case.out, "\n") == table.concat(found.out, "\n")
        and table.concat(case.err, "\n") == table.concat(found.err, "\n")
end

local function case_text(case)
    local text = { "== " .. case.title }
    for _, line in ipairs(case.script) do
        text[#text + 1] = line[2] == "" and line[1] or line[1] .. " " .. line[2]
    end
    text[#text + 1] = "exit " .. case.exit
    for i, list in ipairs { case.out, case.err } do
        for _, line in ipairs(list) do
            text[#text + 1] = line == "" and i .. "|" or i .. "| " .. line
        end
    end
    return table.concat(text, "\n")
end

local head, cases = parse(file)
local failed, skipped = 0, 0
for _, case in ipairs(cases) do
    local found = run(case)
    if found.exit == 77 then
        skipped = skipped + 1
        print("skipped: " .. case.title .. ": " .. table.concat(found.err, " "))
    elseif bless then
        case.exit, case.out, case.err = found.exit, found.out, found.err
    elseif not same(case, found) then
        failed = failed + 1
        print(show(case, found))
    end
end
if bless then
    local text = { (table.concat(head, "\n"):gsub("\n+$", "")) }
    for _, case in ipairs(cases) do
        text[#text + 1] = case_text(case)
    end
    write(file, (table.concat(text, "\n\n") .. "\n"))
end
print(string.format("%d cases, %d failed, %d skipped", #cases, failed, skipped))
os.exit(failed == 0)
