package dev.sluice.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** One channel, from its making to its end, under attack until so many processes have died. */
final class Round {
    private static final int FINISH_LIMIT_SECONDS = 10;
    /** What a trial grants a process until it has begun to work. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration QUIET = Duration.ofMillis(20);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Set<Journal.Kind> AT_WORK = EnumSet.of(Journal.Kind.PUT, Journal.Kind.TOOK);
    private static final Set<Journal.Kind> PROGRESS =
            EnumSet.of(Journal.Kind.PUT, Journal.Kind.TOOK, Journal.Kind.ACKED, Journal.Kind.ENDED);
    private static final int MOST_FAILURES = 5;

    private final Configuration configuration;
    private final Schedule schedule;
    private final int kills;
    private final String broken;
    private final Crew crew;
    private final Path folder;
    private final Path directory;
    private final IntConsumer progress;

    private final List<Lane> lanes = new ArrayList<>();
    private final List<Life> lives = new CopyOnWriteArrayList<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final AtomicInteger deaths = new AtomicInteger();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch atWork;
    private volatile Duration finishLimit = Duration.ofSeconds(FINISH_LIMIT_SECONDS);
    private volatile IOException notBegun;
    private Member keeper;
    private Member watcher;

    /**
     * Plans a round.
     *
     * @param schedule  what happens to whom
     * @param kills     after how many deaths it ends
     * @param broken    the defect of the library, empty for none
     * @param folder    for journals
     * @param directory the private directory
     * @param progress  is told each death
     */
    Round(
            Schedule schedule, int kills, String broken, Crew crew, Path folder, Path directory, IntConsumer progress) {
        this.configuration = schedule.configuration();
        this.atWork = new CountDownLatch(configuration.producers() + configuration.consumers());
        this.schedule = schedule;
        this.kills = kills;
        this.broken = broken;
        this.crew = crew;
        this.folder = folder;
        this.directory = directory;
        this.progress = progress;
    }

    Schedule schedule() {
        return schedule;
    }

    boolean isEnding() {
        return ending.getCount() == 0;
    }

    Evidence run() throws IOException, InterruptedException {
        return run(FINISH_LIMIT_SECONDS, () -> {});
    }

    /**
     * As {@link #run()}.
     *
     * @param limitSeconds another limit for those who are told to finish
     * @param workIsOver   called when all but the keeper have ended
     */
    Evidence run(int limitSeconds, Runnable workIsOver) throws IOException, InterruptedException {
        finishLimit = Duration.ofSeconds(limitSeconds);
        List<Interval> gaps;
        try (Heartbeat heartbeat = new Heartbeat()) {
            keeper = newKeeper(true);
            watcher = newWatcher();
            attack();
            if (notBegun != null) {
                throw notBegun;
            }
            finishWork();
            workIsOver.run();
            finish();
            gaps = heartbeat.gaps();
        } finally {
            ending.countDown();
            for (Member member : members) {
                member.kill();
            }
        }
        int processesLeft = (int) members.stream().filter(member -> member.jvm().isAlive()).count();
        return new Evidence(
                configuration,
                List.copyOf(lives),
                gaps,
                Map.copyOf(seen),
                filesLeft(),
                processesLeft,
                List.copyOf(failures),
                folder);
    }

    // ---- making processes ----

    private Member follow(Order order) throws IOException, InterruptedException {
        WorkerJvm jvm = order.collecting() ? crew.startCollecting() : crew.next();
        Member member = new Member(jvm, new Life(order));
        members.add(member);
        lives.add(member.life());
        jvm.follow(order);
        return member;
    }

