-- Drives Neovim for tests/test_neovim.py: waits for findings, applies code actions, writes what it saw as JSON.
local out, titles = vim.env.MS_LINT_TEST_OUT, vim.fn.json_decode(vim.env.MS_LINT_TEST_ACTIONS)
local seen = { offered = {}, hover = "" }

local function finish(problem)
  seen.problem = problem
  vim.fn.writefile({ vim.fn.json_encode(seen) }, out)
  vim.cmd("silent! write!")
  vim.cmd("qall!")
end

local function diagnostics()
  return vim.diagnostic.get(0)
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

local function run()
  if not vim.wait(120000, function() return #diagnostics() > 0 end, 50) then
    return finish("no diagnostics")
  end
  seen.diagnostics = diagnostics()
  for _, wanted in ipairs(titles) do
    vim.api.nvim_win_set_cursor(0, { wanted.line, wanted.column })
    local before = lines()
    vim.ui.select = function(items, _, choose)
      for _, item in ipairs(items) do
        local title = (item[2] or item.action).title
        table.insert(seen.offered, title)
        if title == wanted.title then
          return choose(item)
        end
      end
      choose(nil)
    end
    vim.lsp.buf.code_action()
    if not vim.wait(120000, function() return lines() ~= before end, 50) then
      return finish("the action changed nothing: " .. wanted.title)
    end
  end
  vim.wait(2000, function() return false end, 50)
  seen.left = diagnostics()
  local found = vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(), 120000)
  for _, answer in pairs(found or {}) do
    seen.hover = answer.result and answer.result.contents.value or ""
  end
  finish(nil)
end

local ok, problem = pcall(run)
if not ok then
  finish(tostring(problem))
end
