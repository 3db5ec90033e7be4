package dev.sluice.redis;

import dev.sluice.ElementTooLargeException;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueDamagedException;
import dev.sluice.QueueNotFoundException;
import dev.sluice.QueueServerException;
import dev.sluice.QueueShutdownException;
import dev.sluice.SerializationException;
import dev.sluice.spi.ElementCoding;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One queue as this process uses it, with all its handles. To the server it is one owner of what is taken. */
final class QueueClient {
    private static final Logger LOG = System.getLogger("dev.sluice.redis");
    private static final String[] SUFFIXES = {"m", "q", "r", "e", "n", "t", "o", "d"};
    private static final int RENEWALS_PER_LEASE = 3;
    private static final Map<String, QueueClient> CLIENTS = new HashMap<>(); // guarded by itself

    /** What a queue is, as the server says. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Identity(
            String id, boolean joinable, int maxSize, long maxBytes, int maxDeliveries, boolean buffered,
            byte[] stored) {}

    /** A line of requests of which one is under way at a time: the server keeps the answer to the last. */
    private static final class Lane {
        final int number;
        long request;

        Lane(int number) {
            this.number = number;
        }
    }

    /** A request of which nobody knows whether it was done. */
    private record Unanswered(int lane, long request) {}

    private final RedisServer server;
    private final RedisAddress address;
    private final Identity identity;
    private final ElementCoding coding;
    private final String owner = UUID.randomUUID().toString();
    private final byte[][] keys;
    private final ArrayDeque<Lane> lanes = new ArrayDeque<>(); // guarded by itself
    private int lanesMade; // guarded by lanes
    private final Queue<Unanswered> unanswered = new ConcurrentLinkedQueue<>();
    private final Held held = new Held();
    private final Object subscribing = new Object();
    private volatile Signal signal;
    private int users; // guarded by CLIENTS
    private long renewedNanos = System.nanoTime();
    private volatile boolean mayHaveDead = true;

    private QueueClient(RedisServer server, RedisAddress address, Identity identity, ElementCoding coding) {
        this.server = server;
        this.address = address;
        this.identity = identity;
        this.coding = coding;
        this.keys = keys(address, owner);
    }

    static byte[][] keys(RedisAddress address, String owner) {
        byte[][] keys = new byte[SUFFIXES.length + 1][];
        for (int i = 0; i < SUFFIXES.length; i++) {
            keys[i] = bytes(address.keyPrefix() + SUFFIXES[i]);
        }
        keys[SUFFIXES.length] = bytes(address.keyPrefix() + "x:" + owner);
        return keys;
    }

    static String channel(RedisAddress address) {
        return address.keyPrefix() + "c:" + address.database();
    }

    /** Takes over one use of the server; the coding is closed if this process has one of this queue. */
    static QueueClient use(RedisServer server, RedisAddress address, Identity identity, ElementCoding coding) {
        synchronized (CLIENTS) {
            QueueClient client = CLIENTS.computeIfAbsent(
                    address.uri() + " " + identity.id,
                    _ -> new QueueClient(server, address, identity, coding));
            if (!client.coding.equals(coding)) {
                coding.close();
                server.release();
            }
            if (client.users++ == 0) {
                Keeper.add(client);
                if (identity.joinable && identity.maxDeliveries != Integer.MAX_VALUE) {
                    client.signal();
                }
            }
            return client;
        }
    }

    void release() {
        synchronized (CLIENTS) {
            if (--users > 0) {
                return;
            }
            CLIENTS.remove(address.uri() + " " + identity.id);
        }
        Keeper.remove(this);
        if (signal != null) {
            server.unsubscribe(channel(address));
        }
        coding.close();
        server.release();
    }

    RedisAddress address() {
        return address;
    }

    Identity identity() {
        return identity;
    }

    Held held() {
        return held;
    }

    ElementCoding coding() {
        return coding;
    }

    /** The news of this queue, if anybody has asked for them; else null. */
    Signal signalIfAny() {
        return signal;
    }

    /** The news of this queue; asked for when somebody has to wait. */
    Signal signal() {
        Signal subscribed = signal;
        if (subscribed == null) {
            synchronized (subscribing) {
                subscribed = signal;
                if (subscribed == null) {
                    subscribed = server.subscribe(channel(address));
                    signal = subscribed;
                }
            }
        }
        return subscribed;
    }

