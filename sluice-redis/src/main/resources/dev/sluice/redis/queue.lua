-- Every step of a queue. The server runs a script as one step, but does not undo one that fails in the middle: so all that
-- can fail (wrong types, a queue that is gone, no room) is looked at before the first write.
--
-- KEYS  m  settings and counts (hash)          q  what is queued, in order (stream)
--       r  what is to be delivered again (zset)  e  bytes of what is not in q (hash)
--       n  deliveries of those (hash)            t  what is taken: owner:count (hash)
--       o  owners, by the end of their lease (zset)   d  dead letters (zset)
--       x  the last answer in each lane of one owner, so that a request that arrives twice is done once (hash)
local M, Q, R, E, N, T, O, D, X = unpack(KEYS)
local op, id, owner, lane, req, lease = unpack(ARGV, 1, 6)
local call = redis.call
local KEPT_MILLIS = 3600000

local TYPES = { 'hash', 'stream', 'zset', 'hash', 'hash', 'hash', 'zset', 'zset', 'hash' }
for i = 1, 9 do
    local kind = call('TYPE', KEYS[i]).ok
    if kind ~= 'none' and kind ~= TYPES[i] then
        return { 'FOREIGN', KEYS[i], kind }
    end
end

if op == 'create' then
    local there = call('HGET', M, 'id')
    if there == id then
        return { 'OK' } -- the request has arrived before
    elseif call('EXISTS', M) == 1 then
        return there and { 'EXISTS' } or { 'FOREIGN', M, 'hash of something else' }
    end
    for i = 2, 8 do
        if call('EXISTS', KEYS[i]) == 1 then
            return { 'FOREIGN', KEYS[i], 'left over from another queue' }
        end
    end
    call('HSET', M, 'id', id, 'seq', 0, 'bytes', 0, 'left', 0, unpack(ARGV, 7))
    return { 'OK' }
elseif op == 'unlink' then
    local there = call('EXISTS', M)
    call('DEL', M, Q, R, E, N, T, O, D)
    call('PUBLISH', ARGV[7], 'u')
    return { 'OK', there }
end

local s = call('HMGET', M, 'id', 'joinable', 'maxSize', 'maxBytes', 'maxDeliveries', 'shutdown', 'bytes', 'seq', 'left',
    'channel', 'version', 'buffered', 'stored')
if not s[1] then
    if call('EXISTS', M) == 1 then
        return { 'FOREIGN', M, 'hash of something else' }
    end
    return { 'NOTFOUND' }
end
if s[11] ~= '1' then
    return { 'VERSION', s[11] or '?' }
end
if op == 'open' then
    return { 'OK', s[1], s[2], s[3], s[4], s[5], s[12], s[13] }
elseif op == 'state' then
    return { 'OK', s[2], s[3], s[4], call('XLEN', Q) + call('ZCARD', R), s[7], call('HLEN', T), s[8], s[6] or '0' }
elseif s[1] ~= id then
    return { 'NOTFOUND' }
end

local joinable = s[2] == '1'
local maxSize, maxBytes, maxDeliveries = tonumber(s[3]), tonumber(s[4]), tonumber(s[5])
local shut, bytes, seq, left, channel = s[6] == '1', tonumber(s[7]), tonumber(s[8]), tonumber(s[9]), s[10]
local clock = call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function text(n)
    return string.format('%.0f', n)
end

local function say(what)
    call('PUBLISH', channel, what)
end

-- Who waits has left a flag; whoever is woken in vain leaves it again.
local function wake(flag, what)
    if call('HDEL', M, flag) == 1 then
        say(what)
    end
end

local function set_bytes(n)
    bytes = n
    call('HSET', M, 'bytes', text(bytes))
end

local function done(count)
    left = left - count
    call('HSET', M, 'left', text(left))
    if left == 0 then
        wake('wj', 'j')
    end
end

local function remember(reply)
    call('HSET', X, lane, cmsgpack.pack({ tonumber(req), reply }))
    call('PEXPIRE', X, KEPT_MILLIS)
    return reply
end

local function again(eid, count)
    call('HSET', N, eid, count)
    call('ZADD', R, eid, eid)
    set_bytes(bytes + call('HSTRLEN', E, eid))
    wake('wg', 'e')
end

local function back(eid, uncounted)
    local count = tonumber(call('HGET', N, eid)) or 1
    call('HDEL', T, eid)
    if uncounted then
        again(eid, count - 1)
    elseif count >= maxDeliveries then
        call('ZADD', D, eid, eid)
        say('d')
    else
        again(eid, count)
    end
end

