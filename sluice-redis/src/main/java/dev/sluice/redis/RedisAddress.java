package dev.sluice.redis;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A queue on a server, as its URI says: {@code redis[s]://[user[:password]@]host[:port]/name[?db=0&lease=30&timeout=10]}, the
 * times in seconds.
 */
record RedisAddress(
        String scheme,
        String userInfo,
        String host,
        int port,
        int database,
        String name,
        Duration lease,
        Duration timeout) {
    private static final int PORT = 6379;
    private static final int LONGEST_NAME = 200;

    static RedisAddress of(String text) {
        RedisAddress address = ofServer(text);
        if (address.name.isEmpty() || address.name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the URI of " + address + " names no queue, or one of more than "
                    + LONGEST_NAME + " characters; write redis://host:port/name");
        }
        return address;
    }

    static RedisAddress ofServer(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            // Its message would show the password.
            throw new IllegalArgumentException(
                    "the URI of a queue cannot be read; write redis://[user:password@]host:port/name, with"
                            + " percent-encoding where needed");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "the URI of a queue names no host; write redis://[user:password@]host:port/name");
        }
        Map<String, Double> options = options(uri.getQuery());
        String path = uri.getPath() == null ? "" : uri.getPath();
        return new RedisAddress(
                uri.getScheme().toLowerCase(Locale.ROOT),
                uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo(),
                uri.getHost(),
                uri.getPort() < 0 ? PORT : uri.getPort(),
                options.getOrDefault("db", 0.0).intValue(),
                path.startsWith("/") ? path.substring(1) : path,
                duration(options.getOrDefault("lease", 30.0)),
                duration(options.getOrDefault("timeout", 10.0)));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.max(100, Math.round(seconds * 1000)));
    }

    private static Map<String, Double> options(String query) {
        Map<String, Double> options = new HashMap<>();
        if (query != null) {
            for (String option : query.split("&", -1)) {
                int equal = option.indexOf('=');
                String key = equal < 0 ? option : option.substring(0, equal);
                if (!key.equals("db") && !key.equals("lease") && !key.equals("timeout")) {
                    throw new IllegalArgumentException(
                            "'" + key + "' is no option of the URI of a queue; there are db, lease, and timeout"
                                    + " (seconds)");
                }
                try {
                    options.put(key, Double.valueOf(option.substring(equal + 1)));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("the option '" + option + "' wants a number", e);
                }
            }
        }
        return options;
    }

    /** All that another process needs, the password included. */
    String uri() {
        return serverPart(userInfo.isEmpty() ? "" : userInfo + "@") + "/" + encoded(name) + "?db=" + database
                + "&lease=" + lease.toMillis() / 1000.0 + "&timeout=" + timeout.toMillis() / 1000.0;
    }

    /** What two queues of one server have in common. */
    String server() {
        return serverPart(userInfo.isEmpty() ? "" : userInfo + "@") + "/" + database + "/" + timeout;
    }

    RedisURI toClient() {
        String user = userInfo.isEmpty() ? "" : userInfo + "@";
        if (!userInfo.isEmpty() && userInfo.indexOf(':') < 0) {
            user = ":" + user; // a password alone
        }
        RedisURI uri = RedisURI.create(serverPart(user));
        uri.setDatabase(database);
        uri.setTimeout(timeout);
        return uri;
    }

    private String serverPart(String user) {
        return scheme + "://" + user + host + ":" + port;
    }

    /** The prefix of its keys. A brace in a name would be read as the end of the hash tag. */
    String keyPrefix() {
        return "sluice:{" + encoded(name) + "}:";
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    /** The name in a key that {@link #keyPrefix()} begins. */
    static String nameIn(String key) {
        String encoded = key.substring(key.indexOf('{') + 1, key.indexOf('}'));
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    RedisAddress named(String other) {
        return new RedisAddress(scheme, userInfo, host, port, database, other, lease, timeout);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return serverPart("") + "/" + name;
    }
}