    // ---- requests ----

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Object reply) {
        return reply instanceof byte[] b ? new String(b, StandardCharsets.UTF_8) : String.valueOf(reply);
    }

    static long number(Object reply) {
        return reply instanceof Long n ? n : Long.parseLong(text(reply));
    }

    /** Asks what changes nothing, or nothing more when it is done twice. */
    List<Object> ask(String op, Object... arguments) {
        return run(Script.FREES_MEMORY, op, 0, 0, arguments);
    }

    /** Asks for a change, which is made once however often the request arrives. */
    List<Object> change(Script script, String op, Object... arguments) {
        Lane lane;
        synchronized (lanes) {
            lane = lanes.poll();
            if (lane == null) {
                lane = new Lane(lanesMade++);
            }
        }
        lane.request++;
        boolean answered = true;
        try {
            return run(script, op, lane.number, lane.request, arguments);
        } catch (QueueServerException e) {
            answered = false;
            unanswered.add(new Unanswered(lane.number, lane.request));
            throw e;
        } finally {
            if (answered) {
                synchronized (lanes) {
                    lanes.push(lane);
                }
            }
        }
    }

    private List<Object> run(Script script, String op, int lane, long request, Object... arguments) {
        byte[][] all = new byte[6 + arguments.length][];
        all[0] = bytes(op);
        all[1] = bytes(identity.id);
        all[2] = bytes(owner);
        all[3] = bytes(Integer.toString(lane));
        all[4] = bytes(Long.toString(request));
        all[5] = bytes(Long.toString(address.lease().toMillis()));
        for (int i = 0; i < arguments.length; i++) {
            all[6 + i] = arguments[i] instanceof byte[] b ? b : bytes(String.valueOf(arguments[i]));
        }
        return checked(server.run(script, keys, all), address);
    }

    static List<Object> checked(List<Object> reply, RedisAddress address) {
        return switch (text(reply.getFirst())) {
            case "FOREIGN" -> throw new QueueDamagedException("the key " + text(reply.get(1)) + " on " + address
                    + " is not a queue's: it is a " + text(reply.get(2))
                    + "; remove it, or give the queue another name");
            case "VERSION" -> throw new QueueDamagedException("the queue " + address
                    + " was made by another version of sluice-redis; use the same one everywhere, or remove it");
            case "NOTFOUND" -> throw new QueueNotFoundException("there is no queue " + address
                    + ", or not the same any more; create it, or check the name and db");
            case "UNKNOWN" -> throw new AssertionError("the script does not know " + reply.get(1));
            default -> reply;
        };
    }

    static boolean is(List<Object> reply, String code) {
        return text(reply.getFirst()).equals(code);
    }

    /** What a taking request has brought. */
    static List<Taken> taken(List<Object> reply) {
        List<Taken> taken = new ArrayList<>();
        for (Object each : (List<?>) reply.get(1)) {
            List<?> entry = (List<?>) each;
            taken.add(new Taken(text(entry.get(0)), number(entry.get(1)), (byte[]) entry.get(2)));
        }
        return taken;
    }

    /** Says something of elements that are held; returns how many of them were not this process's any more. */
    long settle(String op, Collection<Taken> elements) {
        if (elements.isEmpty()) {
            return 0;
        }
        List<Object> arguments = new ArrayList<>();
        for (Taken each : elements) {
            arguments.add(each.id);
            arguments.add(each.count);
        }
        List<Object> reply = change(Script.FREES_MEMORY, op, arguments.toArray());
        if (op.equals("dead") || op.equals("back")) {
            deadLettersMayWait();
        }
        return reply.size() > 2 ? number(reply.get(2)) : 0;
    }

    /** Puts elements of a plain queue back that could not be handed over. */
    void putBack(Collection<Taken> elements) {
        List<Object> arguments = new ArrayList<>();
        for (Taken each : elements) {
            arguments.add(each.id);
            arguments.add(each.count);
            arguments.add(each.bytes);
        }
        if (!elements.isEmpty()) {
            change(Script.FREES_MEMORY, "return", arguments.toArray());
        }
    }

    private void deadLettersMayWait() {
        mayHaveDead = true;
        Keeper.hurry();
    }

    // ---- in the background ----

    /** Called by one thread only. */
    void renewIfDue() {
        long now = System.nanoTime();
        if (now - renewedNanos < address.lease().toNanos() / RENEWALS_PER_LEASE) {
            return;
        }
        renewedNanos = now;
        if (identity.joinable && number(ask("renew").get(1)) > 0) {
            deadLettersMayWait();
        }
    }

    private long carriedAt = -1;

    /** Called by one thread only. */
    void carry() {
        for (Unanswered each = unanswered.peek(); each != null; each = unanswered.peek()) {
            run(Script.FREES_MEMORY, "cancel", each.lane, each.request);
            unanswered.remove(each);
        }
        if (!identity.joinable) {
            return;
        }
        Signal news = signal;
        long seen = news == null ? -1 : news.count();
        if (!mayHaveDead && seen == carriedAt) {
            return;
        }
        mayHaveDead = false;
        carriedAt = seen;
        while (true) {
            List<Object> reply = change(Script.FREES_MEMORY, "takedead");
            if (!is(reply, "TAKEN")) {
                return;
            }
            if (!carry(taken(reply).getFirst())) {
                mayHaveDead = true;
                return;
            }
        }
    }

    private boolean carry(Taken dead) {
        boolean carried = false;
        try {
            carried = deliver(dead);
        } finally {
            settle(carried ? "ack" : "dead", List.of(dead));
        }
        return carried;
    }

    @SuppressWarnings("unchecked") // the builder asked for a queue that takes these elements
    private boolean deliver(Taken dead) {
        ProcessQueue<Object> target = (ProcessQueue<Object>) coding.deadLetters();
        String reason = "it has no dead-letter queue";
        if (target != null) {
            try {
                return target.offer(coding.decode(dead.bytes));
            } catch (QueueShutdownException | ElementTooLargeException | SerializationException
                    | QueueNotFoundException e) {
                reason = e.toString();
            }
        }
        LOG.log(
                Level.WARNING,
                "dropped an element of {0} after {1} deliveries, for {2}; build the queue with deadLetters(...) that can"
                        + " take its elements to keep such ones",
                address,
                dead.count,
                reason);
        return true;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
