package dev.sluice.benchmarks.worker;

import dev.sluice.benchmarks.contender.JavaContender;
import dev.sluice.benchmarks.contender.Launch;
import dev.sluice.benchmarks.workload.Payload;
import dev.sluice.benchmarks.workload.Workload;
import java.nio.file.Path;

/** One producer, consumer, requester or responder: gets ready, waits for its release, works. Producers come first. */
final class Member implements Runnable {
    private static final String LINK = "link";

    private final JavaContender contender;
    private final Workload workload;
    private final Path folder;
    private final Gate gate;
    private final int number;

    Member(JavaContender contender, Workload workload, Path folder, Gate gate, int number) {
        this.contender = contender;
        this.workload = workload;
        this.folder = folder;
        this.gate = gate;
        this.number = number;
    }

    @Override
    @SuppressWarnings("CatchAndPrintStackTrace") // the controller shows what the process printed
    public void run() {
        try {
            Role role = workload.kind().isExchange() ? exchangeRole() : role(Payload.of(workload));
            gate.awaitRelease(number);
            role.run();
            gate.tell(number, Gate.State.DONE);
        } catch (Throwable t) {
            t.printStackTrace();
            gate.tell(number, Gate.State.FAILED);
        }
    }

    private <E> Role role(Payload<E> payload) throws Exception {
        if (number < workload.producers()) {
            Site site = new Site(folder, LINK, workload, number);
            return new Producer<>(gate, number, number, contender.sender(site), payload);
        }
        Site site = new Site(folder, LINK, workload, number - workload.producers());
        return new Taker<>(gate, number, contender.receiver(site), contender.check(payload));
    }

    private Role exchangeRole() throws Exception {
        boolean requester = number < workload.producers();
        Exchange exchange = contender.exchange(new Site(folder, LINK, workload, 0), requester);
        return requester
                ? new Requester(
                        gate,
                        number,
                        exchange,
                        workload.silence(),
                        folder.resolve(Launch.ROUND_TRIPS))
                : new Responder(exchange);
    }
}
