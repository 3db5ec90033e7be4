package dev.sluice.redis;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueExistsException;
import dev.sluice.QueueNotFoundException;
import dev.sluice.QueueStatus;
import dev.sluice.spi.ElementCoding;
import dev.sluice.spi.EngineSettings;
import dev.sluice.spi.QueueEngine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Queues on a Redis or Valkey server. Found by the library; not called by users. */
public final class RedisEngine implements QueueEngine {
    private static final int ATTEMPTS_TO_OPEN_OR_CREATE = 100;
    private static final String NOBODY = "-";

    /** Called by the service loader. */
    public RedisEngine() {}

    @Override
    public Set<String> schemes() {
        return Set.of("redis", "rediss");
    }

    private static List<Object> call(RedisServer server, RedisAddress address, String op, String id, Object... more) {
        byte[][] arguments = new byte[6 + more.length][];
        String[] first = {op, id, NOBODY, "0", "0", "0"};
        for (int i = 0; i < first.length; i++) {
            arguments[i] = QueueClient.bytes(first[i]);
        }
        for (int i = 0; i < more.length; i++) {
            arguments[6 + i] = more[i] instanceof byte[] b ? b : QueueClient.bytes(String.valueOf(more[i]));
        }
        Script script = op.equals("create") ? Script.NEEDS_MEMORY : Script.FREES_MEMORY;
        return QueueClient.checked(
                server.run(script, QueueClient.keys(address, NOBODY), arguments), address);
    }

    @Override
    public <E> ProcessQueue<E> create(String uri, EngineSettings settings) {
        RedisAddress address = RedisAddress.of(uri);
        RedisServer server = RedisServer.use(address);
        boolean done = false;
        try {
            String id = UUID.randomUUID().toString();
            byte[] stored = settings.coding().stored();
            List<Object> reply = call(
                    server,
                    address,
                    "create",
                    id,
                    "version",
                    1,
                    "joinable",
                    settings.joinable() ? 1 : 0,
                    "maxSize",
                    settings.maxSize(),
                    "maxBytes",
                    settings.maxBytes(),
                    "maxDeliveries",
                    settings.maxDeliveries(),
                    "buffered",
                    settings.buffered() ? 1 : 0,
                    "channel",
                    QueueClient.channel(address),
                    "stored",
                    stored);
            if (QueueClient.is(reply, "EXISTS")) {
                throw new QueueExistsException(
                        "there is a queue " + address + " already; open it, or remove it first");
            }
            ProcessQueue<E> queue = handle(
                    server,
                    address,
                    new QueueClient.Identity(
                            id,
                            settings.joinable(),
                            settings.maxSize(),
                            settings.maxBytes(),
                            settings.maxDeliveries(),
                            settings.buffered(),
                            stored),
                    settings.coding());
            done = true;
            return queue;
        } finally {
            if (!done) {
                server.release();
            }
        }
    }

    private static <E> ProcessQueue<E> handle(
            RedisServer server, RedisAddress address, QueueClient.Identity identity, ElementCoding coding) {
        QueueClient client = QueueClient.use(server, address, identity, coding);
        return identity.joinable() ? new RedisJoinableQueue<>(client) : new RedisQueue<>(client);
    }

    @Override
    public <E> ProcessQueue<E> open(String uri, ElementCoding.Reader reader) {
        RedisAddress address = RedisAddress.of(uri);
        RedisServer server = RedisServer.use(address);
        boolean done = false;
        try {
            QueueClient.Identity identity = identity(call(server, address, "open", NOBODY));
            ProcessQueue<E> queue =
                    handle(server, address, identity, reader.read(identity.stored(), address.toString()));
            done = true;
            return queue;
        } finally {
            if (!done) {
                server.release();
            }
        }
    }

    private static QueueClient.Identity identity(List<Object> reply) {
        return new QueueClient.Identity(
                QueueClient.text(reply.get(1)),
                QueueClient.number(reply.get(2)) == 1,
                (int) QueueClient.number(reply.get(3)),
                QueueClient.number(reply.get(4)),
                (int) QueueClient.number(reply.get(5)),
                QueueClient.number(reply.get(6)) == 1,
                (byte[]) reply.get(7));
    }

    @Override
    public <E> ProcessQueue<E> openOrCreate(String uri, EngineSettings settings, ElementCoding.Reader reader) {
        for (int attempt = 1;; attempt++) {
            try {
                ProcessQueue<E> queue = open(uri, reader);
                String difference = difference(((RedisQueue<E>) queue).client(), settings);
                if (difference != null) {
                    queue.close();
                    throw new IllegalStateException("the queue " + RedisAddress.of(uri) + " exists with another "
                            + difference + "; open it with ProcessQueue.open, or remove it first");
                }
                settings.coding().close();
                return queue;
            } catch (QueueNotFoundException missing) {
                try {
                    return create(uri, settings);
                } catch (QueueExistsException created) {
                    if (attempt == ATTEMPTS_TO_OPEN_OR_CREATE) {
                        throw created;
                    }
                }
            }
        }
    }

    private static String difference(QueueClient client, EngineSettings settings) {
        QueueClient.Identity actual = client.identity();
        if (actual.joinable() != settings.joinable()) {
            return "kind (" + (actual.joinable() ? "joinable" : "plain") + ")";
        }
        if (actual.maxSize() != settings.maxSize()) {
            return "maxSize (" + actual.maxSize() + ", not " + settings.maxSize() + ")";
        }
        if (actual.maxBytes() != settings.maxBytes()) {
            return "maxBytes (" + actual.maxBytes() + ", not " + settings.maxBytes() + ")";
        }
        if (actual.maxDeliveries() != settings.maxDeliveries()) {
            return "maxDeliveries (" + actual.maxDeliveries() + ", not " + settings.maxDeliveries() + ")";
        }
        return actual.buffered() != settings.buffered()
                ? "buffered"
                : client.coding().differenceTo(settings.coding());
    }

    @Override
    public boolean unlink(String uri) {
        RedisAddress address = RedisAddress.of(uri);
        RedisServer server = RedisServer.use(address);
        try {
            return QueueClient.number(
                    call(server, address, "unlink", NOBODY, QueueClient.channel(address)).get(1)) == 1;
        } finally {
            server.release();
        }
    }

    @Override
    public List<String> list(String uri) {
        RedisAddress address = RedisAddress.ofServer(uri);
        RedisServer server = RedisServer.use(address);
        try {
            List<String> uris = new ArrayList<>();
            for (String key : server.keys("sluice:{*}:m")) {
                uris.add(address.named(RedisAddress.nameIn(key)).uri());
            }
            Collections.sort(uris);
            return uris;
        } finally {
            server.release();
        }
    }

    @Override
    public QueueStatus status(String uri) {
        RedisAddress address = RedisAddress.of(uri);
        RedisServer server = RedisServer.use(address);
        try {
            List<Object> reply = call(server, address, "state", NOBODY);
            return new QueueStatus(
                    address.toString(),
                    QueueClient.number(reply.get(1)) == 1,
                    (int) QueueClient.number(reply.get(2)),
                    QueueClient.number(reply.get(3)),
                    (int) QueueClient.number(reply.get(4)),
                    QueueClient.number(reply.get(5)),
                    QueueClient.number(reply.get(6)),
                    QueueClient.number(reply.get(7)),
                    QueueClient.number(reply.get(8)) == 1,
                    QueueClient.number(reply.get(5)),
                    List.of());
        } finally {
            server.release();
        }
    }
}
