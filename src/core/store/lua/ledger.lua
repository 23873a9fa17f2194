-- The only code that moves credits; the scripts that use it are put together with it by `scripts.ts`.
--
-- An account holds `allowance` and `granted`: what its person may still spend, in thousandths of a credit. Each change
-- of the two is an entry in the account's stream, so they always equal the sum of the entries. Beside them: `reserved`
-- (in open holds), `period` and `used` (of this period's allowance), `day` and `today` (reserved or spent that day),
-- `limit` (the allowance of a period; empty is without limit).
-- A scope holds `period`, `spent` (reserved or spent by everybody in it), `warned` and `stopped`.
-- `holds` has every open hold, by the id of its job.
-- Beside what people are charged stands what the provider takes of the owner: a scope holds it as `cost <day>` of its last
-- days, and as `open` what its open holds may come to at most; `costs` holds the same of all scopes together. What is held
-- counts with its bound until it is over, and then with what it cost.
--
-- at: {now, period, day, oldest}. Periods and days are texts such as 2026-11-01, which sort in time; `oldest` is the first
-- day whose costs are kept.
-- keys: {account, entries, scope, holds, costs}.

-- Nothing taken is 0, which Lua would write as -0.
local function whole(number) return string.format('%.0f', number + 0) end

local function amount(key, field) return tonumber(redis.call('HGET', key, field) or '0') end

local function add(key, field, change)
  if change ~= 0 then redis.call('HINCRBY', key, field, whole(change)) end
end

-- facts: field, value, ... kept with the entry.
local function move(keys, kind, allowance, granted, at, facts)
  add(keys.account, 'allowance', allowance)
  add(keys.account, 'granted', granted)
  redis.call('XADD', keys.entries, '*', 'kind', kind, 'at', whole(at.now),
    'allowance', whole(allowance), 'granted', whole(granted), unpack(facts))
end

-- Brings an account to the present: a new period, a new day, another allowance. A clock that went back changes
-- nothing: the later period and day stay, so nothing is refilled twice.
-- limit: the allowance of a period; nil is without limit, and the allowance then counts down from zero.
local function bring(keys, at, limit)
  local period = redis.call('HGET', keys.account, 'period')
  if not period or at.period > period then
    local left = amount(keys.account, 'allowance')
    if left ~= 0 then move(keys, 'expire', -left, 0, at, {}) end
    redis.call('HSET', keys.account, 'period', at.period, 'used', '0')
  end
  local day = redis.call('HGET', keys.account, 'day')
  if not day or at.day > day then redis.call('HSET', keys.account, 'day', at.day, 'today', '0') end

  -- Kept for whoever looks at the account without knowing its person's groups.
  redis.call('HSET', keys.account, 'limit', limit and whole(limit) or '')
  local used = amount(keys.account, 'used')
  local wanted = limit and math.max(0, limit - used) or -used
  local change = wanted - amount(keys.account, 'allowance')
  if change ~= 0 then move(keys, change > 0 and 'refill' or 'expire', change, 0, at, {}) end
end

local function bringScope(keys, at)
  local period = redis.call('HGET', keys.scope, 'period')
  if not period or at.period > period then
    redis.call('HSET', keys.scope, 'period', at.period, 'spent', '0')
    redis.call('HDEL', keys.scope, 'warned', 'stopped')
  end
end

-- What is done by itself in a channel may cost so much a day: caps.daily: {key, most}. The key is that of the day's hash, which
-- has what each of its jobs has reserved or was charged; it is the one key that no script is given among its own, since a hold
-- remembers it.
local function spentDaily(daily)
  local sum = 0
  for _, each in ipairs(redis.call('HVALS', daily.key)) do sum = sum + tonumber(each) end
  return sum
end

-- What the provider took since this day, and may still take for what is held.
local function costSince(key, day)
  local sum = amount(key, 'open')
  local flat = redis.call('HGETALL', key)
  for index = 1, #flat, 2 do
    local of = string.match(flat[index], '^cost (.+)$')
    if of and of >= day then sum = sum + tonumber(flat[index + 1]) end
  end
  return sum
end

-- Nobody has set a period for all scopes together, so what is kept of them ends by itself.
local costsKeptMs = 70 * 86400000
local function keepCosts(keys, key)
  if key == keys.costs then redis.call('PEXPIRE', key, whole(costsKeptMs)) end
end

local function open(keys, change)
  if change == 0 then return end
  for _, key in ipairs({keys.scope, keys.costs}) do
    if redis.call('HINCRBY', key, 'open', whole(change)) == change then keepCosts(keys, key) end
  end
end

local function addCost(keys, at, cost)
  if cost == 0 then return end
  for _, key in ipairs({keys.scope, keys.costs}) do
    local field = 'cost ' .. at.day
    if not redis.call('HGET', key, field) then
      local flat = redis.call('HGETALL', key)
      for index = 1, #flat, 2 do
        local of = string.match(flat[index], '^cost (.+)$')
        if of and of < at.oldest then redis.call('HDEL', key, flat[index]) end
      end
      keepCosts(keys, key)
    end
    add(key, field, cost)
  end
end

-- Which limit of the owner's money a job of this bound could pass, as {its place in the list, what counts already}; nil when none.
local function costRefusal(keys, bound, caps)
  for place, it in ipairs(caps.costs or {}) do
    local counted = costSince(keys[it.of], it.since)
    if counted + bound > it.most then return {'cost-limit', whole(place), whole(counted)} end
  end
  -- What is held is not yet taken from the account at the provider, or not all of it.
  if caps.balance and amount(keys.costs, 'open') + bound > caps.balance then return {'account-short'} end
  return nil
end

-- Why this price may not be reserved, as things are at present: {code, amount, amount}; nil when it may.
-- caps: {limit, perDay, budget, daily}; nil is without limit. costs: of the owner's money, {{of ('scope' or 'costs'), since, most}, ...};
-- balance: what the account at the provider holds. bound: what the provider takes at most; nil where it takes nothing.
local function refusal(keys, price, at, caps, bound)
  bring(keys, at, caps.limit)
  bringScope(keys, at)
  local owners = bound and costRefusal(keys, bound, caps)
  if owners then return owners end
  local allowance, granted = amount(keys.account, 'allowance'), amount(keys.account, 'granted')
  if caps.limit and allowance + granted < price then
    return {'credits-short', whole(allowance + granted), whole(amount(keys.account, 'reserved'))}
  end
  local today = amount(keys.account, 'today')
  if caps.perDay and today + price > caps.perDay then return {'daily-cap', whole(today)} end
  local spent = amount(keys.scope, 'spent')
  if caps.budget and spent + price > caps.budget then return {'scope-budget', whole(spent)} end
  if caps.daily then
    local byItself = spentDaily(caps.daily)
    if byItself + price > caps.daily.most then
      return {'channel-daily', whole(byItself), whole(caps.daily.most)}
    end
  end
  return nil
end

-- Takes a price that nothing refuses out of the account until its job has ended: the allowance first, since it does not
-- last. who: {scope, person, payer (whose account it is, unless the person's)}, kept with the hold.
local function reserve(keys, id, price, at, caps, who, bound)
  local allowance = amount(keys.account, 'allowance')
  local fromAllowance = caps.limit and math.min(allowance, price) or price
  local fromGranted = price - fromAllowance
  move(keys, 'reserve', -fromAllowance, -fromGranted, at, {'job', id})
  add(keys.account, 'reserved', price)
  add(keys.account, 'used', fromAllowance)
  add(keys.account, 'today', price)
  add(keys.scope, 'spent', price)
  if bound then open(keys, bound) end
  if caps.daily then
    redis.call('HSET', caps.daily.key, 'for ' .. id, whole(price))
    -- A day, and one in which its last jobs end.
    redis.call('PEXPIRE', caps.daily.key, 2 * 86400000)
  end
  redis.call('HSET', keys.holds, id, cjson.encode({
    daily = caps.daily and caps.daily.key, scope = who.scope, person = who.person, payer = who.payer, price = price, granted = fromGranted, bound = bound,
    period = redis.call('HGET', keys.account, 'period'), day = redis.call('HGET', keys.account, 'day'),
    scopePeriod = redis.call('HGET', keys.scope, 'period'),
  }))
end

-- Ends a hold. kind 'settle': `charged` is kept, at most what was held (nil: all of it), and the rest goes back to where
-- and when it came from; 'release': all of it goes back.
-- took: where the provider may have run it {cost (what the provider says it took), perhaps (it says nothing and may have taken all of the bound), model}.
-- Answers what was charged; nil when there is no such hold, since it leaves `holds` once.
local function close(keys, id, kind, charged, at, took)
  local text = redis.call('HGET', keys.holds, id)
  if not text then return nil end
  took = took or {}
  local hold = cjson.decode(text)
  redis.call('HDEL', keys.holds, id)
  charged = kind == 'settle' and math.min(charged or hold.price, hold.price) or 0
  local back = hold.price - charged
  local granted = math.min(back, hold.granted)
  local allowance = back - granted
  move(keys, kind, allowance, granted, at, {'job', id, 'charged', whole(charged)})
  add(keys.account, 'reserved', -hold.price)
  if redis.call('HGET', keys.account, 'period') == hold.period then
    add(keys.account, 'used', -allowance)
  elseif allowance ~= 0 then
    -- The allowance of a period that is over does not come back in the next one.
    move(keys, 'expire', -allowance, 0, at, {'job', id})
  end
  if redis.call('HGET', keys.account, 'day') == hold.day then add(keys.account, 'today', -back) end
  if redis.call('HGET', keys.scope, 'period') == hold.scopePeriod then add(keys.scope, 'spent', -back) end
  if hold.bound then
    open(keys, -hold.bound)
    addCost(keys, at, took.cost or (took.perhaps and hold.bound or 0))
    -- How many runs of the model in a row took more than their price.
    local field = took.model and 'above ' .. took.model
    if field and took.cost and took.cost > hold.price then
      redis.call('HINCRBY', keys.scope, field, 1)
    elseif field and took.cost then
      redis.call('HDEL', keys.scope, field)
    end
  end
  if hold.daily and redis.call('HEXISTS', hold.daily, 'for ' .. id) == 1 then
    if charged > 0 then
      redis.call('HSET', hold.daily, 'for ' .. id, whole(charged))
    else
      redis.call('HDEL', hold.daily, 'for ' .. id)
    end
  end
  return charged
end
