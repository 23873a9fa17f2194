-- Counts a price against what may be spent in a day.
-- KEYS: the day. ARGV: what it is for, its price, the bound, how long the day is kept in ms.
local day = KEYS[1]
local key, price, most, keep = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local field = 'for ' .. key
if redis.call('HEXISTS', day, field) == 1 then return 'within' end
local spent = 0
for _, each in ipairs(redis.call('HVALS', day)) do spent = spent + tonumber(each) end
local answer = 'within'
if spent + price > most then
  answer = 'reached'
  if redis.call('HSETNX', day, 'told', '0') == 1 then answer = 'first' end
else
  redis.call('HSET', day, field, price)
end
redis.call('PEXPIRE', day, keep)
return answer
