package dev.sluice.stress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a queue: while some put and take as fast as they can, it is shut down. Who does that is killed inside it, as is
 * the next one, until one is not; then those who put and take have to end by themselves.
 */
final class Closing {
    private static final int OF_EACH_SIDE = 2;

    private final Round round;
    private final Schedule schedule;

    Closing(Round round) {
        this.round = round;
        this.schedule = round.schedule();
    }

    void run() throws IOException, InterruptedException {
        List<Member> last = new ArrayList<>();
        for (Schedule.Side side : Schedule.Side.values()) {
            for (int i = 0; i < OF_EACH_SIDE; i++) {
                Member member = round.recruit(side, Schedule.Fate.unharmed(), schedule.randomOfClosing(i));
                member.life().beLast();
                last.add(member);
            }
        }
        for (Member member : last) {
            round.awaitUp(member);
        }
        for (Schedule.Fate fate : schedule.closers()) {
            round.awaitEnd(round.closer(fate, schedule.isDiscarding()));
        }
        for (Member member : last) {
            round.awaitEnd(member);
        }
    }
}
