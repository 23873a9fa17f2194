-- Creates a job once for each request key, and reserves its price in the same step.
-- KEYS: record, due set, request key, requester's live set, scope's live set, account, entries, scope, holds, notices,
-- the person's jobs by time, everybody's newest, what all scopes cost, then the records of the steps before it.
-- ARGV: JSON {dry, id, at, due, keepKeyMs, channel, print, price, bound, caps, platform, who: {scope, person, payer}, keepJobs, keepNewest,
-- fields: {name: JSON text}, and of a recipe's last step those before it, which are made with it or not at all: before:
-- {{id, price, bound, due, fields}, ...}}. Of steps only the first is on its way at once; the others join it when it is their turn
-- (see transition.lua); among the person's jobs the last one stands for all. dry: it is only asked whether the job could be made now; nothing after `caps` but
-- `platform` and `who` is needed then.
-- Answers {'made', id, how many of the person's jobs are not over, how many processes were told}, {'known', id} (the key made
-- that job), {'changed', id} (it made one from another request), {'taken'} (the id is another job's), {'free'} (dry, and nothing is in the way), or why the
-- job may not be: {code, amount, ...}; then nothing was changed.
local wanted = cjson.decode(ARGV[1])
local caps, at = wanted.caps, wanted.at
local keys = {account = KEYS[6], entries = KEYS[7], scope = KEYS[8], holds = KEYS[9], costs = KEYS[13]}

local known = redis.call('HMGET', KEYS[3], 'id', 'print')
if known[1] then return {known[2] == wanted.print and 'known' or 'changed', known[1]} end
if not wanted.dry and redis.call('EXISTS', KEYS[1]) == 1 then return {'taken'} end
local before, sum, bound = wanted.before or {}, wanted.price, wanted.bound
for index, step in ipairs(before) do
  if redis.call('EXISTS', KEYS[13 + index]) == 1 then return {'taken'} end
  sum = sum + step.price
  if bound then bound = bound + step.bound end
end

local person = redis.call('SCARD', KEYS[4])
if caps.jobsPerPerson and person >= caps.jobsPerPerson then return {'too-many-jobs', whole(person)} end
if caps.jobsAtOnce then
  local scope = redis.call('SCARD', KEYS[5])
  if scope >= caps.jobsAtOnce then return {'scope-busy', whole(scope)} end
end

-- The scope's admins are told once a period of each of the two.
local function notice(kind)
  if redis.call('HSETNX', keys.scope, kind, '1') == 1 then
    redis.call('SADD', KEYS[10], cjson.encode({
      platform = wanted.platform, scope = wanted.who.scope, kind = kind,
      spent = amount(keys.scope, 'spent'), budget = caps.budget,
    }))
  end
end
-- The same of limits of the owner's money, once in the day or month that each is about.
local function costNotice(kind, it)
  local mark = kind .. ' ' .. it.name
  if redis.call('HGET', keys[it.of], mark) == it.since then return end
  redis.call('HSET', keys[it.of], mark, it.since)
  keepCosts(keys, keys[it.of])
  redis.call('SADD', KEYS[10], cjson.encode({
    platform = wanted.platform, scope = wanted.who.scope, kind = kind,
    spent = costSince(keys[it.of], it.since), budget = it.most, limit = it.name,
  }))
end
local refused = refusal(keys, sum, at, caps, bound)
if refused then
  if refused[1] == 'scope-budget' then notice('stopped') end
  if refused[1] == 'cost-limit' then costNotice('stopped', caps.costs[tonumber(refused[2])]) end
  return refused
end
if wanted.dry then return {'free'} end
local function make(key, job)
  reserve(keys, job.id, job.price, at, caps, wanted.who, job.bound)
  for name, text in pairs(job.fields) do redis.call('HSET', key, name, text) end
  redis.call('HSET', key, 'version', '1', 'state', '"accepted"', 'createdAt', whole(at.now),
    'changedAt', whole(at.now), 'hold', '"reserved"')
  redis.call('ZADD', KEYS[2], whole(job.due), job.id)
  redis.call('ZADD', KEYS[12], whole(at.now), job.id)
end
make(KEYS[1], wanted)
redis.call('ZADD', KEYS[11], whole(at.now), wanted.id)
for index, step in ipairs(before) do make(KEYS[13 + index], step) end
if caps.budget and amount(keys.scope, 'spent') >= caps.budget * 0.8 then notice('warned') end
for _, it in ipairs(bound and caps.costs or {}) do
  if costSince(keys[it.of], it.since) >= it.most * 0.8 then costNotice('warned', it) end
end

redis.call('HSET', KEYS[3], 'id', wanted.id, 'print', wanted.print)
redis.call('PEXPIRE', KEYS[3], whole(wanted.keepKeyMs))
local first = before[1] or wanted
redis.call('SADD', KEYS[4], first.id)
redis.call('SADD', KEYS[5], first.id)
-- Now and then: it keeps a few more.
if wanted.at.now % 16 == 0 then
  redis.call('ZREMRANGEBYRANK', KEYS[11], 0, -wanted.keepJobs - 1)
  redis.call('ZREMRANGEBYRANK', KEYS[12], 0, -wanted.keepNewest - 1)
end
local told = redis.call('PUBLISH', wanted.channel, wanted.id)
return {'made', wanted.id, whole(person), whole(told)}
