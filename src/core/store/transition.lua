-- The only way a job changes. KEYS: record, due set, requester's live set.
-- ARGV: id, now, states it may be in (,a,b,), token it must hold ('' any, '-' none), next state, due ('' none),
--       what becomes of the price ('' nothing, 'settle', 'release'), quiet ('1': no new version, nobody is told),
--       keep (ms the record is kept from now on, '' for ever), channel, number of fields, field, JSON text, ... , field to remove, ...
-- Answers 1, or 0 when the job had already moved on.
local state = redis.call('HGET', KEYS[1], 'state')
if not state or not string.find(ARGV[3], ',' .. string.sub(state, 2, -2) .. ',', 1, true) then return 0 end
local token = redis.call('HGET', KEYS[1], 'token')
if ARGV[4] == '-' and token then return 0 end
if ARGV[4] ~= '' and ARGV[4] ~= '-' and token ~= '"' .. ARGV[4] .. '"' then return 0 end

local last = 11 + 2 * tonumber(ARGV[11])
for i = 12, last, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
for i = last + 1, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end

-- The credits: a price leaves 'reserved' once, in the same step as the change that decides it.
if ARGV[7] ~= '' and redis.call('HGET', KEYS[1], 'hold') == '"reserved"' then
  redis.call('HSET', KEYS[1], 'hold', ARGV[7] == 'settle' and '"settled"' or '"released"')
end

if ARGV[6] == '' then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('SREM', KEYS[3], ARGV[1])
else
  redis.call('ZADD', KEYS[2], ARGV[6], ARGV[1])
end
if ARGV[9] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[9]) end
if ARGV[8] ~= '1' then
  redis.call('HSET', KEYS[1], 'state', '"' .. ARGV[5] .. '"', 'changedAt', ARGV[2])
  redis.call('HINCRBY', KEYS[1], 'version', 1)
  redis.call('PUBLISH', ARGV[10], ARGV[1])
end
return 1
