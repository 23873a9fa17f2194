-- Room for edits in budgets that all processes share. A slot is taken before its edit is sent and counts until `perMs`
-- after the answer; a process that dies in between holds it for `longestMs` more, and no longer.
-- KEYS: the lane's rest (until when), then for each budget its slots: tokens by the time until which they are taken.
-- ARGV: JSON {what, now (nil: this server's own time), token, longestMs, budgets: {{perMs, most}, ...}} and, by `what`:
--   'take'    takes a slot in every budget, or in none. Answers ms until it is worth asking again, for the lane and for
--             each budget; only zeros when they were taken.
--   'used'    the edit was answered just now; answers {}.
--   'unused'  nothing was sent; answers {}.
--   'rest'    {ms}: the lane stays silent so long; answers {}.
local wanted = cjson.decode(ARGV[1])
local now = wanted.now
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
end
now = math.floor(now)
local function whole(number) return string.format('%.0f', number) end

-- Scores are whole ms and times are cut off: one more, so that no slot ends early.
local function hold(key, budget, ms)
  redis.call('ZADD', key, whole(now + ms + 1), wanted.token)
  redis.call('PEXPIRE', key, whole(wanted.longestMs + budget.perMs + 1))
end

if wanted.what == 'rest' then
  local rest = math.max(1, wanted.ms, tonumber(redis.call('GET', KEYS[1]) or '0') - now)
  redis.call('SET', KEYS[1], whole(now + rest), 'PX', whole(rest))
  return {}
end
for index, budget in ipairs(wanted.budgets) do
  if wanted.what == 'used' then hold(KEYS[index + 1], budget, budget.perMs) end
  if wanted.what == 'unused' then redis.call('ZREM', KEYS[index + 1], wanted.token) end
end
if wanted.what ~= 'take' then return {} end

local waits = {math.max(0, tonumber(redis.call('GET', KEYS[1]) or '0') - now)}
for index, budget in ipairs(wanted.budgets) do
  local key = KEYS[index + 1]
  redis.call('ZREMRANGEBYSCORE', key, '-inf', whole(now))
  local mustEnd = redis.call('ZCARD', key) - budget.most
  local wait = 0
  if mustEnd >= 0 then
    local ends = redis.call('ZRANGE', key, mustEnd, mustEnd, 'WITHSCORES')[2]
    wait = ends and tonumber(ends) - now or budget.perMs
    -- It waits for an edit that is on its way, whose answer may come any time.
    if wait > budget.perMs + 1 then wait = math.min(budget.perMs, 1000) end
  end
  waits[index + 1] = wait
end
for _, wait in ipairs(waits) do
  if wait > 0 then return waits end
end
for index, budget in ipairs(wanted.budgets) do
  hold(KEYS[index + 1], budget, wanted.longestMs + budget.perMs)
end
return waits
