package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** Chronicle Queue: a log in mapped files that every reader reads from its beginning. It has no bound and does not block. */
final class ChronicleLog extends JavaContender {
    private static final List<String> OPENS = List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true");

    ChronicleLog() {
        super("chronicle", "Chronicle Queue");
    }

    @Override
    public String note() {
        return "no bound; mapped files in memory; spins 100 times, then yields; W5 with Apache Fory, registered";
    }

    /** Every reader sees all. */
    @Override
    public boolean supports(Workload workload) {
        return workload.isOneToOne() && workload.kind() != Kind.ASLEEP_EXCHANGE;
    }

    @Override
    public List<String> jvmOptions() {
        return OPENS;
    }

    @Override
    @SuppressWarnings({"resource", "unchecked"}) // lives as long as the process; the workload says what its elements are
    public <E> Sender<E> sender(Site site) throws Exception {
        site.await("");
        ExcerptAppender appender = queue(site).createAppender();
        return (Sender<E>) switch (site.workload().kind()) {
            case BYTES -> bytes(appender);
            case RECORDS -> records(appender);
            default -> integers(appender);
        };
    }

    @Override
    @SuppressWarnings({"resource", "unchecked"}) // lives as long as the process; the workload says what its elements are
    public <E> Receiver<E> receiver(Site site) throws Exception {
        ExcerptTailer tailer = queue(site).createTailer();
        site.announce("");
        Reader reader =
                switch (site.workload().kind()) {
                    case BYTES -> ChronicleLog::readBytes;
                    case RECORDS -> readRecords(new ForyCodec());
                    default -> Bytes::readInt;
                };
        return handler -> receive(tailer, reader, (Consumer<Object>) (Consumer<?>) handler);
    }

    private static ChronicleQueue queue(Site site) {
        return ChronicleQueue.single(site.file(".chronicle").toString());
    }

    private static Sender<Integer> integers(ExcerptAppender appender) {
        return element -> {
            try (DocumentContext context = appender.writingDocument()) {
                context.wire().bytes().writeInt(element);
            }
        };
    }

    private static Sender<byte[]> bytes(ExcerptAppender appender) {
        return element -> {
            try (DocumentContext context = appender.writingDocument()) {
                context.wire().bytes().write(element);
            }
        };
    }

    private static Sender<Object> records(ExcerptAppender appender) {
        ForyCodec fory = new ForyCodec();
        return element -> {
            int length = fory.encode(element);
            try (DocumentContext context = appender.writingDocument()) {
                context.wire().bytes().write(fory.bytes(), 0, length);
            }
        };
    }

    private static byte[] readBytes(Bytes<?> in) {
        byte[] copy = new byte[(int) in.readRemaining()];
        in.read(copy);
        return copy;
    }

    private static Reader readRecords(ForyCodec fory) {
        return in -> {
            in.read(fory.bytes(), 0, (int) in.readRemaining());
            return fory.decode();
        };
    }

    private static void receive(ExcerptTailer tailer, Reader reader, Consumer<Object> handler) {
        for (int spins = 0;; spins++) {
            try (DocumentContext context = tailer.readingDocument()) {
                if (context.isPresent()) {
                    handler.accept(reader.read(context.wire().bytes()));
                    return;
                }
            }
            Spinning.pause(spins);
        }
    }

    private interface Reader {
        Object read(Bytes<?> in);
    }
}
