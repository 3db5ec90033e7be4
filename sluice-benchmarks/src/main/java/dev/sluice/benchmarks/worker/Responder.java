package dev.sluice.benchmarks.worker;

import java.util.function.Consumer;

/** The side of an exchange that sends back what it receives. */
final class Responder implements Role, Consumer<Integer> {
    private final Exchange exchange;
    private Integer request;

    Responder(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void run() throws Exception {
        while (!Thread.interrupted()) {
            exchange.in().receive(this);
            exchange.out().send(request);
        }
    }

    @Override
    public void accept(Integer message) {
        request = message;
    }
}
