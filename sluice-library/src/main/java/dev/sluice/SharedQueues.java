package dev.sluice;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Housekeeper;
import dev.sluice.internal.ring.Inspection;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import java.util.List;
import java.util.function.Supplier;

/** Queues in shared memory: their creation, opening and removal. */
final class SharedQueues {
    private static final int ATTEMPTS_TO_OPEN_OR_CREATE = 100;

    private SharedQueues() {}

    /** What all handles of one queue in this process share. */
    private record Companion(QueueConfiguration configuration, HeldElements held) implements AutoCloseable {
        @Override
        public void close() {
            configuration.close();
        }
    }

    static <E> ProcessQueue<E> create(QueueSettings settings) {
        QueueConfiguration configuration = QueueConfiguration.of(settings);
        try {
            Attachment attachment =
                    Attachment.create(settings.name(), "queue", layoutOf(settings), configuration.bytes());
            return handle(attachment, configuration::withOwnHandles);
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }

    private static SegmentLayout layoutOf(QueueSettings settings) {
        return SegmentLayout.of(
                settings.isJoinable() ? Header.KIND_JOINABLE : Header.KIND_QUEUE,
                settings.maxSize(),
                settings.maxBytes(),
                settings.maxDeliveries(),
                settings.buffered() ? Header.FLAG_BUFFERED : 0);
    }

    static <E> ProcessQueue<E> open(String name) {
        try {
            Attachment attachment = Attachment.openNamed(name);
            if (attachment.ring().layout().kind() == Header.KIND_PIPE) {
                attachment.release();
                throw new QueueDamagedException("'" + name + "' is a pipe, not a queue");
            }
            return handle(attachment);
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }

    static <E> ProcessQueue<E> openOrCreate(QueueSettings settings) {
        if (settings.name() == null) {
            throw new IllegalStateException("openOrBuild needs a name: set it with name(...)");
        }
        for (int attempt = 1;; attempt++) {
            try {
                return openSame(settings);
            } catch (QueueNotFoundException missing) {
                try {
                    return create(settings);
                } catch (QueueExistsException created) {
                    if (attempt == ATTEMPTS_TO_OPEN_OR_CREATE) {
                        throw created;
                    }
                }
            }
        }
    }

    private static <E> ProcessQueue<E> openSame(QueueSettings settings) {
        ProcessQueue<E> queue = open(settings.name());
        SharedQueue<E> shared = (SharedQueue<E>) queue;
        String difference = difference(shared, settings);
        if (difference != null) {
            shared.close();
            throw new IllegalStateException("the queue '" + settings.name() + "' exists with another " + difference
                    + "; open it with ProcessQueue.open, or remove it first");
        }
        return queue;
    }

    private static String difference(SharedQueue<?> queue, QueueSettings settings) {
        SegmentLayout actual = queue.ring().layout();
        SegmentLayout wanted = layoutOf(settings);
        if (actual.kind() != wanted.kind()) {
            return "kind (" + (actual.isJoinable() ? "joinable" : "plain") + ")";
        }
        if (actual.maxSize() != wanted.maxSize()) {
            return "maxSize (" + actual.maxSize() + ", not " + wanted.maxSize() + ")";
        }
        if (actual.maxBytes() != wanted.maxBytes()) {
            return "maxBytes (" + actual.maxBytes() + ", not " + wanted.maxBytes() + ")";
        }
        if (actual.maxDeliveries() != wanted.maxDeliveries()) {
            return "maxDeliveries (" + actual.maxDeliveries() + ", not " + wanted.maxDeliveries() + ")";
        }
        return queue.configuration().differenceTo(QueueConfiguration.of(settings));
    }

    static boolean unlink(String name) {
        try {
            return SharedFile.unlinkNamed(name);
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }

    static List<String> names() {
        try {
            return SharedFile.names();
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }

    static QueueStatus status(String name) {
        try {
            Inspection inspection = Inspection.of(name);
            SegmentLayout layout = inspection.layout();
            return new QueueStatus(
                    name,
                    layout.isJoinable(),
                    layout.maxSize(),
                    layout.maxBytes(),
                    (int) Math.min(inspection.size(), Integer.MAX_VALUE),
                    inspection.bytes(),
                    inspection.unacknowledged(),
                    inspection.added(),
                    inspection.isShutDown(),
                    inspection.memoryBytes(),
                    inspection.holders().stream()
                            .map(holder -> new QueueStatus.Holder(
                                    holder.pid(),
                                    ProcessHandle.of(holder.pid()).flatMap(p -> p.info().commandLine()),
                                    holder.unacknowledged()))
                            .toList());
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }

    /** Another handle of the same queue in this process; the same one if its queue is of another engine. */
    static ProcessQueue<?> another(ProcessQueue<?> queue) {
        if (queue instanceof SharedQueue<?> shared && shared.state().attachment().retain()) {
            return handle(shared.state().attachment());
        }
        return queue;
    }

    /** Makes a handle that takes over one hold of the attachment. */
    static <E> SharedQueue<E> handle(Attachment attachment) {
        boolean done = false;
        try {
            SegmentLayout layout = attachment.ring().layout();
            SharedQueue<E> handle = handle(
                    attachment,
                    () -> QueueConfiguration.read(
                            attachment.configuration(),
                            (layout.flags() & Header.FLAG_BUFFERED) != 0,
                            attachment.name()));
            done = true;
            return handle;
        } finally {
            if (!done) {
                attachment.release();
            }
        }
    }

    private static <E> SharedQueue<E> handle(Attachment attachment, Supplier<QueueConfiguration> configuration) {
        Companion companion =
                attachment.companion(Companion.class, () -> companion(attachment, configuration.get()));
        Feeder feeder = companion.configuration.isBuffered() ? new Feeder(attachment) : null;
        Runnable feederEnds = feeder == null ? () -> {} : feeder::close;
        if (!attachment.ring().layout().isJoinable()) {
            return new SharedQueue<>(
                    new HandleState(attachment, null, feederEnds), companion.configuration, feeder);
        }
        HeldElements held = companion.held;
        HandleState[] state = new HandleState[1];
        state[0] = new HandleState(attachment, null, () -> {
            feederEnds.run();
            Failures.turned(attachment.name(), () -> held.removeAllOf(state[0])
                    .forEach(taken -> attachment.ring().giveBack(taken.entry, taken.ticket)));
        });
        return new SharedJoinableQueue<>(state[0], companion.configuration, feeder, held);
    }

    private static Companion companion(Attachment attachment, QueueConfiguration configuration) {
        if (attachment.ring().layout().isJoinable()) {
            DeadLetters deadLetters = new DeadLetters(attachment.ring(), attachment.name(), configuration);
            Housekeeper.add(() -> {
                deadLetters.carry();
                return attachment.isHeldHere();
            });
        }
        return new Companion(configuration, new HeldElements());
    }
}
