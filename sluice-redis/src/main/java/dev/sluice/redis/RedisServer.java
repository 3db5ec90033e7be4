package dev.sluice.redis;

import dev.sluice.QueueDamagedException;
import dev.sluice.QueueServerException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One server as this process uses it, with all its queues: a connection for commands, which all threads share, and one for news.
 * They are made when the first queue is opened and closed some seconds after the last one.
 */
final class RedisServer {
    private static final int LEAST_MAJOR = 7;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_MILLIS = 50;
    private static final Map<String, RedisServer> SERVERS = new HashMap<>(); // guarded by itself

    /** The threads of all connections of this process. */
    private static final class Threads {
        static final ClientResources RESOURCES = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        Delay.exponential(Duration.ofMillis(20), Duration.ofSeconds(2), 2, TimeUnit.MILLISECONDS))
                .build();
    }

    private final RedisAddress address;
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final StatefulRedisPubSubConnection<String, String> news;
    private final Map<String, Signal> signals = new ConcurrentHashMap<>();
    private int users;
    private long idleSinceNanos;

    private RedisServer(RedisAddress address) {
        this.address = address;
        this.client = RedisClient.create(Threads.RESOURCES, address.toClient());
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(address.timeout())
                        .keepAlive(true)
                        .build())
                .build());
        boolean done = false;
        try {
            connection = client.connect(ByteArrayCodec.INSTANCE);
            checkVersion(connection.sync().info("server"));
            news = client.connectPubSub(StringCodec.UTF8);
            done = true;
        } catch (RedisException e) {
            throw connecting(e);
        } finally {
            if (!done) {
                var _ = client.shutdownAsync(0, 1, TimeUnit.SECONDS);
            }
        }
        news.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                raise(channel);
            }

            @Override
            public void subscribed(String channel, long count) {
                raise(channel); // again after each reconnection: what was said meanwhile nobody has heard
            }
        });
        connection.addListener(new io.lettuce.core.RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(io.lettuce.core.RedisChannelHandler<?, ?> handler) {
                // Who waits asks again: that goes on with the server, or fails in time if it stays away.
                signals.values().forEach(Signal::raise);
            }
        });
    }

    private void raise(String channel) {
        Signal signal = signals.get(channel);
        if (signal != null) {
            signal.raise();
        }
    }

    private void checkVersion(String info) {
        for (String line : info.split("\r?\n", -1)) {
            if (line.startsWith("redis_version:")) {
                String version = line.substring("redis_version:".length());
                int dot = version.indexOf('.');
                if (Integer.parseInt(dot < 0 ? version : version.substring(0, dot)) < LEAST_MAJOR) {
                    throw new QueueServerException(
                            "the server " + where() + " is Redis " + version + "; queues need 7.0 or newer, or Valkey",
                            null);
                }
                return;
            }
        }
    }

    private String where() {
        return address.scheme() + "://" + address.host() + ":" + address.port();
    }

    private QueueServerException connecting(RedisException e) {
        Throwable cause = e;
        StringBuilder text = new StringBuilder();
        while (cause != null) {
            text.append(' ').append(cause.getMessage());
            cause = cause.getCause();
        }
        String all = text.toString();
        if (all.contains("WRONGPASS") || all.contains("NOAUTH") || all.contains("invalid password")
                || all.contains("invalid username-password")) {
            return new QueueServerException(
                    "the server " + where() + " refuses the user or password of the URI; write"
                            + " redis://user:password@host:port/name, or redis://:password@host:port/name",
                    e);
        }
        if (all.contains("NOPERM")) {
            return new QueueServerException(
                    "the user of the URI may not do what queues need on " + where() + ":" + all, e);
        }
        if (all.contains("OOM") || all.contains("max number of clients")) {
            return new QueueServerException("the server " + where() + " takes no more connections:" + all, e);
        }
        return new QueueServerException(
                "the server " + where() + " cannot be reached:" + all + "; check host, port, and whether it runs",
                e);
    }

    /** A use of the server, to be ended by {@link #release()}. */
    static RedisServer use(RedisAddress address) {
        synchronized (SERVERS) {
            RedisServer server = SERVERS.get(address.server());
            if (server == null) {
                server = new RedisServer(address);
                SERVERS.put(address.server(), server);
            }
            server.users++;
            return server;
        }
    }

    void release() {
        synchronized (SERVERS) {
            users--;
            idleSinceNanos = System.nanoTime();
        }
        Keeper.start();
    }

    /** Closes the connections that nobody has used for some seconds. */
    static void closeIdle() {
        List<RedisServer> idle = new ArrayList<>();
        synchronized (SERVERS) {
            SERVERS.values().removeIf(server -> {
                boolean isIdle = server.users == 0 && System.nanoTime() - server.idleSinceNanos > IDLE_NANOS;
                if (isIdle) {
                    idle.add(server);
                }
                return isIdle;
            });
        }
        for (RedisServer server : idle) {
            var _ = server.client.shutdownAsync(0, 1, TimeUnit.SECONDS);
        }
    }

    // ---- news ----

    /** Hears the news of a channel from now on. */
    Signal subscribe(String channel) {
        Signal signal = signals.computeIfAbsent(channel, _ -> new Signal());
        await(news.async().subscribe(channel), deadline());
        return signal;
    }

    void unsubscribe(String channel) {
        signals.remove(channel);
        var _ = news.async().unsubscribe(channel);
    }

    // ---- commands ----

    private long deadline() {
        return System.nanoTime() + address.timeout().toNanos();
    }

    /**
     * Runs the script, waiting for the server no longer than the time-out of the URI. A request that was sent when the connection
     * broke is sent again: the script does it once.
     *
     * @throws QueueServerException if there is no answer in time: it may have been done, or may be done later
     */
    List<Object> run(Script script, byte[][] keys, byte[][] arguments) {
        long deadline = deadline();
        boolean known = true;
        while (true) {
            try {
                return await(
                        known
                                ? connection.async()
                                        .<List<Object>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
                                : connection.async()
                                        .<List<Object>>eval(script.text(), ScriptOutputType.MULTI, keys, arguments),
                        deadline);
            } catch (RedisException e) {
                String message = String.valueOf(e.getMessage());
                if (message.startsWith("NOSCRIPT") && known) {
                    known = false;
                } else if (!isPassing(e, message) || System.nanoTime() >= deadline) {
                    throw failure(message, e);
                } else {
                    pause();
                }
            }
        }
    }

    /** Whether the same request may be sent again: what is no answer of the server may have been done, and is done once. */
    private static boolean isPassing(RedisException e, String message) {
        return !(e instanceof RedisCommandExecutionException) || message.startsWith("LOADING")
                || message.startsWith("BUSY") || message.startsWith("TRYAGAIN")
                || message.startsWith("MASTERDOWN");
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RuntimeException failure(String message, RedisException e) {
        if (message.contains("OOM")) {
            return new QueueServerException(
                    "the server " + where() + " is out of memory, and nothing was put; raise its maxmemory, or let"
                            + " consumers take",
                    e);
        }
        if (message.contains("WRONGTYPE")) {
            return new QueueDamagedException(
                    "a key of a queue on " + where() + " is of another type: " + message
                            + "; remove what does not belong there",
                    e);
        }
        if (message.contains("READONLY")) {
            return new QueueServerException(
                    "the server " + where() + " is a replica, which takes no writes; name the primary in the URI", e);
        }
        return new QueueServerException("the server " + where() + " reports: " + message, e);
    }

    /** The calls of the API that do not wait are not ended by an interrupt, and the server answers at once or is gone. */
    private <T> T await(RedisFuture<T> future, long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    future.cancel(true); // so that it is not sent again
                    throw new QueueServerException(
                            "the server " + where() + " has not answered within " + address.timeout()
                                    + ": it is not known whether it has done what was asked; check that it runs, or set"
                                    + " timeout=SECONDS in the URI",
                            e);
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RedisException known
                            ? known
                            : new RedisException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The keys that match a pattern. */
    List<String> keys(String pattern) {
        List<String> keys = new ArrayList<>();
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            KeyScanCursor<byte[]> found = await(
                    connection.async().scan(cursor, ScanArgs.Builder.matches(pattern).limit(500)), deadline());
            found.getKeys().forEach(key -> keys.add(new String(key, StandardCharsets.UTF_8)));
            cursor = found;
        } while (!cursor.isFinished());
        return keys;
    }
}
