-- What several people pay for together, and what the pot of a scope pays for: a record, and for a chip-in an account that
-- holds what was pledged. Every step is one of these, and done once: by the key of a press, or by the state of the record.
-- KEYS: purchase, all that are to be looked at, scope, holds, escrow's account, escrow's entries, caller's
-- key, then the account and the entries of each person that is named, in their order.
-- ARGV: JSON {what, id, at, key, pot (it is the pot that pays), people: {id, ...}} and, by `what`:
--   'open' {fields, dueAt, funded}              the record, unless there is one; funded: nothing is waited for
--   'pledge' {amount, caps: {limit, perDay}}    as much of it as is missing, from the one person
--   'withdraw'                                  all that the one person pledged goes back
--   'approve', {needed}                         the one person agrees; each counts once
--   'end' {why, due: true (only if its time is over)}   everything goes back, unless its job is made
--   'made' {job}                                its job is made, all steps or files of it
--   'share' {left, shares: {amount, ...}}  what the job left over goes back; the people are all that pledged
--   'later' {seen, dueAt, keptMs}   it is looked at again at this time, or never; unless it has changed since it was seen
--   'give' {amount, caps, keepKeyMs, print}     into the pot, whose account stands where the escrow's does
-- Answers {what became of it, amounts ...}; 'again': other people pledged meanwhile, it is to be read anew.
local wanted = cjson.decode(ARGV[1])
local at, id, purchase = wanted.at, wanted.id, KEYS[1]
local escrow = {account = KEYS[5], entries = KEYS[6], scope = KEYS[3], holds = KEYS[4]}
local function keysOf(index)
  return {account = KEYS[6 + 2 * index], entries = KEYS[7 + 2 * index], scope = KEYS[3], holds = KEYS[4]}
end
local person = wanted.people[1]

local function changed(state)
  if state then redis.call('HSET', purchase, 'state', state) end
  redis.call('HINCRBY', purchase, 'version', 1)
  -- Whoever does the housekeeping sees to what this process does not live to do.
  redis.call('ZADD', KEYS[2], 'LT', whole(at.now), id)
end

-- Out of somebody's account into the escrow, the allowance first. Answers where it came from.
local function take(keys, sum, kind, limit, facts)
  local allowance = amount(keys.account, 'allowance')
  local fromAllowance = limit and math.max(0, math.min(allowance, sum)) or sum
  move(keys, kind, -fromAllowance, fromAllowance - sum, at, facts)
  add(keys.account, 'used', fromAllowance)
  add(keys.account, 'today', sum)
  move(escrow, kind, 0, sum, at, facts)
  return {
    at = at.now, allowance = fromAllowance, granted = sum - fromAllowance,
    period = redis.call('HGET', keys.account, 'period'), day = redis.call('HGET', keys.account, 'day'),
  }
end

-- Back to somebody from the escrow: first what lasts, the newest before what is older; the rest to the allowance that it
-- came from.
local function back(index, lots, sum)
  local keys, left = keysOf(index), sum
  local facts = {'purchase', id, 'person', wanted.people[index]}
  local function give(lot, part, allowance, granted)
    move(keys, 'back', allowance, granted, at, facts)
    if allowance ~= 0 and redis.call('HGET', keys.account, 'period') == lot.period then
      add(keys.account, 'used', -allowance)
    elseif allowance ~= 0 then
      -- The allowance of a period that is over does not come back in the next one.
      move(keys, 'expire', -allowance, 0, at, facts)
    end
    if redis.call('HGET', keys.account, 'day') == lot.day then add(keys.account, 'today', -part) end
    left = left - part
  end
  for turn = #lots, 1, -1 do
    local part = math.min(left, lots[turn].granted)
    if part > 0 then give(lots[turn], part, 0, part) end
  end
  for turn = #lots, 1, -1 do
    local part = math.min(left, lots[turn].allowance)
    if part > 0 then give(lots[turn], part, part, 0) end
  end
  if sum > 0 then move(escrow, 'back', 0, -sum, at, facts) end
end

local function lotsOf(who)
  local text = redis.call('HGET', purchase, 'pledge ' .. who)
  return text and cjson.decode(text) or {}
end

local function sumOf(lots)
  local sum = 0
  for _, lot in ipairs(lots) do sum = sum + lot.allowance + lot.granted end
  return sum
end

if wanted.what == 'give' then
  local known = redis.call('GET', KEYS[7])
  if known then return {known == wanted.print and 'known' or 'changed'} end
  local keys = keysOf(1)
  local refused = refusal(keys, wanted.amount, at, wanted.caps)
  if refused then return refused end
  redis.call('SET', KEYS[7], wanted.print, 'PX', whole(wanted.keepKeyMs))
  take(keys, wanted.amount, 'give', wanted.caps.limit, {'person', person})
  return {'made'}
