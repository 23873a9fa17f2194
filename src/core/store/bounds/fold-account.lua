-- Takes the old entries of an account out of its stream. What they come to stays in the account, so that entries and
-- balance go on being the same; an account that holds nothing that lasts goes with the last of them.
-- KEYS: account, entries. ARGV: before when (ms since 1970), and as a day (2026-11-01), at most so many entries at once.
-- Answers how many went.
local old = redis.call('XRANGE', KEYS[2], '-', ARGV[1], 'COUNT', ARGV[3])
local sums = {allowance = 0, granted = 0, at = 0}
for _, entry in ipairs(old) do
  local fields = entry[2]
  for index = 1, #fields, 2 do
    local name, value = fields[index], tonumber(fields[index + 1])
    if name == 'at' then sums.at = value elseif sums[name] then sums[name] = sums[name] + value end
  end
end
if #old > 0 then
  redis.call('HINCRBY', KEYS[1], 'foldedAllowance', string.format('%.0f', sums.allowance))
  redis.call('HINCRBY', KEYS[1], 'foldedGranted', string.format('%.0f', sums.granted))
  redis.call('HSET', KEYS[1], 'foldedAt', string.format('%.0f', sums.at))
  local ms, count = string.match(old[#old][1], '(%d+)-(%d+)')
  redis.call('XTRIM', KEYS[2], 'MINID', ms .. '-' .. string.format('%.0f', count + 1))
end
if redis.call('XLEN', KEYS[2]) == 0 then
  redis.call('DEL', KEYS[2])
  local holds = redis.call('HMGET', KEYS[1], 'granted', 'reserved', 'period')
  local lasting = tonumber(holds[1] or '0') ~= 0 or tonumber(holds[2] or '0') ~= 0
  if not lasting and (holds[3] or '') < ARGV[2] then redis.call('DEL', KEYS[1]) end
end
return #old
