package dev.sluice.stress;

import dev.sluice.JoinableQueue;
import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import java.io.IOException;
import java.util.SplittableRandom;

/** Uses all that the workers use, alone, so that the JVM can put what it has loaded into a cache for the next ones. */
final class Trainee {
    private static final int ELEMENTS = 300;

    private final Order order;

    Trainee(Order order) {
        this.order = order;
    }

    void run() throws IOException, InterruptedException {
        Journal journal = Journal.create(order.journals().get(0));
        ProcessQueue<ProcessQueue<Object>> handles =
                ProcessQueue.<ProcessQueue<Object>>builder().name(Channels.HANDLES).build();
        try (handles;
                ProcessQueue<Object> plain = ProcessQueue.create();
                JoinableQueue<Object> joinable = JoinableQueue.create();
                Pipe pipe = Pipe.oneWay()) {
            handles.put(plain);
            use(new PlainChannel(Channels.receive(Channels.HANDLES)), new PlainChannel(plain), journal);
            use(new JoinableChannel(joinable), new JoinableChannel(joinable), journal);
            use(new PipeChannel(pipe.second()), new PipeChannel(pipe.first()), journal);
        }
        ProcessQueue.unlink(Channels.HANDLES);
    }

    private void use(Channel in, Channel out, Journal journal) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(order.seed());
        int inside = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            Element element = new Element(1, i);
            journal.note(Journal.Kind.PUTTING, element, 0);
            inside += in.put(Element.encode(1, i, Sizes.MIXED.length(random, 0)), i % 2 == 0, random) ? 1 : 0;
            if (inside > 0) {
                Channel.Taken taken = out.take(random);
                if (taken != null) {
                    Element.decode(taken.bytes());
                    taken.done();
                    inside--;
                }
            }
        }
        in.close();
    }
}