end

local state = redis.call('HGET', purchase, 'state')
if wanted.what == 'open' then
  if state then return {'known'} end
  for name, text in pairs(wanted.fields) do redis.call('HSET', purchase, name, text) end
  redis.call('HSET', purchase, 'state', wanted.funded and 'funded' or 'open', 'version', '1', 'pledged', '0')
  redis.call('ZADD', KEYS[2], whole(wanted.dueAt), id)
  return {'made'}
end
if not state then return {'gone'} end
local isOpen = state == 'open' and at.now < amount(purchase, 'until')

if wanted.what == 'pledge' or wanted.what == 'withdraw' then
  local known = redis.call('HGET', purchase, 'key ' .. wanted.key)
  if known then return {'known', known} end
  if not isOpen then return {'closed'} end
  local lots, sum = lotsOf(person), wanted.amount
  local pledged = amount(purchase, 'pledged')
  if wanted.what == 'pledge' then
    sum = math.min(sum, amount(purchase, 'price') - pledged)
    local keys = keysOf(1)
    local refused = refusal(keys, sum, at, wanted.caps)
    if refused then return refused end
    lots[#lots + 1] = take(keys, sum, 'pledge', wanted.caps.limit, {'purchase', id, 'person', person})
    redis.call('HSET', purchase, 'pledge ' .. person, cjson.encode(lots))
    pledged = pledged + sum
  else
    sum = sumOf(lots)
    back(1, lots, sum)
    redis.call('HDEL', purchase, 'pledge ' .. person)
    pledged = pledged - sum
  end
  redis.call('HSET', purchase, 'pledged', whole(pledged), 'key ' .. wanted.key, whole(sum))
  changed(pledged == amount(purchase, 'price') and 'funded' or nil)
  return {'made', whole(sum)}
end

if wanted.what == 'approve' then
  if redis.call('HEXISTS', purchase, 'approval ' .. person) == 1 then return {'known'} end
  if not isOpen then return {'closed'} end
  redis.call('HSET', purchase, 'approval ' .. person, '1')
  local count = redis.call('HINCRBY', purchase, 'approved', 1)
  changed(count >= amount(purchase, 'needed') and 'funded' or nil)
  return {'made'}
end

if wanted.what == 'made' then
  if state ~= 'open' and state ~= 'funded' then return {'known'} end
  redis.call('HSET', purchase, 'job', wanted.job)
  -- What the pot did not pay stays in it.
  changed(wanted.pot and 'over' or 'made')
  return {'made'}
end

if wanted.what == 'later' then
  -- Whoever changed it meanwhile wants it to be looked at now.
  if amount(purchase, 'version') ~= wanted.seen then return {'known'} end
  if wanted.dueAt then
    redis.call('ZADD', KEYS[2], whole(wanted.dueAt), id)
  else
    redis.call('ZREM', KEYS[2], id)
    redis.call('PEXPIRE', purchase, whole(wanted.keptMs))
  end
  return {'made'}
end

-- Everybody who pledged is to be among the people.
local given, count = {}, 0
for index, who in ipairs(wanted.people) do
  given[index] = lotsOf(who)
  if #given[index] > 0 then count = count + 1 end
end
local pledges = 0
for _, field in ipairs(redis.call('HKEYS', purchase)) do
  if string.sub(field, 1, 7) == 'pledge ' then pledges = pledges + 1 end
end
if pledges ~= count then return {'again'} end

if wanted.what == 'end' then
  if state ~= 'open' and state ~= 'funded' then return {'known'} end
  if wanted.due and at.now < amount(purchase, 'until') then return {'known'} end
  -- What its job has reserved is not here any more.
  if not wanted.pot and amount(escrow.account, 'granted') ~= amount(purchase, 'pledged') then return {'reserved'} end
  for index, lots in ipairs(given) do back(index, lots, sumOf(lots)) end
  redis.call('HSET', purchase, 'why', wanted.why, 'back', whole(amount(purchase, 'pledged')))
  changed('over')
  return {'made'}
end

if wanted.what == 'share' then
  if state ~= 'made' then return {'known'} end
  -- Of all its jobs as they are on record now: whoever read them before may not have known of one.
  if amount(escrow.account, 'reserved') > 0 then return {'reserved'} end
  local left = amount(escrow.account, 'granted')
  if left ~= wanted.left then return {'again'} end
  local sum = 0
  for index, share in ipairs(wanted.shares) do
    sum = sum + share
    if share > sumOf(given[index]) then return {'wrong'} end
  end
  if sum ~= left then return {'wrong'} end
  for index, share in ipairs(wanted.shares) do back(index, given[index], share) end
  redis.call('HSET', purchase, 'back', whole(left))
  changed('over')
  return {'made'}
end
return {'unknown'}