    private Order order(
            Order.Role role, int journals, long seed, Schedule.Fate fate, boolean creating) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < journals; i++) {
            ids.add(nextId.getAndIncrement());
        }
        return new Order(
                role,
                configuration,
                directory,
                ids.stream().map(id -> folder.resolve(id + ".journal")).toList(),
                ids,
                seed,
                fate == null ? "" : fate.killPoint(),
                broken,
                fate == null ? Integer.MAX_VALUE : fate.burstAfterMillis(),
                fate != null && fate.interrupted(),
                creating,
                fate != null && fate.collecting() && isWorthALargeHeap());
    }

    /** A large heap takes its second to fill: a round of few deaths would be over before its first collection. */
    private boolean isWorthALargeHeap() {
        return kills >= 50 || configuration == Configuration.BASE;
    }

    private Member newKeeper(boolean creating) throws IOException, InterruptedException {
        Member member = follow(order(Order.Role.KEEPER, 1, 0, null, creating));
        String line = member.jvm().read();
        if (!Worker.UP.equals(line)) {
            member.jvm().waitFor(finishLimit);
            throw new IOException("the keeper did not come up (" + line + "): " + errorsOf(member));
        }
        return member;
    }

    private Member newWatcher() throws IOException, InterruptedException {
        // In a trial there are none but those that CPython's trial has.
        return configuration.isPipe() || configuration.isTrial() ? null
                : follow(order(Order.Role.WATCHER, 2, 0, null, false));
    }

    Member recruit(Schedule.Side side, Schedule.Fate fate, SplittableRandom random)
            throws IOException, InterruptedException {
        Order.Role role = side == Schedule.Side.PRODUCER ? Order.Role.PRODUCER : Order.Role.CONSUMER;
        return follow(order(role, configuration.threads(), random.nextLong(), fate, false));
    }

    /** One who shuts the queue down. */
    Member closer(Schedule.Fate fate, boolean discarding) throws IOException, InterruptedException {
        Order.Role role = discarding ? Order.Role.DISCARDER : Order.Role.CLOSER;
        return follow(order(role, 1, 0, fate, false));
    }

    /** Waits until a worker has its channel, and begins. */
    void awaitUp(Member member) throws IOException, InterruptedException {
        if (!member.jvm().awaitLine(finishLimit)) {
            stuck(member);
        }
    }

    /** Returns when everybody has put or taken something: a JVM has much to do before its first call returns. */
    void awaitAllAtWork(Member member) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (member.jvm().isAlive() && Journal.count(member.life().order().journals(), AT_WORK) == 0) {
            if (System.nanoTime() - deadline > 0) {
                hasNotBegun(member);
                return;
            }
            Thread.sleep(LOOK);
        }
        atWork.countDown();
        boolean all = false;
        while (!all && !isEnding()) {
            all = atWork.await(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Nobody has been killed yet: then it is no trial at all, neither a good nor a bad one. */
    void hasNotBegun(Member member) throws IOException, InterruptedException {
        Path dump = folder.resolve("not-begun-" + member.jvm().pid() + ".txt");
        member.jvm().dump(dump, finishLimit);
        notBegun = new IOException(describe(member) + " did not begin to work within " + START_LIMIT.toSeconds()
                + " s; try again when the machine is less busy, or see in " + dump + " what its threads are doing");
        ending.countDown();
    }

    // ---- what is told about them ----

    /** A process has ended. */
    void buried(Member member) throws IOException {
        member.life().ended(member.jvm().exitCode());
        member.life().collected(member.jvm().collections());
        members.remove(member);
        if (member.life().wasKilled()) {
            progress.accept(1);
            if (deaths.incrementAndGet() >= kills) {
                ending.countDown();
            }
        }
        if (member.life().failed()) {
            fail(describe(member) + " ended with " + member.life().exitCode() + ": " + errorsOf(member));
        } else {
            Files.deleteIfExists(member.jvm().errors());
        }
    }

    /** A process did not do in time what it was told to. */
    void stuck(Member member) throws IOException, InterruptedException {
        member.life().stuck();
        Path dump = folder.resolve("stuck-" + member.jvm().pid() + ".txt");
        member.jvm().dump(dump, finishLimit);
        fail(describe(member) + " is stuck; its threads are in " + dump);
        member.kill();
    }

    /** The attack itself failed. */
    void failed(Exception e) {
        fail("the controller: " + e);
        ending.countDown();
    }

    private void fail(String what) {
        failures.add(what);
        if (failures.size() >= MOST_FAILURES) {
            ending.countDown();
        }
    }

    private static String describe(Member member) {
        Order order = member.life().order();
        return order.role() + " " + order.ids() + " (pid " + member.jvm().pid() + ")";
    }

    private static String errorsOf(Member member) throws IOException {
        Path errors = member.jvm().errors();
        return Files.exists(errors) ? Files.readString(errors, StandardCharsets.UTF_8).strip() : "";
    }

    // ---- the attack ----

    private void attack() throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.max(configuration.producers(), configuration.consumers()); i++) {
            if (i < configuration.producers()) {
                lanes.add(new Lane(this, Schedule.Side.PRODUCER, i));
            }
            if (i < configuration.consumers()) {
                lanes.add(new Lane(this, Schedule.Side.CONSUMER, i));
            }
        }
        for (Lane lane : lanes) {
            threads.add(Thread.ofPlatform().daemon().name("lane").start(lane));
        }
        int killing = 0;
        int next = schedule.deathsUntilAllAreKilled(killing);
        while (!ending.await(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
            lookAtTheOthers();
            if (deaths.get() >= next) {
                killing++;
                next += schedule.deathsUntilAllAreKilled(killing);
                if (killing % 2 == 1) {
                    killAll();
                } else {
                    killTheCreator();
                }
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void lookAtTheOthers() throws IOException {
        for (Member member : watcher == null ? List.of(keeper) : List.of(keeper, watcher)) {
            if (!member.jvm().isAlive()) {
                member.life().ended(member.jvm().exitCode());
                fail(describe(member) + " has ended: " + errorsOf(member));
                ending.countDown();
            }
        }
    }

    /** Everybody at once; where the queue has a name, the keeper too, so that nobody holds it any more. */
    private void killAll() throws IOException, InterruptedException {
        List<Member> victims = new ArrayList<>();
        lanes.forEach(lane -> lane.current().ifPresent(victims::add));
        if (watcher != null) {
            victims.add(watcher);
        }
        if (configuration.isNamed()) {
            victims.add(keeper);
        }
        victims.forEach(victim -> victim.life().killing());
        victims.forEach(victim -> victim.jvm().kill());
        if (configuration.isNamed()) {
            awaitEnd(keeper);
            keeper = newKeeper(false);
        }
        if (watcher != null) {
            awaitEnd(watcher);
            watcher = newWatcher();
        }
    }

    private void killTheCreator() throws IOException, InterruptedException {
        Member old = keeper;
        keeper = newKeeper(false);
        old.kill();
        awaitEnd(old);
    }

    void awaitEnd(Member member) throws IOException, InterruptedException {
        if (!(configuration.isTrial() ? endsWithoutPause(member) : member.jvm().waitFor(finishLimit))) {
            stuck(member);
        }
        buried(member);
    }

    /** As in CPython's trials: as long as somebody puts, takes or ends, nobody is stuck. */
    private boolean endsWithoutPause(Member member) throws IOException, InterruptedException {
        List<Path> journals =
                lives.stream().flatMap(life -> life.order().journals().stream()).filter(Files::exists).toList();
        long before = -1;
        for (long quiet = 0; quiet < finishLimit.toNanos();) {
            long now = Journal.count(journals, PROGRESS);
            quiet = now == before ? quiet : 0;
            before = now;
            long start = System.nanoTime();
            if (member.jvm().waitFor(STEP)) {
                return true;
            }
            // What comes late is no fault: each look adds a step to the time, at most.
            quiet += Math.min(System.nanoTime() - start, STEP.toNanos());
        }
        return false;
    }

    // ---- the end ----

    private void finishWork() throws IOException, InterruptedException {
        finish(Schedule.Side.PRODUCER);
        if (configuration.isPipe()) {
            // Only the end of the last process that holds a sending handle is the end of the stream. Closing its handles
            // would not do: one that was on its way to a process that died meanwhile counts as long as its sender lives.
            finishKeeper();
        }
        finish(Schedule.Side.CONSUMER);
        if (watcher != null) {
            watcher.tell(Worker.STOP);
            awaitEnd(watcher);
        }
    }

    private void finish() throws IOException, InterruptedException {
        if (!configuration.isPipe()) {
            command(keeper, Keeper.SEAL);
            command(keeper, Keeper.INSPECT + " 1");
            if (!configuration.isTrial()) {
                shutDown();
            }
            finishKeeper();
        }
    }

    private void shutDown() throws IOException, InterruptedException {
        command(keeper, Keeper.SUPPLY);
        new Closing(this).run();
        command(keeper, Keeper.SEAL);
        command(keeper, Keeper.LOOK_BACK);
    }

    private void finishKeeper() throws IOException, InterruptedException {
        keeper.tell(Worker.STOP);
        awaitEnd(keeper);
    }

    private void finish(Schedule.Side side) throws IOException, InterruptedException {
        List<Member> last = new ArrayList<>();
        lanes.stream().filter(lane -> lane.side() == side).forEach(lane -> lane.current().ifPresent(last::add));
        last.forEach(member -> member.tell(Worker.STOP));
        for (Member member : last) {
            awaitEnd(member);
        }
    }

    private void command(Member member, String command) throws IOException {
        try {
            member.jvm().write(command);
        } catch (IOException e) {
            fail(describe(member) + " has ended before " + command + ": " + errorsOf(member));
            return;
        }
        for (String line = member.jvm().read(); line != null; line = member.jvm().read()) {
            if (line.equals("done " + command)) {
                return;
            }
            String[] words = line.split(" ", -1);
            if (words[0].equals(Inspection.SEEN)) {
                seen.put(words[1], Long.valueOf(words[2]));
            }
        }
        fail(describe(member) + " has ended within " + command + ": " + errorsOf(member));
    }

    /** What is still there after another program of Sluice has started and ended. */
    private int filesLeft() throws IOException, InterruptedException {
        if (count(directory) == 0) {
            return 0;
        }
        WorkerJvm sweeper = crew.next();
        sweeper.follow(order(Order.Role.SWEEPER, 0, 0, null, false));
        if (!sweeper.waitFor(finishLimit)) {
            sweeper.kill();
        }
        return count(directory);
    }

    private static int count(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return (int) files.count();
        }
    }
}
