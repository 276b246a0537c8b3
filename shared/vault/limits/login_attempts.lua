-- One step of a login: whether it may be tried, or how the try ended. Atomic, because logins with one name run at once.
--
-- KEYS  what is known of the name from this source; of the name from all other sources; a mark that the person signed
--       in from this source, which exempts it from the second
-- ARGV  one JSON text: `step` (begin, failed, succeeded or abandoned), `id` of the try, and the rules
--       (vault/limits/login_attempts.py)
-- Returns for begin the milliseconds to wait, 0 if the try may go on; for failed the failures to log now, mostly 0.
--
-- What is known, in JSON, each only where it is not empty (times in milliseconds):
--   f  failures in a row             t  tries in progress: when they time out, by id
--   p  until when nothing is tried   c  tries since, and u  until when they count together
--   n  failures not logged yet       l  from when on failures are logged again

local rules = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function read(key)
  local state = cjson.decode(redis.call('GET', key) or '{}')
  state.t = state.t or {}
  for id, timeout in pairs(state.t) do
    if timeout <= now then state.t[id] = nil end
  end
  return state
end

local function write(key, state)
  local ttl = (state.f or 0) > rules.free_failures and rules.failures_ttl or rules.free_failures_ttl
  if next(state.t) == nil then state.t = nil end
  if not (state.f or state.t) then ttl = math.max((state.u or now) - now, 0) end
  if ttl > 0 then redis.call('SET', key, cjson.encode(state), 'PX', ttl) else redis.call('DEL', key) end
end

local function pause_after(failures, longest)
  return math.min(rules.pauses[math.min(failures, #rules.pauses)], longest)
end

local function count_running(state)
  local running = 0
  for _ in pairs(state.t) do running = running + 1 end
  return running
end

local function begin(state, longest)
  local pause, running = pause_after((state.f or 0) + 1, longest), count_running(state)
  if (state.p or 0) > now then return state.p - now end
  if running > 0 and (state.f or 0) + running + 1 > rules.max_concurrent then return math.max(pause, 1000) end
  state.t[rules.id] = now + rules.try_timeout
  if pause > 0 then state.p = now + pause end
  return 0
end

local function count(state)
  if (state.u or 0) <= now then state.c, state.u = 0, now + rules.count_interval end
  state.c = state.c + 1
  return state.c > rules.max_tries and state.u - now or 0
end

local function fail(state, longest)
  state.f = (state.f or 0) + 1
  local pause = pause_after(state.f, longest)
  if pause > 0 then state.p = math.max(state.p or 0, now + pause) end
end

local function take_failures_to_log(state)
  state.n = (state.n or 0) + 1
  if (state.l or 0) > now then return 0 end
  local failures = state.n
  state.n, state.l = nil, now + rules.log_interval
  return failures
end

local longest = { rules.max_pause, rules.max_pause_elsewhere }
local states = { read(KEYS[1]) }
if redis.call('EXISTS', KEYS[3]) == 0 then states[2] = read(KEYS[2]) end

local result = 0
if rules.step == 'begin' then
  result = count(states[1])
  for place, state in ipairs(states) do
    if result == 0 then result = begin(state, longest[place]) end
  end
  if result > 0 then return result end
else
  for place, state in ipairs(states) do
    state.t[rules.id] = nil
    if rules.step == 'failed' then fail(state, longest[place]) end
    if rules.step == 'succeeded' then state.f, state.p = nil, nil end
  end
  if rules.step == 'failed' then result = take_failures_to_log(states[1]) end
  if rules.step == 'succeeded' then redis.call('SET', KEYS[3], '1', 'PX', rules.familiar) end
end

for place, state in ipairs(states) do write(KEYS[place], state) end
return result
