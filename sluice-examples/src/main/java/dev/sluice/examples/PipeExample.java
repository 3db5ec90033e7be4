package dev.sluice.examples;

import dev.sluice.ChildProcess;
import dev.sluice.Connection;
import dev.sluice.Pipe;
import java.io.EOFException;
import java.io.IOException;

/**
 * Two processes talk through pipes: each of them sends and receives on a first end ({@code conn1}) and on a second end
 * ({@code conn2}), four times in all.
 */
// With one pipe, both of whose ends both processes use, this is a race: after the child has sent on conn2, the parent
// and the child both receive on conn1. If the child is first, it gets back what it said itself, and the parent waits
// for ever. So there are two pipes, and each process keeps to its own end of each.
public final class PipeExample {
    private PipeExample() {}

    /**
     * Runs the conversation.
     *
     * @return whether all four messages arrived as expected, and then the end of the stream
     * @throws IOException          if the child ended too early
     * @throws InterruptedException if interrupted while waiting for the child
     */
    public static boolean run() throws IOException, InterruptedException {
        try (Pipe pipe = Pipe.duplex();
                Pipe other = Pipe.duplex()) {
            Connection conn1 = pipe.first();
            Connection conn2 = other.second();
            Connection childsConn2 = pipe.second();
            Connection childsConn1 = other.first();
            ChildProcess child = ChildProcess.start(() -> talk(childsConn1, childsConn2));
            // Now the child is the only one that holds them: when it ends, recv() here tells the end of the stream.
            childsConn1.close();
            childsConn2.close();

            conn1.send("conn1s");
            boolean right = receives(conn1, "conn2s", "conn1 receives msg in main_p!");
            conn2.send("conn2s");
            right &= receives(conn2, "conn1s", "conn2 receives msg in main_p!");
            right &= hasEnded(conn1) && hasEnded(conn2);
            child.join();
            return right && child.exitCode().orElseThrow() == 0;
        }
    }

    private static void talk(Connection conn1, Connection conn2) throws IOException, InterruptedException {
        boolean right = receives(conn2, "conn1s", "conn2 receives msg in sub_p!");
        conn2.send("conn2s");
        right &= receives(conn1, "conn2s", "conn1 receives msg in sub_p!");
        conn1.send("conn1s");
        if (!right) {
            throw new IllegalStateException("the parent sent another message than the child expects");
        }
    }

    private static boolean receives(Connection connection, String expected, String line)
            throws IOException, InterruptedException {
        String message = connection.recv();
        if (!message.equals(expected)) {
            System.out.println("expected " + expected + " and received " + message);
            return false;
        }
        System.out.println(line);
        return true;
    }

    private static boolean hasEnded(Connection connection) throws IOException, InterruptedException {
        try {
            System.out.println("unexpected message: " + connection.<Object>recv());
            return false;
        } catch (EOFException expected) {
            return true;
        }
    }

    /**
     * Runs the conversation.
     *
     * @param args not used
     * @throws IOException          if the child ended too early
     * @throws InterruptedException if interrupted while waiting for the child
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run() ? 0 : 1);
    }
}