-- Gives back what those held whose lease is over.
local function sweep()
    if not joinable then
        return
    end
    local over = call('ZRANGEBYSCORE', O, '-inf', now)
    if #over == 0 then
        return
    end
    local gone = {}
    for _, o in ipairs(over) do
        gone[o] = true
    end
    local taken = call('HGETALL', T)
    for i = 1, #taken, 2 do
        if gone[string.match(taken[i + 1], '^(.-):')] then
            back(taken[i], false)
        end
    end
    for _, o in ipairs(over) do
        call('ZREM', O, o)
    end
end

-- Milliseconds until the next lease is over, so that who waits looks again then.
local function patience()
    local first = call('ZRANGE', O, 0, 0, 'WITHSCORES')
    return #first == 0 and -1 or math.max(1, tonumber(first[2]) - now + 1)
end

local function size()
    return call('XLEN', Q) + call('ZCARD', R)
end

local function own(eid, count)
    call('HSET', N, eid, count)
    call('HSET', T, eid, owner .. ':' .. count)
    call('ZADD', O, now + tonumber(lease), owner)
end

-- An element as the answer to its taker; what is kept of a joinable queue's needs no second copy of its bytes.
local function entries_with_bytes(entries)
    local whole = {}
    for i, entry in ipairs(entries) do
        whole[i] = { entry[1], entry[2], entry[3] or call('HGET', E, entry[1]) or '' }
    end
    return whole
end

local function discard_queued()
    local count = size()
    for _, eid in ipairs(call('ZRANGE', R, 0, -1)) do
        call('HDEL', E, eid)
        call('HDEL', N, eid)
    end
    call('DEL', Q, R)
    set_bytes(0)
    if joinable and count > 0 then
        done(count)
    end
    wake('wp', 'r')
end

if op == 'cancel' then
    local kept = call('HGET', X, lane)
    local before = kept and cmsgpack.unpack(kept)
    if before and before[1] == tonumber(req) and before[2][1] == 'TAKEN' then
        for _, entry in ipairs(before[2][2]) do
            if not joinable then
                call('HSET', E, entry[1], entry[3])
                again(entry[1], entry[2] - 1)
            elseif call('HGET', T, entry[1]) == owner .. ':' .. entry[2] then
                back(entry[1], true)
            end
        end
    end
    return remember({ 'CANCELLED' })
end

if req ~= '0' then
    local kept = call('HGET', X, lane)
    if kept then
        local before = cmsgpack.unpack(kept)
        if before[1] == tonumber(req) then
            if before[2][1] == 'TAKEN' then
                return { 'TAKEN', entries_with_bytes(before[2][2]) }
            end
            return before[2]
        elseif before[1] > tonumber(req) then
            return { 'CANCELLED' }
        end
    end
end

if op == 'put' then
    if shut then
        return { 'SHUTDOWN' }
    end
    sweep()
    local room, count, first = maxSize - size(), 0, 8
    local total = bytes
    while first + count <= #ARGV and count < room and total + #ARGV[first + count] <= maxBytes do
        total = total + #ARGV[first + count]
        count = count + 1
    end
    if count == 0 then
        if ARGV[7] == '1' then
            call('HSET', M, 'wp', 1)
        end
        return { 'FULL', patience() }
    end
    for i = 0, count - 1 do
        call('XADD', Q, text(seq + i + 1) .. '-0', 'e', ARGV[first + i])
    end
    call('HSET', M, 'seq', text(seq + count), 'bytes', text(total), 'left', text(left + count))
    wake('wg', 'e')
    return remember({ 'OK', count })
