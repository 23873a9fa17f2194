-- What happens to an account outside a job.
-- KEYS: account, entries, scope, holds, caller's key, audit, record, requester's live set, scope's live set,
-- what all scopes cost.
-- ARGV: JSON {what, at, limit, keepLimit (true: the limit that the account has goes before this one)} and, by `what`:
--   'read'                                              brings the account to the present
--   'grant', 'revoke' {amount, print, keepKeyMs, facts}  lasting credits, once for each caller's key
--   'void' {id, over: {state: true}}                    releases the hold of a job that has ended or is gone
-- Answers {'made'}, {'known'} (that key did it before), {'changed'} (it did something else), {'short', amount}.
local wanted = cjson.decode(ARGV[1])
local at = wanted.at
local keys = {account = KEYS[1], entries = KEYS[2], scope = KEYS[3], holds = KEYS[4], costs = KEYS[10]}

if wanted.what == 'void' then
  local state = redis.call('HGET', KEYS[7], 'state')
  if state and not wanted.over[string.sub(state, 2, -2)] then return {'open'} end
  redis.call('SREM', KEYS[8], wanted.id)
  redis.call('SREM', KEYS[9], wanted.id)
  if not close(keys, wanted.id, 'release', 0, at) then return {'known'} end
  if state then redis.call('HSET', KEYS[7], 'hold', '"released"', 'charged', '0') end
  return {'made'}
end

local limit = wanted.limit
if wanted.keepLimit then
  local last = redis.call('HGET', keys.account, 'limit')
  if last then limit = tonumber(last) end
end
bring(keys, at, limit)
bringScope(keys, at)
if wanted.what == 'read' then return {'made'} end

local known = redis.call('GET', KEYS[5])
if known then return {known == wanted.print and 'known' or 'changed'} end
local change = wanted.what == 'grant' and wanted.amount or -wanted.amount
local granted = amount(keys.account, 'granted')
if granted + change < 0 then return {'short', whole(granted)} end
redis.call('SET', KEYS[5], wanted.print, 'PX', whole(wanted.keepKeyMs))
move(keys, wanted.what, 0, change, at, wanted.facts)
redis.call('XADD', KEYS[6], '*', 'what', wanted.what, 'at', whole(at.now), 'amount', whole(wanted.amount), unpack(wanted.facts))
return {'made'}
