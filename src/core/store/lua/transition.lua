-- The only way a job comes from one state to another.
-- KEYS: record, due set, requester's live set, scope's live set, account, entries, scope, holds, usage, line, running,
-- what the day came to, who spent it, what all scopes cost.
-- ARGV: JSON {id, at, from: {state: true}, channel, message (told there), fields: {name: JSON text}, removed: {name, ...}}
-- and, where given:
--   token ('-': it must hold none), to (else the state stays and nobody is told), landed (from here on it does not count as
--   on its way any more), joins (from here on it does), due (else never again), keepMs (of the record, from now on), credits ('settle', 'release'),
--   charged, cost (thousandths of a credit), perhaps (there may be a cost that nobody has named), usage (person and model), lab (it was no model's work and cost nothing there),
--   model and spender (as the day counts them), ended (the code of the failure with which it is over from now on),
--   different (the result is not as it was expected), line (what stands in the line for a queued job), atMost (jobs at the
--   provider), personAtMost (jobs of the same requester there), passing (it never stood in the line, and passes nobody who
--   does), left (it is through there).
-- Answers {how many processes were told, the record as it is from then on: names and texts by turns}; or, when nothing was
-- changed: 'moved' when the job had
-- already moved on, or is to be given up and not to be paid for; 'full' when there is no room at the provider, or others
-- wait for it; 'closed' when its price was settled and is to be released, or the other way round.
local wanted = cjson.decode(ARGV[1])
local told = 0
local keys = {account = KEYS[5], entries = KEYS[6], scope = KEYS[7], holds = KEYS[8], costs = KEYS[14]}

local state = redis.call('HGET', KEYS[1], 'state')
if not state or not wanted.from[string.sub(state, 2, -2)] then return 'moved' end
local token = redis.call('HGET', KEYS[1], 'token')
if wanted.token == '-' and token then return 'moved' end
if wanted.token and wanted.token ~= '-' and token ~= '"' .. wanted.token .. '"' then return 'moved' end
local givenUp = redis.call('HGET', KEYS[1], 'cancelRequested') == 'true'
if wanted.to == 'submitting' and givenUp then return 'moved' end
if wanted.to == 'submitting' then
  if wanted.passing and redis.call('HLEN', KEYS[10]) > 0 then return 'full' end
  if wanted.atMost and redis.call('HLEN', KEYS[11]) >= wanted.atMost then return 'full' end
  local own = 0
  if wanted.personAtMost then
    for _, id in ipairs(redis.call('SMEMBERS', KEYS[3])) do own = own + redis.call('HEXISTS', KEYS[11], id) end
    if own >= wanted.personAtMost then return 'full' end
  end
end

-- The credits: a price leaves 'reserved' once, in the same step as the change that decides it.
if wanted.credits then
  local hold = redis.call('HGET', KEYS[1], 'hold')
  local ending = wanted.credits == 'settle' and '"settled"' or '"released"'
  if hold == '"reserved"' then
    local took = {cost = wanted.cost, perhaps = wanted.perhaps, model = wanted.model}
    local charged = close(keys, wanted.id, wanted.credits, wanted.charged, wanted.at, took) or 0
    redis.call('HSET', KEYS[1], 'hold', ending, 'charged', whole(charged))
    local count = 0
    if wanted.credits == 'settle' and wanted.lab then
      count = redis.call('HINCRBY', KEYS[9], 'lab ' .. wanted.usage, 1)
    elseif wanted.credits == 'settle' then
      count = redis.call('HINCRBY', KEYS[9], 'jobs ' .. wanted.usage, 1)
      add(KEYS[9], 'charged ' .. wanted.usage, charged)
    end
    if wanted.credits == 'settle' and wanted.different then
      redis.call('HINCRBY', KEYS[9], 'different ' .. wanted.usage, 1)
    end
    if wanted.cost and not wanted.lab then add(KEYS[9], 'cost ' .. wanted.usage, wanted.cost) end
    -- The same of all places together, for whoever runs them; what is usual takes few commands.
    if wanted.credits == 'settle' then
      redis.call('HINCRBY', KEYS[12], (wanted.lab and 'lab ' or 'jobs ') .. wanted.model, 1)
      if not wanted.lab then add(KEYS[12], 'charged ' .. wanted.model, charged) end
      if charged > 0 and not wanted.lab then redis.call('ZINCRBY', KEYS[13], whole(charged), wanted.spender) end
    end
    if not wanted.lab then add(KEYS[12], 'carried ' .. wanted.model, (wanted.cost or 0) - charged) end
    -- The books of a day begin with somebody's first job.
    if count <= 1 then redis.call('EXPIRE', KEYS[9], 400 * 86400) end
  elseif hold ~= ending then
    return 'closed'
  end
end

for name, text in pairs(wanted.fields) do redis.call('HSET', KEYS[1], name, text) end
for _, name in ipairs(wanted.removed) do redis.call('HDEL', KEYS[1], name) end

if wanted.due then
  redis.call('ZADD', KEYS[2], whole(wanted.due), wanted.id)
else
  redis.call('ZREM', KEYS[2], wanted.id)
end
if wanted.keepMs then redis.call('PEXPIRE', KEYS[1], whole(wanted.keepMs)) end
if wanted.joins then
  redis.call('SADD', KEYS[3], wanted.id)
  redis.call('SADD', KEYS[4], wanted.id)
end
if wanted.left then redis.call('HDEL', KEYS[11], wanted.id) end

if wanted.ended then
  local paid = redis.call('HGET', KEYS[1], 'hold') == '"settled"'
  redis.call('HINCRBY', KEYS[12], (paid and 'after ' or 'ended ') .. wanted.ended, 1)
end
if wanted.to then
  local waited = state == '"queued"'
  local there = state == '"submitting"' or state == '"polling"'
  if wanted.to == 'queued' and not givenUp then
    redis.call('HSET', KEYS[10], wanted.id, wanted.line)
  elseif waited then
    redis.call('HDEL', KEYS[10], wanted.id)
  end
  if wanted.to == 'submitting' then
    redis.call('HSET', KEYS[11], wanted.id, wanted.line)
  -- One whose phase is completed left with that.
  elseif wanted.to ~= 'polling' and there and redis.call('HGET', KEYS[1], 'phase') ~= '"completed"' then
    redis.call('HDEL', KEYS[11], wanted.id)
  end
  if wanted.landed then
    redis.call('SREM', KEYS[3], wanted.id)
    redis.call('SREM', KEYS[4], wanted.id)
  end
  redis.call('HSET', KEYS[1], 'state', '"' .. wanted.to .. '"', 'changedAt', whole(wanted.at.now))
  redis.call('HINCRBY', KEYS[1], 'version', 1)
  told = redis.call('PUBLISH', wanted.channel, wanted.message)
end
return {told, redis.call('HGETALL', KEYS[1])}
