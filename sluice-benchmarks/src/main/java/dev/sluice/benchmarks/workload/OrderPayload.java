package dev.sluice.benchmarks.workload;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Fresh records, each with a fresh list of fresh integers; their strings are taken from a table. */
final class OrderPayload implements Payload<Order> {
    private static final int STRINGS = 64;
    private static final double TICK = 0.25;
    /** Beyond the integers that the JDK keeps ready. */
    private static final int FIRST_LINE = 1000;
    private static final int LINES = 8;

    private final String[] symbols = new String[STRINGS];
    private final String[] notes = new String[STRINGS];

    OrderPayload() {
        for (int i = 0; i < STRINGS; i++) {
            symbols[i] = String.format(Locale.ROOT, "SY%02d", i);
            notes[i] = String.format(Locale.ROOT, "deliver to the back door, no. %02d", i);
        }
    }

    @Override
    public Order make(int producer, long sequence) {
        int id = (int) sequence;
        int text = id & STRINGS - 1;
        int line = (id & Short.MAX_VALUE) + FIRST_LINE;
        List<Integer> lines =
                List.of(line, line + 1, line + 2, line + 3, line + 4, line + 5, line + 6, line + LINES - 1);
        return new Order(id, id * TICK, symbols[text], notes[text], lines, (id & 1) == 0);
    }

    @Override
    public Consumer<Order> check() {
        int[] next = new int[1];
        return order -> check(order, next[0]++);
    }

    private void check(Order order, int id) {
        int text = id & STRINGS - 1;
        int line = (id & Short.MAX_VALUE) + FIRST_LINE;
        boolean right = order.id() == id
                && order.price() == id * TICK
                && order.symbol().equals(symbols[text])
                && order.note().equals(notes[text])
                && order.urgent() == ((id & 1) == 0)
                && order.lines().size() == LINES;
        for (int i = 0; right && i < LINES; i++) {
            right = order.lines().get(i) == line + i;
        }
        if (!right) {
            throw new IllegalStateException("not the order number " + id + ": " + order);
        }
    }
}
