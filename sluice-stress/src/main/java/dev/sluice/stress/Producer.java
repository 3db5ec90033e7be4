package dev.sluice.stress;

import java.util.SplittableRandom;

/** Puts elements that are numbered without a gap, and notes before and after each. */
final class Producer implements Runnable {
    private final int id;
    private final Configuration.Sizes sizes;
    private final Channel channel;
    private final Journal journal;
    private final SplittableRandom random;
    private final Pace pace;

    Producer(
            int id, Configuration.Sizes sizes, Channel channel, Journal journal, SplittableRandom random, Pace pace) {
        this.id = id;
        this.sizes = sizes;
        this.channel = channel;
        this.journal = journal;
        this.random = random;
        this.pace = pace;
    }

    @Override
    public void run() {
        for (long sequence = 0; pace.next() && journal.hasRoom(); sequence++) {
            Element element = new Element(id, sequence);
            byte[] bytes = Element.encode(id, sequence, Element.length(sizes, random));
            journal.note(Journal.Kind.PUTTING, element, 0);
            boolean put;
            try {
                put = channel.put(bytes, random);
            } catch (InterruptedException e) {
                put = false;
            }
            journal.note(put ? Journal.Kind.PUT : Journal.Kind.NOT_PUT, element, 0);
        }
    }
}
