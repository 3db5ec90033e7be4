package dev.sluice.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.examples.isolate.IsolateExample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IsolateTest {
    @Test
    @Timeout(120)
    void theGoodPicturesHaveThumbnailsAndTheBadOnesAreNamed() throws InterruptedException {
        assertTrue(IsolateExample.run(new IsolateExample.Settings(6, 2)), "see what it has printed");
    }
}
