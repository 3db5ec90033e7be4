package dev.sluice.stress;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.List;

/**
 * What the controller tells a process to be, in one line of its standard input.
 *
 * @param role          producer, consumer, ...
 * @param configuration what is attacked
 * @param directory     the private directory of the run
 * @param journals      the files for the journals of its threads
 * @param ids           their numbers
 * @param seed          of the chances that the process takes
 * @param killPoint     where it kills itself, or empty
 * @param broken        the defect that it is to have, or empty
 * @param burstAfterMillis when it begins to work without a pause
 * @param interrupted   whether its threads are interrupted all the time
 * @param creating      whether it creates the channel, rather than open one
 * @param collecting    whether it has a large heap of which something dies all the time
 */
record Order(
        Role role,
        Configuration configuration,
        Path directory,
        List<Path> journals,
        List<Integer> ids,
        long seed,
        String killPoint,
        String broken,
        int burstAfterMillis,
        boolean interrupted,
        boolean creating,
        boolean collecting) {

    /** What a process is. */
    enum Role {
        /** Puts. */
        PRODUCER,
        /** Takes. */
        CONSUMER,
        /** Only looks. */
        WATCHER,
        /** Makes the channel, hands out handles, and looks after it at the end. */
        KEEPER,
        /** Shuts the queue down. */
        CLOSER,
        /** Shuts it down and discards what is in it. */
        DISCARDER,
        /** Starts, and ends: whatever the dead left behind has to be gone then. */
        SWEEPER,
        /** Does a little of everything alone, so that the JVM learns which classes are needed. */
        TRAINEE
    }

    private static final String SEPARATOR = "\t";
    private static final String LIST_SEPARATOR = "|";

    String line() {
        return String.join(
                SEPARATOR,
                role.name(),
                configuration.name(),
                directory.toString(),
                journals.stream().map(Path::toString).collect(Collectors.joining(LIST_SEPARATOR)),
                ids.stream().map(String::valueOf).collect(Collectors.joining(LIST_SEPARATOR)),
                Long.toString(seed),
                killPoint,
                broken,
                Integer.toString(burstAfterMillis),
                Boolean.toString(interrupted),
                Boolean.toString(creating),
                Boolean.toString(collecting));
    }

    static Order parse(String line) {
        String[] words = line.split(SEPARATOR, -1);
        return new Order(
                Role.valueOf(words[0]),
                Configuration.valueOf(words[1]),
                Path.of(words[2]),
                list(words[3]).stream().map(Path::of).toList(),
                list(words[4]).stream().map(Integer::valueOf).toList(),
                Long.parseLong(words[5]),
                words[6],
                words[7],
                Integer.parseInt(words[8]),
                Boolean.parseBoolean(words[9]),
                Boolean.parseBoolean(words[10]),
                Boolean.parseBoolean(words[11]));
    }

    private static List<String> list(String words) {
        return words.isEmpty() ? List.of() : Arrays.asList(words.split("\\" + LIST_SEPARATOR, -1));
    }
}