elseif op == 'take' then
    local most, before, limit = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
    sweep()
    local taken, total = {}, 0
    for _, eid in ipairs(call('ZRANGE', R, 0, most - 1)) do
        if (#taken > 0 and total >= limit) or tonumber(eid) > before then
            break
        end
        local element = call('HGET', E, eid) or ''
        local count = (tonumber(call('HGET', N, eid)) or 0) + 1
        call('ZREM', R, eid)
        if joinable then
            own(eid, count)
        else
            call('HDEL', E, eid)
            call('HDEL', N, eid)
        end
        total = total + #element
        taken[#taken + 1] = { eid, count, element }
    end
    while #taken < most and (#taken == 0 or total < limit) do
        local entry = call('XRANGE', Q, '-', '+', 'COUNT', 1)[1]
        local eid = entry and string.match(entry[1], '^%d+')
        if not entry or tonumber(eid) > before then
            break
        end
        local element = entry[2][2]
        call('XDEL', Q, entry[1])
        if joinable then
            call('HSET', E, eid, element)
            own(eid, 1)
        end
        total = total + #element
        taken[#taken + 1] = { eid, 1, element }
    end
    if #taken == 0 then
        if shut then
            return { 'SHUTDOWN' }
        end
        if ARGV[10] == '1' then
            call('HSET', M, 'wg', 1)
        end
        return { 'EMPTY', patience() }
    end
    set_bytes(bytes - total)
    wake('wp', 'r')
    local kept = taken
    if joinable then
        kept = {}
        for i, entry in ipairs(taken) do
            kept[i] = { entry[1], entry[2] }
        end
    end
    remember({ 'TAKEN', kept })
    return { 'TAKEN', taken }
elseif op == 'ack' or op == 'back' or op == 'uncount' or op == 'dead' then
    local ours, lost = 0, 0
    for i = 7, #ARGV, 2 do
        local eid = ARGV[i]
        if call('HGET', T, eid) ~= owner .. ':' .. ARGV[i + 1] then
            lost = lost + 1
        else
            ours = ours + 1
            if op == 'ack' then
                call('HDEL', T, eid)
                call('HDEL', E, eid)
                call('HDEL', N, eid)
            elseif op == 'dead' then
                call('HDEL', T, eid)
                call('ZADD', D, eid, eid)
            else
                back(eid, op == 'uncount')
            end
        end
    end
    if op == 'ack' and ours > 0 then
        done(ours)
    elseif op == 'dead' then
        say('d')
    end
    return remember({ 'OK', ours, lost })
elseif op == 'return' then -- to a plain queue, by who has taken it and could not hand it over
    for i = 7, #ARGV, 3 do
        call('HSET', E, ARGV[i], ARGV[i + 2])
        again(ARGV[i], tonumber(ARGV[i + 1]) - 1)
    end
    return remember({ 'OK' })
elseif op == 'takedead' then
    local eid = call('ZRANGE', D, 0, 0)[1]
    if not eid then
        return { 'EMPTY' }
    end
    local count = tonumber(call('HGET', N, eid)) or 1
    call('ZREM', D, eid)
    own(eid, count)
    remember({ 'TAKEN', { { eid, count } } })
    return { 'TAKEN', entries_with_bytes({ { eid, count } }) }
elseif op == 'remove' then
    local eid, count, element = ARGV[7], nil, nil
    if call('ZSCORE', R, eid) then
        element = call('HGET', E, eid) or ''
        count = (tonumber(call('HGET', N, eid)) or 0) + 1
        call('ZREM', R, eid)
        call('HDEL', N, eid)
    else
        local entry = call('XRANGE', Q, eid .. '-0', eid .. '-0')[1]
        if not entry then
            return { 'EMPTY' }
        end
        element, count = entry[2][2], 1
        call('XDEL', Q, entry[1])
    end
    if joinable then
        call('HSET', E, eid, element)
        own(eid, count)
    else
        call('HDEL', E, eid)
    end
    set_bytes(bytes - #element)
    wake('wp', 'r')
    return remember({ 'OK', count })
elseif op == 'scan' then
    local phase, after = ARGV[7], ARGV[8]
    local found, total = {}, 0
    local function room()
        return #found < 64 and total < 1048576
    end
    sweep()
    if phase == 'r' then
        for _, eid in ipairs(call('ZRANGEBYSCORE', R, '(' .. after, '+inf', 'LIMIT', 0, 64)) do
            if room() then
                local element = call('HGET', E, eid) or ''
                total = total + #element
                found[#found + 1] = { 'r', eid, element }
            end
        end
        after = '0'
    end
    if phase == 'q' or #found == 0 then
        while room() do
            local entry = call('XRANGE', Q, '(' .. after .. '-0', '+', 'COUNT', 1)[1]
            if not entry then
                break
            end
            after = string.match(entry[1], '^%d+')
            total = total + #entry[2][2]
            found[#found + 1] = { 'q', after, entry[2][2] }
        end
    end
    return { 'OK', found }
elseif op == 'size' then
    sweep()
    return { 'OK', size(), seq, shut and 1 or 0 }
elseif op == 'join' then
    sweep()
    if left == 0 then
        return { 'OK' }
    end
    if ARGV[7] == '1' then
        call('HSET', M, 'wj', 1)
    end
    return { 'WAIT', patience() }
elseif op == 'clear' then
    discard_queued()
    return remember({ 'OK' })
elseif op == 'shutdown' then
    call('HSET', M, 'shutdown', 1)
    if ARGV[7] == '1' then
        discard_queued()
    end
    say('s')
    return { 'OK' }
elseif op == 'renew' then
    if call('ZSCORE', O, owner) then
        local earlier = tonumber(call('ZSCORE', O, owner))
        if earlier > now then
            call('ZADD', O, now + tonumber(lease), owner)
        end
    end
    sweep()
    return { 'OK', call('ZCARD', D) }
end
return { 'UNKNOWN', op }
