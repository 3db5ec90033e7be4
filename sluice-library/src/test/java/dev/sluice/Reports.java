package dev.sluice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Lines from other processes to the test that started them, over a socket: independent of what is being tested, and a
 * way to wait for the moment at which a process has reached a place.
 */
final class Reports implements AutoCloseable {
    private final ServerSocket server;

    Reports() throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits for the next report. */
    String next() throws IOException {
        try (Socket socket = server.accept();
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            return in.readLine();
        }
    }

    long nextPid() throws IOException {
        return Long.parseLong(next());
    }

    /** Called in the other process. */
    static void send(int port, Object line) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void sendPid(int port) {
        send(port, ProcessHandle.current().pid());
    }

    /** Reports the pid and then stays for as long as it is let. */
    static void sendPidAndStay(int port) throws InterruptedException {
        sendPid(port);
        Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
