package dev.sluice.examples;

import dev.sluice.ChildProcess;
import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Three chefs cook, two eaters eat, each in a process of its own, with a {@link JoinableQueue} between them.
 *
 * <p>A chef waits with {@code join()} until everything on the table has been eaten. The eaters never end by themselves:
 * they are daemons, and nobody waits for them.
 */
public final class ChefsExample {
    private static final List<String> DISHES = List.of("包子", "骨头", "泔水");
    private static final int PORTIONS = 10;
    private static final int EATERS = 2;
    private static final int BLUE = 44;
    private static final int MAGENTA = 45;

    private ChefsExample() {}

    /**
     * Runs the chefs and eaters.
     *
     * @param beat    the least time for one portion; the greatest is three times as long
     * @param colours whether to write in colours
     * @return whether every portion was eaten exactly once before the last chef went home
     * @throws InterruptedException if interrupted while waiting for the chefs
     */
    public static boolean run(Duration beat, boolean colours) throws InterruptedException {
        try (JoinableQueue<String> table = JoinableQueue.create();
                ProcessQueue<String> eaten = ProcessQueue.create()) {
            List<ChildProcess> chefs = DISHES.stream()
                    .map(dish -> new ChildProcess(() -> cook(dish, table, beat, colours)))
                    .toList();
            List<ChildProcess> eaters = IntStream.range(0, EATERS)
                    .mapToObj(i -> ChildProcess.builder()
                            .daemon(true)
                            .task(() -> eat(table, eaten, beat, colours))
                            .build())
                    .toList();
            chefs.forEach(ChildProcess::start);
            eaters.forEach(ChildProcess::start);
            for (ChildProcess chef : chefs) {
                chef.join();
            }
            boolean right = everyPortionOnce(table, eaten);
            // At the end of a program its daemons are ended. This one may be part of a program that goes on.
            eaters.forEach(ChildProcess::terminate);
            Screen.OUT.println("主");
            return right;
        }
    }

    private static void cook(String dish, JoinableQueue<String> table, Duration beat, boolean colours)
            throws InterruptedException {
        for (int i = 0; i < PORTIONS; i++) {
            work(beat);
            String portion = dish + i;
            table.put(portion);
            say(ProcessHandle.current().pid() + " 生产了 " + portion, BLUE, colours);
        }
        table.join();
    }

    private static void eat(JoinableQueue<String> table, ProcessQueue<String> eaten, Duration beat, boolean colours)
            throws InterruptedException {
        while (true) {
            String portion = table.get();
            work(beat);
            say(ProcessHandle.current().pid() + " 吃 " + portion, MAGENTA, colours);
            // Reported before it is done: when join() returns, all reports are there.
            eaten.put(portion);
            table.taskDone();
        }
    }

    private static void work(Duration beat) throws InterruptedException {
        Thread.sleep(beat.multipliedBy(ThreadLocalRandom.current().nextInt(1, 4)));
    }

    private static void say(String text, int background, boolean colours) {
        Screen.OUT.println(colours ? "\u001b[" + background + "m" + text + "\u001b[0m" : text);
    }

    private static boolean everyPortionOnce(JoinableQueue<String> table, ProcessQueue<String> eaten) {
        List<String> portions = new ArrayList<>();
        eaten.drainTo(portions);
        List<String> expected = DISHES.stream()
                .flatMap(dish -> IntStream.range(0, PORTIONS).mapToObj(i -> dish + i))
                .sorted()
                .toList();
        boolean right = table.isEmpty() && portions.stream().sorted().toList().equals(expected);
        Screen.OUT.printf(
                "%d portions cooked, %d eaten: %s%n",
                expected.size(), portions.size(), right ? "every one exactly once" : "NOT every one exactly once");
        return right;
    }

    /**
     * Runs the chefs and eaters, some ten times faster than life.
     *
     * @param args not used
     * @throws InterruptedException if interrupted while waiting for the chefs
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(Duration.ofMillis(100), Screen.hasColours()) ? 0 : 1);
    }
}
