package dev.sluice.cli;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.io.IOException;

/** A program that holds a named queue with three elements, one of them in hand, until its standard input ends. */
final class QueueHolder {
    private QueueHolder() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (JoinableQueue<String> queue =
                ProcessQueue.<String>builder().name(args[0]).maxSize(10).buildJoinable()) {
            for (String word : new String[] {"one", "two", "three", "four"}) {
                queue.put(word);
            }
            queue.get();
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Until the end.
            }
        }
    }
}
