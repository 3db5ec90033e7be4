package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;

/** A pipe of the system, by name, with object streams. */
final class NamedPipe extends JavaContender {
    NamedPipe() {
        super("pipe", "system pipe, object streams");
    }

    @Override
    public String note() {
        return "flush and reset after each element";
    }

    @Override
    public boolean supports(Workload workload) {
        return workload.isOneToOne();
    }

    @Override
    public <E> Sender<E> sender(Site site) throws Exception {
        site.await("");
        return ObjectStreams.sender(Files.newOutputStream(site.file(".pipe")));
    }

    @Override
    public <E> Receiver<E> receiver(Site site) throws Exception {
        Process maker = new ProcessBuilder("mkfifo", site.file(".pipe").toString())
                .inheritIO()
                .start();
        if (maker.waitFor() != 0) {
            throw new IOException("mkfifo could not make " + site.file(".pipe"));
        }
        site.announce("");
        return ObjectStreams.receiver(Files.newInputStream(site.file(".pipe")));
    }
}
