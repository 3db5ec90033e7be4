package dev.sluice.benchmarks.worker;

import dev.sluice.benchmarks.contender.Contenders;
import dev.sluice.benchmarks.contender.JavaContender;
import dev.sluice.benchmarks.contender.Launch;
import dev.sluice.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of a trial: one member, or, for what works between threads, all of them. */
public final class WorkerMain {
    private WorkerMain() {}

    /**
     * Runs the members.
     *
     * @param args the contender, the workload, the folder of the trial, and the numbers of the members with commas
     */
    public static void main(String[] args) throws Exception {
        ProcessHandle controller = ProcessHandle.current().parent().orElseThrow();
        var _ = controller.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
        JavaContender contender = Contenders.java(args[0]);
        Workload workload = Workload.named(args[1]);
        Path folder = Path.of(args[2]);
        Gate gate = Gate.open(folder.resolve(Launch.GATE));
        List<Thread> threads = new ArrayList<>();
        for (String number : args[3].split(",", -1)) {
            Member member = new Member(contender, workload, folder, gate, Integer.parseInt(number));
            threads.add(Thread.ofPlatform().name("member-" + number).start(member));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // A contender may still be sending from memory of this process.
        controller.onExit().join();
    }
}
