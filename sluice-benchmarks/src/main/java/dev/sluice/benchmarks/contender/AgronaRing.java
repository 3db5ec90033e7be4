package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** A ring buffer of Agrona in a mapped file. It does not block: who waits, spins and yields. */
final class AgronaRing extends JavaContender {
    private static final int MESSAGE = 1;
    /** Large elements get a ring of this size, which stays in the processor's cache. */
    private static final int MAX_CAPACITY_BYTES = 16 << 20;

    private final Function<AtomicBuffer, RingBuffer> maker;

    AgronaRing(String id, String title, Function<AtomicBuffer, RingBuffer> maker) {
        super(id, title);
        this.maker = maker;
    }

    @Override
    public String note() {
        return "mapped file of 1024 elements, 16 MiB at most; claims and commits, reads as many as there are; spins 100"
                + " times, then yields; W5 with Apache Fory, registered";
    }

    /** One reader only, and nothing sleeps. */
    @Override
    public boolean supports(Workload workload) {
        return workload.isOneToOne() && workload.kind() != Kind.ASLEEP_EXCHANGE;
    }

    @Override
    public List<String> jvmOptions() {
        return PeerOptions.AGRONA;
    }

    @Override
    public <E> Sender<E> sender(Site site) throws Exception {
        site.await("");
        return new RingSender<>(ring(site), DirectFormat.of(site.workload()));
    }

    @Override
    public <E> Receiver<E> receiver(Site site) throws Exception {
        RingReceiver<E> receiver = new RingReceiver<>(ring(site), DirectFormat.of(site.workload()));
        site.announce("");
        return receiver;
    }

    private RingBuffer ring(Site site) throws IOException {
        int record = DirectFormat.length(site.workload()) + RecordDescriptor.HEADER_LENGTH;
        int aligned =
                (record + RecordDescriptor.ALIGNMENT - 1) / RecordDescriptor.ALIGNMENT * RecordDescriptor.ALIGNMENT;
        long wanted = Math.min((long) aligned * Workload.CAPACITY, MAX_CAPACITY_BYTES);
        long capacity = Long.highestOneBit(2 * wanted - 1);
        try (FileChannel channel = FileChannel.open(
                site.file(".ring"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = channel.map(
                    FileChannel.MapMode.READ_WRITE, 0, capacity + RingBufferDescriptor.TRAILER_LENGTH);
            return maker.apply(new UnsafeBuffer(memory));
        }
    }

    private record RingSender<E>(RingBuffer ring, DirectFormat<E> format) implements Sender<E> {
        @Override
        public void send(E element) {
            int length = format.prepare(element);
            int index = ring.tryClaim(MESSAGE, length);
            for (int spins = 0; index < 0; spins++) {
                Spinning.pause(spins);
                index = ring.tryClaim(MESSAGE, length);
            }
            format.write(element, ring.buffer(), index);
            ring.commit(index);
        }
    }

    private static final class RingReceiver<E> implements Receiver<E>, MessageHandler {
        private final RingBuffer ring;
        private final DirectFormat<E> format;
        private Consumer<? super E> handler;

        RingReceiver(RingBuffer ring, DirectFormat<E> format) {
            this.ring = ring;
            this.format = format;
        }

        @Override
        public void receive(Consumer<? super E> newHandler) {
            handler = newHandler;
            for (int spins = 0; ring.read(this) == 0; spins++) {
                Spinning.pause(spins);
            }
        }

        @Override
        public void onMessage(int type, org.agrona.MutableDirectBuffer buffer, int index, int length) {
            handler.accept(format.read((DirectBuffer) buffer, index, length));
        }
    }
}
