-- A tree of versions: each job gets one number, each person has one vote, one version is picked.
-- KEYS: the tree; what this job's tree is; what has these contents in the same conversation; the conversation's trees.
-- ARGV: JSON {what, now, keptMs, ...} and, by `what`:
--   'add'   {job, parent (a job or nil), tree, root, version, most}: answers the number of the job, the one that it has
--           already if so, or '' where there are too many. Without a parent that is known it is made from the source.
--   'vote'  {person, number, on}: answers 'counted', 'changed' with a space and the number before, 'same', 'withdrawn', 'none', or
--           'gone' where there is no such version.
--   'pick'  {picked, number}: answers 'picked', 'same', 'told' where that was announced already, or 'gone'.
--   'fold'  {number, folded}: answers 'folded', or 'gone'.
--   'told'  {number}: what was picked is announced; answers 'told', or 'gone' where another one is picked by now.
local wanted = cjson.decode(ARGV[1])
local tree = KEYS[1]
local function keep(key) redis.call('PEXPIRE', key, string.format('%.0f', wanted.keptMs)) end

if wanted.what == 'add' then
  local known = redis.call('HGET', tree, 'of ' .. wanted.job)
  if known then return known end
  local parent = wanted.parent and redis.call('HGET', tree, 'of ' .. wanted.parent) or ''
  if not parent then parent = '' end
  if redis.call('HINCRBY', tree, 'count', 1) > wanted.most then
    redis.call('HINCRBY', tree, 'count', -1)
    return ''
  end
  local place = redis.call('HINCRBY', tree, 'next ' .. parent, 1)
  local number = parent == '' and 'v' .. place or parent .. '.' .. place
  redis.call('HSETNX', tree, 'root', wanted.root)
  redis.call('HSET', tree, 'of ' .. wanted.job, number, 'version ' .. number, wanted.version)
  redis.call('SET', KEYS[2], wanted.tree)
  redis.call('SETNX', KEYS[3], wanted.job)
  redis.call('ZADD', KEYS[4], wanted.now, wanted.tree)
  redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -201)
  for _, key in ipairs(KEYS) do keep(key) end
  return number
end

if redis.call('HEXISTS', tree, 'version ' .. wanted.number) == 0 then return 'gone' end
if wanted.what == 'vote' then
  local field = 'vote ' .. wanted.person
  local before = redis.call('HGET', tree, field)
  if not wanted.on then
    if before ~= wanted.number then return 'none' end
    redis.call('HDEL', tree, field)
    return 'withdrawn'
  end
  if before == wanted.number then return 'same' end
  redis.call('HSET', tree, field, wanted.number)
  return before and 'changed ' .. before or 'counted'
end

if wanted.what == 'fold' then
  local field = 'folded ' .. wanted.number
  if wanted.folded then redis.call('HSET', tree, field, '1') else redis.call('HDEL', tree, field) end
  return 'folded'
end

local told = redis.call('HGET', tree, 'told')
local picked = redis.call('HGET', tree, 'picked number')
if wanted.what == 'told' then
  if picked ~= wanted.number then return 'gone' end
  redis.call('HSET', tree, 'told', wanted.number)
  return 'told'
end
if picked == wanted.number then
  return told == wanted.number and 'told' or 'same'
end
redis.call('HSET', tree, 'picked number', wanted.number, 'picked', wanted.picked)
redis.call('HDEL', tree, 'told')
return 'picked'
