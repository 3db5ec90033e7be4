package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Aeron over IPC. Its driver runs in the process of the first that receives. It does not block: who waits, spins and yields. */
final class AeronIpc extends JavaContender {
    private static final String CHANNEL = "aeron:ipc";
    private static final String DRIVER = "driver";
    private static final int FRAGMENTS = 256;
    private static final int MAX_FRAGMENT_BYTES = 1024;

    private Path folder;

    AeronIpc() {
        super("aeron", "Aeron IPC");
    }

    @Override
    public String note() {
        return "driver with one thread for all in the consumer's process, default terms; claims and commits, polls 256 at a"
                + " time; spins 100 times, then yields; W5 with Apache Fory, registered";
    }

    /** Every subscriber sees all; larger messages would be cut into fragments. */
    @Override
    public boolean supports(Workload workload) {
        return workload.isOneToOne()
                && (workload.kind() == Kind.INTEGERS
                        || workload.kind() == Kind.RECORDS
                        || workload.kind() == Kind.BUSY_EXCHANGE
                        || isOneFragment(workload.bytes()));
    }

    /** Whether an array of bytes fits into one frame of the default size. */
    private static boolean isOneFragment(int bytes) {
        return bytes > 0 && bytes <= MAX_FRAGMENT_BYTES;
    }

    @Override
    public List<String> jvmOptions() {
        return PeerOptions.AGRONA;
    }

    @Override
    @SuppressWarnings("resource") // both live as long as the process
    public <E> Sender<E> sender(Site site) throws Exception {
        awaitDriver(site, false);
        ExclusivePublication publication = aeron().addExclusivePublication(CHANNEL, stream(site));
        for (int spins = 0; !publication.isConnected(); spins++) {
            Spinning.pause(spins);
        }
        return new IpcSender<>(publication, new BufferClaim(), DirectFormat.of(site.workload()));
    }

    @Override
    @SuppressWarnings("resource") // both live as long as the process
    public <E> Receiver<E> receiver(Site site) throws Exception {
        awaitDriver(site, true);
        Subscription subscription = aeron().addSubscription(CHANNEL, stream(site));
        return new IpcReceiver<>(subscription, DirectFormat.of(site.workload()));
    }

    /** Makes the driver, in the process that begins with receiving: the consumer's or the responder's. */
    private synchronized void awaitDriver(Site site, boolean receives) throws Exception {
        if (folder != null) {
            return;
        }
        folder = site.folder().resolve("aeron");
        Site driver = site.on(DRIVER);
        if (receives) {
            MediaDriver.launch(new MediaDriver.Context()
                    .aeronDirectoryName(folder.toString())
                    .threadingMode(ThreadingMode.SHARED)
                    .dirDeleteOnStart(true));
            driver.announce("");
        } else {
            driver.await("");
        }
    }

    private Aeron aeron() {
        return Aeron.connect(new Aeron.Context().aeronDirectoryName(folder.toString()));
    }

    private static int stream(Site site) {
        final int first = 1000;
        return first + Math.floorMod(site.link().hashCode(), first);
    }

    private record IpcSender<E>(ExclusivePublication publication, BufferClaim claim, DirectFormat<E> format)
            implements Sender<E> {
        @Override
        public void send(E element) {
            int length = format.prepare(element);
            for (int spins = 0; publication.tryClaim(length, claim) < 0; spins++) {
                Spinning.pause(spins);
            }
            format.write(element, claim.buffer(), claim.offset());
            claim.commit();
        }
    }

    private record IpcReceiver<E>(Subscription subscription, DirectFormat<E> format) implements Receiver<E> {
        @Override
        public void receive(Consumer<? super E> handler) {
            for (int spins = 0; poll(handler) == 0; spins++) {
                Spinning.pause(spins);
            }
        }

        private int poll(Consumer<? super E> handler) {
            return subscription.poll(
                    (buffer, offset, length, header) -> handler.accept(format.read(buffer, offset, length)), FRAGMENTS);
        }
    }
}
