package dev.sluice.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sluice.internal.ring.KillPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static List<Schedule.Fate> fates(Configuration configuration, long seed) {
        Schedule schedule = new Schedule(configuration, seed);
        List<Schedule.Fate> fates = new ArrayList<>();
        for (Schedule.Side side : Schedule.Side.values()) {
            for (int lane = 0; lane < 3; lane++) {
                for (int incarnation = 0; incarnation < 50; incarnation++) {
                    fates.add(schedule.fate(side, lane, incarnation));
                }
            }
        }
        return fates;
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        for (Configuration configuration : Configuration.all()) {
            assertEquals(fates(configuration, 7), fates(configuration, 7));
        }
    }

    /** One that was renamed would only make the process live a little longer. */
    @Test
    void theLibraryKnowsTheStepsAtWhichProcessesShallKillThemselves() {
        Set<String> unknown = new TreeSet<>(Schedule.killPoints());
        for (KillPoint step : KillPoint.values()) {
            unknown.remove(step.name());
        }
        assertEquals(Set.of(), unknown);
    }

    /** That one takes half a million elements that are removed behind one that nobody takes. */
    @Test
    void allStepsButOneAreAimedAt() {
        Set<String> left = new TreeSet<>();
        for (KillPoint step : KillPoint.values()) {
            left.add(step.name());
        }
        left.removeAll(Schedule.killPoints());
        assertEquals(Set.of("SET_ASIDE_COMMITTED"), left);
    }

    @Test
    void whoShutsTheQueueDownDiesInsideItUntilOneDoesNot() {
        for (int seed = 0; seed < 20; seed++) {
            Schedule schedule = new Schedule(Configuration.BASE, seed);
            List<Schedule.Fate> closers = schedule.closers();
            assertEquals(closers, new Schedule(Configuration.BASE, seed).closers());
            assertEquals("SHUTDOWN_LOCKED:1", closers.getFirst().killPoint());
            assertNotEquals("", closers.get(1).killPoint());
            assertEquals("", closers.getLast().killPoint());
        }
    }

    @Test
    void anotherSeedGivesAnotherSchedule() {
        assertNotEquals(fates(Configuration.BASE, 7), fates(Configuration.BASE, 8));
    }

    @Test
    void oneOfEachSideSurvivesUnlessItIsTheOnlyOne() {
        Schedule base = new Schedule(Configuration.BASE, 1);
        Schedule fanIn = new Schedule(Configuration.FAN_IN, 1);
        for (int incarnation = 0; incarnation < 100; incarnation++) {
            assertEquals(Schedule.End.SURVIVE, base.fate(Schedule.Side.CONSUMER, 0, incarnation).end());
            assertNotEquals(Schedule.End.SURVIVE, fanIn.fate(Schedule.Side.CONSUMER, 0, incarnation).end());
            assertNotEquals(Schedule.End.SURVIVE, base.fate(Schedule.Side.PRODUCER, 1, incarnation).end());
        }
    }

    @Test
    void oneSurvivorCollectsGarbage() {
        for (Configuration configuration : Configuration.all()) {
            for (long seed = 0; seed < 2; seed++) {
                assertEquals(
                        List.of(Schedule.End.SURVIVE),
                        fates(configuration, seed).stream()
                                .filter(Schedule.Fate::collecting)
                                .map(Schedule.Fate::end)
                                .distinct()
                                .toList(),
                        configuration::label);
            }
        }
    }
}
