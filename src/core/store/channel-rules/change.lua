-- Sets one rule of a channel, takes it out, or takes out all of the channel's, and keeps who did it.
-- KEYS: the place's rules, its audit.
-- ARGV: the field, or the channel's name alone for all of them; its value, '' to take it out; how fields that are counted begin,
-- and how many there may be; who; when.
local rules, audit = KEYS[1], KEYS[2]
local field, value, counted, most, by, now = unpack(ARGV)
local isAll = not string.find(field, ' ', 1, true)

local function begins(name, with)
  return string.sub(name, 1, string.len(with)) == with
end

local changed = false
if isAll then
  for _, name in ipairs(redis.call('HKEYS', rules)) do
    if begins(name, field .. ' ') then
      redis.call('HDEL', rules, name)
      changed = true
    end
  end
elseif value == '' then
  changed = redis.call('HDEL', rules, field) == 1
else
  local before = redis.call('HGET', rules, field)
  if before == value then return 'same' end
  if not before and begins(field, counted) then
    local count = 0
    for _, name in ipairs(redis.call('HKEYS', rules)) do
      if begins(name, counted) then count = count + 1 end
    end
    if count >= tonumber(most) then return 'full' end
  end
  redis.call('HSET', rules, field, value)
  changed = true
end
if not changed then return 'same' end
redis.call('XADD', audit, '*', 'what', 'set', 'at', now, 'by', by, 'name', 'channel ' .. field, 'to', value)
return 'changed'
